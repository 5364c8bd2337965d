/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
import type { Discipline } from "./discipline.ts";
import { Profile } from "./profile.ts";
import { Waiting } from "./waiting.ts";

/**
 * Conservative backfilling: every job has a reservation from its submission on. When a job ends, the others in queue order
 * move to the earliest time that is free for them, all other reservations kept: none ever moves later.
 */
export const conservative: Discipline = {
  id: "conservative",
  about: "every job has a reservation, kept and moved forward when others end early",
  open(machine) {
    const waiting = new Waiting(machine.jobs.count);
    const profile = new Profile(machine.procs);
    const { procs, count } = machine.jobs;
    const reserved = new Float64Array(count);
    /** When a job that runs leaves its processors by the profile. */
    const booked = new Float64Array(count);
    /** Since the last look, might a reservation move? Time alone frees nothing. */
    let loose = false;

    const reserve = (job: number, start: number): void => {
      reserved[job] = start;
      booked[job] = start + machine.estimateLeft(job);
      profile.take(start, booked[job], procs[job]!);
      if (start > machine.now) machine.wakeAt(start);
    };
    const compress = (): void => {
      loose = false;
      for (let job = waiting.head; job >= 0; job = waiting.after(job)) {
        const before = reserved[job]!;
        if (before <= machine.now) continue;
        const start = profile.earliest(machine.now, procs[job]!, machine.estimateLeft(job), before);
        if (start === undefined) continue;
        profile.take(before, booked[job]!, -procs[job]!);
        reserve(job, start);
        loose = true;
      }
    };
    return {
      submit(job) {
        waiting.add(job);
        profile.advance(machine.now);
        reserve(job, profile.earliest(machine.now, procs[job]!, machine.estimateLeft(job))!);
      },
      end(job) {
        profile.advance(machine.now);
        if (booked[job]! > machine.now) {
          profile.take(machine.now, booked[job]!, -procs[job]!);
          loose = true;
        }
        if (loose) compress();
      },
      pass() {
        for (let job = waiting.head; job >= 0 && machine.free > 0;) {
          const next = waiting.after(job);
          // Its processors may be about to be given back at this very instant: then another pass follows.
          if (reserved[job]! <= machine.now && machine.fits(job)) {
            waiting.remove(job);
            machine.start(job);
          }
          job = next;
        }
      },
    };
  },
};
