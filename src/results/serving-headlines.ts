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
  const slowest = (latency?.regions ?? []).reduce((most, row) => Math.max(most, row.ttftP99Seconds), 0);
  const all =
    slowest > 0
      ? [
          ...headlines,
          {
            id: "ttft",
            label: "99 % of first tokens within, slowest region",
            value: slowest,
            unit: "s",
            illustrative: restsOnAssumption("ttft", parts),
          },
        ]
      : headlines;
  return rates?.predicted === true
    ? all.map((row) => (RESTS_ON_RATES.has(row.id) ? { ...row, ratesBand: rates.band } : row))
    : all;
}
