/** Annual limits of money, by calendar year, and what they put off. USD; seconds from the start. */

/** What may be paid (capital) or billed (spend) in each calendar year of the run. */
export interface AnnualLimit {
  /** By year; Infinity: none. */
  readonly usd: Float64Array;
  /** What the scenario's deliveries take of it; a refresh has the rest. */
  readonly taken: Float64Array;
}

/** Chips that money kept from coming on their day. */
export interface PutOffModel {
  readonly delivery: string;
  readonly phase: string | undefined;
  readonly pool: number;
  readonly us: number;
  readonly chips: number;
  /** When slips and supply would have brought them. */
  readonly from: number;
  /** When they come; Infinity: not within the run. */
  readonly until: number;
  readonly by: "capital" | "spend";
  /** Their price (capital), or their bill of the first whole year they would have had (spend). */
  readonly usd: number;
}

export interface LimitsModel {
  /** "2026" */
  readonly years: readonly string[];
  /** Starts of the calendar months, and the horizon; and the year of each month, as an index. */
  readonly monthStarts: Float64Array;
  readonly yearOfMonth: Int32Array;
  /** Year in which chips are paid that arrive in a month; -1: before the run. */
  readonly paidYearOfMonth: Int32Array;
  readonly capital: AnnualLimit | undefined;
  readonly spend: AnnualLimit | undefined;
  /** Price of an UltraServer that arrives then, [pool][month], and what it is billed for within a year, [pool][year]. */
  readonly usdPerUs: Float64Array;
  readonly usdPerUsYear: Float64Array;
  readonly putOff: readonly PutOffModel[];
}
