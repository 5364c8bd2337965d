/**
 * Money as the compiler leaves it: every price, life and rate by period. Periods are the calendar months of the run;
 * tables are [row][period] flattened: row * periods + period. USD; seconds from the start.
 */

import { OUTSIDE_NAMES } from "../scenario/outside-parties.ts";
import type { Origin } from "../scenario/quantity.ts";

/** Who pays and is paid: the scenario's own parties first, then the outside world (utilities, chip makers, users, ...). */
export interface PartyModel {
  readonly id: string;
  readonly name: string;
  /** Not of the scenario: money comes from it or goes to it, and no ledger is kept. */
  readonly outside: boolean;
}

/** The world outside: paid or paying, and never asked for its books. */
export const OUTSIDE_PARTIES: readonly PartyModel[] = Object.entries(OUTSIDE_NAMES).map(([id, name]) => ({
  id,
  name,
  outside: true,
}));

/** What the customer pays for capacity. Exactly one of the two tables is there. */
export interface ContractModel {
  /** installed: every chip in service; used: chips that train or serve, by their chip-hours. */
  readonly pays: "installed" | "used";
  /** apart: energy is billed beside the capacity, at what it costs. */
  readonly energy: "included" | "apart";
  /** Facility GW-year at peak PUE, by period. */
  readonly usdPerGwYear: Float64Array | undefined;
  /** Chip-hour, [pool][period]; NaN: no price. */
  readonly usdPerChipHour: Float64Array | undefined;
}

export interface CommitmentModel {
  readonly payer: number;
  readonly payee: number;
  readonly totalUsd: number;
  readonly startSeconds: number;
  /** Least spend of each year of the term; their sum is at most the total. */
  readonly floorsUsd: Float64Array;
  readonly trueUp: "annual" | "cumulative" | "none";
  readonly carriesOver: boolean;
  /** Share that discounts take off eligible spend before it counts. */
  readonly discount: number;
  /** Which spend counts. */
  readonly eligible: {
    readonly training: boolean;
    readonly serving: boolean;
    /** Chips in service that do neither. */
    readonly idle: boolean;
    readonly energy: boolean;
    /** Access paths (by id) whose serving does not count. */
    readonly withoutPaths: readonly string[];
  };
}

export interface TrancheModel {
  readonly id: string;
  readonly amountUsd: number;
  /** at: on a day; others: when the measure first reaches `atLeast` (USD of eligible spend; facility GW in service; USD a year). */
  readonly when: "at" | "spend" | "gw-online" | "run-rate" | "never";
  readonly atSeconds: number;
  readonly atLeast: number;
}

export interface InvestmentModel {
  readonly investor: number;
  readonly investee: number;
  readonly tranches: readonly TrancheModel[];
  /** Given before the run; counts for circularity alone. */
  readonly earlierUsd: number;
}

/** What capacity costs its provider. NaN where nobody states it: the line is then absent, never 0. */
export interface CostModel {
  /** A chip with its share of host, network and rack, [pool][period]. */
  readonly chipUsd: Float64Array;
  readonly chipLifeSeconds: number;
  /** Building and power, USD per W of IT load, by site. */
  readonly buildingUsdPerWatt: Float64Array;
  readonly buildingLifeSeconds: number;
  /** All that is neither capital nor energy, USD per IT W of installed chips and second. */
  readonly upkeepUsdPerWattSecond: number;
  /** Chips are paid so long before they arrive. */
  readonly paidBeforeSeconds: number;
}

/** Part of the load that is elsewhere: what a move of load, or a portfolio, does to the bill. */
export interface MoveModel {
  readonly id: string;
  readonly name: string;
  readonly to: number;
  readonly atSeconds: number;
  /** Of the load at that moment. */
  readonly share: number;
  /** Pools it leaves; empty: all. */
  readonly pools: readonly number[];
  /** Price there for the work of one chip-hour here, over the price here. */
  readonly priceRatio: number;
  readonly overlapMonths: number;
  /** Efficiency on the first day over the mature one, and months in which what lacks falls to 1/e. */
  readonly ramp: { readonly initial: number; readonly months: number } | undefined;
  readonly portingUsd: number;
  readonly egressUsd: number;
  /** Standing tax on efficiency and engineering for as long as there are several platforms; share of the bill there. */
  readonly tax: number;
}

export interface MoneyModel {
  /** Starts of the calendar months, and the horizon: one more than there are periods. */
  readonly starts: Float64Array;
  /** "2026-01" */
  readonly periods: readonly string[];
  readonly parties: readonly PartyModel[];
  readonly customer: number;
  readonly provider: number;
  /** Value today of a USD in the middle of each period, at the nominal discount rate. */
  readonly discountFactor: Float64Array;
  /** Nominal discount rate a year, and price level of each period over that of the first day. */
  readonly discountPerYear: number;
  readonly priceLevel: Float64Array;
  readonly contract: ContractModel;
  /** USD per MWh of facility load, [site][period]; NaN: not stated. */
  readonly usdPerMwh: Float64Array;
  /** By site: grid g CO2 per kWh, L of water per kWh of IT load; NaN: not stated. */
  readonly gramsCo2PerKwh: Float64Array;
  readonly waterLitresPerKwh: Float64Array;
  readonly commitment: CommitmentModel | undefined;
  readonly investment: InvestmentModel | undefined;
  readonly costs: CostModel | undefined;
  readonly moves: readonly MoveModel[];
  /** Factor on list prices of tokens by [served model][period]: steps and decay; 1 throughout where nothing is said. */
  readonly tokenPrice: Float64Array;
  /** Worst confidence of what each group of figures rests on. */
  readonly confidence: Readonly<
    Record<"contract" | "energy" | "chips" | "buildings" | "commitment" | "tokens", Origin>
  >;
}
