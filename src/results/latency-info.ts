/** Latency over the run by region, at one mix of classes: what differs is then the place, and not who is served there. */
import { LATENCY_MEASURES } from "../inference/latency-measures.ts";
import type { World } from "../run/world.ts";
import { integralOf } from "./bins.ts";
import type { LatencyInfo } from "./types.ts";

const MEASURES = LATENCY_MEASURES.length;

export function buildLatency({ model, recorder, channels }: World): LatencyInfo | undefined {
  const { demand } = model;
  if (demand?.latency === undefined || channels.latency < 0) return undefined;
  const { classes, latency } = demand;
  const sums = demand.regions.map((_, r) =>
    classes.map((__, c) =>
      LATENCY_MEASURES.map((___, m) =>
        integralOf(recorder, channels.latency + (r * classes.length + c) * MEASURES + m, 1).reduce(
          (a, b) => a + b,
          0,
        ),
      ),
    ),
  );
  const promised = classes.map((_, c) => (latency.ttftSeconds[c] ?? Infinity) < Infinity);
  const weights = mixOf(sums, promised.includes(true) ? promised : promised.map(() => true));
  return {
    classes: classes.map(({ id, name }, c) => {
      const [ttft = Infinity, tpot = Infinity] = [latency.ttftSeconds[c], latency.tpotSeconds[c]];
      return {
        id,
        name,
        weight: weights[c] ?? 0,
        ...(ttft < Infinity ? { ttftSeconds: ttft } : {}),
        ...(tpot < Infinity ? { tpotSeconds: tpot } : {}),
      };
    }),
    regions: demand.regions.flatMap(({ id, name }, r) => {
      const [, ttftP50, ttftP99, tpotP50, tpotP99, within] = meansOf(sums[r] ?? [], weights);
      if (ttftP99 === undefined || Number.isNaN(ttftP99)) return [];
      return [
        {
          id,
          name,
          ttftP50Seconds: ttftP50 ?? NaN,
          ttftP99Seconds: ttftP99,
          tpotP50Seconds: tpotP50 ?? NaN,
          tpotP99Seconds: tpotP99 ?? NaN,
          withinSlo: within ?? NaN,
        },
      ];
    }),
  };
}

/** Sums by [class][measure], of which the first are the tokens. */
type Sums = readonly (readonly number[])[];

/** Parts of the tokens of all regions by class; a class that some region with service goes without has none. */
export function mixOf(regions: readonly Sums[], counts: readonly boolean[]): readonly number[] {
  const tokens = (sums: Sums, c: number): number => (counts[c] === true ? (sums[c]?.[0] ?? 0) : 0);
  const served = regions.filter((sums) => sums.some((_, c) => tokens(sums, c) > 0));
  const everywhere = counts.map((_, c) => served.every((sums) => tokens(sums, c) > 0));
  const chosen = everywhere.includes(true) ? everywhere : counts;
  const parts = counts.map((_, c) =>
    chosen[c] === true ? served.reduce((sum, each) => sum + tokens(each, c), 0) : 0,
  );
  const whole = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => (whole > 0 ? part / whole : 0));
}

/** Mean of each measure at the mix; NaN where nothing of it was served. */
export function meansOf(sums: Sums, weights: readonly number[]): readonly number[] {
  return LATENCY_MEASURES.map((_, m) => {
    let [whole, sum] = [0, 0];
    weights.forEach((weight, c) => {
      const tokens = sums[c]?.[0] ?? 0;
      if (tokens <= 0) return;
      whole += weight;
      sum += (weight * (sums[c]?.[m] ?? 0)) / tokens;
    });
    return whole > 0 ? sum / whole : NaN;
  });
}
