/**
 * Waits of an hour in which more comes than is served, as a fluid: the backlog grows from nothing until whoever comes would
 * wait longer than the patience, and from then on the rest is turned away. Exact for rates that are constant within the
 * hour; what waits at its end is served in the first seconds of the next, which begins without it.
 */
import { FLUID, FLUID_SIZE, fluidStep } from "./overload.ts";

const HOUR = 3600;

/** Of requests that were taken, in seconds; and the share of them that waited at most so long. */
export const QUEUE = { mean: 0, p50: 1, p99: 2, within: 3 } as const;
export const QUEUE_SIZE = 4;

export class QueueHour {
  private readonly step = new Float64Array(FLUID_SIZE);
  readonly waits = new Float64Array(QUEUE_SIZE);

  /**
   * @param arrivals and `capacity` in any unit a second, arrivals above the capacity
   * @param patience s
   * @param least wait [s] for `within`
   */
  measure(arrivals: number, capacity: number, patience: number, least: number): Float64Array {
    const { step, waits } = this;
    fluidStep(0, arrivals, capacity, patience, HOUR, step);
    const growth = arrivals / capacity - 1;
    const full = Math.min(HOUR, patience / growth);
    const taken = arrivals * full + capacity * (HOUR - full);
    waits[QUEUE.mean] = step[FLUID.meanWait] ?? 0;
    waits[QUEUE.p50] = Math.min(patience, (growth * 0.5 * taken) / arrivals);
    waits[QUEUE.p99] = Math.min(patience, (growth * 0.99 * taken) / arrivals);
    waits[QUEUE.within] = least >= patience ? 1 : (arrivals * Math.min(full, least / growth)) / taken;
    return waits;
  }
}
