// Two-sided 95 % points of Student's t against published tables (e.g. NIST/SEMATECH, 1.3.6.7.2).
import { expect, it } from "vitest";
import { t95 } from "../../src/study/student-t.ts";

it.each([
  [1, 12.706],
  [2, 4.303],
  [5, 2.571],
  [10, 2.228],
  [30, 2.042],
  [31, 2.04],
  [40, 2.021],
  [60, 2.0],
  [100, 1.984],
  [1000, 1.962],
])("t95(%i) is %f", (degrees, expected) => {
  expect(t95(degrees)).toBeCloseTo(expected, 3);
});

it("is infinite where there is nothing to go by", () => {
  expect(t95(0)).toBe(Infinity);
});
