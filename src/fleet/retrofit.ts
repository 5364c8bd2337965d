/**
 * Air halls made liquid ones: as far and as soon as they stand empty they are taken out of use, and come back
 * liquid. Watts are IT load, all tenants, as a site's halls are counted.
 */
import type { Engine } from "../engine/index.ts";
import type { EventLog } from "../ledger/event-log.ts";

export interface RetrofitPorts {
  readonly engine: Engine;
  readonly log: EventLog;
  readonly handler: number;
  readonly eventClass: number;
  siteId(site: number): string;
  /** Air watts of a site, all tenants, that nobody's chips stand in. */
  emptyAirWatts(site: number): number;
  /** Takes air watts out of use. */
  close(site: number, watts: number, now: number): void;
  /** Brings watts back as liquid halls; what comes after it (chips that wait) is the caller's. */
  reopen(site: number, watts: number, now: number): void;
}

/** One stretch of halls on its way; seconds from the start. */
export interface RetrofitJob {
  readonly site: number;
  readonly watts: number;
  readonly from: number;
  readonly until: number;
  /** NaN: nobody states it. */
  readonly usdPerWatt: number;
  readonly cause: number;
}

interface Pending {
  readonly site: number;
  readonly seconds: number;
  readonly usdPerWatt: number;
  watts: number;
}

export interface RetrofitSnapshot {
  readonly jobs: RetrofitJob[];
  readonly pending: Pending[];
}

export class Retrofit {
  jobs: RetrofitJob[] = [];
  private pending: Pending[] = [];
  private readonly ports: RetrofitPorts;

  constructor(ports: RetrofitPorts) {
    this.ports = ports;
    ports.engine.on(ports.handler, (index, now) => this.onDone(index, now), "retrofit done");
  }

  /** Asks for air halls of a site to be made liquid ones as they come empty. */
  ask(site: number, watts: number, seconds: number, usdPerWatt: number, now: number): void {
    this.pending.push({ site, seconds, usdPerWatt, watts });
    this.proceed(site, now);
  }

  /** Takes what stands empty by now for what was asked. */
  proceed(site: number, now: number): void {
    for (const wish of this.pending) {
      if (wish.site !== site || wish.watts <= 0) continue;
      const watts = Math.min(wish.watts, this.ports.emptyAirWatts(site));
      if (watts < LEAST_WATTS) continue;
      wish.watts -= watts;
      this.begin(site, watts, wish.seconds, wish.usdPerWatt, now, -1);
    }
    if (this.pending.some((wish) => wish.watts < LEAST_WATTS))
      this.pending = this.pending.filter((wish) => wish.watts >= LEAST_WATTS);
  }

  /** Takes empty air halls out of use for so long. Returns when they are back. */
  begin(
    site: number,
    watts: number,
    seconds: number,
    usdPerWatt: number,
    now: number,
    cause: number,
  ): number {
    const { engine, log, handler, eventClass } = this.ports;
    const event = log.add("retrofit", now, cause, site, this.ports.siteId(site), watts);
    this.ports.close(site, watts, now);
    const until = now + seconds;
    this.jobs.push({ site, watts, from: now, until, usdPerWatt, cause: event });
    engine.at(until, eventClass, handler, this.jobs.length - 1);
    return until;
  }

  private onDone(index: number, now: number): void {
    const job = this.jobs[index];
    if (job === undefined) return;
    this.ports.log.add("retrofitted", now, job.cause, job.site, this.ports.siteId(job.site), job.watts);
    this.ports.reopen(job.site, job.watts, now);
  }

  snapshot(): RetrofitSnapshot {
    return structuredClone({ jobs: this.jobs, pending: this.pending });
  }

  restore(from: RetrofitSnapshot): void {
    const copy = structuredClone(from);
    this.jobs = copy.jobs;
    this.pending = copy.pending;
  }
}

/** Less than a kilowatt is rounding, not a hall. */
const LEAST_WATTS = 1000;
