/** A commitment drawn down by a run: what counts by month and by year of its term, what is owed, and when the total is reached. */
import { addMonths, isoDate } from "../engine/index.ts";
import type { CommitmentModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Invoice } from "./bill.ts";
import { settleCommitment } from "./commitment.ts";
import type { Periods } from "./periods.ts";
import { add, at, between, sum, toCents } from "./tables.ts";

/** Starts of the years of the term, and its end; seconds from the start of the run. */
export function termYears(commitment: CommitmentModel, startEpochSeconds: number): Float64Array {
  const from = startEpochSeconds + commitment.startSeconds;
  return Float64Array.from(
    { length: commitment.floorsUsd.length + 1 },
    (_, y) => addMonths(from, 12 * y) - startEpochSeconds,
  );
}

/** Share of what is served that reaches users by paths that do not count. */
function uncountedShare(commitment: CommitmentModel, basis: MoneyBasis): number {
  const { withoutPaths } = commitment.eligible;
  return basis.paths.reduce((all, path) => all + (withoutPaths.includes(path.id) ? path.share : 0), 0);
}

/** Spend that may count, before the discount: whole cents by period, in the run's own months. */
export function eligibleCents(
  commitment: CommitmentModel,
  basis: MoneyBasis,
  invoice: Invoice,
): Float64Array {
  const { training, serving, idle, energy } = commitment.eligible;
  const counted = 1 - uncountedShare(commitment, basis);
  return invoice.capacity.map(
    (_, p) =>
      (training ? at(invoice.training, p) : 0) +
      (serving ? Math.round(at(invoice.serving, p) * counted) : 0) +
      (idle ? at(invoice.idle, p) : 0) +
      (energy ? at(invoice.energyBilled, p) : 0),
  );
}

export const afterDiscount = (commitment: CommitmentModel, eligible: Float64Array): Float64Array =>
  eligible.map((cents) => Math.round(cents * (1 - commitment.discount)));

export interface Drawdown {
  /** Starts of the years of the term and its end. */
  readonly bounds: Float64Array;
  /** Whole cents: within the term, by period and by year of the term. */
  readonly counted: Float64Array;
  readonly countedByYear: Float64Array;
  /** Owed for years that ended within the run, in the month that their last moment closes. */
  readonly shortfall: Float64Array;
  readonly shortfallByYear: Float64Array;
  /** Floor by year and, evenly within each, by period. */
  readonly floorByYear: Float64Array;
  readonly floor: Float64Array;
  /** A year is settled where all of it is within the run. */
  readonly settled: readonly boolean[];
  readonly exhaustedSeconds: number | undefined;
}

/**
 * A month that holds a year's end counts for both years in proportion to time. A year that began before the run has spend that
 * nobody knows: it stays open; so does a term trued up at its end that began before. A year not ended within the run owes nothing yet.
 */
export function drawDown(
  commitment: CommitmentModel,
  startEpochSeconds: number,
  spend: Float64Array,
  periods: Periods,
): Drawdown {
  const bounds = termYears(commitment, startEpochSeconds);
  const years = commitment.floorsUsd.length;
  const counted = new Float64Array(periods.count);
  const countedByYear = new Float64Array(years);
  const floorByYear = commitment.floorsUsd.map(toCents);
  const floor = new Float64Array(periods.count);
  const totalCents = toCents(commitment.totalUsd);
  let drawn = 0;
  let exhaustedSeconds: number | undefined;
  for (let p = 0; p < periods.count; p++) {
    for (let y = 0; y < years; y++) {
      const from = Math.max(periods.start(p), at(bounds, y));
      const to = Math.min(periods.end(p), at(bounds, y + 1));
      if (to <= from) continue;
      const cents = between(at(spend, p), periods.passed(p, from), periods.passed(p, to));
      if (exhaustedSeconds === undefined && drawn + cents >= totalCents && cents > 0)
        exhaustedSeconds = from + ((to - from) * (totalCents - drawn)) / cents;
      drawn += cents;
      add(counted, p, cents);
      add(countedByYear, y, cents);
      const yearSeconds = at(bounds, y + 1) - at(bounds, y);
      add(floor, p, (at(floorByYear, y) * (to - from)) / yearSeconds);
    }
  }
  const settled = Array.from(
    { length: years },
    (_, y) => at(bounds, y) >= 0 && at(bounds, y + 1) <= periods.horizon,
  );
  const shortfallByYear = owed(commitment, countedByYear, floorByYear, settled, totalCents);
  const shortfall = new Float64Array(periods.count);
  for (let y = 0; y < years; y++)
    if (at(shortfallByYear, y) > 0)
      add(shortfall, periods.closing(at(bounds, y + 1)), at(shortfallByYear, y));
  return {
    bounds,
    counted,
    countedByYear,
    shortfall,
    shortfallByYear,
    floorByYear,
    floor,
    settled,
    exhaustedSeconds,
  };
}

/**
 * Cents that the floors lack by the end of the run: what is owed, and for years (a term trued up at its end: for all years) that are still
 * open what their floors so far, evenly within each year, exceed what counted. Spend carried into an open year is left out.
 */
export function lacking(
  { trueUp }: CommitmentModel,
  { bounds, counted, countedByYear, shortfall, floor, floorByYear, settled }: Drawdown,
  { horizon }: Periods,
): number {
  const owing = sum(shortfall);
  if (trueUp === "none" || at(bounds, 0) < 0) return owing;
  if (trueUp === "cumulative") return settled.every(Boolean) ? owing : Math.max(0, sum(floor) - sum(counted));
  const open = settled.indexOf(false);
  if (open < 0) return owing;
  const [from, to] = [at(bounds, open), at(bounds, open + 1)];
  const soFar = (at(floorByYear, open) * Math.max(0, horizon - from)) / (to - from);
  return owing + Math.max(0, soFar - at(countedByYear, open));
}

/** Cents owed for each settled year. */
function owed(
  { trueUp, carriesOver }: CommitmentModel,
  counted: Float64Array,
  floors: Float64Array,
  settled: readonly boolean[],
  total: number,
): Float64Array {
  const owing = new Float64Array(floors.length);
  const first = settled.indexOf(true);
  const last = settled.lastIndexOf(true);
  if (first < 0 || trueUp === "none") return owing;
  if (trueUp === "cumulative" && last - first + 1 < floors.length) return owing;
  const { years } = settleCommitment(
    { floors: [...floors.subarray(first, last + 1)], trueUp, carriesOver, total },
    [...counted.subarray(first, last + 1)],
  );
  years.forEach(({ shortfall }, y) => {
    owing[first + y] = shortfall;
  });
  return owing;
}

/**
 * Part of its time that what is in service must be in paid use for each year's floor to be met: F / (full bill x (1 - discount)), as
 * in commitment.ts; years that are open so far with their floor so far. Infinity where nothing was in service.
 * @param full cents by period if all chips in service were paid for
 */
export function breakEven(
  commitment: CommitmentModel,
  { bounds, floorByYear }: Drawdown,
  full: Float64Array,
  periods: Periods,
): readonly number[] {
  return Array.from({ length: begun(bounds, periods) }, (_, y) => {
    const from = at(bounds, y);
    const to = at(bounds, y + 1);
    let most = 0;
    for (let p = 0; p < periods.count; p++)
      most += at(full, p) * Math.max(0, periods.passed(p, to) - periods.passed(p, from));
    const within = Math.max(0, Math.min(to, periods.horizon) - Math.max(from, 0)) / (to - from);
    const floor = at(floorByYear, y) * within;
    return floor === 0 ? 0 : floor / (most * (1 - commitment.discount));
  });
}

/** Years of the term that begin within the run. */
export function begun(bounds: Float64Array, periods: Periods): number {
  let years = 0;
  while (years < bounds.length - 1 && at(bounds, years) < periods.horizon) years++;
  return years;
}

/** One party's side of a commitment, cents by period: opening - counted - shortfall + beyond = closing. */
export interface Remaining {
  readonly opening: Float64Array;
  readonly counted: Float64Array;
  readonly shortfall: Float64Array;
  readonly beyond: Float64Array;
  readonly closing: Float64Array;
}

/** The balance is an account of its own, drawn by what comes in and refilled by what lies beyond the total. */
export function remaining(totalUsd: number, counted: Float64Array, shortfall: Float64Array): Remaining {
  const row = (): Float64Array => new Float64Array(counted.length);
  const ledger = { opening: row(), counted, shortfall, beyond: row(), closing: row() };
  let balance = toCents(totalUsd);
  counted.forEach((cents, p) => {
    ledger.opening[p] = balance;
    balance -= cents + at(shortfall, p);
    if (balance < 0) {
      ledger.beyond[p] = -balance;
      balance = 0;
    }
    ledger.closing[p] = balance;
  });
  return ledger;
}

/** What the payee sees: whole months of invoices, cut by the term's two ends alone and not by its years. */
export function received({ bounds }: Drawdown, spend: Float64Array, periods: Periods): Float64Array {
  const from = at(bounds, 0);
  const to = at(bounds, bounds.length - 1);
  return spend.map((cents, p) =>
    to <= from ? 0 : between(cents, periods.passed(p, from), periods.passed(p, to)),
  );
}

/** Years of the term as plain rows. */
export function yearRows(drawdown: Drawdown, startEpochSeconds: number, periods: Periods) {
  const { bounds, countedByYear, shortfallByYear, floorByYear, settled } = drawdown;
  return Array.from({ length: begun(bounds, periods) }, (_, y) => ({
    from: isoDate(startEpochSeconds + at(bounds, y)),
    floorUsd: at(floorByYear, y) / 100,
    countedUsd: at(countedByYear, y) / 100,
    shortfallUsd: at(shortfallByYear, y) / 100,
    settled: settled[y] ?? false,
  }));
}
