/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number or a rank below `running` */
/**
 * What the head of a queue is promised when it does not fit: the time at which it will (its shadow time) if running
 * jobs end as estimated, and the processors it leaves over at that time. Others may start if they delay neither.
 * Mu'alem and Feitelson 2001, https://doi.org/10.1109/71.932708.
 */
import type { Machine } from "./discipline.ts";

export class Reservation {
  /** Seconds. */
  shadow = Infinity;
  /** Processors free at the shadow time beside the head's. */
  extra = 0;

  /** For a head of `procs` that does not fit now. */
  make(machine: Machine, procs: number): void {
    let free = machine.free;
    const { now, running } = machine;
    for (let rank = 0; rank < running; rank++) {
      const time = Math.max(now, machine.estimatedEnd(rank));
      free += machine.jobs.procs[machine.runningJob(rank)]!;
      if (free < procs) continue;
      // All that end at that time leave together.
      let next = rank + 1;
      for (; next < running && Math.max(now, machine.estimatedEnd(next)) === time; next++)
        free += machine.jobs.procs[machine.runningJob(next)]!;
      this.shadow = time;
      this.extra = free - procs;
      return;
    }
    this.shadow = Infinity;
    this.extra = 0;
  }

  /** Whether a job may start now without delaying the head; takes its part of the extra. */
  admits(machine: Machine, job: number): boolean {
    const procs = machine.jobs.procs[job]!;
    if (!machine.fits(job)) return false;
    if (machine.now + machine.estimateLeft(job) <= this.shadow) return true;
    if (procs > this.extra) return false;
    this.extra -= procs;
    return true;
  }
}
