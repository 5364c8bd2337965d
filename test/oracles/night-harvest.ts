// A day or a week of demand on a fleet of nodes that lends what it does not need: the run behind the rows of harvest.
import { seriesOf } from "./read-run.ts";
import { dateAt } from "../run/random-parts.ts";
import { ratePerChip, runCurve } from "../inference/serving-campus.ts";

/** Chips of a node, and of an instance of the served model. */
const NODE = 8;

export interface Night {
  /** Nodes that do not train, by the hour of the curve. */
  readonly nodes: readonly number[];
  /** Part of all node-hours that trained. */
  readonly returned: number;
  /** Of demand, once the first replicas had started. */
  readonly unserved: number;
}

let rate: number | undefined;

/**
 * Demand by the hour on `nodes` nodes, `over` times what its peak hour needs, under the policy harvest with a look-ahead of
 * an hour. The curve is run twice and read in its second round, and goes on as it began.
 */
export function nightOf(curve: readonly number[], nodes: number, reserve: number, over = 1.1): Night {
  rate ??= ratePerChip();
  const perUnit = (((nodes * NODE) / over) * rate) / Math.max(...curve);
  const round = curve.map((value) => value * perUnit);
  // Whole days, and the hour after the last one is there to be foreseen.
  const result = runCurve({
    tokens: [...round, ...round, ...round.slice(0, 24)],
    chips: nodes * NODE,
    inference: { autoscaler: { leadMinutes: 10, foresightHours: 1, holdHours: 0 } },
    sharing: {
      policy: "harvest",
      trainingShare: 0,
      harvest: { reserve, lookAheadHours: 1 },
      growStep: 0,
    },
    training: {
      campaigns: {
        night: {
          precision: "bf16",
          mfu: 0.4,
          checkpoint: { writeSeconds: 10, interval: 1800 },
          priority: 1,
          preemptible: true,
          start: dateAt(0),
          maxChips: nodes * NODE,
          minChips: NODE,
          days: 3650,
        },
      },
      streams: {},
    },
  });
  const second = (id: string): Float64Array =>
    seriesOf(result, id).mean.slice(curve.length, 2 * curve.length);
  const trained = second("training.chips");
  const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  return {
    nodes: Array.from(trained, (chips) => nodes - chips / NODE),
    returned: sum(trained) / (nodes * NODE * curve.length),
    unserved: sum(second("unserved.all")) / sum(second("demand.all")),
  };
}
