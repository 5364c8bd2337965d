/**
 * Why a job that waits or stalls does not have its chips, as it stands now. Chips that are idle and kept from it are
 * named first; else whoever holds most of the pool.
 */
import type { Hosts } from "../fleet/hosts.ts";
import type { Model } from "../model/types.ts";
import { WHY } from "../training/index.ts";
import type { Job, Jobs } from "../training/index.ts";
import type { Balance } from "./balance.ts";

export interface WaitPorts {
  readonly model: Model;
  readonly hosts: Hosts;
  readonly jobs: Jobs;
  readonly balance: Balance;
  /** Chips and whole UltraServers training may take in a pool now. */
  availableChips(pool: number, preemptible: boolean): number;
  availableUs(pool: number, preemptible: boolean): number;
  /** False while the site has no power for jobs. */
  open(pool: number): boolean;
}

/** Reasons of several pools: the one of the pool that is nearest to taking the job counts. */
const NEARNESS: Readonly<Record<number, number>> = {
  [WHY.notDelivered]: 0,
  [WHY.tooSmall]: 1,
  [WHY.noPower]: 2,
};
const near = (why: number): number => NEARNESS[why] ?? 3;

export class WaitReasons {
  private readonly ports: WaitPorts;
  /** Chips that waiting jobs have set aside, by pool, as of the last look. */
  private readonly aside: Float64Array;

  constructor(ports: WaitPorts) {
    this.ports = ports;
    this.aside = new Float64Array(ports.model.pools.length);
  }

  /** A pass over the queue is over, in which jobs took these chips by pool: who still waits or stalls gets its reason. */
  mark(taken: Float64Array | undefined, now: number): void {
    const { jobs } = this.ports;
    if (jobs.waiting.length === 0 && jobs.stalled === 0) return;
    this.countAside();
    for (const slot of jobs.waiting) this.markOne(jobs.job(slot), taken, now);
    if (jobs.stalled === 0) return;
    for (const slot of jobs.active) {
      const job = jobs.job(slot);
      if (job.phase === "stalled") this.markOne(job, undefined, now);
    }
  }

  /** Why the chips that a job lacks are not there. */
  of(job: Job): number {
    this.countAside();
    return this.reason(job);
  }

  private markOne(job: Job, taken: Float64Array | undefined, now: number): void {
    const { jobs } = this.ports;
    let why = this.reason(job);
    // Who took its room holds it on: that reason stays until there is another one.
    // A gang that gathers chips takes all there are itself.
    if ((why === WHY.held || why === WHY.reserved) && job.chips === 0) {
      const was = jobs.holdings.line.whyOf(job.slot);
      if (was === WHY.outranked || (taken !== undefined && this.hadRoom(job, taken))) why = WHY.outranked;
    }
    jobs.holdings.waits(job, why, now);
  }

  /** Whether it could have begun with what others took in this pass: they came before it in the queue. */
  private hadRoom(job: Job, taken: Float64Array): boolean {
    if (job.pool >= 0) return this.hadRoomIn(job, job.pool, taken);
    return this.ports.jobs.specOf(job).pools.some((pool) => this.hadRoomIn(job, pool, taken));
  }

  private hadRoomIn(job: Job, pool: number, taken: Float64Array): boolean {
    const took = taken[pool] ?? 0;
    if (took === 0) return false;
    const { ports } = this;
    const lacks = this.lacks(job, pool);
    const perUs = ports.model.pools[pool]?.chipsPerUs ?? 0;
    const left =
      lacks < perUs
        ? ports.availableChips(pool, job.preemptible)
        : ports.availableUs(pool, job.preemptible) * perUs;
    return left + took >= lacks;
  }

  private reason(job: Job): number {
    if (job.pool >= 0) return this.inPool(job, job.pool);
    let best: number = WHY.notDelivered;
    for (const pool of this.ports.jobs.specOf(job).pools) {
      const why = this.inPool(job, pool);
      if (near(why) > near(best)) best = why;
    }
    // It had a pool once: what is there now is less than it was.
    return best === WHY.tooSmall && job.goal > 0 ? WHY.shrunk : best;
  }

  private inPool(job: Job, pool: number): number {
    const { model, hosts, balance } = this.ports;
    const chipsPerUs = model.pools[pool]?.chipsPerUs ?? 0;
    const inService = ((hosts.installed[pool] ?? 0) - (hosts.retired[pool] ?? 0)) * chipsPerUs;
    if (inService === 0) return WHY.notDelivered;
    const lacks = this.lacks(job, pool);
    if (!this.ports.open(pool)) return WHY.noPower;
    // A campaign without a pool has found none that is large enough.
    if ((job.pool < 0 && job.kind === "campaign") || inService - job.chips < lacks) return WHY.tooSmall;
    if (this.ports.availableChips(pool, job.preemptible) >= lacks)
      return this.fits(job, pool, lacks) ? WHY.discipline : WHY.fragments;
    const free = balance.freeChips(pool);
    const claimed = balance.claimed(pool);
    if (free - claimed - balance.keptChips(pool) >= lacks) return WHY.policy;
    if (free - claimed >= lacks) return WHY.spares;
    const aside = (this.aside[pool] ?? 0) - (job.phase === "waiting" && job.pool === pool ? job.chips : 0);
    if (free - claimed + aside >= lacks) return WHY.reserved;
    const held = this.ports.jobs.holdings.held[pool] ?? 0;
    const running = held - (this.aside[pool] ?? 0) - (job.phase === "stalled" ? job.chips : 0);
    const broken = inService - free - held;
    if (claimed >= running && claimed >= broken) return WHY.serving;
    return running >= broken ? WHY.held : WHY.repair;
  }

  /** Whether a job of a stream might start, were it not for the discipline that queues it. */
  private fits(job: Job, pool: number, lacks: number): boolean {
    const { model, hosts } = this.ports;
    const p = model.pools[pool];
    if (model.queue === undefined || job.kind !== "stream" || p === undefined) return false;
    return lacks < p.chipsPerUs
      ? hosts.bestFit(pool, lacks / p.chipsPerHost) >= 0
      : this.ports.availableUs(pool, job.preemptible) * p.chipsPerUs >= lacks;
  }

  /** Chips a job would still have to get in a pool to begin or go on. */
  private lacks(job: Job, pool: number): number {
    const p = this.ports.model.pools[pool];
    if (p === undefined) return 0;
    if (job.pool >= 0)
      return job.hostsWanted > 0
        ? job.hostsWanted * p.chipsPerHost
        : Math.max(1, job.minUs - job.us.length) * p.chipsPerUs;
    const hosts = Math.max(1, Math.ceil(job.chipsAsked / p.chipsPerHost));
    return hosts < p.hostsPerUs
      ? hosts * p.chipsPerHost
      : Math.ceil(job.chipsAsked / p.chipsPerUs) * p.chipsPerUs;
  }

  private countAside(): void {
    const { aside } = this;
    aside.fill(0);
    const { jobs } = this.ports;
    for (const slot of jobs.waiting) {
      const job = jobs.job(slot);
      if (job.chips > 0) aside[job.pool] = (aside[job.pool] ?? 0) + job.chips;
    }
  }
}
