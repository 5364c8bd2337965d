/** The state of a run as a plain value. */
import type { Engine, Recorder } from "../engine/index.ts";
import type { Commissioning } from "../fleet/commissioning.ts";
import type { Hosts } from "../fleet/hosts.ts";
import type { Refresh } from "../fleet/refresh.ts";
import type { Reliability } from "../fleet/reliability.ts";
import type { Retrofit } from "../fleet/retrofit.ts";
import type { Serving } from "../inference/serving.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { Jobs } from "../training/index.ts";
import type { Balance } from "./balance.ts";
import type { RunShape } from "./fork.ts";
import type { PlacementSums } from "./placement.ts";
import type { StreamQueue } from "./stream-queue.ts";
import type { Throttle } from "./throttle.ts";

/** Counters of the run itself: how far the calendar is, arrivals and runs so far, chips on their way to serving. */
export interface Misc {
  cursor: number;
  agendaHandle: number;
  arrivals: number[];
  tried: number[];
  runs: number[];
  nextCause: number[];
  switches: { pool: number; chips: number }[];
  /** Places in `switches` whose chips have arrived. */
  switched: number[];
}

/** A run saved as a plain value: goes through structured clone, and so to a worker, a file or another process. */
export interface WorldSnapshot {
  readonly format: "capsim-snapshot/1";
  readonly scenario: string;
  readonly seed: number;
  readonly shape: RunShape;
  readonly engine: ReturnType<Engine["snapshot"]>;
  readonly recorder: ReturnType<Recorder["snapshot"]>;
  readonly log: ReturnType<EventLog["snapshot"]>;
  readonly ledger: ReturnType<ChipLedger["snapshot"]>;
  readonly hosts: ReturnType<Hosts["snapshot"]>;
  readonly jobs: ReturnType<Jobs["snapshot"]>;
  readonly serving: ReturnType<Serving["snapshot"]> | undefined;
  readonly balance: ReturnType<Balance["snapshot"]>;
  readonly throttle: ReturnType<Throttle["snapshot"]>;
  readonly reliability: ReturnType<Reliability["snapshot"]>;
  readonly commissioning: ReturnType<Commissioning["snapshot"]>;
  readonly retrofit: ReturnType<Retrofit["snapshot"]>;
  readonly refresh: ReturnType<Refresh["snapshot"]> | undefined;
  readonly supply: readonly Float64Array[];
  readonly placement: PlacementSums | undefined;
  readonly queue: ReturnType<StreamQueue["snapshot"]> | undefined;
  readonly misc: Misc;
  readonly wanted: Uint8Array;
  readonly below: Uint8Array;
  readonly fleetChips: number;
}
