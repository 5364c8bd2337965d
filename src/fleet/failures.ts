/**
 * Failures of hosts (their chips included) and of whole UltraServers. One candidate timer a pool at a rate that bounds
 * the pool's hazard; the victim is uniform, and one that is already down is a no-op: exact thinning, independent of what
 * the fleet is doing. What lemons fail more often has a timer of its own.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { ThinnedHazard, exponential } from "../engine/index.ts";
import type { Model } from "../model/types.ts";
import type { FailureCounts } from "./failure-counts.ts";
import { COUNT, causeAt } from "./failure-counts.ts";
import type { Hosts } from "./hosts.ts";
import { NOBODY, OUT } from "./hosts.ts";
import type { Lemons } from "./lemons.ts";
import type { OutOfService } from "./out-of-service.ts";
import type { RepairShop } from "./repair-shop.ts";

export interface FailurePorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly hosts: Hosts;
  readonly out: OutOfService;
  readonly shop: RepairShop;
  readonly lemons: Lemons;
  readonly counts: FailureCounts;
  readonly gaps: Stream;
  readonly victims: Stream;
  readonly repairs: Stream;
  /** Who finds what, and whom it is blamed on. */
  readonly diagnoses: Stream;
  readonly poolKeys: readonly number[];
  readonly lemonKeys: readonly number[];
  readonly handlers: { readonly candidate: number; readonly lemon: number };
  readonly eventClass: number;
  /** The gang that holds the UltraServer loses it (it must be out by then). */
  gangLosesUs(slot: number, us: number, now: number): void;
  /** The small job that holds a host gives up all it holds. */
  smallJobFails(slot: number, now: number): void;
  /** The job stops and begins again on what it holds: nobody knows what was wrong. */
  jobStops(slot: number, now: number): void;
  /** What a job holds: whole UltraServers, or hosts. */
  held(slot: number): { readonly us: readonly number[]; readonly hosts: readonly number[] };
  /** False while the job is in a restart that the scenario says cannot fail. */
  canFail(slot: number): boolean;
  /** A host is taken for repair; true where a new one is put in its place instead. */
  isReplaced(pool: number, host: number, cause: number, now: number): boolean;
  touch(pool: number): void;
}

export class Failures {
  readonly hazard: ThinnedHazard;
  readonly lemonHazard: ThinnedHazard | undefined;
  /** Hosts have clocks of their own: only whole UltraServers fail by the pool's. */
  private readonly ages: boolean;
  private readonly ports: FailurePorts;

  constructor(ports: FailurePorts) {
    this.ports = ports;
    this.ages = ports.model.reliability.wear !== undefined;
    const { engine, handlers, eventClass, model, gaps } = ports;
    const shared = { pools: model.pools.length, eventClass, stream: gaps };
    this.hazard = new ThinnedHazard(engine, {
      ...shared,
      handlerId: handlers.candidate,
      entities: ports.poolKeys,
      onCandidate: (pool, now, k) => this.onCandidate(pool, now, k),
      name: "failure candidate",
    });
    this.lemonHazard =
      model.reliability.lemonShare === 0 || this.ages
        ? undefined
        : new ThinnedHazard(engine, {
            ...shared,
            handlerId: handlers.lemon,
            entities: ports.lemonKeys,
            onCandidate: (pool, now, k) => this.onLemon(pool, now, k),
            name: "lemon candidate",
          });
  }

  /** The pool has grown, or has other lemons: its candidates come at another rate. */
  rearm(pool: number): void {
    const { hosts, model, lemons } = this.ports;
    const p = model.pools[pool];
    if (p === undefined) return;
    const us = hosts.installed[pool] ?? 0;
    const host = this.ages ? 0 : p.hostFailuresPerSecond;
    this.hazard.setRate(pool, us * (p.hostsPerUs * host + p.fabricFailuresPerSecond));
    const more = p.hostFailuresPerSecond * (model.reliability.lemonFactor - 1);
    this.lemonHazard?.setRate(pool, lemons.count(pool) * more);
  }

  private onCandidate(pool: number, now: number, k: number): void {
    const { hosts, model, victims, poolKeys } = this.ports;
    const p = model.pools[pool];
    if (p === undefined) return;
    const installed = hosts.installed[pool] ?? 0;
    const hostCount = installed * p.hostsPerUs;
    const hostRate = this.ages ? 0 : hostCount * p.hostFailuresPerSecond;
    const total = hostRate + installed * p.fabricFailuresPerSecond;
    // One draw picks the kind and, by what is left of it, the victim; what is left of that picks the cause.
    const key = poolKeys[pool] ?? 0;
    const at = victims.uniform(key, k) * total;
    if (at < hostRate) {
      const place = at / p.hostFailuresPerSecond;
      const index = Math.min(hostCount - 1, Math.floor(place));
      const cause = causeAt(p.hostCauses, place - index);
      this.hostFails(pool, (hosts.hostBase[pool] ?? 0) + index, cause, key, k, now);
    } else {
      const place = (at - hostRate) / p.fabricFailuresPerSecond;
      const index = Math.min(installed - 1, Math.floor(place));
      const cause = causeAt(p.fabricCauses, place - index);
      this.usFails(pool, (hosts.usBase[pool] ?? 0) + index, cause, key, k, now);
    }
  }

  private onLemon(pool: number, now: number, k: number): void {
    const { hosts, model, victims, lemons, lemonKeys } = this.ports;
    const key = lemonKeys[pool] ?? 0;
    const place = victims.uniform(key, k) * lemons.count(pool);
    const index = Math.floor(place);
    const p = model.pools[pool];
    if (p === undefined) return;
    const cause = causeAt(p.hostCauses, place - index);
    this.hostFails(pool, (hosts.hostBase[pool] ?? 0) + lemons.at(pool, index), cause, key, k, now);
  }

  /** A host fails, unless it is down or out already. `seconds` of repair are stated or drawn. Returns whether it did. */
  hostFails(
    pool: number,
    host: number,
    cause: number,
    key: number,
    k: number,
    now: number,
    seconds = NaN,
  ): boolean {
    const { hosts } = this.ports;
    const us = hosts.usOfHost(pool, host);
    if (hosts.usState[us] !== 1 || hosts.hostDown[host] !== 0 || hosts.usOut[us] !== 0) return false;
    const slot = this.holder(pool, us, host);
    if (slot !== NOBODY && !this.ports.canFail(slot)) return false;
    this.ports.counts.failed(cause);
    const taken = slot === NOBODY ? host : this.diagnosed(pool, host, slot, cause, key, k, now);
    if (taken !== NOBODY) this.takeHost(pool, taken, slot, cause, key, k, now, seconds);
    return true;
  }

  private takeHost(
    pool: number,
    host: number,
    slot: number,
    cause: number,
    key: number,
    k: number,
    now: number,
    seconds: number,
  ): void {
    const { hosts, out, shop } = this.ports;
    const us = hosts.usOfHost(pool, host);
    out.hostBreaks(pool, us, host, now);
    if (hosts.usOwner[us] !== NOBODY) this.ports.gangLosesUs(slot, us, now);
    else if (slot !== NOBODY) this.ports.smallJobFails(slot, now);
    this.ports.touch(pool);
    const unit = host - (hosts.hostBase[pool] ?? 0);
    if (!this.ports.isReplaced(pool, unit, cause, now))
      shop.takeHost(pool, unit, cause, key, k, now, seconds);
  }

  /** The host that is taken for the fault: the right one, a sound one of the same job, or NOBODY. */
  private diagnosed(
    pool: number,
    host: number,
    slot: number,
    cause: number,
    key: number,
    k: number,
    now: number,
  ): number {
    const { model, diagnoses, counts, shop, hosts } = this.ports;
    const { missed, blamed } = model.reliability;
    if (missed + blamed === 0) return host;
    // What only stands by for the job stops nothing, and is looked at by itself.
    const { us, hosts: single } = this.ports.held(slot);
    if (single.length === 0 && !us.includes(hosts.usOfHost(pool, host))) return host;
    const u = diagnoses.uniform(key, 2 * k);
    if (u >= missed + blamed) return host;
    const other = u < missed ? NOBODY : this.sound(pool, host, slot, diagnoses.uniform(key, 2 * k + 1));
    if (u >= missed && other === NOBODY) return host;
    counts.add(u < missed ? COUNT.missed : COUNT.blamed);
    shop.returnFault(pool, host - (hosts.hostBase[pool] ?? 0), cause, now);
    if (other === NOBODY) this.ports.jobStops(slot, now);
    return other;
  }

  /** Another host of the job, uniform; NOBODY where it has no other. */
  private sound(pool: number, host: number, slot: number, u: number): number {
    const { hosts } = this.ports;
    const { us, hosts: single } = this.ports.held(slot);
    const perUs = hosts.hostsPerUs[pool] ?? 1;
    const all = us.length > 0 ? us.length * perUs : single.length;
    if (all < 2) return NOBODY;
    const nth = (i: number): number =>
      us.length > 0
        ? hosts.firstHost(pool, us[Math.floor(i / perUs)] ?? 0) + (i % perUs)
        : (single[i] ?? NOBODY);
    const pick = nth(Math.floor(u * (all - 1)));
    // The last one stands in for the host itself, so that each of the others is as likely.
    return pick === host ? nth(all - 1) : pick;
  }

  /** A whole UltraServer fails, unless it is out already. Returns whether it did. */
  usFails(
    pool: number,
    us: number,
    cause: number,
    key: number,
    k: number,
    now: number,
    seconds = NaN,
  ): boolean {
    const { hosts, model, out, shop, counts, repairs } = this.ports;
    if (hosts.usState[us] !== 1 || hosts.usOut[us] !== 0) return false;
    const gang = hosts.usOwner[us] ?? NOBODY;
    if (gang !== NOBODY && !this.ports.canFail(gang)) return false;
    const first = hosts.firstHost(pool, us);
    const end = first + (hosts.hostsPerUs[pool] ?? 0);
    for (let h = first; h < end; h++) {
      const small = hosts.smallOwner(pool, h);
      if (small !== NOBODY && !this.ports.canFail(small)) return false;
    }
    counts.failed(cause);
    out.before(pool, us);
    hosts.takeOut(pool, us, OUT.broken);
    out.after(pool, us, now);
    if (gang !== NOBODY) this.ports.gangLosesUs(gang, us, now);
    for (let h = first; h < end; h++) {
      const small = hosts.smallOwner(pool, h);
      if (small !== NOBODY) this.ports.smallJobFails(small, now);
    }
    this.ports.touch(pool);
    const { fabricSeconds, ultraServerSeconds } = model.repair;
    const mean = model.reliability.causes[cause]?.of === "ultraserver" ? ultraServerSeconds : fabricSeconds;
    const drawn = Number.isNaN(seconds) ? exponential(repairs.uniform(key, 3 * k), mean) : seconds;
    shop.takeUs(pool, us - (hosts.usBase[pool] ?? 0), cause, drawn, now);
    return true;
  }

  private holder(pool: number, us: number, host: number): number {
    const { hosts } = this.ports;
    const gang = hosts.usOwner[us] ?? NOBODY;
    return gang !== NOBODY ? gang : hosts.smallOwner(pool, host);
  }
}
