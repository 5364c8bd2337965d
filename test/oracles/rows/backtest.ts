// `rainier` is written as of 1 October 2025: what came later is compared with it and never read by it.
//
// Beside each error stands carry-forward's: "nothing changes after 1 October". The phases after that date are
// predicted (roofs seen by then plus five months, Amazon's earlier campuses) and slip by a drawn delay, so one
// seed's error is partly luck: at New Carlisle the preset's own seed is far better than the mean of twenty.
import { runOnce, withoutWork } from "../read-run.ts";
import { mean } from "../statistics.ts";
import { rangeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

/** The last actual is of 24 September 2026. */
export const SHORT = { end: "2026-10-01" };
const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1);
const EPOCH = "https://epoch.ai/data/data-centers";

export interface BacktestErrors {
  /** Mean absolute error, per cent: mean and worst over the seeds; and carry-forward's. */
  readonly mean: number;
  readonly worst: number;
  readonly carryForward: number;
}

/** Errors by series, over twenty draws of the slips. */
export function backtestErrors(): ReadonlyMap<string, BacktestErrors> {
  const scenario = withoutWork("rainier", SHORT);
  const runs = SEEDS.map((seed) => runOnce(scenario, seed).backtest.series);
  return new Map(
    (runs[0] ?? []).map(({ series, carryForwardMapePercent }) => {
      const errors = runs.map((run) => run.find((row) => row.series === series)?.mapePercent ?? Number.NaN);
      return [
        series,
        { mean: mean(errors), worst: Math.max(...errors), carryForward: carryForwardMapePercent },
      ];
    }),
  );
}

const percent = (value: number): string => value.toFixed(1);

/** What is compared, and how much better than carry-forward it must be. */
const COMPARED: readonly {
  readonly series: string;
  readonly what: string;
  readonly which: "mean" | "worst";
  /** Part of carry-forward's error. */
  readonly part: number;
  readonly note?: string;
}[] = [
  {
    series: "power.building.new-carlisle",
    what: "MW of New Carlisle's buildings, mean of 20 draws",
    which: "mean",
    part: 0.5,
  },
  {
    series: "power.building.new-carlisle",
    what: "MW of New Carlisle's buildings, worst of 20 draws",
    which: "worst",
    part: 1,
  },
  {
    series: "power.building.ridgeland",
    what: "MW of Ridgeland's buildings, mean of 20 draws",
    which: "mean",
    part: 1,
    note: "Some draws have it later than May 2026, and then miss all of it.",
  },
  {
    series: "fleet.chips.new-carlisle",
    what: "Chips at New Carlisle, mean of 20 draws",
    which: "mean",
    part: 1,
  },
  {
    series: "power.building.madison",
    what: "MW of Madison's buildings, worst of 20 draws",
    which: "worst",
    part: 1,
    note: "Nothing was built there, and both are right.",
  },
];

function row(
  errors: ReadonlyMap<string, BacktestErrors>,
  { series, what, which, part, note }: (typeof COMPARED)[number],
): OracleRow {
  const found = errors.get(series);
  const carryForward = found?.carryForward ?? NaN;
  return rangeRow({
    id: `backtest.${series.replaceAll(".", "-")}-${which}`,
    what: `${what}: mean absolute error against what was observed, %`,
    expected: `carry-forward's ${percent(carryForward)} %`,
    simulated: found?.[which] ?? NaN,
    // Carry-forward's error of nothing may be met and not beaten.
    high: part * carryForward,
    used: carryForward === 0 ? 0 : (found?.[which] ?? NaN) / (part * carryForward),
    tolerance: part === 1 ? "no worse" : `at most ${100 * part} % of it`,
    say: percent,
    unit: "%",
    source: EPOCH,
    ...(note === undefined ? {} : { note }),
  });
}

export const backtest: OracleGroup = {
  id: "backtest",
  title: "Backtest",
  about:
    "rainier knows nothing after 1 October 2025. Its errors against what was observed later, beside those of carry-forward, which says that everything stays as last seen.",
  rows: () => {
    const errors = backtestErrors();
    return COMPARED.map((each) => row(errors, each));
  },
};
