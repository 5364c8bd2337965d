/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
/** A workload on one flat machine under a discipline. */
import { Engine } from "../engine/index.ts";
import { DEFAULT_GRACE_SECONDS, DEFAULT_HALF_LIFE_SECONDS, Running, TeamUse } from "../scheduling/index.ts";
import type { Discipline, DisciplineOptions, Machine, Queue } from "../scheduling/index.ts";
import type { Workload } from "../workload/jobs.ts";

/**
 * What happens at one instant. `submit-first`: submissions, each followed by a pass of the discipline, then ends in the
 * order of starts, each followed by a pass. `end-first`: all ends, all submissions, then one pass.
 */
export type Ties = "submit-first" | "end-first";
export const TIES: readonly Ties[] = ["submit-first", "end-first"];

export interface ReplayOptions {
  readonly procs: number;
  readonly discipline: Discipline;
  readonly ties?: Ties;
  readonly settings?: Partial<DisciplineOptions>;
  /** Past use of a team counts half after this [s]. */
  readonly halfLifeSeconds?: number;
  /** Whose jobs share a quota or a fair share. */
  readonly teams?: "user" | "group" | "queue";
  /** A preempted job keeps its processors this long to save [s], and takes this long to go on once restarted [s]. */
  readonly saveSeconds?: number;
  readonly restartSeconds?: number;
}

/** What came of it; seconds, jobs in the order of the workload. */
export interface Schedule {
  readonly workload: Workload;
  readonly procs: number;
  /** First start; NaN for a job that never started, which only a discipline of one's own can leave. */
  readonly start: Float64Array;
  /** Last end. */
  readonly end: Float64Array;
  /** Seconds from submission to first start are `start - submit`; these wait after a preemption. */
  readonly requeuedSeconds: Float64Array;
  readonly preemptions: Int32Array;
  /** Integrals over the run, kept at each change: jobs that wait, and processors held. */
  readonly waitingJobSeconds: number;
  readonly heldProcSeconds: number;
}

export const DEFAULT_SETTINGS: DisciplineOptions = {
  graceSeconds: DEFAULT_GRACE_SECONDS,
  shares: new Map(),
  borrow: true,
  reclaim: true,
};

const [SUBMIT, END, RELEASE, PASS] = [0, 1, 2, 3];
const [WAITS, RUNS, SAVES, DUE, DONE] = [1, 2, 3, 4, 5];

export class Replay implements Machine {
  readonly procs: number;
  readonly jobs: Machine["jobs"];
  free: number;
  /** Processors of preempted jobs that still save. */
  leaving = 0;

  private readonly engine = new Engine();
  private readonly endClass: number;
  private readonly workload: Workload;
  private readonly queue: Queue;
  private readonly endsFirst: boolean;
  private readonly saveSeconds: number;
  private readonly restartSeconds: number;
  private readonly runningJobs = new Running();
  private readonly uses: TeamUse;
  private readonly state: Uint8Array;
  private readonly startedAt: Float64Array;
  private readonly firstStart: Float64Array;
  private readonly endedAt: Float64Array;
  private readonly runLeft: Float64Array;
  private readonly left: Float64Array;
  private readonly endHandle: Float64Array;
  private readonly waitingSince: Float64Array;
  private readonly requeued: Float64Array;
  private readonly preempted: Int32Array;
  private submitted = 0;
  private ended = 0;
  private waiting = 0;
  private lastChange = 0;
  private waitingJobSeconds = 0;
  private heldProcSeconds = 0;
  private passPlanned = false;

  /** @throws RangeError for a job that can never fit, and for a machine without processors */
  constructor(workload: Workload, options: ReplayOptions) {
    const { procs } = options;
    if (!Number.isInteger(procs) || procs < 1)
      throw new RangeError(`procs must be a whole number of at least 1 (found ${procs})`);
    for (let job = 0; job < workload.count; job++)
      if (workload.procs[job]! > procs)
        throw new RangeError(
          `job ${workload.id[job]} can never start: it asks for ${workload.procs[job]} processors, the machine has ${procs}`,
        );
    const { count } = workload;
    this.workload = workload;
    this.procs = procs;
    this.free = procs;
    this.endsFirst = options.ties === "end-first";
    this.uses = new TeamUse(options.halfLifeSeconds ?? DEFAULT_HALF_LIFE_SECONDS);
    this.saveSeconds = options.saveSeconds ?? 0;
    this.restartSeconds = options.restartSeconds ?? 0;
    this.jobs = { ...workload, team: workload[options.teams ?? "user"] };
    this.state = new Uint8Array(count);
    this.startedAt = new Float64Array(count);
    this.firstStart = new Float64Array(count).fill(NaN);
    this.endedAt = new Float64Array(count).fill(NaN);
    this.runLeft = workload.run.slice();
    this.left = workload.estimate.slice();
    this.endHandle = new Float64Array(count);
    this.waitingSince = new Float64Array(count);
    this.requeued = new Float64Array(count);
    this.preempted = new Int32Array(count);
    this.lastChange = workload.submit[0] ?? 0;
    const [submitClass, endClass] = this.endsFirst ? [1, 0] : [0, 1];
    this.engine.on(SUBMIT, (job) => this.onSubmit(job, submitClass), "submit");
    this.engine.on(END, (job, now) => this.onEnd(job, now), "end");
    this.engine.on(RELEASE, (job, now) => this.onRelease(job, now), "release");
    this.engine.on(PASS, () => this.pass(), "pass");
    this.endClass = endClass;
    const settings = { ...DEFAULT_SETTINGS, ...options.settings };
    const refusal = options.discipline.refusal?.(this, settings);
    if (refusal !== undefined) throw new RangeError(refusal);
    this.queue = options.discipline.open(this, settings);
    if (count > 0) this.engine.at(workload.submit[0]!, submitClass, SUBMIT, 0);
  }

  get now(): number {
    return this.engine.now;
  }

  fits(job: number): boolean {
    return this.jobs.procs[job]! <= this.free;
  }

  use(team: number): number {
    return this.uses.of(team, this.engine.now);
  }

  get running(): number {
    return this.runningJobs.count;
  }

  runningJob(rank: number): number {
    return this.runningJobs.job(rank);
  }

  estimatedEnd(rank: number): number {
    return this.runningJobs.end(rank);
  }

  ranFor(job: number): number {
    return this.engine.now - this.startedAt[job]!;
  }

  estimateLeft(job: number): number {
    return this.left[job]!;
  }

  start(job: number): void {
    const procs = this.jobs.procs[job]!;
    if (this.state[job] !== WAITS || procs > this.free)
      throw new Error(
        this.state[job] === WAITS
          ? `job ${this.workload.id[job]} must fit to start: it asks for ${procs} processors, ${this.free} are free`
          : `job ${this.workload.id[job]} must wait to be started`,
      );
    const now = this.account();
    this.free -= procs;
    this.uses.change(this.jobs.team[job]!, procs, now);
    this.waiting--;
    this.state[job] = RUNS;
    this.startedAt[job] = now;
    if (this.preempted[job] === 0) this.firstStart[job] = now;
    else this.requeued[job]! += now - this.waitingSince[job]!;
    this.runningJobs.add(job, now + this.left[job]!);
    this.endHandle[job] = this.engine.at(now + this.runLeft[job]!, this.endClass, END, job);
  }

  preempt(job: number): void {
    if (this.state[job] !== RUNS) throw new Error(`job ${this.workload.id[job]} must run to be preempted`);
    const now = this.engine.now;
    // What a restart takes is paid again; only work done after it counts.
    const restart = this.preempted[job]! > 0 ? this.restartSeconds : 0;
    const done = Math.max(0, now - this.startedAt[job]! - restart);
    this.runningJobs.remove(job, this.startedAt[job]! + this.left[job]!);
    this.engine.cancel(this.endHandle[job]!);
    this.runLeft[job]! += this.restartSeconds - restart - done;
    this.left[job] = Math.max(this.runLeft[job]!, this.left[job]! + this.restartSeconds - restart - done);
    this.state[job] = SAVES;
    this.preempted[job]!++;
    this.leaving += this.jobs.procs[job]!;
    this.engine.at(now + this.saveSeconds, this.endClass, RELEASE, job);
  }

  wakeAt(time: number): void {
    this.engine.at(time, 2, PASS, 0);
  }

  /** Part of the jobs that have ended, 0 to 1. */
  get share(): number {
    return this.workload.count === 0 ? 1 : this.ended / this.workload.count;
  }

  /** Runs at most so many events; true when all is done. */
  advance(events: number): boolean {
    return this.engine.run(Infinity, { maxEvents: events, maxPerInstant: Infinity }).reason === "empty";
  }

  /** @throws Error where the discipline has left jobs waiting for good */
  finish(): Schedule {
    while (!this.advance(1 << 20));
    if (this.ended < this.workload.count)
      throw new Error(
        `the discipline left ${this.waiting} of ${this.workload.count} jobs waiting with ${this.free} of ${this.procs} processors free`,
      );
    return {
      workload: this.workload,
      procs: this.procs,
      start: this.firstStart,
      end: this.endedAt,
      requeuedSeconds: this.requeued,
      preemptions: this.preempted,
      waitingJobSeconds: this.waitingJobSeconds,
      heldProcSeconds: this.heldProcSeconds,
    };
  }

  private onSubmit(job: number, submitClass: number): void {
    const next = ++this.submitted;
    if (next < this.workload.count) this.engine.at(this.workload.submit[next]!, submitClass, SUBMIT, next);
    this.enqueue(job);
    this.changed();
  }

  private onEnd(job: number, now: number): void {
    this.account();
    if (this.state[job] === RUNS) {
      this.runningJobs.remove(job, this.startedAt[job]! + this.left[job]!);
      this.giveBack(job);
    }
    this.state[job] = DONE;
    this.endedAt[job] = now;
    this.ended++;
    this.queue.end(job);
    this.changed();
  }

  /** Ends are told one by one, yet all that are due at this instant by their estimates count as free already. */
  private releaseDue(): void {
    const { runningJobs } = this;
    while (runningJobs.count > 0 && runningJobs.end(0) <= this.engine.now) {
      const job = runningJobs.job(0);
      this.account();
      runningJobs.remove(job, runningJobs.end(0));
      this.giveBack(job);
      this.state[job] = DUE;
    }
  }

  private giveBack(job: number): void {
    const procs = this.jobs.procs[job]!;
    this.free += procs;
    this.uses.change(this.jobs.team[job]!, -procs, this.engine.now);
  }

  private onRelease(job: number, now: number): void {
    this.account();
    this.giveBack(job);
    this.leaving -= this.jobs.procs[job]!;
    this.waitingSince[job] = now;
    this.queue.end(job);
    this.enqueue(job);
    this.changed();
  }

  private enqueue(job: number): void {
    this.account();
    this.state[job] = WAITS;
    this.waiting++;
    this.queue.submit(job);
  }

  /** A pass now, or one for all changes of this instant. */
  private changed(): void {
    if (!this.endsFirst) {
      this.releaseDue();
      this.queue.pass();
    } else if (!this.passPlanned) {
      this.passPlanned = true;
      this.engine.at(this.engine.now, 2, PASS, 0);
    }
  }

  private pass(): void {
    this.passPlanned = false;
    this.queue.pass();
  }

  /** Settles the integrals up to now. */
  private account(): number {
    const now = this.engine.now;
    const seconds = now - this.lastChange;
    this.waitingJobSeconds += seconds * this.waiting;
    this.heldProcSeconds += seconds * (this.procs - this.free);
    this.lastChange = now;
    return now;
  }
}

/** Runs a workload to its end. */
export const replay = (workload: Workload, options: ReplayOptions): Schedule =>
  new Replay(workload, options).finish();
