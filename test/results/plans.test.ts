// What was planned and what came of it: the agreement, orders, retrofits, generations and the notes on them.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { restsOnAssumption } from "../../src/results/headline-inputs.ts";
import { tiny } from "../scenario/tiny.ts";

const DAY = 86_400;
const resultOf = (patch: object): Result =>
  startRun(compileModel(loadScenarioOrThrow(tiny, { patch: { inference: null, ...patch } }))).finish();
/** Chips that stand on the first day: 100 UltraServers of 64 at 840 W, 5.376 MW of IT load, 6.4512 MW at peak PUE. */
const standing = {
  deliveries: {
    first: null,
    old: { kind: "standing", site: "campus", system: "trn2-ultraserver", since: "2025-06-01", chips: 6400 },
  },
};

describe("the agreement", () => {
  it("has what is ours at its highest, and GW-years of what is provisioned", () => {
    const found = resultOf({ ...standing, agreement: { name: "ours", capacityMw: 15 } }).agreement;
    // 365 of 365.25 days of 6.4512 MW.
    const gwYears = (0.0064512 * 365) / 365.25;
    expect(found).toMatchObject({ name: "ours", basis: "facility", capacityMw: 15 });
    // 12 MW of IT from the first day, 8 MW more from July: 14.4 and the 0.6 that are left.
    expect(found?.peakMw).toBeCloseTo(15, 9);
    expect(found?.gwYears).toBeCloseTo(gwYears, 12);
  });

  it("counts IT MW where it is for those", () => {
    const found = resultOf({ ...standing, agreement: { capacityMw: 15, basis: "it" } }).agreement;
    expect(found?.peakMw).toBeCloseTo(15, 9);
  });

  it("is not there where the scenario has none", () => {
    expect(resultOf(standing)).not.toHaveProperty("agreement");
  });
});

describe("orders", () => {
  it("have their dates, their chips, and whether they were cancelled", () => {
    const lead = { kind: "batch", site: "campus", system: "trn2-ultraserver", chips: 64, leadTimeDays: 20 };
    const { orders } = resultOf({
      deliveries: {
        first: null,
        kept: { ...lead, date: "2026-03-02", slip: { kind: "fixed", months: 1 } },
        dropped: { ...lead, date: "2026-04-01", cancelled: "2026-02-01" },
        plain: { ...lead, date: "2026-05-01", leadTimeDays: undefined },
      },
    });
    const row = {
      site: "campus",
      system: "trn2-ultraserver",
      chipName: "Trainium2",
      chips: 64,
      itMw: 0.05376,
    };
    expect(orders).toEqual([
      {
        ...row,
        delivery: "kept",
        plannedSeconds: 60 * DAY,
        arrivesSeconds: 90.4375 * DAY,
        orderBySeconds: 40 * DAY,
        cancelled: false,
      },
      {
        ...row,
        delivery: "dropped",
        plannedSeconds: 90 * DAY,
        arrivesSeconds: 90 * DAY,
        orderBySeconds: 70 * DAY,
        cancelled: true,
      },
      { ...row, delivery: "plain", plannedSeconds: 120 * DAY, arrivesSeconds: 120 * DAY, cancelled: false },
    ]);
  });
});

describe("retrofits", () => {
  it("are listed with their halls and days, as far as the halls stood empty", () => {
    const { retrofits, notes } = resultOf({
      ...standing,
      sites: { campus: { retrofits: { r: { from: "2026-02-01", itMw: 9, months: 2 } } } },
    });
    // 12 MW of air halls, of which 5.376 are taken.
    expect(retrofits).toHaveLength(1);
    expect(retrofits[0]).toMatchObject({
      site: "campus",
      fromSeconds: 31 * DAY,
      untilSeconds: (31 + 60.875) * DAY,
    });
    expect(retrofits[0]?.itMw).toBeCloseTo(6.624, 9);
    expect(retrofits[0]).not.toHaveProperty("usd");
    expect(notes).toEqual(["What a retrofit of halls costs per MW is not stated, so no sum is shown."]);
  });

  it("cost what each of them says", () => {
    const r = { from: "2026-02-01", itMw: 2, months: 2, usdPerMw: 3e6 };
    const { retrofits, notes } = resultOf({
      ...standing,
      sites: { campus: { retrofits: { r, later: { ...r, from: "2026-03-01", usdPerMw: 4e6 } } } },
    });
    expect(retrofits.map((row) => row.usd)).toEqual([6e6, 8e6]);
    expect(notes).toEqual([]);
  });
});

describe("generations", () => {
  it("have their FLOP/s per MW, and what a vendor claims beside what this model has", () => {
    const { generations } = resultOf({
      deliveries: {
        first: null,
        two: { kind: "batch", site: "campus", system: "trn2-ultraserver", date: "2026-01-01", chips: 64 },
        three: { kind: "batch", site: "campus", system: "trn3-gen2", date: "2026-08-01", chips: 144 },
      },
    });
    expect(generations.map((g) => [g.system, g.available, g.allInWatts, g.halls, g.projected])).toEqual([
      ["trn2-ultraserver", "2024-12-03", 840, ["air", "liquid"], false],
      ["trn3-gen2", "2025-12-02", 1220, ["liquid"], false],
    ]);
    const [two, three] = generations;
    // 667 and 1,299 TFLOP/s in 840 W, 671 and 2,517 in 1,220 W.
    expect(two?.bf16EflopsPerMw).toBeCloseTo(667 / 840, 3);
    expect(two?.fp8EflopsPerMw).toBeCloseTo(1299 / 840, 3);
    expect(three?.bf16EflopsPerMw).toBeCloseTo(671 / 1220, 3);
    expect(three?.fp8EflopsPerMw).toBeCloseTo(2517 / 1220, 3);
    const perWatt = three?.claims.find((claim) => claim.measure === "performance per watt");
    expect(perWatt?.modelled).toBeCloseTo(2517 / 1220 / (1299 / 840), 2);
    // Nothing is served here, so no tokens are compared.
    expect(three?.claims.find((claim) => claim.measure === "output tokens per MW")?.modelled).toBeUndefined();
  });
});

describe("notes on a refresh", () => {
  const refresh = (change: object): object => ({
    ...standing,
    fleet: { refresh: { ageYears: 0.8, systems: ["trn3-gen1"], trainingWeight: 1, ...change } },
  });

  it("say what was declined at best and what is asked", () => {
    // FP8 per watt: 2,517 / 1,220 over 1,299 / 840 is 1.33.
    expect(resultOf(refresh({ minGain: 0.5 })).notes).toEqual([
      "The refresh can never pay: the best is trn3-gen1 for trn2-ultraserver with 1.33 of its useful work per MW, and more than 1.50 is asked.",
    ]);
  });

  it("say that a retrofit has no price where none is stated, and nothing where it has", () => {
    const wet = { systems: ["trn3-gen2"], retrofitMonths: 1 };
    const plain = resultOf(refresh(wet));
    expect(plain.notes).toEqual(["What a retrofit of halls costs per MW is not stated, so no sum is shown."]);
    expect(plain.retrofits[0]).not.toHaveProperty("usd");
    const priced = resultOf(refresh({ ...wet, retrofitUsdPerMw: 2e6 }));
    expect(priced.notes).toEqual([]);
    expect(priced.retrofits[0]?.usd).toBeCloseTo(5.376 * 2e6, 3);
  });
});

describe("a headline is illustrative", () => {
  it("where more than half of what it rests on is assumed or the user's own", () => {
    const published = { published: 10 };
    expect(restsOnAssumption("chips", { sites: { published: 1, assumed: 1 } })).toBe(false);
    expect(restsOnAssumption("chips", { sites: { published: 1, assumed: 2 } })).toBe(true);
    expect(restsOnAssumption("chips", { sites: { published: 1, yours: 1, assumed: 1 } })).toBe(true);
    // Demand is no part of it; of what is served it is.
    const demand = { sites: published, inference: { assumed: 11 } };
    expect(restsOnAssumption("chips", demand)).toBe(false);
    expect(restsOnAssumption("tokens", demand)).toBe(true);
    expect(restsOnAssumption("ettr", demand)).toBe(false);
  });
});
