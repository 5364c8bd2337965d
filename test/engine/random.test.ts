import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashKey, Stream, threefry, uniform } from "../../src/engine/random.ts";

/** Kolmogorov-Smirnov distance to the uniform, times sqrt n; the 0.1 % point is 1.95. */
function kolmogorovSmirnov(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  let worst = 0;
  sorted.forEach((u, i) => (worst = Math.max(worst, (i + 1) / n - u, u - i / n)));
  return worst * Math.sqrt(n);
}

/** Correlation of two samples of uniforms, times sqrt n: a standard normal. */
function correlationScore(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  a.forEach((u, i) => (sum += (u - 0.5) * (b[i]! - 0.5)));
  return (12 * sum) / Math.sqrt(a.length);
}

const N = 100_000;
const draws = (f: (index: number) => number): number[] => Array.from({ length: N }, (_, index) => f(index));

/** One dimension of the key at a time, the others held. */
const dimensions: readonly [string, (index: number) => number][] = [
  ["seed", (index) => uniform(index, 1, 2, 3, 4)],
  ["seed above 2^32", (index) => uniform(2 ** 45 + index * 2 ** 32, 1, 2, 3, 4)],
  ["replication", (index) => uniform(1, index, 2, 3, 4)],
  ["purpose", (index) => uniform(1, 2, index, 3, 4)],
  ["entity", (index) => uniform(1, 2, 3, index, 4)],
  ["k", (index) => uniform(1, 2, 3, 4, index)],
];

describe("threefry", () => {
  test("gives the answers published with Random123 1.14 (kat_vectors, threefry2x32 20)", () => {
    expect(threefry([0, 0], [0, 0])).toEqual([0x6b200159, 0x99ba4efe]);
    expect(threefry([0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff])).toEqual([0x1cb996fc, 0xbb002be7]);
    expect(threefry([0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3])).toEqual([0xc4923a9c, 0x483df7a0]);
  });
});

describe("uniform", () => {
  test("is a function of its key alone", () => {
    const stream = new Stream(42, 3, "failures");
    const first = [stream.uniform(0, 0), stream.uniform(0, 1), stream.uniform(1, 0)];
    const other = new Stream(42, 3, "repairs");
    other.uniform(0, 0);
    const again = new Stream(42, 3, "failures");
    expect([again.uniform(1, 0), again.uniform(0, 1), again.uniform(0, 0)]).toEqual(first.toReversed());
    expect(uniform(42, 3, hashKey("failures"), 1, 0)).toBe(first[2]);
    expect(new Set([...first, other.uniform(0, 0)]).size).toBe(4);
  });

  test("literal values, so that every runtime and version is held to the same draws", () => {
    const stream = new Stream(1, 0, "a");
    expect([stream.uniform(0, 0), stream.uniform(0, 1), stream.uniform(1, 0)]).toEqual([
      0.374179021160702, 0.5430842505267969, 0.3703787166447433,
    ]);
    expect(hashKey("")).toBe(hashKey(""));
    expect([hashKey("failures"), hashKey("site:new-carlisle")].map((key) => key >>> 0 === key)).toEqual([
      true,
      true,
    ]);
  });

  test("lies strictly inside (0, 1) for any key", () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (seed, replication, purpose, entity, k) => {
          const u = uniform(seed, replication, purpose, entity, k);
          expect(u > 0 && u < 1).toBe(true);
        },
      ),
    );
  });

  test("refuses a seed that is not a whole number below 2^53", () => {
    for (const seed of [-1, 0.5, NaN, 2 ** 53, Infinity]) {
      expect(() => new Stream(seed, 0, 0)).toThrow(/seed must be a whole number from 0 to 2\^53 - 1/);
    }
  });

  test("below(n) covers 0 .. n - 1 evenly", () => {
    const stream = new Stream(5, 0, 0);
    const counts = new Array<number>(10).fill(0);
    for (let k = 0; k < N; k++) counts[stream.below(10, 0, k)]!++;
    const chi2 = counts.reduce((sum, count) => sum + (count - N / 10) ** 2 / (N / 10), 0);
    expect(chi2).toBeLessThan(27.9); // 0.1 % point of 9 degrees
  });
});

describe.each(dimensions)("along %s", (_, draw) => {
  const values = draws(draw);

  test("uniform by Kolmogorov-Smirnov", () => {
    expect(kolmogorovSmirnov(values)).toBeLessThan(1.95);
  });

  test("every bit of 52 is fair, by chi-square over all bits", () => {
    let chi2 = 0;
    for (let bit = 1; bit <= 52; bit++) {
      const ones = values.reduce((sum, u) => sum + (Math.floor(u * 2 ** bit) % 2), 0);
      chi2 += (ones - N / 2) ** 2 / (N / 4);
    }
    expect(chi2).toBeLessThan(89.3); // 0.1 % point of 52 degrees is 89.27
  });

  test("neighbours at distances 1 to 8 are uncorrelated", () => {
    for (let lag = 1; lag <= 8; lag++) {
      expect(Math.abs(correlationScore(values.slice(0, -lag), values.slice(lag)))).toBeLessThan(4);
    }
  });

  test("pairs of neighbours fill the square evenly, by chi-square on 16 x 16", () => {
    const cells = new Array<number>(256).fill(0);
    for (let i = 0; i + 1 < N; i += 2)
      cells[Math.floor(values[i]! * 16) * 16 + Math.floor(values[i + 1]! * 16)]!++;
    const expected = N / 2 / 256;
    const chi2 = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi2).toBeLessThan(330.6); // 0.1 % point of 255 degrees is 330.5
  });

  test("no value comes twice", () => {
    expect(new Set(values).size).toBe(N);
  });
});

test("hashKey tells ids apart and depends on every character", () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => `site-${i}`);
  // Among 20,000 of 2^32 keys, 0.05 pairs are expected to collide.
  expect(new Set(ids.map(hashKey)).size).toBeGreaterThanOrEqual(19_999);
  expect(hashKey("ab")).not.toBe(hashKey("ba"));
  expect(hashKey("\u0100")).not.toBe(hashKey("\u0001"));
});
