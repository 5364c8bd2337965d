/**
 * Life of the training jobs: they reserve, start, run, fail, restart, shrink, grow, pause and end. Who gets
 * chips is decided elsewhere (`run/dispatch.ts`); here is what it costs and what is booked.
 */
import type { Engine, Stream } from "../engine/index.ts";
import { exponential } from "../engine/index.ts";
import type { EventKind, EventLog } from "../ledger/event-log.ts";
import { RUNNING } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { JobSpec } from "../model/types.ts";
import { optimalInterval } from "./checkpoint.ts";
import type { HoldingPorts } from "./holdings.ts";
import { Holdings, accrue } from "./holdings.ts";
import type { Job } from "./job.ts";
import { KIND, WHY } from "./job-log.ts";
import { NO_PLAN, newJob, runClock } from "./job.ts";
import { recoveryAt } from "./recovery.ts";
import { planRun } from "./run-clock.ts";
import type { Outcome } from "./settle.ts";
import { bookWrite, durableFlops, settle } from "./settle.ts";

/** What the rest of the run offers to the jobs. */
export interface JobPorts extends HoldingPorts {
  readonly engine: Engine;
  readonly log: EventLog;
  readonly softwareDraws: Stream;
  readonly handlers: { readonly phase: number; readonly finish: number; readonly software: number };
  readonly eventClass: number;
  /** Whole UltraServers that training may take in a pool now. */
  availableUs(pool: number): number;
  /** Why the chips a job lacks are not there, one of WHY. */
  lacks(job: Job): number;
  ended(job: Job, now: number, cause: number): void;
}

const DAY = 86_400;
const KEPT = 32;

export class Jobs {
  jobs: Job[] = [];
  /** Slots of jobs without their chips, in the order they are served, and of jobs that hold some. */
  waiting: number[] = [];
  active: number[] = [];
  stalled = 0;
  /** Rate, write and optimal interval that a few jobs had last. */
  private readonly optima = new Float64Array(3 * KEPT).fill(NaN);
  private readonly ports: JobPorts;
  readonly holdings: Holdings;

  constructor(ports: JobPorts) {
    this.ports = ports;
    this.holdings = new Holdings(ports);
    ports.engine.on(ports.handlers.phase, (slot, now) => this.onPhaseEnd(this.job(slot), now), "job phase");
    ports.engine.on(ports.handlers.finish, (slot, now) => this.onFinish(this.job(slot), now), "job finish");
    ports.engine.on(
      ports.handlers.software,
      (slot, now) => this.onSoftware(this.job(slot), now),
      "job software",
    );
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

  submit(
    spec: JobSpec,
    specIndex: number,
    run: number,
    now: number,
    deadline: number,
    chips: number,
    seconds: number,
    key: number,
    cause: number,
  ): Job {
    const slot = this.jobs.length;
    const id = `${spec.id}-${run}`;
    const event = this.log("job-submit", now, cause, -1, id, chips);
    const job = newJob(slot, spec, specIndex, run, now, deadline, chips, seconds, key, event);
    this.jobs.push(job);
    this.holdings.line.submit(job, now);
    this.enqueue(job);
    return job;
  }

  /** Gives a waiting job its pool and size: from then on its state lives there. */
  assign(
    job: Job,
    pool: number,
    minUs: number,
    maxUs: number,
    hostsWanted: number,
    flopsPerChip: number,
    goal: number,
  ): void {
    job.pool = pool;
    job.minUs = minUs;
    job.maxUs = maxUs;
    job.hostsWanted = hostsWanted;
    job.flopsPerChip = flopsPerChip;
    if (job.goal > 0) return;
    job.goal = goal;
    job.remaining = goal;
  }

  /** A waiting gang sets free UltraServers aside until it has its minimum. */
  reserve(job: Job, count: number, now: number): void {
    if (job.live !== S.draining) this.holdings.enterState(job, S.draining, now);
    this.holdings.take(job, count, now);
  }

  /** A gang that has its minimum, or a small job with its hosts, begins or goes on. */
  begin(job: Job, now: number, cause: number): void {
    this.waiting.splice(this.waiting.indexOf(job.slot), 1);
    this.active.push(job.slot);
    const first = job.start < 0;
    job.begun = now;
    if (first) {
      job.start = now;
      this.armSoftware(job, now);
    }
    const site = this.siteOf(job);
    // What stopped it is why it goes on now; without a cause of its own the chain leads there.
    job.lastCause = this.log(
      first ? "job-start" : "job-resume",
      now,
      cause >= 0 ? cause : job.lastCause,
      site,
      job.id,
      job.chips,
    );
    // Recovery is the price of an interruption: a first start has none behind it.
    job.why = WHY.resumed;
    if (first) this.run(job, now);
    else this.restart(job, now);
  }

  /** UltraServers set aside for a running job; they join after a planned save. */
  grow(job: Job, count: number, now: number, cause: number): void {
    const { engine } = this.ports;
    this.holdings.setAside(job, count, now);
    this.setCap(job, 0, now);
    job.phase = "saving";
    job.why = WHY.resized;
    accrue(job, now);
    this.holdings.line.mark(job, KIND.saving, WHY.resized, now);
    job.saveStart = now;
    job.phaseEnd = now + this.specOf(job).writeSeconds;
    job.resizes++;
    job.lastCause = this.log(
      "job-grow",
      now,
      cause >= 0 ? cause : job.lastCause,
      this.siteOf(job),
      job.id,
      count * this.holdings.chipsPerUs(job),
    );
    engine.at(job.phaseEnd, this.ports.eventClass, this.ports.handlers.phase, job.slot);
  }

  /**
   * Takes UltraServers away at once: the work since the last durable checkpoint is lost and the gang restarts with
   * what is left, or pauses where that is less than its minimum. Returns the chips that came free.
   */
  preempt(job: Job, count: number, now: number, cause: number, why: number): number {
    const before = job.chips + job.joining.length * this.holdings.chipsPerUs(job);
    job.why = why;
    job.preemptions++;
    if (job.phase === "waiting") {
      accrue(job, now);
      this.holdings.dropLast(job, Math.min(count, job.us.length), now);
      this.holdings.emptied(job, this.ports.lacks(job), now);
      return before - job.chips;
    }
    this.interrupt(job, now, "lost");
    const left = job.us.length - count;
    if (job.hostsWanted > 0 || left < job.minUs) {
      this.holdings.release(job, now);
      this.park(job, now, this.log("job-pause", now, cause, this.siteOf(job), job.id, before));
      return before;
    }
    this.holdings.dropLast(job, count, now);
    job.resizes++;
    job.lastCause = this.log("job-shrink", now, cause, this.siteOf(job), job.id, before - job.chips);
    this.restart(job, now);
    return before - job.chips;
  }

  /** A host the job holds broke (or its UltraServer's fabric, or it retires). The caller books the broken chips. */
  loseUs(job: Job, us: number, now: number, cause: number, outcome: Outcome): void {
    if (this.holdings.dropJoining(job, us, now)) return;
    job.why = outcome === "lost" ? WHY.hostFailed : WHY.retired;
    if (job.phase !== "waiting") {
      if (outcome === "lost") job.failures++;
      this.interrupt(job, now, outcome);
    }
    accrue(job, now);
    this.holdings.drop(job, us, now);
    if (job.phase === "waiting") {
      this.holdings.emptied(job, this.ports.lacks(job), now);
      return;
    }
    // A failure is its own root: it does not hide what else moved the job's end.
    this.log("job-interrupt", now, cause, this.siteOf(job), job.id, job.chips);
    this.restart(job, now);
  }

  /** A host of a small job broke: it gives all its hosts back and waits for a new place. */
  loseHost(job: Job, now: number, cause: number): void {
    job.failures++;
    job.why = WHY.hostFailed;
    this.interrupt(job, now, "lost");
    const event = this.log("job-interrupt", now, cause, this.siteOf(job), job.id, job.chips);
    this.holdings.release(job, now);
    this.park(job, now, event);
  }

  /**
   * Lets a job that waits or stalls go where it may: its pool has become too small for its least. Its durable work
   * goes with it.
   */
  unplace(job: Job, now: number, cause: number): void {
    accrue(job, now);
    const given = job.chips;
    job.why = WHY.shrunk;
    this.holdings.release(job, now);
    this.holdings.emptied(job, job.why, now);
    if (job.phase === "stalled") {
      this.stalled--;
      this.park(job, now, this.log("job-pause", now, cause, this.siteOf(job), job.id, given));
    }
    this.creditMoved(job);
    job.pool = -1;
  }

  /** What was done so far was done at the speed of the pool it leaves. */
  private creditMoved(job: Job): void {
    const spent = job.spent[S.productive] ?? 0;
    job.movedFlops += (spent - job.movedSeconds) * job.flopsPerChip;
    job.movedSeconds = spent;
  }

  /** Throttles a running job to all but `capped` of its chips. */
  setCap(job: Job, capped: number, now: number): void {
    if (capped === job.capped || job.phase !== "running") return;
    const { ledger } = this.ports;
    accrue(job, now);
    const u = runClock(job, now);
    ledger.leave(job.pool, RUNNING, job.chips - job.capped, now);
    ledger.leave(job.pool, S.powerCapped, job.capped, now);
    job.capped = capped;
    this.holdings.markCap(job, now);
    ledger.enter(job.pool, RUNNING, job.chips - capped, now);
    ledger.enter(job.pool, S.powerCapped, capped, now);
    const speed = (job.chips - capped) / job.chips;
    const last = job.pieceTime.length - 1;
    // Several changes at one instant are one piece.
    const at = job.pieceTime[last] === now ? last : last + 1;
    job.pieceTime[at] = now;
    job.pieceClock[at] = u;
    job.pieceSpeed[at] = speed;
    job.finishAt = speed > 0 ? now + (job.plan.total - u) / speed : Infinity;
    this.armFinish(job);
  }

  /** Books an unfinished run as it stands at the horizon: durable work is productive, the rest uncommitted. */
  closeBooks(job: Job, now: number): void {
    accrue(job, now);
    if (job.phase !== "running" && job.phase !== "saving") return;
    const at = job.phase === "saving" ? job.saveStart : now;
    if (job.phase === "saving") {
      bookWrite(this.ports.ledger, job, job.saveStart, now);
      this.holdings.accrueJoining(job, job.joining.length, now);
    }
    const u = Math.min(runClock(job, at), job.plan.total);
    settle(this.ports.ledger, job, u, "open");
    job.remaining -= durableFlops(job, u);
  }

  recoverySeconds(now: number): number {
    return recoveryAt(this.ports.model.recovery, now);
  }

  /** Stops the run clock and settles it. The caller moves the chips on from where they are, in the same instant. */
  private interrupt(job: Job, now: number, outcome: Outcome): void {
    const { ledger } = this.ports;
    accrue(job, now);
    if (job.phase === "running") settle(ledger, job, Math.min(runClock(job, now), job.plan.total), outcome);
    else if (job.phase === "saving") {
      const u = Math.min(runClock(job, job.saveStart), job.plan.total);
      bookWrite(ledger, job, job.saveStart, now);
      settle(ledger, job, u, now >= job.phaseEnd ? "saved" : outcome);
    } else if (job.phase === "stalled") this.stalled--;
    if (job.capped > 0) {
      ledger.leave(job.pool, S.powerCapped, job.capped, now);
      ledger.enter(job.pool, RUNNING, job.capped, now);
      job.capped = 0;
    }
    if (job.joining.length > 0) this.holdings.join(job, now);
    job.pieceTime = [];
    job.pieceClock = [];
    job.pieceSpeed = [];
    job.plan = NO_PLAN;
    job.phase = "restarting";
  }

  /** Tops the gang up from what is free and restarts it, or stalls it where its minimum is not there. */
  restart(job: Job, now: number): void {
    const { engine } = this.ports;
    if (job.hostsWanted === 0) {
      const want = Math.min(job.maxUs - job.us.length, this.ports.availableUs(job.pool));
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
    job.phaseEnd = now + this.recoverySeconds(now);
    engine.at(job.phaseEnd, this.ports.eventClass, this.ports.handlers.phase, job.slot);
  }

  private onPhaseEnd(job: Job, now: number): void {
    // An event of a phase that was cut short or begun again: the later one stands.
    if ((job.phase !== "restarting" && job.phase !== "saving") || now < job.phaseEnd) return;
    if (job.phase === "saving") {
      this.interrupt(job, now, "saved");
      this.restart(job, now);
      return;
    }
    this.run(job, now);
  }

  /** Starts the run clock on what the job holds. */
  private run(job: Job, now: number): void {
    const spec = this.specOf(job);
    const gang = job.chips * job.flopsPerChip;
    const work = gang > 0 ? job.remaining / gang : 0;
    job.plan = planRun(work, this.interval(job, spec), spec.writeSeconds);
    job.pieceTime = [now];
    job.pieceClock = [0];
    job.pieceSpeed = [1];
    job.phase = "running";
    this.holdings.enterState(job, RUNNING, now);
    job.finishAt = now + job.plan.total;
    this.armFinish(job);
  }

  /** The optimum for a rate: most restarts of a job come at the size it had, so each of a few keeps its last. */
  private optimum(job: Job, rate: number, write: number): number {
    const at = 3 * (job.slot % KEPT);
    const { optima } = this;
    if (optima[at] !== rate || optima[at + 1] !== write) {
      optima[at] = rate;
      optima[at + 1] = write;
      // Never below the write itself: the store could not keep up.
      optima[at + 2] = Math.max(write, 1, optimalInterval(rate > 0 ? 1 / rate : Infinity, write));
    }
    return optima[at + 2] ?? 0;
  }

  private interval(job: Job, spec: JobSpec): number {
    if (spec.intervalSeconds > 0) return spec.intervalSeconds;
    const { model } = this.ports;
    const pool = model.pools[job.pool];
    const failures = job.chips * (pool?.gangFailuresPerChipSecond ?? 0) + model.jobFailuresPerSecond;
    // Serving may interrupt it too, how often nobody knows beforehand: at least once a day is prepared for.
    const rate = job.preemptible && model.demand !== undefined ? Math.max(failures, 1 / DAY) : failures;
    return this.optimum(job, rate, spec.writeSeconds);
  }

  /** A finish that moved later is left to fire early and arm itself again; one that moved earlier is replaced. */
  private armFinish(job: Job): void {
    const { engine, handlers, eventClass } = this.ports;
    if (job.finishArmed >= 0 && job.finishArmed <= job.finishAt) return;
    if (job.finishArmed >= 0) engine.cancel(job.finishHandle);
    job.finishArmed = -1;
    if (job.finishAt === Infinity) return;
    job.finishArmed = job.finishAt;
    job.finishHandle = engine.at(job.finishAt, eventClass, handlers.finish, job.slot);
  }

  private onFinish(job: Job, now: number): void {
    job.finishArmed = -1;
    if (job.phase !== "running") return;
    if (now < job.finishAt) {
      this.armFinish(job);
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
    this.holdings.release(job, now);
    job.phase = "done";
    job.end = now;
    this.active.splice(this.active.indexOf(job.slot), 1);
    const event = this.log("job-end", now, job.lastCause, this.siteOf(job), job.id, 0);
    this.ports.ended(job, now, event);
  }

  private armSoftware(job: Job, now: number): void {
    const { engine, model, softwareDraws, handlers, eventClass } = this.ports;
    if (model.jobFailuresPerSecond <= 0) return;
    const u = softwareDraws.uniform(job.key, job.softwareDraws++);
    engine.at(now + exponential(u, 1 / model.jobFailuresPerSecond), eventClass, handlers.software, job.slot);
  }

  private onSoftware(job: Job, now: number): void {
    if (job.phase === "done") return;
    this.armSoftware(job, now);
    const restarting = job.phase === "restarting" && this.ports.model.restartsCanFail;
    if (job.phase !== "running" && job.phase !== "saving" && !restarting) return;
    job.failures++;
    job.why = WHY.jobFailed;
    this.interrupt(job, now, "lost");
    this.log("job-interrupt", now, -1, this.siteOf(job), job.id, job.chips);
    this.restart(job, now);
  }

  /** Keeps the queue in order: higher priority first, then order of submission. */
  private enqueue(job: Job): void {
    let at = this.waiting.length;
    while (at > 0) {
      const other = this.job(this.waiting[at - 1] ?? -1);
      const order = job.priority - other.priority || other.submit - job.submit || other.slot - job.slot;
      if (order <= 0) break;
      at--;
    }
    this.waiting.splice(at, 0, job.slot);
  }

  private park(job: Job, now: number, cause: number): void {
    job.phase = "waiting";
    job.live = -1;
    job.liveSince = now;
    job.lastCause = cause;
    this.holdings.line.mark(job, KIND.paused, job.why, now);
    this.active.splice(this.active.indexOf(job.slot), 1);
    this.enqueue(job);
  }

  private siteOf(job: Job): number {
    return this.ports.model.pools[job.pool]?.site ?? -1;
  }

  private log(
    kind: EventKind,
    now: number,
    cause: number,
    site: number,
    subject: string,
    amount: number,
  ): number {
    return this.ports.log.add(kind, now, cause, site, subject, amount);
  }

  snapshot(): Pick<Jobs, "jobs" | "waiting" | "active" | "stalled"> & ReturnType<Holdings["snapshot"]> {
    return structuredClone({
      jobs: this.jobs,
      waiting: this.waiting,
      active: this.active,
      stalled: this.stalled,
      ...this.holdings.snapshot(),
    });
  }

  restore(from: ReturnType<Jobs["snapshot"]>): void {
    const copy = structuredClone(from);
    this.jobs = copy.jobs;
    this.waiting = copy.waiting;
    this.active = copy.active;
    this.stalled = copy.stalled;
    this.holdings.restore(copy);
  }
}
