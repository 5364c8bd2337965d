import type { Discipline } from "./discipline.ts";
import { Waiting } from "./waiting.ts";

/** First come, first served: the head of the queue starts once it fits, and nothing passes it. */
export const fcfs: Discipline = {
  id: "fcfs",
  about: "in the order of submission; nothing passes the head of the queue",
  open(machine) {
    const waiting = new Waiting(machine.jobs.count);
    return {
      submit: (job) => waiting.add(job),
      end: () => undefined,
      pass() {
        for (let job = waiting.head; job >= 0 && machine.fits(job); job = waiting.head) {
          waiting.remove(job);
          machine.start(job);
        }
      },
    };
  },
};
