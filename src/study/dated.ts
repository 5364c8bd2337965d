/** Months as a reader says them, of moments within a run and beyond it. */
import { isoDate } from "../engine/index.ts";
import { monthName } from "../results/format.ts";

/** "Jun 2029" of seconds from the start; "after Dec 2035" where it lies beyond the run. */
export function dated(seconds: number, startEpochSeconds: number, horizonSeconds: number): string {
  if (seconds < horizonSeconds) return monthName(isoDate(startEpochSeconds + seconds));
  return `after ${monthName(isoDate(startEpochSeconds + horizonSeconds - 1))}`;
}

/** "Jun 2029 to Feb 2031" of two moments in order; "Jun 2029 or later" where the second lies beyond the run. */
export function datedRange(
  from: number,
  to: number,
  startEpochSeconds: number,
  horizonSeconds: number,
): string {
  const [a, b] = [from, to].map((seconds) => dated(seconds, startEpochSeconds, horizonSeconds));
  if (a === b) return a ?? "";
  return to < horizonSeconds ? `${a} to ${b}` : `${a} or later`;
}
