/** Inference in the Model: demand, what serves it, where it may go and how long that takes. */

/** A model that is served. Seconds from the start; -Infinity and no campaign: there from the first day. */
export interface ServedModelModel {
  readonly id: string;
  readonly name: string;
  /** Not released before; -Infinity: no day is stated. */
  readonly releaseSeconds: number;
  /** Campaign that makes it, or -1; and which of its runs, from 1. */
  readonly campaign: number;
  readonly run: number;
  /** Traffic moves to it in a straight line over so long, up to `adoption` of what there is. */
  readonly rampSeconds: number;
  readonly adoption: number;
  /** 1 for each served model whose traffic moves to it. */
  readonly replaces: Uint8Array;
  readonly priced: boolean;
}

/** What a chip's serving rate depends on: the class's token mix, the model, and whether prompts come without their cache. */
export interface ServingKindModel {
  readonly id: string;
  readonly klass: number;
  readonly served: number;
  readonly cold: boolean;
}

/** ln of the yearly factor at first and in the long run; time constant in years. */
export interface GrowthModel {
  readonly g0: number;
  readonly gInf: number;
  readonly thetaYears: number;
}

export interface DemandClassModel {
  readonly id: string;
  readonly name: string;
  readonly share: number;
  /** Its own growth; undefined: that of all demand. */
  readonly growth: GrowthModel | undefined;
  /** Its parts by region; undefined: the regions' shares. */
  readonly regionShares: Float64Array | undefined;
  readonly week: Float64Array;
  /** Hours its week runs later in each region than where it was observed, beside the region's own shift. */
  readonly localShift: Float64Array;
  /** Part of its traffic whose sessions begin away from home without loss: the rest has its cache there. */
  readonly newShare: number;
  /** Its requests may wait so long, s; 0: what is not served at once is turned away. */
  readonly waitSeconds: number;
  /** Parts of its traffic by served model on the first day; they add up to 1. */
  readonly servedShares: Float64Array;
  /** 1 where its traffic moves to a served model when that is released. */
  readonly takes: Uint8Array;
}

export interface DemandRegionModel {
  readonly id: string;
  readonly name: string;
  readonly share: number;
  readonly shiftHours: number;
  /** Part of all demand that comes to this fleet: the rest takes paths to the chips of others. */
  readonly hereShare: number;
  /** Of what comes here, the part that may not leave its home. */
  readonly boundShare: number;
  /** Pools in the order they are asked, nearest first. */
  readonly pools: readonly number[];
  readonly rttMs: readonly number[];
}

/** Home first: the pools of the part of the world the nearest chips stand in. */
export interface RoutingModel {
  readonly spill: "none" | "slo" | "any";
  /** Part of the world by pool. */
  readonly part: Int32Array;
}

/** What latency of one kind of load on one system's chips hangs on, beside their load. Seconds and tokens, of one instance. */
export interface LatencyCellModel {
  readonly serves: boolean;
  /** Prompts: lognormal by median and deviation of the logarithm. */
  readonly prompt: { readonly median: number; readonly sigma: number; readonly most: number };
  readonly outputTokens: number;
  /** Prefill: seconds a fresh token, and a fresh token per token of context; share found in the cache. */
  readonly linear: number;
  readonly quadratic: number;
  readonly hit: number;
  /** Share of its time an instance prefills at load 1. */
  readonly busyAtFull: number;
  /** Requests/s of a decoding instance at load 1, sequences it has room for, and seconds a token by sequences. */
  readonly requestsPerSecond: number;
  readonly slots: number;
  readonly knotBatch: Float64Array;
  readonly knotTpot: Float64Array;
  /** Speed of decode while the same chips prefill: 1 where prefill has chips of its own. */
  readonly decodeDuringPrefill: number;
  readonly minuteCv: number;
}

export interface LatencyModel {
  /** Percentiles are recorded; else latency only says where demand may go. */
  readonly recorded: boolean;
  readonly cells: readonly LatencyCellModel[];
  /** [pool][kind] */
  readonly cellOf: Int32Array;
  /** Promised by class; Infinity: nothing is. */
  readonly ttftSeconds: Float64Array;
  readonly tpotSeconds: Float64Array;
  /** Who comes while more comes than is served waits so long before it is turned away, by class. */
  readonly patienceSeconds: Float64Array;
  /** Coefficient of variation of the instances' shares of the load. */
  readonly imbalance: number;
  /** By region: what the paths by which customers come add to the first token. */
  readonly pathSeconds: Float64Array;
  /** By region: their factor on output speed. */
  readonly pathSpeed: Float64Array;
}

export interface AutoscalerModel {
  /** Until a replica that was asked for serves. */
  readonly leadSeconds: number;
  /** Demand is foreseen so long ahead; 0: it follows. Whole hours. */
  readonly foresightHours: number;
  /** Replicas are kept so long after they were last needed. Whole hours. */
  readonly holdHours: number;
}

/** A path by which customers come, as drawn for this run. */
export interface AccessPathModel {
  readonly id: string;
  readonly name: string;
  readonly pool: "own" | "region-bound" | "external";
  /** In multiples of the list price, without the premium for data that may not leave. */
  readonly price: number;
  /** Of revenue, the seller's. */
  readonly resellerShare: number;
  /** Cloud whose spending commitment it draws down. */
  readonly commitment: string | undefined;
  /** Beside the other paths: seconds to the first token, and the factor on output speed. */
  readonly ttftSeconds: number;
  readonly speed: number;
  /** Of each region's demand. */
  readonly shares: Float64Array;
}

export interface DemandModel extends GrowthModel {
  readonly fromSeconds: number;
  /** Traffic moves in over so long, in a straight line; 0: at once. */
  readonly rampSeconds: number;
  readonly tokensPerSecond: number;
  readonly utilisationCap: number;
  /** ln of the yearly factor on the chip time of a token, and the least it falls to. */
  readonly computeTrend: number;
  readonly computeFloor: number;
  readonly priceElasticity: number;
  readonly classes: readonly DemandClassModel[];
  readonly regions: readonly DemandRegionModel[];
  readonly served: readonly ServedModelModel[];
  readonly kinds: readonly ServingKindModel[];
  /** USD of an output token with the prompt it answers, by kind, at list price; undefined: no model has a price. */
  readonly usdPerToken: Float64Array | undefined;
  /** Undefined: all pools alike, nearest first. */
  readonly routing: RoutingModel | undefined;
  readonly latency: LatencyModel | undefined;
  /** Undefined: replicas follow each hour's demand at once. */
  readonly autoscaler: AutoscalerModel | undefined;
  /** Serving software matures after a chip's launch. */
  readonly softwareRamp: { readonly initial: number; readonly seconds: number } | undefined;
  /** Chips of one instance, by served model: the perfect autoscaler counts whole ones. */
  readonly instanceChips: Float64Array;
  /** None: customers come straight here. */
  readonly paths: readonly AccessPathModel[];
  /** Measured hourly demand [region][class][hour], by every path, or undefined. NaN: not measured, the profile stands. */
  readonly hourly: Float64Array | undefined;
  readonly hours: number;
}
