/** What a run meant in money: plain data for charts, tables and files. Cents are whole numbers; USD elsewhere. */
import type { Origin } from "../scenario/quantity.ts";

export type FlowKind =
  | "capacity"
  | "energy-billed"
  | "shortfall"
  | "equity"
  | "sales"
  | "reseller"
  | "chips"
  | "buildings"
  | "retrofit"
  | "energy"
  | "upkeep"
  | "elsewhere"
  | "porting"
  | "egress";

/** One kind of payment from one party to another, whole cents by period; a payment leaves one and reaches the other in the same period. */
export interface Flow {
  readonly kind: FlowKind;
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly cents: Float64Array;
}

/** Of one party; whole cents by period. Every row of each closes by itself, from counters of its own. */
export interface PartyLedgers {
  readonly party: string;
  readonly name: string;
  readonly cash: {
    readonly opening: Float64Array;
    readonly received: Float64Array;
    readonly paid: Float64Array;
    readonly closing: Float64Array;
  };
  /**
   * profit = income - expense - depreciation; assets = cash + paid in advance + fixed + holdings = liabilities + paid in + retained.
   * Cash is never below 0 here: what a party has spent beyond what it received, its company lends it without interest (liabilities).
   */
  readonly accrual: {
    readonly income: Float64Array;
    readonly expense: Float64Array;
    readonly depreciation: Float64Array;
    readonly profit: Float64Array;
    readonly cash: Float64Array;
    readonly prepaid: Float64Array;
    readonly fixed: Float64Array;
    /** Stakes in other parties, at cost. */
    readonly holdings: Float64Array;
    readonly liabilities: Float64Array;
    readonly paidIn: Float64Array;
    readonly retained: Float64Array;
  };
  /** What is still to be spent (payer) or received (payee): opening - counted - shortfall + beyond = closing, never below 0. */
  readonly commitment?: {
    readonly opening: Float64Array;
    readonly counted: Float64Array;
    readonly shortfall: Float64Array;
    /** What of these two was no longer owed, because the total had been reached. */
    readonly beyond: Float64Array;
    readonly closing: Float64Array;
  };
}

/** A check of two counts that must agree. */
export interface Closing {
  readonly what: string;
  readonly party: string;
  /** Largest difference over all periods, cents. */
  readonly worstCents: number;
}

export interface CommitmentInfo {
  readonly payer: string;
  readonly payee: string;
  readonly totalUsd: number;
  /** Unless annual, floors are a pace: nothing is owed for a year below them. */
  readonly trueUp: "annual" | "cumulative" | "none";
  /** Years of the term: full ones are settled, the last may be open. */
  readonly years: readonly {
    readonly from: string;
    readonly floorUsd: number;
    readonly countedUsd: number;
    readonly shortfallUsd: number;
    readonly settled: boolean;
  }[];
  /** Cumulative, at the end of each period. */
  readonly countedUsd: Float64Array;
  readonly floorUsd: Float64Array;
  /** Seconds from the start when the total was counted; absent: not within the run. */
  readonly exhaustedSeconds?: number;
  readonly shortfallUsd: number;
  /** Over the total, at the end of the run. */
  readonly spentShare: number;
  /** Part of its time the installed capacity must be in paid use for the floors to be met; by year of the term. */
  readonly breakEvenUtilisation: readonly number[];
}

export interface UnitCost {
  /** A chip's id, or "all". */
  readonly id: string;
  readonly name: string;
  /** For whom: what the customer pays, or what it costs the provider (capital by its life, energy, upkeep). Never equity. */
  readonly view: "customer" | "provider";
  readonly usdPerMtok?: number;
  readonly usdPerExaflopDay?: number;
  readonly usdPerGwYear?: number;
  readonly usdPerChipHour?: number;
  /** Significant figures its inputs allow, and the worst of them. */
  readonly figures: number;
  readonly confidence: Origin;
}

export interface MoneyInfo {
  readonly periods: readonly string[];
  readonly starts: Float64Array;
  readonly parties: readonly { readonly id: string; readonly name: string; readonly outside: boolean }[];
  readonly customer: string;
  readonly provider: string;
  readonly flows: readonly Flow[];
  readonly ledgers: readonly PartyLedgers[];
  readonly closings: readonly Closing[];
  /** customer and provider as one: what passes between them is left out. Cents by period. */
  readonly consolidated: {
    readonly received: Float64Array;
    readonly paid: Float64Array;
    readonly eliminated: Float64Array;
  };
  readonly commitment?: CommitmentInfo;
  readonly investment?: {
    readonly investor: string;
    readonly investee: string;
    readonly tranches: readonly {
      readonly id: string;
      readonly amountUsd: number;
      readonly when: string;
      readonly unlockedSeconds?: number;
    }[];
    /** (unlocked + earlier) / commitment. */
    readonly circularity?: number;
  };
  readonly unitCosts: readonly UnitCost[];
  /** Value today over the run: what the customer pays, what the provider keeps, and the provider's return a year (absent: none). */
  readonly presentValue: {
    readonly customerPaysUsd: number;
    readonly providerUsd?: number;
    readonly providerReturnPerYear?: number;
  };
  readonly moves: readonly {
    readonly id: string;
    readonly name: string;
    readonly atSeconds: number;
    readonly portingUsd: number;
    readonly doubleRunningUsd: number;
    readonly efficiencyUsd: number;
    readonly egressUsd: number;
    readonly strandedUsd: number;
    readonly taxUsd: number;
    readonly totalUsd: number;
    readonly dominant: string;
    readonly breakEvenGap: number;
  }[];
  readonly energy: readonly {
    readonly region: string;
    readonly site: string;
    readonly facilityMwh: number;
    readonly usd?: number;
    /** Location-based: MWh x mean of the grid. */
    readonly tonnesCo2?: number;
    readonly waterCubicMetres?: number;
  }[];
  /** One sentence each. */
  readonly finding: string;
  readonly notes: readonly string[];
}
