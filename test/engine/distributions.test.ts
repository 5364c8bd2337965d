import * as d3 from "d3";
import { describe, expect, test } from "vitest";
import {
  exponential,
  lognormal,
  normal,
  standardNormal,
  Stream,
  triangular,
  uniformBetween,
  weibull,
} from "../../src/engine/index.ts";

const N = 200_000;
const stream = new Stream(11, 0, "distributions");
const uniforms = Array.from({ length: N }, (_, k) => stream.uniform(0, k));

/** Mean, standard deviation and how far a mean of N may stray (4 standard errors). */
function moments(values: readonly number[]): { mean: number; deviation: number; slack: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / N;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / N);
  return { mean, deviation, slack: (4 * deviation) / Math.sqrt(N) };
}

/** A source of uniforms for d3-random, apart from ours. */
const source = (): (() => number) => {
  const own = new Stream(12, 0, "oracle");
  let k = 0;
  return () => own.uniform(0, k++);
};

const cases: readonly [string, (u: number) => number, () => number, number, number][] = [
  ["exponential", (u) => exponential(u, 3), d3.randomExponential.source(source())(1 / 3), 3, 3],
  ["normal", (u) => normal(u, 5, 2), d3.randomNormal.source(source())(5, 2), 5, 2],
  [
    "lognormal",
    (u) => lognormal(u, 2, 0.5),
    d3.randomLogNormal.source(source())(Math.log(2), 0.5),
    2 * Math.exp(0.125),
    2 * Math.exp(0.125) * Math.sqrt(Math.exp(0.25) - 1),
  ],
  [
    "weibull",
    (u) => weibull(u, 4, 1.5),
    d3.randomWeibull.source(source())(1.5, 0, 4),
    4 * 0.9027452929509336,
    4 * Math.sqrt(1.190639348758999 - 0.9027452929509336 ** 2),
  ],
  [
    "uniformBetween",
    (u) => uniformBetween(u, 2, 8),
    d3.randomUniform.source(source())(2, 8),
    5,
    Math.sqrt(3),
  ],
  ["triangular", (u) => triangular(u, 1, 2, 6), () => NaN, 3, Math.sqrt((1 + 4 + 36 - 2 - 6 - 12) / 18)],
];

describe.each(cases)("%s", (_, own, oracle, mean, deviation) => {
  test("has its mean and standard deviation", () => {
    const found = moments(uniforms.map(own));
    expect(Math.abs(found.mean - mean)).toBeLessThan(found.slack);
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(0.02);
  });
  test("agrees with d3-random, decile by decile", () => {
    const theirs = Array.from({ length: N }, oracle);
    if (Number.isNaN(theirs[0]!)) return;
    const sorted = theirs.toSorted((a, b) => a - b);
    for (let decile = 1; decile <= 9; decile++) {
      // A sample quantile is the quantile of a level that strays by sqrt(p (1 - p) / N).
      const slack = 4 * Math.sqrt(((decile / 10) * (1 - decile / 10)) / N);
      const found = sorted[Math.floor((N * decile) / 10)]!;
      expect(found).toBeGreaterThan(own(decile / 10 - slack));
      expect(found).toBeLessThan(own(decile / 10 + slack));
    }
  });
  test("rises with its uniform and stays finite at both ends", () => {
    const ends = [2 ** -53, 1 - 2 ** -53].map(own);
    expect(ends.every(Number.isFinite)).toBe(true);
    for (let i = 1; i < 1_000; i++) expect(own((i + 1) / 1_001)).toBeGreaterThan(own(i / 1_001));
  });
});

test("standardNormal gives published quantiles (AS 241's own check values) and is symmetric", () => {
  expect(standardNormal(0.25)).toBeCloseTo(-0.6744897501960817, 15);
  expect(standardNormal(0.001)).toBeCloseTo(-3.090232306167814, 14);
  expect(standardNormal(1e-20)).toBeCloseTo(-9.262340089798409, 13);
  expect(standardNormal(0.975)).toBeCloseTo(1.959963984540054, 15);
  for (const u of [0.01, 0.2, 0.4, 0.0749999])
    expect(standardNormal(u)).toBeCloseTo(-standardNormal(1 - u), 13);
  expect(standardNormal(0.5)).toBe(0);
});

test("quantiles of the rest against their distribution functions", () => {
  expect(exponential(1 - Math.exp(-2), 10)).toBeCloseTo(20, 12);
  expect(weibull(1 - Math.exp(-1), 7, 0.8)).toBeCloseTo(7, 12);
  expect(lognormal(0.5, 9, 2)).toBe(9);
  expect(triangular(0.2, 0, 2, 10)).toBeCloseTo(2, 12);
  expect(triangular(0.7, 3, 3, 3)).toBe(3);
});
