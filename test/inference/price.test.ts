// What a million tokens bring in and cost, against worked figures.
import { describe, expect, it } from "vitest";
import { costPerMillion, revenuePerMillion } from "../../src/inference/price.ts";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";

const list = builtinCatalogue().prices["list-2026"];
const sonnet = {
  input: list?.input.values["sonnet"] ?? NaN,
  output: list?.output.values["sonnet"] ?? NaN,
  cacheWrite: list?.factors.values.cacheWrite ?? NaN,
  cacheRead: list?.factors.values.cacheRead ?? NaN,
};

describe("a million tokens", () => {
  it("at $3 and $15 bring $2.84 at 15 to 1 half cached, $1.04 at 35 to 1 nine tenths cached", () => {
    expect(revenuePerMillion(sonnet, 15, 0.5)).toBeCloseTo(2.84, 2);
    expect(revenuePerMillion(sonnet, 35, 0.9)).toBeCloseTo(1.04, 2);
  });

  it("bring the output price where there is no input", () => {
    expect(revenuePerMillion(sonnet, 0, 0)).toBe(15);
  });

  it("cost $0.300 decoded at 1,850 tokens/s on a $2 chip-hour", () => {
    expect(costPerMillion(2, 1850, 1)).toBeCloseTo(0.3003, 4);
    expect(costPerMillion(2, 1850, 0.5)).toBeCloseTo(0.6006, 4);
  });
});
