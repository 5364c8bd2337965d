/** Latency by region and class, and of a region over its classes: means over the tokens served of each hour's percentile. */
import { LATENCY_MEASURES } from "../inference/latency-measures.ts";
import type { World } from "../run/world.ts";
import { integralOf } from "./bins.ts";
import type { Series } from "./types.ts";

type Measure = Exclude<(typeof LATENCY_MEASURES)[number], "tokens">;

const SHOWN: Readonly<Record<Measure, readonly [label: string, unit: string, scale: number]>> = {
  "ttft-p50": ["half of first tokens within", "s", 1],
  "ttft-p99": ["99 % of first tokens within", "s", 1],
  "tpot-p50": ["half of requests at or below", "ms/token", 1000],
  "tpot-p99": ["99 % of requests at or below", "ms/token", 1000],
  "within-slo": ["first tokens within the SLO", "share", 1],
};
const MEASURES = LATENCY_MEASURES.length;

/** Ids `latency.<measure>.<region>.<class>`, and `latency.<measure>.<region>` of classes that are promised a first token. */
export function latencySeries({ model, recorder, channels }: World): Series[] {
  const { demand } = model;
  if (demand?.latency === undefined) return [];
  const { classes, regions, latency } = demand;
  const promised = classes.map((_, c) => (latency.ttftSeconds[c] ?? Infinity) < Infinity);
  const read = (r: number, c: number, measure: number): Float64Array =>
    integralOf(recorder, channels.latency + (r * classes.length + c) * MEASURES + measure, 1);
  return regions.flatMap((region, r) => {
    const all = classes.map((_, c) => LATENCY_MEASURES.map((__, m) => read(r, c, m)));
    return LATENCY_MEASURES.flatMap((measure, m) => {
      if (measure === "tokens") return [];
      const [label, unit, scale] = SHOWN[measure];
      const one = (id: string, name: string, parts: readonly (readonly Float64Array[])[]): Series => {
        // Nothing served in a bin: no latency, which is no zero.
        const mean = Float64Array.from({ length: recorder.bins }, (_, b) => {
          const tokens = parts.reduce((sum, part) => sum + (part[0]?.[b] ?? 0), 0);
          const weighted = parts.reduce((sum, part) => sum + (part[m]?.[b] ?? 0), 0);
          return tokens > 0 ? (weighted / tokens) * scale : NaN;
        });
        const base = { id, label: `${name}: ${label}`, unit, kind: "demand", region: region.id } as const;
        return { ...base, mean, min: mean, max: mean };
      };
      const chosen = all.filter((_, c) => promised[c]);
      return [
        ...(chosen.length > 0 ? [one(`latency.${measure}.${region.id}`, region.name, chosen)] : []),
        ...classes.map((klass, c) =>
          one(`latency.${measure}.${region.id}.${klass.id}`, `${region.name}, ${klass.id}`, [all[c] ?? []]),
        ),
      ];
    });
  });
}
