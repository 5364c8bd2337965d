/**
 * Hosts that age: the time to the next failure is drawn from a distribution as a host comes into service and anew after
 * each repair. One pending event and twelve bytes a host, where exponential failures need one event a pool.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { lognormal, weibull } from "../engine/index.ts";
import type { WearModel } from "../model/reliability.ts";
import type { PoolModel } from "../model/types.ts";
import type { Hosts } from "./hosts.ts";
import { OUT } from "./hosts.ts";
import type { Lemons } from "./lemons.ts";

export interface AgePorts {
  readonly engine: Engine;
  readonly pools: readonly PoolModel[];
  readonly wear: WearModel;
  readonly hosts: Hosts;
  readonly lemons: Lemons;
  readonly lemonFactor: number;
  readonly draws: (this: void, purpose: string) => Stream;
  readonly handler: number;
  readonly eventClass: number;
  readonly horizonSeconds: number;
  /** The host's time has come; `u` falls on a cause. False where it cannot fail now. */
  fails(pool: number, host: number, u: number, now: number): boolean;
}

export interface AgeSnapshot {
  readonly handles: Float64Array[];
  readonly drawn: Uint32Array[];
  readonly known: number[];
}

export class HostAges {
  private readonly ports: AgePorts;
  private readonly streams: readonly Stream[];
  /** By pool and number in it: the pending event (0: none), and draws so far. */
  private readonly handles: readonly Float64Array[];
  private readonly drawn: readonly Uint32Array[];
  private known: number[];

  constructor(ports: AgePorts) {
    this.ports = ports;
    const { pools, engine, draws } = ports;
    this.streams = pools.map((p) => draws(`age ${p.id}`));
    this.handles = pools.map((p) => new Float64Array(p.totalUs * p.hostsPerUs));
    this.drawn = pools.map((p) => new Uint32Array(p.totalUs * p.hostsPerUs));
    this.known = pools.map(() => 0);
    engine.on(ports.handler, (host, now) => this.onAge(host, now), "host age");
  }

  /** Starts the clocks of the hosts of a pool up to the `count`th. */
  installed(pool: number, count: number, now: number): void {
    for (let unit = this.known[pool] ?? 0; unit < count; unit++) this.renew(pool, unit, now);
    this.known[pool] = Math.max(count, this.known[pool] ?? 0);
  }

  /** The host is as new from now on. */
  renew(pool: number, unit: number, now: number): void {
    const { engine, handler, eventClass, wear, lemons, lemonFactor, hosts, pools } = this.ports;
    const handles = this.handles[pool];
    const drawn = this.drawn[pool];
    const rate = pools[pool]?.hostFailuresPerSecond ?? 0;
    if (handles === undefined || drawn === undefined || rate === 0) return;
    const pending = handles[unit] ?? 0;
    if (pending > 0) engine.cancel(pending);
    const u = this.streams[pool]?.uniform(unit, 2 * (drawn[unit] ?? 0)) ?? 0.5;
    drawn[unit] = (drawn[unit] ?? 0) + 1;
    const mean = 1 / (rate * (lemons.has(pool, unit) ? lemonFactor : 1));
    const life =
      wear.kind === "weibull"
        ? weibull(u, wear.scale * mean, wear.shape)
        : lognormal(u, wear.scale * mean, wear.shape);
    const due = now + life;
    handles[unit] =
      due < this.ports.horizonSeconds
        ? engine.at(due, eventClass, handler, (hosts.hostBase[pool] ?? 0) + unit)
        : 0;
  }

  private onAge(host: number, now: number): void {
    const { hosts } = this.ports;
    const pool = hosts.poolOf(host, hosts.hostBase);
    const unit = host - (hosts.hostBase[pool] ?? 0);
    const handles = this.handles[pool];
    if (handles !== undefined) handles[unit] = 0;
    // The odd draw of the life that has ended.
    const u = this.streams[pool]?.uniform(unit, 2 * (this.drawn[pool]?.[unit] ?? 1) - 1) ?? 0;
    this.ports.fails(pool, host, u, now);
    // A host in repair is as new once it is mended; one that stayed in use, or is out for another reason, is so now.
    const inRepair = ((hosts.hostDown[host] ?? 0) & OUT.broken) !== 0;
    if (!inRepair && hosts.usState[hosts.usOfHost(pool, host)] === 1) this.renew(pool, unit, now);
  }

  snapshot(): AgeSnapshot {
    return {
      handles: this.handles.map((a) => a.slice()),
      drawn: this.drawn.map((a) => a.slice()),
      known: this.known.slice(),
    };
  }

  /** A pool may be larger or smaller than where it was saved. */
  restore(from: AgeSnapshot): void {
    from.handles.forEach((saved, pool) => {
      const size = this.handles[pool]?.length ?? 0;
      this.handles[pool]?.set(saved.subarray(0, size));
      this.drawn[pool]?.set(from.drawn[pool]?.subarray(0, size) ?? new Uint32Array(0));
    });
    this.known = from.known.slice();
  }
}
