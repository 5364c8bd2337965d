/** Reads a result bin by bin, the way tables need it. */
import { isoDate, isoDateTime, SECONDS_PER_DAY } from "../engine/index.ts";
import type { Result } from "./types.ts";

/** Seconds from the scenario's start as an ISO date, or as date and time where it is not midnight; "" if negative. */
export function isoAt(result: Result, seconds: number): string {
  if (seconds < 0) return "";
  const epoch = result.startEpochSeconds + seconds;
  return epoch % SECONDS_PER_DAY === 0 ? isoDate(epoch) : isoDateTime(epoch);
}

/** First instant of every bin. */
export function binStarts(result: Result): readonly string[] {
  return Array.from({ length: result.bins }, (_, bin) => isoAt(result, bin * result.binSeconds));
}

/** One table of [pool][state][bin] added up over pools: [state][bin]. */
export function overPools(result: Result, table: Float64Array): Float64Array {
  const width = result.states.length * result.bins;
  const sums = new Float64Array(width);
  for (let i = 0; i < table.length; i++) sums[i % width] = (sums[i % width] ?? 0) + (table[i] ?? 0);
  return sums;
}

/** Totals over the whole run by state, in the order of `result.states`. */
export function stateTotals(result: Result, table: Float64Array): readonly number[] {
  const totals = result.states.map(() => 0);
  for (let i = 0; i < table.length; i++) {
    const state = Math.floor(i / result.bins) % totals.length;
    totals[state] = (totals[state] ?? 0) + (table[i] ?? 0);
  }
  return totals;
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
