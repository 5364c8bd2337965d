// The distribution function of the standard normal against values computed with 40 digits (mpmath's ncdf).
import { describe, expect, it } from "vitest";
import { normalCdf, standardNormal, Stream } from "../../src/engine/index.ts";

const TABLE: readonly (readonly [number, number])[] = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-8, 6.220960574271784e-16],
  [-6, 9.86587645037698e-10],
  [-5.7, 5.990371401063528e-9],
  [-5.6, 1.071759025831093e-8],
  [-4, 3.1671241833119924e-5],
  [-3, 0.0013498980316300946],
  [-2, 0.02275013194817921],
  [-1.6448536269514722, 0.05000000000000005],
  [-1, 0.15865525393145705],
  [-0.7, 0.24196365222307303],
  [-0.5, 0.3085375387259869],
  [-0.1, 0.460172162722971],
  [0, 0.5],
  [0.1, 0.539827837277029],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.2815515655446004, 0.9],
  [1.6448536269514722, 0.95],
  [1.959963984540054, 0.975],
  [3, 0.9986501019683699],
  [5, 0.9999997133484281],
  [8, 0.9999999999999993],
];

describe("normalCdf", () => {
  it.each(TABLE)("of %f is %f to 2e-15 of itself", (z, expected) => {
    expect(Math.abs(normalCdf(z) / expected - 1)).toBeLessThan(2e-15);
  });

  it("undoes standardNormal", () => {
    const stream = new Stream(5, 0, "cdf");
    for (let k = 0; k < 10_000; k++) {
      const u = stream.uniform(0, k);
      expect(Math.abs(normalCdf(standardNormal(u)) - u)).toBeLessThan(4e-16 + 2e-15 * u);
    }
  });

  it("rises, adds up to 1 with its mirror image, and ends at 0 and 1", () => {
    let before = 0;
    for (let z = -9; z <= 9; z += 1 / 64) {
      const here = normalCdf(z);
      expect(here).toBeGreaterThanOrEqual(before);
      expect(here + normalCdf(-z)).toBeCloseTo(1, 15);
      before = here;
    }
    expect([normalCdf(-1e9), normalCdf(-Infinity), normalCdf(1e9), normalCdf(Infinity)]).toEqual([
      0, 0, 1, 1,
    ]);
  });
});
