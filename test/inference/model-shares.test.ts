// Shares of served models: all of a class at any moment, moving to each model in turn from its release.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ModelShares, sharesAt } from "../../src/inference/model-shares.ts";
import type { DemandModel } from "../../src/model/types.ts";

const DAY = 86_400;
type Served = DemandModel["served"][number];
type Demand = ConstructorParameters<typeof ModelShares>[0];

const model = (id: string, change: Partial<Served> = {}): Served => ({
  id,
  name: id,
  releaseSeconds: -Infinity,
  campaign: -1,
  run: 0,
  rampSeconds: 0,
  adoption: 1,
  replaces: new Uint8Array(8).fill(1),
  priced: false,
  ...change,
});
const main = model("main");
const demandOf = (
  served: readonly Served[],
  classes: readonly { shares: readonly number[]; takes?: readonly number[] }[],
): Demand =>
  // Only what shares are made of: the rest of demand does not touch them.
  ({
    served,
    classes: classes.map(({ shares, takes }) => ({
      servedShares: Float64Array.from(shares),
      takes: Uint8Array.from(takes ?? shares.map(() => 1)),
    })),
  }) as unknown as Demand;
const at = (shares: ModelShares, now: number): readonly number[] => {
  shares.release(now, () => undefined);
  shares.at(now);
  return [...shares.shares];
};

describe("a model released on a day", () => {
  const next = model("next", { releaseSeconds: 10 * DAY, rampSeconds: 20 * DAY, adoption: 0.8 });
  const demand = demandOf([main, next], [{ shares: [1, 0] }]);

  it("takes its part in a straight line", () => {
    const shares = new ModelShares(demand);
    expect(at(shares, 9 * DAY)).toEqual([1, 0]);
    expect(at(shares, 10 * DAY)).toEqual([1, 0]);
    const half = at(shares, 20 * DAY);
    expect(half[0]).toBeCloseTo(0.6, 12);
    expect(half[1]).toBeCloseTo(0.4, 12);
    expect(at(shares, 31 * DAY)[1]).toBeCloseTo(0.8, 12);
    expect(at(shares, 900 * DAY)[1]).toBeCloseTo(0.8, 12);
  });

  it("is told of once, at its day", () => {
    const shares = new ModelShares(demand);
    const told: unknown[] = [];
    for (let day = 0; day < 20; day++) shares.release(day * DAY, (...what) => told.push(what));
    expect(told).toEqual([[1, -1, 10 * DAY, 10 * DAY]]);
  });
});

describe("a model made by a run", () => {
  const made = { campaign: 2, run: 3 };
  it("waits for that run of that campaign, and names its end as the cause", () => {
    const shares = new ModelShares(demandOf([main, model("next", made)], [{ shares: [1, 0] }]));
    shares.ended(2, 2, DAY, 7);
    shares.ended(1, 3, DAY, 8);
    expect(at(shares, 2 * DAY)).toEqual([1, 0]);
    shares.ended(2, 3, 3 * DAY, 9);
    const told: unknown[] = [];
    shares.release(4 * DAY, (...what) => told.push(what));
    expect(told).toEqual([[1, 9, 3 * DAY, 4 * DAY]]);
    expect(at(shares, 4 * DAY)).toEqual([0, 1]);
  });

  it.each([
    { day: 5, ended: 8, released: 8 },
    { day: 12, ended: 8, released: 12 },
  ])(
    "and not before day $day is released on day $released, when that run ends on $ended",
    ({ day, ended, released }) => {
      const both = model("next", { ...made, releaseSeconds: day * DAY });
      const shares = new ModelShares(demandOf([main, both], [{ shares: [1, 0] }]));
      shares.ended(2, 3, ended * DAY, 4);
      expect(at(shares, released * DAY - 1)).toEqual([1, 0]);
      expect(at(shares, released * DAY)).toEqual([0, 1]);
      expect(shares.releasedAt[1]).toBe(released * DAY);
    },
  );
});

describe("several models", () => {
  it("keep to the classes that take them", () => {
    const next = model("next", { releaseSeconds: 0 });
    const shares = new ModelShares(
      demandOf([main, next], [{ shares: [1, 0] }, { shares: [1, 0], takes: [1, 0] }]),
    );
    expect(at(shares, DAY)).toEqual([0, 1, 1, 0]);
  });

  it("take from what is there, in the order of the list: one that comes late takes what later ones leave", () => {
    const late = model("late", { releaseSeconds: 9 * DAY, adoption: 0.5 });
    const newer = model("newer", { releaseSeconds: DAY, adoption: 0.5 });
    const shares = new ModelShares(demandOf([main, late, newer], [{ shares: [1, 0, 0] }]));
    expect(at(shares, 2 * DAY)).toEqual([0.5, 0, 0.5]);
    expect(at(shares, 10 * DAY)).toEqual([0.25, 0.25, 0.5]);
  });

  it("have their parts from the first day where a class says so, and a new one takes of each", () => {
    const small = model("small");
    const next = model("next", { releaseSeconds: DAY, adoption: 0.5 });
    const shares = new ModelShares(demandOf([main, small, next], [{ shares: [0.75, 0.25, 0] }]));
    expect(at(shares, 0)).toEqual([0.75, 0.25, 0]);
    expect(at(shares, DAY)).toEqual([0.375, 0.125, 0.5]);
  });

  it("keep what a new one does not replace", () => {
    const small = model("small");
    const next = model("next", { releaseSeconds: DAY, adoption: 0.5, replaces: Uint8Array.of(1, 0, 0) });
    const shares = new ModelShares(demandOf([main, small, next], [{ shares: [0.75, 0.25, 0] }]));
    expect(at(shares, DAY)).toEqual([0.375, 0.25, 0.375]);
  });

  it("add up to one at any moment, none below zero, none before its release", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const some = fc.record({
      releaseDay: fc.integer({ min: -200, max: 400 }),
      rampDays: fc.constantFrom(0, 1, 30, 365),
      adoption: unit,
      takes: fc.boolean(),
      first: unit,
      replaces: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    });
    fc.assert(
      fc.property(
        fc.array(some, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 500 }),
        (all, day) => {
          const parts = [1, ...all.map(({ first }) => first)];
          const whole = parts.reduce((a, b) => a + b, 0);
          const demand = demandOf(
            [
              main,
              ...all.map(({ releaseDay, rampDays, adoption, replaces }, i) =>
                model(`m${i}`, {
                  releaseSeconds: releaseDay * DAY,
                  rampSeconds: rampDays * DAY,
                  adoption,
                  replaces: Uint8Array.from(replaces, (each) => (each ? 1 : 0)),
                }),
              ),
            ],
            [
              { shares: parts.map((part) => part / whole), takes: [1, ...all.map((m) => (m.takes ? 1 : 0))] },
              { shares: [1, ...all.map(() => 0)] },
            ],
          );
          const shares = new ModelShares(demand);
          const now = at(shares, day * DAY);
          const models = all.length + 1;
          for (let c = 0; c < 2; c++) {
            const mine = now.slice(c * models, (c + 1) * models);
            expect(Math.abs(mine.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
            expect(Math.min(...mine)).toBeGreaterThanOrEqual(0);
          }
          all.forEach(({ releaseDay }, i) => {
            if (day < releaseDay) expect(now[models + i + 1]).toBe(0);
          });
          // Shares are a function of the releases alone: what came before is forgotten.
          const fresh = new Float64Array(now.length);
          sharesAt(demand, shares.releasedAt, day * DAY, fresh);
          expect([...fresh]).toEqual(now);
        },
      ),
      { numRuns: 300 },
    );
  });
});
