// Recipes: draws that move nothing else, arrivals with the shape that is asked for, and what is refused.
import { describe, expect, it } from "vitest";
import { jobsOf } from "../../src/index.ts";
import type { Recipe } from "../../src/index.ts";

const HOUR = 3600;
const plain: Recipe = {
  jobs: 4000,
  arrivals: { kind: "poisson", perHour: 60 },
  procs: { kind: "table", values: [1, 8, 64], weights: [2, 1, 1] },
  runSeconds: { kind: "lognormal", median: 600, mean: 1800 },
};
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("a recipe", () => {
  it("gives the same jobs for the same seed, and others for another seed or replication", () => {
    expect(jobsOf(plain, 1)).toEqual(jobsOf(plain, 1));
    expect(jobsOf(plain, 1).submit).not.toEqual(jobsOf(plain, 2).submit);
    expect(jobsOf(plain, 1).submit).not.toEqual(jobsOf(plain, 1, 1).submit);
  });

  it("moves no arrival and no run time where sizes change", () => {
    const [one, other] = [jobsOf(plain, 1), jobsOf({ ...plain, procs: { kind: "constant", value: 2 } }, 1)];
    expect(other.submit).toEqual(one.submit);
    expect(other.run).toEqual(one.run);
    expect(other.procs).not.toEqual(one.procs);
  });

  it("has the means it was asked for, within 4 standard errors", () => {
    const { submit, procs, run, count } = jobsOf({ ...plain, jobs: 40_000 }, 1);
    const gaps = submit[count - 1]! / count;
    expect(Math.abs(gaps / 60 - 1)).toBeLessThan(4 / Math.sqrt(count));
    // Standard deviations: 26.4 processors; 1800 s times sqrt(e^(2 ln 3) - 1) = 5091 s.
    expect(Math.abs(mean(procs) - 18.5)).toBeLessThan((4 * 26.4) / Math.sqrt(count));
    expect(Math.abs(mean(run) - 1800)).toBeLessThan((4 * 5091) / Math.sqrt(count));
  });

  it("arrives by the hour and by the day of the week as asked, the mean rate kept", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 20 ? 3 : 1));
    const weekdays = [1, 1, 1, 1, 1, 0, 0];
    const { submit, count } = jobsOf(
      { ...plain, jobs: 60_000, arrivals: { kind: "poisson", perHour: 60, hours, weekdays } },
      1,
    );
    const day = Array.from(submit, (time) => Math.floor(time / (24 * HOUR)) % 7);
    expect(day.filter((each) => each >= 5)).toEqual([]);
    const busy = Array.from(submit, (time) => Math.floor(time / HOUR) % 24).filter(
      (hour) => hour >= 8 && hour < 20,
    );
    expect(Math.abs(busy.length / count - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / count));
    const wholeWeeks = Math.floor(submit[count - 1]! / (168 * HOUR));
    const within = submit.filter((time) => time < wholeWeeks * 168 * HOUR).length;
    expect(wholeWeeks).toBeGreaterThan(4);
    expect(Math.abs(within / (wholeWeeks * 168 * 60) - 1)).toBeLessThan(4 / Math.sqrt(within));
  });

  it("arrives at equal distances where asked", () => {
    const { submit } = jobsOf({ ...plain, jobs: 4, arrivals: { kind: "even", perHour: 6 } }, 1);
    expect([...submit]).toEqual([600, 1200, 1800, 2400]);
  });

  it("estimates exactly, by a factor, or up to round times; never less than the run", () => {
    const factor = { kind: "uniform", low: 0.5, high: 3 } as const;
    expect(jobsOf({ ...plain, estimates: { kind: "exact" } }, 1).estimate).toEqual(jobsOf(plain, 1).run);
    const factors = jobsOf({ ...plain, estimates: { kind: "factor", factor } }, 1);
    const ratios = factors.estimate.map((estimate, job) => estimate / factors.run[job]!);
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...ratios)).toBeLessThanOrEqual(3 + 1e-9);
    const roundSeconds = [900, HOUR, 4 * HOUR];
    const rounds = jobsOf({ ...plain, estimates: { kind: "round", factor, roundSeconds } }, 1);
    for (const [job, estimate] of rounds.estimate.entries()) {
      expect(estimate).toBeGreaterThanOrEqual(rounds.run[job]!);
      if (estimate <= 4 * HOUR) expect(roundSeconds).toContain(estimate);
    }
  });

  it("cuts run times at the longest", () => {
    expect(Math.max(...jobsOf({ ...plain, mostRunSeconds: 700 }, 1).run)).toBe(700);
  });

  it.each<[string, Partial<Recipe>]>([
    ["none an hour", { arrivals: { kind: "poisson", perHour: 0 } }],
    ["fewer than none", { arrivals: { kind: "even", perHour: -1 } }],
    ["none in any hour", { arrivals: { kind: "poisson", perHour: 1, hours: [0, 0] } }],
  ])("refuses arrivals of %s instead of looking for the next without end", (_, change) => {
    expect(() => jobsOf({ ...plain, jobs: 1, ...change }, 1)).toThrow(/arrivals must be more than 0 an hour/);
  });

  it("refuses a distribution that gives no number", () => {
    const runSeconds = { kind: "lognormal", median: 600, mean: 60 } as const;
    expect(() => jobsOf({ ...plain, runSeconds }, 1)).toThrow(/run times must be 0 s or more .*found NaN s/);
  });
});
