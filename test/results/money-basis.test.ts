// What a run did by calendar month: by hand where it can be done by hand, and against the ledger where not.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import type { Model } from "../../src/index.ts";
import { monthsOf } from "../../src/results/by-month.ts";
import { ALL_MECHANISMS } from "../../src/run/all-mechanisms.ts";
import { resumeFrom, snapshotOf } from "../../src/run/save.ts";
import { World } from "../../src/run/world.ts";
import { randomScenario } from "../run/random-scenario.ts";
import { tiny } from "../scenario/tiny.ts";
import { basisOf, read, withMoney } from "./basis-of.ts";

const DAY = 86_400;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const modelOf = (patch: object, base: string | object = tiny): Model =>
  compileModel(loadScenarioOrThrow(base, { patch }));
/** 6400 chips that stand, 640 more from 15 March, no work: Trainium2 at 840 W, PUE of Ohio. */
const hall = {
  inference: null,
  training: { campaigns: null },
  reliability: { multiplier: 0 },
  fleet: { burnInHours: 240 },
  deliveries: {
    first: null,
    old: { kind: "standing", site: "campus", system: "trn2-ultraserver", since: "2025-06-01", chips: 6400 },
    more: { kind: "batch", site: "campus", system: "trn2-ultraserver", date: "2026-03-15", chips: 640 },
  },
};

describe("bins by month", () => {
  it("share a bin that straddles two months by time, and lose nothing", () => {
    // Weeks of 7, 3 of them in 20 days; months begin on days 0, 10 and 18.
    const months = monthsOf(Float64Array.of(0, 10 * DAY, 18 * DAY, 20 * DAY), 7 * DAY, 3);
    const table = new Float64Array(6);
    months.share(Float64Array.of(99, 7, 14, 6), 1, table, 1);
    // 7 + 3/7 of 14; 4/7 of 14 + 4 of the 6 days of the last bin; 2 of them.
    expect([...table]).toEqual([0, 0, 0, 13, 12, 2]);
    expect([0, 9.9, 10, 17, 18, 25].map((day) => months.at(day * DAY))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});

describe("a hall of standing chips and a batch in March", () => {
  const { basis, worst } = basisOf(modelOf(hall));
  const row = (table: Float64Array): number[] => [...table];

  it("has a period for each calendar month", () => {
    expect([...basis.starts].map((s) => s / DAY)).toEqual([
      0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365,
    ]);
  });

  it("knows what stood and since when, what arrived and in which month", () => {
    expect(basis.pools).toHaveLength(1);
    expect(basis.pools[0]).toMatchObject({
      id: "campus/trn2-ultraserver",
      site: 0,
      chip: "trainium2",
      wattsPerChip: 840,
      peakPue: 1.2,
      standing: [{ chips: 6400, ageSeconds: 214 * DAY }],
    });
    expect(row(basis.arrivedChips)).toEqual([0, 0, 640, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(row(basis.retiredChips)).toEqual(DAYS.map(() => 0));
  });

  it("counts chip-hours delivered and in service, GW-years at peak PUE and MWh", () => {
    // 17 days of March; burn-in takes the first 10 of them.
    const delivered = DAYS.map((days, m) => 24 * (6400 * days + (m < 2 ? 0 : 640 * (m === 2 ? 17 : days))));
    const service = DAYS.map((days, m) => 24 * (6400 * days + (m < 2 ? 0 : 640 * (m === 2 ? 7 : days))));
    expect(row(basis.deliveredChipHours)).toEqual(delivered);
    expect(row(basis.inServiceChipHours)).toEqual(service);
    basis.gwYears.forEach((found, m) =>
      expect(found).toBeCloseTo((delivered[m]! * 840 * 1.2) / 1e9 / (365.25 * 24), 12),
    );
    expect(row(basis.trainingChipHours)).toEqual(DAYS.map(() => 0));
    expect(row(basis.servingChipHours)).toEqual(DAYS.map(() => 0));
    const model = modelOf(hall);
    basis.facilityMwh.forEach((found, m) =>
      expect(found / basis.itMwh[m]!).toBeCloseTo(model.sites[0]!.annualPue, 12),
    );
    expect(worst).toBeLessThan(1e-9);
  });

  it("has halls that are ready: 12 MW at the start, 8 MW more in July", () => {
    expect(basis.sites).toEqual([{ id: "campus", name: "campus", region: "us-east-2", standingWatts: 12e6 }]);
    expect(row(basis.readyWatts)).toEqual([0, 0, 0, 0, 0, 0, 8e6, 0, 0, 0, 0, 0]);
  });
});

describe("halls", () => {
  it("are ours by tenancy, and no more than the agreement gives", () => {
    const half = basisOf(modelOf({ ...hall, sites: { campus: { tenancyShare: 0.75 } } })).basis;
    expect(half.sites[0]!.standingWatts).toBeCloseTo(9e6, 6);
    expect(half.readyWatts[6]).toBeCloseTo(6e6, 6);
    // 18 MW at a peak PUE of 1.2 are 15 MW of IT load.
    const most = basisOf(modelOf({ ...hall, agreement: { capacityMw: 18 } })).basis;
    expect(most.sites[0]!.standingWatts).toBeCloseTo(12e6, 6);
    expect(most.readyWatts[6]).toBeCloseTo(3e6, 6);
  });

  it("that are retrofitted cost our part in the month it begins, and NaN where nobody states it", () => {
    const retrofits = { r: { from: "2026-10-05", itMw: 2, months: 2, usdPerMw: 3e6 } };
    const campus = { tenancyShare: 0.75, retrofits };
    const { basis } = basisOf(modelOf({ ...hall, sites: { campus } }));
    expect(basis.retrofitUsd[9]).toBeCloseTo(0.75 * 6e6, 3);
    expect(basis.retrofitUsd.filter((usd) => usd === 0)).toHaveLength(11);
    const unstated = { r: { from: "2026-10-05", itMw: 2, months: 2 } };
    const { basis: none } = basisOf(modelOf({ ...hall, sites: { campus: { retrofits: unstated } } }));
    expect(none.retrofitUsd[9]).toBeNaN();
  });
});

describe("chips that are too old", () => {
  it("retire in the month their life ends", () => {
    // In service since 1 June 2025: a year and a half, of 365.25 days, is 30 November 2026.
    const { basis, worst } = basisOf(modelOf({ ...hall, fleet: { burnInHours: 240, lifeYears: 1.5 } }));
    expect([...basis.retiredChips]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6400, 0]);
    expect(worst).toBeLessThan(1e-9);
  });
});

describe("work", () => {
  const campus = { end: "2026-06-01" };

  it("by pool and month is what ledger, regions and jobs say: tokens, FLOP, chip-hours", () => {
    const { basis, worst, world } = basisOf(modelOf(campus, "first-campus"));
    expect(worst).toBeLessThan(1e-9);
    expect(Math.min(...basis.flops)).toBeGreaterThanOrEqual(0);
    expect(basis.flops.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    expect(basis.tokens.reduce((a, b) => a + b, 0)).toBeGreaterThan(0);
    expect(world.channels.flops).toBeGreaterThan(0);
  });

  it("has sales at list price, and none where there is no price", () => {
    const priced = { inference: { price: { inputUsdPerMtok: 3, outputUsdPerMtok: 15 } } };
    const { basis, world } = basisOf(modelOf({ ...campus, ...priced }, "first-campus"));
    const sold = basis.salesUsd.reduce((a, b) => a + b, 0);
    const usd = world.recorder.integral
      .subarray(world.channels.revenue * world.recorder.bins)
      .slice(0, world.recorder.bins);
    expect(sold / usd.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(sold).toBeGreaterThan(0);
    const { basis: free } = basisOf(modelOf({ ...campus, inference: { price: null } }, "first-campus"));
    expect([...free.salesUsd].every((value) => Number.isNaN(value))).toBe(true);
  });

  it("moves no event: a run that records it has the bytes of one that does not", () => {
    const model = modelOf(campus, "first-campus");
    const plain = new World(model, ALL_MECHANISMS);
    plain.advance(model.horizonSeconds);
    plain.close();
    const { world } = basisOf(model);
    const shared = plain.recorder.integral.length;
    expect(world.recorder.integral.subarray(0, shared)).toEqual(plain.recorder.integral);
    expect(world.engine.executed).toBe(plain.engine.executed);
  });
});

describe("random scenarios", () => {
  it("cross-foot, and a resumed run has the basis of one go", () => {
    fc.assert(
      fc.property(randomScenario, fc.integer({ min: 0, max: 10_000 }), (input, at) => {
        const model = withMoney(compileModel(loadScenarioOrThrow(input)));
        const once = basisOf(model);
        expect(once.worst).toBeLessThan(1e-9);
        const first = new World(model, ALL_MECHANISMS);
        first.advance((model.horizonSeconds * at) / 10_000);
        const world = new World(model, ALL_MECHANISMS);
        resumeFrom(world, structuredClone(snapshotOf(first)));
        world.advance(model.horizonSeconds);
        world.close();
        expect(read(world).basis).toEqual(once.basis);
      }),
      { numRuns: 20 },
    );
  });
});
