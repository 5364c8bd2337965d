/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's or a team's number */
import { exp } from "../engine/math.ts";
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
  open(machine, { halfLifeSeconds, shares }) {
    const { procs } = machine.jobs;
    const teams = teamsOf(machine.jobs, shares);
    /** Processor-seconds, faded; and processors held now. */
    const used = new Float64Array(teams.count);
    const held = new Float64Array(teams.count);
    const fade = halfLifeSeconds > 0 ? Math.LN2 / halfLifeSeconds : Infinity;
    const head = new Reservation();
    const waiting = new Set<number>();
    let settled = 0;

    /** du/dt = held - fade x used, held being constant since the last time. */
    const settle = (): void => {
      const seconds = machine.now - settled;
      settled = machine.now;
      if (seconds === 0) return;
      const kept = fade === Infinity ? 0 : exp(-fade * seconds);
      for (let team = 0; team < teams.count; team++)
        used[team] = used[team]! * kept + (held[team]! * (1 - kept)) / fade;
    };
    /** Grows as the factor falls: U/S. */
    const standing = (job: number, total: number): number => {
      const team = teams.of[job]!;
      const share = teams.share[team]!;
      return share > 0 ? used[team]! / total / share : Infinity;
    };
    return {
      submit: (job) => void waiting.add(job),
      end(job) {
        settle();
        held[teams.of[job]!]! -= procs[job]!;
      },
      pass() {
        if (waiting.size === 0) return;
        settle();
        const total = used.reduce((sum, each) => sum + each, 0) || 1;
        const key = new Map([...waiting].map((job) => [job, standing(job, total)]));
        const order = [...waiting].sort((a, b) => {
          const [x, y] = [key.get(a)!, key.get(b)!];
          return x === y ? a - b : x < y ? -1 : 1;
        });
        passInOrder(machine, order, head, (job) => {
          waiting.delete(job);
          held[teams.of[job]!]! += procs[job]!;
          machine.start(job);
        });
      },
    };
  },
};
