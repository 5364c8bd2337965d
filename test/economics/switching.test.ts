import { expect, test } from "vitest";
import { breakEvenGap, switchingCost } from "../../src/economics/index.ts";

const move = {
  chips: 200_000,
  usdPerChipHour: 1.5,
  portingUsd: 20e6,
  overlapMonths: 2,
  overlapChips: 200_000,
};

test("moving 200,000 chips with two months of both costs 438 M and 20 M of a bill of 5.256 G", () => {
  const cost = switchingCost(move, 24);
  expect(cost.doubleRunningUsd).toBe(438e6);
  expect(cost.dominant).toBe("double running");
  expect(breakEvenGap(move, 24)).toBeCloseTo(458 / 5256, 12);
});

test("software that starts at 0.4 and takes two months loses 1.2 chip-months a chip", () => {
  const cost = switchingCost({ ...move, ramp: { initial: 0.4, months: 2 } }, 240);
  expect(cost.efficiencyUsd / (move.chips * 730 * 1.5)).toBeCloseTo(1.2, 9);
});

test("what is stranded may outweigh all else, and is named", () => {
  expect(switchingCost({ ...move, strandedUsd: 1e9 }, 24).dominant).toBe("stranded");
});
