// Orders that wait for money: no year pays or is billed more than its limit, nothing is lost, and more money brings nothing later.
import { describe, expect, it } from "vitest";
import { test as given, fc } from "@fast-check/vitest";
import { applyLimits } from "../../src/compile/annual-limits.ts";
import type { LimitedFleet, YearlyUsd } from "../../src/compile/annual-limits.ts";
import type { Batch } from "../../src/compile/deliveries.ts";
import { epochSeconds, monthStarts } from "../../src/engine/index.ts";
import type { LimitsModel, MoneyModel, PoolModel, SiteModel } from "../../src/model/types.ts";
import { DAY, YEAR } from "./parts.ts";

const START = epochSeconds("2026-03-16");
const END = epochSeconds("2031-07-01");
const HORIZON = END - START;
const starts = Float64Array.from(
  [START, ...monthStarts(START, END).filter((each) => each > START), END],
  (each) => each - START,
);
const months = starts.length - 1;
const day = (date: string): number => epochSeconds(date) - START;
const dateOf = (seconds: number): string =>
  seconds === Infinity ? "never" : new Date((START + seconds) * 1000).toISOString().slice(0, 10);

/** Two kinds of UltraServers: 10 chips of 100 W, 5 of 400. */
const pools = [
  { id: "campus/old", site: 0, system: "old", chipsPerUs: 10, wattsPerChip: 100 },
  { id: "campus/new", site: 0, system: "new", chipsPerUs: 5, wattsPerChip: 400 },
] as unknown as readonly PoolModel[];
const sites = [{ id: "campus", peakPue: 1.2 }] as unknown as readonly SiteModel[];

interface Prices {
  /** USD of a chip, by pool, and by how much it falls each month. */
  readonly chip?: readonly [number, number];
  readonly fallsPerMonth?: number;
  readonly paidBeforeMonths?: number;
  readonly chipHour?: readonly [number, number];
  readonly gwYear?: number;
  readonly lifeSeconds?: number;
}

function fleetOf(prices: Prices): LimitedFleet {
  const { chip = [NaN, NaN], fallsPerMonth = 0, paidBeforeMonths = 0, chipHour, gwYear } = prices;
  const table = (of: readonly number[]): Float64Array =>
    Float64Array.from(
      of.flatMap((usd) => Array.from({ length: months }, (_, m) => usd * (1 - fallsPerMonth * m))),
    );
  const money: Pick<MoneyModel, "starts" | "periods" | "contract" | "costs"> = {
    starts,
    periods: Array.from({ length: months }, (_, m) => dateOf(starts[m] ?? 0).slice(0, 7)),
    contract: {
      pays: "installed",
      energy: "included",
      usdPerGwYear: gwYear === undefined ? undefined : new Float64Array(months).fill(gwYear),
      usdPerChipHour: chipHour && table(chipHour),
    },
    costs: {
      chipUsd: table(chip),
      chipLifeSeconds: 5 * YEAR,
      buildingUsdPerWatt: new Float64Array(1),
      buildingLifeSeconds: YEAR,
      upkeepUsdPerWattSecond: 0,
      paidBeforeSeconds: (paidBeforeMonths * YEAR) / 12,
    },
  };
  return {
    horizon: HORIZON,
    lifeSeconds: prices.lifeSeconds ?? Infinity,
    oversubscription: 1,
    pools,
    sites,
    money: money as MoneyModel,
  };
}

const batch = (system: string, time: number, us: number, since?: number): Batch => ({
  delivery: "order",
  site: "campus",
  system,
  planned: time,
  time,
  us,
  ...(since === undefined ? {} : { since }),
});

function limited(
  prices: Prices,
  limits: YearlyUsd,
  batches: readonly Batch[],
): { batches: Batch[]; model: LimitsModel } {
  const copy = batches.map((each) => ({ ...each }));
  const model = applyLimits(fleetOf(prices), limits, copy);
  return { batches: copy, model };
}
const rows = ({ batches }: { batches: readonly Batch[] }): unknown =>
  batches.map(({ system, time, us }) => [system, dateOf(time), us]);

describe("capital", () => {
  const chip = [100, 1000] as const;
  const four = [
    batch("old", day("2026-06-01"), 8),
    batch("new", day("2026-09-01"), 2),
    batch("old", day("2027-02-01"), 4),
    batch("old", day("2028-02-01"), 1),
  ];

  it("of 10,000 a year: eight at 1,000, then the next year holds two of 5,000 and those after wait again", () => {
    const found = limited({ chip }, { capital: () => 10_000 }, four);
    expect(rows(found)).toEqual([
      ["old", "2026-06-01", 8],
      ["new", "2027-01-01", 2],
      ["old", "2028-01-01", 4],
      ["old", "2028-02-01", 1],
    ]);
    expect(found.model.putOff.map(({ by, usd, chips }) => [by, usd, chips])).toEqual([
      ["capital", 10_000, 10],
      ["capital", 4000, 40],
    ]);
    expect([...(found.model.capital?.taken ?? [])]).toEqual([8000, 10_000, 5000, 0, 0, 0]);
  });

  it("splits a batch by whole UltraServers", () => {
    const found = limited({ chip }, { capital: () => 3999 }, [batch("old", day("2026-06-01"), 8)]);
    expect(rows(found)).toEqual([
      ["old", "2026-06-01", 3],
      ["old", "2027-01-01", 3],
      ["old", "2028-01-01", 2],
    ]);
  });

  it("is that of the year of payment, and chips come so many months after", () => {
    const found = limited({ chip, paidBeforeMonths: 3 }, { capital: () => 8000 }, [
      batch("old", day("2027-02-15"), 8),
      batch("old", day("2027-03-20"), 8),
    ]);
    // Both are paid in 2026: the second in January 2027, and comes in April.
    expect(rows(found)).toEqual([
      ["old", "2027-02-15", 8],
      ["old", "2027-04-01", 8],
    ]);
  });

  it("is not asked in a year without a limit, nor of what stood before the start", () => {
    const found = limited({ chip }, { capital: (year) => (year === "2026" ? 0 : undefined) }, [
      batch("old", 0, 50, -YEAR),
      ...four,
    ]);
    expect(rows(found)).toEqual([
      ["old", "2026-03-16", 50],
      ["old", "2027-01-01", 8],
      ["new", "2027-01-01", 2],
      ["old", "2027-02-01", 4],
      ["old", "2028-02-01", 1],
    ]);
  });

  it("never brings what no year of the run holds, and says so", () => {
    const found = limited({ chip }, { capital: () => 4999 }, four);
    expect(rows(found)).toEqual([
      ["old", "2026-06-01", 4],
      ["old", "2027-01-01", 4],
      ["new", "never", 2],
      ["old", "never", 4],
      ["old", "never", 1],
    ]);
    expect(found.model.putOff.filter(({ until }) => until === Infinity)).toHaveLength(3);
  });

  it("leaves what comes after the run as it is, and counts nothing where no price is stated", () => {
    const late = [batch("old", HORIZON + DAY, 1000), batch("old", day("2026-06-01"), 1e6)];
    expect(rows(limited({}, { capital: () => 1 }, late))).toEqual(rows({ batches: late.toReversed() }));
  });
});

describe("spend", () => {
  it("is what all that came is billed in a whole year, in each that follows", () => {
    // A chip-hour of 1: an UltraServer of 10 chips is 87,600 a year, 87,840 in 2028.
    const spend = (year: string): number => (year < "2028" ? 5 * 87_600 : 7 * 87_840);
    const found = limited({ chipHour: [1, 1] }, { spend }, [batch("old", day("2027-05-01"), 9)]);
    expect(rows(found)).toEqual([
      ["old", "2027-05-01", 5],
      ["old", "2028-01-01", 2],
      ["old", "never", 2],
    ]);
    expect(found.model.putOff.map(({ by }) => by)).toEqual(["spend", "spend"]);
  });

  it("is by GW-years at peak PUE where the contract says so", () => {
    // 1.2 kW of facility load each; ten of them are 12e-6 GW-years a year of 365.25 days.
    const each = (1.2e-6 * 366) / 365.25;
    const found = limited({ gwYear: 1e9 }, { spend: () => 6.5e9 * each }, [
      batch("old", day("2026-05-01"), 9),
    ]);
    expect(rows(found)).toEqual([
      ["old", "2026-05-01", 6],
      ["old", "never", 3],
    ]);
  });

  it("has room again when chips are too old", () => {
    const found = limited({ chipHour: [1, 1], lifeSeconds: 2 * YEAR }, { spend: () => 87_840 }, [
      batch("old", day("2026-05-01"), 1),
      batch("old", day("2026-06-01"), 1),
    ]);
    expect(rows(found)).toEqual([
      ["old", "2026-05-01", 1],
      ["old", "2029-01-01", 1],
    ]);
  });

  it("gives way to capital where that binds first, and the first is the reason", () => {
    const chip = [100, 100] as const;
    const capital = (year: string): number => (year === "2026" ? 2000 : 1e9);
    const found = limited({ chip, chipHour: [1, 1] }, { capital, spend: () => 5 * 87_840 }, [
      batch("old", day("2026-05-01"), 6),
    ]);
    expect(rows(found)).toEqual([
      ["old", "2026-05-01", 2],
      ["old", "2027-01-01", 3],
      ["old", "never", 1],
    ]);
    expect(found.model.putOff.map(({ by }) => by)).toEqual(["capital", "spend"]);
  });
});

const usd = fc.integer({ min: 1, max: 40 });
const someBatches = fc.array(
  fc
    .record({
      old: fc.boolean(),
      at: fc.integer({ min: -60, max: 2200 }),
      us: fc.integer({ min: 1, max: 30 }),
      stood: fc.boolean(),
    })
    .map(({ old, at, us, stood }) =>
      batch(old ? "old" : "new", stood ? 0 : at * DAY, us, stood ? -at * DAY - 61 * DAY : undefined),
    ),
  { minLength: 1, maxLength: 15 },
);
const somePrices = fc.record({
  chip: fc.tuple(usd, usd),
  fallsPerMonth: fc.constantFrom(0, 0.01, -0.02),
  paidBeforeMonths: fc.constantFrom(0, 0, 1, 4, 14),
  chipHour: fc.tuple(usd, usd),
});
const someLimits = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }), {
  minLength: 6,
  maxLength: 6,
});
const yearly =
  (list: readonly (number | undefined)[], unit: number, more = 1) =>
  (year: string): number | undefined => {
    const of = list[Number(year) - 2026];
    return of === undefined ? undefined : of * unit * more;
  };
/** In the limits' own units most batches fit some year and few fit all. */
const UNIT = { capital: 600, spend: 2e6 };

/** Chips by pool that have come by a moment. */
const cameBy = (batches: readonly Batch[], system: string, at: number): number =>
  batches.reduce((sum, each) => sum + (each.system === system && each.time <= at ? each.us : 0), 0);

describe("of random orders", () => {
  given.prop([somePrices, someLimits, someLimits, someBatches])(
    "no year pays or is billed more than its limit, and nothing is lost",
    (prices, capital, spend, batches) => {
      const found = limited(
        prices,
        { capital: yearly(capital, UNIT.capital), spend: yearly(spend, UNIT.spend) },
        batches,
      );
      for (const system of ["old", "new"])
        expect(cameBy(found.batches, system, Infinity)).toBe(cameBy(batches, system, Infinity));
      const fleet = fleetOf(prices);
      const paid = new Map<string, number>();
      const billed = new Map<string, number>();
      const standing = new Map<string, number>();
      for (const each of found.batches) {
        if (each.time >= HORIZON) continue;
        const pool = each.system === "old" ? 0 : 1;
        const chips = each.us * (pools[pool]?.chipsPerUs ?? 0);
        let arrives = 0;
        while (arrives + 1 < months && (starts[arrives + 1] ?? 0) <= each.time) arrives++;
        const middle = ((starts[arrives] ?? 0) + (starts[arrives + 1] ?? 0)) / 2;
        const paidAt = middle - (prices.paidBeforeMonths * YEAR) / 12;
        const year = paidAt < 0 ? "before" : dateOf(paidAt).slice(0, 4);
        if (each.since === undefined)
          paid.set(
            year,
            (paid.get(year) ?? 0) + chips * (fleet.money.costs?.chipUsd[pool * months + arrives] ?? 0),
          );
        for (let m = 0; m < months; m++) {
          const [from, to] = [starts[m] ?? 0, starts[m + 1] ?? 0];
          const seconds = Math.max(0, to - Math.max(from, each.time));
          const bill =
            (chips * seconds * (fleet.money.contract.usdPerChipHour?.[pool * months + m] ?? 0)) / 3600;
          const of = (fleet.money.periods[m] ?? "").slice(0, 4);
          billed.set(of, (billed.get(of) ?? 0) + bill);
          if (each.since !== undefined) standing.set(of, (standing.get(of) ?? 0) + bill);
        }
      }
      paid.delete("before");
      for (const [year, sum] of paid)
        expect(sum).toBeLessThanOrEqual((yearly(capital, UNIT.capital)(year) ?? Infinity) * (1 + 1e-9));
      for (const [year, sum] of billed) {
        // What stood before may exceed a limit by itself.
        const most = Math.max(yearly(spend, UNIT.spend)(year) ?? Infinity, standing.get(year) ?? 0);
        expect(sum).toBeLessThanOrEqual(most * (1 + 1e-9));
      }
      const waits = found.model.putOff.reduce((sum, row) => sum + row.us, 0);
      const moved = found.batches.filter(({ time, planned }) => time > Math.max(0, planned));
      expect(waits).toBe(moved.reduce((sum, each) => sum + each.us, 0));
    },
  );

  given.prop([
    somePrices,
    someLimits,
    someLimits,
    someBatches,
    fc.constantFrom(1.05, 1.5, 3),
    fc.constantFrom(1, 1.05, 2),
  ])("more money brings nothing later", (prices, capital, spend, batches, moreCapital, moreSpend) => {
    const of = (a: number, b: number): readonly Batch[] =>
      limited(
        prices,
        { capital: yearly(capital, UNIT.capital, a), spend: yearly(spend, UNIT.spend, b) },
        batches,
      ).batches;
    const [less, more] = [of(1, 1), of(moreCapital, moreSpend)];
    for (const { time } of less)
      for (const system of ["old", "new"])
        expect(cameBy(more, system, time)).toBeGreaterThanOrEqual(cameBy(less, system, time));
  });

  given.prop([somePrices, someBatches])("a limit that never binds changes nothing", (prices, batches) => {
    const found = limited(prices, { capital: () => 1e15, spend: () => 1e15 }, batches);
    expect(found.batches).toEqual(batches.toSorted((a, b) => a.time - b.time));
    expect(found.model.putOff).toEqual([]);
  });
});
