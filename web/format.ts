/** Numbers and dates as the page writes them: three significant digits, UTC, English, no locale. */
import { format, utcFormat } from "d3";

const day = utcFormat("%-d %b %Y");
const month = utcFormat("%b %Y");
const iso = utcFormat("%Y-%m-%d");

export const formatDay = (time: number): string => day(new Date(time));
export const formatMonth = (time: number): string => month(new Date(time));
export const formatIso = (time: number): string => iso(new Date(time));
export const monthKey = (time: number): string => formatIso(time).slice(0, 7);

/** Milliseconds of an ISO day; undefined when it is not one. */
export function parseIso(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || formatIso(time) !== text ? undefined : time;
}

const grouped = format(",.0f");
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const steps = [
  [1e15, "P"],
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
] as const;

/** 3 significant digits with a suffix from 10,000 on: 512,000 -> "512 k", 1,417 -> "1,417", 0.4318 -> "0.432". */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value < 0 ? `−${positive(-value)}` : positive(value);
}

function positive(value: number): string {
  // Rounded first, or 999,700 would read "1000 k".
  const size = value >= 1e4 ? Number(value.toPrecision(3)) : value;
  if (size >= 1e18) return powerOfTen(size);
  const [scale, suffix] = steps.find(([least]) => size >= least && size >= 1e4) ?? [1, ""];
  if (suffix !== "") return `${trim((size / scale).toPrecision(3))} ${suffix}`;
  if (size >= 1000) return grouped(size);
  if (size >= 100) return size.toFixed(0);
  if (size === 0) return "0";
  return size < 1e-4 ? size.toExponential(1) : trim(size.toPrecision(3));
}

function powerOfTen(value: number): string {
  const [mantissa = "", exponent = ""] = value.toExponential(2).split("e+");
  const raised = exponent.split("").map((digit) => superscripts[Number(digit)] ?? "");
  return `${trim(mantissa)} × 10${raised.join("")}`;
}

function trim(text: string): string {
  return text.includes(".") && !text.includes("e") ? text.replace(/\.?0+$/, "") : text;
}

const largerUnits: ReadonlyMap<string, string> = new Map([
  ["MWh", "GWh"],
  ["GWh", "TWh"],
  ["M USD", "B USD"],
]);

const largerUnit = (value: number, unit: string): string | undefined =>
  Math.abs(value) >= 1e4 ? largerUnits.get(unit) : undefined;

/** Units as they are read: "x/year" is "× a year". */
export const unitName = (unit: string): string => unitNames.get(unit) ?? unit;
const unitNames: ReadonlyMap<string, string> = new Map([
  ["x", "×"],
  ["1/year", "× a year"],
  ["x/year", "× a year"],
]);

/** A value with its unit; shares are written as per cent. */
export function formatValue(value: number, unit: string): string {
  if (unit === "date") return formatYear(value);
  if (unit === "share") return `${oneDigit(value * 100)} %`;
  if (unit === "%") return `${oneDigit(value)} %`;
  // A prefix on a prefix ("13.5 k GWh") reads badly.
  const larger = largerUnit(value, unit);
  if (larger !== undefined) return formatValue(value / 1000, larger);
  const text = formatNumber(value);
  if (unit === "" || unit === "1") return text;
  if (unit === "USD" || unit.startsWith("USD ")) return `$${text}${unit.slice(3)}`;
  // "512 kchips" reads badly, "512 k chips" well, "1.2 GW" needs no help.
  return `${text} ${unitName(unit)}`;
}

/** No more significant figures than a number may have. */
export const rounded = (value: number, figures: number | undefined): number =>
  figures === undefined ? value : Number(value.toPrecision(figures));

/** A headline's value, or one of its kind. */
export const formatFigures = (
  value: number,
  { unit, figures }: { readonly unit: string; readonly figures?: number },
): string => formatValue(rounded(value, figures), unit);

/** A day as a year with its part that has passed: 2034.5 -> "Jul 2034". */
function formatYear(decimal: number): string {
  if (!Number.isFinite(decimal)) return "never";
  const year = Math.floor(decimal);
  const [from, until] = [Date.UTC(year, 0), Date.UTC(year + 1, 0)];
  // What a double cannot hold of a month's first moment is less than a minute.
  return formatMonth(Math.min(until - 1, from + (decimal - year) * (until - from) + 60_000));
}

const oneDigit = (value: number): string => formatNumber(Math.round(10 * value) / 10);

/**
 * A difference with its sign, in the unit in which `formatValue` writes the value `beside` it; empty when it
 * rounds to nothing.
 */
export function formatDelta(value: number, unit: string, beside = 0): string {
  const larger = largerUnit(beside, unit);
  if (larger !== undefined) return formatDelta(value / 1000, larger, beside / 1000);
  if (!Number.isFinite(value) || Math.abs(value) < 1e-9) return "";
  if (unit === "date") {
    const months = oneDigit(Math.abs(value) * 12);
    return months === "0" ? "" : `${value < 0 ? "−" : "+"}${months} months`;
  }
  const share = unit === "share" || unit === "%";
  const size = Math.abs(value) * (unit === "share" ? 100 : 1);
  const text = share ? `${oneDigit(size)} points` : formatNumber(size);
  return text === "0 points" ? "" : `${value < 0 ? "−" : "+"}${text}`;
}

/** Power as people say it: 910 MW, 1.16 GW. */
export function formatPower(mw: number): string {
  return Math.abs(mw) >= 1000 ? `${formatNumber(mw / 1000)} GW` : `${formatNumber(mw)} MW`;
}

/** "$12.3 B", "$410 M", "$1,250", "$0.42": so many significant figures and no more. */
export function formatUsd(usd: number, figures = 3): string {
  if (!Number.isFinite(usd)) return "–";
  const size = Number(Math.abs(usd).toPrecision(figures));
  const [scale, suffix] = usdSteps.find(([least]) => size >= least) ?? [1, ""];
  const value = Number((size / scale).toPrecision(figures));
  const text = value >= 1000 ? grouped(value) : String(value);
  return `${usd < 0 && size > 0 ? "−" : ""}$${text}${suffix}`;
}
const usdSteps = [
  [1e12, " T"],
  [1e9, " B"],
  [1e6, " M"],
] as const;
