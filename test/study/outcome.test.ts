// What a study keeps of a run agrees with the run.
import { describe, expect, it } from "vitest";
import { epochSeconds } from "../../src/engine/index.ts";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import { monthlyMeans, monthsOf } from "../../src/study/monthly.ts";
import { outcomeOf } from "../../src/study/outcome.ts";

const DAY = 86_400;

describe("months", () => {
  it("are calendar months, the first and last cut by the horizon", () => {
    const months = monthsOf(epochSeconds("2026-01-15"), 60 * DAY);
    expect(months.names).toEqual(["2026-01", "2026-02", "2026-03"]);
    expect([...months.edges].map((edge) => edge / DAY)).toEqual([0, 17, 45, 60]);
  });

  it("begin with a whole one where the start is a first", () => {
    const months = monthsOf(epochSeconds("2026-01-01"), 31 * DAY);
    expect(months.names).toEqual(["2026-01"]);
    expect([...months.edges]).toEqual([0, 31 * DAY]);
  });

  it("take a straddling weekly bin with the days that lie in each", () => {
    // Five weeks from 2026-01-01: January holds four and three days of the fifth; the last bin is cut at 33 days.
    const months = monthsOf(epochSeconds("2026-01-01"), 33 * DAY);
    const means = monthlyMeans(Float64Array.of(1, 1, 1, 1, 8), 7 * DAY, 33 * DAY, months);
    expect(means[0]).toBeCloseTo((28 * 1 + 3 * 8) / 31, 12);
    expect(means[1]).toBeCloseTo(8, 12);
  });
});

describe("outcomeOf", () => {
  const result = simulateSync(loadScenarioOrThrow("first-campus"));
  const outcome = outcomeOf(result, 3);

  it("keeps the draws, the digest and the headlines", () => {
    expect(outcome).toMatchObject({ sample: 3, seed: result.seed, replication: 0, digest: result.digest });
    expect(outcome.headlines).toEqual(result.headlines);
  });

  it("keeps means of whole months: time-weighted, they give the mean of the run", () => {
    const edges = monthsOf(outcome.startEpochSeconds, outcome.horizonSeconds).edges;
    expect(outcome.months).toHaveLength(24);
    const means = outcome.series.filter(({ id }) => !id.startsWith("money."));
    expect(means.length).toBeLessThan(outcome.series.length);
    for (const { id } of means) {
      const series = result.series.find((each) => each.id === id);
      const whole = [...(series?.mean ?? [])].reduce((sum, value) => sum + value * result.binSeconds, 0);
      const monthly = [...(outcome.monthly[id] ?? [])].reduce(
        (sum, value, m) => sum + value * ((edges[m + 1] ?? 0) - (edges[m] ?? 0)),
        0,
      );
      expect(Math.abs(monthly - whole), id).toBeLessThanOrEqual(1e-9 * Math.abs(whole));
    }
    expect(outcome.series.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["power.drawn.all", "power.energised.campus", "served.home", "unserved.all"]),
    );
  });

  it("keeps every campaign run with its number", () => {
    const jobs = result.jobs.filter((job) => job.kind === "campaign");
    expect(outcome.campaigns.map(({ id, run, endSeconds }) => [id, run, endSeconds])).toEqual(
      jobs.map((job) => [job.id, 1, job.endSeconds]),
    );
  });

  it("says by when a level was reached: a phase on its date, not a bin later", () => {
    const reach = outcome.reach["power.building.campus"];
    const scenario = loadScenarioOrThrow("first-campus");
    const planned = Object.values(scenario.sites["campus"]?.phases ?? {}).map(
      (phase) => epochSeconds(phase.date) - outcome.startEpochSeconds,
    );
    expect([...(reach?.seconds ?? [])]).toEqual(planned.map((at) => Math.max(0, at)));
    expect([...(reach?.level ?? [])]).toEqual([...(reach?.level ?? [])].toSorted((a, b) => a - b));
  });

  it("goes through structured clone", () => {
    expect(structuredClone(outcome)).toEqual(outcome);
  });
});
