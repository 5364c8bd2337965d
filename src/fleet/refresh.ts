/**
 * Replacement of chips by age: when a batch is old enough, the best system that is available is compared with it
 * by useful work per watt. Only where that rises the batch makes way; where not, the log says so with the figure.
 */
import type { Engine } from "../engine/index.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { Model, RefreshModel } from "../model/types.ts";
import { earliest } from "./ceiling.ts";
import type { Commissioning } from "./commissioning.ts";
import { MoneyRoom } from "./money-room.ts";
import type { MoneyRoomSnapshot } from "./money-room.ts";
import type { Retrofit } from "./retrofit.ts";
import { usefulGain } from "./useful-gain.ts";
import type { WorkPerWatt } from "./useful-gain.ts";

export interface RefreshPorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly log: EventLog;
  readonly refresh: RefreshModel;
  readonly commissioning: Commissioning;
  readonly retrofit: Retrofit;
  readonly handlers: { readonly review: number; readonly swap: number; readonly arrive: number };
  readonly eventClass: number;
}

interface Swap {
  readonly batch: number;
  readonly pool: number;
  readonly cause: number;
}
type Old = NonNullable<ReturnType<Commissioning["inService"]>>;
interface Arrival {
  readonly pool: number;
  readonly us: number;
}

export interface RefreshSnapshot {
  readonly swaps: Swap[];
  readonly arrivals: Arrival[];
  readonly spare: Float64Array;
  readonly declined: Int32Array;
  readonly taken: Float64Array;
  readonly money: MoneyRoomSnapshot | undefined;
}

const YEAR = 365.25 * 86_400;

export class Refresh {
  private readonly ports: RefreshPorts;
  private swaps: Swap[] = [];
  private arrivals: Arrival[] = [];
  /** W freed for a pool that did not yet make a whole UltraServer. */
  private readonly spare: Float64Array;
  /** Candidate (pool + 1) that was last declined for a pool, so that the log says it once; 0: none yet. */
  private readonly declined: Int32Array;
  /** Chips taken off each ceiling of supply so far. */
  private readonly taken: Float64Array;
  private readonly money: MoneyRoom | undefined;

  constructor(ports: RefreshPorts) {
    this.ports = ports;
    this.spare = new Float64Array(ports.model.pools.length);
    this.declined = new Int32Array(ports.model.pools.length);
    const { limits, pools, supply, horizonSeconds } = ports.model;
    this.taken = new Float64Array(supply.length);
    this.money = limits && new MoneyRoom(limits, pools, horizonSeconds);
    const { engine, handlers } = ports;
    engine.on(handlers.review, (batch, now) => this.onReview(batch, now), "refresh review");
    engine.on(handlers.swap, (index, now) => this.onSwap(index, now), "refresh swap");
    engine.on(handlers.arrive, (index, now) => this.onArrive(index, now), "refresh arrival");
  }

  /** A batch is in service since `since`: it is looked at when it has the age. */
  watch(batch: number, since: number, now: number): void {
    const { engine, refresh, handlers, eventClass } = this.ports;
    engine.at(Math.max(now, since + refresh.ageSeconds), eventClass, handlers.review, batch);
  }

  private onReview(index: number, now: number): void {
    const { engine, refresh, handlers, eventClass, log, model } = this.ports;
    const batch = this.ports.commissioning.inService(index);
    if (batch === undefined) return;
    const site = model.pools[batch.pool]?.site ?? -1;
    const best = this.best(batch.pool, now + refresh.leadSeconds);
    const pays = best !== undefined && best.gain > 1 + refresh.minGain;
    const name = best === undefined ? "nothing" : (model.pools[best.pool]?.system ?? "");
    const subject = `${model.pools[batch.pool]?.id ?? ""} > ${name}`;
    if (best !== undefined && pays) {
      const cause = log.add("refresh", now, batch.cause, site, subject, best.gain);
      this.swaps.push({ batch: index, pool: best.pool, cause });
      const ready = this.reserve(batch, best.pool);
      const asked = Math.max(now + refresh.leadSeconds, ready);
      const at = this.paidFrom(batch, best.pool, asked);
      if (at > asked) log.add("money-put-off", now, cause, site, `${subject} > ${at}`, this.chipsOf(batch));
      if (at < Infinity) engine.at(at, eventClass, handlers.swap, this.swaps.length - 1);
      return;
    }
    const mark = (best?.pool ?? -1) + 2;
    if (this.declined[batch.pool] !== mark) {
      this.declined[batch.pool] = mark;
      log.add("refresh-declined", now, batch.cause, site, subject, best?.gain ?? 0);
    }
    engine.at(now + YEAR, eventClass, handlers.review, index);
  }

  /** When the swap can be paid within the annual limits of money, from the moment it is asked for. */
  private paidFrom(batch: Old, pool: number, asked: number): number {
    const { model, refresh } = this.ports;
    const [old, next] = [model.pools[batch.pool], model.pools[pool]];
    if (this.money === undefined || old === undefined || next === undefined) return asked;
    const usWatts = old.wattsPerChip * old.chipsPerUs;
    // Halls that are air and must be liquid come back later, and cost.
    const late = next.fitsAir ? 0 : batch.inAir * usWatts;
    const usdPerWatt = (refresh.usdPerItWatt ?? 0) / model.oversubscription;
    return this.money.take(
      {
        pool,
        parts: [
          { watts: batch.us * usWatts - late, delaySeconds: 0 },
          { watts: late, delaySeconds: refresh.retrofitSeconds },
        ],
        retrofitUsd: late * usdPerWatt,
        old: { pool: batch.pool, us: batch.us },
      },
      asked,
    );
  }

  private chipsOf({ pool, us }: Old): number {
    return us * (this.ports.model.pools[pool]?.chipsPerUs ?? 0);
  }

  /** Takes the chips that will fill a batch's watts off what can be made; returns when the last of them is there. */
  private reserve(batch: { readonly pool: number; readonly us: number }, pool: number): number {
    const { model } = this.ports;
    const [old, next] = [model.pools[batch.pool], model.pools[pool]];
    if (old === undefined || next === undefined) return Infinity;
    const index = model.supply.findIndex((supply) => supply.chip === next.chip);
    const supply = model.supply[index];
    if (supply === undefined) return -Infinity;
    const chips = (batch.us * old.chipsPerUs * old.wattsPerChip) / next.wattsPerChip;
    this.taken[index] = (this.taken[index] ?? 0) + chips;
    return earliest(supply, supply.taken + (this.taken[index] ?? 0));
  }

  /** The candidate at the pool's site with most useful work per watt that is available by then. */
  private best(pool: number, by: number): { pool: number; gain: number } | undefined {
    const { model, refresh } = this.ports;
    const site = model.pools[pool]?.site ?? -1;
    let best: { pool: number; gain: number } | undefined;
    for (const candidate of refresh.candidates[site] ?? []) {
      const since = model.pools[candidate]?.availableSeconds ?? Infinity;
      // Only a newer chip: by two measures of work each of two could else beat the other, for ever.
      if (since > by || since <= (model.pools[pool]?.availableSeconds ?? Infinity)) continue;
      const gain = usefulGain(this.workOf(candidate), this.workOf(pool), refresh.trainingWeight);
      if (best === undefined || gain > best.gain) best = { pool: candidate, gain };
    }
    return best;
  }

  private workOf(pool: number): WorkPerWatt {
    const { trainingPerWatt, tokensPerWatt } = this.ports.refresh;
    return { trainingPerWatt: trainingPerWatt[pool] ?? 0, tokensPerWatt: tokensPerWatt[pool] ?? 0 };
  }

  private onSwap(index: number, now: number): void {
    const { model, commissioning, retrofit, refresh } = this.ports;
    const swap = this.swaps[index];
    const next = swap && model.pools[swap.pool];
    if (swap === undefined || next === undefined || commissioning.inService(swap.batch) === undefined) return;
    const freed = commissioning.retire(swap.batch, now, swap.cause);
    // Chips to halls, all tenants: a hall of ours holds the oversubscribed watts.
    const ours = (model.sites[next.site]?.tenancyShare ?? 1) * model.oversubscription;
    let until = now;
    if (!next.fitsAir && freed.airWatts > 0)
      until = retrofit.begin(
        next.site,
        freed.airWatts / ours,
        refresh.retrofitSeconds,
        refresh.usdPerItWatt ?? NaN,
        now,
        swap.cause,
      );
    const direct = next.fitsAir ? freed.airWatts + freed.liquidWatts : freed.liquidWatts;
    this.order(swap.pool, direct, now, now);
    this.order(swap.pool, freed.airWatts + freed.liquidWatts - direct, until, now);
    commissioning.admit(next.site, now);
  }

  /** Whole UltraServers for the watts that came free; what is left over counts for the next. */
  private order(pool: number, watts: number, at: number, now: number): void {
    const { engine, model, handlers, eventClass } = this.ports;
    const p = model.pools[pool];
    if (p === undefined || watts <= 0) return;
    const usWatts = p.wattsPerChip * p.chipsPerUs;
    const room = watts + (this.spare[pool] ?? 0);
    const us = Math.floor(room / usWatts + 1e-9);
    this.spare[pool] = room - us * usWatts;
    if (us === 0) return;
    this.arrivals.push({ pool, us });
    engine.at(Math.max(at, now), eventClass, handlers.arrive, this.arrivals.length - 1);
  }

  private onArrive(index: number, now: number): void {
    const { commissioning, retrofit, model } = this.ports;
    const arrival = this.arrivals[index];
    if (arrival === undefined) return;
    commissioning.deliver(arrival.pool, arrival.us, now, NaN);
    // What is too little for one more UltraServer stands empty.
    retrofit.proceed(model.pools[arrival.pool]?.site ?? -1, now);
  }

  snapshot(): RefreshSnapshot {
    const { swaps, arrivals, spare, declined, taken, money } = this;
    return structuredClone({ swaps, arrivals, spare, declined, taken, money: money?.snapshot() });
  }

  restore(from: RefreshSnapshot): void {
    const copy = structuredClone(from);
    this.swaps = copy.swaps;
    this.arrivals = copy.arrivals;
    this.spare.set(copy.spare);
    this.declined.set(copy.declined);
    this.taken.set(copy.taken);
    if (copy.money !== undefined) this.money?.restore(copy.money);
  }
}
