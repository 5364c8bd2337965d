/** Latency by region: of each class, and of all classes at one mix, so that regions differ by their place alone. */
import type { Result } from "../api.ts";

export const LATENCY_KEYS = ["ttft-p99", "ttft-p50", "tpot-p99", "tpot-p50", "within-slo"] as const;

/** `latency.<measure>.<region>` at the run's mix of classes, and `latency.<measure>.<region>.<class>`; NaN: nothing served. */
export function latencyColumns({ latency, series, bins }: Result): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  if (latency === undefined) return columns;
  const means = new Map(series.map(({ id, mean }) => [id, mean]));
  for (const region of latency.regions)
    for (const measure of LATENCY_KEYS) {
      const key = `latency.${measure}.${region.id}`;
      const parts = latency.classes.flatMap(({ id, weight }) => {
        const mean = means.get(`${key}.${id}`);
        return mean === undefined ? [] : [{ id, weight, mean }];
      });
      for (const { id, mean } of parts) columns[`${key}.${id}`] = mean;
      columns[key] = Float64Array.from({ length: bins }, (_, bin) => {
        let [sum, whole] = [0, 0];
        for (const { weight, mean } of parts) {
          const value = mean[bin] ?? NaN;
          if (weight === 0 || Number.isNaN(value)) continue;
          sum += weight * value;
          whole += weight;
        }
        return whole > 0 ? sum / whole : NaN;
      });
    }
  return columns;
}
