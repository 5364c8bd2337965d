import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cos, exp, expm1, lambertW0, log, log1p, pow, sin } from "../../src/engine/math.ts";
import { spread, ulps } from "./ulps.ts";

const special = [
  0,
  -0,
  1,
  -1,
  2,
  -2,
  0.5,
  -0.5,
  Infinity,
  -Infinity,
  NaN,
  5e-324,
  -5e-324,
  2.2250738585072014e-308,
];

/** Checks the distance to this runtime's own function at many inputs, and where it is farthest. */
function expectWithin(
  limit: number,
  own: (x: number) => number,
  theirs: (x: number) => number,
  inputs: readonly number[],
): void {
  let worst = 0;
  let at = 0;
  for (const x of inputs) {
    const distance = ulps(own(x), theirs(x));
    if (distance > worst) [worst, at] = [distance, x];
  }
  expect(worst, `at ${at}: ${own(at)} beside ${theirs(at)}`).toBeLessThanOrEqual(limit);
}

const bothSigns = (values: readonly number[]): number[] => values.flatMap((x) => [x, -x]);

describe("within 1 ulp of this runtime's Math", () => {
  test("log", () => {
    expectWithin(1, log, Math.log, spread(5e-324, 1.7e308, 100_000));
    expectWithin(1, log, Math.log, spread(0.4, 2.5, 100_000));
  });
  test("log1p", () => {
    expectWithin(1, log1p, Math.log1p, bothSigns(spread(1e-320, 0.999, 100_000)));
    expectWithin(1, log1p, Math.log1p, spread(0.3, 1e300, 100_000));
  });
  test("exp", () => {
    expectWithin(1, exp, Math.exp, bothSigns(spread(1e-300, 745, 100_000)));
    expectWithin(1, exp, Math.exp, bothSigns(spread(1, 709.7, 100_000)));
  });
  test("exp of arguments whose result is subnormal", () => {
    expectWithin(
      1,
      exp,
      Math.exp,
      spread(708.4, 745.1, 20_000).map((x) => -x),
    );
  });
  test("expm1", () => {
    expectWithin(1, expm1, Math.expm1, bothSigns(spread(1e-300, 709, 100_000)));
    expectWithin(1, expm1, Math.expm1, bothSigns(spread(0.01, 60, 100_000)));
  });
  test("sin and cos", () => {
    const angles = bothSigns([...spread(1e-10, 1.6e6, 50_000), ...spread(0.1, 100, 50_000)]);
    expectWithin(1, sin, Math.sin, angles);
    expectWithin(1, cos, Math.cos, angles);
    const nearZeros = Array.from({ length: 10_000 }, (_, n) => n * (Math.PI / 2));
    expectWithin(1, sin, Math.sin, nearZeros);
    expectWithin(1, cos, Math.cos, nearZeros);
  });
});

describe("within 2 ulp of this runtime's Math", () => {
  test("pow over bases and exponents", () => {
    const bases = spread(1e-10, 1e10, 400);
    for (const y of bothSigns(spread(1e-3, 30, 400))) {
      expectWithin(
        2,
        (x) => pow(x, y),
        (x) => Math.pow(x, y),
        bases,
      );
    }
  });
  test("pow next to 1 with huge exponents, and with subnormal bases and results", () => {
    for (const y of [1e9, -1e9, 3e9, -3e9, 1e15, 1e300]) {
      expectWithin(
        2,
        (x) => pow(x, y),
        (x) => Math.pow(x, y),
        spread(1 - 1e-7, 1 + 1e-7, 2_000),
      );
    }
    expectWithin(
      2,
      (x) => pow(x, 0.3),
      (x) => Math.pow(x, 0.3),
      spread(5e-324, 1e-300, 2_000),
    );
    expectWithin(
      2,
      (y) => pow(2.7, y),
      (y) => Math.pow(2.7, y),
      spread(713, 749, 2_000).map((y) => -y),
    );
  });
});

describe("special cases", () => {
  test.each(special)("of one argument at %d", (x) => {
    for (const [own, theirs] of [
      [log, Math.log],
      [log1p, Math.log1p],
      [exp, Math.exp],
      [expm1, Math.expm1],
      [sin, Math.sin],
      [cos, Math.cos],
    ] as const) {
      expect(ulps(own(x), theirs(x)), `${theirs.name}(${x}) = ${own(x)}`).toBeLessThanOrEqual(1);
    }
    expect(Object.is(sin(x), Math.sin(x))).toBe(true);
    expect(Object.is(expm1(x), Math.expm1(x)) || Math.abs(x) > 1e-300).toBe(true);
  });
  test("of pow, with the signs of zeros", () => {
    for (const x of [...special, 3, -3, 1e308, -1e308, 1 - 2 ** -53]) {
      for (const y of [...special, 3, -3, 1e308, -1e308, 2 ** 53, 2 ** 53 + 2, 0.1]) {
        const [own, theirs] = [pow(x, y), Math.pow(x, y)];
        expect(ulps(own, theirs), `pow(${x}, ${y}) = ${own}, not ${theirs}`).toBeLessThanOrEqual(1);
        if (theirs === 0) expect(Object.is(own, theirs), `sign of pow(${x}, ${y})`).toBe(true);
      }
    }
  });
  test("overflow and underflow at the edges", () => {
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(pow(10, 308)).toBe(1e308);
    expect(pow(10, 309)).toBe(Infinity);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, -1076)).toBe(0);
    expect(() => sin(1e9)).toThrow("angle must lie within");
  });
});

test("literal values, so that every runtime is held to the same bits", () => {
  expect([log(3), log(0.7), log1p(1e-5), log1p(-0.3)]).toEqual([
    1.0986122886681096, -0.35667494393873245, 0.000009999950000333332, -0.35667494393873234,
  ]);
  expect([exp(3), exp(-20.5), expm1(1e-5), expm1(-3)]).toEqual([
    20.085536923187668, 1.2501528663867426e-9, 0.000010000050000166668, -0.950212931632136,
  ]);
  expect([pow(1.1, 10.5), pow(0.3, -2.7), sin(1), cos(1)]).toEqual([
    2.7203400420274986, 25.809085256887005, 0.8414709848078965, 0.5403023058681398,
  ]);
});

test("exp and log are monotone and undo each other", () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(exp(x + 1e-9 * Math.max(1, Math.abs(x)))).toBeGreaterThanOrEqual(exp(x));
      expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(3e-16 * Math.max(1, Math.abs(x)));
    }),
  );
});

describe("lambertW0", () => {
  test("solves W e^W = x", () => {
    for (const x of [...spread(1e-300, 1e300, 5_000), ...spread(1e-20, 0.3678, 5_000).map((v) => -v)]) {
      const w = lambertW0(x);
      // Relative error of x when W moves by some ulp: (1 + W), times W's own.
      const slack = 4e-16 * Math.max(1, Math.abs(w)) * (1 + Math.abs(w));
      expect(Math.abs(w * exp(w) - x) / Math.abs(x), `W(${x}) = ${w}`).toBeLessThan(slack);
    }
  });
  test("at known points", () => {
    expect(lambertW0(0)).toBe(0);
    expect(lambertW0(Math.E)).toBeCloseTo(1, 15);
    expect(lambertW0(1)).toBeCloseTo(0.5671432904097838, 15);
    expect(lambertW0(-1 / Math.E)).toBeCloseTo(-1, 7);
    // Corless et al.: -W(-ln 2 / 2) = ln 2.
    expect(lambertW0(-Math.LN2 / 2)).toBeCloseTo(-Math.LN2, 14);
    expect(lambertW0(-0.5)).toBeNaN();
    expect(lambertW0(NaN)).toBeNaN();
    expect(lambertW0(Infinity)).toBe(Infinity);
  });
  test("is continuous where the series hands over to the iteration", () => {
    const at = -1 / Math.E + (1e-3 * 1e-3) / (2 * Math.E);
    const [below, above] = [lambertW0(at * (1 + 1e-12)), lambertW0(at * (1 - 1e-12))];
    expect(above - below).toBeGreaterThan(0);
    expect(above - below).toBeLessThan(1e-8);
  });
});
