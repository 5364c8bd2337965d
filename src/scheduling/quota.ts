/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's or a team's number */
import type { Discipline } from "./discipline.ts";
import { teamsOf } from "./teams.ts";

/**
 * Quotas with borrowing and reclaim, as in Kueue (https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/): a team's jobs
 * start in queue order within its quota; beyond it, it may borrow what no team's job within quota waits for; what was lent
 * is taken back by preemption, the job started last first. The team that holds least of its quota goes first.
 */
export const quota: Discipline = {
  id: "quota",
  about: "a part of the machine for each team, lent to others while it is not needed",
  refusal({ jobs, procs }, { borrow, shares }) {
    if (borrow) return undefined;
    const teams = teamsOf(jobs, shares);
    for (let job = 0; job < jobs.count; job++) {
      const most = teams.share[teams.of[job]!]! * procs;
      if (jobs.procs[job]! > most + 1e-9)
        return `a job can never start: it asks for ${jobs.procs[job]} processors, its team's quota is ${most} and it may not borrow`;
    }
    return undefined;
  },
  open(machine, { graceSeconds, shares, borrow, reclaim }) {
    const { procs } = machine.jobs;
    const teams = teamsOf(machine.jobs, shares);
    const quotas = Float64Array.from(teams.share, (share) => share * machine.procs);
    const held = new Float64Array(teams.count);
    for (let rank = 0; rank < machine.running; rank++) {
      const job = machine.runningJob(rank);
      held[teams.of[job]!]! += procs[job]!;
    }
    const queues = Array.from({ length: teams.count }, (): number[] => []);
    const teamNumbers = Array.from({ length: teams.count }, (_, team) => team);
    const need = (team: number): number => procs[queues[team]![0]!]!;
    const isWithin = (team: number): boolean => held[team]! + need(team) <= quotas[team]! + 1e-9;

    /** A team without a quota comes last. */
    const standing = (team: number): number =>
      quotas[team]! > 0 ? held[team]! / quotas[team]! : Number.MAX_VALUE;

    const start = (team: number): void => {
      const job = queues[team]!.shift()!;
      held[team]! += procs[job]!;
      machine.start(job);
    };
    const takeBack = (team: number): void => {
      let room = machine.free + machine.leaving;
      const lent = held.slice();
      const victims: number[] = [];
      let soonest = Infinity;
      const candidates: number[] = [];
      for (let k = 0; k < machine.running; k++) {
        const job = machine.runningJob(k);
        if (teams.of[job] === team) continue;
        if (machine.ranFor(job) >= graceSeconds) candidates.push(job);
        else if (lent[teams.of[job]!]! > quotas[teams.of[job]!]!)
          soonest = Math.min(soonest, machine.now - machine.ranFor(job) + graceSeconds);
      }
      candidates.sort((a, b) => machine.ranFor(a) - machine.ranFor(b) || b - a);
      for (const job of candidates) {
        if (room >= need(team)) break;
        const other = teams.of[job]!;
        if (lent[other]! <= quotas[other]! + 1e-9) continue;
        victims.push(job);
        lent[other]! -= procs[job]!;
        room += procs[job]!;
      }
      if (room >= need(team)) for (const job of victims) machine.preempt(job);
      else if (soonest > machine.now && soonest < Infinity) machine.wakeAt(soonest);
    };
    return {
      submit(job) {
        // It would hold up its team for nothing.
        if (!borrow && procs[job]! > quotas[teams.of[job]!]! + 1e-9) return;
        const queue = queues[teams.of[job]!]!;
        let at = queue.length;
        while (at > 0 && queue[at - 1]! > job) at--;
        queue.splice(at, 0, job);
      },
      end(job) {
        held[teams.of[job]!]! -= procs[job]!;
      },
      pass() {
        for (let again = true; again;) {
          again = false;
          const byStanding = teamNumbers
            .filter((team) => queues[team]!.length > 0)
            .sort((a, b) => standing(a) - standing(b) || a - b);
          const owed = byStanding.filter((team) => isWithin(team));
          const fits = (team: number): boolean => machine.fits(queues[team]![0]!);
          const next = owed.find(fits) ?? (borrow && owed.length === 0 ? byStanding.find(fits) : undefined);
          if (next !== undefined) {
            start(next);
            again = true;
          } else if (reclaim && owed[0] !== undefined && machine.leaving === 0) takeBack(owed[0]);
        }
      },
    };
  },
};
