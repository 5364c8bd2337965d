/** How the gangs of the training jobs run: run clock, save, failure, restart, and end. What else becomes of a job is in `jobs.ts`. */
import type { Engine, Stream } from "../engine/index.ts";
import type { EventKind, EventLog } from "../ledger/event-log.ts";
import { RUNNING } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { JobSpec } from "../model/types.ts";
import type { HoldingPorts } from "./holdings.ts";
import { Corruption, takeBack } from "./corruption.ts";
import { Holdings, accrue } from "./holdings.ts";
import { Intervals, blockOf, lagOf } from "./interval.ts";
import type { Job } from "./job.ts";
import { KIND, WHY } from "./job-log.ts";
import { hasClock, isRestarting } from "./job.ts";
import { Pace } from "./pace.ts";
import { recoveryAt, rollbackRate } from "./recovery.ts";
import { Replicas } from "./replicas.ts";
import { planRun } from "./run-clock.ts";
import type { Outcome } from "./settle.ts";
import { settle, stopClock } from "./settle.ts";
import { useStandbys } from "./standby.ts";
import { Stops } from "./stops.ts";

/** What the rest of the run offers to the jobs. */
export interface JobPorts extends HoldingPorts {
  readonly engine: Engine;
  readonly log: EventLog;
  readonly softwareDraws: Stream;
  readonly causeDraws: Stream;
  readonly corruptionDraws: Stream;
  readonly handlers: Readonly<
    Record<"phase" | "finish" | "software" | "rejoin" | "interruption" | "corruption", number>
  >;
  readonly eventClass: number;
  /** Whole UltraServers that training may take in a pool now. */
  availableUs(pool: number, preemptible: boolean): number;
  /** Why the chips a job lacks are not there, one of WHY. */
  lacks(job: Job): number;
  ended(job: Job, now: number, cause: number): void;
  /** Software has stopped the job. */
  softwareFailed?(job: Job): void;
  /** Silent corruption of its work was found. */
  corruptionFound?(job: Job): void;
}

const DAY = 86_400;

export class GangRuns {
  jobs: Job[] = [];
  /** Slots of jobs without their chips, in the order they are served, and of jobs that hold some. */
  waiting: number[] = [];
  active: number[] = [];
  stalled = 0;
  private readonly intervals = new Intervals();
  protected readonly ports: JobPorts;
  readonly holdings: Holdings;
  protected readonly replicas: Replicas;
  protected readonly stops: Stops;
  protected readonly corruption: Corruption | undefined;
  protected readonly pace: Pace;

  constructor(ports: JobPorts) {
    this.ports = ports;
    this.holdings = new Holdings(ports);
    const { engine, eventClass, handlers } = ports;
    this.replicas = new Replicas({
      engine,
      holdings: this.holdings,
      handler: handlers.rejoin,
      eventClass,
      availableUs: (pool, preemptible) => ports.availableUs(pool, preemptible),
      rejoinSeconds: (job, now) => this.rejoinSeconds(job, now),
    });
    this.pace = new Pace(engine, handlers.finish, eventClass);
    this.stops = new Stops({
      ...ports,
      job: (slot) => this.job(slot),
      stop: (job, now, why) => this.stop(job, now, why),
      saveAndStop: (job, now) => {
        this.log("job-interrupt", now, -1, this.siteOf(job), job.id, job.chips);
        if (this.save(job, now) > now) return;
        job.why = WHY.planned;
        this.interrupt(job, now, "saved");
        this.restart(job, now);
      },
    });
    const { corruption } = ports.model.reliability;
    this.corruption =
      corruption &&
      new Corruption(corruption, {
        engine,
        draws: ports.corruptionDraws,
        handler: handlers.corruption,
        eventClass,
        job: (slot) => this.job(slot),
        rollBack: (job, since, now) => this.rollBack(job, since, now),
      });
    engine.on(handlers.rejoin, (slot, now) => this.onRejoin(this.job(slot), now), "replica back");
    ports.engine.on(ports.handlers.phase, (slot, now) => this.onPhaseEnd(this.job(slot), now), "job phase");
    ports.engine.on(ports.handlers.finish, (slot, now) => this.onFinish(this.job(slot), now), "job finish");
  }

  job(slot: number): Job {
    const job = this.jobs[slot];
    if (job === undefined) throw new Error(`job ${slot} does not exist`);
    return job;
  }

  specOf(job: Job): JobSpec {
    const { campaigns, streams } = this.ports.model;
    const spec = job.kind === "campaign" ? campaigns[job.spec] : streams[job.spec];
    if (spec === undefined) throw new Error(`job ${job.id} has no specification`);
    return spec;
  }

  /** Takes what is free for standbys and replicas that lack some. */
  fillAside(job: Job, now: number): void {
    if (job.phase !== "running" && !isRestarting(job)) return;
    this.replicas.fill(job, this.specOf(job).recovery, now);
  }

  /** Throttles a running job to all but `capped` of its chips. */
  setCap(job: Job, capped: number, now: number): void {
    if (capped === job.capped || job.phase !== "running") return;
    const { ledger } = this.ports;
    accrue(job, now);
    ledger.leave(job.pool, RUNNING, job.chips - job.capped, now);
    ledger.leave(job.pool, S.powerCapped, job.capped, now);
    job.capped = capped;
    this.holdings.markCap(job, now);
    ledger.enter(job.pool, RUNNING, job.chips - capped, now);
    ledger.enter(job.pool, S.powerCapped, capped, now);
    this.pace.keep(job, now);
  }

  /** A running job writes a checkpoint and then restarts; returns when it is written, `now` where none is needed. */
  save(job: Job, now: number): number {
    if (job.phase === "saving") return job.phaseEnd;
    // What a throttled one could not write in time is taken as written: more load is not allowed now.
    if (job.phase !== "running" || job.capped > 0) return now;
    job.why = WHY.planned;
    this.beginSave(job, now);
    return job.phaseEnd;
  }

  /** A planned save: the gang stands still for a whole write. */
  protected beginSave(job: Job, now: number): void {
    const { writeSeconds, async, stallSeconds } = this.specOf(job);
    accrue(job, now);
    this.holdings.line.mark(job, KIND.saving, job.why, now);
    job.phase = "saving";
    job.saveStart = now;
    job.phaseEnd = now + (async ? stallSeconds + writeSeconds : writeSeconds);
    this.later(job);
  }

  /** The phase it is in ends when it said. */
  private later(job: Job): void {
    const { engine, eventClass, handlers } = this.ports;
    engine.at(job.phaseEnd, eventClass, handlers.phase, job.slot);
  }

  /** A replica is lost: all stand still while the others regroup, then go on without it. No work is lost. */
  protected regroup(job: Job, us: number, now: number, cause: number): void {
    const { recovery } = this.specOf(job);
    if (recovery.by !== "replica") return;
    this.setCap(job, 0, now);
    this.holdings.enterState(job, S.restarting, now);
    accrue(job, now);
    this.holdings.drop(job, us, now);
    this.replicas.lose(job, recovery, now);
    this.log("job-interrupt", now, cause, this.siteOf(job), job.id, job.chips);
    this.pace.hold(job, now);
    job.phase = "regrouping";
    job.phaseEnd = now + recovery.pauseSeconds;
    this.later(job);
  }

  private rejoinSeconds(job: Job, now: number): number {
    const { recovery } = this.specOf(job);
    return recovery.by === "replica" && recovery.rejoinSeconds >= 0
      ? recovery.rejoinSeconds
      : this.recoverySeconds(now);
  }

  private onRejoin(job: Job, now: number): void {
    // Amid a save it waits: all restart after that.
    if (job.phase !== "running" && job.phase !== "regrouping") return;
    if (this.replicas.rejoin(job, now) && job.phase === "running") this.pace.keep(job, now);
  }

  recoverySeconds(now: number): number {
    return recoveryAt(this.ports.model.recovery, now);
  }

  /**
   * Stops the run clock and settles it, or sets it back to the copy in memory that a failure leaves. The caller moves
   * the chips on from where they are, in the same instant.
   */
  protected interrupt(job: Job, now: number, outcome: Outcome): void {
    const { ledger } = this.ports;
    accrue(job, now);
    if (job.phase === "stalled") this.stalled--;
    if (hasClock(job)) stopClock(ledger, job, now, outcome, this.specOf(job).memory);
    if (job.capped > 0) {
      ledger.leave(job.pool, S.powerCapped, job.capped, now);
      ledger.enter(job.pool, RUNNING, job.capped, now);
      job.capped = 0;
    }
    if (job.joining.length > 0) this.holdings.join(job, now);
    this.replicas.merge(job, now);
    job.phase = "restarting";
  }

  /**
   * Tops the gang up from its standbys and what is free and restarts it, or stalls it where its minimum is not there.
   * `swapSeconds`: how long that takes where a standby took the broken place, or -1.
   */
  restart(job: Job, now: number, swapSeconds = -1): void {
    if (job.hostsWanted === 0) {
      useStandbys(job, this.holdings, job.maxUs - job.us.length, now);
      const want = Math.min(job.maxUs - job.us.length, this.ports.availableUs(job.pool, job.preemptible));
      if (want > 0) this.holdings.take(job, want, now);
      if (job.us.length < job.minUs) {
        if (job.phase !== "stalled") this.stalled++;
        job.phase = "stalled";
        this.holdings.enterState(job, S.stalled, now);
        this.holdings.waits(job, this.ports.lacks(job), now);
        return;
      }
    }
    if (job.phase === "stalled") job.why = WHY.spareCame;
    if (job.phase === "stalled") this.stalled--;
    job.phase = "restarting";
    this.holdings.enterState(job, S.restarting, now);
    // A swap amid a longer restart does not shorten it.
    job.restartFor = swapSeconds >= 0 ? Math.max(swapSeconds, job.restartFor) : this.recoverySeconds(now);
    job.phaseEnd = now + job.restartFor;
    this.later(job);
  }

  private onPhaseEnd(job: Job, now: number): void {
    // An event of a phase that was cut short or begun again: the later one stands.
    const timed = job.phase === "restarting" || job.phase === "saving" || job.phase === "regrouping";
    if (!timed || now < job.phaseEnd) return;
    if (job.phase === "saving") {
      this.interrupt(job, now, "saved");
      this.restart(job, now);
      return;
    }
    job.restartFor = 0;
    // Of what a gang that regroups has lost nothing of its memory is left for the next failure either.
    if (job.phase === "restarting") job.hostsLost = 0;
    if (!hasClock(job)) {
      this.run(job, now);
      return;
    }
    job.phase = "running";
    this.holdings.enterState(job, RUNNING, now);
    this.pace.keep(job, now);
  }

  /** Starts the run clock on what the job holds. */
  protected run(job: Job, now: number): void {
    const spec = this.specOf(job);
    const gang = job.chips * job.flopsPerChip;
    const work = gang > 0 ? job.remaining / gang : 0;
    const { memory } = spec;
    job.plan = planRun(
      work,
      this.interval(job, spec),
      blockOf(spec),
      lagOf(spec),
      memory?.everySeconds,
      memory?.writeSeconds,
    );
    job.planChips = job.chips;
    job.pieceTime = [now];
    job.pieceClock = [0];
    job.pieceSpeed = [1];
    job.phase = "running";
    this.holdings.enterState(job, RUNNING, now);
    job.finishAt = now + job.plan.total;
    this.pace.arm(job);
  }

  private interval(job: Job, spec: JobSpec): number {
    const { model } = this.ports;
    const failures = rollbackRate(model, spec, job.pool, job.chips);
    // Serving may interrupt it too, how often nobody knows beforehand: at least once a day is prepared for.
    const rate = job.preemptible && model.demand !== undefined ? Math.max(failures, 1 / DAY) : failures;
    return this.intervals.at(job.slot, spec, rate);
  }

  private onFinish(job: Job, now: number): void {
    job.finishArmed = -1;
    if (job.phase !== "running") return;
    if (now < job.finishAt) {
      this.pace.arm(job);
      return;
    }
    accrue(job, now);
    settle(this.ports.ledger, job, job.plan.total, "saved");
    if (job.capped > 0) {
      this.ports.ledger.leave(job.pool, S.powerCapped, job.capped, now);
      this.ports.ledger.enter(job.pool, RUNNING, job.capped, now);
      job.capped = 0;
    }
    // What rounding leaves of the last segment is done.
    job.remaining = 0;
    this.replicas.merge(job, now);
    this.holdings.release(job, now);
    job.phase = "done";
    job.end = now;
    this.active.splice(this.active.indexOf(job.slot), 1);
    const event = this.log("job-end", now, job.lastCause, this.siteOf(job), job.id, 0);
    this.ports.ended(job, now, event);
  }

  private rollBack(job: Job, since: number, now: number): void {
    this.ports.corruptionFound?.(job);
    job.failures++;
    job.why = WHY.corrupted;
    // Copies in memory are as wrong as what they were taken of.
    job.hostsLost = Infinity;
    this.interrupt(job, now, "lost");
    takeBack(this.ports.ledger, job, since);
    this.log("job-interrupt", now, -1, this.siteOf(job), job.id, job.chips);
    this.restart(job, now);
    this.fillAside(job, now);
  }

  /** A failure that takes nothing away: the job begins again from what it saved, on what it holds. */
  stop(job: Job, now: number, why: number = WHY.jobFailed): void {
    // What only sets chips aside, or waits for a spare, has nothing to lose.
    if (job.phase === "waiting" || job.phase === "stalled") return;
    job.failures++;
    job.why = why;
    this.interrupt(job, now, "lost");
    this.log("job-interrupt", now, -1, this.siteOf(job), job.id, job.chips);
    this.restart(job, now);
    this.fillAside(job, now);
  }

  protected siteOf(job: Job): number {
    return this.ports.model.pools[job.pool]?.site ?? -1;
  }

  protected log(
    kind: EventKind,
    now: number,
    cause: number,
    site: number,
    subject: string,
    amount: number,
  ): number {
    return this.ports.log.add(kind, now, cause, site, subject, amount);
  }
}
