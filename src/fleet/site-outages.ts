/** Outages of whole sites, by date or at random: nothing there runs, what was not checkpointed is lost. */
import type { Engine, Stream } from "../engine/index.ts";
import { exponential } from "../engine/index.ts";
import type { EventLog } from "../ledger/event-log.ts";
import type { Model } from "../model/types.ts";
import type { FailureCounts } from "./failure-counts.ts";
import type { Hosts } from "./hosts.ts";
import { OUT } from "./hosts.ts";
import type { OutOfService } from "./out-of-service.ts";

export interface OutagePorts {
  readonly engine: Engine;
  readonly model: Model;
  readonly hosts: Hosts;
  readonly out: OutOfService;
  readonly counts: FailureCounts;
  readonly log: EventLog;
  readonly draws: Stream;
  readonly siteKeys: readonly number[];
  readonly handlers: { readonly fails: number; readonly back: number };
  readonly eventClass: number;
  /** Every job at the site loses all it holds there, which is out by then. */
  stopJobs(site: number, now: number, cause: number): void;
  touch(pool: number): void;
  freed(): void;
}

export interface OutageSnapshot {
  readonly until: number[];
  readonly drawn: number[];
}

export class SiteOutages {
  private readonly ports: OutagePorts;
  /** When the site is back, s; 0 or past: it is up. */
  private until: number[];
  /** Random outages so far. */
  private drawn: number[];

  constructor(ports: OutagePorts) {
    this.ports = ports;
    const { engine, handlers, model } = ports;
    this.until = model.sites.map(() => 0);
    this.drawn = model.sites.map(() => 0);
    engine.on(handlers.fails, (site, now) => this.onFails(site, now), "site outage");
    engine.on(handlers.back, (site, now) => this.onBack(site, now), "site back");
    model.sites.forEach((_, site) => this.arm(site, 0));
  }

  isOut(site: number, now: number): boolean {
    return now < (this.until[site] ?? 0);
  }

  /** The site goes out for so long, or stays out as long as that. */
  begin(site: number, seconds: number, label: string, now: number): void {
    const { engine, model, handlers, eventClass, counts, log } = this.ports;
    if (!(seconds > 0)) return;
    counts.failed(model.reliability.siteCause);
    const back = Math.max(this.until[site] ?? 0, now + seconds);
    const wasOut = this.isOut(site, now);
    this.until[site] = back;
    engine.at(back, eventClass, handlers.back, site);
    const event = log.add("site-outage", now, -1, site, label, seconds / 3600);
    if (wasOut) return;
    for (const pool of model.sites[site]?.pools ?? []) this.cover(pool, now);
    this.ports.stopJobs(site, now, event);
  }

  /** Takes out what has come into service at a site without power. */
  cover(pool: number, now: number): void {
    if (this.isOut(this.ports.model.pools[pool]?.site ?? 0, now)) this.put(pool, true, now);
  }

  private put(pool: number, goesOut: boolean, now: number): void {
    const { hosts, out } = this.ports;
    const base = hosts.usBase[pool] ?? 0;
    for (let us = base; us < base + (hosts.installed[pool] ?? 0); us++) {
      const isOut = ((hosts.usOut[us] ?? 0) & OUT.site) !== 0;
      if (hosts.usState[us] !== 1 || isOut === goesOut) continue;
      out.before(pool, us);
      if (goesOut) hosts.takeOut(pool, us, OUT.site);
      else hosts.bringBack(pool, us, OUT.site);
      out.after(pool, us, now);
    }
    this.ports.touch(pool);
  }

  private onBack(site: number, now: number): void {
    const { model, log } = this.ports;
    // A longer outage began meanwhile.
    if (this.isOut(site, now)) return;
    log.add("site-back", now, -1, site, model.sites[site]?.id ?? "", 0);
    for (const pool of model.sites[site]?.pools ?? []) this.put(pool, false, now);
    this.ports.freed();
  }

  private onFails(site: number, now: number): void {
    const { draws, siteKeys, model } = this.ports;
    const u = draws.uniform(siteKeys[site] ?? 0, 2 * (this.drawn[site] ?? 0) + 1);
    this.drawn[site] = (this.drawn[site] ?? 0) + 1;
    // A site that is out cannot fail: the time to the next is exponential from its return on.
    if (!this.isOut(site, now))
      this.begin(site, exponential(u, model.reliability.siteSeconds), model.sites[site]?.id ?? "", now);
    this.arm(site, now);
  }

  private arm(site: number, now: number): void {
    const { engine, draws, siteKeys, model, eventClass, handlers } = this.ports;
    const { siteGapSeconds } = model.reliability;
    if (siteGapSeconds === Infinity) return;
    const u = draws.uniform(siteKeys[site] ?? 0, 2 * (this.drawn[site] ?? 0));
    const at = now + exponential(u, siteGapSeconds);
    if (at < model.horizonSeconds) engine.at(at, eventClass, handlers.fails, site);
  }

  snapshot(): OutageSnapshot {
    return { until: this.until.slice(), drawn: this.drawn.slice() };
  }

  restore(from: OutageSnapshot): void {
    this.until = from.until.slice();
    this.drawn = from.drawn.slice();
  }
}
