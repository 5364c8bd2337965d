/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
import { Reservation } from "./backfill.ts";
import type { Discipline } from "./discipline.ts";
import { Waiting } from "./waiting.ts";

/** EASY with the shortest estimate backfilled first (Tsafrir, Etsion and Feitelson 2007, https://doi.org/10.1109/TPDS.2007.70606). */
export const easySjbf: Discipline = {
  id: "easy-sjbf",
  about: "as easy, but the shortest job is backfilled first",
  open(machine) {
    const waiting = new Waiting(machine.jobs.count);
    const head = new Reservation();
    const { procs } = machine.jobs;
    /** Waiting jobs by estimate, then in queue order. */
    const shortest: number[] = [];
    const placeOf = (job: number): number => {
      const seconds = machine.estimateLeft(job);
      let [low, high] = [0, shortest.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const other = shortest[middle]!;
        const left = machine.estimateLeft(other);
        if (left < seconds || (left === seconds && other < job)) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const start = (job: number): void => {
      waiting.remove(job);
      shortest.splice(placeOf(job), 1);
      machine.start(job);
    };
    return {
      submit(job) {
        waiting.add(job);
        shortest.splice(placeOf(job), 0, job);
      },
      end: () => undefined,
      pass() {
        while (waiting.head >= 0 && machine.fits(waiting.head)) start(waiting.head);
        if (waiting.size < 2 || machine.free === 0) return;
        const first = waiting.head;
        head.make(machine, procs[first]!);
        for (let rank = 0; rank < shortest.length && machine.free > 0;) {
          const job = shortest[rank]!;
          if (job !== first && head.admits(machine, job)) start(job);
          else rank++;
        }
      },
    };
  },
};
