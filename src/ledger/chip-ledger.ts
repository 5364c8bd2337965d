/**
 * The chip-hour ledger: every chip of a pool is in one state, counted at its own transitions. `enter` and
 * `leave` are separate, so that a transition that is forgotten shows as a sum that does not close. The
 * states that settle later (productive, lost, ...) are booked in the bins where the time was spent; until
 * then the live counter `running` stands for them.
 */
import { Marks } from "../engine/index.ts";
import type { Recorder } from "../engine/index.ts";
import type { PoolModel } from "../model/types.ts";
import { LEDGER_STATES, S } from "./states.ts";

const STATES = LEDGER_STATES.length;
/** Live counter of chips whose job is in its run clock; settled into productive, lost, ... */
export const RUNNING = STATES;
/** Chips between delivery and decommissioning, counted at the gate and nowhere else. */
export const DELIVERED = STATES + 1;
export const CHANNELS_PER_POOL = STATES + 2;
/** What RUNNING settles into. */
const SETTLED = [S.productive, S.uncommitted, S.checkpointing, S.lost] as const;

const NO_POOLS = new Int32Array(0);

export class ChipLedger {
  readonly recorder: Recorder;
  readonly pools: readonly PoolModel[];
  readonly binSeconds: number;
  /** mW of states that hold whole chips: exact sums of integers. */
  readonly wholeMilliwatts: Float64Array;
  /** mW of serving and headroom by pool: set anew at each change. */
  readonly servingMilliwatts: Float64Array;
  /** Sites whose load may have changed since it was last recorded. */
  readonly dirty: Marks;
  /** A level of `serving` changed since this was last put down. */
  servingChanged = false;
  /** Chips that serve, by pool: read all together after many an event, so they lie side by side. */
  readonly servingChips: Float64Array;
  private readonly siteOf: Int32Array;
  private readonly poolsOf: readonly Int32Array[];
  /** IT load by site, mW, as last summed up (all sites have been once `flushPower` is done); 1 where it must be anew. */
  readonly load: Float64Array;
  private readonly stale: Uint8Array;
  private readonly milliwatts: Float64Array;
  private readonly powerChannel: number;
  /** First channel of FLOP/s of preserved work by pool; -1: nobody asks. */
  private readonly flopsChannel: number;

  constructor(
    recorder: Recorder,
    pools: readonly PoolModel[],
    sites: number,
    binSeconds: number,
    powerChannel: number,
    flopsChannel = -1,
  ) {
    this.recorder = recorder;
    this.pools = pools;
    this.binSeconds = binSeconds;
    this.powerChannel = powerChannel;
    this.flopsChannel = flopsChannel;
    this.wholeMilliwatts = new Float64Array(sites);
    this.servingMilliwatts = new Float64Array(pools.length);
    this.servingChips = new Float64Array(pools.length);
    this.dirty = new Marks(sites);
    this.siteOf = Int32Array.from(pools, (p) => p.site);
    this.poolsOf = Array.from({ length: sites }, (_, site) =>
      Int32Array.from(pools.keys()).filter((pool) => pools[pool]?.site === site),
    );
    this.load = new Float64Array(sites);
    this.stale = new Uint8Array(sites);
    this.milliwatts = new Float64Array(pools.length * CHANNELS_PER_POOL);
    pools.forEach((p, i) => {
      for (let s = 0; s < STATES; s++) this.milliwatts[i * CHANNELS_PER_POOL + s] = p.stateMilliwatts[s] ?? 0;
      // What the time turns out to have been is known later: until then it counts at the most it may have drawn.
      const settled = SETTLED.map((s) => p.stateMilliwatts[s] ?? 0);
      this.milliwatts[i * CHANNELS_PER_POOL + RUNNING] = Math.max(...settled);
    });
  }

  enter(pool: number, state: number, chips: number, now: number): void {
    const channel = pool * CHANNELS_PER_POOL + state;
    this.recorder.add(channel, chips, now);
    this.weigh(pool, channel, chips);
  }

  leave(pool: number, state: number, chips: number, now: number): void {
    const channel = pool * CHANNELS_PER_POOL + state;
    this.recorder.add(channel, -chips, now);
    this.weigh(pool, channel, -chips);
  }

  /** States that are counted anew at each change (idle, staged): whole chips. */
  set(pool: number, state: number, chips: number, now: number): void {
    const channel = pool * CHANNELS_PER_POOL + state;
    const before = this.recorder.level(channel);
    if (before === chips) return;
    this.recorder.set(channel, chips, now);
    this.weigh(pool, channel, chips - before);
  }

  /** The two states that hold shares of chips: their watts are set anew, so that nothing drifts. */
  setServing(pool: number, serving: number, headroom: number, now: number): void {
    const { recorder, milliwatts } = this;
    const busy = pool * CHANNELS_PER_POOL + S.serving;
    const spare = pool * CHANNELS_PER_POOL + S.headroom;
    const busyChanged = recorder.level(busy) !== serving;
    if (!busyChanged && recorder.level(spare) === headroom) return;
    if (busyChanged) this.servingChanged = true;
    this.servingChips[pool] = serving;
    recorder.set(busy, serving, now);
    recorder.set(spare, headroom, now);
    this.servingMilliwatts[pool] = serving * (milliwatts[busy] ?? 0) + headroom * (milliwatts[spare] ?? 0);
    this.mark(this.siteOf[pool] ?? 0);
  }

  level(pool: number, state: number): number {
    return this.recorder.level(pool * CHANNELS_PER_POOL + state);
  }

  deliver(pool: number, chips: number, now: number): void {
    this.recorder.add(pool * CHANNELS_PER_POOL + DELIVERED, chips, now);
  }

  /** Books chip-seconds that were spent in [from, until] s, in a state that settles late. */
  book(pool: number, state: number, from: number, until: number, chipSeconds: number): void {
    // A quotient of speeds may come out a rounding behind the end of the record.
    const to = Math.min(until, this.recorder.endSeconds);
    if (!(to > from) || chipSeconds === 0) return;
    const base = pool * CHANNELS_PER_POOL;
    const level = chipSeconds / (to - from);
    this.recorder.deposit(base + state, from, to, level);
    // The live counter drew as RUNNING does; a write, say, draws less.
    const less = (this.milliwatts[base + state] ?? 0) - (this.milliwatts[base + RUNNING] ?? 0);
    if (less !== 0)
      this.recorder.deposit(this.powerChannel + (this.siteOf[pool] ?? 0), from, to, level * less);
  }

  /** Books FLOP of productive chip-seconds spent in [from, until] s; negative where they prove wrong. */
  credit(pool: number, from: number, until: number, flops: number): void {
    if (this.flopsChannel < 0) return;
    const to = Math.min(until, this.recorder.endSeconds);
    if (to > from) this.recorder.deposit(this.flopsChannel + pool, from, to, flops / (to - from));
  }

  /** IT load of a site now, mW. */
  siteMilliwatts(site: number): number {
    return this.stale[site] === 0 ? (this.load[site] ?? 0) : this.sumUp(site);
  }

  private sumUp(site: number): number {
    const pools = this.poolsOf[site] ?? NO_POOLS;
    let sum = this.wholeMilliwatts[site] ?? 0;
    for (let i = 0; i < pools.length; i++) sum += this.servingMilliwatts[pools[i] ?? 0] ?? 0;
    this.load[site] = sum;
    this.stale[site] = 0;
    return sum;
  }

  /** Records the load of the sites that changed; called once after each event. True where any may have. */
  flushPower(now: number): boolean {
    const { dirty } = this;
    if (!dirty.any) return false;
    for (let site = dirty.low; site <= dirty.high; site++)
      if (dirty.has(site)) this.recorder.set(this.powerChannel + site, this.siteMilliwatts(site), now);
    dirty.clear();
    return true;
  }

  private weigh(pool: number, channel: number, chips: number): void {
    const mw = this.milliwatts[channel] ?? 0;
    if (mw === 0) return;
    const site = this.siteOf[pool] ?? 0;
    this.wholeMilliwatts[site] = (this.wholeMilliwatts[site] ?? 0) + mw * chips;
    this.mark(site);
  }

  private mark(site: number): void {
    this.stale[site] = 1;
    this.dirty.add(site);
  }

  snapshot(): LedgerSnapshot {
    return { whole: this.wholeMilliwatts.slice(), serving: this.servingMilliwatts.slice() };
  }

  restore(from: LedgerSnapshot): void {
    this.wholeMilliwatts.set(from.whole);
    this.servingMilliwatts.set(from.serving);
    for (let pool = 0; pool < this.servingChips.length; pool++)
      this.servingChips[pool] = this.level(pool, S.serving);
    for (let site = 0; site < this.load.length; site++) this.sumUp(site);
    this.servingChanged = true;
  }
}

export interface LedgerSnapshot {
  readonly whole: Float64Array;
  readonly serving: Float64Array;
}
