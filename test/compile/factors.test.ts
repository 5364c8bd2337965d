// Common factors: the correlation asked for is the correlation drawn, and nobody's draws move without need.
import { describe, expect, it } from "vitest";
import { CommonFactors } from "../../src/compile/factors.ts";
import { hashKey, standardNormal, Stream } from "../../src/engine/index.ts";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import { choleskyOf, correlationMatrix, smallestEigenvalue } from "../../src/scenario/correlation.ts";
import { coversPath, matchesPath } from "../../src/scenario/path-pattern.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { tiny } from "../scenario/tiny.ts";

type Uncertainty = NonNullable<Scenario["uncertainty"]>;

const N = 4000;
const factor = (loading: number, ...paths: string[]): Uncertainty["factors"][string] => ({ loading, paths });

/** Pearson's correlation; of N normals it strays by about (1 - r^2) / sqrt(N). */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((v, i) => {
    const [da, db] = [v - ma, (b[i] ?? 0) - mb];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  });
  return ab / Math.sqrt(aa * bb);
}
const strays = (r: number): number => (4 * (1 - r * r)) / Math.sqrt(N);

const normals = (uncertainty: Uncertainty, name: string): number[] =>
  Array.from({ length: N }, (_, sample) => new CommonFactors(uncertainty, 9, sample).normal(name) ?? NaN);

describe("factors", () => {
  const three: Uncertainty = {
    factors: { slips: factor(0.5, "x"), chips: factor(0.5, "y"), demand: factor(0.5, "z") },
    correlations: { slips: { chips: 0.6 }, demand: { slips: -0.3 } },
  };

  it("have the correlation that is written, in either order, and 0 where none is", () => {
    const [slips, chips, demand] = ["slips", "chips", "demand"].map((name) => normals(three, name));
    expect(Math.abs(correlation(slips ?? [], chips ?? []) - 0.6)).toBeLessThan(strays(0.6));
    expect(Math.abs(correlation(slips ?? [], demand ?? []) + 0.3)).toBeLessThan(strays(-0.3));
    expect(Math.abs(correlation(chips ?? [], demand ?? []))).toBeLessThan(strays(0));
  });

  it("are standard normals", () => {
    for (const name of ["slips", "chips", "demand"]) {
      const drawn = normals(three, name);
      const mean = drawn.reduce((sum, z) => sum + z, 0) / N;
      const variance = drawn.reduce((sum, z) => sum + z * z, 0) / N;
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(N));
      expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
    }
  });

  it("stay as they were when one is added: last, or correlated with none", () => {
    const last: Uncertainty = {
      factors: { ...three.factors, watts: factor(1, "w") },
      correlations: { ...three.correlations, watts: { slips: 0.5, chips: 0.4 } },
    };
    const first: Uncertainty = {
      factors: { watts: factor(1, "w"), ...three.factors },
      correlations: three.correlations,
    };
    for (const name of ["slips", "chips", "demand"])
      for (let sample = 0; sample < 20; sample++) {
        const before = new CommonFactors(three, 9, sample).normal(name);
        expect(new CommonFactors(last, 9, sample).normal(name)).toBe(before);
        expect(new CommonFactors(first, 9, sample).normal(name)).toBe(before);
      }
  });

  it("share the part of a member's variance that the loading says", () => {
    const uncertainty: Uncertainty = { factors: { group: factor(0.36, "a.*") }, correlations: {} };
    const own = new Stream(3, 0, "own");
    const member = (name: string): number[] =>
      Array.from({ length: N }, (_, sample) =>
        new CommonFactors(uncertainty, 9, sample).mixed(
          ["a", name],
          standardNormal(own.uniform(hashKey(name), sample)),
        ),
      );
    const [one, two] = [member("one"), member("two")];
    expect(Math.abs(correlation(one, two) - 0.36)).toBeLessThan(strays(0.36));
    expect(new CommonFactors(uncertainty, 9, 1).mixed(["b", "one"], 1.25)).toBe(1.25);
  });
});

describe("slips", () => {
  const scenario = (uncertainty?: Uncertainty): Scenario =>
    loadScenarioOrThrow({
      ...tiny,
      construction: { slip: { kind: "exponential", meanMonths: 2 } },
      sites: {
        campus: {
          ...tiny.sites.campus,
          phases: {
            a: { date: "2026-02-01", itMw: 12, hall: "air" },
            b: { date: "2026-07-01", itMw: 20, hall: "liquid" },
          },
        },
      },
      ...(uncertainty === undefined ? {} : { uncertainty }),
    });
  const slips = (uncertainty: Uncertainty | undefined, options: object): Readonly<Record<string, number>> =>
    compileModel(scenario(uncertainty), { seed: 4, ...options }).slips;
  const common: Uncertainty = {
    factors: { slips: factor(0.49, "sites.*.phases.*") },
    correlations: {},
  };

  it("are untouched where no factor has them", () => {
    const other: Uncertainty = { factors: { chips: factor(0.5, "fleet.burnInHours") }, correlations: {} };
    expect(slips(other, { replication: 3 })).toEqual(slips(undefined, { replication: 3 }));
  });

  it("go by the sample where there is one, and by the replication else", () => {
    expect(slips(undefined, { sample: 5 })).toEqual(slips(undefined, { replication: 5 }));
    expect(slips(undefined, { sample: 5, replication: 2 })).toEqual(slips(undefined, { sample: 5 }));
    expect(slips(common, { sample: 5 })).not.toEqual(slips(common, { sample: 6 }));
  });

  it("keep their distribution and go together as the loading says", () => {
    const draws = Array.from({ length: N / 4 }, (_, sample) => slips(common, { sample }));
    const of = (key: string): number[] => draws.map((each) => each[`sites.campus.phases.${key}`] ?? NaN);
    const mean = of("a").reduce((sum, months) => sum + months, 0) / draws.length;
    expect(Math.abs(mean - 2)).toBeLessThan((4 * 2) / Math.sqrt(draws.length));
    // Of the normals behind them the correlation is 0.49; back through the exponential.
    const normal = (months: number): number => standardNormal(1 - Math.exp(-months / 2));
    const r = correlation(of("a").map(normal), of("b").map(normal));
    expect(Math.abs(r - 0.49)).toBeLessThan(2 * strays(0.49));
  });

  it("share one draw at loading 1", () => {
    const one = slips({ factors: { slips: factor(1, "sites.*.phases.*") }, correlations: {} }, { sample: 2 });
    expect(one["sites.campus.phases.a"]).toBe(one["sites.campus.phases.b"]);
  });

  it("belong to the factor that names them before they belong to slips", () => {
    const split: Uncertainty = {
      factors: { late: factor(1, "sites.campus.phases.b"), slips: factor(1, "sites.*.phases.a") },
      correlations: {},
    };
    const drawn = slips(split, { sample: 2 });
    expect(drawn["sites.campus.phases.a"]).not.toBe(drawn["sites.campus.phases.b"]);
    expect(drawn["sites.campus.phases.a"]).toBe(
      slips({ factors: { slips: factor(1, "inference.modelScale") }, correlations: {} }, { sample: 2 })[
        "sites.campus.phases.a"
      ],
    );
  });
});

describe("a correlation matrix", () => {
  it("is factored: L times its transpose gives it back", () => {
    const matrix = correlationMatrix(["a", "b", "c"], { a: { b: 0.5 }, c: { a: 0.2, b: -0.4 } });
    expect([...matrix]).toEqual([1, 0.5, 0.2, 0.5, 1, -0.4, 0.2, -0.4, 1]);
    const lower = choleskyOf(matrix, 3) ?? new Float64Array();
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        let sum = 0;
        for (let k = 0; k < 3; k++) sum += (lower[i * 3 + k] ?? 0) * (lower[j * 3 + k] ?? 0);
        expect(sum).toBeCloseTo(matrix[i * 3 + j] ?? NaN, 14);
      }
  });

  it("has no factor where it is not positive definite", () => {
    expect(choleskyOf(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
    expect(choleskyOf(correlationMatrix(["a", "b"], { a: { b: 0.999 } }), 2)).toBeDefined();
  });

  it.each([
    [Float64Array.of(2, 1, 1, 2), 2, 1],
    // 1 - r and 1 + 2 r of three that are all r apart: r = -0.6 cannot be.
    [Float64Array.of(1, -0.6, -0.6, -0.6, 1, -0.6, -0.6, -0.6, 1), 3, -0.2],
    [Float64Array.of(1, 0, 0, 1), 2, 1],
    // 1 - r of two, where r = 0.9.
    [Float64Array.of(1, 0.9, 0.9, 1), 2, 0.1],
  ])("has its least eigenvalue (case %#)", (matrix, n, expected) => {
    expect(smallestEigenvalue(matrix, n)).toBeCloseTo(expected, 12);
  });
});

describe("path patterns", () => {
  it.each([
    ["fleet.burnInHours", ["fleet", "burnInHours"], true],
    ["sites.*.tenancyShare", ["sites", "new-carlisle", "tenancyShare"], true],
    ["sites.*.tenancyShare", ["sites", "a.b", "tenancyShare"], true],
    ["llms.llama-3.1-405b.params", ["llms", "llama-3.1-405b", "params"], true],
    ["sites.*", ["sites", "a", "tenancyShare"], false],
    ["*", ["sites"], true],
    ["*.burnInHours", ["fleet", "burnInHours"], true],
    ["fleet.burnIn", ["fleet", "burnInHours"], false],
    ["fleet", ["fleet", "burnInHours"], false],
    ["", [], false],
  ])("%s of %j: %s", (pattern, keys, expected) => {
    expect(matchesPath(pattern, keys)).toBe(expected);
  });

  it.each([
    ["sites.*.phases.*", "sites.a.phases.b", true],
    ["deliveries.*", "deliveries.fill.a.b", true],
    ["deliveries.one", "deliveries.one-more", false],
    ["sites.a.phases.b", "sites.a.phases.b", true],
    ["phases", "sites.a.phases.b", false],
  ])("%s covers %s: %s", (pattern, path, expected) => {
    expect(coversPath(pattern, path)).toBe(expected);
  });
});
