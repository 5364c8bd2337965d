/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number or a rank below `running` */
import { Reservation } from "./backfill.ts";
import type { Discipline } from "./discipline.ts";
import { passInOrder } from "./ordered.ts";

/**
 * Higher priority first, with backfilling. The first one that does not fit preempts running jobs of lower priority that
 * have run for the grace period: the lowest first, of those alike the one started last, and only if it then fits.
 */
export const priority: Discipline = {
  id: "priority",
  about: "higher priority first, preempting lower ones after a grace period; backfilling",
  open(machine, { graceSeconds }) {
    const { priority: rank, procs } = machine.jobs;
    /** Waiting jobs, the most urgent first, then in queue order. */
    const order: number[] = [];
    const head = new Reservation();
    const goesBefore = (a: number, b: number): boolean =>
      rank[a]! > rank[b]! || (rank[a] === rank[b] && a < b);

    const makeRoomFor = (first: number): void => {
      let room = machine.free + machine.leaving;
      if (room >= procs[first]!) return;
      const victims: number[] = [];
      let soonest = Infinity;
      for (let k = 0; k < machine.running; k++) {
        const job = machine.runningJob(k);
        if (rank[job]! >= rank[first]!) continue;
        if (machine.ranFor(job) >= graceSeconds) victims.push(job);
        else soonest = Math.min(soonest, machine.now - machine.ranFor(job) + graceSeconds);
      }
      victims.sort((a, b) => rank[a]! - rank[b]! || machine.ranFor(a) - machine.ranFor(b) || b - a);
      const chosen: number[] = [];
      for (const job of victims) {
        if (room >= procs[first]!) break;
        chosen.push(job);
        room += procs[job]!;
      }
      if (room >= procs[first]!) for (const job of chosen) machine.preempt(job);
      else if (soonest > machine.now && soonest < Infinity) machine.wakeAt(soonest);
    };
    return {
      submit(job) {
        let at = order.length;
        while (at > 0 && goesBefore(job, order[at - 1]!)) at--;
        order.splice(at, 0, job);
      },
      end: () => undefined,
      pass() {
        const first = passInOrder(machine, order.slice(), head, (job) => {
          order.splice(order.indexOf(job), 1);
          machine.start(job);
        });
        if (first >= 0) makeRoomFor(first);
      },
    };
  },
};
