/** One sentence on latency and one on the autoscaler. */
import { percent, short } from "./format.ts";
import { predictionOf } from "./serving-rates.ts";
import type { LatencyInfo, Result, Series } from "./types.ts";

export function servingFindings(
  latency: LatencyInfo | undefined,
  rates: Result["servingRates"],
  series: readonly Series[],
): Pick<Result["findings"], "latency" | "replicas"> {
  const mean = (id: string): Float64Array | undefined => series.find((each) => each.id === id)?.mean;
  const [held, least] = [mean("serving.replicas"), mean("serving.least-replicas")];
  return {
    ...(latency === undefined ? {} : { latency: latencyFinding(latency, rates) }),
    ...(held === undefined || least === undefined ? {} : { replicas: replicasFinding(held, least) }),
  };
}

/** s apart that a reader would call the same. */
const SAME = 0.01;

export function latencyFinding(
  { regions }: Pick<LatencyInfo, "regions">,
  rates: Result["servingRates"],
): string {
  const [first, ...others] = regions;
  if (first === undefined) return "Nothing is served, so nobody waits for a first token";
  const by = (sign: 1 | -1): typeof first =>
    others.reduce((a, b) => (sign * (b.ttftP50Seconds - a.ttftP50Seconds) > 0 ? b : a), first);
  const [slow, fast] = [by(1), by(-1)];
  const apart = slow.ttftP50Seconds - fast.ttftP50Seconds;
  const note = rates?.predicted === true ? ` (rates: ${predictionOf(rates)})` : "";
  const within = (region: typeof first): string => `within ${seconds(region.ttftP99Seconds)}`;
  if (others.length === 0) return `99 % of first tokens usually come ${within(first)}${note}`;
  const last = others.reduce((a, b) => (b.ttftP99Seconds > a.ttftP99Seconds ? b : a), first);
  if (apart < SAME) return `99 % of first tokens usually come ${within(last)} in every region${note}`;
  return `The median first token takes ${seconds(apart)} longer in ${slow.name} than in ${fast.name}; 99 % usually come ${within(last)} everywhere${note}`;
}

/** Three figures at most: 0.14 s, 2.35 s, 131 s. */
const seconds = (value: number): string =>
  `${value < 0.1 ? value.toFixed(3) : value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0)} s`;

export function replicasFinding(held: Float64Array, least: Float64Array): string {
  const mean = (values: Float64Array): number =>
    values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
  const [chips, fewest] = [mean(held), mean(least)];
  if (fewest <= 0) return "No replica is needed";
  const over = chips / fewest - 1;
  if (Math.abs(over) < 5e-4) return "The autoscaler holds no more chips than a perfect one would";
  const many = short(Math.abs(chips - fewest));
  return over > 0
    ? `The autoscaler holds ${percent(over)} more chips than a perfect one would: ${many} on average`
    : `The autoscaler holds ${percent(-over)} fewer chips than a perfect one would: ${many} on average`;
}
