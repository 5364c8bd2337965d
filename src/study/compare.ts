/**
 * Two scenarios beside each other on common random numbers: pair k has the same draws of inputs and of events in both, so
 * what the two share cancels in the difference, and intervals are of paired differences.
 */
import type { CampaignRun, Outcome } from "./outcome.ts";
import { quantilesOf, varianceOf } from "./quantiles.ts";
import type { Quantiles } from "./quantiles.ts";
import { t95 } from "./student-t.ts";

/** Both outcomes of one draw. */
export interface Pair {
  readonly a: Outcome;
  readonly b: Outcome;
}

export type Verdict = "higher" | "lower" | "the same" | "cannot be told apart" | "one pair only";

export interface HeadlineDifference {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly illustrative: boolean;
  /** Significant figures to show, where that is fewer than usual. */
  readonly figures?: number;
  /** With the inputs as written. */
  readonly a: number;
  readonly b: number;
  /** Mean of B - A over the pairs, and its 95 % interval by Student's t; without one where there is one pair. */
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
  /** Between A and B over the pairs: what common random numbers achieved. */
  readonly correlation?: number;
  readonly verdict: Verdict;
}

export interface CampaignDifference {
  readonly id: string;
  readonly campaign: string;
  readonly name: string;
  readonly run: number;
  /** Pairs that decide, and in how many of them its deadline is missed. */
  readonly pairs: number;
  readonly missedA: number;
  readonly missedB: number;
  /** Days that B ends after A, over the pairs; Infinity where B does not end and A does. */
  readonly laterDays: Quantiles;
  /** Days past its own deadline in B, over the pairs in which it is late; absent where it never is. */
  readonly lateDays?: Quantiles;
}

export interface Comparison {
  readonly pairs: number;
  readonly headlines: readonly HeadlineDifference[];
  readonly campaigns: readonly CampaignDifference[];
  /** Headlines that only one of the two has. */
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

const DAY = 86_400;

/** `base` has the inputs as written in both; `pairs` are what the intervals are taken from (the base may be among them). */
export function compareOutcomes(base: Pair, pairs: readonly Pair[]): Comparison {
  const has = (outcome: Outcome, id: string): boolean => outcome.headlines.some((h) => h.id === id);
  return {
    pairs: pairs.length,
    headlines: base.a.headlines.flatMap(({ id }) => (has(base.b, id) ? [headline(id, base, pairs)] : [])),
    campaigns: campaigns(pairs),
    onlyA: base.a.headlines.filter(({ id }) => !has(base.b, id)).map(({ label }) => label),
    onlyB: base.b.headlines.filter(({ id }) => !has(base.a, id)).map(({ label }) => label),
  };
}

const valueOf = (outcome: Outcome, id: string): number =>
  outcome.headlines.find((each) => each.id === id)?.value ?? NaN;

/** Pairs in which one of the two lacks the headline (a date it does not reach) are left out. */
function headline(id: string, base: Pair, all: readonly Pair[]): HeadlineDifference {
  const row = base.b.headlines.find((each) => each.id === id);
  const pairs = all.filter(
    (pair) => !Number.isNaN(valueOf(pair.a, id)) && !Number.isNaN(valueOf(pair.b, id)),
  );
  const a = pairs.map((pair) => valueOf(pair.a, id));
  const b = pairs.map((pair) => valueOf(pair.b, id));
  const differences = b.map((value, k) => value - (a[k] ?? NaN));
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const common = {
    id,
    label: row?.label ?? id,
    unit: row?.unit.startsWith("of ") === true ? "" : (row?.unit ?? ""),
    illustrative: row?.illustrative ?? false,
    ...(row?.figures === undefined ? {} : { figures: row.figures }),
    a: valueOf(base.a, id),
    b: valueOf(base.b, id),
    mean,
  };
  if (pairs.length < 2) return { ...common, verdict: mean === 0 ? "the same" : "one pair only" };
  const half = t95(pairs.length - 1) * Math.sqrt(varianceOf(differences) / pairs.length);
  const [low, high] = [mean - half, mean + half];
  const same = differences.every((d) => d === 0);
  const verdict: Verdict = same
    ? "the same"
    : low > 0
      ? "higher"
      : high < 0
        ? "lower"
        : "cannot be told apart";
  const correlation = correlationOf(a, b);
  return { ...common, low, high, verdict, ...(correlation === undefined ? {} : { correlation }) };
}

/** Pearson's; undefined where one of the two does not vary. */
export function correlationOf(a: readonly number[], b: readonly number[]): number | undefined {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const spread = Math.sqrt(varianceOf(a) * varianceOf(b));
  if (!(spread > 0)) return undefined;
  const covariance = a.reduce((sum, v, k) => sum + (v - ma) * ((b[k] ?? NaN) - mb), 0) / (a.length - 1);
  return covariance / spread;
}

/** Runs of campaigns that A and B both have a deadline for, where anything differs or is late. */
function campaigns(pairs: readonly Pair[]): readonly CampaignDifference[] {
  const found = new Map<
    string,
    { run: CampaignRun; later: number[]; late: number[]; a: number; b: number }
  >();
  for (const pair of pairs) {
    const inA = new Map(pair.a.campaigns.map((run) => [run.id, run]));
    for (const run of pair.b.campaigns) {
      const other = inA.get(run.id);
      if (other === undefined || run.deadlineSeconds < 0 || other.deadlineSeconds < 0) continue;
      const lateB = lateSeconds(run, pair.b.horizonSeconds);
      const lateA = lateSeconds(other, pair.a.horizonSeconds);
      if (lateA === undefined || lateB === undefined) continue;
      const row = found.get(run.id) ?? { run, later: [], late: [], a: 0, b: 0 };
      found.set(run.id, row);
      row.later.push(endOf(run) === endOf(other) ? 0 : (endOf(run) - endOf(other)) / DAY);
      if (lateB > 0) row.late.push(lateB / DAY);
      row.a += lateA > 0 ? 1 : 0;
      row.b += lateB > 0 ? 1 : 0;
    }
  }
  return [...found.values()].map(({ run, later, late, a, b }) => ({
    id: run.id,
    campaign: run.campaign,
    name: run.name,
    run: run.run,
    pairs: later.length,
    missedA: a,
    missedB: b,
    laterDays: quantilesOf(later),
    ...(late.length === 0 ? {} : { lateDays: quantilesOf(late) }),
  }));
}

const endOf = (run: CampaignRun): number => (run.endSeconds < 0 ? Infinity : run.endSeconds);

/** Seconds past the deadline, not above 0 where it is met; undefined where the horizon comes before either. */
function lateSeconds(run: CampaignRun, horizon: number): number | undefined {
  if (run.endSeconds >= 0) return run.endSeconds - run.deadlineSeconds;
  return run.deadlineSeconds < horizon ? Infinity : undefined;
}
