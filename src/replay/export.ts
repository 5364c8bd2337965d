/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
/** A schedule as a table. */
import type { Schedule } from "./replay.ts";

const LINES_AT_ONCE = 10_000;

/** `id,submit,start,end` in seconds and `procs`, a line a job in the order of (submit, id). */
export function scheduleCsv({ workload, start, end }: Schedule): string {
  const parts: string[] = ["id,submit,start,end,procs\n"];
  for (let from = 0; from < workload.count; from += LINES_AT_ONCE) {
    let part = "";
    for (let job = from; job < Math.min(workload.count, from + LINES_AT_ONCE); job++)
      part += `${workload.id[job]!},${workload.submit[job]!},${start[job]!},${end[job]!},${workload.procs[job]!}\n`;
    parts.push(part);
  }
  return parts.join("");
}
