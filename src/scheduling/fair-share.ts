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
    const waiting = new Set<number>();
    /** Grows as the factor falls: use over share. All are divided by the same sum, which decides nothing. */
    const standing = (job: number): number => {
      const share = teams.share[teams.of[job]!]!;
      return share > 0 ? machine.use(team[job]!) / share : Infinity;
    };
    return {
      submit: (job) => void waiting.add(job),
      end: () => undefined,
      pass() {
        if (waiting.size === 0) return;
        const key = new Map([...waiting].map((job) => [job, standing(job)]));
        const order = [...waiting].sort((a, b) => {
          const [x, y] = [key.get(a)!, key.get(b)!];
          return x === y ? a - b : x < y ? -1 : 1;
        });
        passInOrder(machine, order, head, (job) => {
          waiting.delete(job);
          machine.start(job);
        });
      },
    };
  },
};
