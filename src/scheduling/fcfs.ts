/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
import type { Discipline } from "./discipline.ts";
import { Waiting } from "./waiting.ts";

/** First come, first served: the head of the queue starts once it fits, and nothing passes it. */
export const fcfs: Discipline = {
  id: "fcfs",
  about: "in the order of submission; nothing passes the head of the queue",
  open(machine) {
    const waiting = new Waiting(machine.jobs.count);
    const { procs } = machine.jobs;
    return {
      submit: (job) => waiting.add(job),
      end: () => undefined,
      pass() {
        for (let job = waiting.head; job >= 0 && procs[job]! <= machine.free; job = waiting.head) {
          waiting.remove(job);
          machine.start(job);
        }
      },
    };
  },
};
