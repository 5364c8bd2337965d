/** Runs every lever of a preset at its two ends beside the preset as it is; those of prices are settled on one run. */
import { compileMoneyOf, loadScenarioOrThrow, settleMoney, simulateSync } from "../../src/index.ts";
import type { LeverSpec } from "../../src/scenario/schema.ts";
import type { Result, Scenario } from "../../src/index.ts";
import { moneyHeadlines } from "../../src/results/money-headlines.ts";
import { runStudy } from "../../src/study/study.ts";
import { StudyPool } from "../../src/study/node/pool.ts";
import type { Outcome } from "../../src/study/outcome.ts";

export interface LeverEnds {
  readonly id: string;
  readonly moves: string;
  readonly direction: "up" | "down";
  readonly low: number;
  readonly high: number;
}

export interface LeverStudy {
  readonly levers: readonly LeverEnds[];
  /** Notes of the preset as it is. */
  readonly notes: readonly string[];
  /** Standard deviation of each headline over event seeds alone, the preset as it is. */
  readonly chance: ReadonlyMap<string, number>;
}

const REPLICATIONS = 4;
const PRICES = /^money\.(?!limits)|\.(purchaseUsd|listUsdPerChipHour|usdPerMwh)(\.value)?$/;

/** It changes no event of a run, only what that meant in money. */
export const isOfPrices = ({ path }: Pick<LeverSpec, "path">): boolean =>
  path.split(" ").every((each) => PRICES.test(each));

/** A headline of money of what `run` did, at the prices of `scenario`. */
export function settledHeadline(run: Result, scenario: Scenario, headline: string): number {
  const basis = run.money?.basis;
  const money = basis && compileMoneyOf(scenario, basis);
  if (basis === undefined || money === undefined) return NaN;
  const rows = moneyHeadlines(settleMoney(basis, money), basis.startEpochSeconds, money.confidence, {});
  return rows.find(({ id }) => id === headline)?.value ?? NaN;
}

/** The scenario with a lever at one end. */
export function atEnd(preset: string, id: string, end: "low" | "high"): Scenario {
  const lever = loadScenarioOrThrow(preset).levers[id];
  const choices = lever?.choices;
  const value =
    choices === undefined
      ? end === "low"
        ? lever?.min
        : lever?.max
      : choices[end === "low" ? 0 : choices.length - 1]?.value;
  const settings = (lever?.path ?? "").split(" ").map((path) => ({ path, value }));
  return loadScenarioOrThrow(preset, { settings });
}

export async function studyLevers(preset: string): Promise<LeverStudy> {
  const base = loadScenarioOrThrow(preset);
  const ids = Object.keys(base.levers);
  const ran = ids.filter((id) => !isOfPrices(base.levers[id] ?? { path: "" }));
  const scenarios = [base, ...ran.flatMap((id) => [atEnd(preset, id, "low"), atEnd(preset, id, "high")])];
  const jobs = scenarios.flatMap((_, variant) =>
    Array.from({ length: variant === 0 ? REPLICATIONS : 1 }, (__, replication) => ({
      variant,
      sample: 0,
      seed: base.seed,
      replication,
    })),
  );
  const pool = new StudyPool(scenarios);
  // One thread: other tests run beside this one.
  const settled = await runStudy(jobs, pool.run, { parallel: 1 });
  await pool.close();
  const outcomes = settled.map((each) => {
    if (!each.ok) throw new Error(each.error);
    return each.output;
  });
  const value = (outcome: Outcome | undefined, headline: string): number =>
    outcome?.headlines.find((row) => row.id === headline)?.value ?? NaN;
  const run = simulateSync(base);
  const chance = new Map(
    (outcomes[0]?.headlines ?? []).map(({ id }) => [
      id,
      deviation(outcomes.slice(0, REPLICATIONS).map((outcome) => value(outcome, id))),
    ]),
  );
  return {
    chance,
    notes: run.notes,
    levers: ids.map((id) => {
      const { moves = "", direction = "up" } = base.levers[id] ?? {};
      const at = REPLICATIONS + 2 * ran.indexOf(id);
      const ends = ran.includes(id)
        ? [value(outcomes[at], moves), value(outcomes[at + 1], moves)]
        : (["low", "high"] as const).map((end) => settledHeadline(run, atEnd(preset, id, end), moves));
      return { id, moves, direction, low: ends[0] ?? NaN, high: ends[1] ?? NaN };
    }),
  };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
}
