// One sentence on what an announcement changes, from the headlines of two runs.
import { describe, expect, it } from "vitest";
import { effectSentence } from "../../src/index.ts";
import type { ToldRun } from "../../src/index.ts";

type Told = ToldRun["headlines"][number];
const headline = (id: string, label: string, value: number, unit: string, more = {}): Told => ({
  id,
  label,
  value,
  unit,
  ...more,
});
const gwYears = (value: number): Told =>
  headline("gw-years", "GW-years of installed chips", value, "GW-years");
const unserved = (value: number): Told => headline("unserved", "Demand unserved", value, "share");
const energy = (value: number): Told => headline("energy", "Energy", value, "GWh");
const run = (headlines: readonly Told[], exhaustedSeconds?: number | null): ToldRun => ({
  headlines,
  // 2026-01-01
  startEpochSeconds: 1_767_225_600,
  ...(exhaustedSeconds === undefined
    ? {}
    : {
        money: {
          info: {
            commitment: {
              totalUsd: 1e11,
              ...(exhaustedSeconds === null ? {} : { exhaustedSeconds }),
            },
          },
        },
      }),
});
const YEAR = 365.25 * 86_400;
const slips = {
  title: "Trainium4 slips",
  says: "Trainium4 two quarters later",
  otherwise: "no Trainium4 here",
};

describe("the sentence of an announcement", () => {
  it("tells the largest change with both values, the day the commitment is spent, and how much else moves", () => {
    const spent = (year: number): Told => headline("commitment-spent", "Commitment spent", year, "date");
    const before = run([gwYears(36.7), unserved(0.302), energy(177_000), spent(2030.05)], 4.05 * YEAR);
    const after = run([gwYears(34.8), unserved(0.303), energy(177_100), spent(2030.37)], 4.37 * YEAR);
    expect(effectSentence(before, after, slips)).toBe(
      "Trainium4 two quarters later: 1.90 fewer GW-years of installed chips (34.8 instead of 36.7), and 100 B USD are spent in May 2030 instead of Jan 2030; nothing else changes by more than 1 %.",
    );
  });

  it("tells two at most and counts the others; shares by points, energy and waits after what was done", () => {
    const before = run([
      energy(1000),
      unserved(0.1),
      gwYears(10),
      headline("ttft", "Median first token", 1, "s"),
    ]);
    const after = run([
      energy(2000),
      unserved(0.15),
      gwYears(11),
      headline("ttft", "Median first token", 9, "s"),
    ]);
    expect(effectSentence(before, after, slips)).toBe(
      "Trainium4 two quarters later: 1.00 more GW-years of installed chips (11.0 instead of 10.0), and median first token 9.00 s instead of 1.00 s; 2 more headlines change by more than 1 %.",
    );
  });

  it("counts of so many by the larger whole", () => {
    const of = (done: number, all: number): Told =>
      headline("campaigns-done", "Campaigns finished", done, `of ${all}`);
    expect(effectSentence(run([of(91, 93)]), run([of(106, 109)]), slips)).toContain(
      "campaigns finished 106 of 109 instead of 91 of 93; nothing else",
    );
    expect(effectSentence(run([of(100, 200)]), run([of(101, 200)]), slips)).toContain("no headline changes");
  });

  it("says dollars and watt-hours in one unit, and no more figures than there are", () => {
    const sold = (value: number): Told =>
      headline("revenue", "Revenue at list price", value, "M USD", { figures: 2 });
    expect(effectSentence(run([sold(7613)]), run([sold(51.3)]), slips)).toContain(
      "revenue at list price 51 M USD instead of 7.6 B USD",
    );
    expect(effectSentence(run([energy(13_800)]), run([energy(950)]), slips)).toContain(
      "energy 950 GWh instead of 13.8 TWh",
    );
    const peak = (mw: number): Told => headline("agreement-peak", "Most under the agreement", mw, "MW");
    expect(effectSentence(run([peak(5000)]), run([peak(4137)]), slips)).toContain(
      "most under the agreement 4.14 GW instead of 5.00 GW",
    );
  });

  it("tells what capacity costs its provider, which is no headline", () => {
    const costs = (usdPerGwYear: number): ToldRun => ({
      ...run([gwYears(1)]),
      money: { info: { unitCosts: [{ id: "all", view: "provider", usdPerGwYear, figures: 2 }] } },
    });
    expect(effectSentence(costs(6.2e9), costs(5.6e9), slips)).toBe(
      "Trainium4 two quarters later: cost of a GW-year to its provider 5.6 B USD instead of 6.2 B USD; nothing else changes by more than 1 %.",
    );
  });

  it("tells headlines that only one run has", () => {
    const sold = headline("revenue", "Revenue at list price", 51, "M USD");
    const bare = run([gwYears(1)]);
    const priced = run([gwYears(1), sold]);
    expect(effectSentence(bare, priced, slips)).toContain(
      "revenue at list price 51.0 M USD where there was none",
    );
    expect(effectSentence(priced, bare, slips)).toContain("no revenue at list price any more");
  });

  it("says when a commitment is no longer spent within the run, and when it is for the first time", () => {
    const rows = [gwYears(1)];
    expect(effectSentence(run(rows, YEAR), run(rows, null), slips)).toContain(
      "100 B USD are not spent within the run instead of in Jan 2027",
    );
    expect(effectSentence(run(rows, null), run(rows, YEAR), slips)).toContain(
      "100 B USD are spent in Jan 2027 instead of not within the run",
    );
    expect(effectSentence(run(rows, YEAR), run(rows, YEAR + 86_400), slips)).toContain("changes nothing");
  });

  it("says so where nothing changes, or too little", () => {
    const same = run([gwYears(36.7)]);
    expect(effectSentence(same, same, slips)).toBe(
      "Trainium4 two quarters later: changes nothing in this plan.",
    );
    const { says: _, ...unsaid } = slips;
    expect(effectSentence(same, same, unsaid)).toBe(
      "Trainium4 slips: changes nothing in this plan: no Trainium4 here.",
    );
    expect(effectSentence(same, run([gwYears(36.5)]), slips)).toBe(
      "Trainium4 two quarters later: no headline changes by more than 1 %; most changes 0.20 fewer GW-years of installed chips (36.5 instead of 36.7).",
    );
  });
});
