/** Months of dates beyond a day's precision. */
import { isoDate } from "../engine/index.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Jun 2029" of seconds from the start; "after Dec 2035" where it lies beyond the run. */
export function dated(seconds: number, startEpochSeconds: number, horizonSeconds: number): string {
  if (seconds < horizonSeconds) return monthOf(startEpochSeconds + seconds);
  return `after ${monthOf(startEpochSeconds + horizonSeconds - 1)}`;
}

function monthOf(epochSeconds: number): string {
  const [year = "", month = "01"] = isoDate(epochSeconds).split("-");
  return `${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}
