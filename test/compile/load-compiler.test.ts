// The compiler that is fetched gives the Model of the one at hand, and its faults as a list.
import { expect, it } from "vitest";
import { CompileError, compileModel, loadCompiler, loadScenarioOrThrow } from "../../src/index.ts";

it("compiles as compileModel does", async () => {
  const compile = await loadCompiler();
  const scenario = loadScenarioOrThrow("first-campus");
  expect(compile(scenario, { seed: 9 })).toEqual({ ok: true, model: compileModel(scenario, { seed: 9 }) });
});

it("returns what compileModel throws", async () => {
  const compile = await loadCompiler();
  const scenario = loadScenarioOrThrow("first-campus", {
    patch: { training: { campaigns: { gamma: { systems: ["dgx-h100"] } } } },
  });
  let thrown: unknown;
  try {
    compileModel(scenario);
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof CompileError)) throw new Error("the scenario must lack something");
  expect(compile(scenario)).toEqual({ ok: false, faults: thrown.faults });
});
