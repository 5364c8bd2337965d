/** What a queue discipline is given and what it must do: the whole of it, so that a script can pass in its own. */

/** Jobs in columns, by their number in the order of (submit, id). Seconds and processors. */
export interface QueuedJobs {
  readonly count: number;
  readonly submit: Float64Array;
  readonly procs: Int32Array;
  /** What the user said it would run, at least what it does run. */
  readonly estimate: Float64Array;
  /** Higher goes first, for disciplines that look at it. */
  readonly priority: Float64Array;
  /** Number of the user or team whose job it is. */
  readonly team: Int32Array;
}

/** A machine of equal processors, as a discipline sees it. It changes only by `start` and `preempt`. */
export interface Machine {
  readonly procs: number;
  readonly jobs: QueuedJobs;
  /** Seconds. */
  readonly now: number;
  /** Processors that run nothing. */
  readonly free: number;
  /** Processors of preempted jobs that still save; they are not free yet. */
  readonly leaving: number;
  /** Whether a waiting job could start now. */
  fits(job: number): boolean;
  /** What a team has used so far, past use fading by the half-life [processor-seconds]. */
  use(team: number): number;
  /** Running jobs in the order of their estimated end, then of their start. */
  readonly running: number;
  runningJob(rank: number): number;
  /** When it ends if it runs as long as estimated; in the past where the end is about to be told. */
  estimatedEnd(rank: number): number;
  /** Seconds since a running job started. */
  ranFor(job: number): number;
  /** Estimated seconds still to run of a job that waits: less than its estimate after it was preempted. */
  estimateLeft(job: number): number;
  /** @throws where it does not fit, or is not waiting */
  start(job: number): void;
  /** Stops a running job: it saves, gives its processors back and comes to `submit` once more with what is left to do. */
  preempt(job: number): void;
  /** Asks for a pass at a later time [s]. */
  wakeAt(time: number): void;
}

/** The queue of one run: told of every change, then asked to start what may start. */
export interface Queue {
  submit(job: number): void;
  /** A running job has ended or was preempted; its processors are free. */
  end(job: number): void;
  pass(): void;
}

/** Settings of the disciplines that have any. */
export interface DisciplineOptions {
  /** A job that has run less is not preempted [s]. */
  readonly graceSeconds: number;
  /** Share of each team; a team that is not named has an equal part of what is left, or of 1. */
  readonly shares: ReadonlyMap<number, number>;
  /** May a team use what others leave of their quota? */
  readonly borrow: boolean;
  /** May a team take back by preemption what others borrowed of its quota? */
  readonly reclaim: boolean;
}

export interface Discipline {
  readonly id: string;
  /** One sentence, as `--help` prints it. */
  readonly about: string;
  /** Why some job can never start under these options, on a machine that stays as it is. */
  refusal?(machine: Machine, options: DisciplineOptions): string | undefined;
  open(machine: Machine, options: DisciplineOptions): Queue;
}
