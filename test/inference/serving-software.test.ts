import { expect, test } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";

const run = (inference: object): Result =>
  simulateSync(loadScenarioOrThrow("first-campus", { patch: { end: "2027-01-01", inference } }));
const busyOf = (result: Result): number =>
  result.series
    .find((series) => series.id === "serving.chips")
    ?.mean.reduce((sum, chips) => sum + chips, 0) ?? 0;

test("serving software that has yet to mature asks more chips for the same tokens, and its books close", () => {
  const mature = run({});
  const young = run({ softwareRamp: { initial: 0.5, months: 24 } });
  for (const { what, relative } of young.crossFoot) expect(relative, what).toBeLessThan(1e-9);
  expect(busyOf(young) / busyOf(mature)).toBeGreaterThan(1.05);
  // Never below half the rate.
  expect(busyOf(young) / busyOf(mature)).toBeLessThan(2);
});

test("a ramp that has ended is no ramp", () => {
  const done = run({ softwareRamp: { initial: 0.99999, months: 0.01 } });
  expect(busyOf(done) / busyOf(run({}))).toBeCloseTo(1, 6);
});
