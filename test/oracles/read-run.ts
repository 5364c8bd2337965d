// Reads a run at a date, and runs the parts of a preset that dates and power alone decide.
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Result, Scenario } from "../../src/index.ts";

/** Mean of a series over the bin that holds a date (UTC). */
export function at(result: Result, id: string, date: string): number {
  return seriesOf(result, id).mean[binOf(result, date)] ?? Number.NaN;
}

export function seriesOf(result: Result, id: string): Result["series"][number] {
  const found = result.series.find((series) => series.id === id);
  if (found === undefined) throw new Error(`the run has no series ${id}`);
  return found;
}

export const binOf = (result: Result, date: string): number =>
  Math.floor((Date.parse(`${date}T00:00:00Z`) / 1000 - result.startEpochSeconds) / result.binSeconds);

/** Without jobs, demand and failures: halls, power and deliveries are as before, since no work moves them. */
export function withoutWork(preset: string, patch: object = {}): Scenario {
  const work = { training: { campaigns: null, streams: null }, inference: null, levers: null };
  return loadScenarioOrThrow(preset, { patch: { ...patch, ...work, reliability: { multiplier: 0 } } });
}

export const runOnce = (scenario: Scenario, seed?: number): Result =>
  startRun(compileModel(scenario, seed === undefined ? {} : { seed })).finish();
