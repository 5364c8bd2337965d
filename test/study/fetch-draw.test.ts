// A study's run with code that is fetched is the run with code at hand.
import { expect, it } from "vitest";
import { compileModel, fetchDraw, loadScenarioOrThrow, runDraw } from "../../src/index.ts";

const patch = { end: "2026-07-01" };

it("comes out alike, as written and with drawn inputs", async () => {
  const scenario = loadScenarioOrThrow("first-campus", { patch });
  for (const draws of [
    { sample: 0, seed: 1, replication: 2 },
    { sample: 3, seed: 1, replication: 0 },
  ])
    expect(await fetchDraw(scenario, draws)).toEqual(runDraw(scenario, draws));
});

it("refuses what cannot be compiled in the same words", async () => {
  const scenario = loadScenarioOrThrow("first-campus", {
    patch: { ...patch, training: { campaigns: { gamma: { systems: ["dgx-h100"] } } } },
  });
  let words = "";
  try {
    compileModel(scenario);
  } catch (error) {
    if (error instanceof Error) words = error.message;
  }
  expect(words).not.toBe("");
  await expect(fetchDraw(scenario, { sample: 0, seed: 1, replication: 0 })).rejects.toThrow(words);
});
