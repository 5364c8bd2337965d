/**
 * The Model: a scenario compiled to numbers. Everything is resolved (dates to seconds from the start,
 * ids to indices, slips drawn once); a run reads it and never changes it.
 */

import type { DemandModel } from "./demand.ts";
import type { LimitsModel } from "./limits.ts";
import type { MoneyModel } from "./money.ts";
import type { CauseShares, ReliabilityModel, RepairModel } from "./reliability.ts";

export type * from "./demand.ts";
export type * from "./limits.ts";
export type * from "./money.ts";

/** A homogeneous group of UltraServers: one system at one site. */
export interface PoolModel {
  readonly id: string;
  readonly site: number;
  readonly system: string;
  readonly chip: string;
  readonly chipName: string;
  readonly chipsPerUs: number;
  readonly hostsPerUs: number;
  readonly chipsPerHost: number;
  readonly wattsPerChip: number;
  readonly fitsAir: boolean;
  readonly fitsLiquid: boolean;
  readonly peakBf16: number;
  readonly peakFp8: number;
  /** Chip's general availability, seconds from the start (negative: before it). */
  readonly availableSeconds: number;
  /** UltraServers that will ever be delivered here; an upper bound where a refresh may bring some. */
  readonly totalUs: number;
  /** May any campaign or stream run here? Only then a training share is kept. */
  readonly trainable: boolean;
  /** mW per chip in each ledger state. */
  readonly stateMilliwatts: Float64Array;
  /** Failures per second of one host (chips and host) and of one UltraServer as a whole (its fabric and more). */
  readonly hostFailuresPerSecond: number;
  readonly fabricFailuresPerSecond: number;
  /** Expected part of the UltraServers that are out or have a host out. */
  readonly usOutShare: number;
  readonly hostCauses: CauseShares;
  readonly fabricCauses: CauseShares;
  /** Failures per second that stop a gang, per chip of it (host and fabric shares). */
  readonly gangFailuresPerChipSecond: number;
  /** Output tokens/s per chip while serving on the first day of demand, by kind of load (`DemandModel.kinds`). */
  readonly tokensPerSecond: Float64Array;
}

/** A phase of a site's halls, for the reader: cumulative MW of IT load, all tenants; seconds from the start. */
export interface PhaseModel {
  readonly id: string;
  readonly hall: "air" | "liquid";
  readonly plannedSeconds: number;
  readonly readySeconds: number;
  readonly itMw: number;
}

export interface SiteModel {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly tenancyShare: number;
  readonly annualPue: number;
  readonly peakPue: number;
  readonly utilityKnown: boolean;
  readonly illustrative: boolean;
  readonly buildingItWatts: number;
  /** What its dated retrofits cost, USD per W of IT load, by id; absent: not stated. */
  readonly retrofitUsdPerWatt: Readonly<Record<string, number>>;
  readonly pools: readonly number[];
  readonly phases: readonly PhaseModel[];
}

/** What the calendar brings, sorted by time; one event is pending at a time. */
export interface Agenda {
  readonly count: number;
  readonly time: Float64Array;
  readonly kind: Int32Array;
  /** Index of what it concerns: site, pool, campaign or stream. */
  readonly subject: Int32Array;
  /** Watts, or UltraServers. */
  readonly amount: Float64Array;
  /** Of a delivery that stood before the start: when it came into service. Of a retrofit: s out of use. Else NaN. */
  readonly extra: Float64Array;
  /** What the log says of it. */
  readonly label: readonly string[];
}

export const AGENDA = {
  agreement: 0,
  buildingAir: 1,
  buildingLiquid: 2,
  utility: 3,
  curtail: 4,
  retrofit: 5,
  delivery: 6,
  campaign: 7,
  stream: 8,
  siteOutage: 9,
  failure: 10,
  putOff: 11,
} as const;

export interface JobSpec {
  readonly id: string;
  readonly name: string;
  readonly kind: "campaign" | "stream";
  /** Candidate pools, first choice first. */
  readonly pools: readonly number[];
  readonly priority: number;
  readonly preemptible: boolean;
  readonly precision: "bf16" | "fp8";
  readonly mfu: number;
  readonly writeSeconds: number;
  /** Seconds of work between checkpoints; 0: by the rule. */
  readonly intervalSeconds: number;
  readonly intervalRule: "optimum" | "young" | "daly";
  /** Work goes on while a checkpoint is written; `stallSeconds` is what it blocks then. */
  readonly async: boolean;
  readonly stallSeconds: number;
  readonly memory: MemoryTierModel | undefined;
  readonly recovery: RecoveryModel;
  /** Seed of its own draws. */
  readonly key: number;
}

/** Copies in the memory of other hosts: work between two, blocking write, s; losses of hosts they survive. */
export interface MemoryTierModel {
  readonly everySeconds: number;
  readonly writeSeconds: number;
  readonly survivesHosts: number;
}

/** How a gang goes on after it has lost an UltraServer. Seconds; `rejoinSeconds` -1: the recovery time of the day. */
export type RecoveryModel =
  | { readonly by: "restart" }
  | { readonly by: "standby"; readonly chips: number; readonly swapSeconds: number }
  | {
      readonly by: "replica";
      readonly replicas: number;
      readonly pauseSeconds: number;
      readonly rejoinSeconds: number;
    };

/** What stops a job and breaks nothing, by cause. */
export interface InterruptionModel {
  readonly id: string;
  readonly name: string;
  readonly planned: boolean;
  /** Per second and chip the job holds. */
  readonly perChipSecond: number;
}

export interface CampaignModel extends JobSpec {
  readonly startSeconds: number;
  /** Chips, or 0 where a share of the fleet in service is asked. */
  readonly maxChips: number;
  readonly maxShare: number;
  readonly minChips: number;
  readonly minShareOfMax: number;
  /** FLOP, or 0 where days of undisturbed work on its maximum are asked. */
  readonly flops: number;
  /** FLOP by run, where the work is a share of the planned fleet; empty otherwise. */
  readonly plannedFlops: Float64Array;
  /** Least expected ETTR its gang is made for; 0: any. */
  readonly ettrFloor: number;
  readonly withinBuilding: boolean;
  /** Waits for the fastest pool instead of taking one that is free. */
  readonly prefersSpeed: boolean;
  readonly days: number;
  /** Seconds from the start, or -1. */
  readonly deadlineSeconds: number;
  /** Seconds after the job's submission, or -1. */
  readonly deadlineAfterSeconds: number;
  /** Seconds, or -1: runs once. */
  readonly repeatAfterSeconds: number;
}

export interface DistributionModel {
  readonly kind: "constant" | "uniform" | "lognormal" | "exponential" | "table";
  /** The value, the low end, the 5th percentile or the mean. */
  readonly a: number;
  readonly b: number;
  /** Of a table. */
  readonly values?: readonly number[];
  readonly weights?: readonly number[];
  /** Of a lognormal's logarithm: ln(b / a) over twice the 95th percentile of the standard normal. */
  readonly sigma: number;
}

/** How jobs of streams are queued, where the scenario names a discipline. */
export interface QueueModel {
  readonly discipline: string;
  readonly graceSeconds: number;
  readonly halfLifeSeconds: number;
  /** A user's estimate over the undisturbed time. */
  readonly estimateFactor: number;
  /** By team; they add up to 1. */
  readonly shares: readonly number[];
  readonly borrow: boolean;
  readonly reclaim: boolean;
}

export interface StreamModel extends JobSpec {
  /** Index of its team, or -1. */
  readonly team: number;
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly meanGapSeconds: number;
  /** Factor on the rate by hour of the week from Monday, UTC; its mean is 1. */
  readonly week: Float64Array | undefined;
  /** Instead of draws: submissions [s] in order, chips and seconds of undisturbed work. */
  readonly log:
    | { readonly submit: Float64Array; readonly chips: Float64Array; readonly seconds: Float64Array }
    | undefined;
  readonly chips: DistributionModel;
  readonly days: DistributionModel;
}

/** Replacement of chips by age. */
export interface RefreshModel {
  readonly ageSeconds: number;
  readonly leadSeconds: number;
  readonly retrofitSeconds: number;
  readonly usdPerItWatt: number | undefined;
  readonly minGain: number;
  /** Pools that may take a place at their site, by site. */
  readonly candidates: readonly (readonly number[])[];
  /** Useful work per watt of every pool: dense FLOP/s in training and output tokens/s, 0 where it does none. */
  readonly trainingPerWatt: Float64Array;
  readonly tokensPerWatt: Float64Array;
  readonly trainingWeight: number;
}

/** What one generation does per watt in this model, beside what its vendor says. */
export interface GenerationModel {
  readonly chip: string;
  readonly name: string;
  readonly system: string;
  readonly availableSeconds: number;
  readonly wattsPerChip: number;
  readonly halls: readonly ("air" | "liquid")[];
  /** Dense FLOP/s per IT watt at mature software, before MFU. */
  readonly bf16FlopsPerWatt: number;
  readonly fp8FlopsPerWatt: number;
  /** Output tokens/s per IT MW on the scenario's class mix, first day of demand; 0 where it serves nothing. */
  readonly tokensPerSecondPerMw: number;
  /** The same of chips that only decode, and output tokens/s whose prompts are read by chips that do nothing else. */
  readonly decodeTokensPerSecondPerMw: number;
  readonly prefillTokensPerSecondPerMw: number;
  /** Nothing was measured at large batch on this chip: its tokens are a prediction; `band` is their error as a share. */
  readonly prediction: boolean;
  readonly band: number;
  readonly projected: boolean;
  readonly claims: readonly {
    readonly measure: string;
    readonly than: string;
    readonly factor: number;
    readonly source: string;
  }[];
}

/** A delivery as ordered: seconds from the start. */
export interface OrderModel {
  readonly delivery: string;
  readonly site: string;
  readonly system: string;
  readonly chips: number;
  readonly plannedSeconds: number;
  readonly arrivesSeconds: number;
  /** NaN: no lead time is stated. */
  readonly orderBySeconds: number;
  readonly cancelled: boolean;
  /** Of its chips, those that wait for money: how many, the longest wait (s; Infinity: not within the run), which limit. */
  readonly putOff?: { readonly chips: number; readonly seconds: number; readonly by: "capital" | "spend" };
  readonly chipName: string;
  /** IT W of its chips. */
  readonly watts: number;
  /** When it was placed; NaN: not stated. */
  readonly orderedSeconds: number;
  /** Of a fill: the phase it is for and when that hall is ready; "" and NaN where it takes what room there is. */
  readonly phase: string;
  readonly hallReadySeconds: number;
}

/** What can be made of a chip, by date, and what the scenario's deliveries take of it. */
export interface SupplyModel {
  readonly chip: string;
  readonly points: readonly { readonly at: number; readonly units: number }[];
  readonly thenPerSecond: number;
  readonly taken: number;
}

export interface Model {
  readonly scenarioId: string;
  readonly title: string;
  readonly illustrative: boolean;
  /** What lies up to here was known when the scenario was written; later actuals are predictions to check. */
  readonly knownUntilSeconds: number;
  readonly seed: number;
  readonly replication: number;
  readonly start: string;
  readonly end: string;
  readonly startEpochSeconds: number;
  readonly horizonSeconds: number;
  readonly binSeconds: 3600 | 21600 | 86400 | 604800;
  readonly sites: readonly SiteModel[];
  readonly pools: readonly PoolModel[];
  readonly agenda: Agenda;
  readonly campaigns: readonly CampaignModel[];
  readonly streams: readonly StreamModel[];
  /** Undefined: higher priority first, then by submission; whatever fits starts. */
  readonly queue: QueueModel | undefined;
  readonly demand: DemandModel | undefined;
  readonly oversubscription: number;
  readonly throttleOrder: readonly ("training" | "serving" | "idle")[];
  readonly burnInSeconds: number;
  /** Seconds, or Infinity. */
  readonly lifeSeconds: number;
  readonly refresh: RefreshModel | undefined;
  readonly agreement:
    | {
        readonly name: string;
        readonly basis: "facility" | "it";
        readonly capacityWatts: number;
      }
    | undefined;
  /** Undefined where the scenario says nothing of money. */
  readonly money: MoneyModel | undefined;
  /** Undefined where no annual limit is set on money. */
  readonly limits: LimitsModel | undefined;
  readonly generations: readonly GenerationModel[];
  readonly orders: readonly OrderModel[];
  readonly supply: readonly SupplyModel[];
  /** What the compiler has to say to the reader: limits that cannot bind, a refresh that cannot pay. */
  readonly notes: readonly string[];
  readonly reliability: ReliabilityModel;
  readonly repair: RepairModel;
  readonly jobFailuresPerSecond: number;
  readonly interruptions: readonly InterruptionModel[];
  /** Sum of those that are not planned. */
  readonly unplannedPerChipSecond: number;
  readonly restartsCanFail: boolean;
  /** Breakpoints of the recovery trend, seconds from the start and seconds of recovery. */
  readonly recovery: { readonly at: Float64Array; readonly seconds: Float64Array };
  readonly campusMfuFactor: number;
  /** Factor of a job larger than one UltraServer; 1: none. */
  readonly ultraServerMfuFactor: number;
  /** Looks every hour at how free chips are scattered. */
  readonly fragmentation: boolean;
  readonly softwareRamp: { readonly initial: number; readonly seconds: number } | undefined;
  /** Name of a sharing policy. */
  readonly policy: string;
  readonly trainingShare: number;
  /** Reserve over the most demand ahead, and whole hours of it; undefined: the policy does not look ahead. */
  readonly harvest: { readonly reserve: number; readonly lookAheadHours: number } | undefined;
  readonly switchSeconds: number;
  readonly growStep: number;
  readonly inputs: Readonly<Record<string, number>>;
  /** The same by part of the scenario: sites, training, inference, ... */
  readonly inputParts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly actuals: readonly {
    readonly series: string;
    readonly date: string;
    readonly seconds: number;
    readonly value: number;
    readonly unit: string;
    readonly low?: number;
    readonly high?: number;
  }[];
  /** Slips drawn, for the reader: months by phase or delivery. */
  readonly slips: Readonly<Record<string, number>>;
}
