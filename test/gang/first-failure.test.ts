// The least of many independent times to failure, drawn in one go, against drawing every one of them.
import { describe, expect, it } from "vitest";
import { exponential, lognormal, weibull } from "../../src/engine/index.ts";
import { Draws } from "../../src/gang/draws.ts";
import { FirstFailure } from "../../src/gang/first-failure.ts";
import { gamma } from "../../src/gang/gamma.ts";
import type { GangParams } from "../../src/gang/params.ts";

type Failures = GangParams["failures"];

const RATE = 1e-5;
const BAD_RATE = 6e-5;
const failures = (change: Partial<Failures>): Failures => ({
  goodRate: RATE,
  badRate: BAD_RATE,
  badShare: 0.15,
  distribution: "exponential",
  weibullShape: 1,
  lognormalSigma: 1,
  always: false,
  hot: false,
  ...change,
});

const N = 4000;
const [GOOD, BAD] = [40, 8];

/** Each server's time, one by one: what AIReSim does. */
function oneByOne(f: Failures): { seconds: number; bad: boolean; index: number }[] {
  const draws = new Draws(3, 0);
  const one = (rate: number): number => {
    const u = draws.next(0);
    if (f.distribution === "weibull")
      return weibull(u, 1 / rate / gamma(1 + 1 / f.weibullShape), f.weibullShape);
    if (f.distribution === "lognormal")
      return lognormal(u, (1 / rate) * Math.exp(-(f.lognormalSigma ** 2) / 2), f.lognormalSigma);
    return exponential(u, 1 / rate);
  };
  return Array.from({ length: N }, () => {
    let [seconds, index] = [Infinity, -1];
    for (let i = 0; i < GOOD + BAD; i++) {
      const time = one(i < GOOD ? RATE : BAD_RATE);
      if (time < seconds) [seconds, index] = [time, i];
    }
    return { seconds, bad: index >= GOOD, index };
  });
}

function inOneGo(f: Failures): { seconds: number; bad: boolean; index: number }[] {
  const draws = new Draws(4, 0);
  const first = new FirstFailure(f);
  return Array.from({ length: N }, () => {
    first.draw(GOOD, BAD, draws);
    return { seconds: first.seconds, bad: first.index >= GOOD, index: first.index };
  });
}

/** Two-sample Kolmogorov-Smirnov distance; below 1.95 sqrt(2 / n) with chance 99.9 % for equal distributions. */
function distance(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a.toSorted((p, q) => p - q), b.toSorted((p, q) => p - q)];
  let [i, j, most] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (x[i] === value) i++;
    while (y[j] === value) j++;
    most = Math.max(most, Math.abs(i / x.length - j / y.length));
  }
  return most;
}

describe("the first failure", () => {
  const cases: readonly (readonly [string, Partial<Failures>])[] = [
    ["exponential", {}],
    ["Weibull, wearing out", { distribution: "weibull", weibullShape: 2 }],
    ["Weibull, early failures", { distribution: "weibull", weibullShape: 0.7 }],
    ["Weibull of shape 1", { distribution: "weibull", weibullShape: 1 }],
    ["lognormal, wide", { distribution: "lognormal", lognormalSigma: 1 }],
    ["lognormal, narrow", { distribution: "lognormal", lognormalSigma: 0.3 }],
  ];

  it.each(cases)("has the distribution of the least of all: %s", (_, change) => {
    const [each, go] = [oneByOne(failures(change)), inOneGo(failures(change))];
    const limit = 1.95 * Math.sqrt(2 / N);
    expect(
      distance(
        each.map((d) => d.seconds),
        go.map((d) => d.seconds),
      ),
    ).toBeLessThan(limit);
    expect(
      distance(
        each.map((d) => d.index),
        go.map((d) => d.index),
      ),
    ).toBeLessThan(limit);
    const share = (all: readonly { bad: boolean }[]): number => all.filter((d) => d.bad).length / N;
    expect(Math.abs(share(each) - share(go))).toBeLessThan(4 * Math.sqrt(0.5 / N));
  });

  it("tells distributions apart", () => {
    const limit = 1.95 * Math.sqrt(2 / N);
    const times = (change: Partial<Failures>): number[] => inOneGo(failures(change)).map((d) => d.seconds);
    expect(distance(times({}), times({ distribution: "weibull", weibullShape: 1.2 }))).toBeGreaterThan(limit);
    expect(distance(times({}), times({ distribution: "lognormal" }))).toBeGreaterThan(limit);
  });

  it("never comes where nothing fails", () => {
    for (const distribution of ["exponential", "weibull", "lognormal"] as const) {
      const first = new FirstFailure(failures({ distribution, goodRate: 0, badRate: 0 }));
      first.draw(5, 5, new Draws(1, 0));
      expect(first.seconds).toBe(Infinity);
    }
  });
});

describe("the gamma function", () => {
  it("has its known values", () => {
    expect(gamma(1)).toBeCloseTo(1, 13);
    expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 13);
    expect(gamma(1.5)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 13);
    expect(gamma(5) / 24).toBeCloseTo(1, 13);
    expect(gamma(21) / 2_432_902_008_176_640_000).toBeCloseTo(1, 12);
    expect(gamma(101) / 9.332621544394415e157).toBeCloseTo(1, 11);
  });
});
