/** What an announcement changes in a run, in one sentence: the headlines with and without it, on the same seed. */
import { monthName, short } from "./format.ts";
import type { UnitCost } from "../economics/money-info.ts";
import type { Headline } from "./types.ts";

/** What of a run the sentence is made from; a Result is one. */
export interface ToldRun {
  readonly headlines: readonly Pick<Headline, "id" | "label" | "value" | "unit" | "figures">[];
  readonly startEpochSeconds: number;
  readonly money?:
    | {
        readonly info: {
          readonly commitment?:
            | { readonly totalUsd: number; readonly exhaustedSeconds?: number | undefined }
            | undefined;
          readonly unitCosts?: readonly Pick<UnitCost, "id" | "view" | "usdPerGwYear" | "figures">[];
        };
      }
    | undefined;
}

export interface ToldNews {
  readonly title: string;
  /** What switching it changes, as the beginning of a sentence; absent: the title. */
  readonly says?: string | undefined;
  /** Why it may change nothing; reads on from "changes nothing in this plan: ". */
  readonly otherwise?: string | undefined;
}

/** Changes below it, as a share of the larger value (of 1 for shares), are not told. */
const LEAST = 0.01;
const MOST_TOLD = 2;
/** Ratios of small waits and of idle machines swing far; they are told after what was built and done. */
const SECOND = new Set([
  "ttft",
  "ttft-p99",
  "replicas-over-least",
  "peak-drawn",
  "ettr",
  "energy",
  "campaigns-done",
]);

type Told = ToldRun["headlines"][number];

interface Row {
  readonly was: Told;
  readonly is: Told;
  readonly size: number;
}

/**
 * One sentence with numbers: what changes most from `before` to `after`, with both values, and how much else does.
 *
 * @example
 * effectSentence(base, slipped, { title: "Trainium4 slips", says: "Trainium4 two quarters later" });
 * // "Trainium4 two quarters later: 1.90 fewer GW-years of installed chips (34.8 instead of 36.7); nothing else ..."
 */
export function effectSentence(before: ToldRun, after: ToldRun, news: ToldNews): string {
  const rows = changesOf(before, after);
  const large = rows.filter(({ size }) => size >= LEAST);
  const others = [...appearing(before, after), ...spentText(before, after)];
  const head = news.says ?? news.title;
  if (large.length === 0 && others.length === 0) {
    const [most] = rows;
    if (most !== undefined && most.size > 0)
      return `${head}: no headline changes by more than 1 %; most changes ${change(most)}.`;
    return news.otherwise === undefined || news.says !== undefined
      ? `${head}: changes nothing in this plan.`
      : `${news.title}: changes nothing in this plan: ${news.otherwise}.`;
  }
  const shown = large.slice(0, MOST_TOLD);
  const parts = [...shown.map(change), ...others];
  const rest = large.length - shown.length;
  const tail =
    rest === 0
      ? "nothing else changes by more than 1 %"
      : `${rest} more ${rest === 1 ? "headline changes" : "headlines change"} by more than 1 %`;
  return `${head}: ${listed(parts)}; ${tail}.`;
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")}, and ${parts[parts.length - 1] ?? ""}`;

/** Without the day a commitment is spent, which is told by its month; with what capacity costs its provider. */
function told({ headlines, money }: ToldRun): ToldRun["headlines"] {
  const cost = money?.info.unitCosts?.find(({ id, view }) => id === "all" && view === "provider");
  const rows = headlines.filter(({ unit }) => unit !== "date");
  if (cost?.usdPerGwYear === undefined) return rows;
  const { usdPerGwYear, figures } = cost;
  const label = "Cost of a GW-year to its provider";
  return [...rows, { id: "provider-gw-year", label, value: usdPerGwYear / 1e9, unit: "B USD", figures }];
}

/** Headlines of both runs, largest change first. */
function changesOf(before: ToldRun, after: ToldRun): readonly Row[] {
  const old = new Map(told(before).map((headline) => [headline.id, headline]));
  return told(after)
    .flatMap((is): Row[] => {
      const was = old.get(is.id);
      if (was === undefined) return [];
      // What reads the same is no change.
      return [{ was, is, size: measured(was) === measured(is) ? 0 : sizeOf(was, is) }];
    })
    .toSorted((a, b) => b.size * weight(b) - a.size * weight(a));
}

const weight = ({ is, size }: Row): number => (size >= LEAST && SECOND.has(is.id) ? 0.1 : 1);

function sizeOf(was: Told, is: Told): number {
  const gap = Math.abs(is.value - was.value);
  if (is.unit === "share") return gap;
  const whole = /^of (\d+)$/;
  const most = Math.max(...[was, is].map(({ unit }) => Number(whole.exec(unit)?.[1] ?? 0)));
  const scale = most > 0 ? most : Math.max(Math.abs(was.value), Math.abs(is.value));
  return scale > 0 ? gap / scale : 0;
}

const lowered = (label: string): string =>
  /^[A-Z]{2}/.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);

/** "1.90 fewer GW-years of installed chips (34.8 instead of 36.7)", or "energy 12.1 TWh instead of 13.8 TWh". */
function change({ was, is }: Row): string {
  const label = lowered(is.label);
  // Where the label names the unit, it can be counted: chips, GW-years.
  if (is.unit !== "share" && label.split(" ").includes(is.unit)) {
    const gap = amount({ ...is, value: Math.abs(is.value - was.value) });
    return `${gap} ${is.value < was.value ? "fewer" : "more"} ${label} (${amount(is)} instead of ${amount(was)})`;
  }
  return `${label} ${measured(is)} instead of ${measured(was)}`;
}

/** Powers of ten of units that are read as larger ones where the number is large. */
const SCALED: Readonly<Record<string, readonly [number, string]>> = {
  "M USD": [1e6, " USD"],
  "B USD": [1e9, " USD"],
  MW: [1e6, "W"],
  "MW IT": [1e6, "W IT"],
  GWh: [1e9, "Wh"],
};

/** With its unit: "34 %", "106 of 109", "7.60 B USD", "13.8 TWh". */
function measured(headline: Told): string {
  const { unit } = headline;
  if (unit === "share") return amount(headline);
  const scaled = SCALED[unit];
  if (scaled === undefined) return `${amount(headline)} ${unit}`;
  const [scale, name] = scaled;
  const number = amount({ ...headline, unit: "", value: headline.value * scale });
  // 10^9 watts are giga, 10^9 dollars a billion.
  return name.startsWith("W") ? `${number.replace("B", "G")}${name}` : number + name;
}

function amount({ unit, figures, value }: Told): string {
  if (unit === "share") return `${(100 * value).toFixed(Math.abs(value) < 0.1 ? 1 : 0)} %`;
  if (/^of \d+$/.test(unit)) return String(Math.round(value));
  if (Math.abs(value) >= 1e15) return value.toExponential(2).replace("e+", "e");
  if (figures === undefined) return short(value);
  // Zeros after the figures there are would claim more of them.
  return short(Number(value.toPrecision(figures)))
    .replace(/(\.\d*?)0+(?=\D|$)/, "$1")
    .replace(/\.(?=\D|$)/, "");
}

/** Headlines that only one of the runs has, such as revenue where nothing had a price before. */
function appearing(before: ToldRun, after: ToldRun): readonly string[] {
  const lacks = (run: ToldRun, id: string): boolean => told(run).every((headline) => headline.id !== id);
  const says = (headline: Told, rest: string): string =>
    `${lowered(headline.label)} ${measured(headline)} ${rest}`;
  return [
    ...told(after).flatMap((headline) =>
      lacks(before, headline.id) ? [says(headline, "where there was none")] : [],
    ),
    ...told(before).flatMap(({ id, label, value }) =>
      value !== 0 && lacks(after, id) ? [`no ${lowered(label)} any more`] : [],
    ),
  ];
}

/** "100 B USD are spent in May 2030 instead of Jan 2030"; none where the month is the same. */
function spentText(before: ToldRun, after: ToldRun): readonly string[] {
  const [was, is] = [before.money?.info.commitment, after.money?.info.commitment];
  if (was === undefined || is === undefined) return [];
  const month = (run: ToldRun, seconds: number | undefined): string | undefined =>
    seconds === undefined
      ? undefined
      : monthName(new Date((run.startEpochSeconds + seconds) * 1000).toISOString());
  const [from, to] = [month(before, was.exhaustedSeconds), month(after, is.exhaustedSeconds)];
  if (from === to) return [];
  const total = `${short(is.totalUsd).replace(/\.0+(?= )/, "")} USD are`;
  if (to === undefined) return [`${total} not spent within the run instead of in ${from}`];
  return [`${total} spent in ${to} instead of ${from === undefined ? "not within the run" : from}`];
}
