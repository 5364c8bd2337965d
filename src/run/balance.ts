/**
 * What the chips of a pool that no job holds are doing: serving, its headroom, switching, stranded, switched
 * off for want of power, or idle and why. Counted anew whenever something about the pool changed.
 */
import type { Hosts } from "../fleet/hosts.ts";
import { Spares } from "../fleet/spares.ts";
import type { ChipLedger } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";
import type { Serving } from "../inference/serving.ts";

export interface BalanceSnapshot {
  readonly switching: Float64Array;
  readonly cappedServing: Float64Array;
  readonly cappedIdle: Float64Array;
  readonly cappedNow: Float64Array;
  readonly standbyNow: Float64Array;
  readonly reason: Uint8Array;
}

/** Where the levels of a pool's states are kept side by side: eight doubles are one line of the cache. */
const STRIDE = 8;
const SWITCHING = 0;
const SERVING = 1;
const HEADROOM = 2;
const STRANDED = 3;
/** The three idle states, in the order of IDLE. */
const IDLE_0 = 4;
const STANDBY = 7;
const IDLE_STATES = [S.idleNoDemand, S.idleNoFit, S.idlePolicy] as const;

/** Why idle chips are idle. */
export const IDLE = { noDemand: 0, noFit: 1, policy: 2 } as const;

export class Balance {
  /** Chips on their way from training to serving. */
  readonly switching: Float64Array;
  /** Chips the power controller has switched off among serving and among idle ones: what it asks for. */
  readonly cappedServing: Float64Array;
  readonly cappedIdle: Float64Array;
  readonly reason: Uint8Array;
  private readonly cappedNow: Float64Array;
  private readonly spares: Spares | undefined;
  /** Levels as set last: nobody else sets these states. */
  private readonly levels: Float64Array;
  private readonly chipsPerHost: Float64Array;
  private readonly chipsPerUs: Float64Array;
  private readonly kinds: number;
  private readonly hosts: Hosts;
  private readonly ledger: ChipLedger;
  private readonly serving: Serving | undefined;

  constructor(model: Model, hosts: Hosts, ledger: ChipLedger, serving: Serving | undefined) {
    const pools = model.pools.length;
    this.chipsPerHost = Float64Array.from(model.pools, (p) => p.chipsPerHost);
    this.chipsPerUs = Float64Array.from(model.pools, (p) => p.chipsPerUs);
    this.kinds = model.demand?.kinds.length ?? 0;
    this.hosts = hosts;
    this.ledger = ledger;
    this.serving = serving;
    this.switching = new Float64Array(pools);
    this.cappedServing = new Float64Array(pools);
    this.cappedIdle = new Float64Array(pools);
    this.cappedNow = new Float64Array(pools);
    this.levels = new Float64Array(pools * STRIDE);
    this.reason = new Uint8Array(pools);
    const rule = model.reliability.spares;
    this.spares = rule && new Spares(rule, model.pools, hosts);
  }

  /** Whole UltraServers of a pool that are kept free as spares. */
  keptUs(pool: number): number {
    return this.spares === undefined ? 0 : Math.min(this.spares.kept(pool), this.hosts.wholeFree(pool));
  }

  /** The same in chips. */
  keptChips(pool: number): number {
    return this.spares === undefined ? 0 : this.keptUs(pool) * (this.chipsPerUs[pool] ?? 0);
  }

  freeChips(pool: number): number {
    return (this.hosts.freeHosts[pool] ?? 0) * (this.chipsPerHost[pool] ?? 0);
  }

  claimed(pool: number): number {
    return Math.min(this.serving?.claim[pool] ?? 0, this.freeChips(pool));
  }

  /** Whole UltraServers among `chips` that training may have: serving sits on broken and half-used ones first. */
  wholeFor(pool: number, chips: number): number {
    const perUs = this.chipsPerUs[pool] ?? 1;
    const whole = this.hosts.wholeFree(pool) * perUs;
    const fragments = this.freeChips(pool) - whole;
    const left = whole - Math.max(0, this.claimed(pool) - fragments) - this.keptChips(pool);
    return Math.max(0, Math.floor(Math.min(left, chips) / perUs));
  }

  update(pool: number, now: number): void {
    const { ledger } = this;
    const perHost = this.chipsPerHost[pool] ?? 0;
    const free = (this.hosts.freeHosts[pool] ?? 0) * perHost;
    const claim = Math.min(this.serving?.claim[pool] ?? 0, free);
    const switching = Math.min(this.switching[pool] ?? 0, claim);
    const replicas = claim - switching;
    const offServing = Math.min(this.cappedServing[pool] ?? 0, replicas);
    const active = replicas - offServing;
    const busy = this.busyChips(pool, active, switching, now);
    const unclaimed = free - claim;
    const degraded = (this.hosts.degradedFreeHosts[pool] ?? 0) * perHost;
    const notStranded = unclaimed - Math.max(0, Math.min(unclaimed, degraded - claim));
    const stranded = unclaimed - notStranded;
    const offIdle = Math.min(this.cappedIdle[pool] ?? 0, unclaimed);
    const offStranded = Math.max(0, offIdle - notStranded);
    const unused = notStranded - (offIdle - offStranded);
    const standby = this.spares === undefined ? 0 : Math.min(unused, this.keptChips(pool));
    const idle = unused - standby;
    const reason = this.reason[pool] ?? 0;
    const { levels } = this;
    const base = pool * STRIDE;
    if (levels[base + SWITCHING] !== switching) this.put(pool, SWITCHING, S.switching, switching, now);
    const headroom = active - busy;
    if (levels[base + SERVING] !== busy || levels[base + HEADROOM] !== headroom) {
      levels[base + SERVING] = busy;
      levels[base + HEADROOM] = headroom;
      ledger.setServing(pool, busy, headroom, now);
    }
    const broken = stranded - offStranded;
    if (levels[base + STRANDED] !== broken) this.put(pool, STRANDED, S.stranded, broken, now);
    for (let why = 0; why < IDLE_STATES.length; why++) {
      const level = why === reason ? idle : 0;
      if (levels[base + IDLE_0 + why] !== level)
        this.put(pool, IDLE_0 + why, IDLE_STATES[why] ?? S.idleNoDemand, level, now);
    }
    const kept = levels[base + STANDBY] ?? 0;
    if (kept !== standby) {
      // Jobs hold standbys too: this is not all of the state.
      ledger.leave(pool, S.standby, kept, now);
      ledger.enter(pool, S.standby, standby, now);
      levels[base + STANDBY] = standby;
    }
    const off = offServing + offIdle;
    const before = this.cappedNow[pool] ?? 0;
    if (off !== before) {
      ledger.leave(pool, S.powerCapped, before, now);
      ledger.enter(pool, S.powerCapped, off, now);
      this.cappedNow[pool] = off;
    }
  }

  private put(pool: number, at: number, state: number, chips: number, now: number): void {
    this.levels[pool * STRIDE + at] = chips;
    this.ledger.set(pool, state, chips, now);
  }

  private busyChips(pool: number, active: number, switching: number, now: number): number {
    const { serving, kinds } = this;
    if (serving === undefined) return 0;
    let want = 0;
    for (let k = 0; k < kinds; k++) want += serving.want[pool * kinds + k] ?? 0;
    const fraction = want > active ? active / want : 1;
    const starting = want > active ? Math.min(switching, want - active) / want : 0;
    serving.setFraction(pool, fraction, starting, now);
    return want > active ? active : want;
  }

  snapshot(): BalanceSnapshot {
    const { switching, cappedServing, cappedIdle, cappedNow, reason } = this;
    const standbyNow = Float64Array.from(reason, (_, pool) => this.levels[pool * STRIDE + STANDBY] ?? 0);
    return structuredClone({ switching, cappedServing, cappedIdle, cappedNow, standbyNow, reason });
  }

  restore(from: BalanceSnapshot): void {
    this.switching.set(from.switching);
    this.cappedServing.set(from.cappedServing);
    this.cappedIdle.set(from.cappedIdle);
    this.cappedNow.set(from.cappedNow);
    this.reason.set(from.reason);
    const states = [S.switching, S.serving, S.headroom, S.stranded, ...IDLE_STATES];
    from.standbyNow.forEach((chips, pool) => (this.levels[pool * STRIDE + STANDBY] = chips));
    for (let pool = 0; pool < this.reason.length; pool++)
      for (const [at, state] of states.entries())
        this.levels[pool * STRIDE + at] = this.ledger.level(pool, state);
  }
}
