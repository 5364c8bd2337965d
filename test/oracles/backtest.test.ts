// `rainier` is written as of 1 October 2025: what came later is compared with it (rows/backtest.ts) and never read by it.
import { describe, expect, it } from "vitest";
import { catalogueOf, compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import type { Model, Scenario } from "../../src/index.ts";
import { runOnce, withoutWork } from "./read-run.ts";
import { backtestErrors, SHORT } from "./rows/backtest.ts";

const KNOWN_UNTIL = "2025-10-01";

const rainier = loadScenarioOrThrow("rainier");

/** All that a run reads: the model without what its result is compared with. */
function readByRun(scenario: Scenario): Omit<Model, "actuals"> {
  const { actuals, ...rest } = compileModel(scenario);
  expect(actuals).toHaveLength(scenario.actuals.length);
  return rest;
}

describe("the actuals of rainier", () => {
  it("are all later than what the scenario knows", () => {
    expect(rainier.construction.knownUntil).toBe(KNOWN_UNTIL);
    expect(rainier.actuals.length).toBeGreaterThan(5);
    for (const row of rainier.actuals) expect(row.date > KNOWN_UNTIL).toBe(true);
  });

  it("are no part of what a run reads", () => {
    const other = {
      ...rainier,
      actuals: rainier.actuals.map((row) => ({ ...row, value: row.value * 3 + 1 })),
    };
    expect(readByRun(other)).toEqual(readByRun(rainier));
    expect(readByRun({ ...rainier, actuals: [] })).toEqual(readByRun(rainier));
  });

  it("change no byte of a run, only the errors beside it", () => {
    const scenario = withoutWork("rainier", SHORT);
    const result = runOnce(scenario);
    const doubled = runOnce({
      ...scenario,
      actuals: scenario.actuals.map((row) => ({ ...row, value: row.value * 2 })),
    });
    expect(doubled.digest).toBe(result.digest);
    expect(runOnce({ ...scenario, actuals: [] }).digest).toBe(result.digest);
    expect(doubled.backtest.rows.map((row) => row.simulated)).toEqual(
      result.backtest.rows.map((row) => row.simulated),
    );
    expect(doubled.backtest.series).not.toEqual(result.backtest.series);
  });

  it("and the catalogue's dated rows of the sites are not read either", () => {
    const known = catalogueOf(rainier).sites;
    const sites = Object.fromEntries(
      Object.keys(rainier.sites).map((id) => [id, { phases: known[id]?.phases.slice(0, 1) }]),
    );
    expect(readByRun({ ...rainier, catalogue: { sites } })).toEqual(readByRun(rainier));
  });
});

describe("phases after what the scenario knows", () => {
  const later = Object.entries(rainier.sites).flatMap(([site, spec]) =>
    Object.entries(spec.phases)
      .filter(([, phase]) => phase.date > KNOWN_UNTIL)
      .map(([key, phase]) => ({ path: `sites.${site}.phases.${key}`, site, date: phase.date })),
  );

  it("all slip by a draw of their own; those before do not", () => {
    expect(later.length).toBeGreaterThan(5);
    expect(Object.keys(compileModel(rainier).slips).toSorted()).toEqual(
      later.map(({ path }) => path).toSorted(),
    );
  });

  it("are not dated as they turned out", () => {
    const turnedOut = new Set(rainier.actuals.map((row) => `${row.series} ${row.date}`));
    for (const { site, date } of later) expect(turnedOut.has(`power.building.${site} ${date}`)).toBe(false);
  });
});

describe("the backtest over 20 seeds", () => {
  const table = backtestErrors();

  it("is printed beside carry-forward, series by series", () => {
    const lines = [...table].map(
      ([series, { mean: average, worst, carryForward }]) =>
        `${series.padEnd(30)} MAPE ${average.toFixed(1)} % (worst seed ${worst.toFixed(1)} %), carry-forward ${carryForward.toFixed(1)} %`,
    );
    console.log(lines.join("\n"));
    expect([...table.keys()].toSorted()).toEqual(
      [...new Set(rainier.actuals.map(({ series }) => series))].toSorted(),
    );
    for (const { mean: average } of table.values()) expect(average).not.toBeNaN();
  });

  it("misses all of Ridgeland in some draw, which has it later than May 2026", () => {
    const ridgeland = table.get("power.building.ridgeland")!;
    expect(ridgeland.worst).toBe(ridgeland.carryForward);
  });

  it("beats carry-forward at New Carlisle and Ridgeland, and does not only equal it", () => {
    for (const series of [
      "power.building.new-carlisle",
      "power.building.ridgeland",
      "fleet.chips.new-carlisle",
    ])
      expect(table.get(series)!.mean).toBeLessThan(table.get(series)!.carryForward);
  });
});
