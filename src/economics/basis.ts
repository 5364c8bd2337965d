/**
 * What a run did, as far as money asks: plain data by calendar month, so that prices can change without another run.
 * Tables are [row][period] flattened. A bin that straddles two months is shared out by time.
 */
export interface MoneyBasis {
  /** Seconds from the start: beginnings of the calendar months, and the horizon. */
  readonly starts: Float64Array;
  readonly startEpochSeconds: number;
  readonly pools: readonly {
    readonly id: string;
    readonly site: number;
    readonly chip: string;
    readonly chipName: string;
    readonly wattsPerChip: number;
    readonly peakPue: number;
    /** Chips in service before the first moment, and the seconds they had been by then. */
    readonly standing: readonly { readonly chips: number; readonly ageSeconds: number }[];
  }[];
  readonly sites: readonly {
    readonly id: string;
    readonly name: string;
    readonly region: string;
    /** IT W of our halls that were ready at the start. */
    readonly standingWatts: number;
  }[];
  readonly servedModels: readonly string[];
  /** [pool][period], chip-hours: all that were delivered and not retired, those in service, and of these the ones that trained and served. */
  readonly deliveredChipHours: Float64Array;
  readonly inServiceChipHours: Float64Array;
  readonly trainingChipHours: Float64Array;
  readonly servingChipHours: Float64Array;
  /** Facility GW-years at peak PUE of chips installed (in service or burning in), [pool][period]. */
  readonly gwYears: Float64Array;
  /** MWh of facility load (annual PUE) and of IT load, [pool][period]. */
  readonly facilityMwh: Float64Array;
  readonly itMwh: Float64Array;
  /** Chips that arrived and that left for good, [pool][period]. */
  readonly arrivedChips: Float64Array;
  readonly retiredChips: Float64Array;
  /** IT W of our halls that became ready, [site][period]. */
  readonly readyWatts: Float64Array;
  /** USD of retrofits of halls by [site][period]; NaN: not stated. */
  readonly retrofitUsd: Float64Array;
  /** Output tokens served, [pool][period]; FLOP of preserved work. */
  readonly tokens: Float64Array;
  readonly flops: Float64Array;
  /** USD at the scenario's list prices, before `tokenPrice`; [served model][period]. */
  readonly salesUsd: Float64Array;
  /** Of all tokens served, by access path; empty: no paths are told apart. */
  readonly paths: readonly {
    readonly id: string;
    readonly share: number;
    readonly price: number;
    readonly resellerShare: number;
  }[];
}
