/**
 * A pool offered more than it serves, as a fluid over a step of constant rates: q' = arrivals - capacity while anyone
 * waits. Exact for such steps. Units of work are the caller's (requests, tokens); time is in seconds.
 */

/** Where `fluidStep` leaves its results. */
export const FLUID = { backlog: 0, served: 1, dropped: 2, meanWait: 3 } as const;
export const FLUID_SIZE = 4;

/**
 * One step. Whoever would wait longer than `patience` seconds (the backlog over the capacity, which is q S / c where c
 * slots are held S seconds each) is dropped on arrival; so is what a fall in capacity leaves beyond that. Without
 * capacity nobody waits: all are dropped.
 * @param out backlog at the end, work served and dropped in the step, and the mean wait [s] of the work that arrived
 * in the step and was taken (0 where none was)
 */
export function fluidStep(
  backlog: number,
  arrivals: number,
  capacity: number,
  patience: number,
  seconds: number,
  out: Float64Array,
): void {
  if (!(capacity > 0)) {
    out[FLUID.backlog] = 0;
    out[FLUID.served] = 0;
    out[FLUID.dropped] = backlog + arrivals * seconds;
    out[FLUID.meanWait] = 0;
    return;
  }
  const most = capacity * patience;
  let dropped = Math.max(0, backlog - most);
  const start = backlog - dropped;
  const surplus = arrivals - capacity;
  let end: number;
  /** Integral of (work taken a second) x backlog over the step. */
  let waiting: number;
  let taken = arrivals * seconds;
  if (surplus > 0) {
    const until = Math.min(seconds, (most - start) / surplus);
    end = start + surplus * until;
    waiting = (arrivals * until * (start + end)) / 2 + capacity * (seconds - until) * most;
    const lost = surplus * (seconds - until);
    dropped += lost;
    taken -= lost;
  } else {
    const until = surplus < 0 ? Math.min(seconds, start / -surplus) : seconds;
    end = Math.max(0, start + surplus * until);
    waiting = (arrivals * until * (start + end)) / 2;
    if (until < seconds) end = 0;
  }
  out[FLUID.backlog] = end;
  out[FLUID.served] = start + taken - end;
  out[FLUID.dropped] = dropped;
  out[FLUID.meanWait] = taken > 0 ? waiting / (capacity * taken) : 0;
}
