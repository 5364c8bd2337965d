/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number in this pass */
/**
 * Jobs of streams under a queue discipline, pool by pool: what waits and what runs is laid before the discipline as jobs
 * on a machine of chips. A job that several pools may take waits in the queue of each; the first that starts it has it.
 */
import type { Hosts } from "../fleet/hosts.ts";
import type { Model, QueueModel } from "../model/types.ts";
import {
  DEFAULT_GRACE_SECONDS,
  DEFAULT_HALF_LIFE_SECONDS,
  DISCIPLINES,
  Running,
  TeamUse,
} from "../scheduling/index.ts";
import type { Discipline, DisciplineOptions, Machine, QueuedJobs } from "../scheduling/index.ts";
import { WHY } from "../training/index.ts";
import type { Job, Jobs } from "../training/index.ts";

export interface StreamQueuePorts {
  readonly model: Model;
  readonly hosts: Hosts;
  readonly jobs: Jobs;
  availableChips(pool: number, preemptible: boolean): number;
  availableUs(pool: number, preemptible: boolean): number;
  open(pool: number): boolean;
  wanted(pool: number): void;
  /** Places a waiting job in a pool and starts it there; false where it does not fit after all. */
  start(job: Job, pool: number, now: number): boolean;
}

/** Campaigns are no team's: nothing takes their chips back. */
const NO_TEAM = -1;

/** What a script's discipline gets where the scenario has no queue: what a queue has where it says nothing. */
const PLAIN_QUEUE: QueueModel = {
  discipline: "",
  graceSeconds: DEFAULT_GRACE_SECONDS,
  halfLifeSeconds: DEFAULT_HALF_LIFE_SECONDS,
  estimateFactor: 1,
  shares: [],
  borrow: true,
  reclaim: true,
};

export class StreamQueue {
  private readonly ports: StreamQueuePorts;
  private readonly discipline: Discipline;
  private readonly options: DisciplineOptions;
  private readonly queue: QueueModel;
  private readonly uses: TeamUse;
  private readonly teams: number;

  /** `own`: a discipline of a script's own, instead of the one the queue names. */
  constructor(ports: StreamQueuePorts, queue: QueueModel = PLAIN_QUEUE, own?: Discipline) {
    const discipline = own ?? DISCIPLINES[queue.discipline];
    if (discipline === undefined) throw new Error(`there is no discipline ${queue.discipline}`);
    this.ports = ports;
    this.queue = queue;
    this.discipline = discipline;
    this.uses = new TeamUse(queue.halfLifeSeconds);
    this.teams = 1 + Math.max(NO_TEAM, ...ports.model.streams.map(({ team }) => team));
    const { graceSeconds, borrow, reclaim } = queue;
    const shares = new Map([...queue.shares.entries(), [NO_TEAM, Infinity]]);
    this.options = { graceSeconds, borrow, reclaim, shares };
  }

  /** One pass over every pool's queue, a second one where the first made room by preemption. */
  pass(now: number, cause: number): void {
    this.observe(now);
    const { jobs, model } = this.ports;
    if (!jobs.waiting.some((slot) => jobs.job(slot).kind === "stream")) return;
    const { pools } = model;
    for (let pool = 0; pool < pools.length; pool++) {
      if (!this.ports.open(pool)) continue;
      // What was taken back goes to whom it was taken for, and not round and round.
      if (this.passPool(pool, now, cause, true)) this.passPool(pool, now, cause, false);
    }
  }

  /** True where jobs made way for others. */
  private passPool(pool: number, now: number, cause: number, mayPreempt: boolean): boolean {
    const machine = new PoolMachine(this.ports, this.queue, this.uses, pool, now, cause, mayPreempt);
    if (machine.waiting === 0) return false;
    const queue = this.discipline.open(machine, this.options);
    for (let job = 0; job < machine.waiting; job++) queue.submit(job);
    queue.pass();
    if (machine.starts < machine.waiting) this.ports.wanted(pool);
    return machine.preemptions > 0;
  }

  /** What each team holds from now on, for its past use. */
  observe(now: number): void {
    const held = new Map<number, number>();
    for (const slot of this.ports.jobs.active) {
      const job = this.ports.jobs.job(slot);
      const team = teamOf(this.ports.model, job);
      held.set(team, (held.get(team) ?? 0) + job.chips);
    }
    for (let team = 0; team < this.teams; team++) this.uses.hold(team, held.get(team) ?? 0, now);
  }

  snapshot(): ReturnType<TeamUse["save"]> {
    return this.uses.save();
  }

  restore(from: ReturnType<TeamUse["save"]>): void {
    this.uses.restore(from);
  }
}

const teamOf = (model: Model, job: Job): number =>
  job.kind === "stream" ? (model.streams[job.spec]?.team ?? NO_TEAM) : NO_TEAM;

/** A pool as it stands, for one pass: jobs by number, those that wait first, in the order of submission. */
class PoolMachine implements Machine {
  readonly procs: number;
  readonly jobs: QueuedJobs;
  readonly leaving = 0;
  readonly now: number;
  readonly waiting: number;
  starts = 0;
  preemptions = 0;
  private readonly mayPreempt: boolean;
  private readonly ports: StreamQueuePorts;
  private readonly uses: TeamUse;
  private readonly pool: number;
  private readonly cause: number;
  private readonly list: readonly Job[];
  private readonly runs = new Running();
  private readonly endOf: Float64Array;

  constructor(
    ports: StreamQueuePorts,
    queue: QueueModel,
    uses: TeamUse,
    pool: number,
    now: number,
    cause: number,
    mayPreempt: boolean,
  ) {
    const { model, hosts, jobs } = ports;
    this.mayPreempt = mayPreempt;
    this.ports = ports;
    this.uses = uses;
    this.pool = pool;
    this.now = now;
    this.cause = cause;
    const chipsPerUs = model.pools[pool]?.chipsPerUs ?? 0;
    this.procs = ((hosts.installed[pool] ?? 0) - (hosts.retired[pool] ?? 0)) * chipsPerUs;
    const waiting = jobs.waiting
      .map((slot) => jobs.job(slot))
      .filter((job) => this.isHere(job) && this.chipsFor(job) <= this.procs)
      // Slots are given in the order of submission.
      .toSorted((a, b) => a.slot - b.slot);
    const active = jobs.active.map((slot) => jobs.job(slot)).filter((job) => job.pool === pool);
    this.list = [...waiting, ...active];
    this.waiting = waiting.length;
    const column = (read: (job: Job, k: number) => number): Float64Array =>
      Float64Array.from(this.list, read);
    const held = (job: Job): number => job.chips + job.joining.length * chipsPerUs;
    this.jobs = {
      count: this.list.length,
      submit: column((job) => job.submit),
      procs: Int32Array.from(this.list, (job, k) => (k < this.waiting ? this.chipsFor(job) : held(job))),
      estimate: column((job) => queue.estimateFactor * secondsLeft(job, now)),
      priority: column((job) => (job.kind === "campaign" ? Infinity : job.priority)),
      team: Int32Array.from(this.list, (job) => teamOf(model, job)),
    };
    this.endOf = this.jobs.estimate.map((seconds) => now + seconds);
    for (let k = this.waiting; k < this.list.length; k++) this.runs.add(k, this.endOf[k]!);
  }

  get free(): number {
    return this.ports.availableChips(this.pool, true);
  }

  get running(): number {
    return this.runs.count;
  }

  runningJob(rank: number): number {
    return this.runs.job(rank);
  }

  estimatedEnd(rank: number): number {
    return this.runs.end(rank);
  }

  ranFor(job: number): number {
    return this.now - this.list[job]!.begun;
  }

  estimateLeft(job: number): number {
    return this.jobs.estimate[job]!;
  }

  fits(number: number): boolean {
    const job = this.list[number]!;
    const hosts = this.hostsFor(job);
    if (hosts === 0) return this.ports.availableUs(this.pool, job.preemptible) >= this.usFor(job);
    const free = this.ports.availableChips(this.pool, job.preemptible);
    return free >= this.jobs.procs[number]! && this.ports.hosts.bestFit(this.pool, hosts) >= 0;
  }

  use(team: number): number {
    return this.uses.of(team, this.now);
  }

  start(number: number): void {
    if (!this.ports.start(this.list[number]!, this.pool, this.now)) return;
    this.starts++;
    this.runs.add(number, this.endOf[number]!);
  }

  preempt(number: number): void {
    const job = this.list[number]!;
    if (!this.mayPreempt || job.kind === "campaign" || job.phase === "waiting") return;
    this.preemptions++;
    this.runs.remove(number, this.endOf[number]!);
    this.ports.jobs.preempt(job, Math.max(1, job.us.length), this.now, this.cause, WHY.preempted);
  }

  wakeAt(): void {
    // There is a pass every hour.
  }

  private isHere(job: Job): boolean {
    if (job.kind !== "stream") return false;
    return job.pool === this.pool || (job.pool < 0 && this.ports.jobs.specOf(job).pools.includes(this.pool));
  }

  /** Hosts of a job smaller than an UltraServer; 0 for a gang of whole ones. */
  private hostsFor(job: Job): number {
    const p = this.ports.model.pools[this.pool];
    const hosts = Math.max(1, Math.ceil(job.chipsAsked / (p?.chipsPerHost ?? 1)));
    return hosts < (p?.hostsPerUs ?? 0) ? hosts : 0;
  }

  private usFor(job: Job): number {
    return Math.ceil(job.chipsAsked / (this.ports.model.pools[this.pool]?.chipsPerUs ?? 1));
  }

  private chipsFor(job: Job): number {
    const p = this.ports.model.pools[this.pool];
    const hosts = this.hostsFor(job);
    return hosts > 0 ? hosts * (p?.chipsPerHost ?? 0) : this.usFor(job) * (p?.chipsPerUs ?? 0);
  }
}

/** Seconds a job still takes if nothing interrupts it. */
function secondsLeft(job: Job, now: number): number {
  if (job.phase === "running" && job.finishAt < Infinity) return Math.max(0, job.finishAt - now);
  const rate = job.chips * job.flopsPerChip;
  if (job.goal === 0) return job.secondsAsked;
  const whole = job.secondsAsked > 0 ? (job.secondsAsked * job.remaining) / job.goal : 0;
  return rate > 0 ? Math.max(0, job.phaseEnd - now) + job.remaining / rate : whole;
}
