/** Numbers as a person reads them, alike in every locale. */
import { epochSeconds, isoDate } from "../engine/index.ts";

/** 1234567 -> "1,234,567". */
export function grouped(value: number): string {
  const whole = Math.round(value);
  if (whole > -1000 && whole < 1000) return String(whole);
  const digits = Math.abs(whole).toFixed(0);
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) parts.unshift(digits.slice(Math.max(0, end - 3), end));
  return (Math.round(value) < 0 ? "-" : "") + parts.join(",");
}

/** Three significant digits with k, M, B: 1234567 -> "1.23 M". */
export function short(value: number): string {
  const size = Math.abs(value);
  for (const [unit, name] of [
    [1e12, " T"],
    [1e9, " B"],
    [1e6, " M"],
    [1e3, " k"],
  ] as const) {
    if (size >= unit) return trimmed(value / unit) + name;
  }
  return trimmed(value);
}

/** Megawatts as people say them: 910 MW, 1.16 GW. */
export function megawatts(mw: number): string {
  return Math.abs(mw) >= 1000 ? `${trimmed(mw / 1000)} GW` : `${trimmed(mw)} MW`;
}

function trimmed(value: number): string {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1) : value.toFixed(2);
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-03" or "2026-03-09" -> "Mar 2026". */
export function monthName(iso: string): string {
  return `${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ""} ${iso.slice(0, 4)}`;
}

/** A day as a year with its part that has passed: 2034.5 is the first of July or so. */
export function decimalYear(epoch: number): number {
  const year = Number(isoDate(epoch).slice(0, 4));
  const from = epochSeconds(`${year}-01-01`);
  return year + (epoch - from) / (epochSeconds(`${year + 1}-01-01`) - from);
}

/** 2034.5 -> "2034-07"; "never" for Infinity, and for what is not known. */
export function isoMonth(decimal: number): string {
  if (!Number.isFinite(decimal)) return "never";
  const year = Math.floor(decimal);
  const from = epochSeconds(`${year}-01-01`);
  const length = epochSeconds(`${year + 1}-01-01`) - from;
  // What a double cannot hold of a month's first moment is less than a minute.
  return isoDate(from + Math.min(length - 1, (decimal - year) * length + 60)).slice(0, 7);
}

/** 2034.5 -> "Jul 2034". */
export const monthOfYear = (decimal: number): string =>
  Number.isFinite(decimal) ? monthName(isoMonth(decimal)) : isoMonth(decimal);
