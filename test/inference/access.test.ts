// The choice of an access path: a logit with its known properties, and a latency effect that favours nobody on average.
import { describe, expect, it } from "vitest";
import { hashKey, Stream } from "../../src/engine/index.ts";
import { logitShares, pathEffect, splitDemand } from "../../src/inference/access.ts";
import type { Choice, Path } from "../../src/inference/access.ts";

const draws = new Stream(7, 0, "test-access");
const random = (k: number, i: number, low: number, high: number): number =>
  low + (high - low) * draws.uniform(k, i);
const choicesOf = (k: number, count: number): Choice[] =>
  Array.from({ length: count }, (_, i) => ({
    price: random(k, 3 * i, 0.2, 5),
    ttftSeconds: random(k, 3 * i + 1, 0, 5),
    bonus: random(k, 3 * i + 2, -3, 3),
  }));
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const ROUNDS = Array.from({ length: 200 }, (_, k) => k);

describe("logit shares", () => {
  it("of two paths alike but for the price go as the price to minus the slope", () => {
    const [dear = 0, cheap = 0] = logitShares(
      [
        { price: 1.1, ttftSeconds: 1, bonus: 0 },
        { price: 1, ttftSeconds: 1, bonus: 0 },
      ],
      1.5,
      0.5,
    );
    // 1.1^-1.5 = 0.866784...
    expect(dear / cheap).toBeCloseTo(0.866784172, 9);
    const [slow = 0, fast = 0] = logitShares(
      [
        { price: 1, ttftSeconds: 1.4, bonus: 0 },
        { price: 1, ttftSeconds: 1, bonus: 0 },
      ],
      1.5,
      0.5,
    );
    // e^-0.2 = 0.818730...
    expect(slow / fast).toBeCloseTo(0.818730753, 9);
  });

  it("are positive and add up to 1, however far apart", () => {
    for (const k of ROUNDS) {
      const shares = logitShares(choicesOf(k, 1 + (k % 6)), random(k, 90, 0, 20), random(k, 91, 0, 20));
      expect(sum(shares)).toBeCloseTo(1, 12);
      expect([...shares].every((share) => share >= 0)).toBe(true);
    }
    const far = logitShares([{ price: 1e-2, ttftSeconds: 0, bonus: 20 }, ...choicesOf(1, 2)], 20, 20);
    expect(sum(far)).toBeCloseTo(1, 12);
  });

  it("keep the odds of two when a third comes or goes", () => {
    for (const k of ROUNDS) {
      const three = choicesOf(k, 3);
      const [a = 0, b = 0] = logitShares(three, 1.5, 0.5);
      const [c = 0, d = 0] = logitShares(three.slice(0, 2), 1.5, 0.5);
      expect(a / b).toBeCloseTo(c / d, 9);
    }
  });

  it("of a path fall with its price and its latency, and those of all others rise", () => {
    for (const k of ROUNDS) {
      const before = choicesOf(k, 4);
      const base = logitShares(before, 1.5, 0.5);
      for (const change of [{ price: 1.2 }, { ttftSeconds: 0.3 }]) {
        const [first, ...rest] = before;
        if (first === undefined) throw new Error("no choice");
        const worse = {
          ...first,
          price: first.price * (change.price ?? 1),
          ttftSeconds: first.ttftSeconds + (change.ttftSeconds ?? 0),
        };
        const after = logitShares([worse, ...rest], 1.5, 0.5);
        expect(after[0]).toBeLessThan(base[0] ?? 0);
        for (let i = 1; i < 4; i++) expect(after[i]).toBeGreaterThan(base[i] ?? 1);
      }
    }
  });
});

describe("the latency effect of a path", () => {
  it("is one draw for a run, and favours no path over many", () => {
    const effects = Array.from({ length: 4000 }, (_, replication) =>
      pathEffect(new Stream(1, replication, "access"), hashKey("bedrock"), 0.2, 0.2),
    );
    expect(pathEffect(new Stream(1, 3, "access"), hashKey("bedrock"), 0.2, 0.2)).toEqual(effects[3]);
    const mean = sum(effects.map((e) => e.ttftSeconds)) / effects.length;
    // Three standard errors.
    expect(Math.abs(mean)).toBeLessThan((3 * 0.2) / Math.sqrt(effects.length));
    const deviation = Math.sqrt(sum(effects.map((e) => (e.ttftSeconds - mean) ** 2)) / effects.length);
    expect(deviation).toBeGreaterThan(0.19);
    expect(deviation).toBeLessThan(0.21);
    const speed = sum(effects.map((e) => e.speed)) / effects.length;
    expect(Math.abs(speed - 1)).toBeLessThan((3 * 0.2) / Math.sqrt(effects.length));
    expect(effects.filter((e) => e.ttftSeconds > 0).length / effects.length).toBeCloseTo(0.5, 1);
  });

  it("is none where the deviation is 0", () => {
    expect(pathEffect(new Stream(1, 0, "access"), 5, 0, 0)).toEqual({ ttftSeconds: 0, speed: 1 });
  });
});

describe("demand split by path", () => {
  const plain = { price: 1, ttftSeconds: 0, bonus: 0, residencyFit: 0 };
  const paths: readonly Path[] = [
    { ...plain, pool: "own" },
    { ...plain, pool: "region-bound", regionalPremium: 0.1 },
    { ...plain, pool: "external", regionalPremium: 0.1 },
  ];

  it("takes the share of other pools off this fleet and binds what may not leave", () => {
    const free = splitDemand(paths, 0, 1.5, 0.5);
    expect(free.external).toBeCloseTo(1 / 3, 12);
    expect(free.bound).toBeCloseTo(1 / 2, 12);
    // Data that may not leave goes by the two paths that sell that.
    const kept = splitDemand(paths, 1, 1.5, 0.5);
    expect([...kept.shares]).toEqual([0, 0.5, 0.5]);
    expect(kept.bound).toBe(1);
    const half = splitDemand(paths, 0.5, 1.5, 0.5);
    expect(half.external).toBeCloseTo(0.5 / 3 + 0.25, 12);
    expect(half.bound).toBeCloseTo((0.5 / 3 + 0.25) / (1 - half.external), 12);
  });

  it("conserves demand", () => {
    for (const k of ROUNDS) {
      const some = choicesOf(k, 4).map((choice, i): Path => ({
        ...choice,
        pool: (["own", "region-bound", "external"] as const)[(k + i) % 3] ?? "own",
        residencyFit: random(k, 50 + i, -2, 2),
        ...(random(k, 60 + i, 0, 1) > 0.5 ? { regionalPremium: 0.1 } : {}),
      }));
      const split = splitDemand(some, random(k, 70, 0, 1), 1.5, 0.5);
      expect(sum(split.shares)).toBeCloseTo(1, 12);
      const external = some.reduce((s, p, i) => s + (p.pool === "external" ? (split.shares[i] ?? 0) : 0), 0);
      expect(split.external).toBeCloseTo(external, 12);
      expect(split.bound).toBeGreaterThanOrEqual(0);
      expect(split.bound).toBeLessThanOrEqual(1);
    }
  });

  it("lets data stay with any path where none sells it", () => {
    const split = splitDemand([{ ...plain, pool: "own" }], 0.3, 1.5, 0.5);
    expect([...split.shares]).toEqual([1]);
    expect(split.bound).toBeCloseTo(0.3, 12);
  });
});
