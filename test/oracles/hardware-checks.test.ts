// Consistency checks between chips, power, sites and money beside those of rows/hardware.ts: what must fail does fail, most
// draws of the slips agree too, and what is energised is the lesser of building and utility.
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow } from "../../src/index.ts";
import type { Model, Result } from "../../src/index.ts";
import { admittedChips } from "../../src/power/gate.ts";
import { at, runOnce, seriesOf, withoutWork } from "./read-run.ts";
import {
  AWS_ADDED_2025_MW,
  CHIPS,
  CHIPS_PER_US,
  EPOCH_ENERGY_USD,
  SEEDS,
  TRN2_WATTS,
  buildings,
  drawsOfMillion,
  energyOf2027,
  loadOf,
  rainierRun,
} from "./rows/hardware.ts";

const within = (value: number, expected: number, share: number): boolean =>
  Math.abs(value / expected - 1) <= share;
const { model, result: rainier } = rainierRun();

describe("a hall of 398 MW of IT load", () => {
  it.each([
    { watts: 870, chips: 457_408 },
    { watts: 840, chips: 473_792 },
    { watts: 750, chips: 530_624 },
  ])("admits $chips Trainium2 at $watts W, in whole UltraServers", ({ watts, chips }) => {
    expect(admittedChips(398e6, watts, CHIPS_PER_US)).toBe(chips);
    const result = runOnce(oneHall(watts));
    expect(at(result, "fleet.in-service", "2026-03-01")).toBe(chips);
    expect(at(result, "fleet.staged", "2026-03-01")).toBe(600_000 - chips);
    expect(seriesOf(result, "power.provisioned.hall").max.at(-1)).toBeLessThanOrEqual(398 * 1.2);
  });
});

describe("C1: 500,000 Trainium2 in the seven buildings of New Carlisle, 2025-10-17", () => {
  it("do not agree at the chip's TDP alone: 250 MW", () => {
    const tdpMw = loadOf(CHIPS.indiana, TRN2_WATTS.tdp);
    expect(tdpMw).toBe(250);
    expect(within(tdpMw, buildings(["new-carlisle"], "2025-10-17"), 0.12)).toBe(false);
  });
});

describe("C2: a million Trainium2 at the end of 2025 need 0 to 25 % less than the sites have", () => {
  const fits = (availableMw: number): boolean => {
    const share = loadOf(CHIPS.rainierEnd2025, 840) / availableMw;
    return share <= 1 && share >= 0.75;
  };

  it("in most draws of the slips; in the others buildings 8 to 11 came after the year's end", () => {
    const mw = drawsOfMillion();
    expect(mw.filter(fits).length).toBeGreaterThanOrEqual(SEEDS.length / 2);
    for (const available of mw) expect(available > 800).toBe(fits(available));
  });

  it("while the run has fewer in service (informational): it has half of Mississippi, and three sites", () => {
    const inService = at(rainier, "fleet.generation.trainium2", "2025-12-31");
    expect(inService).toBeGreaterThan(600_000);
    expect(inService).toBeLessThan(CHIPS.rainierEnd2025);
  });
});

describe("C3: all 1.4 million Trainium2", () => {
  it("are 700 MW at the chip's TDP alone, and a part of what AWS added in 2025", () => {
    expect(loadOf(CHIPS.allOfAmazon, TRN2_WATTS.tdp)).toBe(700);
    const landed = 840e-6 * model.sites[0]!.peakPue * (CHIPS.allOfAmazon - CHIPS.before2025);
    expect(landed).toBeGreaterThan(1000);
    expect(landed).toBeLessThan(1100);
    expect(landed / AWS_ADDED_2025_MW).toBeLessThan(0.5);
  });
});

describe("C3b: an over-count alarm, 2026-05-31", () => {
  const date = "2026-05-31";

  it("the three sites cannot be full of Trainium2 only: that would be more W per chip than any estimate", () => {
    const mw = buildings(["new-carlisle", "madison", "ridgeland"], date);
    expect((1422 * 1e6) / CHIPS.allOfAmazon).toBeGreaterThan(TRN2_WATTS.high);
    expect((mw * 1e6) / CHIPS.allOfAmazon).toBeGreaterThan(TRN2_WATTS.high);
  });

  it("and the run has fewer", () => {
    expect(at(rainier, "fleet.generation.trainium2", date)).toBeLessThan(CHIPS.allOfAmazon);
  });
});

describe("C9: the energy bill of a GW, 2027", () => {
  it("is lower at the run's own load (informational): serving idles at night and decode draws 0.42", () => {
    const { bill, facilityMwh, provisionedMw } = energyOf2027();
    const load = facilityMwh / 8760 / provisionedMw;
    expect(load).toBeGreaterThan(0.3);
    expect(load).toBeLessThan(0.85);
    expect((bill / provisionedMw) * 1000).toBeLessThan(EPOCH_ENERGY_USD);
  });
});

describe("C12: what is energised is the lesser of building and utility", () => {
  it("in every bin of the run", () => {
    for (const site of model.sites) expectLesser(rainier, site);
  });

  it("and each of them binds at New Carlisle in some draw of the slips", () => {
    const scenario = withoutWork("rainier");
    const binding = new Set<string>();
    for (const seed of SEEDS.slice(0, 5)) {
      const result = runOnce(scenario, seed);
      const site = model.sites[0]!;
      expectLesser(result, site);
      const building = at(result, "power.building.new-carlisle", "2027-12-30") * site.peakPue;
      binding.add(building > at(result, "power.utility.new-carlisle", "2027-12-30") ? "utility" : "building");
    }
    expect([...binding].toSorted()).toEqual(["building", "utility"]);
  });

  it("and new supply begins in January 2027: 2,800 MW by the end of 2032, in a straight line", () => {
    const utility = (date: string): number => at(rainier, "power.utility.new-carlisle", date);
    expect(utility("2024-01-01")).toBe(utility("2026-12-31"));
    const years =
      (Date.parse("2027-12-01") - Date.parse("2027-01-01")) /
      (Date.parse("2032-12-31") - Date.parse("2027-01-01"));
    expect(utility("2027-12-15") - utility("2026-12-31")).toBeCloseTo(2800 * years, 6);
    // Epoch AI's 32 buildings, 2,310 MW of facility load, fit into it then.
    expect(2310).toBeLessThanOrEqual(2800);
  });
});

/** Energised, exactly, where nothing changes within a bin; within the bin's range where a hall comes ready in it. */
function expectLesser(result: Result, site: Model["sites"][number]): void {
  const energised = seriesOf(result, `power.energised.${site.id}`);
  const building = seriesOf(result, `power.building.${site.id}`);
  const utility = site.utilityKnown ? seriesOf(result, `power.utility.${site.id}`) : undefined;
  const lesser = (end: "min" | "max", bin: number): number => {
    // The utility's series is already our share.
    const ours = (building[end][bin] ?? Number.NaN) * site.peakPue * site.tenancyShare;
    return Math.min(ours, utility?.[end][bin] ?? Infinity);
  };
  const wrong = Array.from({ length: result.bins }, (_, bin) => bin).filter((bin) => {
    const slack = 1e-9 * lesser("max", bin);
    return (
      (energised.min[bin] ?? Number.NaN) < lesser("min", bin) - slack ||
      (energised.max[bin] ?? Number.NaN) > lesser("max", bin) + slack ||
      (energised.mean[bin] ?? Number.NaN) > lesser("max", bin) + slack
    );
  });
  expect(wrong).toEqual([]);
}

/** One hall of 398 MW and 600,000 Trainium2 on the first day. */
function oneHall(watts: number): ReturnType<typeof loadScenarioOrThrow> {
  return loadScenarioOrThrow({
    id: "one-hall",
    title: "One hall",
    start: "2026-01-01",
    end: "2026-03-02",
    catalogue: { chips: { trainium2: { allInWatts: { value: watts } } } },
    sites: {
      hall: {
        region: "us-east-2",
        peakPue: 1.2,
        phases: { all: { date: "2026-01-01", itMw: 398, hall: "air" } },
      },
    },
    deliveries: {
      all: { kind: "batch", site: "hall", date: "2026-01-01", system: "trn2-ultraserver", chips: 600_000 },
    },
    reliability: {
      hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
      repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
      recoveryMinutes: { "2026-01-01": 2 },
    },
  });
}
