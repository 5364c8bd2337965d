/** Numbers and dates of a sentence about money. */
import { isoDate } from "../engine/index.ts";

const UNITS = [
  [1e12, " T"],
  [1e9, " B"],
  [1e6, " M"],
  [1e3, " k"],
] as const;

/** To so many significant figures, without an exponent: 123456 at 2 is "120000". */
export const figures = (value: number, digits: number): string =>
  value === 0 ? "0" : String(Number(value.toPrecision(digits)));

/** 1234567890 -> "1.2 B USD". */
export function usdText(usd: number, digits: number): string {
  const rounded = Number(usd.toPrecision(digits));
  for (const [unit, name] of UNITS)
    if (Math.abs(rounded) >= unit) return `${figures(rounded / unit, digits)}${name} USD`;
  return `${figures(rounded, digits)} USD`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Mar 2031" of epoch seconds. */
export function monthText(epochSeconds: number): string {
  const iso = isoDate(epochSeconds);
  return `${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ""} ${iso.slice(0, 4)}`;
}

const NUMBERS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

export const countText = (count: number): string => NUMBERS[count] ?? String(count);

/** a, b and c */
export function listText(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
