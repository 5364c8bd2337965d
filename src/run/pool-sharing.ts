/** What training may take in a pool and what serving may take from it, as the sharing policy says. */
import type { Serving } from "../inference/serving.ts";
import type { Model } from "../model/types.ts";
import { SHARING_POLICIES } from "../sharing/index.ts";
import type { PoolShare, SharingPolicy } from "../sharing/index.ts";
import { WHY } from "../training/index.ts";
import type { Job, Jobs } from "../training/index.ts";
import { heldBeside } from "../training/index.ts";
import type { Balance } from "./balance.ts";

export interface SharingPorts {
  readonly model: Model;
  readonly balance: Balance;
  readonly jobs: Jobs;
  /** False while the site has no power for jobs. */
  open(pool: number): boolean;
  /** A job waits for chips in a pool, or runs there below its size. */
  trainingWaits(pool: number): boolean;
  readonly serving: Serving | undefined;
}

export class PoolSharing {
  readonly policy: SharingPolicy;
  /** Chips of the fleet that are up, taken once an hour. */
  fleetChips = 0;
  private readonly ports: SharingPorts;
  private readonly scratch: { -readonly [K in keyof PoolShare]: PoolShare[K] };

  constructor(ports: SharingPorts) {
    const policy = SHARING_POLICIES[ports.model.policy];
    if (policy === undefined) throw new Error(`sharing.policy ${ports.model.policy} is not known`);
    this.policy = policy;
    this.ports = ports;
    this.scratch = {
      freeChips: 0,
      claimedChips: 0,
      trainingChips: 0,
      trainingShare: ports.model.trainingShare,
      fleetChips: 0,
      fleetTrainingChips: 0,
      trainingWaits: false,
      firmChips: 0,
      preemptible: true,
      neededAhead: 0,
      reserve: ports.model.harvest?.reserve ?? 0,
    };
  }

  /** Counts the fleet's chips anew: once an hour will do for a share of them. */
  countFleet(): void {
    const { balance, jobs, model } = this.ports;
    let chips = jobs.holdings.heldInAll;
    for (let pool = 0; pool < model.pools.length; pool++) chips += balance.freeChips(pool);
    this.fleetChips = chips;
  }

  /** Chips serving may claim without taking any from a job. */
  servingRoom(pool: number): number {
    return this.policy.servingRoom(this.share(pool));
  }

  /** Chips a job may take that may be preempted, or not. */
  trainingRoom(pool: number, preemptible: boolean): number {
    return Math.max(0, this.policy.trainingRoom(this.share(pool, preemptible)));
  }

  /** Whole UltraServers such a job may take. */
  trainingUs(pool: number, preemptible: boolean): number {
    return this.ports.open(pool)
      ? this.ports.balance.wholeFor(pool, this.trainingRoom(pool, preemptible))
      : 0;
  }

  /** Chips training holds above what the policy leaves it now. */
  overdrawn(pool: number): number {
    const { held } = this.ports.jobs.holdings;
    if (this.policy.trainingMost === undefined || held[pool] === 0) return 0;
    return Math.max(0, (held[pool] ?? 0) - this.policy.trainingMost(this.share(pool)));
  }

  /** Chips serving may take from jobs. */
  preemptibleChips(pool: number): number {
    if (!this.policy.preempts) return 0;
    const preemptible = this.ports.jobs.holdings.preemptible[pool] ?? 0;
    if (this.policy.protectedChips === undefined) return preemptible;
    const { held } = this.ports.jobs.holdings;
    const kept = this.policy.protectedChips(this.share(pool));
    return Math.max(0, Math.min(preemptible, (held[pool] ?? 0) - kept));
  }

  /** Takes chips from jobs: reservations first, then low priority, then the youngest. Returns what came free. */
  preempt(pool: number, chips: number, now: number, cause: number): number {
    const perUs = this.ports.model.pools[pool]?.chipsPerUs ?? 1;
    const rank = (job: Job): number => (job.phase === "waiting" ? -1 : job.priority);
    const victims = this.holders(pool).filter((job) => job.preemptible);
    let freed = 0;
    for (const job of victims.toSorted((a, b) => rank(a) - rank(b) || b.slot - a.slot)) {
      if (freed >= chips) break;
      freed += this.ports.jobs.preempt(job, Math.ceil((chips - freed) / perUs), now, cause, WHY.servingTook);
    }
    return freed;
  }

  /** One object for all calls: policies read it and let it go. */
  private share(pool: number, preemptible = true): PoolShare {
    const { scratch, ports } = this;
    const { held, preemptible: taken } = ports.jobs.holdings;
    scratch.freeChips = Math.max(0, ports.balance.freeChips(pool) - ports.balance.keptChips(pool));
    scratch.claimedChips = ports.balance.claimed(pool);
    scratch.trainingChips = held[pool] ?? 0;
    scratch.firmChips = (held[pool] ?? 0) - (taken[pool] ?? 0);
    scratch.preemptible = preemptible;
    scratch.neededAhead = ports.serving?.replicas.neededAhead[pool] ?? 0;
    scratch.trainingShare = ports.model.pools[pool]?.trainable === true ? ports.model.trainingShare : 0;
    scratch.fleetChips = this.fleetChips;
    scratch.fleetTrainingChips = ports.jobs.holdings.heldInAll;
    scratch.trainingWaits = ports.trainingWaits(pool);
    return scratch;
  }

  private holders(pool: number): Job[] {
    const { jobs } = this.ports;
    const holds = (job: Job): boolean => job.pool === pool && (job.chips > 0 || heldBeside(job) > 0);
    return [...jobs.waiting, ...jobs.active].map((slot) => jobs.job(slot)).filter(holds);
  }
}
