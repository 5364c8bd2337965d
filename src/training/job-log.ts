/**
 * What each job did from its submission on, segment after segment, each with the reason that was known when it
 * began. Columns that grow, bounded: of a job that fails without end only the first restarts are told apart.
 */

/** What a job does in a segment. `mixed`: runs and restarts that are no longer told apart. */
export const KIND = {
  waiting: 0,
  reserving: 1,
  running: 2,
  capped: 3,
  saving: 4,
  restarting: 5,
  stalled: 6,
  paused: 7,
  mixed: 8,
  unrecorded: 9,
} as const;

/** Why a segment began or, where a job waits, why it waits. */
export const WHY = {
  none: 0,
  notDelivered: 1,
  tooSmall: 2,
  shrunk: 3,
  noPower: 4,
  held: 5,
  outranked: 6,
  reserved: 7,
  serving: 8,
  policy: 9,
  repair: 10,
  fragments: 11,
  hostFailed: 12,
  jobFailed: 13,
  retired: 14,
  servingTook: 15,
  jobTook: 16,
  power: 17,
  resized: 18,
  resumed: 19,
  spareCame: 20,
  discipline: 21,
  preempted: 22,
  planned: 23,
  corrupted: 24,
  interrupted: 25,
  spares: 26,
} as const;

/** The part of a job that its line needs. */
export interface Lined {
  readonly slot: number;
  /** Chip-seconds held since the open segment began. */
  lineHeld: number;
}

export interface JobLogLimits {
  readonly jobs: number;
  readonly segments: number;
  /** Segments of running and restarting that one job may have. */
  readonly perJob: number;
}

const LIMITS: JobLogLimits = { jobs: 50_000, segments: 200_000, perJob: 100 };

/** Kinds in which a job has its chips and works or is about to. */
const isBusy = (kind: number): boolean =>
  kind === KIND.running || kind === KIND.restarting || kind === KIND.saving || kind === KIND.capped;

type Snapshot = Pick<JobLog, "count" | "merged" | "dropped"> & {
  readonly segments: readonly [Int32Array, Float64Array, Float64Array, Uint8Array, Uint8Array];
  readonly byJob: readonly [Int32Array, Int32Array, Int32Array];
};

export class JobLog {
  /** Segments begun, with those that lasted no time and made way (their job is -1). */
  count = 0;
  /** Segments that were not told apart from the one before, and those there was no room for. */
  merged = 0;
  dropped = 0;
  job: Int32Array = new Int32Array(256);
  from: Float64Array = new Float64Array(256);
  held: Float64Array = new Float64Array(256);
  kind: Uint8Array = new Uint8Array(256);
  why: Uint8Array = new Uint8Array(256);
  /** The open segment of each job, the one before it, and how many of running and restarting it has. */
  private open: Int32Array = new Int32Array(64);
  private before: Int32Array = new Int32Array(64);
  private busy: Int32Array = new Int32Array(64);
  private readonly limits: JobLogLimits;

  constructor(limits = LIMITS) {
    this.limits = limits;
  }

  /** Jobs that have a line, of so many. */
  covered(jobs: number): number {
    return Math.min(jobs, this.limits.jobs);
  }

  /** A job is submitted: its first segment. Jobs come in the order of their slots. */
  submit(job: Lined, now: number): void {
    const { slot } = job;
    if (slot >= this.limits.jobs) return;
    if (slot >= this.open.length) {
      this.open = widen(this.open, new Int32Array(2 * slot));
      this.before = widen(this.before, new Int32Array(2 * slot));
      this.busy = widen(this.busy, new Int32Array(2 * slot));
    }
    this.before[slot] = -1;
    this.busy[slot] = 0;
    this.append(slot, this.kept(slot, KIND.waiting), WHY.none, now);
  }

  /** A job goes over into another segment. Its chips up to now must be in `lineHeld`. */
  mark(job: Lined, kind: number, why: number, now: number): void {
    const { slot } = job;
    if (slot >= this.limits.jobs) return;
    const at = this.open[slot] ?? 0;
    const was = this.kind[at] ?? 0;
    if (was === KIND.unrecorded) {
      this.dropped++;
      return;
    }
    if (was === KIND.mixed && isBusy(kind)) {
      this.merged++;
      return;
    }
    if (was === kind && this.why[at] === why) return;
    if (this.from[at] === now) {
      this.replace(job, at, kind, why);
      return;
    }
    this.held[at] = job.lineHeld;
    job.lineHeld = 0;
    this.before[slot] = at;
    this.append(slot, this.kept(slot, kind), why, now);
  }

  /** Whether the open segment of a job says this already. */
  says(slot: number, kind: number, why: number): boolean {
    if (slot >= this.limits.jobs) return true;
    const at = this.open[slot] ?? 0;
    return this.kind[at] === kind && this.why[at] === why;
  }

  /** Reason of a job's open segment. */
  whyOf(slot: number): number {
    return slot >= this.limits.jobs ? WHY.none : (this.why[this.open[slot] ?? 0] ?? WHY.none);
  }

  /** The open segment lasted no time: another takes its place, or the one before it goes on. */
  private replace(job: Lined, at: number, kind: number, why: number): void {
    const { slot } = job;
    const before = this.before[slot] ?? -1;
    const next = this.kept(slot, kind);
    if (before >= 0 && this.kind[before] === next && (next === KIND.mixed || this.why[before] === why)) {
      this.open[slot] = before;
      this.before[slot] = -1;
      job.lineHeld = this.held[before] ?? 0;
      this.job[at] = -1;
      if (at === this.count - 1) this.count--;
      return;
    }
    this.put(at, next, why);
  }

  /** The kind a new segment is kept as: beyond the limits it stands for all that follow like it. */
  private kept(slot: number, kind: number): number {
    const { jobs, segments, perJob } = this.limits;
    // Each job keeps room for a last segment that says that no more is known.
    if (this.count >= segments - jobs) return KIND.unrecorded;
    if (!isBusy(kind)) return kind;
    const busy = (this.busy[slot] ?? 0) + 1;
    this.busy[slot] = busy;
    return busy > perJob ? KIND.mixed : kind;
  }

  private append(slot: number, kind: number, why: number, now: number): void {
    const at = this.count++;
    if (at >= this.job.length) this.grow(Math.min(2 * at, this.limits.segments));
    this.open[slot] = at;
    this.job[at] = slot;
    this.from[at] = now;
    this.held[at] = 0;
    this.put(at, kind, why);
  }

  /** What stands for many has no reason of its own. */
  private put(at: number, kind: number, why: number): void {
    this.kind[at] = kind;
    this.why[at] = kind >= KIND.mixed ? WHY.none : why;
  }

  private grow(size: number): void {
    this.job = widen(this.job, new Int32Array(size));
    this.from = widen(this.from, new Float64Array(size));
    this.held = widen(this.held, new Float64Array(size));
    this.kind = widen(this.kind, new Uint8Array(size));
    this.why = widen(this.why, new Uint8Array(size));
  }

  snapshot(): Snapshot {
    const { count, merged, dropped, job, from, held, kind, why, open, before, busy } = this;
    const upTo = <Column extends { slice: (from: number, to: number) => Column }>(column: Column): Column =>
      column.slice(0, count);
    return {
      count,
      merged,
      dropped,
      segments: [upTo(job), upTo(from), upTo(held), upTo(kind), upTo(why)],
      byJob: [open.slice(), before.slice(), busy.slice()],
    };
  }

  restore(from: Snapshot): void {
    const [job, since, held, kind, why] = from.segments;
    const [open, before, busy] = from.byJob;
    this.count = from.count;
    this.merged = from.merged;
    this.dropped = from.dropped;
    const size = Math.max(256, from.count);
    this.job = widen(job, new Int32Array(size));
    this.from = widen(since, new Float64Array(size));
    this.held = widen(held, new Float64Array(size));
    this.kind = widen(kind, new Uint8Array(size));
    this.why = widen(why, new Uint8Array(size));
    this.open = open.slice();
    this.before = before.slice();
    this.busy = busy.slice();
  }
}

function widen<Column extends { set: (from: Column) => void }>(old: Column, into: Column): Column {
  into.set(old);
  return into;
}
