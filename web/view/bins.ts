/**
 * Bins of a run for a window of time: columns are grouped so that no chart draws more points than it has
 * pixels for. Groups are aligned to the run's first bin, so that panning never changes a picture's shape.
 */
import type { RunView } from "./run-view.ts";

const grouped = new WeakMap<Float64Array, Map<number, Float64Array>>();
const none = new Float64Array(0);

const dayMs = 86_400_000;
// Whole days and whole weeks: a group of four days would beat against the week.
const groupsMs = [dayMs, 7 * dayMs, 14 * dayMs, 28 * dayMs, 84 * dayMs, 364 * dayMs];

/** Bins to put together so that a window of `spanMs` shows at most `maxPoints`. */
export function groupFor(view: RunView, spanMs: number, maxPoints: number): number {
  const least = spanMs / Math.max(1, maxPoints);
  if (least <= view.binMs) return 1;
  const group = groupsMs.find((ms) => ms >= least && ms % view.binMs === 0) ?? least;
  return Math.ceil(group / view.binMs);
}

/** A column in groups of `size` bins: the mean of each (the greatest value, for keys that end in `.max`). */
export function columnOf(view: RunView, scope: string, key: string, size = 1): Float64Array {
  const column = view.scopes[scope]?.[key] ?? none;
  if (size === 1 || column.length === 0) return column;
  let bySize = grouped.get(column);
  if (bySize === undefined) grouped.set(column, (bySize = new Map<number, Float64Array>()));
  let result = bySize.get(size);
  if (result === undefined) bySize.set(size, (result = regroup(column, size, key.endsWith(".max"))));
  return result;
}

function regroup(column: Float64Array, size: number, greatest: boolean): Float64Array {
  const result = new Float64Array(Math.ceil(column.length / size));
  for (let group = 0; group < result.length; group++) {
    const end = Math.min(column.length, (group + 1) * size);
    let sum = 0;
    let count = 0;
    let most = -Infinity;
    // The last days alone would beat against the week: a group cut short goes on into the one before it.
    const from = greatest ? group * size : Math.max(0, end - size);
    for (let bin = from; bin < end; bin++) {
      const value = column[bin] ?? 0;
      // A bin that has no such value, as latency where nothing is served, is no zero.
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
      if (value > most) most = value;
    }
    result[group] = greatest ? most : sum / count;
  }
  return result;
}

/** Left edge of a bin in groups of `size`, never after the run's end. */
export function edgeOf(view: RunView, index: number, size = 1): number {
  return Math.min(view.end, view.start + index * size * view.binMs);
}

/** The bin that holds a moment, kept inside the run. */
export function binAt(view: RunView, time: number): number {
  return Math.max(0, Math.min(view.bins - 1, Math.floor((time - view.start) / view.binMs)));
}

/** Value of a column at a moment; undefined where the run has no such column. */
export function valueAt(view: RunView, scope: string, key: string, time: number): number | undefined {
  return view.scopes[scope]?.[key]?.[binAt(view, time)];
}

/** Does the run have this column, with anything in it? */
export function hasValues(view: RunView, scope: string, key: string): boolean {
  const column = view.scopes[scope]?.[key];
  return column !== undefined && column.some((value) => value > 0);
}

/** First and one-past-last group that a window shows. */
export function visible(
  view: RunView,
  from: number,
  to: number,
  size: number,
): { readonly first: number; readonly last: number } {
  const span = view.binMs * size;
  const count = Math.ceil(view.bins / size);
  return {
    first: Math.max(0, Math.floor((from - view.start) / span)),
    last: Math.min(count, Math.ceil((to - view.start) / span)),
  };
}
