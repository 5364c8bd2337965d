// Quantiles, intervals, bands and the parting of chance from ignorance, on numbers that can be checked by hand.
import { describe, expect, it } from "vitest";
import { standardNormal, Stream } from "../../src/engine/index.ts";
import { bandsOf, headlineSpreads, outcomesOf, quantile, quantilesOf, wilson } from "../../src/index.ts";
import type { Outcome } from "../../src/index.ts";
import { varianceOf } from "../../src/study/quantiles.ts";
import { headline, monthly, outcome } from "./made.ts";

describe("quantile", () => {
  // R: quantile(c(1, 2, 3, 4), c(.1, .25, .5, .9), type = 7), and of 1 to 10.
  it.each([
    [[1, 2, 3, 4], 0.1, 1.3],
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0.9, 3.7],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1, 1.9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9.1],
    [[7], 0.9, 7],
    [[1, 5], 0, 1],
    [[1, 5], 1, 5],
    [[1, 2, Infinity], 0.5, 2],
    [[1, 2, Infinity], 0.6, Infinity],
    [[Infinity, Infinity], 0.5, Infinity],
  ])("of %j at %f is %f", (values, p, expected) => {
    expect(quantile(values, p)).toBeCloseTo(expected, 12);
  });

  it("of none is not a number, and order does not matter", () => {
    expect(quantile([], 0.5)).toBeNaN();
    expect(quantilesOf([4, 1, 3, 2])).toEqual({ p10: 1.3, p50: 2.5, p90: 3.7 });
  });
});

describe("varianceOf", () => {
  it.each([
    [[1, 2, 3, 4], 5 / 3],
    [[5], 0],
    [[], 0],
    [[0.1, 0.1, 0.1], 0],
  ])("of %j is %f", (values, expected) => {
    expect(varianceOf(values)).toBeCloseTo(expected, 14);
  });
});

describe("wilson", () => {
  it.each([
    [8, 10],
    [1, 40],
    [2.5, 7],
    [39, 40],
  ])("of %f in %i ends where the chance is 1.645 of its own deviations away", (yes, n) => {
    const { low, high } = wilson(yes, n);
    for (const end of [low, high])
      expect(Math.abs(yes / n - end) / Math.sqrt((end * (1 - end)) / n)).toBeCloseTo(1.6448536269514722, 10);
    expect(low).toBeLessThan(yes / n);
    expect(high).toBeGreaterThan(yes / n);
  });

  it("is everything where nothing was seen, and touches 0 and 1 there alone", () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
    expect(wilson(0, 40).low).toBe(0);
    expect(wilson(40, 40).high).toBe(1);
    expect(wilson(0, 40).high).toBeCloseTo(0.0634, 4);
  });
});

describe("bandsOf", () => {
  const series = [{ id: "power.drawn.all", label: "drawn", unit: "MW" }];
  const samples = [3, 1, 4, 2].map((level, i) =>
    outcome({ sample: i + 1, series, monthly: { "power.drawn.all": monthly((m) => level * (m + 1)) } }),
  );

  it("are quantiles month by month", () => {
    const [band] = bandsOf(samples);
    expect(band).toMatchObject({ id: "power.drawn.all", label: "drawn", unit: "MW" });
    expect(band?.months[0]).toBe("2026-01");
    expect(band?.months).toHaveLength(24);
    expect([band?.p10[0], band?.p50[0], band?.p90[0]]).toEqual([1.3, 2.5, 3.7]);
    expect(band?.p50[9]).toBe(25);
  });

  it("count a series that a sample lacks as 0", () => {
    const [band] = bandsOf([...samples, outcome({ sample: 5 })]);
    expect([band?.p10[0], band?.p50[0]]).toEqual([0.4, 2]);
  });

  it("are none of nothing", () => {
    expect(bandsOf([])).toEqual([]);
  });
});

describe("headlineSpreads", () => {
  const stream = new Stream(8, 0, "made");
  const normal = (k: number): number => standardNormal(stream.uniform(1, k));
  const base = outcome({ sample: 0, headlines: [headline("peak", 100), headline("still", 7)] });
  const made = (count: number, deviation: number, part: (k: number) => Partial<Outcome>): Outcome[] =>
    Array.from({ length: count }, (_, k) =>
      outcome({
        headlines: [headline("peak", 100 + deviation * normal(k)), headline("still", 7)],
        ...part(k + 1),
      }),
    );

  it("part the variance that was put in", () => {
    // 16 of inputs and 4 of chance: 80 %.
    const samples = made(2000, 4, (sample) => ({ sample }));
    const replications = made(2000, 2, (replication) => ({ sample: 0, replication }));
    const [peak, still] = headlineSpreads({ base, samples, replications, failed: [] });
    expect(peak?.inputShare).toBeCloseTo(0.8, 1);
    expect(peak?.inputs.deviation).toBeCloseTo(4, 0);
    expect(peak?.inputs.p90).toBeCloseTo(100 + 4 * 1.2816, 0);
    expect(peak).toMatchObject({ base: 100, inputs: { count: 2000 }, chance: { count: 2001 } });
    // What never moves has no variance to part.
    expect(still).toMatchObject({ base: 7, inputShare: undefined, inputs: { p10: 7, p90: 7 } });
  });

  it("say nothing of shares with fewer than three draws of either", () => {
    const samples = made(10, 4, (sample) => ({ sample }));
    const one = made(1, 2, (replication) => ({ sample: 0, replication }));
    const two = made(2, 2, (replication) => ({ sample: 0, replication }));
    const share = (replications: Outcome[]): number | undefined =>
      headlineSpreads({ base, samples, replications, failed: [] })[0]?.inputShare;
    expect(share(one)).toBeUndefined();
    expect(share(two)).toBeGreaterThan(0);
  });
});

describe("outcomesOf", () => {
  it("sorts by what each run is for, per scenario, and keeps what failed", () => {
    const job = (variant: number, sample: number, replication: number): object => ({
      variant,
      sample,
      replication,
      seed: 1,
    });
    const settled = [
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 0],
    ].map(([variant = 0, sample = 0, replication = 0]) => ({
      ok: true as const,
      job: { variant, sample, replication, seed: 1 },
      output: outcome({ sample, replication, digest: `${variant}` }),
    }));
    const failed = {
      ok: false as const,
      job: { variant: 0, sample: 2, replication: 0, seed: 1 },
      error: "no",
    };
    const first = outcomesOf([...settled, failed], 0);
    expect(first.base?.digest).toBe("0");
    expect(first.samples.map(({ sample }) => sample)).toEqual([1]);
    expect(first.replications.map(({ replication }) => replication)).toEqual([1]);
    expect(first.failed).toEqual([{ job: job(0, 2, 0), error: "no" }]);
    expect(outcomesOf(settled, 1)).toMatchObject({ samples: [{ digest: "1" }], replications: [] });
  });
});
