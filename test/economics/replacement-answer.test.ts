// When a generation should make way for another: years, the first day it pays, what is lacking, and the words for it.
import { describe, expect, it } from "vitest";
import { replacementAnswer } from "../../src/index.ts";
import type { ReplacementChoice, ReplacementPair, ReplacementPlan, Steps } from "../../src/index.ts";

const always = (value: number): Steps => ({ from: [0], value: [value] });
/** 500 new chips a MW at 20,000 USD do twice the work; a MW-year of old work is worth 10 M; half a year out of use. */
const pair: ReplacementPair = {
  from: "old-system",
  to: "new-system",
  fromName: "Old",
  toName: "New",
  gain: 2,
  measures: [],
  claims: [
    { measure: "performance per watt", factor: 3, source: "a vendor" },
    { measure: "performance", factor: 9, source: "a vendor, of whole systems" },
  ],
  needsRetrofit: true,
  projected: false,
  availableYears: 0.5,
  chipsPerMw: 500,
  chipUsd: always(20_000),
  work: always(10e6),
  old: { usdPerMw: 8e6, sinceYears: -1 },
};
/** From 2026 to 2030, without discount. */
const plan: ReplacementPlan = {
  startEpochSeconds: Date.UTC(2026, 0, 1) / 1000,
  endYears: 4,
  discountPerYear: 0,
  lifeYears: 4,
  retrofitUsdPerMw: 2e6,
  retrofitYears: 0.4,
  burnInYears: 0.1,
  trainingWeight: 0.35,
  training: "fp8",
  pairs: [pair],
};
const ask = (
  change: Partial<ReplacementPair> = {},
  choice: ReplacementChoice = {},
  other: Partial<ReplacementPlan> = {},
): ReturnType<typeof replacementAnswer> =>
  replacementAnswer({ ...plan, ...other }, { ...pair, ...change }, choice);
const dates = (answer: ReturnType<typeof replacementAnswer>): readonly string[] =>
  answer.rows.map(({ date }) => date);

describe("an answer", () => {
  it("has the day the new chips can be had, and each later year of the run", () => {
    // Half a year of 365.25 days from 1 January 2026.
    expect(dates(ask())).toEqual(["2026-07-02", "2027-01-01", "2028-01-01", "2029-01-01"]);
    expect(dates(ask({ availableYears: -3 }))[0]).toBe("2026-01-01");
    expect(ask({ availableYears: 4 })).toMatchObject({ rows: [], text: "New cannot be had within the run." });
  });

  it("counts chips, retrofit, and the work of half a year", () => {
    // 4 years of 10 M more, less 5 M lost, 10 M of chips and 2 M of retrofit.
    expect(ask().rows[0]).toMatchObject({
      extraWorkUsd: 40e6,
      lostWorkUsd: 5e6,
      chipsUsd: 10e6,
      retrofitUsd: 2e6,
      netUsd: 23e6,
    });
    expect(ask().rows[0]?.mostUsdPerChip).toBeCloseTo(33e6 / 500, 6);
  });

  it("shows what is sunk and does not count it: 8 M written off over 4 years from 2025", () => {
    const [first, , third, last] = ask().rows;
    expect(first?.bookUsd).toBeCloseTo(5e6, 0);
    expect(third?.bookUsd).toBeCloseTo(2e6, -4);
    expect(last?.bookUsd).toBeCloseTo(0, -4);
    const { old: _, ...unknown } = pair;
    expect(replacementAnswer(plan, unknown).rows.map(({ netUsd }) => netUsd)).toEqual(
      ask().rows.map(({ netUsd }) => netUsd),
    );
  });

  it("needs no retrofit and loses no more than burn-in where the hall takes both", () => {
    const answer = ask({ needsRetrofit: false });
    expect(answer.outYears).toBe(0.1);
    expect(answer.rows[0]).toMatchObject({ retrofitUsd: 0, lostWorkUsd: 1e6 });
  });

  it("finds the first month it pays as chips become cheaper", () => {
    // It pays below 66,000 USD a chip: from April 2027.
    const chipUsd = { from: [0, 456.5 / 365.25], value: [100_000, 60_000] };
    const answer = ask({ chipUsd });
    expect(answer.firstPays).toBe("2027-05-01");
    expect(answer.text).toContain("Old to New pays from 2027-05-01: 2 times the work per MW");
  });

  it("takes a reader's numbers for the scenario's", () => {
    const choice = { chipUsd: 0, retrofitUsdPerMw: 0, workUsdPerMwYear: 1e6, lifeYears: 10, gain: 3 };
    expect(ask({}, choice).rows[0]).toMatchObject({ extraWorkUsd: 20e6, lostWorkUsd: 0.5e6, netUsd: 19.5e6 });
    expect(ask({}, { discountPerYear: 0.5 }).rows[0]?.netUsd).toBeLessThan(23e6);
  });
});

describe("the words", () => {
  it("say from when it pays and by how much", () => {
    expect(ask().text).toBe(
      "Old to New pays from 2026-07-02, the first day it can be had: 2 times the work per MW, and 1.4 times would do. It is worth USD 23 M per MW then.",
    );
  });

  it("say why it never pays, from which gain it would, and what costs most", () => {
    // 40 (g - 1) = 10 + 2 + 5: from 1.425.
    expect(ask({ gain: 0.85 }).text).toBe(
      "Old to New never pays within the run: 0.85 times the work per MW, and it would pay from 1.4 times; not even free chips would. Most of the cost is the chips.",
    );
    // Two that are alike in two digits have a third.
    expect(ask({ gain: 1.42 }).text).toContain(
      "1.42 times the work per MW, and it would pay from 1.43 times",
    );
    expect(ask({ gain: 1.3 }).text).toContain("from 1.4 times, or with chips at USD 10,000 each.");
  });

  it("say what nobody states", () => {
    const { chipUsd: _, ...unpriced } = pair;
    const { discountPerYear: _rate, ...undiscounted } = plan;
    expect(replacementAnswer(undiscounted, unpriced)).toMatchObject({
      lacks: ["the price of a New chip", "a discount rate"],
      rows: [],
      text: "No answer for Old to New: the scenario does not state the price of a New chip and a discount rate.",
    });
    const { retrofitUsdPerMw: _retrofit, ...free } = plan;
    const answer = replacementAnswer(free, pair);
    expect(answer).toMatchObject({ retrofitUnstated: true });
    expect(answer.text).toContain("is not stated: it may cost up to USD 25 M per MW.");
  });
});

describe("what moves it", () => {
  it("is half and one and a half of each price, and the vendor's own gain per watt", () => {
    const found = new Map(ask().sensitivity.map(({ what, netUsd }) => [what, netUsd]));
    expect([...found]).toEqual([
      ["chips at half the price", 28e6],
      ["chips at one and a half times the price", 18e6],
      ["work worth half", 5.5e6],
      ["work worth one and a half times", 40.5e6],
      ["a retrofit at half the price", 24e6],
      ["a retrofit at twice the price", 21e6],
      ["a gain of 3, the vendor's performance per watt", 63e6],
    ]);
  });

  it("is also the error of tokens that nobody has measured, unless the reader gives a gain", () => {
    const off = (choice: ReplacementChoice): readonly (readonly [string, number])[] =>
      ask({ band: 0.4, claims: [] }, choice)
        .sensitivity.filter(({ what }) => what.startsWith("a gain"))
        .map(({ what, netUsd }) => [what, Math.round(netUsd)] as const);
    expect(off({})).toEqual([
      ["a gain of 1.2, 40 % lower: its tokens are a prediction", -9e6],
      ["a gain of 2.8, 40 % higher: its tokens are a prediction", 55e6],
    ]);
    expect(off({ gain: 2 })).toEqual([]);
  });
});
