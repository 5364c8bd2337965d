// From a standard normal to a number: low is the 5th percentile, the value the median, high the 95th.
import { describe, expect, it } from "vitest";
import { normalCdf, standardNormal, Stream } from "../../src/engine/index.ts";
import { spreadAt, spreadOf } from "../../src/study/spread.ts";
import type { Ranged } from "../../src/study/spread.ts";

const Z95 = 1.6448536269514722;
const N = 20_000;
const uniforms = new Stream(21, 0, "spread");
const normals = Array.from({ length: N }, (_, k) => standardNormal(uniforms.uniform(0, k)));
const at = (q: Ranged, z: number): number => {
  const spread = spreadOf(q);
  return spread === undefined ? q.value : spreadAt(spread, z);
};

describe("spreadAt", () => {
  const log = { value: 2, low: 1, high: 8 };
  const linear = { value: 5, low: 0, high: 20 };
  it.each<readonly [string, Ranged, number, number]>([
    ["two-piece in logarithms", log, -Z95, 1],
    ["two-piece in logarithms", log, 0, 2],
    ["two-piece in logarithms", log, Z95, 8],
    ["two-piece in logarithms", log, Z95 / 2, 4],
    ["two-piece in logarithms", log, -Z95 / 2, Math.SQRT2],
    ["two-piece in logarithms", log, 2 * Z95, 32],
    ["two-piece linear from 0", linear, -Z95, 0],
    ["two-piece linear from 0", linear, 0, 5],
    ["two-piece linear from 0", linear, Z95 / 3, 10],
    ["two-piece linear from 0", linear, -2 * Z95, -5],
    ["normal, though low is above 0", { ...log, distribution: "normal" }, Z95 / 2, 5],
    ["lognormal", { ...log, distribution: "lognormal" }, Z95 / 2, 4],
    ["uniform", { ...log, distribution: "uniform" }, 0, 4.5],
    ["uniform", { ...log, distribution: "uniform" }, -40, 1],
    ["uniform", { ...log, distribution: "uniform" }, 40, 8],
    // The mode of 1, 2, 8 lies at probability 1/7.
    ["triangular", { ...log, distribution: "triangular" }, standardNormal(1 / 7), 2],
    ["triangular between hard bounds", { ...log, bounds: true }, standardNormal(1 / 7), 2],
    ["uniform between hard bounds", { ...log, bounds: true, distribution: "uniform" }, 0, 4.5],
    ["one end only", { value: 2, high: 8 }, Z95, 8],
    ["one end only", { value: 2, high: 8 }, -3, 2],
    ["a low that is the value", { value: 0, low: 0, high: 12 }, Z95, 12],
  ])("%s: %j at %f is %f", (_, q, z, expected) => {
    expect(at(q, z)).toBeCloseTo(expected, 12);
  });

  it.each<readonly [string, Ranged]>([
    ["no range", { value: 3 }],
    ["both ends the value", { value: 3, low: 3, high: 3 }],
    ["fixed", { value: 3, low: 1, high: 5, distribution: "fixed" }],
  ])("does not draw a number with %s", (_, q) => {
    expect(spreadOf(q)).toBeUndefined();
  });

  it.each<Ranged>([
    log,
    linear,
    { ...log, distribution: "normal" },
    { ...log, bounds: true },
    { ...log, distribution: "uniform" },
    { value: 0.7, low: 0.2 },
  ])("rises with z: %j", (q) => {
    const drawn = normals.toSorted((a, b) => a - b).map((z) => at(q, z));
    for (let i = 1; i < N; i++) expect(drawn[i]).toBeGreaterThanOrEqual(drawn[i - 1] ?? NaN);
  });

  it.each<Ranged>([log, linear, { ...log, distribution: "normal" }])(
    "leaves 5 %% below low, half below the value, 5 %% above high: %j",
    (q) => {
      const share = (count: (x: number) => boolean): number =>
        normals.filter((z) => count(at(q, z))).length / N;
      const slack = (p: number): number => 4 * Math.sqrt((p * (1 - p)) / N);
      expect(Math.abs(share((x) => x < (q.low ?? 0)) - 0.05)).toBeLessThan(slack(0.05));
      expect(Math.abs(share((x) => x < q.value) - 0.5)).toBeLessThan(slack(0.5));
      expect(Math.abs(share((x) => x > (q.high ?? 0)) - 0.05)).toBeLessThan(slack(0.05));
    },
  );

  it("keeps to hard bounds however far out it is asked", () => {
    for (const z of [-38, -9, 9, 38]) {
      expect(at({ ...log, bounds: true }, z)).toBeGreaterThanOrEqual(1);
      expect(at({ ...log, bounds: true }, z)).toBeLessThanOrEqual(8);
    }
    expect(normalCdf(38)).toBe(1);
  });
});
