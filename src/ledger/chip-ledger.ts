/**
 * The chip-hour ledger: every chip of a pool is in one state, counted at its own transitions. `enter` and
 * `leave` are separate, so that a transition that is forgotten shows as a sum that does not close. The
 * states that settle later (productive, lost, ...) are booked in the bins where the time was spent; until
 * then the live counter `running` stands for them.
 */
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

export class ChipLedger {
  readonly recorder: Recorder;
  readonly pools: readonly PoolModel[];
  readonly binSeconds: number;
  /** mW of states that hold whole chips: exact sums of integers. */
  readonly wholeMilliwatts: Float64Array;
  /** mW of serving and headroom by pool: set anew at each change. */
  readonly servingMilliwatts: Float64Array;
  readonly dirtySite: Uint8Array;
  private readonly siteOf: Int32Array;
  private readonly milliwatts: Float64Array;
  private readonly powerChannel: number;

  constructor(
    recorder: Recorder,
    pools: readonly PoolModel[],
    sites: number,
    binSeconds: number,
    powerChannel: number,
  ) {
    this.recorder = recorder;
    this.pools = pools;
    this.binSeconds = binSeconds;
    this.powerChannel = powerChannel;
    this.wholeMilliwatts = new Float64Array(sites);
    this.servingMilliwatts = new Float64Array(pools.length);
    this.dirtySite = new Uint8Array(sites);
    this.siteOf = Int32Array.from(pools, (p) => p.site);
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

  /** States that hold a share of a chip (serving, headroom) or are counted anew at each change (idle). */
  set(pool: number, state: number, chips: number, now: number): void {
    const channel = pool * CHANNELS_PER_POOL + state;
    const before = this.recorder.level(channel);
    if (before === chips) return;
    this.recorder.set(channel, chips, now);
    if (state === S.serving || state === S.headroom) {
      const serving = pool * CHANNELS_PER_POOL + S.serving;
      const headroom = pool * CHANNELS_PER_POOL + S.headroom;
      this.servingMilliwatts[pool] =
        this.recorder.level(serving) * (this.milliwatts[serving] ?? 0) +
        this.recorder.level(headroom) * (this.milliwatts[headroom] ?? 0);
      this.dirtySite[this.siteOf[pool] ?? 0] = 1;
    } else {
      this.weigh(pool, channel, chips - before);
    }
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

  /** IT load of a site now, mW. */
  siteMilliwatts(site: number): number {
    let sum = this.wholeMilliwatts[site] ?? 0;
    for (let p = 0; p < this.siteOf.length; p++)
      if (this.siteOf[p] === site) sum += this.servingMilliwatts[p] ?? 0;
    return sum;
  }

  /** Records the load of the sites that changed; called once after each event. True where any did. */
  flushPower(now: number): boolean {
    let changed = false;
    for (let site = 0; site < this.dirtySite.length; site++) {
      if (this.dirtySite[site] === 0) continue;
      this.dirtySite[site] = 0;
      this.recorder.set(this.powerChannel + site, this.siteMilliwatts(site), now);
      changed = true;
    }
    return changed;
  }

  private weigh(pool: number, channel: number, chips: number): void {
    const mw = this.milliwatts[channel] ?? 0;
    if (mw === 0) return;
    const site = this.siteOf[pool] ?? 0;
    this.wholeMilliwatts[site] = (this.wholeMilliwatts[site] ?? 0) + mw * chips;
    this.dirtySite[site] = 1;
  }

  snapshot(): LedgerSnapshot {
    return { whole: this.wholeMilliwatts.slice(), serving: this.servingMilliwatts.slice() };
  }

  restore(from: LedgerSnapshot): void {
    this.wholeMilliwatts.set(from.whole);
    this.servingMilliwatts.set(from.serving);
  }
}

export interface LedgerSnapshot {
  readonly whole: Float64Array;
  readonly serving: Float64Array;
}
