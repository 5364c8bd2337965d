/** One run: Scenario + seed -> Result. */
import { compileModel } from "./compile/compile.ts";
import type { CompileOptions } from "./compile/context.ts";
import type { Result } from "./results/types.ts";
import { runModel } from "./run-model.ts";
import { startRun } from "./start-run.ts";
import type { WatchOptions } from "./run-model.ts";
import type { RunParts } from "./run/parts.ts";
import type { Scenario } from "./scenario/schema.ts";

export interface SimulateOptions extends CompileOptions, WatchOptions, RunParts {}

/**
 * Runs a scenario to its end. With `onProgress` or `signal` it yields now and then, so that a worker can take a cancel.
 * @throws CompileError with everything that is lacking; the signal's reason where it is aborted
 * @example
 * const loaded = loadScenario("first-campus");
 * if (loaded.ok) console.log((await simulate(loaded.scenario, { seed: 7 })).headlines);
 */
export async function simulate(scenario: Scenario, options: SimulateOptions = {}): Promise<Result> {
  return runModel(compileModel(scenario, options), options);
}

/** The same without yielding, for scripts that run thousands. */
export function simulateSync(scenario: Scenario, options: CompileOptions & RunParts = {}): Result {
  return startRun(compileModel(scenario, options), options).finish();
}
