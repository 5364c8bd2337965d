/** Which job is drawn in which row: packed so that none overlap, lane by lane, or one row a job. */
import type { JobLines, Segments } from "../view/job-lines.ts";

/** Lanes with their rows; rows with their jobs in the order of time. */
export interface Rows {
  readonly lanes: readonly { readonly name: string; readonly jobs: number }[];
  /** First row of each lane, and the number of rows. */
  readonly laneFirst: Int32Array;
  /** First of a row's `jobs`, and the number of jobs. */
  readonly rowFirst: Int32Array;
  readonly jobs: Int32Array;
  /** Row of each job; -1: not shown. */
  readonly rowOf: Int32Array;
}

/** When a job is over, for drawing: what has not ended goes on to the end of everything. */
export const endOf = (lines: JobLines, job: number): number => {
  const end = lines.end[job] ?? -1;
  return end < 0 ? lines.to : end;
};

/** Name of the lane a job is in, or undefined where it is not shown. */
export type LaneOf = (job: number) => string | undefined;

/**
 * Rows as few as can be: each job goes into the first row that is free when it is submitted. Campaigns have the upper
 * rows of a lane, so that what is large stays in sight.
 */
export function packRows(lines: JobLines, laneOf: LaneOf): Rows {
  const { byLane, order } = sorted(lines, laneOf);
  const rowOf = new Int32Array(lines.count).fill(-1);
  const laneFirst = [0];
  let rows = 0;
  for (const jobs of byLane.values()) {
    let free = 0;
    for (const small of [0, 1]) {
      const some = jobs.filter((job) => (lines.small[job] ?? 0) === small);
      free += packInto(lines, some, rowOf, rows + free);
    }
    rows += free;
    laneFirst.push(rows);
  }
  return withRows(byLane, rowOf, Int32Array.from(laneFirst), order, rows);
}

/** One row for each job that is there between two moments, in the order of submission. */
export function rowAJob(lines: JobLines, laneOf: LaneOf, from: number, to: number): Rows {
  const { byLane } = sorted(lines, (job) =>
    (lines.submit[job] ?? 0) < to && endOf(lines, job) > from ? laneOf(job) : undefined,
  );
  const rowOf = new Int32Array(lines.count).fill(-1);
  const laneFirst = [0];
  let rows = 0;
  for (const jobs of byLane.values()) {
    for (const job of jobs) rowOf[job] = rows++;
    laneFirst.push(rows);
  }
  return withRows(byLane, rowOf, Int32Array.from(laneFirst), [...byLane.values()].flat(), rows);
}

function sorted(
  lines: JobLines,
  laneOf: LaneOf,
): { readonly byLane: Map<string, number[]>; readonly order: number[] } {
  const order: number[] = [];
  const lanes = new Map<string, number[]>();
  for (const { name, siteName } of lines.lanes) {
    lanes.set(siteName, []);
    lanes.set(name, []);
  }
  for (let job = 0; job < lines.count; job++) if (laneOf(job) !== undefined) order.push(job);
  const { submit } = lines;
  if (order.some((job, at) => at > 0 && (submit[job] ?? 0) < (submit[order[at - 1] ?? 0] ?? 0)))
    order.sort((a, b) => (submit[a] ?? 0) - (submit[b] ?? 0) || a - b);
  for (const job of order) {
    const name = laneOf(job) ?? "";
    const jobs = lanes.get(name);
    if (jobs === undefined) lanes.set(name, [job]);
    else jobs.push(job);
  }
  return { byLane: new Map([...lanes].filter(([, jobs]) => jobs.length > 0)), order };
}

/** Packs jobs, sorted by submission, into rows from `first` on; returns how many rows they took. */
function packInto(lines: JobLines, jobs: readonly number[], rowOf: Int32Array, first: number): number {
  const busy = new Heap();
  const free = new Heap();
  let rows = 0;
  for (const job of jobs) {
    const submit = lines.submit[job] ?? 0;
    while (busy.size > 0 && busy.least <= submit) freeRow(free, busy.pop());
    const row = free.size > 0 ? free.pop() : rows++;
    rowOf[job] = first + row;
    busy.push(endOf(lines, job), row);
  }
  return rows;
}

/** The lowest free row is the one that is taken next. */
const freeRow = (free: Heap, row: number): void => free.push(row, row);

function withRows(
  byLane: ReadonlyMap<string, readonly number[]>,
  rowOf: Int32Array,
  laneFirst: Int32Array,
  order: readonly number[],
  rows: number,
): Rows {
  const rowFirst = new Int32Array(rows + 1);
  for (const job of order) rowFirst[(rowOf[job] ?? 0) + 1] = (rowFirst[(rowOf[job] ?? 0) + 1] ?? 0) + 1;
  for (let row = 0; row < rows; row++) rowFirst[row + 1] = (rowFirst[row + 1] ?? 0) + (rowFirst[row] ?? 0);
  const jobs = new Int32Array(order.length);
  const next = rowFirst.slice(0, rows);
  for (const job of order) {
    const row = rowOf[job] ?? 0;
    jobs[next[row] ?? 0] = job;
    next[row] = (next[row] ?? 0) + 1;
  }
  return {
    lanes: [...byLane].map(([name, { length }]) => ({ name, jobs: length })),
    laneFirst,
    rowFirst,
    jobs,
    rowOf,
  };
}

/** First index from `low` to `high` at which `test` holds; it must hold for all after it. */
export function firstWhere(low: number, high: number, test: (index: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

export interface Hit {
  readonly job: number;
  readonly segment: number;
  /** Jobs of the row within reach: more than one where a pixel holds several. */
  readonly near: number;
}

/** The job of a row at a moment, or the nearest within `reach` seconds. */
export function hitRow(
  lines: JobLines,
  segments: Segments,
  rows: Rows,
  row: number,
  time: number,
  reach: number,
): Hit | undefined {
  const [begin, stop] = [rows.rowFirst[row] ?? 0, rows.rowFirst[row + 1] ?? 0];
  const jobAt = (at: number): number => rows.jobs[at] ?? 0;
  const first = firstWhere(begin, stop, (at) => endOf(lines, jobAt(at)) > time - reach);
  const last = firstWhere(first, stop, (at) => (lines.submit[jobAt(at)] ?? 0) > time + reach);
  if (last <= first) return undefined;
  const inside = firstWhere(first, last, (at) => endOf(lines, jobAt(at)) > time);
  const job = jobAt(Math.min(inside, last - 1));
  return { job, segment: segmentAt(segments, job, time), near: last - first };
}

/** The segment of a job that a moment falls into; the nearest outside its life. */
export function segmentAt({ first, from }: Segments, job: number, time: number): number {
  const [begin, stop] = [first[job] ?? 0, first[job + 1] ?? 0];
  return Math.max(begin, firstWhere(begin, stop, (at) => (from[at] ?? 0) > time) - 1);
}

/** Least first; ties by value, so that packing is the same every time. */
class Heap {
  private readonly keys: number[] = [];
  private readonly values: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  get least(): number {
    return this.keys[0] ?? Infinity;
  }

  push(key: number, value: number): void {
    let at = this.keys.length;
    this.keys.push(key);
    this.values.push(value);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!this.before(at, up)) break;
      this.swap(at, up);
      at = up;
    }
  }

  /** Takes the least away; its value. */
  pop(): number {
    const value = this.values[0] ?? 0;
    const [key, last] = [this.keys.pop() ?? 0, this.values.pop() ?? 0];
    if (this.keys.length === 0) return value;
    this.keys[0] = key;
    this.values[0] = last;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.keys.length && this.before(left, least)) least = left;
      if (right < this.keys.length && this.before(right, least)) least = right;
      if (least === at) return value;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    const order = (this.keys[a] ?? 0) - (this.keys[b] ?? 0);
    return order === 0 ? (this.values[a] ?? 0) < (this.values[b] ?? 0) : order < 0;
  }

  private swap(a: number, b: number): void {
    [this.keys[a], this.keys[b]] = [this.keys[b] ?? 0, this.keys[a] ?? 0];
    [this.values[a], this.values[b]] = [this.values[b] ?? 0, this.values[a] ?? 0];
  }
}
