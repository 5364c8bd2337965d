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
  const byBin = demand.regions.map((_, r) =>
    classes.map((__, c) =>
      LATENCY_MEASURES.map((___, m) =>
        integralOf(recorder, channels.latency + (r * classes.length + c) * MEASURES + m, 1),
      ),
    ),
  );
  const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  const sums = byBin.map((region) => region.map((klass) => klass.map(total)));
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
      const bins = Array.from({ length: recorder.bins }, (_, b) =>
        meansOf(
          (byBin[r] ?? []).map((klass) => klass.map((values) => values[b] ?? 0)),
          weights,
        ),
      );
      const usual = (measure: (typeof LATENCY_MEASURES)[number]): number =>
        middle(bins.map((means) => means[LATENCY_MEASURES.indexOf(measure)] ?? NaN));
      const ttftP99Seconds = usual("ttft-p99");
      if (Number.isNaN(ttftP99Seconds)) return [];
      return [
        {
          id,
          name,
          ttftP50Seconds: usual("ttft-p50"),
          ttftP99Seconds,
          tpotP50Seconds: usual("tpot-p50"),
          tpotP99Seconds: usual("tpot-p99"),
          withinSlo: meansOf(sums[r] ?? [], weights)[LATENCY_MEASURES.indexOf("within-slo")] ?? NaN,
        },
      ];
    }),
  };
}

/** The lower median of what is a number. */
export function middle(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return known[Math.ceil(known.length / 2) - 1] ?? NaN;
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
