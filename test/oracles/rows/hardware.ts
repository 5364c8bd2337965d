// Chips, power and sites as others count them, against a run of `rainier` (its own seed) at the date each figure names.
import { compileModel, loadScenarioOrThrow, startRun } from "../../../src/index.ts";
import type { Model, Result } from "../../../src/index.ts";
import { admittedChips } from "../../../src/power/gate.ts";
import { at, binOf, runOnce, seriesOf, withoutWork } from "../read-run.ts";
import { rangeRow, closeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

export const CHIPS_PER_US = 64;
/** All-in W per Trainium2: 48 kW / 64 chips and 27 kW / 32 (SemiAnalysis); 870 is Epoch AI's density. */
export const TRN2_WATTS = { low: 750, rack: 844, high: 870, tdp: 500 };
/** Garman, 2025-10-17: "about 500,000 chips in Indiana today". Amazon, 2026-02-05: 1.4 million landed. */
export const CHIPS = {
  indiana: 500_000,
  rainierEnd2025: 1_000_000,
  allOfAmazon: 1_400_000,
  before2025: 315_000,
};
/** MW that AWS added in calendar 2025 (Amazon, Q4 2025). */
export const AWS_ADDED_2025_MW = 3900;
export const SEEDS = Array.from({ length: 20 }, (_, k) => k + 1);

const SEMIANALYSIS =
  "W per chip: https://newsletter.semianalysis.com/p/amazons-ai-self-sufficiency-trainium2-architecture-networking";
const EPOCH = "https://epoch.ai/data/data-centers";
const AMAZON = "Amazon's release of its fourth quarter of 2025, 5 February 2026";
const GARMAN = "M. Garman, AWS, 17 October 2025: about 500,000 chips in Indiana today";

export const loadOf = (chips: number, watts: number): number => (chips * watts) / 1e6;

export interface RainierRun {
  readonly model: Model;
  readonly result: Result;
}

/** The preset as it is, run once for all that ask. */
export const rainierRun: () => RainierRun = once(() => {
  const model = compileModel(loadScenarioOrThrow("rainier"));
  return { model, result: startRun(model).finish() };
});

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export const buildings = (sites: readonly string[], date: string, result = rainierRun().result): number =>
  sites.reduce((mw, site) => mw + at(result, `power.building.${site}`, date), 0);

/** IT W of one installed chip as the run provisions it: facility MW at peak PUE over chips in hall. */
export function wattsPerInstalledChip(date: string): number {
  const { model, result } = rainierRun();
  const itMw = model.sites.reduce(
    (mw, site) => mw + at(result, `power.provisioned.${site.id}`, date) / site.peakPue,
    0,
  );
  return (itMw * 1e6) / (at(result, "fleet.in-service", date) + at(result, "fleet.burn-in", date));
}

const rounded = (value: number): string => Math.round(value).toLocaleString("en-US");

function hallRows(): readonly OracleRow[] {
  return [870, 840, 750].map((watts) =>
    rangeRow({
      id: `hardware.hall-${watts}`,
      what: `Trainium2 that a hall of 398 MW IT admits at ${watts} W, in whole UltraServers`,
      expected: "457,000 (Epoch AI) to 531,000 (398 MW / 750 W)",
      simulated: admittedChips(398e6, watts, CHIPS_PER_US),
      low: 457_000,
      high: 531_000,
      say: rounded,
      unit: "chips",
      source: EPOCH,
    }),
  );
}

function indianaRows(): readonly OracleRow[] {
  const date = "2025-10-17";
  const { result } = rainierRun();
  const building = buildings(["new-carlisle"], date);
  const watts = wattsPerInstalledChip(date);
  return [
    rangeRow({
      id: "hardware.c1-watts",
      what: "IT W of an installed Trainium2 as the run provisions it, 17 October 2025",
      expected: "750 to 844 W by racks, 870 W by density",
      simulated: watts,
      low: TRN2_WATTS.low,
      high: TRN2_WATTS.high,
      unit: "W",
      source: `${SEMIANALYSIS}, ${EPOCH}`,
    }),
    ...[TRN2_WATTS.low, watts, TRN2_WATTS.rack].map((perChip, k) =>
      closeRow({
        id: `hardware.c1-${["rack-low", "run", "rack-high"][k]}`,
        what: `MW IT of the seven buildings of New Carlisle, 17 October 2025, beside 500,000 chips at ${Math.round(perChip)} W`,
        expected: loadOf(CHIPS.indiana, perChip),
        simulated: building,
        // As a share of the building, which is how the check is stated.
        within: 0.12 * building,
        tolerance: "within 12 % of the buildings",
        say: rounded,
        unit: "MW",
        source: `${GARMAN}; ${k === 1 ? "W per chip: the run's" : SEMIANALYSIS}; buildings: ${EPOCH}`,
      }),
    ),
    closeRow({
      id: "hardware.c1-chips",
      what: "Trainium2 in service at New Carlisle, 17 October 2025",
      expected: CHIPS.indiana,
      simulated: at(result, "fleet.chips.new-carlisle", date),
      withinShare: 0.12,
      say: rounded,
      unit: "chips",
      kind: "calibration",
      source: GARMAN,
      note: "How full the halls are was chosen with this count in view. Epoch AI's own count is 457,000.",
    }),
  ];
}

function millionRows(): readonly OracleRow[] {
  const date = "2025-12-31";
  const available = buildings(["new-carlisle", "madison"], date);
  return [TRN2_WATTS.low, wattsPerInstalledChip(date), TRN2_WATTS.rack].map((watts, k) =>
    rangeRow({
      id: `hardware.c2-${["rack-low", "run", "rack-high"][k]}`,
      what: `MW IT of New Carlisle and Madison at the end of 2025, beside a million Trainium2 at ${Math.round(watts)} W`,
      expected: `${rounded(loadOf(CHIPS.rainierEnd2025, watts))} MW`,
      simulated: available,
      low: loadOf(CHIPS.rainierEnd2025, watts),
      high: loadOf(CHIPS.rainierEnd2025, watts) / 0.75,
      say: rounded,
      unit: "MW",
      tolerance: "as much, or up to a third more",
      source: `Amazon, December 2025: more than a million in production; ${k === 1 ? "W per chip: the run's" : SEMIANALYSIS}; buildings: ${EPOCH}`,
    }),
  );
}

function fleetRows(): readonly OracleRow[] {
  const date = "2025-12-31";
  const { model, result } = rainierRun();
  const site = model.sites[0];
  if (site === undefined) throw new Error("rainier has a first site");
  const itMw = loadOf(CHIPS.allOfAmazon, wattsPerInstalledChip(date));
  const perChip = (wattsPerInstalledChip(date) * site.peakPue) / 1e6;
  const delivered =
    perChip * (at(result, "fleet.delivered", date) - at(result, "fleet.delivered", "2024-12-31"));
  const load = (id: string, what: string, expected: number, simulated: number): OracleRow =>
    closeRow({
      id: `hardware.c3-${id}`,
      what: `1.4 million Trainium2 at the W the run provisions: ${what}`,
      expected,
      simulated,
      withinShare: 0.05,
      say: rounded,
      unit: "MW",
      source: `${AMAZON}: 1.4 million chips landed; ${SEMIANALYSIS}`,
      kind: "calibration",
      note: "Both sides take 840 W a chip: this checks the run's arithmetic and its PUE.",
    });
  const less = (id: string, what: string, mw: number): OracleRow =>
    rangeRow({
      id: `hardware.c3-${id}`,
      what,
      expected: "less than half of 3,900 MW",
      simulated: mw,
      high: AWS_ADDED_2025_MW / 2,
      say: rounded,
      unit: "MW",
      source: `${AMAZON}: 3.9 GW added in 2025`,
    });
  return [
    load("it", "IT load", 1180, itMw),
    load("average", "drawn on average", 1330, itMw * site.annualPue),
    load("peak", "at peak PUE", 1410, itMw * site.peakPue),
    less(
      "landed",
      "Facility MW of the Trainium2 that landed in 2025, by Amazon's count",
      perChip * (CHIPS.allOfAmazon - CHIPS.before2025),
    ),
    less("delivered", "Facility MW of the Trainium2 delivered in 2025, by the run", delivered),
    rangeRow({
      id: "hardware.c3-count",
      what: "Trainium2 delivered by the end of 2025, by the run",
      expected: "no more than the 1.4 million of all Amazon",
      simulated: at(result, "fleet.delivered", date),
      high: CHIPS.allOfAmazon,
      say: rounded,
      unit: "chips",
      source: AMAZON,
    }),
  ];
}

function alarmRows(): readonly OracleRow[] {
  const date = "2026-05-31";
  const { result } = rainierRun();
  const mw = buildings(["new-carlisle", "madison", "ridgeland"], date);
  return [
    closeRow({
      id: "hardware.c3b-buildings",
      what: "MW IT of the three sites, 31 May 2026",
      expected: 1422,
      simulated: mw,
      withinShare: 0.05,
      say: rounded,
      unit: "MW",
      source: EPOCH,
      note: "Of Ridgeland's first group the scenario does not know the size.",
    }),
    rangeRow({
      id: "hardware.c3b-part",
      what: "Part of the three sites' MW that Trainium2 takes, 31 May 2026",
      expected: "not all: 1.4 million in 1,422 MW would be 1,016 W a chip",
      simulated: loadOf(at(result, "fleet.generation.trainium2", date), 840) / mw,
      high: 0.92,
      source: `${AMAZON}; ${EPOCH}`,
    }),
  ];
}

/** Bill in USD, MWh at the meter and mean MW installed of 2027. */
export function energyOf2027(): { bill: number; facilityMwh: number; provisionedMw: number } {
  const { model, result } = rainierRun();
  const [from, to] = [binOf(result, "2027-01-01"), binOf(result, "2027-12-31") + 1];
  const mean = (values: Float64Array): number =>
    values.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
  const sites = model.sites.map((site, s) => {
    const it = result.energyMwh.slice(s * result.bins + from, s * result.bins + to);
    const facilityMwh = it.reduce((sum, mwh) => sum + mwh, 0) * site.annualPue;
    const provisionedMw = mean(seriesOf(result, `power.provisioned.${site.id}`).mean);
    const { periods = [], usdPerMwh } = model.money ?? {};
    const price = usdPerMwh?.[s * periods.length + periods.indexOf("2027-01")] ?? Number.NaN;
    return { bill: facilityMwh * price, facilityMwh, provisionedMw };
  });
  const sum = (key: "bill" | "facilityMwh" | "provisionedMw"): number =>
    sites.reduce((total, site) => total + site[key], 0);
  return { bill: sum("bill"), facilityMwh: sum("facilityMwh"), provisionedMw: sum("provisionedMw") };
}

/** Epoch AI, 14 May 2026: USD a year for 1 GW. */
export const EPOCH_ENERGY_USD = 0.6e9;

function energyRow(): OracleRow {
  const { bill, facilityMwh } = energyOf2027();
  return closeRow({
    id: "hardware.c9-energy",
    what: "Energy bill of 1 GW for a year at a load of 0.85 and the run's own prices",
    expected: EPOCH_ENERGY_USD / 1e6,
    simulated: ((bill / facilityMwh) * 1000 * 0.85 * 8760) / 1e6,
    withinShare: 0.25,
    say: rounded,
    unit: "M USD",
    source: "https://epoch.ai/data-insights/ai-datacenter-cost-breakdown",
  });
}

/** MW IT of New Carlisle and Madison at the end of 2025 under twenty draws of the slips. */
export function drawsOfMillion(): readonly number[] {
  const scenario = withoutWork("rainier", { end: "2026-02-01" });
  return SEEDS.map((seed) => buildings(["new-carlisle", "madison"], "2025-12-31", runOnce(scenario, seed)));
}

export const hardware: OracleGroup = {
  id: "hardware",
  title: "Chips, power and sites",
  about:
    "A run of rainier beside what Amazon says of its chips and what Epoch AI and SemiAnalysis say of power and buildings. Phases dated after 1 October 2025 are predicted, and the run has not read them.",
  rows: () => [
    ...hallRows(),
    ...indianaRows(),
    ...millionRows(),
    ...fleetRows(),
    ...alarmRows(),
    energyRow(),
  ],
};
