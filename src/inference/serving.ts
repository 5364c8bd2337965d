/**
 * Hour by hour: demand is sent to the nearest pools, replicas follow, and where free chips do not do, training
 * jobs give some up (if the policy lets them). What nobody can serve is unserved and reported.
 */
import type { Recorder } from "../engine/index.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { DemandModel, Model } from "../model/types.ts";
import { computeAt, hourlyDemand } from "./demand.ts";

export interface ServingPorts {
  readonly model: Model;
  readonly recorder: Recorder;
  readonly log: EventLog;
  readonly channels: {
    /** First channel of demand and served tokens/s by region, of unserved, and of chips and tokens by (pool, class). */
    readonly demand: number;
    readonly served: number;
    readonly busy: number;
    /** Of chips weighted by what a chip-hour serves now over the first day; the same as busy without a trend. */
    readonly work: number;
    readonly tokens: number;
  };
  readonly startHourOfWeek: number;
  /** Chips serving may claim without taking any from a job; and more, by taking them. */
  room(pool: number): number;
  preemptible(pool: number): number;
  /** Takes at least `chips` from jobs of a pool where it can; returns how many came free. */
  preempt(pool: number, chips: number, now: number, cause: number): number;
  /** Chips just taken from jobs load weights before they serve. */
  switchChips(pool: number, chips: number, now: number): void;
  touch(pool: number): void;
}

export interface ServingSnapshot {
  readonly claim: Float64Array;
  readonly want: Float64Array;
  readonly assigned: Float64Array;
  readonly demand: Float64Array;
  readonly fraction: Float64Array;
  readonly unserved: Uint8Array;
  readonly gain: number;
}

/** Below this share of a region's demand nobody would notice: rounding of whole chips. */
const UNSERVED_SHARE = 1e-6;

export class Serving {
  /** Chips serving claims in each pool; load in chips by (pool, class); share of that load the pool can carry. */
  readonly claim: Float64Array;
  readonly want: Float64Array;
  readonly fraction: Float64Array;
  private readonly ports: ServingPorts;
  private readonly model: DemandModel;
  private readonly pools: number;
  private readonly classes: number;
  private readonly regions: number;
  private readonly demand: Float64Array;
  private readonly left: Float64Array;
  private readonly assigned: Float64Array;
  /** Tokens/s per chip by (pool, class), on the first day of demand and now. */
  private readonly firstRate: Float64Array;
  private readonly rate: Float64Array;
  /** Tokens a chip serves now over the first day. */
  private gain = 1;
  private readonly used: Float64Array;
  private readonly roomOf: Float64Array;
  /** 1 where a pool served anything this hour or claims chips; all at first, and after a restore. */
  private readonly served: Uint8Array;
  /** 1 where that holds for this hour or the one before. */
  private readonly moved: Uint8Array;
  private readonly unserved: Uint8Array;
  /** Some region's demand is not met, as last recorded. */
  short = false;
  /** The cells of `assigned` that are not 0, in its order; those of region r begin at `firstFlow[r]`. */
  private readonly flowPool: Int32Array;
  private readonly flowTokens: Float64Array;
  private readonly firstFlow: Int32Array;
  private routing = false;

  constructor(ports: ServingPorts, demand: DemandModel) {
    this.ports = ports;
    this.model = demand;
    this.pools = ports.model.pools.length;
    this.classes = demand.classes.length;
    this.regions = demand.regions.length;
    this.claim = new Float64Array(this.pools);
    this.want = new Float64Array(this.pools * this.classes);
    this.fraction = new Float64Array(this.pools).fill(1);
    this.demand = new Float64Array(this.regions * this.classes);
    this.left = new Float64Array(this.demand.length);
    this.assigned = new Float64Array(this.regions * this.classes * this.pools);
    this.rate = new Float64Array(this.pools * this.classes);
    ports.model.pools.forEach((p, i) => this.rate.set(p.tokensPerSecond, i * this.classes));
    this.firstRate = this.rate.slice();
    this.used = new Float64Array(this.pools);
    this.roomOf = new Float64Array(this.pools);
    this.served = new Uint8Array(this.pools).fill(1);
    this.moved = new Uint8Array(this.pools).fill(1);
    this.unserved = new Uint8Array(this.regions);
    this.flowPool = new Int32Array(this.assigned.length);
    this.flowTokens = new Float64Array(this.assigned.length);
    this.firstFlow = new Int32Array(this.regions + 1);
  }

  /** Routes the hour that begins now. */
  hour(now: number): void {
    const { ports, model, used, roomOf } = this;
    hourlyDemand(model, now, ports.startHourOfWeek, this.demand);
    if (model.computeTrend !== 0) this.setGain(1 / computeAt(model, now));
    this.assigned.fill(0);
    used.fill(0);
    for (let p = 0; p < this.pools; p++) roomOf[p] = ports.room(p);
    this.left.set(this.demand);
    this.fill(this.left);
    this.listFlows();
    this.routing = true;
    for (let p = 0; p < this.pools; p++) {
      // Most pools of a decade are not there yet or no more: what served nothing and still does not is left alone.
      const serves = (used[p] ?? 0) > 0 || (this.claim[p] ?? 0) > 0 ? 1 : 0;
      // One that has just stopped is settled and recorded once more.
      const moves = serves === 1 || this.served[p] === 1;
      this.moved[p] = moves ? 1 : 0;
      this.served[p] = serves;
      if (moves) this.settlePool(p, now);
    }
    this.routing = false;
    for (let r = 0; r < this.regions; r++) {
      let total = 0;
      for (let c = 0; c < this.classes; c++) total += this.demand[r * this.classes + c] ?? 0;
      ports.recorder.set(ports.channels.demand + r, total, now);
    }
    this.recordServed(now);
    this.reportShortage(now);
  }

  private setGain(gain: number): void {
    if (gain === this.gain) return;
    this.gain = gain;
    const { rate, firstRate } = this;
    for (let k = 0; k < rate.length; k++) rate[k] = (firstRate[k] ?? 0) * gain;
  }

  /** First what is free, nearest first; then, for what is left, what jobs hold. */
  private fill(left: Float64Array): void {
    this.assign(left);
    const { ports, roomOf } = this;
    let more = false;
    for (let i = 0; i < left.length; i++) if ((left[i] ?? 0) > 0) more = true;
    if (!more) return;
    for (let p = 0; p < this.pools; p++) roomOf[p] = (roomOf[p] ?? 0) + ports.preemptible(p);
    this.assign(left);
  }

  private assign(left: Float64Array): void {
    const { used, roomOf, rate, model } = this;
    const cap = model.utilisationCap;
    for (let r = 0; r < this.regions; r++) {
      const order = model.regions[r]?.pools ?? [];
      for (let c = 0; c < this.classes; c++) {
        const cell = r * this.classes + c;
        for (const p of order) {
          const need = left[cell] ?? 0;
          if (need <= 0) break;
          const perChip = (rate[p * this.classes + c] ?? 0) * cap;
          const room = (roomOf[p] ?? 0) - (used[p] ?? 0);
          if (perChip <= 0 || room <= 0) continue;
          const tokens = Math.min(need, room * perChip);
          used[p] = (used[p] ?? 0) + tokens / perChip;
          this.assigned[cell * this.pools + p] = (this.assigned[cell * this.pools + p] ?? 0) + tokens;
          left[cell] = need - tokens;
        }
      }
    }
  }

  private settlePool(p: number, now: number): void {
    const { ports } = this;
    for (let c = 0; c < this.classes; c++) {
      let tokens = 0;
      for (let r = 0; r < this.regions; r++)
        tokens += this.assigned[(r * this.classes + c) * this.pools + p] ?? 0;
      const rate = this.rate[p * this.classes + c] ?? 0;
      this.want[p * this.classes + c] = rate > 0 ? tokens / rate : 0;
    }
    // A whole number of chips above a rounding must not ask for one more.
    const claim = Math.ceil((this.used[p] ?? 0) - 1e-6);
    const short = claim - ports.room(p);
    // Claimed before anything is taken, or the jobs would take back what they just gave.
    this.claim[p] = claim;
    if (short > 0 && ports.preemptible(p) > 0) {
      const site = ports.model.pools[p]?.site ?? -1;
      const cause = ports.log.add("demand-rise", now, -1, site, ports.model.pools[p]?.id ?? "", short);
      const freed = ports.preempt(p, short, now, cause);
      ports.switchChips(p, Math.min(freed, short), now);
    }
    ports.touch(p);
  }

  /** Gathers what is routed anywhere: most regions ask few pools, and this is summed up after many a failure. */
  private listFlows(): void {
    const { assigned, flowPool, flowTokens, firstFlow, pools } = this;
    let flow = 0;
    for (let r = 0; r < this.regions; r++) {
      firstFlow[r] = flow;
      for (let c = 0; c < this.classes; c++) {
        const cell = (r * this.classes + c) * pools;
        for (let p = 0; p < pools; p++) {
          const tokens = assigned[cell + p] ?? 0;
          if (tokens === 0) continue;
          flowPool[flow] = p;
          flowTokens[flow] = tokens;
          flow++;
        }
      }
    }
    firstFlow[this.regions] = flow;
  }

  /** The share of its load a pool can carry has changed. */
  setFraction(p: number, fraction: number, now: number): void {
    if (this.fraction[p] === fraction) return;
    this.fraction[p] = fraction;
    // While an hour is routed nothing recorded so far is this hour's.
    if (this.routing) {
      this.recordServed(now);
      return;
    }
    for (let r = 0; r < this.regions; r++) this.recordRegion(r, now);
    this.recordPool(p, now);
  }

  /** Served tokens by region, chips and tokens by pool and class. */
  private recordServed(now: number): void {
    for (let r = 0; r < this.regions; r++) this.recordRegion(r, now);
    for (let p = 0; p < this.pools; p++) if (this.moved[p] === 1 || this.routing) this.recordPool(p, now);
  }

  private recordRegion(r: number, now: number): void {
    const { flowPool, flowTokens, fraction, ports } = this;
    const end = this.firstFlow[r + 1] ?? 0;
    let served = 0;
    for (let flow = this.firstFlow[r] ?? 0; flow < end; flow++)
      served += (flowTokens[flow] ?? 0) * (fraction[flowPool[flow] ?? 0] ?? 1);
    ports.recorder.set(ports.channels.served + r, served, now);
  }

  private recordPool(p: number, now: number): void {
    const { assigned, classes, pools } = this;
    const { recorder, channels } = this.ports;
    const fraction = this.fraction[p] ?? 1;
    for (let c = 0; c < classes; c++) {
      let tokens = 0;
      for (let cell = c * pools + p; cell < assigned.length; cell += classes * pools)
        tokens += assigned[cell] ?? 0;
      const k = p * classes + c;
      recorder.set(channels.tokens + k, tokens * fraction, now);
      const busy = (this.want[k] ?? 0) * fraction;
      recorder.set(channels.busy + k, busy, now);
      if (channels.work !== channels.busy) recorder.set(channels.work + k, busy * this.gain, now);
    }
  }

  private reportShortage(now: number): void {
    const { ports } = this;
    this.short = false;
    for (let r = 0; r < this.regions; r++) {
      const demand = ports.recorder.level(ports.channels.demand + r);
      const missing = demand - ports.recorder.level(ports.channels.served + r);
      const short = missing > demand * UNSERVED_SHARE ? 1 : 0;
      if (short === 1) this.short = true;
      if (short === this.unserved[r]) continue;
      this.unserved[r] = short;
      const region = this.model.regions[r]?.id ?? "";
      ports.log.add(
        short === 1 ? "demand-unserved" : "demand-met",
        now,
        -1,
        -1,
        region,
        short === 1 ? missing : demand,
      );
    }
  }

  snapshot(): ServingSnapshot {
    const { claim, want, assigned, demand, fraction, unserved, gain } = this;
    return structuredClone({ claim, want, assigned, demand, fraction, unserved, gain });
  }

  restore(from: ServingSnapshot): void {
    this.setGain(from.gain);
    this.claim.set(from.claim);
    this.want.set(from.want);
    this.assigned.set(from.assigned);
    this.demand.set(from.demand);
    this.fraction.set(from.fraction);
    this.served.fill(1);
    this.unserved.set(from.unserved);
    this.short = this.unserved.includes(1);
    this.listFlows();
  }
}
