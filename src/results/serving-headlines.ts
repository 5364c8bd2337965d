/** Headlines of latency, and which headlines rest on rates nobody has measured. */
import { restsOnAssumption } from "./headline-inputs.ts";
import type { Headline, LatencyInfo, Result } from "./types.ts";

const RESTS_ON_RATES = new Set(["tokens", "revenue"]);

/** `parts` as for `restsOnAssumption`. */
export function withServing(
  headlines: readonly Headline[],
  latency: LatencyInfo | undefined,
  rates: Result["servingRates"],
  parts: Parameters<typeof restsOnAssumption>[1],
): readonly Headline[] {
  const regions = latency?.regions ?? [];
  const slowest = (id: string, label: string, read: (row: (typeof regions)[number]) => number): Headline => ({
    id,
    label: `${label}, slowest region`,
    value: regions.reduce((most, row) => Math.max(most, read(row)), 0),
    unit: "s",
    illustrative: restsOnAssumption(id, parts),
  });
  const all =
    regions.length === 0
      ? headlines
      : [
          ...headlines,
          slowest("ttft", "Median first token", (row) => row.ttftP50Seconds),
          slowest("ttft-p99", "99 % of first tokens within", (row) => row.ttftP99Seconds),
        ];
  return rates?.predicted === true
    ? all.map((row) => (RESTS_ON_RATES.has(row.id) ? { ...row, ratesBand: rates.band } : row))
    : all;
}
