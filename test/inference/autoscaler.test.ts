// Replicas against arithmetic of their own: what is held, what the least would be, and what a rise loses.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Autoscaler, wholeInstances } from "../../src/inference/autoscaler.ts";
import type { DemandModel } from "../../src/model/types.ts";
import { seriesOf } from "../oracles/read-run.ts";
import { number } from "../run/random-parts.ts";
import { ratePerChip, runCurve } from "./serving-campus.ts";

const CHIPS = 800;
const INSTANCE = 8;
const RATE = ratePerChip();

/** Chips asked for by hour, now and then none; never more than there are. */
const curve = fc.array(fc.oneof({ weight: 4, arbitrary: number(0, CHIPS) }, fc.constant(0)), {
  minLength: 48,
  maxLength: 48,
});
const hours = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });
const whole = (chips: number): number => Math.ceil(chips / INSTANCE - 1e-9) * INSTANCE;
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

describe("an autoscaler", () => {
  it("holds ceil(most demand within its foresight / (rate x cap)), the most of that over its hold", () => {
    fc.assert(
      fc.property(curve, hours(4), hours(4), number(0.5, 1), (chips, foresightHours, holdHours, cap) => {
        // At the cap all of it must still fit.
        const asked = chips.map((c) => c * cap);
        const result = runCurve({
          tokens: asked.map((c) => c * RATE),
          chips: CHIPS,
          inference: {
            utilisationCap: cap,
            autoscaler: { leadMinutes: 0, foresightHours, holdHours },
          },
        });
        const ahead = asked.map((_, t) =>
          Math.max(...asked.slice(t, t + foresightHours + 1).map((c) => whole(c / cap))),
        );
        const held = ahead.map((_, t) => Math.max(...ahead.slice(Math.max(0, t - holdHours), t + 1)));
        const found = seriesOf(result, "serving.replicas").mean;
        held.forEach((expected, t) => expect(found[t], `hour ${t}`).toBeCloseTo(expected, 6));
      }),
      { numRuns: 30 },
    );
  });

  it("never holds less than the perfect one, ceil(demand / rate), which is counted in whole instances", () => {
    let over = 0;
    fc.assert(
      fc.property(curve, hours(3), hours(3), fc.integer({ min: 0, max: 180 }), (chips, f, h, leadMinutes) => {
        const result = runCurve({
          tokens: chips.map((c) => c * RATE),
          chips: CHIPS,
          inference: { autoscaler: { leadMinutes, foresightHours: f, holdHours: h } },
        });
        const [held, least] = ["serving.replicas", "serving.least-replicas"].map(
          (id) => seriesOf(result, id).mean,
        );
        chips.forEach((c, t) => {
          expect(least![t], `hour ${t}`).toBeCloseTo(whole(c), 6);
          expect(held![t], `hour ${t}`).toBeGreaterThanOrEqual(least![t]! - 1e-6);
        });
        const headline = result.headlines.find(({ id }) => id === "replicas-over-least");
        if (sum(chips) > 0) expect(headline?.value).toBeCloseTo(sum(held!) / sum(least!) - 1, 9);
        if ((headline?.value ?? 0) > 0.01) over++;
      }),
      { numRuns: 30 },
    );
    expect(over).toBeGreaterThan(15);
  });

  it("with foresight over its lead time serves everything a rise asks, once its first replicas have started", () => {
    fc.assert(
      fc.property(curve, hours(4), number(0, 1), (chips, foresightHours, part) => {
        const leadMinutes = Math.floor(60 * foresightHours * part);
        const result = runCurve({
          tokens: chips.map((c) => c * RATE),
          chips: CHIPS,
          inference: { autoscaler: { leadMinutes, foresightHours, holdHours: 0 } },
        });
        const lost = seriesOf(result, "unserved.all").mean;
        const first = Math.ceil(leadMinutes / 60);
        expect(sum(lost.slice(first))).toBeLessThan(1e-6 * RATE);
      }),
      { numRuns: 40 },
    );
  });

  it("without foresight loses the lead time of every rise, and says that its chips had not started", () => {
    fc.assert(
      fc.property(curve, fc.integer({ min: 0, max: 60 }), (chips, leadMinutes) => {
        const result = runCurve({
          tokens: chips.map((c) => c * RATE),
          chips: CHIPS,
          inference: { autoscaler: { leadMinutes, foresightHours: 0, holdHours: 0 } },
        });
        const [early, all] = ["unserved-starting.all", "unserved.all"].map((id) => seriesOf(result, id).mean);
        chips.forEach((c, t) => {
          // What stood in the hour before serves at once.
          const stood = t === 0 ? 0 : whole(chips[t - 1]!);
          const expected = (leadMinutes / 60) * Math.max(0, c - stood) * RATE;
          expect(early![t], `hour ${t}`).toBeCloseTo(expected, 5);
          expect(all![t], `hour ${t}`).toBeCloseTo(expected, 5);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("foresees where demand goes when the nearest pool is full", () => {
    const tokens = Array.from({ length: 48 }, (_, h) => (h % 6 < 3 ? 300 : 700) * RATE);
    const second = {
      sites: {
        far: { region: "eu-west-1", phases: { only: { date: "2026-01-05", itMw: 500, hall: "air" } } },
      },
      deliveries: {
        far: { kind: "batch", site: "far", system: "dgx-h100", date: "2026-01-05", chips: 400 },
      },
    };
    const run = (autoscaler: object): number => {
      const result = runCurve({ tokens, chips: 400, inference: { autoscaler } }, second);
      return sum(seriesOf(result, "unserved.all").mean.slice(1)) / sum(tokens);
    };
    expect(run({ leadMinutes: 60, foresightHours: 1, holdHours: 0 })).toBeLessThan(1e-9);
    expect(run({ leadMinutes: 60, foresightHours: 0, holdHours: 0 })).toBeGreaterThan(0.1);
  });

  it("forgets what it needed longer ago than it holds, whether a pool served meanwhile or not", () => {
    const scaler = new Autoscaler({ leadSeconds: 0, foresightHours: 0, holdHours: 2 }, 2);
    const at = (hour: number): number => hour * 3600;
    const keep = (hour: number, chips: number): number => {
      scaler.begin(at(hour));
      return scaler.keep(1, chips, at(hour));
    };
    expect(keep(0, 500)).toBe(500);
    expect(keep(1, 100)).toBe(500);
    // Nothing is asked of it for a day and more: the ring comes round.
    for (let hour = 2; hour < 25; hour++) scaler.begin(at(hour));
    expect(keep(25, 40)).toBe(40);
    expect(keep(26, 10)).toBe(40);
    expect(keep(28, 0)).toBe(10);
  });
});

describe("whole instances", () => {
  const demand = {
    classes: [{}, {}],
    served: [{}, {}],
    kinds: Array.from({ length: 8 }),
    instanceChips: Float64Array.of(8, 16),
  } as unknown as DemandModel;
  // Kinds: main x 2 classes, next x 2 classes, and the same without cache.
  it("add up by served model, with and without cache, and round up once for each", () => {
    const rate = new Float64Array(16).fill(10);
    const tokens = new Float64Array(16);
    tokens.set([30, 20, 0, 5, 31, 0, 0, 160], 8);
    // 8.1 chips of main: two instances of 8; 16.5 of next: two of 16.
    expect(wholeInstances(demand, tokens, rate, 1, 1)).toBe(16 + 32);
    expect(wholeInstances(demand, tokens, rate, 1, 0.5)).toBe(24 + 48);
    expect(wholeInstances(demand, tokens, rate, 0, 1)).toBe(0);
  });
});
