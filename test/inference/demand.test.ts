// Demand by hour as compiled: growth that decays, a class's own growth and regions, local time, customers, gaps.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel } from "../../src/compile/compile.ts";
import { growthFactor, hourlyDemand } from "../../src/inference/demand.ts";
import type { DemandModel } from "../../src/model/types.ts";
import { loadScenarioOrThrow } from "../../src/scenario/index.ts";
import { tiny } from "../scenario/tiny.ts";

const DAY = 86_400;
const YEAR = 365.25 * DAY;
/** 1 January 2026 is a Thursday. */
const START_HOUR = 72;

const demandOf = (inference: object): DemandModel => {
  const { demand } = compileModel(loadScenarioOrThrow(tiny, { patch: { inference } }));
  if (demand === undefined) throw new Error("no demand");
  return demand;
};
/** Tokens/s by region and class in an hour. */
const at = (demand: DemandModel, seconds: number): Float64Array => {
  const out = new Float64Array(demand.regions.length * demand.classes.length);
  hourlyDemand(demand, seconds, START_HOUR, out);
  return out;
};
const week = (demand: DemandModel, cell: number, from = 0): number[] =>
  Array.from({ length: 168 }, (_, h) => at(demand, from + h * 3600)[cell] ?? 0);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const steady = { perYear: 1, finalPerYear: 1, decayYears: 1 };
const flat = { share: 0.5, profile: "flat", tokenMix: "batch" };

describe("growth", () => {
  it("gives 1, 3.7, 9.0, 16.8, 26.8, 38.9 ... 146.3 by year from 5 to 1.25 over 2 years", () => {
    const [g0, gInf] = [Math.log(5), Math.log(1.25)];
    const rows = [1, 3.7, 9.0, 16.8, 26.8, 38.9, 53.2, 70.2, 90.6, 115.6, 146.3];
    rows.forEach((value, year) => expect(growthFactor(year, g0, gInf, 2)).toBeCloseTo(value, 1));
  });

  it("of one class leaves the others as they are", () => {
    const demand = demandOf({
      growth: steady,
      classes: {
        chat: { ...flat, growth: null },
        batch: { ...flat, growth: { perYear: 3, finalPerYear: 3, decayYears: 1 } },
      },
    });
    const before = at(demand, 0);
    const after = at(demand, Math.round(YEAR / 3600) * 3600);
    expect((after[0] ?? 0) / (before[0] ?? 0)).toBeCloseTo(1, 9);
    expect((after[1] ?? 0) / (before[1] ?? 0)).toBeCloseTo(3, 3);
  });
});

describe("regions", () => {
  const two = {
    home: { share: 0.7, origin: "us-east-2" },
    tokyo: { share: 0.3, origin: "ap-northeast-1" },
  };

  it("share a class as it says, or as they do", () => {
    const demand = demandOf({
      growth: steady,
      regions: two,
      classes: { chat: flat, batch: { ...flat, regions: { home: 0.2, tokyo: 0.8 } } },
    });
    const [homeChat = 0, homeBatch = 0, tokyoChat = 0, tokyoBatch = 0] = at(demand, 0);
    expect(homeChat / (homeChat + tokyoChat)).toBeCloseTo(0.7, 12);
    expect(homeBatch / (homeBatch + tokyoBatch)).toBeCloseTo(0.2, 12);
    expect(homeChat + tokyoChat + homeBatch + tokyoBatch).toBeCloseTo(1e5, 6);
  });

  it("run a profile by their own clock where it has a home", () => {
    const office = { share: 1, profile: "office", tokenMix: "office" };
    const peakUtc = (localTime: boolean, region: string): number => {
      const demand = demandOf({
        growth: steady,
        regions: { home: { ...two.home, localTime }, tokyo: { ...two.tokyo, localTime } },
        classes: { chat: office },
      });
      // Thursday, in UTC.
      const day = Array.from({ length: 24 }, (_, h) => at(demand, h * 3600)[region === "home" ? 0 : 1] ?? 0);
      return day.indexOf(Math.max(...day));
    };
    // Observed at 19 UTC, 13 by the clock six hours behind it.
    expect(peakUtc(false, "tokyo")).toBe(19);
    // 13 in Tokyo is 4 UTC; in Ohio, five hours behind, 18.
    expect(peakUtc(true, "tokyo")).toBe(4);
    expect(peakUtc(true, "home")).toBe(18);
  });

  it("leave a profile of the whole world as it is", () => {
    const shape = (localTime: boolean): number[] =>
      week(
        demandOf({ growth: steady, regions: { home: { share: 1, origin: "ap-northeast-1", localTime } } }),
        0,
      );
    expect(shape(true)).toEqual(shape(false));
  });

  it("that no pool can serve are a fault", () => {
    const scenario = loadScenarioOrThrow(tiny, { patch: { deliveries: { first: null } } });
    expect(() => compileModel(scenario)).toThrow(
      "inference.regions.home has no pool that can serve it (found no pools at all)",
    );
  });
});

describe("a week", () => {
  it.each([
    ["code", 0.32],
    ["office", 0.16],
    ["chat-world", 0.57],
    ["campus", 0.5],
  ])("of %s has a weekend of %d of its weekdays, and the mean that was stated", (profile, factor) => {
    const demand = demandOf({ growth: steady, classes: { chat: { share: 1, profile, tokenMix: "chat" } } });
    // From Thursday: four hours of the week's days stand in order.
    const values = week(demand, 0);
    const weekend = values.slice(48, 96);
    const weekdays = [...values.slice(0, 48), ...values.slice(96)];
    expect(mean(weekend) / mean(weekdays)).toBeCloseTo(factor, 2);
    expect(mean(values)).toBeCloseTo(1e5, 6);
  });
});

describe("served models", () => {
  it("share a class as it says on the first day, or are all the first", () => {
    const models = { next: { llm: "llama-3-8b" } };
    const demand = demandOf({
      models,
      classes: { chat: { ...flat, models: { main: 0.25, next: 0.75 } }, batch: flat },
    });
    expect(demand.classes.map(({ servedShares }) => [...servedShares])).toEqual([
      [0.25, 0.75],
      [1, 0],
    ]);
  });
});

describe("customers", () => {
  it("make a class with the tokens they ask, beside those of classes", () => {
    const demand = demandOf({ growth: steady, customers: { "support-assistant": { count: 40_000 } } });
    expect(demand.classes.map(({ id }) => id)).toEqual(["chat", "support-assistant"]);
    expect(mean(week(demand, 0))).toBeCloseTo(1e5, 5);
    // 40,000 x 2,000 requests a day x 211 tokens / 86,400.
    expect(mean(week(demand, 1))).toBeCloseTo(195_370.37, 1);
  });
});

describe("places served from one pool", () => {
  it("peak no higher than the sum of their own peaks and no lower than the mean", () => {
    const part = fc.record({
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      shiftHours: fc.integer({ min: -23, max: 23 }),
    });
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.constantFrom("code", "office", "consumer-china", "chat-world", "campus"),
        (parts, profile) => {
          const sum = parts.reduce((total, { share }) => total + share, 0);
          const demand = demandOf({
            growth: steady,
            classes: { chat: { share: 1, profile, tokenMix: "chat" } },
            regions: {
              home: null,
              ...Object.fromEntries(
                parts.map(({ share, shiftHours }, i) => [
                  `place-${i}`,
                  { share: share / sum, shiftHours, origin: "us-east-2" },
                ]),
              ),
            },
          });
          const hours = Array.from({ length: 168 }, (_, h) => at(demand, h * 3600));
          const pooled = Math.max(...hours.map((cells) => cells.reduce((a, b) => a + b, 0)));
          const peaks = parts.map((_, r) => Math.max(...hours.map((cells) => cells[r] ?? 0)));
          expect(pooled).toBeLessThanOrEqual(peaks.reduce((a, b) => a + b, 0) * (1 + 1e-12));
          expect(pooled).toBeGreaterThanOrEqual(1e5 * (1 - 1e-9));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("measured hours", () => {
  const hour = (h: number): string => `${new Date(Date.UTC(2026, 0, 5, h)).toISOString().slice(0, 13)}:00Z`;
  const rows = [0, 1, 4, 5].map((h) => ({
    start: hour(h),
    region: "home",
    class: "chat",
    tokensPerSecond: h * 100,
  }));
  const values = (hourlyGaps: string): number[] => {
    const demand = demandOf({ growth: steady, hourly: rows, hourlyGaps });
    return [0, 1, 2, 3, 4, 5].map((h) => at(demand, 4 * DAY + h * 3600)[0] ?? 0);
  };

  it("with gaps follow a straight line, or the profile", () => {
    const line = values("interpolate");
    [0, 100, 200, 300, 400, 500].forEach((value, i) => expect(line[i]).toBeCloseTo(value, 9));
    const profile = values("profile");
    expect([profile[0], profile[1], profile[4], profile[5]]).toEqual([0, 100, 400, 500]);
    expect(profile[2]).toBeGreaterThan(50_000);
  });

  it("come by all paths: what goes elsewhere is taken off", () => {
    const accessPaths = { native: {}, vertex: {} };
    const demand = demandOf({
      growth: steady,
      hourly: rows.slice(0, 2),
      accessPaths,
      accessChoice: { latencySlope: 0 },
    });
    expect(at(demand, 4 * DAY + 3600)[0]).toBeCloseTo(50, 9);
  });
});
