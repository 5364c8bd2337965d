// The consistency checks between chips, power, sites and money that hold whatever the catalogue says, computed from
// a run of `rainier` (its own seed) at the date each of them names. Outside figures are named where they stand.
//
// Informational, and said so below: C2's chip count, C9 at the run's own load. Circular ones are not here.
import { beforeAll, describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Model, Result } from "../../src/index.ts";
import { admittedChips } from "../../src/power/gate.ts";
import { at, binOf, runOnce, seriesOf, withoutWork } from "./read-run.ts";

const CHIPS_PER_US = 64;
/** All-in W per Trainium2: 48 kW / 64 chips and 27 kW / 32 (SemiAnalysis); 870 is Epoch AI's density. */
const TRN2_WATTS = { low: 750, rack: 844, high: 870, tdp: 500 };
/** Garman, 2025-10-17: "about 500,000 chips in Indiana today". Amazon, 2026-02-05: 1.4 million landed. */
const CHIPS = { indiana: 500_000, rainierEnd2025: 1_000_000, allOfAmazon: 1_400_000, before2025: 315_000 };
/** MW that AWS added in calendar 2025 (Amazon, Q4 2025). */
const AWS_ADDED_2025_MW = 3900;
const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1);

const loadOf = (chips: number, watts: number): number => (chips * watts) / 1e6;
const within = (value: number, expected: number, share: number): boolean =>
  Math.abs(value / expected - 1) <= share;

let model: Model;
let rainier: Result;

beforeAll(() => {
  model = compileModel(loadScenarioOrThrow("rainier"));
  rainier = startRun(model).finish();
}, 60_000);

const buildings = (sites: readonly string[], date: string, result = rainier): number =>
  sites.reduce((mw, site) => mw + at(result, `power.building.${site}`, date), 0);

/** IT W of one installed chip as the run provisions it: facility MW at peak PUE over chips in hall. */
function wattsPerInstalledChip(date: string): number {
  const itMw = model.sites.reduce(
    (mw, site) => mw + at(rainier, `power.provisioned.${site.id}`, date) / site.peakPue,
    0,
  );
  return (itMw * 1e6) / (at(rainier, "fleet.in-service", date) + at(rainier, "fleet.burn-in", date));
}

describe("a hall of 398 MW of IT load", () => {
  it.each([
    { watts: 870, chips: 457_408 },
    { watts: 840, chips: 473_792 },
    { watts: 750, chips: 530_624 },
  ])("admits $chips Trainium2 at $watts W, in whole UltraServers", ({ watts, chips }) => {
    expect(admittedChips(398e6, watts, CHIPS_PER_US)).toBe(chips);
    expect(chips).toBeGreaterThanOrEqual(457_000);
    expect(chips).toBeLessThanOrEqual(531_000);
    const result = runOnce(oneHall(watts));
    expect(at(result, "fleet.in-service", "2026-03-01")).toBe(chips);
    expect(at(result, "fleet.staged", "2026-03-01")).toBe(600_000 - chips);
    expect(seriesOf(result, "power.provisioned.hall").max.at(-1)).toBeLessThanOrEqual(398 * 1.2);
  });
});

describe("C1: 500,000 Trainium2 and the seven buildings of New Carlisle, 2025-10-17, within 12 %", () => {
  const date = "2025-10-17";

  it("agree at all-in watts", () => {
    const building = buildings(["new-carlisle"], date);
    const watts = wattsPerInstalledChip(date);
    expect(watts).toBeGreaterThanOrEqual(TRN2_WATTS.low);
    expect(watts).toBeLessThanOrEqual(TRN2_WATTS.high);
    for (const perChip of [TRN2_WATTS.low, watts, TRN2_WATTS.rack])
      expect(within(loadOf(CHIPS.indiana, perChip), building, 0.12)).toBe(true);
  });

  it("agree with the chips the run has in service there", () => {
    // 453,696: a hall is filled to 92 % and burns in for a week. Epoch AI's own count is 457,000.
    expect(within(at(rainier, "fleet.chips.new-carlisle", date), CHIPS.indiana, 0.12)).toBe(true);
  });

  it("do not agree at the chip's TDP alone: 250 MW", () => {
    const tdpMw = loadOf(CHIPS.indiana, TRN2_WATTS.tdp);
    expect(tdpMw).toBe(250);
    expect(within(tdpMw, buildings(["new-carlisle"], date), 0.12)).toBe(false);
  });
});

describe("C2: a million Trainium2 at the end of 2025 need 0 to 25 % less than the sites have", () => {
  const date = "2025-12-31";
  const sites = ["new-carlisle", "madison"];
  const fits = (availableMw: number, watts: number): boolean => {
    const share = loadOf(CHIPS.rainierEnd2025, watts) / availableMw;
    return share <= 1 && share >= 0.75;
  };

  it("in New Carlisle and Madison, in MW of IT load", () => {
    for (const watts of [TRN2_WATTS.low, wattsPerInstalledChip(date), TRN2_WATTS.rack])
      expect(fits(buildings(sites, date), watts)).toBe(true);
  });

  it("in most draws of the slips; in the others buildings 8 to 11 came after the year's end", () => {
    const scenario = withoutWork("rainier", { end: "2026-02-01" });
    const mw = SEEDS.map((seed) => buildings(sites, date, runOnce(scenario, seed)));
    const fitting = mw.filter((available) => fits(available, 840));
    expect(fitting.length).toBeGreaterThanOrEqual(SEEDS.length / 2);
    for (const available of mw) expect(available > 800).toBe(fits(available, 840));
  });

  it("while the run has fewer in service (informational): it has half of Mississippi, and three sites", () => {
    const inService = at(rainier, "fleet.generation.trainium2", date);
    expect(inService).toBeGreaterThan(600_000);
    expect(inService).toBeLessThan(CHIPS.rainierEnd2025);
  });
});

describe("C3: all 1.4 million Trainium2, and their part of what AWS added in 2025", () => {
  const date = "2025-12-31";

  it("are 1.18 GW of IT load, 1.33 GW drawn on average and 1.41 GW at peak PUE, within 5 %", () => {
    const itMw = loadOf(CHIPS.allOfAmazon, wattsPerInstalledChip(date));
    const site = model.sites[0]!;
    expect(within(itMw, 1180, 0.05)).toBe(true);
    expect(within(itMw * site.annualPue, 1330, 0.05)).toBe(true);
    expect(within(itMw * site.peakPue, 1410, 0.05)).toBe(true);
    expect(loadOf(CHIPS.allOfAmazon, TRN2_WATTS.tdp)).toBe(700);
  });

  it("are less than half of the 3.9 GW, by Amazon's count and by the run's", () => {
    const perChip = (wattsPerInstalledChip(date) * model.sites[0]!.peakPue) / 1e6;
    const landed = perChip * (CHIPS.allOfAmazon - CHIPS.before2025);
    const delivered =
      perChip * (at(rainier, "fleet.delivered", date) - at(rainier, "fleet.delivered", "2024-12-31"));
    expect(landed).toBeGreaterThan(1000);
    expect(landed).toBeLessThan(1100);
    for (const mw of [landed, delivered]) expect(mw / AWS_ADDED_2025_MW).toBeLessThan(0.5);
    // A run cannot have more than the world had.
    expect(at(rainier, "fleet.delivered", date)).toBeLessThanOrEqual(CHIPS.allOfAmazon);
  });
});

describe("C3b: an over-count alarm, 2026-05-31", () => {
  const date = "2026-05-31";
  const sites = ["new-carlisle", "madison", "ridgeland"];

  it("the three sites cannot be full of Trainium2 only: that would be more W per chip than any estimate", () => {
    // Epoch AI counts 1,422 MW by then; of Ridgeland's first group the scenario does not know the size.
    const mw = buildings(sites, date);
    expect(within(mw, 1422, 0.05)).toBe(true);
    expect((1422 * 1e6) / CHIPS.allOfAmazon).toBeGreaterThan(TRN2_WATTS.high);
    expect((mw * 1e6) / CHIPS.allOfAmazon).toBeGreaterThan(TRN2_WATTS.high);
  });

  it("and the run does not fill them so", () => {
    const trn2Mw = loadOf(at(rainier, "fleet.generation.trainium2", date), 840);
    expect(trn2Mw / buildings(sites, date)).toBeLessThan(0.92);
    expect(at(rainier, "fleet.generation.trainium2", date)).toBeLessThan(CHIPS.allOfAmazon);
  });
});

describe("C9: the energy bill of a GW, 2027", () => {
  /** Epoch AI, 2026-05-14: $0.6 B a year for 1 GW. */
  const EPOCH_USD = 0.6e9;
  const year = (): { bill: number; facilityMwh: number; provisionedMw: number } => {
    const [from, to] = [binOf(rainier, "2027-01-01"), binOf(rainier, "2027-12-31") + 1];
    const mean = (values: Float64Array): number =>
      values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
    const sites = model.sites.map((site, s) => {
      const it = rainier.energyMwh.slice(s * rainier.bins + from, s * rainier.bins + to);
      const facilityMwh = it.reduce((sum, mwh) => sum + mwh, 0) * site.annualPue;
      const provisionedMw = mean(seriesOf(rainier, `power.provisioned.${site.id}`).mean);
      return { bill: facilityMwh * (site.usdPerMwh ?? Number.NaN), facilityMwh, provisionedMw };
    });
    const sum = (key: "bill" | "facilityMwh" | "provisionedMw"): number =>
      sites.reduce((total, site) => total + site[key], 0);
    return { bill: sum("bill"), facilityMwh: sum("facilityMwh"), provisionedMw: sum("provisionedMw") };
  };

  it("is within 25 % of Epoch AI's at the check's load of 0.85 and the run's own prices", () => {
    const { bill, facilityMwh } = year();
    expect(within((bill / facilityMwh) * 1000 * 0.85 * 8760, EPOCH_USD, 0.25)).toBe(true);
  });

  it("is lower at the run's own load (informational): serving idles at night and decode draws 0.42", () => {
    const { bill, facilityMwh, provisionedMw } = year();
    const load = facilityMwh / 8760 / provisionedMw;
    expect(load).toBeGreaterThan(0.3);
    expect(load).toBeLessThan(0.85);
    expect((bill / provisionedMw) * 1000).toBeLessThan(EPOCH_USD);
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
