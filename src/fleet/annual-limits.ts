/** In which calendar year something is paid or billed, and when it must come to be of the next one. */
import type { LimitsModel } from "../model/limits.ts";

type Calendar = Pick<LimitsModel, "monthStarts" | "yearOfMonth" | "paidBeforeMonths">;

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

/** Month in which chips are paid that arrive at a moment; what was due before the start is paid in the first. */
export const paidMonth = (calendar: Calendar, arrives: number): number =>
  Math.max(0, monthOf(calendar, arrives) - calendar.paidBeforeMonths);

export const yearOf = (calendar: Calendar, at: number): number =>
  calendar.yearOfMonth[monthOf(calendar, at)] ?? 0;

export const paidYear = (calendar: Calendar, arrives: number): number =>
  calendar.yearOfMonth[paidMonth(calendar, arrives)] ?? 0;

/** First moment of a year; Infinity beyond the run. */
export function startOfYear(calendar: Calendar, year: number): number {
  const month = calendar.yearOfMonth.indexOf(year);
  return month < 0 ? Infinity : (calendar.monthStarts[month] ?? Infinity);
}

/** First moment at which chips can arrive that are paid in a year; Infinity beyond the run. */
export function firstPaidIn(calendar: Calendar, year: number): number {
  const month = calendar.yearOfMonth.indexOf(year);
  if (month < 0) return Infinity;
  const arrival = month + calendar.paidBeforeMonths;
  return arrival >= calendar.yearOfMonth.length ? Infinity : (calendar.monthStarts[arrival] ?? Infinity);
}
