// What a scenario says of replacing chips, per IT MW: worth of work, energy, prices, measures; by hand.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, replacementAnswer, replacementPlan } from "../../src/index.ts";
import type { ReplacementPlan } from "../../src/index.ts";
import { tiny } from "../scenario/tiny.ts";

const money = {
  discount: { perYear: 0.08 },
  contract: { usdPerGwYear: 9e9 },
  costs: {
    chipUsd: { trainium3: { steps: { "2026-01-01": 20_000, "2026-07-01": 15_000 } } },
    chipLifeYears: 4,
  },
  energy: { usdPerMwh: { "us-east-2": 80 } },
};
const deliveries = {
  new: { kind: "batch", site: "campus", system: "trn3-gen2", date: "2026-08-01", chips: 144 },
};
const planOf = (patch: object): ReplacementPlan =>
  replacementPlan(compileModel(loadScenarioOrThrow(tiny, { patch: { deliveries, ...patch } })));
const [pair] = planOf({ money }).pairs;

describe("a plan", () => {
  it("has one pair of an old and a newer system", () => {
    const found = planOf({ money });
    expect(found.pairs.map(({ from, to }) => [from, to])).toEqual([["trn2-ultraserver", "trn3-gen2"]]);
    expect(found).toMatchObject({ discountPerYear: 0.08, trainingWeight: 0.35, training: "fp8" });
    expect(found.lifeYears).toBeCloseTo(4, 2);
    expect(found).not.toHaveProperty("retrofitUsdPerMw");
  });

  it("counts what the contract pays for a facility GW at peak PUE: 9 M a MW-year x 1.2", () => {
    expect(pair?.work?.value).toEqual([9e6 * 1.2]);
  });

  it("counts it by chip-hour where the contract does: 1 USD x 8766 h x 1,190 chips of 840 W", () => {
    const contract = { chipHours: { usd: { trainium2: 1, trainium3: 2 } } };
    const [byHour] = planOf({ money: { ...money, contract } }).pairs;
    expect(byHour?.work?.value[0]).toBeCloseTo((8766 * 1e6) / 840, 3);
  });

  it("has a new chip's price in steps, and how many stand on a MW", () => {
    expect(pair?.chipUsd?.value).toEqual([20_000, 15_000]);
    expect(pair?.chipUsd?.from[1]).toBeCloseTo(181 / 365.25, 9);
    expect(pair?.chipsPerMw).toBeCloseTo(1e6 / 1220, 9);
  });

  it("has what stays in the old chips: the catalogue's 9,000 USD each, when they came on average", () => {
    expect(pair?.old?.usdPerMw).toBeCloseTo(9000 * (1e6 / 840), 3);
    // A ramp from January to June.
    expect(pair?.old?.sinceYears).toBeGreaterThan(0.15);
    expect(pair?.old?.sinceYears).toBeLessThan(0.25);
  });

  it("lists work by measure, which disagree, beside the vendor's claims", () => {
    const ratio = (id: string): number => pair?.measures.find((measure) => measure.id === id)?.ratio ?? NaN;
    // Datasheets: 671 over 667 TFLOP/s of BF16, 2,517 over 1,299 of FP8, per 1,220 and 840 W.
    expect(ratio("bf16")).toBeCloseTo(671 / 1220 / (667 / 840), 6);
    expect(ratio("fp8")).toBeCloseTo(2517 / 1220 / (1299 / 840), 6);
    expect(pair?.gain).toBeCloseTo(0.35 * ratio("fp8") + 0.65 * ratio("tokens"), 9);
    // Where most campaigns train in bf16, that counts.
    const [slow] = planOf({ training: { campaigns: { one: { precision: "bf16" } } } }).pairs;
    expect(slow?.gain).toBeCloseTo(0.35 * ratio("bf16") + 0.65 * ratio("tokens"), 9);
    expect(pair?.claims.find(({ measure }) => measure === "output tokens per MW")?.factor).toBe(5);
    expect(pair?.needsRetrofit).toBe(true);
  });

  it("splits tokens into decode and prefill: the times of both add up to that of a token", () => {
    const of = (id: string): { old: number; next: number } =>
      pair?.measures.find((measure) => measure.id === id) ?? { old: NaN, next: NaN };
    for (const side of ["old", "next"] as const)
      expect(1 / of("decode")[side] + 1 / of("prefill")[side]).toBeCloseTo(1 / of("tokens")[side], 12);
  });

  it("leaves out what the scenario does not say", () => {
    const found = planOf({});
    expect(found).not.toHaveProperty("discountPerYear");
    expect(found.pairs[0]).not.toHaveProperty("work");
    const [bare] = found.pairs;
    if (bare === undefined) throw new Error("no pair");
    expect(replacementAnswer(found, bare).lacks).toHaveLength(4);
  });
});
