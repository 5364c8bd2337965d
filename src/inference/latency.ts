/**
 * What a run reads every hour: percentiles of the time to the first token and of the time a token at the load of the
 * hour. Look-ups in tables made once; nothing is allocated.
 */
import { LOAD_STEP } from "./prefill-wait.ts";
import type { TtftTable } from "./prefill-wait.ts";

/** A column of a table (`p50`, `p99`, `mean`, ...) at a load, straight between its loads; at most that of load 6/5. */
export function atLoad(column: Float64Array, load: number): number {
  const place = load / LOAD_STEP;
  const last = column.length - 1;
  if (!(place > 0)) return column[0] ?? 0;
  if (place >= last) return column[last] ?? 0;
  const cell = place | 0;
  const low = column[cell] ?? 0;
  return low + (place - cell) * ((column[cell + 1] ?? 0) - low);
}

/** Place of a target among a table's times, for `withinShare`: found once per class, region and table. */
export function placeOf(table: TtftTable, seconds: number): number {
  const times = table.seconds;
  const last = times.length - 1;
  if (!(seconds > 0)) return 0;
  if (!((times[last] ?? 0) >= seconds)) return last;
  // The first time that is no less.
  let [below, j] = [0, last];
  while (j - below > 1) {
    const middle = (below + j) >> 1;
    if ((times[middle] ?? 0) < seconds) below = middle;
    else j = middle;
  }
  const from = times[j - 1] ?? 0;
  return j - 1 + (seconds - from) / ((times[j] ?? 0) - from);
}

/** Share of requests whose first token comes within the target of `placeOf`, at a load. */
export function withinShare(table: TtftTable, load: number, place: number): number {
  const { beyond, seconds } = table;
  const width = seconds.length;
  const cell = Math.min(width - 2, place | 0);
  const part = place - cell;
  const rows = table.loads.length - 1;
  const at = Math.min(rows, Math.max(0, load / LOAD_STEP));
  const row = Math.min(rows - 1, at | 0);
  const up = at - row;
  const i = row * width + cell;
  const low = (beyond[i] ?? 0) + part * ((beyond[i + 1] ?? 0) - (beyond[i] ?? 0));
  const j = i + width;
  const high = (beyond[j] ?? 0) + part * ((beyond[j + 1] ?? 0) - (beyond[j] ?? 0));
  return 1 - low - up * (high - low);
}
