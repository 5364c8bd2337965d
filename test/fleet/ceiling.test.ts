// Cumulative ceilings of supply: straight lines between points, a constant rate after the last.
import { describe, expect, it, test } from "vitest";
import { earliest, unitsAt } from "../../src/fleet/ceiling.ts";
import type { Ceiling } from "../../src/fleet/ceiling.ts";

const ramp: Ceiling = {
  points: [
    { at: 100, units: 0 },
    { at: 200, units: 50 },
    { at: 300, units: 50 },
    { at: 400, units: 250 },
  ],
  thenPerSecond: 2,
};
const ends: Ceiling = { ...ramp, thenPerSecond: 0 };

describe("units that can have come by a moment", () => {
  test.each([
    [0, 0],
    [100, 0],
    [150, 25],
    [200, 50],
    [250, 50],
    [350, 150],
    [400, 250],
    [410, 270],
  ])("%i s: %i", (at, units) => {
    expect(unitsAt(ramp, at)).toBe(units);
  });

  it("stay where the last point has them without a rate, and are none without points", () => {
    expect(unitsAt(ends, 1e9)).toBe(250);
    expect(unitsAt({ points: [], thenPerSecond: 2 }, 1e9)).toBe(0);
  });
});

describe("the moment at which so many can have come", () => {
  test.each([
    [0, 100],
    [25, 150],
    [50, 200],
    [51, 300.5],
    [150, 350],
    [250, 400],
    [270, 410],
  ])("%i: %f s", (units, at) => {
    expect(earliest(ramp, units)).toBe(at);
  });

  it("never comes past the last point without a rate", () => {
    expect(earliest(ends, 250)).toBe(400);
    expect(earliest(ends, 251)).toBe(Infinity);
  });

  it("is the first whose units reach it", () => {
    for (let units = 1; units < 400; units += 7) {
      const at = earliest(ramp, units);
      expect(unitsAt(ramp, at)).toBeCloseTo(units, 9);
      expect(unitsAt(ramp, at - 1e-3)).toBeLessThan(units);
    }
  });
});
