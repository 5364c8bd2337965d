/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
import { Reservation } from "./backfill.ts";
import type { Discipline } from "./discipline.ts";
import { Waiting } from "./waiting.ts";

/** EASY backfilling (Lifka 1995): the head has a reservation, others start in queue order if they do not delay it. */
export const easy: Discipline = {
  id: "easy",
  about: "backfilling: later jobs start if they do not delay the head of the queue",
  open(machine) {
    const waiting = new Waiting(machine.jobs.count);
    const head = new Reservation();
    const { procs } = machine.jobs;
    const start = (job: number): void => {
      waiting.remove(job);
      machine.start(job);
    };
    return {
      submit: (job) => waiting.add(job),
      end: () => undefined,
      pass() {
        while (waiting.head >= 0 && machine.fits(waiting.head)) start(waiting.head);
        if (waiting.size < 2 || machine.free === 0) return;
        head.make(machine, procs[waiting.head]!);
        for (let job = waiting.after(waiting.head); job >= 0 && machine.free > 0;) {
          const next = waiting.after(job);
          if (head.admits(machine, job)) start(job);
          job = next;
        }
      },
    };
  },
};
