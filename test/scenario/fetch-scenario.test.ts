// Presets that are fetched read as those at hand.
import { expect, it } from "vitest";
import { fetchScenario, loadScenario, presetIds, presets } from "../../src/index.ts";
import type { LoadOptions } from "../../src/index.ts";

it("knows the same presets, in the same order", () => {
  expect(presetIds).toEqual(presets.map(({ id }) => id));
});

it("reads every preset as it is read at hand, faults included", async () => {
  for (const id of presetIds) {
    expect(await fetchScenario(id)).toEqual(loadScenario(id));
    const options = { patch: { title: 5, start: "2000-01-01" } };
    expect(await fetchScenario(id, options)).toEqual(loadScenario(id, options));
  }
});

it("finds a preset wherever it is named: in a value, a text, a file that is extended", async () => {
  const resolve: LoadOptions["resolve"] = (reference) =>
    reference === "mine.json" ? { name: reference, value: { extends: "first-campus", seed: 3 } } : undefined;
  const inputs: readonly (readonly [unknown, LoadOptions])[] = [
    [{ extends: "first-campus", title: "Mine" }, {}],
    ['{ "extends": "rainier", "title": "Mine" }', {}],
    [{ extends: "mine.json" }, { resolve }],
  ];
  for (const [input, options] of inputs) {
    const fetched = await fetchScenario(input, options);
    expect(fetched.ok).toBe(true);
    expect(fetched).toEqual(loadScenario(input, options));
  }
});

it("refuses what is no preset with the name that was probably meant", async () => {
  for (const input of ["raniier", "constructor", { extends: "raniier" }, "{", 7]) {
    const fetched = await fetchScenario(input);
    expect(fetched.ok).toBe(false);
    expect(fetched).toEqual(loadScenario(input));
  }
});
