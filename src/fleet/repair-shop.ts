/**
 * Repair of hosts and UltraServers: discovery, an automatic attempt, a person for a share of them, crews where there are
 * only so many (first come, first served at each site), and whether it helped. Faults that come back wait here too.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { exponential } from "../engine/index.ts";
import type { Model } from "../model/types.ts";
import { COUNT } from "./failure-counts.ts";
import type { FailureCounts } from "./failure-counts.ts";
import type { Hosts } from "./hosts.ts";
import { Slots } from "./slots.ts";
import type { SlotsSnapshot } from "./slots.ts";

/** What is under repair, or a fault that will strike again; numbers within the pool, so that pools may grow. */
export interface Ticket {
  readonly pool: number;
  readonly kind: "host" | "us" | "fault";
  readonly unit: number;
  readonly cause: number;
  /** Seconds of work that are still to be done, by whom. */
  auto: number;
  manual: number;
  /** What was wrong is put right. */
  readonly works: boolean;
  /** A new host takes its place. */
  readonly replaced: boolean;
  stage: "found" | "auto" | "manual" | "whole";
  /** When it began to wait for a crew. */
  since: number;
}

export interface ShopPorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly counts: FailureCounts;
  readonly repairs: Stream;
  readonly successes: Stream;
  readonly handlers: { readonly hostMended: number; readonly usMended: number; readonly repair: number };
  readonly eventClass: number;
  readonly hosts: Hosts;
  hostMended(pool: number, host: number, ticket: Ticket, now: number): void;
  usMended(pool: number, us: number, now: number): void;
  faultReturns(pool: number, host: number, ticket: Ticket, k: number, now: number): void;
  /** False once the unit has retired: nobody repairs it any more. */
  inService(ticket: Ticket): boolean;
}

type Crew = "auto" | "manual";

export interface ShopSnapshot {
  readonly tickets: SlotsSnapshot<Ticket>;
  readonly queues: Readonly<Record<Crew, number[][]>>;
  readonly busy: Readonly<Record<Crew, number[]>>;
  readonly returns: number;
}

export class RepairShop {
  private readonly ports: ShopPorts;
  private readonly tickets = new Slots<Ticket>();
  private queues: Record<Crew, number[][]>;
  private busy: Record<Crew, number[]>;
  /** Faults sent to return so far: numbers their draws. */
  private returns = 0;
  private readonly limited: boolean;
  /** Every repair helps and none waits: it is known by the host or the UltraServer alone. */
  private readonly plain: boolean;

  constructor(ports: ShopPorts) {
    this.ports = ports;
    const { sites, repair } = ports.model;
    this.queues = { auto: sites.map(() => []), manual: sites.map(() => []) };
    this.busy = { auto: sites.map(() => 0), manual: sites.map(() => 0) };
    this.limited = Math.min(repair.autoCrews, repair.manualCrews) < Infinity;
    this.plain = !this.limited && repair.autoSuccess === 1 && repair.manualSuccess === 1;
    ports.engine.on(ports.handlers.repair, (slot, now) => this.onStep(slot, now), "repair");
  }

  /** A host comes in. `seconds` of a stated repair stand before what would be drawn. */
  takeHost(
    pool: number,
    unit: number,
    cause: number,
    key: number,
    k: number,
    now: number,
    seconds = NaN,
  ): void {
    const { repairs, successes, model, counts } = this.ports;
    const { autoSeconds, manualSeconds, manualShare, autoSuccess, manualSuccess } = model.repair;
    let auto = seconds;
    let manual = 0;
    if (Number.isNaN(seconds)) {
      auto = exponential(repairs.uniform(key, 3 * k), autoSeconds);
      if (repairs.uniform(key, 3 * k + 1) < manualShare)
        manual = exponential(repairs.uniform(key, 3 * k + 2), manualSeconds);
    }
    counts.add(COUNT.automatic);
    if (manual > 0) counts.add(COUNT.manual);
    if (this.plain) {
      const { engine, eventClass, handlers, hosts } = this.ports;
      const wait = auto + manual + model.reliability.detectSeconds;
      engine.at(now + wait, eventClass, handlers.hostMended, (hosts.hostBase[pool] ?? 0) + unit);
      return;
    }
    const success = manual > 0 ? manualSuccess : autoSuccess;
    const works = success === 1 || successes.uniform(key, k) < success;
    if (!works) counts.add(COUNT.failed);
    this.open({ pool, kind: "host", unit, cause, auto, manual, works, replaced: false }, now);
  }

  /** A new host is put in the place of this one. */
  replaceHost(pool: number, unit: number, cause: number, seconds: number, now: number): void {
    this.ports.counts.add(COUNT.replaced);
    const ticket = { pool, kind: "host", unit, cause, auto: seconds, manual: 0, works: true } as const;
    this.begin({ ...ticket, replaced: true, stage: "whole", since: now }, seconds, now);
  }

  /** A whole UltraServer comes in: people see to it. */
  takeUs(pool: number, unit: number, cause: number, seconds: number, now: number): void {
    if (this.plain) {
      const { engine, eventClass, handlers, hosts, model } = this.ports;
      const due = now + seconds + model.reliability.detectSeconds;
      engine.at(due, eventClass, handlers.usMended, (hosts.usBase[pool] ?? 0) + unit);
      return;
    }
    const ticket = { pool, kind: "us", unit, cause, auto: 0, manual: seconds } as const;
    this.open({ ...ticket, works: true, replaced: false }, now);
  }

  /** A fault that was not put right strikes the host again, some time. */
  returnFault(pool: number, unit: number, cause: number, now: number): void {
    const { successes, model } = this.ports;
    const { returnSeconds } = model.reliability;
    if (returnSeconds === Infinity) return;
    const wait = exponential(successes.uniform(RETURNS, this.returns++), returnSeconds);
    const ticket = { pool, kind: "fault", unit, cause, auto: 0, manual: 0, works: false } as const;
    this.begin({ ...ticket, replaced: false, stage: "whole", since: now }, wait, now);
  }

  private open(work: Omit<Ticket, "stage" | "since">, now: number): void {
    const { detectSeconds } = this.ports.model.reliability;
    if (this.limited) this.begin({ ...work, stage: "found", since: now }, detectSeconds, now);
    else this.begin({ ...work, stage: "whole", since: now }, work.auto + work.manual + detectSeconds, now);
  }

  private begin(ticket: Ticket, wait: number, now: number): void {
    const { engine, eventClass, handlers } = this.ports;
    engine.at(now + wait, eventClass, handlers.repair, this.tickets.add(ticket));
  }

  private onStep(slot: number, now: number): void {
    const ticket = this.tickets.get(slot);
    if (ticket.stage === "whole") {
      this.finish(slot, ticket, now);
      return;
    }
    if (ticket.stage !== "found") this.leaveCrew(ticket.stage, this.siteOf(ticket), now);
    this.next(slot, ticket, now);
  }

  /** On to the next part of the work, or out of the shop. */
  private next(slot: number, ticket: Ticket, now: number): void {
    const crew: Crew | undefined = ticket.auto > 0 ? "auto" : ticket.manual > 0 ? "manual" : undefined;
    if (crew === undefined || !this.ports.inService(ticket)) {
      this.finish(slot, ticket, now);
      return;
    }
    const site = this.siteOf(ticket);
    if ((this.busy[crew][site] ?? 0) < this.crews(crew)) this.work(slot, ticket, crew, now);
    else {
      ticket.since = now;
      this.ports.counts.add(COUNT.queued);
      this.queues[crew][site]?.push(slot);
    }
  }

  private work(slot: number, ticket: Ticket, crew: Crew, now: number): void {
    const { engine, eventClass, handlers } = this.ports;
    const site = this.siteOf(ticket);
    this.busy[crew][site] = (this.busy[crew][site] ?? 0) + 1;
    const seconds = ticket[crew];
    ticket[crew] = 0;
    ticket.stage = crew;
    engine.at(now + seconds, eventClass, handlers.repair, slot);
  }

  /** A crew is free: the one that has waited longest is next; who retired meanwhile is let go. */
  private leaveCrew(crew: Crew, site: number, now: number): void {
    this.busy[crew][site] = (this.busy[crew][site] ?? 0) - 1;
    const queue = this.queues[crew][site] ?? [];
    for (let slot = queue.shift(); slot !== undefined; slot = queue.shift()) {
      const ticket = this.tickets.get(slot);
      this.ports.counts.add(COUNT.queueSeconds, now - ticket.since);
      if (this.ports.inService(ticket)) {
        this.work(slot, ticket, crew, now);
        return;
      }
      this.tickets.drop(slot);
    }
  }

  private finish(slot: number, ticket: Ticket, now: number): void {
    this.tickets.drop(slot);
    if (!this.ports.inService(ticket)) return;
    const { pool, unit } = ticket;
    if (ticket.kind === "us") this.ports.usMended(pool, unit, now);
    else if (ticket.kind === "host") this.ports.hostMended(pool, unit, ticket, now);
    else this.ports.faultReturns(pool, unit, ticket, this.returns++, now);
  }

  private crews(crew: Crew): number {
    const { autoCrews, manualCrews } = this.ports.model.repair;
    return crew === "auto" ? autoCrews : manualCrews;
  }

  private siteOf(ticket: Ticket): number {
    return this.ports.model.pools[ticket.pool]?.site ?? 0;
  }

  snapshot(): ShopSnapshot {
    const { tickets, queues, busy, returns } = this;
    return { tickets: tickets.snapshot(), ...structuredClone({ queues, busy, returns }) };
  }

  restore(from: ShopSnapshot): void {
    this.tickets.restore(from.tickets);
    const { queues, busy } = structuredClone({ queues: from.queues, busy: from.busy });
    this.queues = queues;
    this.busy = busy;
    this.returns = from.returns;
  }
}

/** Entity of the draws of faults that return; a pool's key is a hash, and as good as never this. */
export const RETURNS = 0;
