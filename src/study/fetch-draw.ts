/** One run of a study where code comes in parts: what plans and sums up is there before what compiles and runs. */
import { loadCompiler } from "../compile/load-compiler.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Draws, Outcome } from "./outcome.ts";

/**
 * `runDraw`, with the compiler and the simulator fetched the first time.
 * @throws Error where the drawn scenario lacks something
 */
export async function fetchDraw(scenario: Scenario, draws: Draws): Promise<Outcome> {
  const [compile, { outcomeOfModel, scenarioOf }] = await Promise.all([loadCompiler(), import("./drawn.ts")]);
  const { sample, seed, replication } = draws;
  const compiled = compile(scenarioOf(scenario, draws), { seed, replication, sample });
  if (!compiled.ok) throw new Error(compiled.faults.join("\n"));
  return outcomeOfModel(compiled.model, sample);
}
