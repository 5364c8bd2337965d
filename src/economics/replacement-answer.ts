/**
 * When one generation should make way for another on the same megawatts, in a scenario: by year of the decision, the
 * first day it pays, or why it never does, and what moves the answer. Plain data in and out: a page asks it again as a
 * reader types. USD per IT MW; years from the start of the run.
 */
import { civilFromDays, daysFromCivil, isoDate } from "../engine/index.ts";
import { listed, textOf, two } from "./replacement-text.ts";
import { replacementValue } from "./replacement.ts";
import type { ReplacementValue, Steps } from "./replacement.ts";

const DAY = 86_400;
const YEAR = 365.25 * DAY;

/** A measure of work per MW, and how the two compare by it; 0 where one of them does none. */
export interface WorkMeasure {
  readonly id: "bf16" | "fp8" | "tokens" | "decode" | "prefill";
  readonly name: string;
  readonly unit: string;
  readonly old: number;
  readonly next: number;
  readonly ratio: number;
}

export interface ReplacementPair {
  /** Ids and names of systems. */
  readonly from: string;
  readonly to: string;
  readonly fromName: string;
  readonly toName: string;
  /** Useful work per MW: training and tokens by their weights, as a refresh counts it. */
  readonly gain: number;
  readonly measures: readonly WorkMeasure[];
  /** What the vendor says of the two. */
  readonly claims: readonly { readonly measure: string; readonly factor: number; readonly source: string }[];
  /** An air hall must be made a liquid one. */
  readonly needsRetrofit: boolean;
  readonly projected: boolean;
  /** Error of tokens that rest on no measurement of one of the two, as a share, either way; absent: both were measured. */
  readonly band?: number;
  /** First day the new chips can be had. */
  readonly availableYears: number;
  readonly chipsPerMw: number;
  /** USD for a new chip with its share of host and network; absent: not stated. */
  readonly chipUsd?: Steps;
  /** What the old chips' work is worth and their energy, USD per IT MW and year; absent: not stated. */
  readonly work?: Steps;
  readonly energy?: Steps;
  /** What the old chips cost per IT MW, and when they came on average; absent: not stated. */
  readonly old?: { readonly usdPerMw: number; readonly sinceYears: number };
}

export interface ReplacementPlan {
  readonly startEpochSeconds: number;
  readonly endYears: number;
  /** Absent: not stated. */
  readonly discountPerYear?: number;
  readonly lifeYears?: number;
  readonly retrofitUsdPerMw?: number;
  readonly retrofitYears: number;
  readonly burnInYears: number;
  /** Weight of training in useful work, and the precision it counts. */
  readonly trainingWeight: number;
  readonly training: "bf16" | "fp8";
  readonly upkeepUsdPerMwYear?: number;
  readonly pairs: readonly ReplacementPair[];
}

/** What a reader puts in the place of the scenario's numbers. */
export interface ReplacementChoice {
  readonly gain?: number;
  readonly chipUsd?: number;
  readonly workUsdPerMwYear?: number;
  readonly retrofitUsdPerMw?: number;
  readonly discountPerYear?: number;
  readonly lifeYears?: number;
}

export interface ReplacementRow extends ReplacementValue {
  /** The old chips stop on this day. */
  readonly date: string;
  /** Most that one new chip may cost. */
  readonly mostUsdPerChip: number;
  /** Of the old chips' price, what their life has not yet taken: spent in any case, so it counts for nothing. */
  readonly bookUsd?: number;
}

export interface ReplacementAnswer {
  readonly from: string;
  readonly to: string;
  readonly gain: number;
  /** What nobody states and the answer needs: it then has no rows. */
  readonly lacks: readonly string[];
  /** The hall must be made liquid and nobody says for how much: counted as nothing, so the answer is the best case. */
  readonly retrofitUnstated: boolean;
  readonly outYears: number;
  /** By calendar year, from the first in which the new chips can be had. */
  readonly rows: readonly ReplacementRow[];
  /** The first day it pays: of those on which the new chips can be had, that one or the first of a month. */
  readonly firstPays?: string;
  /** The net of the first row with one number changed, and when it then pays. */
  readonly sensitivity: readonly {
    readonly what: string;
    readonly netUsd: number;
    readonly firstPays?: string;
  }[];
  /** One sentence or two. */
  readonly text: string;
}

export function replacementAnswer(
  plan: ReplacementPlan,
  pair: ReplacementPair,
  choice: ReplacementChoice = {},
): ReplacementAnswer {
  const ask = asked(plan, pair, choice);
  const base = {
    from: pair.from,
    to: pair.to,
    gain: ask.gain,
    lacks: ask.lacks,
    retrofitUnstated: ask.retrofitUnstated,
    outYears: ask.outYears,
  };
  const days = decisionDays(plan, pair);
  if (ask.lacks.length > 0 || days.length === 0) {
    const text =
      days.length === 0
        ? `${pair.toName} cannot be had within the run.`
        : `No answer for ${pair.fromName} to ${pair.toName}: the scenario does not state ${listed(ask.lacks)}.`;
    return { ...base, rows: [], sensitivity: [], text };
  }
  const rows = firstOfYears(days, plan).map((day) => rowOf(plan, pair, ask, day));
  const first = firstPaying(plan, pair, ask, days);
  const [row] = rows;
  const answer = {
    ...base,
    rows,
    ...(first === undefined ? {} : { firstPays: first }),
    sensitivity: sensitivityOf(plan, pair, choice, days),
  };
  return { ...answer, text: row === undefined ? "" : textOf(pair, answer, row) };
}

interface Ask {
  readonly gain: number;
  readonly chipUsd: Steps;
  readonly work: Steps;
  readonly energy: Steps;
  readonly retrofitUsd: number;
  readonly retrofitUnstated: boolean;
  readonly outYears: number;
  readonly discountPerYear: number;
  readonly lifeYears: number;
  readonly lacks: readonly string[];
}

const always = (value: number): Steps => ({ from: [0], value: [value] });

function asked(plan: ReplacementPlan, pair: ReplacementPair, choice: ReplacementChoice): Ask {
  const lacks: string[] = [];
  const needed = <Value>(value: Value | undefined, instead: Value, name: string): Value => {
    if (value === undefined) lacks.push(name);
    return value ?? instead;
  };
  const own = (value: number | undefined): Steps | undefined =>
    value === undefined ? undefined : always(value);
  const retrofit = choice.retrofitUsdPerMw ?? plan.retrofitUsdPerMw;
  return {
    gain: choice.gain ?? pair.gain,
    chipUsd: needed(own(choice.chipUsd) ?? pair.chipUsd, always(0), `the price of a ${pair.toName} chip`),
    work: needed(
      own(choice.workUsdPerMwYear) ?? pair.work,
      always(0),
      `what a MW-year of ${pair.fromName} is worth`,
    ),
    energy: pair.energy ?? always(0),
    retrofitUsd: pair.needsRetrofit ? (retrofit ?? 0) : 0,
    retrofitUnstated: pair.needsRetrofit && retrofit === undefined,
    outYears: plan.burnInYears + (pair.needsRetrofit ? plan.retrofitYears : 0),
    discountPerYear: needed(choice.discountPerYear ?? plan.discountPerYear, 0, "a discount rate"),
    lifeYears: needed(choice.lifeYears ?? plan.lifeYears, 1, "the life of a chip"),
    lacks,
  };
}

function rowOf(plan: ReplacementPlan, pair: ReplacementPair, ask: Ask, atYears: number): ReplacementRow {
  const value = replacementValue({ ...ask, chipsUsd: pair.chipsPerMw * at(ask.chipUsd, atYears), atYears });
  const { old } = pair;
  return {
    date: dateOf(plan, atYears),
    ...value,
    mostUsdPerChip: value.mostChipsUsd / pair.chipsPerMw,
    ...(old === undefined
      ? {}
      : { bookUsd: old.usdPerMw * Math.min(1, Math.max(0, 1 - (atYears - old.sinceYears) / ask.lifeYears)) }),
  };
}

/** The value that holds at a moment. */
function at(steps: Steps, years: number): number {
  let found = steps.value[0] ?? 0;
  for (let i = 1; i < steps.from.length; i++) if ((steps.from[i] ?? 0) <= years) found = steps.value[i] ?? 0;
  return found;
}

const dateOf = (plan: ReplacementPlan, years: number): string =>
  isoDate(plan.startEpochSeconds + Math.round(years * YEAR));

/** The day the new chips can be had, or the start, and the first of each month after it; years from the start. */
function decisionDays(plan: ReplacementPlan, pair: ReplacementPair): readonly number[] {
  const begin = Math.max(0, pair.availableYears);
  if (begin >= plan.endYears) return [];
  const days = [begin];
  const first = civilFromDays(Math.floor((plan.startEpochSeconds + begin * YEAR) / DAY));
  for (let month = first.month; ; month++) {
    const year = first.year + Math.floor(month / 12);
    const years = (daysFromCivil(year, (month % 12) + 1, 1) * DAY - plan.startEpochSeconds) / YEAR;
    if (years >= plan.endYears) return days;
    days.push(years);
  }
}

/** The first of the days of each calendar year. */
function firstOfYears(days: readonly number[], plan: ReplacementPlan): readonly number[] {
  const yearOf = (years: number): string => dateOf(plan, years).slice(0, 4);
  return days.filter((day, i) => i === 0 || yearOf(day) !== yearOf(days[i - 1] ?? day));
}

function firstPaying(
  plan: ReplacementPlan,
  pair: ReplacementPair,
  ask: Ask,
  days: readonly number[],
): string | undefined {
  const found = days.find((day) => rowOf(plan, pair, ask, day).netUsd > 0);
  return found === undefined ? undefined : dateOf(plan, found);
}

/** Is a vendor's claim one of work per megawatt? */
export const isPerWatt = ({ measure }: ReplacementPair["claims"][number]): boolean =>
  /per (MW|watt)/.test(measure);

type Changed = readonly [what: string, change: Partial<Ask>];

/** The net and the day with one number changed: prices by half either way, the retrofit halved and doubled. */
function sensitivityOf(
  plan: ReplacementPlan,
  pair: ReplacementPair,
  choice: ReplacementChoice,
  days: readonly number[],
): ReplacementAnswer["sensitivity"] {
  const ask = asked(plan, pair, choice);
  const [first = 0] = days;
  const times = (steps: Steps, factor: number): Steps => ({
    from: steps.from,
    value: Array.from(steps.value, (value) => value * factor),
  });
  const retrofit: readonly Changed[] = [
    ["a retrofit at half the price", { retrofitUsd: ask.retrofitUsd / 2 }],
    ["a retrofit at twice the price", { retrofitUsd: ask.retrofitUsd * 2 }],
  ];
  const changed: readonly Changed[] = [
    ["chips at half the price", { chipUsd: times(ask.chipUsd, 0.5) }],
    ["chips at one and a half times the price", { chipUsd: times(ask.chipUsd, 1.5) }],
    ["work worth half", { work: times(ask.work, 0.5) }],
    ["work worth one and a half times", { work: times(ask.work, 1.5) }],
    ...(ask.retrofitUsd > 0 ? retrofit : []),
    ...(pair.band === undefined || choice.gain !== undefined ? [] : [-pair.band, pair.band]).map(
      (off): Changed => {
        const gain = ask.gain * (1 + off);
        const percent = `${Math.round(100 * Math.abs(off))} % ${off < 0 ? "lower" : "higher"}`;
        return [`a gain of ${two(gain)}, ${percent}: its tokens are a prediction`, { gain }];
      },
    ),
    // Others are of whole systems, which differ in chips and watts.
    ...pair.claims
      .filter(isPerWatt)
      .map(({ factor, measure }): Changed => [
        `a gain of ${factor}, the vendor's ${measure}`,
        { gain: factor },
      ]),
  ];
  return changed.map(([what, change]) => {
    const next = { ...ask, ...change };
    const day = firstPaying(plan, pair, next, days);
    return {
      what,
      netUsd: rowOf(plan, pair, next, first).netUsd,
      ...(day === undefined ? {} : { firstPays: day }),
    };
  });
}
