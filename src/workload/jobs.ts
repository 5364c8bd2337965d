/** Jobs as a log or a recipe gives them, before anything has run. */

export interface LogJob {
  readonly id: number;
  /** Seconds from the log's start. */
  readonly submit: number;
  readonly procs: number;
  /** Seconds it runs, at most its estimate. */
  readonly run: number;
  readonly estimate: number;
  readonly priority?: number;
  readonly user?: number;
  readonly group?: number;
  readonly queue?: number;
}

/** Jobs in columns, in the order of (submit, id). Seconds and processors; -1 in user, group and queue: not known. */
export interface Workload {
  readonly count: number;
  readonly id: Float64Array;
  readonly submit: Float64Array;
  readonly procs: Int32Array;
  readonly run: Float64Array;
  readonly estimate: Float64Array;
  readonly priority: Float64Array;
  readonly user: Int32Array;
  readonly group: Int32Array;
  readonly queue: Int32Array;
}

/** One job of a workload as a row. */
export const rowOf = (workload: Workload, job: number): LogJob => ({
  id: workload.id[job] ?? NaN,
  submit: workload.submit[job] ?? NaN,
  procs: workload.procs[job] ?? NaN,
  run: workload.run[job] ?? NaN,
  estimate: workload.estimate[job] ?? NaN,
  priority: workload.priority[job] ?? 0,
  user: workload.user[job] ?? -1,
  group: workload.group[job] ?? -1,
  queue: workload.queue[job] ?? -1,
});

/** Rows in the order of (submit, id), those alike in both as they came. */
export function workloadOf(rows: readonly LogJob[]): Workload {
  const sorted = rows.toSorted((a, b) => a.submit - b.submit || a.id - b.id);
  const column = (read: (row: LogJob) => number): Float64Array => Float64Array.from(sorted, read);
  const whole = (read: (row: LogJob) => number): Int32Array => Int32Array.from(sorted, read);
  return {
    count: sorted.length,
    id: column((row) => row.id),
    submit: column((row) => row.submit),
    procs: whole((row) => row.procs),
    run: column((row) => row.run),
    estimate: column((row) => row.estimate),
    priority: column((row) => row.priority ?? 0),
    user: whole((row) => row.user ?? -1),
    group: whole((row) => row.group ?? -1),
    queue: whole((row) => row.queue ?? -1),
  };
}
