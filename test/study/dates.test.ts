// Headlines that are dates: a run that does not reach its day is later than all that do.
import { describe, expect, it } from "vitest";
import { compareOutcomes, headlineSpreads } from "../../src/index.ts";
import type { Outcome } from "../../src/index.ts";
import { outcome } from "./made.ts";

const spentIn = (year?: number): Outcome =>
  outcome({
    headlines:
      year === undefined
        ? []
        : [{ id: "spent", label: "Spent", value: year, unit: "date", illustrative: true, figures: 2 }],
  });

describe("the spread of a date over draws", () => {
  const samples = [2030, 2031, undefined, 2032, undefined].map((year) => spentIn(year));
  const [row] = headlineSpreads({ base: spentIn(2030.5), samples, replications: [], failed: [] });

  it("counts what is not reached as never, so that the middle draw is no earlier than it is", () => {
    // Of five the third is the middle one: 2030, 2031, 2032, never, never.
    expect(row?.inputs).toMatchObject({ p50: 2032, p90: Infinity, count: 5 });
    expect(row).toMatchObject({ base: 2030.5, unit: "date", figures: 2 });
  });

  it("has the deviation of the dates there are", () => {
    expect(row?.inputs.deviation).toBeCloseTo(1, 12);
  });
});

describe("two scenarios of which a pair has no date", () => {
  it("are compared by the pairs that have both", () => {
    const pairs = [
      { a: spentIn(2030), b: spentIn(2031) },
      { a: spentIn(2030), b: spentIn() },
      { a: spentIn(2031), b: spentIn(2032) },
    ];
    const [row] = compareOutcomes({ a: spentIn(2030), b: spentIn(2031) }, pairs).headlines;
    expect(row).toMatchObject({ mean: 1, low: 1, high: 1, verdict: "higher", figures: 2 });
  });
});
