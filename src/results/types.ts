/**
 * Result: everything one run says, as plain data (numbers, strings, typed arrays), ready for a chart, a
 * table or a file. Hours, MW, chips and USD; seconds only where the name says so.
 */
import type { MoneyBasis } from "../economics/basis.ts";
import type { MoneyInfo } from "../economics/money-info.ts";
import type { RepairCounts } from "../fleet/failure-counts.ts";
import type { CauseOf } from "../model/reliability.ts";
import type { EventKind } from "../ledger/event-log.ts";

export interface PoolInfo {
  readonly id: string;
  readonly site: string;
  readonly system: string;
  readonly chip: string;
  readonly chipName: string;
  readonly chipsPerSystem: number;
  readonly hostsPerSystem: number;
  readonly allInWatts: number;
  /** Dense peak, FLOP/s per chip, at the precisions the chip has. */
  readonly peakFlops: { readonly bf16: number; readonly fp8: number };
}

/** A phase of a site's halls: planned and ready in seconds from the start, cumulative MW of IT load, all tenants. */
export interface PhaseInfo {
  readonly id: string;
  readonly hall: "air" | "liquid";
  readonly plannedSeconds: number;
  readonly readySeconds: number;
  readonly itMw: number;
}

/** Air halls made liquid ones; USD where a price is stated. */
export interface RetrofitRow {
  readonly site: string;
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly itMw: number;
  readonly usd?: number;
}

/** A delivery as ordered; it could be cancelled until its order-by date. */
export interface OrderRow {
  readonly delivery: string;
  readonly site: string;
  readonly system: string;
  readonly chips: number;
  readonly plannedSeconds: number;
  /** With slips and what can be made; Infinity: never. */
  readonly arrivesSeconds: number;
  readonly orderBySeconds?: number;
  readonly cancelled: boolean;
  /** Of its chips, those that wait for money, and how long the last of them does; Infinity: not within the run. */
  readonly putOff?: {
    readonly chips: number;
    readonly days: number;
    readonly by: "capital" | "spend";
    /** "put off by money: 214 days" */
    readonly text: string;
  };
  readonly chipName: string;
  readonly itMw: number;
  /** When it was placed, where the scenario says so. */
  readonly orderedSeconds?: number;
  /** The phase it is for and when that hall is ready; absent where it takes what room there is. */
  readonly phase?: string;
  readonly hallReadySeconds?: number;
  /** Its chips at the price on arrival; absent where nobody states one. */
  readonly usd?: number;
}

/** A path by which customers came, with its latency as drawn for this run. */
export interface AccessPathRow {
  readonly id: string;
  readonly name: string;
  /** external: on the chips of others; region-bound: here, but not away from home. */
  readonly pool: "own" | "region-bound" | "external";
  /** Of all demand over the run, and mean tokens/s. */
  readonly share: number;
  readonly tokensPerSecond: number;
  /** In multiples of the list price. */
  readonly price: number;
  /** Of revenue, the seller's. */
  readonly resellerShare: number;
  readonly commitment?: string;
  /** Beside the other paths: seconds to the first token, and the factor on output speed. */
  readonly ttftSeconds: number;
  readonly speed: number;
}

/** Error of serving rates. */
export interface RatesError {
  /** Nothing was measured at large batch on the chip. */
  readonly predicted: boolean;
  /** Half-width, as a share. */
  readonly band: number;
}

/** Latency over the whole run, at the same mix of classes everywhere. */
export interface LatencyInfo {
  readonly classes: readonly {
    readonly id: string;
    readonly name: string;
    /** Its part of that mix: of the tokens served in all regions, of classes that are promised a first token. */
    readonly weight: number;
    /** Promised to 99 of 100; absent: nothing is. */
    readonly ttftSeconds?: number;
    readonly tpotSeconds?: number;
  }[];
  /**
   * Regions in which something was served, in the middle bin (half were better): a few hours of overload would be most
   * of a mean. Within a bin, means over the tokens served of each hour's percentile.
   */
  readonly regions: readonly {
    readonly id: string;
    readonly name: string;
    readonly ttftP50Seconds: number;
    readonly ttftP99Seconds: number;
    readonly tpotP50Seconds: number;
    readonly tpotP99Seconds: number;
    /** Share of all first tokens of the run. */
    readonly withinSlo: number;
  }[];
}

/** What one system does per IT MW in this model, beside what its vendor says of it. */
export interface GenerationRow {
  readonly chip: string;
  readonly name: string;
  readonly system: string;
  readonly available: string;
  readonly projected: boolean;
  readonly allInWatts: number;
  readonly halls: readonly ("air" | "liquid")[];
  /** Dense EFLOP/s per IT MW, before MFU. */
  readonly bf16EflopsPerMw: number;
  readonly fp8EflopsPerMw: number;
  /** Output tokens/s per IT MW on the scenario's mix, first day of demand. */
  readonly tokensPerSecondPerMw: number;
  /** Those tokens are a prediction: nothing was measured at large batch. `band` is their error as a share, either way. */
  readonly prediction: boolean;
  readonly band: number;
  readonly claims: readonly {
    readonly measure: string;
    readonly than: string;
    readonly claimed: number;
    /** The same ratio in this model; absent where the model has no such measure. */
    readonly modelled?: number;
    readonly source: string;
  }[];
}

/** What the fleet could serve by bin, and when the past year's demand passed it. */
export interface ServingBalance {
  /** Output tokens/s of all chips that are up and held by no job, busy to the utilisation cap. */
  readonly tokensPerSecond: Float64Array;
  readonly crossings: readonly { readonly date: string; readonly above: boolean }[];
}

/** What one served model served of one class over the run. */
export interface ServedRow {
  readonly model: string;
  readonly class: string;
  /** Output tokens, and chip-hours busy with them and their prompts. */
  readonly tokens: number;
  readonly chipHours: number;
  /** At list price; absent where the model has none. */
  readonly usd?: number;
}

/** Served models where there are several, or a price; USD at list price: no discounts, no free use. */
export interface ServedInfo {
  readonly models: readonly (Omit<ServedRow, "model" | "class"> & {
    readonly id: string;
    readonly name: string;
    readonly state: "from the first day" | "waiting" | "released";
    readonly releasedSeconds?: number;
    /** Of all tokens served. */
    readonly share: number;
  })[];
  readonly byClass: readonly ServedRow[];
  readonly usd?: number;
}

/** The agreement's ceiling and what the run took of it. */
export interface AgreementInfo {
  readonly name: string;
  readonly basis: "facility" | "it";
  readonly capacityMw: number;
  /** Most at any moment, on the same basis. */
  readonly peakMw: number;
  /** Facility GW of installed chips at peak PUE, integrated over the run. */
  readonly gwYears: number;
}

export interface SiteInfo {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly annualPue: number;
  readonly peakPue: number;
  readonly tenancyShare: number;
  readonly utilityKnown: boolean;
  readonly illustrative: boolean;
  readonly phases: readonly PhaseInfo[];
}

/** One value per bin: time-weighted mean, and the least and greatest value inside the bin. */
export interface Series {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly kind: "power" | "fleet" | "demand" | "jobs" | "other";
  readonly site?: string;
  readonly pool?: string;
  readonly region?: string;
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

export interface JobRow {
  readonly id: string;
  readonly campaign: string;
  readonly name: string;
  readonly kind: "campaign" | "stream";
  readonly site: string;
  readonly system: string;
  readonly state: "waiting" | "running" | "paused" | "done";
  /** Seconds from the start of the scenario; -1 where it has not happened. */
  readonly submitSeconds: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly deadlineSeconds: number;
  readonly minChips: number;
  readonly maxChips: number;
  readonly meanChips: number;
  readonly flopsGoal: number;
  readonly flopsDone: number;
  readonly mfu: number;
  readonly precision: "bf16" | "fp8";
  readonly failures: number;
  readonly preemptions: number;
  readonly resizes: number;
  readonly chipHours: Readonly<
    Record<
      | "productive"
      | "uncommitted"
      | "checkpointing"
      | "lost"
      | "restarting"
      | "stalled"
      | "draining"
      | "powerCapped"
      | "standby",
      number
    >
  >;
  /** Productive chip-hours over chip-hours held. */
  readonly ettr: number;
  /** Shares: of its time with all it needs, of those chip-hours productive, of the peak in them. */
  readonly goodput: Readonly<Record<"scheduling" | "runtime" | "program", number>>;
}

/** Scheduling x runtime x program goodput of the fleet (arXiv 2502.06982), and what each lost. */
export interface GoodputInfo {
  /** In service and not serving. */
  readonly capacityChipHours: number;
  /** Of jobs that have all they need: running, saving, restarting. */
  readonly allocatedChipHours: number;
  /** Of work that a checkpoint preserved. */
  readonly productiveChipHours: number;
  /** Allocated over capacity, productive over allocated, FLOP done over peak x productive; and their product. */
  readonly scheduling: number;
  readonly runtime: number;
  readonly program: number;
  readonly goodput: number;
  /** By ledger state; those of a factor add up to what it takes away. */
  readonly lost: readonly {
    readonly state: string;
    readonly label: string;
    readonly factor: "scheduling" | "runtime";
    readonly chipHours: number;
  }[];
  /** Of the scenario's interruptions by cause. */
  readonly interruptions: readonly {
    readonly id: string;
    readonly name: string;
    readonly planned: boolean;
    readonly count: number;
  }[];
}

/**
 * What each job did from its submission to its end (or the horizon), without gap or overlap: columns of segments,
 * sorted by job and time. A segment ends where the next of its job begins, the last one where the job ends.
 */
export interface JobTimeline {
  /** The first so many rows of `jobs` have a line; how many have none, for want of room. */
  readonly jobs: number;
  readonly jobsDropped: number;
  /** Restarts that were not told apart from the running around them, and segments there was no room for. */
  readonly segmentsMerged: number;
  readonly segmentsDropped: number;
  /** What the codes of `kind` and `reason` say, in words. */
  readonly kinds: readonly string[];
  readonly reasons: readonly string[];
  /** First segment of each job, and the number of segments. */
  readonly first: Int32Array;
  /** Seconds from the start of the scenario. */
  readonly from: Float64Array;
  readonly kind: Uint8Array;
  readonly reason: Uint8Array;
  /** Chip-hours the job held in the segment; chips on their way into it while it saves are not yet among them. */
  readonly chipHours: Float64Array;
}

export type { EventKind };

export interface EventRow {
  /** Running number over the whole run, kept or not. */
  readonly id: number;
  readonly seconds: number;
  readonly kind: EventKind;
  /** Id of the event that caused this one; -1: none. */
  readonly cause: number;
  readonly site: string;
  readonly subject: string;
  readonly text: string;
  /** Chips (or MW) concerned. */
  readonly amount: number;
}

export interface Bind {
  readonly site: string;
  /** "2026-03" */
  readonly month: string;
  readonly limit:
    | "chip supply"
    | "money"
    | "power"
    | "hall"
    | "demand"
    | "gang scheduling"
    | "failures"
    | "policy"
    | "commissioning"
    | "nothing";
  /** The largest non-useful bucket and its chip-hours, beside the useful and the whole. */
  readonly bucket: string;
  readonly chipHours: number;
  readonly usefulChipHours: number;
  readonly deliveredChipHours: number;
  /** One sentence, both numbers. */
  readonly text: string;
}

export interface BacktestRow {
  readonly series: string;
  readonly date: string;
  readonly unit: string;
  readonly actual: number;
  readonly low?: number;
  readonly high?: number;
  readonly simulated: number;
  readonly carryForward: number;
  readonly errorPercent: number;
  readonly carryForwardErrorPercent: number;
}

export interface BacktestSeries {
  readonly series: string;
  readonly points: number;
  readonly mapePercent: number;
  readonly carryForwardMapePercent: number;
}

export interface Headline {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  /** Rests mostly on assumed inputs, by count of those it depends on. */
  readonly illustrative: boolean;
  /** Error, as a share, of predicted serving rates it rests on. */
  readonly ratesBand?: number;
  /** Significant figures to show, where that is fewer than usual. */
  readonly figures?: number;
}

/** How free chips were scattered: means over the full hours of the run. */
export interface PlacementInfo {
  readonly freeChips: number;
  /** Free, but in UltraServers that are used or broken in part. */
  readonly partChips: number;
  readonly largestGangChips: number;
  /** 1 - largest gang / free chips: of the fleet's, in one pool; and within one UltraServer. */
  readonly fragmentation: number;
  readonly fragmentationInUltraServer: number;
  /** Job-hours of waiting, and those in which chips enough were free, but not together. */
  readonly waitingJobHours: number;
  readonly fitAfterMoveJobHours: number;
}

/** Failures over the run, and outages of sites, by cause. */
export interface FailureRow {
  readonly cause: string;
  readonly of: CauseOf;
  readonly count: number;
}

/** Mean of a quantity by hour of the week (Monday 00:00 UTC is 0), a row of 168 per calendar quarter. */
export interface WeekProfile {
  readonly series: string;
  readonly quarters: readonly string[];
  readonly mean: Float64Array;
}

export interface Result {
  readonly format: "capsim-result/1";
  readonly scenario: { readonly id: string; readonly title: string; readonly illustrative: boolean };
  readonly seed: number;
  readonly replication: number;
  readonly start: string;
  readonly end: string;
  readonly startEpochSeconds: number;
  readonly horizonSeconds: number;
  readonly binSeconds: number;
  readonly bins: number;
  readonly sites: readonly SiteInfo[];
  readonly pools: readonly PoolInfo[];
  /** Ids of LEDGER_STATES, the order of the ledger's columns. */
  readonly states: readonly string[];
  /** Chip-hours, [pool][state][bin] flattened: (pool * states + state) * bins + bin. */
  readonly ledger: Float64Array;
  /** Chip-hours between delivery and decommissioning, [pool][bin], counted apart from the states. */
  readonly delivered: Float64Array;
  /** MWh of IT load by state, as ledger; watts x chip-hours. */
  readonly energyLedgerMwh: Float64Array;
  /** MWh of IT load integrated from the power itself, [site][bin]; cross-foots with energyLedgerMwh. */
  readonly energyMwh: Float64Array;
  readonly series: readonly Series[];
  readonly profiles: readonly WeekProfile[];
  readonly jobs: readonly JobRow[];
  readonly timeline: JobTimeline;
  readonly events: readonly EventRow[];
  readonly eventsDropped: number;
  readonly eventsExecuted: number;
  readonly binds: readonly Bind[];
  readonly placement?: PlacementInfo;
  readonly failures: readonly FailureRow[];
  /** What repair did: counts, and seconds in the queues of crews. */
  readonly repairs: Readonly<RepairCounts>;
  readonly retrofits: readonly RetrofitRow[];
  readonly orders: readonly OrderRow[];
  readonly generations: readonly GenerationRow[];
  readonly agreement?: AgreementInfo;
  /** What the run did as far as money asks, and what that meant at the scenario's prices. */
  readonly money?: { readonly basis: MoneyBasis; readonly info: MoneyInfo };
  readonly servingBalance?: ServingBalance;
  readonly served?: ServedInfo;
  readonly accessPaths?: readonly AccessPathRow[];
  readonly latency?: LatencyInfo;
  /** Of the chips of the fleet that serve, the widest; absent where nothing serves. */
  readonly servingRates?: RatesError & { readonly chips: readonly string[] };
  readonly goodput: GoodputInfo;
  /** What a reader must know to read the rest: limits that cannot bind, replacements that do not pay. */
  readonly notes: readonly string[];
  readonly headlines: readonly Headline[];
  readonly findings: Readonly<
    Record<"power" | "fleet" | "utilisation" | "demand" | "campaigns" | "binds", string> &
      // Where the scenario asks for them.
      Partial<Record<"latency" | "replicas" | "money", string>>
  >;
  readonly crossFoot: readonly {
    readonly what: string;
    readonly ledger: number;
    readonly counted: number;
    readonly relative: number;
  }[];
  readonly backtest: { readonly rows: readonly BacktestRow[]; readonly series: readonly BacktestSeries[] };
  /** How many of the scenario's numbers rest on what, by confidence; "yours": written without a source. */
  readonly inputs: Readonly<Record<string, number>>;
  /** Hash over the unrounded bytes of all of the above numbers. */
  readonly digest: string;
}
