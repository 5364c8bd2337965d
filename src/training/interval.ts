/** How much work a gang does between two checkpoints. */
import type { JobSpec } from "../model/types.ts";
import { dalyInterval, optimalInterval, youngInterval } from "./checkpoint.ts";

export type IntervalSpec = Pick<
  JobSpec,
  "writeSeconds" | "intervalSeconds" | "intervalRule" | "async" | "stallSeconds"
>;

/** What a checkpoint blocks, s. */
export const blockOf = (spec: IntervalSpec): number => (spec.async ? spec.stallSeconds : spec.writeSeconds);

/** From the end of what it blocks to its being durable, s. */
export const lagOf = (spec: IntervalSpec): number => (spec.async ? spec.writeSeconds : 0);

/**
 * Seconds of work between checkpoints at a mean time between the failures that need one. A rule never gives less than
 * the write, or 1 s; a stated number stands, but for asynchronous writes, of which one is under way at a time.
 */
export function intervalOf(spec: IntervalSpec, mtbfSeconds: number): number {
  const { intervalSeconds, writeSeconds } = spec;
  if (intervalSeconds > 0) return spec.async ? Math.max(writeSeconds, intervalSeconds) : intervalSeconds;
  // Never below the write itself: the store could not keep up.
  return Math.max(writeSeconds, 1, byRule(spec.intervalRule, mtbfSeconds, blockOf(spec)));
}

function byRule(rule: JobSpec["intervalRule"], mtbfSeconds: number, block: number): number {
  switch (rule) {
    case "optimum":
      return optimalInterval(mtbfSeconds, block);
    case "young":
      return youngInterval(mtbfSeconds, block);
    case "daly":
      return dalyInterval(mtbfSeconds, block);
  }
}

const KEPT = 32;

/** Most restarts of a job come at the size it had, so each of a few keeps its last rate and interval. */
export class Intervals {
  private readonly kept = new Float64Array(2 * KEPT).fill(NaN);
  private readonly of: (IntervalSpec | undefined)[] = [];

  /** `rate`: failures per second that need a checkpoint. */
  at(slot: number, spec: IntervalSpec, rate: number): number {
    if (spec.intervalSeconds > 0) return intervalOf(spec, Infinity);
    const { kept, of } = this;
    const at = slot % KEPT;
    if (kept[2 * at] !== rate || of[at] !== spec) {
      kept[2 * at] = rate;
      of[at] = spec;
      kept[2 * at + 1] = intervalOf(spec, rate > 0 ? 1 / rate : Infinity);
    }
    return kept[2 * at + 1] ?? 0;
  }
}
