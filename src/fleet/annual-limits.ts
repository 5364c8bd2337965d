/** In which calendar year something is paid or billed, and when it must come to be of the next one. */
import type { LimitsModel } from "../model/limits.ts";

type Calendar = Pick<LimitsModel, "monthStarts" | "yearOfMonth" | "paidYearOfMonth">;

/** Index of the month of a moment; what lies before the start is of the first, what lies after the end of the last. */
export function monthOf({ monthStarts }: Calendar, at: number): number {
  let [low, high] = [0, monthStarts.length - 2];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((monthStarts[middle] ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

export const yearOf = (calendar: Calendar, at: number): number =>
  calendar.yearOfMonth[monthOf(calendar, at)] ?? 0;

/** -1: before the run. */
export const paidYear = (calendar: Calendar, arrives: number): number =>
  calendar.paidYearOfMonth[monthOf(calendar, arrives)] ?? 0;

/** First moment of a year; Infinity beyond the run. */
export function startOfYear(calendar: Calendar, year: number): number {
  const month = calendar.yearOfMonth.indexOf(year);
  return month < 0 ? Infinity : (calendar.monthStarts[month] ?? Infinity);
}

/** First moment at which chips can arrive that are paid in a year; Infinity beyond the run. */
export function firstPaidIn(calendar: Calendar, year: number): number {
  const month = calendar.paidYearOfMonth.findIndex((paid) => paid >= year);
  return month < 0 ? Infinity : (calendar.monthStarts[month] ?? Infinity);
}
