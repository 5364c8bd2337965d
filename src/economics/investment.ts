/** Equity in tranches: when each is unlocked. It is its own kind of flow and enters no unit cost. */
import type { InvestmentModel, TrancheModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Journal } from "./journal.ts";
import type { MoneyInfo } from "./money-info.ts";
import type { Parties } from "./parties.ts";
import type { Periods } from "./periods.ts";
import { add, at, toCents } from "./tables.ts";

/** What triggers look at, by period. */
export interface Measures {
  /** Eligible spend since the start, USD at the end of each period. */
  readonly spentUsd: Float64Array;
  /** Facility GW installed, mean of each period. */
  readonly gw: Float64Array;
  /** Sales, USD a year. */
  readonly runRateUsd: Float64Array;
}

export function measuresOf(
  basis: MoneyBasis,
  eligible: Float64Array,
  salesCents: Float64Array,
  periods: Periods,
): Measures {
  const gw = new Float64Array(periods.count);
  basis.gwYears.forEach((gwYears, i) => add(gw, i % periods.count, gwYears));
  let spent = 0;
  return {
    spentUsd: eligible.map((cents) => (spent += cents) / 100),
    gw: gw.map((gwYears, p) => gwYears / periods.years(p)),
    runRateUsd: salesCents.map((cents, p) => cents / 100 / periods.years(p)),
  };
}

/** First moment at which a line through (times, values) reaches a level; undefined: it does not. */
function firstReached(times: Float64Array, values: Float64Array, level: number): number | undefined {
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i);
    if (value < level) continue;
    if (i === 0) return at(times, 0);
    const before = at(values, i - 1);
    return at(times, i - 1) + ((at(times, i) - at(times, i - 1)) * (level - before)) / (value - before);
  }
  return undefined;
}

/**
 * Spend is a line within each month; GW and run rate are lines between the middles of months. Seconds from the start; undefined: not
 * within the run.
 */
export function unlockedAt(tranche: TrancheModel, measures: Measures, periods: Periods): number | undefined {
  const middles = (): Float64Array =>
    Float64Array.from({ length: periods.count }, (_, p) => periods.middle(p));
  switch (tranche.when) {
    case "at":
      return tranche.atSeconds < periods.horizon ? tranche.atSeconds : undefined;
    case "spend":
      return firstReached(periods.starts, Float64Array.of(0, ...measures.spentUsd), tranche.atLeast);
    case "gw-online":
      return firstReached(middles(), measures.gw, tranche.atLeast);
    case "run-rate":
      return firstReached(middles(), measures.runRateUsd, tranche.atLeast);
    case "never":
      return undefined;
  }
}

/** Pays out what is unlocked within the run, and says when and how circular it is. What came before the run has been paid. Cents: of all tranches paid. */
export function invest(
  investment: InvestmentModel,
  measures: Measures,
  commitmentUsd: number | undefined,
  journal: Journal,
  parties: Parties,
  periods: Periods,
): { readonly info: NonNullable<MoneyInfo["investment"]>; readonly cents: number } {
  const { investor, investee, earlierUsd } = investment;
  let unlockedUsd = 0;
  let paid = 0;
  const tranches = investment.tranches.map((tranche) => {
    const { id, amountUsd, when } = tranche;
    const seconds = unlockedAt(tranche, measures, periods);
    if (seconds === undefined) return { id, amountUsd, when };
    unlockedUsd += amountUsd;
    // What the last moment of the run unlocks is still of its last month.
    if (seconds >= 0) {
      paid += toCents(amountUsd);
      journal.post(
        "equity",
        investor,
        investee,
        Math.min(periods.count - 1, periods.holding(seconds)),
        toCents(amountUsd),
      );
    }
    return { id, amountUsd, when, unlockedSeconds: seconds };
  });
  const info = {
    investor: parties.all[investor]?.id ?? "",
    investee: parties.all[investee]?.id ?? "",
    tranches,
    ...(commitmentUsd === undefined || commitmentUsd <= 0
      ? {}
      : { circularity: (unlockedUsd + earlierUsd) / commitmentUsd }),
  };
  return { info, cents: investor === investee ? 0 : paid };
}
