/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's number */
/** What is said of a schedule in the field (Feitelson, metrics of the Parallel Workloads Archive). */
import type { Schedule } from "./replay.ts";

export interface ScheduleMetrics {
  readonly jobs: number;
  readonly procs: number;
  /** Start - submit. */
  readonly meanWaitSeconds: number;
  readonly medianWaitSeconds: number;
  readonly p95WaitSeconds: number;
  readonly maxWaitSeconds: number;
  /** Mean of max(1, (wait + run) / max(run, 10 s)). */
  readonly meanBoundedSlowdown: number;
  /** End - submit. */
  readonly meanFlowSeconds: number;
  /** Last end - first submission. */
  readonly makespanSeconds: number;
  /** Sum of processors x run time over processors x makespan. */
  readonly utilisation: number;
  /** Jobs that wait, on average over the makespan: by integration at each change, and by Little's law from the waits. */
  readonly meanQueueLength: number;
  readonly meanQueueLengthByLittle: number;
  readonly preemptions: number;
}

/** Shortest run time that a slowdown is taken of [s]. */
export const SLOWDOWN_BOUND_SECONDS = 10;

export function metricsOf(schedule: Schedule): ScheduleMetrics {
  const { workload, start, end, procs, requeuedSeconds, preemptions } = schedule;
  const { count, submit, run } = workload;
  let [wait, requeued, slowdown, flow, work, last, preempted] = [0, 0, 0, 0, 0, -Infinity, 0];
  const waits = new Float64Array(count);
  for (let job = 0; job < count; job++) {
    waits[job] = start[job]! - submit[job]!;
    wait += waits[job]!;
    requeued += requeuedSeconds[job]!;
    flow += end[job]! - submit[job]!;
    // Waits of a preempted job are part of its slowdown too.
    const held = preemptions[job]! > 0 ? end[job]! - submit[job]! : waits[job]! + run[job]!;
    slowdown += Math.max(1, held / Math.max(run[job]!, SLOWDOWN_BOUND_SECONDS));
    work += workload.procs[job]! * run[job]!;
    last = Math.max(last, end[job]!);
    preempted += preemptions[job]!;
  }
  waits.sort();
  const at = (share: number): number =>
    count === 0 ? NaN : waits[Math.max(0, Math.ceil(share * count) - 1)]!;
  const makespan = last - (submit[0] ?? NaN);
  return {
    jobs: count,
    procs,
    meanWaitSeconds: wait / count,
    medianWaitSeconds: at(0.5),
    p95WaitSeconds: at(0.95),
    maxWaitSeconds: at(1),
    meanBoundedSlowdown: slowdown / count,
    meanFlowSeconds: flow / count,
    makespanSeconds: makespan,
    utilisation: work / (procs * makespan),
    meanQueueLength: schedule.waitingJobSeconds / makespan,
    meanQueueLengthByLittle: (wait + requeued) / makespan,
    preemptions: preempted,
  };
}
