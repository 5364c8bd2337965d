/** Small runs and prices by hand: months of 730 h from 2026-01-01 unless a test asks for calendar months. */
import type { MoneyBasis } from "../../src/economics/basis.ts";
import { epochSeconds, monthStarts } from "../../src/engine/index.ts";
import type { CommitmentModel, CostModel, MoneyModel } from "../../src/model/money.ts";

export const START = epochSeconds("2026-01-01");
export const MONTH = 730 * 3_600;
export const YEAR = 365.25 * 86_400;

/** Starts of so many calendar months from a day, the first of which may be a part, and the horizon. */
export function calendarMonths(count: number, from = "2026-01-01"): Float64Array {
  const start = epochSeconds(from);
  const later = monthStarts(start + 1, start + (count + 2) * 31 * 86_400).slice(0, count);
  return Float64Array.of(0, ...later.map((epoch) => epoch - start));
}

export const evenMonths = (count: number): Float64Array =>
  Float64Array.from({ length: count + 1 }, (_, p) => p * MONTH);

const filled = (length: number, value: number): Float64Array => new Float64Array(length).fill(value);

/** One pool of 1,000 chips at one site, in service all the time: half trains, a quarter serves. Nothing arrives or leaves. */
export function basisOf(starts: Float64Array, changes: Partial<MoneyBasis> = {}): MoneyBasis {
  const count = starts.length - 1;
  const hours = Float64Array.from(
    { length: count },
    (_, p) => (1_000 * ((starts[p + 1] ?? 0) - (starts[p] ?? 0))) / 3_600,
  );
  return {
    starts,
    startEpochSeconds: START,
    pools: [
      {
        id: "pool",
        site: 0,
        chip: "chip",
        chipName: "Chip",
        wattsPerChip: 1_000,
        peakPue: 1.2,
        standing: [{ chips: 1_000, ageSeconds: 0 }],
      },
    ],
    sites: [{ id: "site", name: "Site", region: "region", standingWatts: 0 }],
    servedModels: ["main"],
    deliveredChipHours: hours,
    inServiceChipHours: hours,
    trainingChipHours: hours.map((each) => each / 2),
    servingChipHours: hours.map((each) => each / 4),
    // 1,000 chips x 1 kW x 1.2 = 1.2 MW
    gwYears: hours.map((each) => (each * 1.2e-6) / 8_766),
    facilityMwh: hours.map((each) => each * 1.1e-3),
    itMwh: hours.map((each) => each * 1e-3),
    arrivedChips: filled(count, 0),
    retiredChips: filled(count, 0),
    readyWatts: filled(count, 0),
    retrofitUsd: filled(count, 0),
    tokens: hours.map((each) => (each / 4) * 3.6e6),
    flops: hours.map((each) => (each / 2) * 3_600 * 1e14),
    salesUsd: filled(count, 1e6),
    paths: [],
    ...changes,
  };
}

/** Customer (0) pays provider (1) 2 USD a chip-hour for what is in service, energy included; no costs and no commitment. */
export function modelOf(starts: Float64Array, changes: Partial<MoneyModel> = {}): MoneyModel {
  const count = starts.length - 1;
  return {
    starts,
    periods: Array.from({ length: count }, (_, p) => `month ${p + 1}`),
    parties: [
      { id: "lab", name: "Lab", outside: false },
      { id: "cloud", name: "Cloud", outside: false },
      { id: "rival", name: "Rival", outside: true },
    ],
    customer: 0,
    provider: 1,
    discountFactor: filled(count, 1),
    discountPerYear: 0,
    priceLevel: filled(count, 1),
    contract: {
      pays: "installed",
      energy: "included",
      usdPerGwYear: undefined,
      usdPerChipHour: filled(count, 2),
    },
    usdPerMwh: filled(count, 50),
    gramsCo2PerKwh: Float64Array.of(400),
    waterLitresPerKwh: Float64Array.of(0.2),
    commitment: undefined,
    investment: undefined,
    costs: undefined,
    moves: [],
    tokenPrice: filled(count, 1),
    confidence: {
      contract: "published",
      energy: "published",
      chips: "assumed",
      buildings: "estimated",
      commitment: "published",
      tokens: "published",
    },
    ...changes,
  };
}

export const commitmentOf = (changes: Partial<CommitmentModel> = {}): CommitmentModel => ({
  payer: 0,
  payee: 1,
  totalUsd: 30,
  startSeconds: 0,
  floorsUsd: Float64Array.of(10, 10, 10),
  trueUp: "annual",
  carriesOver: false,
  discount: 0,
  eligible: { training: true, serving: true, idle: true, energy: true, withoutPaths: [] },
  ...changes,
});

/** 10,000 USD a chip over 5 years, 10 USD a W of building over 20, upkeep of 0.1 USD a W and year. */
export const costsOf = (starts: Float64Array, changes: Partial<CostModel> = {}): CostModel => ({
  chipUsd: filled(starts.length - 1, 10_000),
  chipLifeSeconds: 5 * YEAR,
  buildingUsdPerWatt: Float64Array.of(10),
  buildingLifeSeconds: 20 * YEAR,
  upkeepUsdPerWattSecond: 0.1 / YEAR,
  paidBeforeSeconds: 0,
  ...changes,
});

/** A table of so many USD a month, as chip-hours of one pool at the model's 2 USD. */
export const hoursFor = (usd: readonly number[]): Float64Array => Float64Array.from(usd, (each) => each / 2);
