/**
 * One run in progress: the domains wired to one engine, one recorder and one log. Everything that changes is
 * in typed arrays and plain objects, so it can be saved, resumed and forked (save.ts).
 */
import { Engine, Marks, Recorder, Stream, hashKey, hourOfWeek } from "../engine/index.ts";
import { Commissioning } from "../fleet/commissioning.ts";
import { given } from "../fleet/given.ts";
import { Hosts } from "../fleet/hosts.ts";
import type { Refresh } from "../fleet/refresh.ts";
import type { Reliability } from "../fleet/reliability.ts";
import { Retrofit } from "../fleet/retrofit.ts";
import { Serving } from "../inference/serving.ts";
import { ChipLedger } from "../ledger/chip-ledger.ts";
import { EventLog } from "../ledger/event-log.ts";
import { AGENDA } from "../model/types.ts";
import type { Model } from "../model/types.ts";
import { Jobs, accrue } from "../training/index.ts";
import type { Job } from "../training/index.ts";
import { Balance, IDLE } from "./balance.ts";
import { extremesOf, layOut } from "./channels.ts";
import type { Channels } from "./channels.ts";
import { Arrivals } from "./arrivals.ts";
import { Dispatch } from "./dispatch.ts";
import type { Mechanisms } from "./mechanisms.ts";
import type { RunParts } from "./parts.ts";
import type { Misc } from "./snapshot.ts";
import { CLASS, HANDLER } from "./handlers.ts";
import { Placement } from "./placement.ts";
import { PoolSharing } from "./pool-sharing.ts";
import { SiteSupply } from "./site-supply.ts";
import { Throttle } from "./throttle.ts";
import { Totals } from "./totals.ts";
import { wireReliability } from "./wire-reliability.ts";

const HOUR = 3600;

export class World {
  readonly model: Model;
  readonly engine = new Engine();
  readonly recorder: Recorder;
  readonly channels: Channels;
  readonly log = new EventLog();
  readonly ledger: ChipLedger;
  readonly hosts: Hosts;
  readonly jobs: Jobs;
  readonly serving: Serving | undefined;
  readonly balance: Balance;
  readonly throttle: Throttle;
  readonly reliability: Reliability;
  readonly placement: Placement | undefined;
  readonly commissioning: Commissioning;
  readonly retrofit: Retrofit;
  readonly refresh: Refresh | undefined;
  readonly dispatch: Dispatch;
  readonly supply: SiteSupply;
  readonly sharing: PoolSharing;
  private readonly arrivals: Arrivals;
  private readonly totals: Totals;
  /** Pools whose idle states must be counted anew. */
  private readonly touched: Marks;
  readonly wanted: Uint8Array;
  readonly below: Uint8Array;
  private freed = false;
  misc: Misc;

  constructor(model: Model, mechanisms: Mechanisms, { discipline }: RunParts = {}) {
    this.model = model;
    const sites = model.sites.length;
    const pools = model.pools.length;
    this.channels = layOut(model);
    const regions = model.demand?.regions.length ?? 0;
    const { channels } = this;
    this.recorder = new Recorder({
      endSeconds: model.horizonSeconds,
      binSeconds: model.binSeconds,
      channels: channels.count,
      extremes: extremesOf(model, channels),
      profile: {
        channels: [
          channels.trainingChips,
          channels.servingChips,
          ...Array.from({ length: sites }, (_, s) => channels.power + s),
          ...Array.from({ length: regions }, (_, r) => channels.demand + r),
        ],
        startEpochSeconds: model.startEpochSeconds,
      },
    });
    const { recorder } = this;
    const { power, flops } = channels;
    this.ledger = new ChipLedger(recorder, model.pools, sites, model.binSeconds, power, flops);
    this.hosts = new Hosts(model.pools);
    this.supply = new SiteSupply(model, this.recorder, channels);
    this.touched = new Marks(pools);
    this.wanted = new Uint8Array(pools);
    this.below = new Uint8Array(pools);
    this.misc = {
      cursor: 0,
      agendaHandle: 0,
      arrivals: model.streams.map(() => 0),
      tried: model.streams.map(() => 0),
      runs: model.campaigns.map(() => 0),
      nextCause: model.campaigns.map(() => -1),
      switches: [],
      switched: [],
    };
    const draws = (purpose: string): Stream => new Stream(model.seed, model.replication, purpose);
    const { engine, hosts, ledger, log, touched } = this;
    const touch = (pool: number): void => touched.add(pool);
    const freed = (): void => {
      this.freed = true;
    };
    const shared = { engine, model, hosts, ledger, log, touch, freed };
    this.jobs = new Jobs({
      ...shared,
      softwareDraws: draws("software"),
      causeDraws: draws("cause"),
      corruptionDraws: draws("corruption"),
      handlers: HANDLER,
      eventClass: CLASS.jobs,
      availableUs: (pool, preemptible) => this.sharing.trainingUs(pool, preemptible),
      lacks: (job) => this.dispatch.lacks(job),
      ended: (job, now, cause) => this.onJobEnd(job, now, cause),
      softwareFailed: (job) => this.reliability.softwareFailed(job.key),
      corruptionFound: () => this.reliability.corruptionFound(),
    });
    this.totals = new Totals(model, this.recorder, ledger, this.jobs, channels);
    this.serving = model.demand && new Serving(this.servingPorts(mechanisms), model.demand);
    this.balance = new Balance(model, hosts, ledger, this.serving);
    this.placement = model.fragmentation ? new Placement(model, hosts, this.jobs, this.balance) : undefined;
    this.throttle = new Throttle({
      model,
      ledger,
      balance: this.balance,
      jobs: this.jobs,
      log,
      limitWatts: (site) => this.supply.drawLimitWatts(site),
    });
    const open = (pool: number): boolean => this.throttle.dark[model.pools[pool]?.site ?? 0] === 0;
    const trainingWaits = (pool: number): boolean => this.wanted[pool] === 1 || this.below[pool] === 1;
    const { balance, jobs, serving } = this;
    this.sharing = new PoolSharing({ model, balance, jobs, serving, open, trainingWaits });
    this.dispatch = new Dispatch({
      model,
      hosts,
      jobs: this.jobs,
      balance: this.balance,
      discipline,
      mechanisms,
      availableChips: (pool, preemptible) => this.sharing.trainingRoom(pool, preemptible),
      availableUs: (pool, preemptible) => this.sharing.trainingUs(pool, preemptible),
      open,
      wanted: (pool) => void (this.wanted[pool] = 1),
    });
    this.arrivals = new Arrivals({
      model,
      engine,
      jobs: this.jobs,
      draws: draws("arrival"),
      keeps: draws("arrival-thinning"),
      counts: () => this.misc,
    });
    this.reliability = wireReliability({
      ...shared,
      jobs: this.jobs,
      draws,
      seldom: mechanisms,
    });
    this.commissioning = new Commissioning({
      ...shared,
      handlers: { burnedIn: HANDLER.burnedIn, retire: HANDLER.retire },
      eventClass: CLASS.fleet,
      room: (site) => this.supply.room(site),
      gangLosesUs: (slot, us, now) => this.jobs.loseUs(this.jobs.job(slot), us, now, -1, "saved"),
      smallJobFails: (slot, now) => this.jobs.loseHost(this.jobs.job(slot), now, -1, "lost"),
      installed: (pool, now) => this.reliability.installed(pool, now),
      retireUs: (pool, us, now) => this.reliability.out.retire(pool, us, now),
      provisionedChanged: (site, now) =>
        this.supply.recordProvisioned(site, this.commissioning.provisionedWatts(site), now),
      emptied: (site, now) => this.retrofit.proceed(site, now),
      beforeBurnedIn: (site, now) => this.throttle.restoreBurnIn(site, now),
      inService: (batch, since, now) => this.refresh?.watch(batch, since, now),
    });
    this.retrofit = new Retrofit({
      engine,
      log,
      handler: HANDLER.retrofitted,
      eventClass: CLASS.fleet,
      siteId: (site) => model.sites[site]?.id ?? "",
      emptyAirWatts: (site) => this.emptyAirWatts(site),
      close: (site, watts, now) => {
        this.supply.close(site, watts, now);
        this.supplyChanged(site, now);
      },
      reopen: (site, watts, now) => {
        this.supply.reopen(site, watts, now);
        this.supplyChanged(site, now);
      },
    });
    this.refresh =
      model.refresh &&
      new (given(mechanisms.Refresh, "Refresh"))({
        engine,
        model,
        log,
        refresh: model.refresh,
        commissioning: this.commissioning,
        retrofit: this.retrofit,
        handlers: {
          review: HANDLER.refreshReview,
          swap: HANDLER.refreshSwap,
          arrive: HANDLER.refreshArrive,
        },
        eventClass: CLASS.fleet,
      });
    engine.on(HANDLER.agenda, (_, now) => this.onAgenda(now), "agenda");
    engine.on(HANDLER.hour, (_, now) => this.onHour(now), "hour");
    const arrive = (stream: number, now: number): void => {
      this.arrivals.arrive(stream, now);
      this.freed = true;
    };
    engine.on(HANDLER.arrival, arrive, "arrival");
    engine.on(
      HANDLER.nextRun,
      (campaign, now) => this.submitCampaign(campaign, now, this.misc.nextCause[campaign] ?? -1),
      "next run",
    );
    engine.on(HANDLER.switched, (index, now) => this.onSwitched(index, now), "switched");
    engine.afterEvent = (now) => this.settle(now);
    this.armAgenda();
    if (hasHours(model)) engine.at(0, CLASS.hour, HANDLER.hour, 0);
  }

  /** Runs to a time in seconds from the start. */
  advance(until: number): void {
    this.engine.run(Math.min(until, this.model.horizonSeconds));
  }

  private onAgenda(now: number): void {
    const { agenda } = this.model;
    for (
      ;
      this.misc.cursor < agenda.count && (agenda.time[this.misc.cursor] ?? Infinity) <= now;
      this.misc.cursor++
    ) {
      this.runAgendaItem(this.misc.cursor, now);
    }
    this.armAgenda();
  }

  armAgenda(): void {
    const next = this.model.agenda.time[this.misc.cursor];
    if (next !== undefined) this.misc.agendaHandle = this.engine.at(next, CLASS.agenda, HANDLER.agenda, 0);
  }

  private runAgendaItem(index: number, now: number): void {
    const { log } = this;
    const { agenda } = this.model;
    const kind = agenda.kind[index];
    const subject = agenda.subject[index] ?? 0;
    const amount = agenda.amount[index] ?? 0;
    const label = agenda.label[index] ?? "";
    if (kind === AGENDA.delivery)
      this.commissioning.deliver(subject, amount, now, agenda.extra[index] ?? NaN);
    else if (kind === AGENDA.retrofit) {
      const usdPerWatt = this.model.sites[subject]?.retrofitUsdPerWatt[label] ?? NaN;
      this.retrofit.ask(subject, amount, agenda.extra[index] ?? 0, usdPerWatt, now);
    } else if (kind === AGENDA.campaign) this.submitCampaign(subject, now, -1);
    else if (kind === AGENDA.stream) this.arrivals.await(subject, now);
    else if (kind === AGENDA.siteOutage) this.reliability.outages.begin(subject, amount, label, now);
    else if (kind === AGENDA.failure) this.reliability.knownFailure(subject, now);
    else if (kind === AGENDA.putOff) {
      const pool = this.model.pools[subject];
      log.add("money-put-off", now, -1, pool?.site ?? -1, `${pool?.id ?? ""} > ${label}`, amount);
    } else {
      this.supply.set(kind, subject, amount, now);
      const what =
        kind === AGENDA.utility ? "utility-step" : kind === AGENDA.curtail ? "curtailment" : "phase-ready";
      // The hall that brings it is logged by itself.
      if (kind !== AGENDA.agreement) log.add(what, now, -1, subject, label, amount);
      this.supplyChanged(subject, now);
      this.retrofit.proceed(subject, now);
    }
  }

  /** What a site is supplied with has changed: who waits for room is let in, load is held to the new limit. */
  private supplyChanged(site: number, now: number): void {
    this.commissioning.admit(site, now);
    this.throttle.supplyChanged(site, now);
    this.freed = true;
  }

  /** Air halls of a site, all tenants, in which none of our chips stand. */
  private emptyAirWatts(site: number): number {
    const ours = (this.model.sites[site]?.tenancyShare ?? 1) * this.model.oversubscription;
    const empty = Math.max(0, this.supply.room(site).airWatts - (this.commissioning.airUsed[site] ?? 0));
    return ours > 0 ? empty / ours : 0;
  }

  private onHour(now: number): void {
    const { engine, model } = this;
    for (let site = 0; site < model.sites.length; site++) this.throttle.ease(site, now);
    this.sharing.countFleet();
    this.dispatch.streams?.observe(now);
    this.serving?.hour(now);
    this.updateTouched(now);
    this.passQueue(now);
    if (this.below.includes(1)) this.dispatch.grow(now, -1);
    this.placement?.look();
    if (now + HOUR < model.horizonSeconds) engine.at(now + HOUR, CLASS.hour, HANDLER.hour, 0);
  }

  private passQueue(now: number): void {
    this.freed = false;
    this.wanted.fill(0);
    if (this.jobs.wanting) this.dispatch.pass(now, -1);
    const { below } = this;
    below.fill(0);
    for (const slot of this.jobs.active) {
      const job = this.jobs.job(slot);
      if (this.jobs.lacksUs(job)) below[job.pool] = 1;
    }
    for (let pool = 0; pool < this.wanted.length; pool++) {
      const reason = this.idleReason(pool, below[pool] === 1);
      if (reason === this.balance.reason[pool]) continue;
      this.balance.reason[pool] = reason;
      this.touched.add(pool);
    }
  }

  /** Why a pool's idle chips are idle: a job waits but does not fit, a rule holds them back, or nobody asks. */
  private idleReason(pool: number, jobBelowMaximum: boolean): number {
    // A running job leaves them until they are worth a restart.
    if (this.wanted[pool] === 0)
      return jobBelowMaximum || this.serving?.short === true ? IDLE.policy : IDLE.noDemand;
    const { balance } = this;
    const free = balance.freeChips(pool) - balance.claimed(pool) - balance.keptChips(pool);
    return this.sharing.trainingRoom(pool, true) < free ? IDLE.policy : IDLE.noFit;
  }

  private submitCampaign(index: number, now: number, cause: number): void {
    const spec = this.model.campaigns[index];
    if (spec === undefined) return;
    const run = (this.misc.runs[index] ?? 0) + 1;
    this.misc.runs[index] = run;
    const fixed = run === 1 ? spec.deadlineSeconds : -1;
    const deadline =
      fixed >= 0 ? fixed : spec.deadlineAfterSeconds >= 0 ? now + spec.deadlineAfterSeconds : -1;
    this.jobs.submit(spec, index, run, now, deadline, spec.maxChips, 0, hashKey(`${spec.id}/${run}`), cause);
    this.freed = true;
  }

  private onJobEnd(job: Job, now: number, cause: number): void {
    if (job.kind !== "campaign") return;
    this.serving?.runEnded(job.spec, job.run, now, cause);
    const repeat = this.model.campaigns[job.spec]?.repeatAfterSeconds ?? -1;
    if (repeat < 0) return;
    this.misc.nextCause[job.spec] = cause;
    this.engine.at(now + repeat, CLASS.agenda, HANDLER.nextRun, job.spec);
  }

  private onSwitched(index: number, now: number): void {
    const done = this.misc.switches[index];
    if (done === undefined) return;
    this.misc.switched.push(index);
    this.balance.switching[done.pool] = Math.max(0, (this.balance.switching[done.pool] ?? 0) - done.chips);
    this.balance.update(done.pool, now);
  }

  private servingPorts(mechanisms: Mechanisms): ConstructorParameters<typeof Serving>[0] {
    const { channels } = this;
    const { demand, pools } = this.model;
    return {
      model: this.model,
      latency:
        demand?.latency &&
        new (given(mechanisms.LatencyHours, "LatencyHours"))(demand, demand.latency, pools.length),
      recorder: this.recorder,
      log: this.log,
      channels,
      startHourOfWeek: hourOfWeek(this.model.startEpochSeconds),
      room: (pool) => this.sharing.servingRoom(pool),
      preemptible: (pool) => this.sharing.preemptibleChips(pool),
      preempt: (pool, chips, now, cause) => {
        const freed = this.sharing.preempt(pool, chips, now, cause);
        this.updateTouched(now);
        return freed;
      },
      overdrawn: (pool) => this.sharing.overdrawn(pool),
      standing: (pool) => (this.hosts.installed[pool] ?? 0) > (this.hosts.retired[pool] ?? 0),
      startChips: (pool, chips, seconds, now) => this.startChips(pool, chips, seconds, now),
      touch: (pool) => this.touched.add(pool),
    };
  }

  /** Chips of serving that load weights before they serve. */
  private startChips(pool: number, chips: number, seconds: number, now: number): void {
    if (chips <= 0 || seconds === 0) return;
    this.balance.switching[pool] = (this.balance.switching[pool] ?? 0) + chips;
    const place = this.misc.switched.pop() ?? this.misc.switches.length;
    this.misc.switches[place] = { pool, chips };
    this.engine.at(now + seconds, CLASS.fleet, HANDLER.switched, place);
  }

  private updateTouched(now: number): void {
    const { touched, balance } = this;
    for (let pool = touched.low; pool <= touched.high; pool++)
      if (touched.has(pool)) balance.update(pool, now);
    touched.clear();
  }

  /** After each event: idle states counted anew, free chips offered, load held to its limit, totals recorded. */
  private settle(now: number): void {
    const { touched, jobs, throttle } = this;
    const { dirty } = this.ledger;
    for (let round = 0; round < 4; round++) {
      if (touched.any) this.updateTouched(now);
      if (this.freed && jobs.wanting) this.passQueue(now);
      this.freed = false;
      let again = false;
      for (let site = dirty.low; site <= dirty.high; site++)
        if (dirty.has(site) && throttle.check(site, now)) again = true;
      if (!again && !touched.any) break;
    }
    this.totals.record(now);
  }

  /** Books what is still open at the horizon. Afterwards the run is over. */
  close(): void {
    const now = this.model.horizonSeconds;
    for (const slot of this.jobs.active) this.jobs.closeBooks(this.jobs.job(slot), now);
    for (const slot of this.jobs.waiting) accrue(this.jobs.job(slot), now);
    this.recorder.finish(now);
  }
}

/** Without work, and without load that could be too much, an hour changes nothing. */
const hasHours = ({ demand, campaigns, streams, pools }: Model): boolean =>
  demand !== undefined ||
  campaigns.length > 0 ||
  streams.length > 0 ||
  pools.some(({ stateMilliwatts }) => stateMilliwatts.some((milliwatts) => milliwatts > 0));
