/** The jobs of a run as a plain value, and back. */
import type { Holdings } from "./holdings.ts";
import type { Job } from "./job.ts";

/** What of the jobs changes in a run. */
interface Kept {
  jobs: Job[];
  waiting: number[];
  active: number[];
  stalled: number;
  readonly holdings: Holdings;
}

export interface JobsSnapshot {
  readonly jobs: Job[];
  readonly waiting: number[];
  readonly active: number[];
  readonly stalled: number;
  readonly usPosition: Int32Array;
  readonly held: Float64Array;
  readonly preemptible: Float64Array;
  readonly line: ReturnType<Holdings["line"]["snapshot"]>;
}

export function saveJobs({ jobs, waiting, active, stalled, holdings }: Kept): JobsSnapshot {
  const { position, held, preemptible } = holdings;
  const line = holdings.line.snapshot();
  return structuredClone({ jobs, waiting, active, stalled, usPosition: position, held, preemptible, line });
}

export function restoreJobs(into: Kept, from: JobsSnapshot): void {
  const copy = structuredClone(from);
  into.jobs = copy.jobs;
  into.waiting = copy.waiting;
  into.active = copy.active;
  into.stalled = copy.stalled;
  into.holdings.position = copy.usPosition;
  into.holdings.held.set(copy.held);
  into.holdings.heldInAll = copy.held.reduce((sum, chips) => sum + chips, 0);
  into.holdings.preemptible.set(copy.preemptible);
  into.holdings.line.restore(copy.line);
}
