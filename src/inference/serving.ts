/**
 * Hour by hour: demand is sent to the nearest pools, replicas follow, and where free chips do not do, training
 * jobs give some up (if the policy lets them). What nobody can serve is unserved and reported.
 */
import { maturity } from "../engine/index.ts";
import type { DemandModel } from "../model/types.ts";
import { computeAt, hourlyDemand } from "./demand.ts";
import type { Overload } from "./latency-hours.ts";
import { ModelShares } from "./model-shares.ts";
import { Replicas } from "./replicas.ts";
import { Router, UNSERVED } from "./router.ts";
import type { MeetsSlo } from "./router.ts";
import { Sales } from "./sales.ts";
import type { ServingPorts, ServingSnapshot } from "./serving-ports.ts";
import { Waiting } from "./waiting.ts";

/** Below this share of a region's demand nobody would notice: rounding of whole chips. */
const UNSERVED_SHARE = 1e-6;
const HOUR = 3600;
const OUTAGE = UNSERVED.indexOf("outage");
const STARTING = UNSERVED.indexOf("starting");
const EXPIRED = UNSERVED.indexOf("expired");

export class Serving {
  /** Chips serving claims in each pool; load in chips by (pool, kind); share of that load the pool can carry. */
  readonly claim: Float64Array;
  readonly want: Float64Array;
  readonly fraction: Float64Array;
  /** Kinds of load a rate depends on: class and model, and cold or not. */
  readonly kinds: number;
  private readonly ports: ServingPorts;
  private readonly model: DemandModel;
  private readonly pools: number;
  private readonly classes: number;
  private readonly regions: number;
  private readonly demand: Float64Array;
  /** Of it, what was turned away. */
  private readonly overload: Overload;
  private readonly router: Router;
  readonly shares: ModelShares;
  private readonly sales: Sales | undefined;
  private readonly waiting: Waiting | undefined;
  readonly replicas: Replicas;
  /** Cells of the router whose demand may wait. */
  private readonly waitingCells: Int32Array;
  /** Tokens that wait, by region. */
  private readonly waitingIn: Float64Array;
  /** Tokens/s served by region. */
  private readonly servedIn: Float64Array;
  private readonly standing: (pool: number) => boolean;
  /** Tokens/s turned away in this hour by (reason, region); outages are summed as they come. */
  private readonly turnedAway: Float64Array;
  /** Tokens/s per chip by (pool, kind), on the first day of demand and now. */
  private readonly firstRate: Float64Array;
  private readonly rate: Float64Array;
  /** Tokens a chip serves now over the first day. */
  private gain = 1;
  /** The same by pool, with the software of its chips. */
  private readonly poolGain: Float64Array;
  /** Part of a pool's load that is lost because replicas have not started. */
  private readonly starting: Float64Array;
  private readonly load: Float64Array;
  /** 1 where a pool served anything this hour or claims chips; all at first, and after a restore. */
  private readonly served: Uint8Array;
  /** Of one pool, by kind. */
  private readonly scratch: Float64Array;
  /** 1 where that holds for this hour or the one before. */
  private readonly moved: Uint8Array;
  private readonly unserved: Uint8Array;
  /** Some region's demand is not met, as last recorded. */
  short = false;
  private routing = false;
  private routedHour = -1;

  constructor(ports: ServingPorts, demand: DemandModel) {
    this.ports = ports;
    this.model = demand;
    this.pools = ports.model.pools.length;
    this.kinds = demand.kinds.length;
    this.classes = demand.classes.length;
    this.regions = demand.regions.length;
    this.claim = new Float64Array(this.pools);
    this.want = new Float64Array(this.pools * this.kinds);
    this.fraction = new Float64Array(this.pools).fill(1);
    this.demand = new Float64Array(this.regions * this.classes);
    this.overload = { came: this.demand, away: new Float64Array(this.demand.length) };
    this.rate = new Float64Array(this.pools * this.kinds);
    ports.model.pools.forEach((p, i) => this.rate.set(p.tokensPerSecond, i * this.kinds));
    this.firstRate = this.rate.slice();
    const { latency } = ports;
    const meetsSlo: MeetsSlo = (region, kind, pool) => latency?.meetsSlo(region, kind, pool) !== false;
    this.router = new Router(demand, this.pools, this.rate, meetsSlo);
    this.shares = new ModelShares(demand);
    const { models, revenue } = ports.channels;
    if (models >= 0 || revenue >= 0)
      this.sales = new Sales(ports.recorder, demand, this.pools, models, revenue);
    const { classOf, cells } = this.router;
    const waits = demand.classes.some((klass) => klass.waitSeconds > 0);
    const hoursOf = (klass: number): number => Math.round((demand.classes[klass]?.waitSeconds ?? 0) / HOUR);
    this.waiting = waits ? new Waiting(classOf.map(hoursOf)) : undefined;
    this.waitingCells = Int32Array.from({ length: cells }, (_, cell) => cell).filter(
      (cell) => this.waiting?.mayWait(cell) === true,
    );
    this.waitingIn = new Float64Array(this.regions);
    this.servedIn = new Float64Array(this.regions);
    this.standing = (pool) => ports.standing(pool);
    this.turnedAway = new Float64Array(UNSERVED.length * this.regions);
    this.starting = new Float64Array(this.pools);
    this.poolGain = new Float64Array(this.pools).fill(1);
    this.load = new Float64Array(this.pools);
    this.replicas = new Replicas({
      demand,
      pools: this.pools,
      router: this.router,
      rate: this.rate,
      harvest: ports.model.harvest,
      startHourOfWeek: ports.startHourOfWeek,
      meetsSlo,
      shares: this.shares.shares,
      waited: this.waiting?.tokens,
      fill: (router) => this.fill(router),
    });
    this.served = new Uint8Array(this.pools).fill(1);
    this.moved = new Uint8Array(this.pools).fill(1);
    this.scratch = new Float64Array(this.kinds);
    this.unserved = new Uint8Array(this.regions);
  }

  /** A run of a campaign has ended: the model it made, if any, takes over traffic from the next full hour. */
  runEnded(campaign: number, run: number, now: number, cause: number): void {
    this.shares.ended(campaign, run, now, cause);
    this.releaseModels(now);
  }

  private releaseModels(now: number): void {
    this.shares.release(now, this.tellRelease);
  }

  private readonly tellRelease = (m: number, cause: number, at: number, now: number): void => {
    const model = this.model.served[m];
    // What was released before the start is no news.
    if (at < 0 || model === undefined) return;
    this.ports.log.add("model-released", now, cause, -1, model.id, model.adoption);
  };

  /** Routes the hour that begins now. */
  hour(now: number): void {
    const { ports, model, router } = this;
    hourlyDemand(model, now, ports.startHourOfWeek, this.demand);
    if (model.computeTrend !== 0 || model.softwareRamp !== undefined) this.setGains(now);
    this.releaseModels(now);
    this.shares.at(now);
    router.spread(this.demand, this.shares.shares, this.waiting?.tokens);
    this.fill(router);
    this.replicas.look(now);
    this.routing = true;
    for (let p = 0; p < this.pools; p++) {
      // Most pools of a decade are not there yet or no more: what served nothing and still does not is left alone.
      const asked = (router.used[p] ?? 0) > 0 || (this.replicas.foreseen[p] ?? 0) > 0;
      const serves = asked || (this.claim[p] ?? 0) > 0 || ports.overdrawn(p) > 0 ? 1 : 0;
      // One that has just stopped is settled and recorded once more.
      const moves = serves === 1 || this.served[p] === 1;
      this.moved[p] = moves ? 1 : 0;
      this.served[p] = serves;
      if (moves) this.settlePool(p, now);
    }
    if (ports.channels.latency >= 0) for (let p = 0; p < this.pools; p++) this.measureLoad(p);
    this.routing = false;
    this.settleRest(now);
    this.routedHour = Math.floor(now / HOUR);
    for (let r = 0; r < this.regions; r++) {
      let total = 0;
      for (let c = 0; c < this.classes; c++) total += this.demand[r * this.classes + c] ?? 0;
      ports.recorder.set(ports.channels.demand + r, total, now);
    }
    this.recordServed(now);
    this.recordReplicas(now);
    if (ports.channels.latency >= 0)
      ports.latency?.hour(router, this.load, this.overload, ports.recorder, ports.channels.latency, now);
    this.reportShortage(now);
  }

  /** Chips busy over the chips of replicas, by pool; those that still start are counted as there. */
  private measureLoad(p: number): void {
    const there = this.replicaChips(p);
    this.load[p] = there > 0 ? this.busyChips(p) / there : 0;
  }

  busyChips(p: number): number {
    let busy = 0;
    for (let k = p * this.kinds; k < (p + 1) * this.kinds; k++) busy += this.want[k] ?? 0;
    return busy;
  }

  replicaChips(p: number): number {
    return Math.min(this.claim[p] ?? 0, this.ports.room(p));
  }

  /** Algorithms make a token cheaper on every chip, and serving software matures after a chip's launch. */
  private setGains(now: number): void {
    const { model, rate, firstRate, kinds, poolGain } = this;
    this.gain = model.computeTrend === 0 ? 1 : 1 / computeAt(model, now);
    for (let p = 0; p < this.pools; p++) {
      const age = now - (this.ports.model.pools[p]?.availableSeconds ?? 0);
      const gain = this.gain * maturity(model.softwareRamp, age);
      if (gain === poolGain[p]) continue;
      poolGain[p] = gain;
      for (let k = p * kinds; k < (p + 1) * kinds; k++) rate[k] = (firstRate[k] ?? 0) * gain;
    }
  }

  /** First what is free, then, for what is left, what jobs hold. */
  private fill(router: Router): void {
    const { ports } = this;
    router.clear();
    for (let p = 0; p < this.pools; p++) router.room[p] = ports.room(p);
    router.settleHomes(this.standing);
    router.assign();
    if (router.rest) {
      let extra = 0;
      for (let p = 0; p < this.pools; p++) {
        const held = ports.preemptible(p);
        router.room[p] = (router.room[p] ?? 0) + held;
        extra += held;
      }
      if (extra > 0 || this.model.routing === undefined) router.assign();
    }
    router.flows.list();
  }

  private settlePool(p: number, now: number): void {
    const { ports, router, kinds } = this;
    for (let k = 0; k < kinds; k++) {
      const tokens = router.flows.byPool[p * kinds + k] ?? 0;
      const rate = this.rate[p * kinds + k] ?? 0;
      this.want[p * kinds + k] = tokens > 0 && rate > 0 ? tokens / rate : 0;
    }
    const before = this.claim[p] ?? 0;
    const room = ports.room(p);
    const claim = this.replicas.claim(p, room, ports.preemptible(p), now);
    const short = claim - room;
    // Claimed before anything is taken, or the jobs would take back what they just gave.
    this.claim[p] = claim;
    const asked = Math.max(short, ports.overdrawn(p));
    const lead = this.replicas.leadSeconds;
    let taken = 0;
    if (asked > 0 && ports.preemptible(p) > 0) {
      const site = ports.model.pools[p]?.site ?? -1;
      const cause = ports.log.add("demand-rise", now, -1, site, ports.model.pools[p]?.id ?? "", asked);
      taken = Math.max(0, Math.min(ports.preempt(p, asked, now, cause), short));
      ports.startChips(p, taken, Math.max(ports.model.switchSeconds, lead), now);
    }
    if (lead > 0) {
      const started = Math.min(claim, ports.room(p)) - before - taken;
      if (started > 0) ports.startChips(p, started, lead, now);
    }
    ports.touch(p);
  }

  /** What found no chip waits, or is turned away for a reason. */
  private settleRest(now: number): void {
    const { router, turnedAway, regions, waitingCells } = this;
    const { left, firstCell } = router;
    const { away } = this.overload;
    turnedAway.fill(0);
    away.fill(0);
    for (let i = 0; i < waitingCells.length; i++) this.settleWaiting(waitingCells[i] ?? 0, now);
    this.sumWaiting();
    for (let r = 0; r < regions; r++) {
      if (!router.isSpread(r)) continue;
      const free = router.hasFree(r);
      for (let cell = firstCell[r] ?? 0; cell < (firstCell[r + 1] ?? 0); cell++) {
        const tokens = left[cell] ?? 0;
        if (tokens <= 0 || this.waiting?.mayWait(cell) === true) continue;
        const at = router.reasonOf(cell, free) * regions + r;
        turnedAway[at] = (turnedAway[at] ?? 0) + tokens;
        const k = r * this.classes + (router.classOf[cell] ?? 0);
        away[k] = (away[k] ?? 0) + tokens;
      }
    }
  }

  private sumWaiting(): void {
    const { waitingIn, waitingCells, waiting, router } = this;
    if (waiting === undefined) return;
    waitingIn.fill(0);
    for (let i = 0; i < waitingCells.length; i++) {
      const cell = waitingCells[i] ?? 0;
      const r = router.regionOf[cell] ?? 0;
      waitingIn[r] = (waitingIn[r] ?? 0) + (waiting.tokens[cell] ?? 0);
    }
  }

  private settleWaiting(cell: number, now: number): void {
    const { router, waiting, turnedAway, regions } = this;
    if (waiting === undefined) return;
    const came = router.arrivedOf(cell) * HOUR;
    const served = (waiting.tokens[cell] ?? 0) + came - (router.left[cell] ?? 0) * HOUR;
    const given = waiting.settle(cell, now / HOUR, came, Math.max(0, served)) / HOUR;
    if (given <= 0) return;
    const at = EXPIRED * regions + (router.regionOf[cell] ?? 0);
    turnedAway[at] = (turnedAway[at] ?? 0) + given;
  }

  /** The share of its load a pool can carry has changed, or the share it loses to replicas that have not started. */
  setFraction(p: number, fraction: number, starting: number, now: number): void {
    if (this.fraction[p] === fraction && this.starting[p] === starting) return;
    this.fraction[p] = fraction;
    this.starting[p] = starting;
    // While an hour is routed nothing recorded so far is this hour's.
    if (this.routing) {
      this.recordServed(now);
      return;
    }
    this.recordRegions(now);
    this.recordPool(p, now);
    this.sales?.record(now);
  }

  /** Served tokens by region, chips and tokens by pool and kind. */
  private recordServed(now: number): void {
    this.recordRegions(now);
    for (let p = 0; p < this.pools; p++) if (this.moved[p] === 1 || this.routing) this.recordPool(p, now);
    this.sales?.record(now);
  }

  private recordRegions(now: number): void {
    const { ports, regions, servedIn, turnedAway, waitingIn } = this;
    const { recorder, channels } = ports;
    for (let r = 0; r < regions; r++) this.sumRegion(r);
    recorder.setAll(channels.served, servedIn, now);
    if (channels.unserved < 0) return;
    recorder.setAll(channels.unserved, turnedAway, now);
    if (channels.waiting >= 0) recorder.setAll(channels.waiting, waitingIn, now);
  }

  private sumRegion(r: number): void {
    const { fraction, starting, router, turnedAway, regions } = this;
    const { flows } = router;
    const end = flows.first[r + 1] ?? 0;
    let served = 0;
    let lost = 0;
    let early = 0;
    for (let flow = flows.first[r] ?? 0; flow < end; flow++) {
      const tokens = flows.tokens[flow] ?? 0;
      const carried = fraction[flows.pool[flow] ?? 0] ?? 1;
      served += tokens * carried;
      const late = starting[flows.pool[flow] ?? 0] ?? 0;
      early += tokens * late;
      lost += tokens * Math.max(0, 1 - carried - late);
    }
    this.servedIn[r] = served;
    turnedAway[OUTAGE * regions + r] = lost;
    turnedAway[STARTING * regions + r] = early;
  }

  private recordPool(p: number, now: number): void {
    const { kinds, router } = this;
    const { recorder, channels } = this.ports;
    const fraction = this.fraction[p] ?? 1;
    this.sellFrom(p);
    const { scratch, want } = this;
    const first = p * kinds;
    for (let c = 0; c < kinds; c++) scratch[c] = (router.flows.byPool[first + c] ?? 0) * fraction;
    recorder.setAll(channels.tokens + first, scratch, now);
    for (let c = 0; c < kinds; c++) scratch[c] = (want[first + c] ?? 0) * fraction;
    recorder.setAll(channels.busy + first, scratch, now);
    if (channels.work === channels.busy) return;
    const gain = this.poolGain[p] ?? 1;
    for (let c = 0; c < kinds; c++) scratch[c] = (want[first + c] ?? 0) * fraction * gain;
    recorder.setAll(channels.work + first, scratch, now);
  }

  private sellFrom(p: number): void {
    // Where demand answers a falling price, the price falls with compute per token.
    const price = this.model.priceElasticity > 0 ? 1 / this.gain : 1;
    this.sales?.pool(p, this.router.flows.byPool, this.fraction[p] ?? 1, price);
  }

  /** Chips of replicas, and the least. */
  private recordReplicas(now: number): void {
    const { recorder, channels } = this.ports;
    if (channels.replicas < 0) return;
    let [claimed, least] = [0, 0];
    for (let p = 0; p < this.pools; p++) {
      if (this.moved[p] === 0) continue;
      claimed += this.claim[p] ?? 0;
      least += this.replicas.least(p);
    }
    recorder.set(channels.replicas, claimed, now);
    recorder.set(channels.replicas + 1, least, now);
  }

  private reportShortage(now: number): void {
    const { ports } = this;
    this.short = false;
    for (let r = 0; r < this.regions; r++) {
      const demand = ports.recorder.level(ports.channels.demand + r);
      const missing = this.missing(r, demand);
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

  /** Tokens/s of a region that nobody serves and that do not wait. */
  private missing(r: number, demand: number): number {
    const { recorder, channels } = this.ports;
    if (channels.unserved < 0) return demand - recorder.level(channels.served + r);
    let missing = 0;
    for (let reason = 0; reason < UNSERVED.length; reason++)
      missing += recorder.level(channels.unserved + reason * this.regions + r);
    return missing;
  }

  snapshot(): ServingSnapshot {
    const { claim, want, demand, fraction, unserved, turnedAway, starting } = this;
    return structuredClone({
      claim,
      want,
      demand,
      fraction,
      starting,
      unserved,
      turnedAway,
      flows: this.router.flows.snapshot(),
      shares: this.shares.snapshot(),
      waiting: this.waiting?.snapshot(),
      hour: this.routedHour,
      replicas: this.replicas.snapshot(),
    });
  }

  restore(from: ServingSnapshot): void {
    if (from.hour >= 0) this.setGains(from.hour * HOUR);
    this.routedHour = from.hour;
    this.claim.set(from.claim);
    this.want.set(from.want);
    this.demand.set(from.demand);
    this.fraction.set(from.fraction);
    this.starting.set(from.starting);
    this.served.fill(1);
    this.unserved.set(from.unserved);
    this.turnedAway.set(from.turnedAway);
    this.short = this.unserved.includes(1);
    this.router.clear();
    this.router.flows.restore(from.flows);
    if (from.waiting !== undefined) this.waiting?.restore(from.waiting, from.hour);
    this.sumWaiting();
    this.shares.restore(from.shares);
    for (let p = 0; p < this.pools; p++) this.sellFrom(p);
    this.replicas.restore(from.replicas);
  }
}
