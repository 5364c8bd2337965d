/** What serving asks of the run it is part of, and what it keeps of itself. */
import type { Recorder } from "../engine/index.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { Model } from "../model/types.ts";
import type { LatencyHours } from "./latency-hours.ts";
import type { SharesSnapshot } from "./model-shares.ts";
import type { ReplicasSnapshot } from "./replicas.ts";
import type { FlowsSnapshot } from "./flows.ts";

/** Where serving records. */
export interface ServingChannels {
  /** First channel of demand and served tokens/s by region, and of chips and tokens by (pool, kind). */
  readonly demand: number;
  readonly served: number;
  readonly busy: number;
  /** Of chips weighted by what a chip-hour serves now over the first day; the same as busy without a trend. */
  readonly work: number;
  readonly tokens: number;
  /** Tokens/s by (reason, region), and tokens that wait by region; -1: not recorded. */
  readonly unserved: number;
  readonly waiting: number;
  /** Chips of replicas and those a perfect autoscaler would keep; -1: not recorded. */
  readonly replicas: number;
  /** Tokens/s and USD/s by served model; -1: not recorded. */
  readonly models: number;
  readonly revenue: number;
  /** Latency by (region, class, measure); -1: not recorded. */
  readonly latency: number;
}

export interface ServingPorts {
  readonly model: Model;
  readonly recorder: Recorder;
  readonly log: EventLog;
  readonly channels: ServingChannels;
  /** Where latency is worked out, or decides where demand may go. */
  readonly latency: LatencyHours | undefined;
  readonly startHourOfWeek: number;
  /** Has the pool any chips in service? */
  standing(pool: number): boolean;
  /** Chips serving may claim without taking any from a job; and more, by taking them. */
  room(pool: number): number;
  preemptible(pool: number): number;
  /** Takes at least `chips` from jobs of a pool where it can; returns how many came free. */
  preempt(pool: number, chips: number, now: number, cause: number): number;
  /** Chips jobs hold beyond what the policy leaves them in this hour. */
  overdrawn(pool: number): number;
  /** Chips of new replicas load weights for `seconds` before they serve. */
  startChips(pool: number, chips: number, seconds: number, now: number): void;
  touch(pool: number): void;
}

export interface ServingSnapshot {
  readonly claim: Float64Array;
  readonly want: Float64Array;
  readonly demand: Float64Array;
  readonly fraction: Float64Array;
  readonly starting: Float64Array;
  readonly unserved: Uint8Array;
  readonly flows: FlowsSnapshot;
  readonly shares: SharesSnapshot;
  readonly waiting: Float64Array | undefined;
  /** Number of the hour routed last. */
  readonly hour: number;
  readonly replicas: ReplicasSnapshot;
  readonly turnedAway: Float64Array;
}
