/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's or a team's number */
import { Reservation } from "./backfill.ts";
import type { Discipline } from "./discipline.ts";
import { passInOrder } from "./ordered.ts";
import { teamsOf } from "./teams.ts";

/**
 * Classic fair share: a team's factor is 2^(-U/S), its part U of all past use over its share S; use counts half after each
 * half-life (https://slurm.schedmd.com/classic_fair_share.html). Higher factors first, then queue order, with backfilling.
 */
export const fairShare: Discipline = {
  id: "fair-share",
  about: "teams that used least of their share first, past use fading by half-life; backfilling",
  open(machine, { shares }) {
    const { team } = machine.jobs;
    const teams = teamsOf(machine.jobs, shares);
    const head = new Reservation();
    /** Waiting jobs of each team in queue order. */
    const queues = Array.from({ length: teams.count }, (): number[] => []);

    /** Grows as the factor falls: use over share. All are divided by the same sum, which decides nothing. */
    const standing = (queue: readonly number[]): number => {
      const share = teams.share[teams.of[queue[0]!]!]!;
      return share > 0 ? machine.use(team[queue[0]!]!) / share : Infinity;
    };
    const inOrder = (): readonly number[] => {
      const standings = new Map<number, number[][]>();
      for (const queue of queues) {
        if (queue.length === 0) continue;
        const key = standing(queue);
        const alike = standings.get(key);
        if (alike === undefined) standings.set(key, [queue]);
        else alike.push(queue);
      }
      return [...standings]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, alike]) => (alike.length === 1 ? alike[0]! : alike.flat().sort((a, b) => a - b)));
    };
    return {
      submit(job) {
        const queue = queues[teams.of[job]!]!;
        let at = queue.length;
        while (at > 0 && queue[at - 1]! > job) at--;
        queue.splice(at, 0, job);
      },
      end: () => undefined,
      pass() {
        if (machine.free === 0) return;
        passInOrder(machine, inOrder(), head, (job) => {
          const queue = queues[teams.of[job]!]!;
          queue.splice(queue.indexOf(job), 1);
          machine.start(job);
        });
      },
    };
  },
};
