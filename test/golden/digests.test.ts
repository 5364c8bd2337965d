// The digest of each preset at its own seed. It guards against a change nobody meant: `npm run goldens` writes the file
// anew, and a change of the model is reviewed as its diff. It is no oracle: those are in test/oracles.
import { expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";

it("presets give the digests of digests.json", { timeout: 180_000 }, async () => {
  const rows = ["first-campus", "five-gigawatts", "llama3-54-days", "rainier"].map((preset) => {
    const { seed, eventsExecuted, digest } = simulateSync(loadScenarioOrThrow(preset));
    return [preset, { seed, eventsExecuted, digest }] as const;
  });
  await expect(`${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`).toMatchFileSnapshot("digests.json");
});
