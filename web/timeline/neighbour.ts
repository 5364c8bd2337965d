/** Going from job to job by keys. */
import type { View } from "./plot.ts";
import { endOf, hitRow } from "./rows.ts";

/**
 * The job beside the one that is picked: along its row, or in a row above or below at the time it came; the first in
 * sight where none is picked; -1 where there is none. Along a row that has one job alone the next row is meant.
 */
export function neighbour(view: View, along: number, across: number): number {
  const { lines, rows, segments, selected } = view;
  const row = selected < 0 ? -1 : (rows.rowOf[selected] ?? -1);
  if (row < 0) return firstInSight(view);
  const [begin, stop] = [rows.rowFirst[row] ?? 0, rows.rowFirst[row + 1] ?? 0];
  if (along !== 0 && stop - begin > 1) {
    const at = rows.jobs.indexOf(selected, begin) + along;
    return at >= begin && at < stop ? (rows.jobs[at] ?? -1) : -1;
  }
  const other = row + along + across;
  if (other < 0 || other >= rows.rowFirst.length - 1) return -1;
  const time = Math.max(view.from, Math.min(view.to, lines.submit[selected] ?? 0));
  return hitRow(lines, segments, rows, other, time, Infinity)?.job ?? -1;
}

function firstInSight({ lines, rows, layout, scroll, from, to }: View): number {
  const [first, last] = layout.inSight(scroll);
  for (let row = first; row < last; row++)
    for (let at = rows.rowFirst[row] ?? 0; at < (rows.rowFirst[row + 1] ?? 0); at++) {
      const job = rows.jobs[at] ?? 0;
      if (endOf(lines, job) > from && (lines.submit[job] ?? 0) < to) return job;
    }
  return -1;
}
