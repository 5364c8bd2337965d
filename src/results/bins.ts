/** Reads a recorder's bins as means, extremes and integrals in the units of the results. */
import type { Recorder } from "../engine/index.ts";

export const HOUR = 3600;

/** Integral of a channel by bin, times `factor`. */
export function integralOf(recorder: Recorder, channel: number, factor: number): Float64Array {
  const out = new Float64Array(recorder.bins);
  for (let b = 0; b < out.length; b++)
    out[b] = (recorder.integral[channel * recorder.bins + b] ?? 0) * factor;
  return out;
}

export interface Triple {
  readonly mean: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** Time-weighted mean, least and greatest level of a channel by bin, times `factor`. */
export function tripleOf(recorder: Recorder, channel: number, factor: number): Triple {
  const { bins } = recorder;
  const extremes = recorder.extremesAt(channel);
  const mean = new Float64Array(bins);
  const min = new Float64Array(bins);
  const max = new Float64Array(bins);
  for (let b = 0; b < bins; b++) {
    mean[b] = ((recorder.integral[channel * bins + b] ?? 0) / recorder.binWidth(b)) * factor;
    // What is booked late (a write that drew less than it seemed) may put the mean below the least level seen.
    min[b] = Math.min(mean[b] ?? 0, (recorder.min[extremes + b] ?? 0) * factor);
    max[b] = Math.max(mean[b] ?? 0, (recorder.max[extremes + b] ?? 0) * factor);
  }
  return { mean, min, max };
}

/** Sum of several; the extremes of a sum are bounded by the sums of the extremes, and that is what they are. */
export function sumOf(triples: readonly Triple[], bins: number): Triple {
  const sum: Triple = {
    mean: new Float64Array(bins),
    min: new Float64Array(bins),
    max: new Float64Array(bins),
  };
  for (const t of triples) {
    for (let b = 0; b < bins; b++) {
      sum.mean[b] = (sum.mean[b] ?? 0) + (t.mean[b] ?? 0);
      sum.min[b] = (sum.min[b] ?? 0) + (t.min[b] ?? 0);
      sum.max[b] = (sum.max[b] ?? 0) + (t.max[b] ?? 0);
    }
  }
  return sum;
}
