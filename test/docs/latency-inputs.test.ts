// What docs/model.md says that the two assumed deviations do to P99 is what runs give.
import { expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import { readText } from "../house/files.ts";

/** P99 of the first token of chat in the Americas, s, in the last bin before September 2025. */
function p99(burst: number, imbalance: number): number {
  const inference = { latency: { imbalance }, classes: { chat: { burst } } };
  const patch = { end: "2025-09-01", actuals: [], levers: {}, questions: {}, inference };
  const { series } = simulateSync(loadScenarioOrThrow("rainier", { patch }));
  return series.find(({ id }) => id === "latency.ttft-p99.americas.chat")?.mean.at(-1) ?? NaN;
}

it("the deviations of minutes and of instances decide P99 as the text says", () => {
  const text = readText("docs/model.md").replaceAll(/\s+/g, " ");
  const [neither, both, uneven] = [p99(0, 0), p99(0.05, 0.05), p99(0.05, 0.1)];
  expect(text).toContain(
    `in the Americas is ${neither.toFixed(2)} s with neither, ${both.toFixed(2)} s with these and ${uneven.toFixed(0)} s`,
  );
});
