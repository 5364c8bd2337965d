/**
 * Planned maintenance: each host, or each UltraServer, of a pool in turn, so that every one has been seen to once in the
 * interval. Who holds it first writes a checkpoint; then it is taken out, and comes back after a stated time.
 */
import type { Engine } from "../engine/index.ts";
import type { MaintenanceModel } from "../model/reliability.ts";
import { COUNT } from "./failure-counts.ts";
import type { FailureCounts } from "./failure-counts.ts";
import type { Hosts } from "./hosts.ts";
import { NOBODY, OUT } from "./hosts.ts";
import type { OutOfService } from "./out-of-service.ts";
import { Slots } from "./slots.ts";
import type { SlotsSnapshot } from "./slots.ts";

export interface MaintenancePorts {
  readonly engine: Engine;
  readonly plan: MaintenanceModel;
  readonly pools: number;
  readonly hosts: Hosts;
  readonly out: OutOfService;
  readonly counts: FailureCounts;
  readonly handlers: { readonly round: number; readonly visit: number };
  readonly eventClass: number;
  /** Asks the job to save its work; returns when that is done, `now` where there is none to save. */
  saves(slot: number, now: number): number;
  /** The job gives up the UltraServer or the host: its work up to now is kept. */
  gangGivesUs(slot: number, us: number, now: number): void;
  smallJobGives(slot: number, now: number): void;
  touch(pool: number): void;
  freed(): void;
}

/** One UltraServer, or one host, on its way in or out; numbers within the pool. */
interface Visit {
  readonly pool: number;
  readonly unit: number;
  inside: boolean;
}

export interface MaintenanceSnapshot {
  readonly visits: SlotsSnapshot<Visit>;
  readonly next: number[];
  readonly armed: number[];
}

export class Maintenance {
  private readonly ports: MaintenancePorts;
  private readonly visits = new Slots<Visit>();
  /** Whose turn it is, by pool. */
  private next: number[];
  /** 1 while a round is under way. */
  private armed: number[];

  constructor(ports: MaintenancePorts) {
    this.ports = ports;
    const { engine, handlers, pools } = ports;
    this.next = Array.from({ length: pools }, () => 0);
    this.armed = this.next.slice();
    engine.on(handlers.round, (pool, now) => this.onRound(pool, now), "maintenance round");
    engine.on(handlers.visit, (slot, now) => this.onVisit(slot, now), "maintenance visit");
  }

  /** A pool has UltraServers in service: its round begins, where it has not. */
  installed(pool: number, now: number): void {
    if (this.armed[pool] !== 1) this.arm(pool, now);
  }

  /** The next of the pool is due a share of the interval later; with more of them the round goes faster. */
  private arm(pool: number, now: number): void {
    const { engine, hosts, plan, handlers, eventClass } = this.ports;
    const units = ((hosts.installed[pool] ?? 0) - (hosts.retired[pool] ?? 0)) * this.perUs(pool);
    this.armed[pool] = units > 0 ? 1 : 0;
    if (units > 0) engine.at(now + plan.everySeconds / units, eventClass, handlers.round, pool);
  }

  private onRound(pool: number, now: number): void {
    const unit = this.turn(pool);
    if (unit !== NOBODY) this.announce(pool, unit, now);
    this.arm(pool, now);
  }

  /** Number of the next unit in service; NOBODY where none is. */
  private turn(pool: number): number {
    const { hosts } = this.ports;
    const perUs = this.perUs(pool);
    const all = (hosts.installed[pool] ?? 0) * perUs;
    for (let tried = 0; tried < all; tried++) {
      const unit = (this.next[pool] ?? 0) % all;
      this.next[pool] = unit + 1;
      if (hosts.usState[this.usOf(pool, unit)] === 1) return unit;
    }
    return NOBODY;
  }

  private announce(pool: number, unit: number, now: number): void {
    const { engine, eventClass, handlers } = this.ports;
    let ready = now;
    for (const slot of this.holders(pool, unit)) ready = Math.max(ready, this.ports.saves(slot, now));
    const visit = this.visits.add({ pool, unit, inside: false });
    engine.at(ready, eventClass, handlers.visit, visit);
  }

  private onVisit(slot: number, now: number): void {
    const { engine, hosts, plan, counts, eventClass, handlers } = this.ports;
    const visit = this.visits.get(slot);
    const { pool, unit } = visit;
    // It may have retired meanwhile, or be in it still from its last turn.
    if (hosts.usState[this.usOf(pool, unit)] !== 1 || (!visit.inside && this.isIn(pool, unit))) {
      this.visits.drop(slot);
      return;
    }
    this.put(pool, unit, !visit.inside, now);
    this.ports.touch(pool);
    if (visit.inside) {
      this.visits.drop(slot);
      this.ports.freed();
      return;
    }
    visit.inside = true;
    counts.add(COUNT.planned);
    const us = this.usOf(pool, unit);
    for (const holder of this.holders(pool, unit)) {
      if (hosts.usOwner[us] === holder) this.ports.gangGivesUs(holder, us, now);
      else this.ports.smallJobGives(holder, now);
    }
    engine.at(now + plan.seconds, eventClass, handlers.visit, slot);
  }

  private isIn(pool: number, unit: number): boolean {
    const { hosts, plan } = this.ports;
    const why = plan.wholeUs
      ? hosts.usOut[this.usOf(pool, unit)]
      : hosts.hostDown[(hosts.hostBase[pool] ?? 0) + unit];
    return ((why ?? 0) & OUT.maintenance) !== 0;
  }

  private put(pool: number, unit: number, inside: boolean, now: number): void {
    const { hosts, out, plan } = this.ports;
    const us = this.usOf(pool, unit);
    const host = (hosts.hostBase[pool] ?? 0) + unit;
    out.before(pool, us);
    if (plan.wholeUs && inside) hosts.takeOut(pool, us, OUT.maintenance);
    else if (plan.wholeUs) hosts.bringBack(pool, us, OUT.maintenance);
    else if (inside) hosts.breakHost(pool, us, host, OUT.maintenance);
    else hosts.mendHost(pool, us, host, OUT.maintenance);
    out.after(pool, us, now);
  }

  /** Jobs that hold the unit, once each. */
  private holders(pool: number, unit: number): readonly number[] {
    const { hosts, plan } = this.ports;
    const us = this.usOf(pool, unit);
    const gang = hosts.usOwner[us] ?? NOBODY;
    if (gang !== NOBODY) return [gang];
    const first = plan.wholeUs ? hosts.firstHost(pool, us) : (hosts.hostBase[pool] ?? 0) + unit;
    const count = plan.wholeUs ? (hosts.hostsPerUs[pool] ?? 1) : 1;
    const found: number[] = [];
    for (let h = first; h < first + count; h++) {
      const small = hosts.smallOwner(pool, h);
      if (small !== NOBODY && !found.includes(small)) found.push(small);
    }
    return found;
  }

  private perUs(pool: number): number {
    return this.ports.plan.wholeUs ? 1 : (this.ports.hosts.hostsPerUs[pool] ?? 1);
  }

  private usOf(pool: number, unit: number): number {
    return (this.ports.hosts.usBase[pool] ?? 0) + Math.floor(unit / this.perUs(pool));
  }

  snapshot(): MaintenanceSnapshot {
    return { visits: this.visits.snapshot(), next: this.next.slice(), armed: this.armed.slice() };
  }

  restore(from: MaintenanceSnapshot): void {
    this.visits.restore(from.visits);
    this.next = from.next.slice();
    this.armed = from.armed.slice();
  }
}
