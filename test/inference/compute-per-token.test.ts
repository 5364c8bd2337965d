// Compute per token over the years, and what its price does to demand.
import { describe, expect, it, test } from "vitest";
import { computePerToken, priceResponse } from "../../src/inference/compute-per-token.ts";

describe("compute per token", () => {
  // [years, factor a year, floor, chip time over the first day's]
  test.each([
    [0, 0.7, 0.01, 1],
    [1, 0.7, 0.01, 0.7],
    [2, 0.7, 0.01, 0.49],
    [0.5, 0.25, 0.01, 0.5],
    [10, 0.5, 0.01, 0.01],
    [3, 0.5, 0.2, 0.2],
    [-1, 0.5, 0.01, 1],
    [5, 1, 0.01, 1],
    [1, 1.5, 0.01, 1.5],
  ])("after %f years at %f a year, floor %f: %f", (years, perYear, floor, expected) => {
    expect(computePerToken(years, Math.log(perYear), floor)).toBeCloseTo(expected, 12);
  });
});

describe("demand where the price follows compute per token", () => {
  // [compute per token, elasticity, demand over what it were]
  test.each([
    [0.5, 1, 2],
    [0.25, 0.5, 2],
    [0.5, 2, 4],
    [2, 1, 0.5],
    [0.5, 0, 1],
    [1, 3, 1],
  ])("%f, elasticity %f: %f", (compute, elasticity, expected) => {
    expect(priceResponse(Math.log(compute), elasticity)).toBeCloseTo(expected, 12);
  });

  it("at elasticity 1 grows by just what a token costs less: the chips it needs stay", () => {
    const compute = computePerToken(4, Math.log(0.6), 0.01);
    expect(compute * priceResponse(Math.log(compute), 1)).toBeCloseTo(1, 12);
  });
});
