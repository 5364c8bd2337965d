/**
 * Keeps what a site draws within what is energised less what is curtailed. When load would exceed it, the
 * scenario's order says who gives way: training runs slower, replicas and idle chips are switched off. Where
 * even that is not enough the site's jobs pause and burn-in stops. Eased once an hour and when supply changes.
 */
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import type { EventLog } from "../ledger/event-log.ts";
import { S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";
import type { Job, Jobs } from "../training/index.ts";
import { WHY, heldBeside } from "../training/index.ts";
import type { Balance } from "./balance.ts";

export interface ThrottlePorts {
  readonly model: Model;
  readonly ledger: ChipLedger;
  readonly balance: Balance;
  readonly jobs: Jobs;
  readonly log: EventLog;
  /** IT watts that may be drawn at a site now. */
  limitWatts(site: number): number;
}

export interface ThrottleSnapshot {
  readonly active: Uint8Array;
  readonly dark: Uint8Array;
  readonly burnInOff: Float64Array;
  readonly capEvent: Int32Array;
}

const DAY = 86_400;

export class Throttle {
  /** 1 while anything at the site is throttled; dark: while its jobs may not run at all. */
  readonly active: Uint8Array;
  readonly dark: Uint8Array;
  private readonly burnInOff: Float64Array;
  /** Event that the present shortage began with, by site. */
  private readonly capEvent: Int32Array;
  private readonly ports: ThrottlePorts;

  constructor(ports: ThrottlePorts) {
    this.ports = ports;
    this.active = new Uint8Array(ports.model.sites.length);
    this.dark = new Uint8Array(ports.model.sites.length);
    this.burnInOff = new Float64Array(ports.model.pools.length);
    this.capEvent = new Int32Array(ports.model.sites.length).fill(-1);
  }

  /** Throttles a site that draws too much. Returns true where anything changed. */
  check(site: number, now: number): boolean {
    const limit = this.ports.limitWatts(site) * 1000;
    if (this.ports.ledger.siteMilliwatts(site) <= limit) return false;
    this.apply(site, limit, now);
    return true;
  }

  /**
   * Gives back what was taken and takes anew what is needed now; called each hour. A dark site is tried again once a
   * day, or its jobs would start and stop all day.
   */
  ease(site: number, now: number): void {
    if (this.active[site] === 0 || (this.dark[site] !== 0 && now % DAY !== 0)) return;
    this.lift(site, now);
  }

  /** What the site is supplied with has changed. */
  supplyChanged(site: number, now: number): void {
    if (this.active[site] === 1) this.lift(site, now);
    else this.check(site, now);
  }

  private lift(site: number, now: number): void {
    this.dark[site] = 0;
    for (const job of this.jobsAt(site)) this.ports.jobs.setCap(job, 0, now);
    for (const pool of this.poolsAt(site)) {
      this.ports.balance.cappedServing[pool] = 0;
      this.ports.balance.cappedIdle[pool] = 0;
      this.ports.balance.update(pool, now);
    }
    this.restoreBurnIn(site, now);
    if (this.check(site, now)) return;
    this.active[site] = 0;
    this.ports.log.add("power-free", now, -1, site, this.ports.model.sites[site]?.id ?? "", 0);
  }

  restoreBurnIn(site: number, now: number): void {
    const { ledger } = this.ports;
    for (const pool of this.poolsAt(site)) {
      const off = this.burnInOff[pool] ?? 0;
      if (off === 0) continue;
      this.burnInOff[pool] = 0;
      ledger.leave(pool, S.powerCapped, off, now);
      ledger.enter(pool, S.burnIn, off, now);
    }
  }

  private apply(site: number, limit: number, now: number): void {
    const { model, ledger, log } = this.ports;
    if (this.active[site] === 0) {
      const over = (ledger.siteMilliwatts(site) - limit) / 1000;
      this.capEvent[site] = log.add("power-cap", now, -1, site, model.sites[site]?.id ?? "", over);
    }
    this.active[site] = 1;
    for (const who of model.throttleOrder) {
      const over = ledger.siteMilliwatts(site) - limit;
      if (over <= 0) return;
      if (who === "training") this.capTraining(site, limit, now);
      else if (who === "serving") this.capPools(site, limit, S.serving, now);
      else this.capPools(site, limit, S.idleNoDemand, now);
    }
    if (ledger.siteMilliwatts(site) > limit) this.goDark(site, limit, now);
  }

  private capTraining(site: number, limit: number, now: number): void {
    const { ledger, jobs, model } = this.ports;
    const running = this.jobsAt(site).filter((job) => job.phase === "running");
    for (const job of running.toSorted((a, b) => a.priority - b.priority || b.slot - a.slot)) {
      const over = ledger.siteMilliwatts(site) - limit;
      if (over <= 0) return;
      const perChip = model.pools[job.pool]?.stateMilliwatts[S.productive] ?? 1;
      jobs.setCap(job, Math.min(job.chips, job.capped + Math.ceil(over / perChip)), now);
    }
  }

  private capPools(site: number, limit: number, state: number, now: number): void {
    const { ledger, balance, model } = this.ports;
    const capped = state === S.serving ? balance.cappedServing : balance.cappedIdle;
    for (const pool of this.poolsAt(site)) {
      // Replicas that idle are dropped first, so one pass by the busy chip's watts may fall short.
      for (let pass = 0; pass < 8; pass++) {
        const over = ledger.siteMilliwatts(site) - limit;
        if (over <= 0) return;
        const perChip = model.pools[pool]?.stateMilliwatts[state] ?? 1;
        const most =
          state === S.serving ? balance.claimed(pool) : balance.freeChips(pool) - balance.claimed(pool);
        const next = Math.min(most, (capped[pool] ?? 0) + Math.ceil(over / perChip));
        if (next <= (capped[pool] ?? 0)) break;
        capped[pool] = next;
        balance.update(pool, now);
      }
    }
  }

  /** Last resort: nothing at the site runs that can be stopped. */
  private goDark(site: number, limit: number, now: number): void {
    const { ledger, balance, jobs } = this.ports;
    this.dark[site] = 1;
    for (const job of this.jobsAt(site))
      jobs.preempt(
        job,
        Math.max(1, job.us.length + heldBeside(job)),
        now,
        this.capEvent[site] ?? -1,
        WHY.noPower,
      );
    for (const pool of this.poolsAt(site)) {
      balance.switching[pool] = 0;
      balance.cappedServing[pool] = balance.claimed(pool);
      balance.cappedIdle[pool] = balance.freeChips(pool);
      balance.update(pool, now);
      if (ledger.siteMilliwatts(site) <= limit) return;
      const off = ledger.level(pool, S.burnIn);
      ledger.leave(pool, S.burnIn, off, now);
      ledger.enter(pool, S.powerCapped, off, now);
      this.burnInOff[pool] = (this.burnInOff[pool] ?? 0) + off;
    }
  }

  private jobsAt(site: number): Job[] {
    const { jobs, model } = this.ports;
    const here = (slot: number): boolean => model.pools[jobs.job(slot).pool]?.site === site;
    const holding = [...jobs.active, ...jobs.waiting.filter((slot) => jobs.job(slot).us.length > 0)];
    return holding.filter(here).map((slot) => jobs.job(slot));
  }

  private poolsAt(site: number): readonly number[] {
    return this.ports.model.sites[site]?.pools ?? [];
  }

  snapshot(): ThrottleSnapshot {
    const { active, dark, burnInOff, capEvent } = this;
    return structuredClone({ active, dark, burnInOff, capEvent });
  }

  restore(from: ThrottleSnapshot): void {
    this.active.set(from.active);
    this.dark.set(from.dark);
    this.burnInOff.set(from.burnInOff);
    this.capEvent.set(from.capEvent);
  }
}
