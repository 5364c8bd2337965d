/**
 * How free chips are scattered, looked at once an hour: the largest gang that fits inside one domain over all that is
 * free, and whether what waits would fit if others were moved together.
 */
import type { Hosts } from "../fleet/hosts.ts";
import type { Model } from "../model/types.ts";
import type { Jobs } from "../training/index.ts";
import type { Balance } from "./balance.ts";

/** Sums over the hours looked at; chips at the time, and shares of them. */
export interface PlacementSums {
  hours: number;
  freeChips: number;
  /** Free chips of UltraServers that are used or broken in part: no gang can have them. */
  partChips: number;
  /** Largest gang on whole UltraServers of one pool, and what that leaves of the fleet's free chips. */
  largestGangChips: number;
  fragmentation: number;
  /** The same inside one UltraServer, by pool, weighted by its free chips: what a job smaller than one sees. */
  fragmentationInUs: number;
  waitingJobs: number;
  /** Of those: chips enough are free in a pool that may have it, and not together. */
  fitAfterMove: number;
}

/** External fragmentation: 1 - (largest gang inside one domain) / (free chips); 0 where nothing is free. */
export const fragmentation = (largest: number, free: number): number => (free > 0 ? 1 - largest / free : 0);

export class Placement {
  sums: PlacementSums = {
    hours: 0,
    freeChips: 0,
    partChips: 0,
    largestGangChips: 0,
    fragmentation: 0,
    fragmentationInUs: 0,
    waitingJobs: 0,
    fitAfterMove: 0,
  };
  private readonly model: Model;
  private readonly hosts: Hosts;
  private readonly jobs: Jobs;
  private readonly balance: Balance;

  constructor(model: Model, hosts: Hosts, jobs: Jobs, balance: Balance) {
    this.model = model;
    this.hosts = hosts;
    this.jobs = jobs;
    this.balance = balance;
  }

  look(): void {
    const { sums, hosts, model } = this;
    let free = 0;
    let whole = 0;
    let largest = 0;
    let scattered = 0;
    model.pools.forEach((p, pool) => {
      const chips = this.freeIn(pool);
      const inWhole = Math.min(chips, hosts.wholeFree(pool) * p.chipsPerUs);
      free += chips;
      whole += inWhole;
      largest = Math.max(largest, Math.floor(inWhole / p.chipsPerUs) * p.chipsPerUs);
      const inOne = Math.min(chips, hosts.mostFree(pool) * p.chipsPerHost);
      scattered += chips * fragmentation(inOne, chips);
    });
    sums.hours++;
    sums.freeChips += free;
    sums.partChips += free - whole;
    sums.largestGangChips += largest;
    sums.fragmentation += fragmentation(largest, free);
    sums.fragmentationInUs += free > 0 ? scattered / free : 0;
    for (const slot of this.jobs.waiting) {
      sums.waitingJobs++;
      if (this.fitsAfterMove(slot)) sums.fitAfterMove++;
    }
  }

  /** Chips of a pool that nobody holds, serves on or keeps as spares. */
  private freeIn(pool: number): number {
    const { balance } = this;
    return Math.max(0, balance.freeChips(pool) - balance.claimed(pool) - balance.keptChips(pool));
  }

  /** Chips enough are free in one of its pools: it waits because they are not together. */
  private fitsAfterMove(slot: number): boolean {
    const { model, hosts } = this;
    const job = this.jobs.job(slot);
    const pools = job.pool >= 0 ? [job.pool] : this.jobs.specOf(job).pools;
    return pools.some((pool) => {
      const p = model.pools[pool];
      if (p === undefined) return false;
      const single = job.pool >= 0 ? job.hostsWanted * p.chipsPerHost : job.chipsAsked;
      const asked = single > 0 ? single : Math.max(0, job.minUs * p.chipsPerUs - job.chips);
      const together =
        asked < p.chipsPerUs ? hosts.mostFree(pool) * p.chipsPerHost : hosts.wholeFree(pool) * p.chipsPerUs;
      return asked > 0 && asked <= this.freeIn(pool) && asked > together;
    });
  }
}
