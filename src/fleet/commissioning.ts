/**
 * From delivery to service: UltraServers wait for a hall that takes them and for power, burn in, serve and
 * retire by age. First come, first served within a site; a later delivery may pass one that no hall takes.
 */
import type { Engine } from "../engine/index.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { Model, PoolModel } from "../model/types.ts";
import type { Hosts } from "./hosts.ts";
import { NOBODY } from "./hosts.ts";

/** Room for IT load at a site, W, ours, by hall type and in all. */
export interface SiteRoom {
  readonly airWatts: number;
  readonly liquidWatts: number;
  readonly powerWatts: number;
}

export interface CommissioningPorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly hosts: Hosts;
  readonly ledger: ChipLedger;
  readonly log: EventLog;
  readonly handlers: { readonly burnedIn: number; readonly retire: number };
  readonly eventClass: number;
  room(site: number): SiteRoom;
  gangLosesUs(slot: number, us: number, now: number): void;
  smallJobFails(slot: number, now: number): void;
  installed(pool: number, now: number): void;
  /** Takes an UltraServer out of service for good. */
  retireUs(pool: number, us: number, now: number): void;
  touch(pool: number): void;
  freed(): void;
  provisionedChanged(site: number, now: number): void;
  /** Halls came empty that nobody who waits has taken. */
  emptied(site: number, now: number): void;
  /** Chips switched off during burn-in for want of power are put back before they are counted. */
  beforeBurnedIn(site: number, now: number): void;
  /** A batch has come into service; `since` is before the start where it stood then. */
  inService(batch: number, since: number, now: number): void;
}

interface Waiting {
  readonly pool: number;
  us: number;
  readonly cause: number;
}
/** UltraServers that burn in or serve together: `first` is set when they come into service. */
interface Batch {
  readonly pool: number;
  readonly us: number;
  readonly cause: number;
  first: number;
  readonly inAir: number;
  retired: boolean;
}

/** Chips that arrived, or left for good where negative; seconds from the start. Unlike the log it drops nothing. */
export interface FleetMove {
  readonly pool: number;
  readonly chips: number;
  readonly at: number;
  /** When they came into service where they stood before the start; else NaN. */
  readonly since: number;
}

export interface CommissioningSnapshot {
  readonly waiting: Waiting[][];
  readonly batches: Batch[];
  readonly moves: FleetMove[];
  readonly airUsed: Float64Array;
  readonly liquidUsed: Float64Array;
}

export class Commissioning {
  private readonly ports: CommissioningPorts;
  private waiting: Waiting[][];
  private batches: Batch[] = [];
  /** In order of time. */
  moves: FleetMove[] = [];
  /** W of all-in nameplate installed, by site and hall type. */
  readonly airUsed: Float64Array;
  readonly liquidUsed: Float64Array;

  constructor(ports: CommissioningPorts) {
    this.ports = ports;
    const sites = ports.model.sites.length;
    this.waiting = Array.from({ length: sites }, () => []);
    this.airUsed = new Float64Array(sites);
    this.liquidUsed = new Float64Array(sites);
    ports.engine.on(ports.handlers.burnedIn, (batch, now) => this.onBurnedIn(batch, now), "burned in");
    ports.engine.on(ports.handlers.retire, (batch, now) => this.onRetire(batch, now), "retire");
  }

  provisionedWatts(site: number): number {
    return (this.airUsed[site] ?? 0) + (this.liquidUsed[site] ?? 0);
  }

  /** `since` is NaN, or when the chips came into service before the start: then they do not burn in. */
  deliver(pool: number, us: number, now: number, since: number): void {
    const { ledger, log } = this.ports;
    const p = this.pool(pool);
    const chips = us * p.chipsPerUs;
    const cause = log.add("delivery", now, -1, p.site, p.id, chips);
    ledger.deliver(pool, chips, now);
    this.moves.push({ pool, chips, at: now, since });
    const standing = Number.isNaN(since) ? 0 : this.stand(pool, us, cause, since, now);
    if (us > standing) this.waiting[p.site]?.push({ pool, us: us - standing, cause });
    this.admit(p.site, now);
  }

  /** Puts into service at once what its halls and power hold; returns how many UltraServers. */
  private stand(pool: number, us: number, cause: number, since: number, now: number): number {
    const p = this.pool(pool);
    const room = this.ports.room(p.site);
    const usWatts = p.wattsPerChip * p.chipsPerUs;
    const air = p.fitsAir ? fit(room.airWatts - (this.airUsed[p.site] ?? 0), usWatts) : 0;
    const liquid = p.fitsLiquid ? fit(room.liquidWatts - (this.liquidUsed[p.site] ?? 0), usWatts) : 0;
    const power = fit(room.powerWatts - this.provisionedWatts(p.site), usWatts);
    const count = Math.min(us, air + liquid, power);
    if (count === 0) return 0;
    const inAir = Math.min(count, air);
    this.airUsed[p.site] = (this.airUsed[p.site] ?? 0) + inAir * usWatts;
    this.liquidUsed[p.site] = (this.liquidUsed[p.site] ?? 0) + (count - inAir) * usWatts;
    this.batches.push({ pool, us: count, cause, first: NOBODY, inAir, retired: false });
    this.enterService(this.batches.length - 1, since, now);
    this.ports.provisionedChanged(p.site, now);
    return count;
  }

  /** Installs what now fits at a site and says of the rest what it waits for. */
  admit(site: number, now: number): void {
    const { ledger, engine, handlers, eventClass, model } = this.ports;
    const queue = this.waiting[site];
    if (queue === undefined || queue.length === 0) return;
    let room = this.ports.room(site);
    const lacksHall = new Map<number, number>();
    const lacksPower = new Map<number, number>();
    let promisedAir = 0;
    let promisedLiquid = 0;
    for (const entry of queue) {
      const p = this.pool(entry.pool);
      const usWatts = p.wattsPerChip * p.chipsPerUs;
      const air = p.fitsAir ? fit(room.airWatts - (this.airUsed[site] ?? 0), usWatts) : 0;
      const liquid = p.fitsLiquid ? fit(room.liquidWatts - (this.liquidUsed[site] ?? 0), usWatts) : 0;
      const power = fit(room.powerWatts - this.provisionedWatts(site), usWatts);
      const count = Math.min(entry.us, air + liquid, power);
      const inAir = Math.min(count, air);
      if (count > 0) {
        this.airUsed[site] = (this.airUsed[site] ?? 0) + inAir * usWatts;
        this.liquidUsed[site] = (this.liquidUsed[site] ?? 0) + (count - inAir) * usWatts;
        entry.us -= count;
        ledger.enter(entry.pool, S.burnIn, count * p.chipsPerUs, now);
        this.batches.push({
          pool: entry.pool,
          us: count,
          cause: entry.cause,
          first: NOBODY,
          inAir,
          retired: false,
        });
        engine.at(now + model.burnInSeconds, eventClass, handlers.burnedIn, this.batches.length - 1);
        room = this.ports.room(site);
      }
      // Who waits for power has its place in a hall; those behind it in the queue do not have it too.
      const airLeft = Math.max(0, air - inAir - fit(promisedAir, usWatts));
      const liquidLeft = Math.max(0, liquid - (count - inAir) - fit(promisedLiquid, usWatts));
      const hallRoom = Math.min(entry.us, airLeft + liquidLeft);
      promisedAir += Math.min(hallRoom, airLeft) * usWatts;
      promisedLiquid += Math.max(0, hallRoom - airLeft) * usWatts;
      add(lacksPower, entry.pool, hallRoom * p.chipsPerUs);
      add(lacksHall, entry.pool, (entry.us - hallRoom) * p.chipsPerUs);
    }
    this.waiting[site] = queue.filter((entry) => entry.us > 0);
    for (const pool of model.sites[site]?.pools ?? []) {
      ledger.set(pool, S.stagedNoHall, lacksHall.get(pool) ?? 0, now);
      ledger.set(pool, S.stagedNoPower, lacksPower.get(pool) ?? 0, now);
    }
    this.ports.provisionedChanged(site, now);
  }

  private onBurnedIn(index: number, now: number): void {
    const { ledger } = this.ports;
    const batch = this.batch(index);
    const p = this.pool(batch.pool);
    this.ports.beforeBurnedIn(p.site, now);
    ledger.leave(batch.pool, S.burnIn, batch.us * p.chipsPerUs, now);
    this.enterService(index, now, now);
  }

  private enterService(index: number, since: number, now: number): void {
    const { hosts, log, engine, model, handlers, eventClass } = this.ports;
    const batch = this.batch(index);
    const p = this.pool(batch.pool);
    batch.first = hosts.install(batch.pool, batch.us);
    log.add("in-service", now, batch.cause, p.site, p.id, batch.us * p.chipsPerUs);
    if (since + model.lifeSeconds < Infinity)
      engine.at(Math.max(now, since + model.lifeSeconds), eventClass, handlers.retire, index);
    this.ports.inService(index, since, now);
    this.ports.touch(batch.pool);
    this.ports.installed(batch.pool, now);
    this.ports.freed();
  }

  /** The batch, while it is in service. */
  inService(
    index: number,
  ):
    | { readonly pool: number; readonly us: number; readonly inAir: number; readonly cause: number }
    | undefined {
    const batch = this.batch(index);
    return batch.first === NOBODY || batch.retired ? undefined : batch;
  }

  private onRetire(index: number, now: number): void {
    const batch = this.batch(index);
    if (batch.retired) return;
    const { site } = this.pool(batch.pool);
    this.retire(index, now, batch.cause);
    this.admit(site, now);
    this.ports.emptied(site, now);
  }

  /** Takes a batch out of service for good; returns the watts of hall that came free. Who waits is not yet let in. */
  retire(
    index: number,
    now: number,
    cause: number,
  ): { readonly airWatts: number; readonly liquidWatts: number } {
    const { ledger, log } = this.ports;
    const batch = this.batch(index);
    const p = this.pool(batch.pool);
    const chips = batch.us * p.chipsPerUs;
    batch.retired = true;
    log.add("retired", now, cause, p.site, p.id, chips);
    for (let us = batch.first; us < batch.first + batch.us; us++) {
      // Out of service before it is given up, or a gang would take it right back.
      this.ports.retireUs(batch.pool, us, now);
    }
    for (let us = batch.first; us < batch.first + batch.us; us++) this.empty(batch.pool, us, now);
    ledger.deliver(batch.pool, -chips, now);
    this.moves.push({ pool: batch.pool, chips: -chips, at: now, since: NaN });
    const usWatts = p.wattsPerChip * p.chipsPerUs;
    const airWatts = batch.inAir * usWatts;
    const liquidWatts = (batch.us - batch.inAir) * usWatts;
    this.airUsed[p.site] = (this.airUsed[p.site] ?? 0) - airWatts;
    this.liquidUsed[p.site] = (this.liquidUsed[p.site] ?? 0) - liquidWatts;
    this.ports.touch(batch.pool);
    this.ports.provisionedChanged(p.site, now);
    return { airWatts, liquidWatts };
  }

  private empty(pool: number, us: number, now: number): void {
    const { hosts } = this.ports;
    const gang = hosts.usOwner[us] ?? NOBODY;
    if (gang !== NOBODY) this.ports.gangLosesUs(gang, us, now);
    const first = hosts.firstHost(pool, us);
    for (let h = first; h < first + (hosts.hostsPerUs[pool] ?? 0); h++) {
      const small = hosts.hostOwner[h] ?? NOBODY;
      if (small !== NOBODY) this.ports.smallJobFails(small, now);
    }
  }

  private pool(index: number): PoolModel {
    const pool = this.ports.model.pools[index];
    if (pool === undefined) throw new Error(`pool ${index} does not exist`);
    return pool;
  }

  private batch(index: number): Batch {
    const batch = this.batches[index];
    if (batch === undefined) throw new Error(`batch ${index} does not exist`);
    return batch;
  }

  snapshot(): CommissioningSnapshot {
    const { waiting, batches, moves, airUsed, liquidUsed } = this;
    return structuredClone({ waiting, batches, moves, airUsed, liquidUsed });
  }

  restore(from: CommissioningSnapshot): void {
    const copy = structuredClone(from);
    this.waiting = copy.waiting;
    this.batches = copy.batches;
    this.moves = copy.moves;
    this.airUsed.set(copy.airUsed);
    this.liquidUsed.set(copy.liquidUsed);
  }
}

/** Whole UltraServers that fit; a limit that is a whole number of them must not lose one to rounding. */
function fit(watts: number, usWatts: number): number {
  return Math.max(0, Math.floor(watts / usWatts + 1e-9));
}

function add(map: Map<number, number>, key: number, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}
