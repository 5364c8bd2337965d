// Training on what serving leaves: the formula on measured curves, and a provider's day on which nodes were given back.
import { DEEPSEEK_DAY as DAY, DEEPSEEK_INCOME, DEEPSEEK_NODES } from "../deepseek-day.ts";
import { columnsOf } from "../demand-weeks.ts";
import { nightOf } from "../night-harvest.ts";
import type { Night } from "../night-harvest.ts";
import { closeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

type Close = Parameters<typeof closeRow>[0];

/** Nodes enough that a whole one is no matter. */
const MANY = 27_800;
/** Before any comparison: the policy's defaults, on a fleet of as much over the day's peak. */
const RESERVE = 0.1;
/** Fitted on the day: with it 18.4 % of node-hours are given back. */
const FITTED_RESERVE = 0.135;

const FORMULA = "max(0, C - (1 + r) max D(s) over t to t + l) summed over the curve by a second program";
const percent = (value: number): string => value.toFixed(1);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

const CURVES = [
  { id: "deepseek", what: "DeepSeek's day", expected: 20.3, within: 0.1, source: DAY.source },
  {
    id: "code",
    what: "Azure's code week",
    file: "azure2024-week-hourly.csv",
    column: "code_requests",
    expected: 64,
    within: 0.5,
    source: "https://github.com/Azure/AzurePublicDataset, May 2024 (CC-BY 4.0; DynamoLLM)",
  },
  {
    id: "office",
    what: "an Office 365 week",
    file: "sageserve-o365-week-hourly-normalised.csv",
    column: "modelC_prompt_tokens_norm",
    expected: 67,
    within: 0.5,
    source: "https://github.com/shashwatj07/SageServe, model C, November 2024 (MIT)",
  },
  {
    id: "chat",
    what: "Azure's conversation week",
    file: "azure2024-week-hourly.csv",
    column: "conv_requests",
    expected: 37,
    within: 0.5,
    source: "https://github.com/Azure/AzurePublicDataset, May 2024 (CC-BY 4.0; DynamoLLM)",
  },
] as const;

/** The policy in a run against the formula: node-hours that train, of a fleet of 1.1 times the curve's peak. */
function formulaRows(): readonly OracleRow[] {
  return CURVES.map((each) => {
    const read = "file" in each ? columnsOf(each.file)?.get(each.column) : DEEPSEEK_INCOME;
    const row: Close = {
      id: `harvest.formula-${each.id}`,
      what: `Node-hours that train on ${each.what}: reserve 10 %, look-ahead 1 h, fleet of 1.1 times the peak`,
      expected: each.expected,
      simulated: read === undefined ? NaN : 100 * nightOf(read.map(Number), MANY, RESERVE).returned,
      within: each.within,
      tolerance: `within ${each.within} points`,
      unit: "%",
      say: percent,
      source: `${each.source}; ${FORMULA}`,
    };
    if (!("file" in each)) return closeRow(row);
    const compared = closeRow({ ...row, needs: "the weeks by the hour (Azure 2024, SageServe)" });
    return read === undefined ? { ...compared, simulated: "", verdict: "not run" } : compared;
  });
}

const costOf = (night: Night): number => mean(night.nodes) * DAY.chipsPerNode * 24 * DAY.usdPerChipHour;

/** 278 nodes under the day's demand; what is known of it is the curve of income and the most nodes there were. */
function dayRows(): readonly OracleRow[] {
  const predicted = nightOf(DEEPSEEK_INCOME, DAY.peakNodes, RESERVE);
  const fitted = nightOf(DEEPSEEK_INCOME, DAY.peakNodes, FITTED_RESERVE);
  const apart = (night: Night): number =>
    mean(night.nodes.map((nodes, hour) => Math.abs(nodes - (DEEPSEEK_NODES[hour] ?? NaN))));
  const shape = {
    expected: 0,
    unit: "%",
    say: percent,
    source: `${DAY.source}, nodes at work by the hour, digitised`,
  };
  const off = (night: Night): number => (100 * apart(night)) / mean(DEEPSEEK_NODES);
  const returned = { expected: 100 * DAY.returnedShare, unit: "%", say: percent, source: DAY.source };
  const nodes = { expected: DAY.nodes, unit: "nodes", say: percent, source: DAY.source };
  const cost = {
    expected: DAY.costUsd,
    unit: "USD",
    say: (usd: number) => Math.round(usd).toLocaleString("en-US"),
    source: DAY.source,
  };
  const before =
    "Predicted from the curve of income and 278 nodes: reserve 10 %, look-ahead 1 h, nothing fitted.";
  const after = "One constant is fitted on this figure: a reserve of 13.5 % where 10 % was assumed.";
  return [
    closeRow({
      id: "harvest.deepseek-returned",
      what: "Node-hours given back to training on DeepSeek's day, by the policy as it stands",
      simulated: 100 * predicted.returned,
      within: 2,
      tolerance: "within 2 points",
      ...returned,
      note: before,
    }),
    closeRow({
      id: "harvest.deepseek-nodes",
      what: "Nodes at work on that day, mean",
      simulated: mean(predicted.nodes),
      withinShare: 0.03,
      ...nodes,
      note: before,
    }),
    closeRow({
      id: "harvest.deepseek-cost",
      what: "Cost of that day at 2 USD for an H800 hour",
      simulated: costOf(predicted),
      withinShare: 0.03,
      ...cost,
      note: "The row above in dollars, and no evidence of its own.",
    }),
    closeRow({
      id: "harvest.deepseek-hours",
      what: "Nodes at work in each of its 24 hours: mean difference, of the mean",
      simulated: off(predicted),
      within: 10,
      tolerance: "within 10 %",
      ...shape,
      note: `${before} Nodes were added in the morning and taken away at night by the clock, later than demand fell.`,
    }),
    closeRow({
      id: "harvest.deepseek-unserved",
      what: "Demand of that day left unserved while nodes are given back, with a lead time of 10 min",
      expected: 0,
      simulated: 100 * fitted.unserved,
      within: 0.01,
      unit: "%",
      source: "by definition: foresight of an hour covers the lead time",
    }),
    closeRow({
      id: "harvest.deepseek-returned-fitted",
      what: "Node-hours given back, with a fitted reserve",
      simulated: 100 * fitted.returned,
      within: 0.1,
      tolerance: "within 0.1 points",
      ...returned,
      kind: "calibration",
      note: after,
    }),
    closeRow({
      id: "harvest.deepseek-nodes-fitted",
      what: "Nodes at work, mean, with a fitted reserve (226.9 by the hour as digitised)",
      simulated: mean(fitted.nodes),
      withinShare: 0.001,
      ...nodes,
      kind: "calibration",
      note: `${after} It follows from the row above.`,
    }),
    closeRow({
      id: "harvest.deepseek-cost-fitted",
      what: "Cost of the day, with a fitted reserve",
      simulated: costOf(fitted),
      withinShare: 0.001,
      ...cost,
      kind: "calibration",
      note: `${after} It follows from the rows above.`,
    }),
    closeRow({
      id: "harvest.deepseek-hours-fitted",
      what: "Nodes in each of the 24 hours, with a fitted reserve: mean difference, of the mean",
      simulated: off(fitted),
      within: 10,
      tolerance: "within 10 %",
      ...shape,
      note: "The fitted constant fixes the mean of the 24 hours; how they differ from each other is predicted.",
    }),
  ];
}

export const harvest: OracleGroup = {
  id: "harvest",
  title: "Training on the idle hours",
  about:
    "Chips that serving does not need within an hour train, but for a reserve: the sharing policy harvest in runs with an autoscaler, against the formula worked by a second program on measured curves, and against the day on which DeepSeek gave nodes back by the clock. A chip of our catalogue stands in for the H800: only shares of its rate matter here.",
  rows: () => [...formulaRows(), ...dayRows()],
};
