import { describe, expect, test } from "vitest";
import { test as given, fc } from "@fast-check/vitest";
import {
  breakEvenUtilisation,
  gwYearsFor,
  settleCommitment,
  yearsUntilSpent,
} from "../../src/economics/index.ts";

const floors = [10, 10, 10];
const spend = [6, 11, 15];
const owed = (commitment: Parameters<typeof settleCommitment>[0]): readonly number[] =>
  settleCommitment(commitment, spend).years.map(({ shortfall }) => shortfall);

describe("a commitment of 10 a year", () => {
  test("trued up annually owes what each year lacks", () => {
    expect(owed({ floors, trueUp: "annual" })).toEqual([4, 0, 0]);
    expect(settleCommitment({ floors, trueUp: "annual" }, spend).paid).toBe(36);
  });
  test("carries over-spend forward, not back", () => {
    expect(owed({ floors, trueUp: "annual", carriesOver: true })).toEqual([4, 0, 0]);
    const late = settleCommitment({ floors, trueUp: "annual", carriesOver: true }, [13, 8, 9]);
    expect(late.years.map(({ shortfall }) => shortfall)).toEqual([0, 0, 0]);
    expect(settleCommitment({ floors, trueUp: "annual" }, [13, 8, 9]).shortfall).toBe(3);
  });
  test("trued up over its term owes nothing where the sum is met", () => {
    expect(owed({ floors, trueUp: "cumulative" })).toEqual([0, 0, 0]);
    expect(settleCommitment({ floors, trueUp: "cumulative" }, spend).paid).toBe(32);
    expect(settleCommitment({ floors, trueUp: "cumulative" }, [6, 6, 6]).years[2]?.shortfall).toBe(12);
  });
  test("counts what is left after the discount", () => {
    expect(settleCommitment({ floors, trueUp: "cumulative", discount: 0.5 }, spend).shortfall).toBe(14);
  });
  test("wants a spend for each year", () => {
    expect(() => settleCommitment({ floors, trueUp: "annual" }, [1])).toThrow("each of 3 years (found 1)");
  });

  const money = fc.double({ min: 0, max: 1e3, noNaN: true });
  given.prop([
    fc.array(fc.tuple(money, money, money), { minLength: 1, maxLength: 12 }),
    fc.constantFrom("annual" as const, "cumulative" as const, "none" as const),
    fc.boolean(),
  ])("never owes more where more is spent, and is paid in full", (years, trueUp, carriesOver) => {
    const commitment = { floors: years.map(([floor]) => floor), trueUp, carriesOver };
    const low = settleCommitment(
      commitment,
      years.map(([, each]) => each),
    );
    const high = settleCommitment(
      commitment,
      years.map(([, each, more]) => each + more),
    );
    expect(high.shortfall).toBeLessThanOrEqual(low.shortfall + 1e-9);
    const total = commitment.floors.reduce((sum, floor) => sum + floor, 0);
    if (trueUp !== "none") expect(low.paid).toBeGreaterThanOrEqual(total - 1e-9);
  });
});

test("a sum buys GW-years, and a ramp uses it up", () => {
  expect(gwYearsFor(100e9, 10e9)).toBe(10);
  const ramp = [0.5, 1.5, 2.5, 3.5, 4.5, 5, 5, 5, 5, 5];
  expect(yearsUntilSpent(100e9, ramp, 10e9)).toBeCloseTo(4.44, 2);
  expect(yearsUntilSpent(100e9, ramp, 1e9)).toBe(Infinity);
});

test("a floor of 10 for 1 GW at 2 a GW-hour, in thousands, is met by 57 % of the year", () => {
  expect(breakEvenUtilisation(10e3, 1, 2)).toBeCloseTo(0.5708, 4);
});
