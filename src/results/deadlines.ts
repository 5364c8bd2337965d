import type { JobRow } from "./types.ts";

/** Late: ended after its deadline, or not ended and the deadline passed. */
export function missedDeadline(job: JobRow, horizonSeconds: number): boolean {
  if (job.deadlineSeconds < 0) return false;
  return job.endSeconds >= 0 ? job.endSeconds > job.deadlineSeconds : horizonSeconds > job.deadlineSeconds;
}
