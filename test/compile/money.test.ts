// Money as tables by month: what a price is in each period, by hand.
import { describe, expect, it } from "vitest";
import { compileModel, compileMoneyOf, loadScenarioOrThrow } from "../../src/index.ts";
import type { MoneyPlaces } from "../../src/index.ts";
import type { MoneyModel } from "../../src/model/money.ts";
import { tiny } from "../scenario/tiny.ts";

const YEAR = 365.25 * 86_400;
const trn3 = { ...tiny.deliveries.first, system: "trn3-gen1" };
const modelOf = (money: object, rest: object = {}): { money: MoneyModel; pools: readonly string[] } => {
  const contract = { usdPerGwYear: 8e9 };
  const model = compileModel(
    loadScenarioOrThrow(tiny, { patch: { money: { contract, ...money }, ...rest } }),
  );
  if (model.money === undefined) throw new Error("no money");
  return { money: model.money, pools: model.pools.map(({ id }) => id) };
};
const contractOf = (contract: object, rest: object = {}): MoneyModel => modelOf({ contract }, rest).money;
const steps = (change: object, more: object = {}): object => ({ usdPerGwYear: { steps: change, ...more } });

describe("periods", () => {
  it("are the calendar months of the run, from its first day to its last", () => {
    const { money } = modelOf(
      {},
      {
        start: "2026-01-15",
        end: "2026-03-10",
        sites: { campus: { phases: { a: { date: "2026-01-15" } } } },
        training: { campaigns: { one: null } },
        deliveries: { first: { from: "2026-01-15", to: "2026-02-01" } },
        inference: null,
      },
    );
    expect(money.periods).toEqual(["2026-01", "2026-02", "2026-03"]);
    expect([...money.starts].map((s) => s / 86_400)).toEqual([0, 17, 45, 54]);
  });

  it("are discounted from their middle, at the nominal rate; a real one stands on inflation", () => {
    const rate = (discount: object): MoneyModel => modelOf({ discount }).money;
    const nominal = rate({ perYear: 0.08 });
    const middle = (15.5 * 86_400) / YEAR;
    expect(nominal.discountFactor[0]).toBeCloseTo(1.08 ** -middle, 14);
    expect(nominal.priceLevel[11]).toBe(1);
    const real = rate({ perYear: 0.08, basis: "real", inflationPerYear: 0.025 });
    expect(real.discountPerYear).toBeCloseTo(1.08 * 1.025 - 1, 15);
    expect(real.priceLevel[0]).toBeCloseTo(1.025 ** middle, 14);
  });
});

describe("a price", () => {
  it("is one number, or steps; a month that holds two has their mean by time", () => {
    expect([...(contractOf({ usdPerGwYear: 8e9 }).contract.usdPerGwYear ?? [])]).toEqual(Array(12).fill(8e9));
    const found = contractOf(steps({ "2025-06-01": 8e9, "2026-06-16": 5e9 })).contract.usdPerGwYear;
    expect([...(found ?? [])]).toEqual([8e9, 8e9, 8e9, 8e9, 8e9, 6.5e9, ...Array(6).fill(5e9)]);
  });

  it("is its value until the first step, and falls from the start until then", () => {
    const found = contractOf({
      usdPerGwYear: { value: 8e9, fallsPerYear: 0.2, steps: { "2026-07-01": 5e9 } },
    });
    const year = (days: number): number => days / 365.25;
    expect(found.contract.usdPerGwYear?.[0]).toBeCloseTo(8e9 * 0.8 ** year(15.5), 2);
    expect(found.contract.usdPerGwYear?.[5]).toBeCloseTo(8e9 * 0.8 ** year(166), 2);
    expect(found.contract.usdPerGwYear?.[6]).toBeCloseTo(5e9 * 0.8 ** year(15.5), 2);
    const other = {
      currencies: { EUR: { usd: 1.25 } },
      contract: { usdPerGwYear: { value: 8e9, currency: "EUR" } },
    };
    expect(modelOf(other).money.contract.usdPerGwYear?.[3]).toBe(10e9);
  });

  it("falls from each step's own date", () => {
    const found = contractOf(steps({ "2025-01-01": 8e9, "2026-07-01": 6e9 }, { fallsPerYear: 0.2 }));
    const years = (days: number): number => days / 365.25;
    expect(found.contract.usdPerGwYear?.[0]).toBeCloseTo(8e9 * 0.8 ** years(365 + 15.5), 2);
    expect(found.contract.usdPerGwYear?.[6]).toBeCloseTo(6e9 * 0.8 ** years(15.5), 2);
  });

  it("rises each full year after the start", () => {
    const found = contractOf({ usdPerGwYear: 8e9, escalationPerYear: 0.03 }, { end: "2028-03-01" });
    const prices = found.contract.usdPerGwYear;
    // The year of 365.25 days is over within January.
    expect([prices?.[0], prices?.[11], prices?.[12], prices?.[25]]).toEqual([
      8e9,
      8e9,
      8e9 * 1.03,
      8e9 * 1.03 ** 2,
    ]);
  });

  it("of a chip-hour is by pool, as stated or as listed, and falls with the age of its generation", () => {
    const more = { deliveries: { second: trn3 } };
    const chipHours = { by: "list", usd: { trainium3: 3 } };
    const { contract } = contractOf({ chipHours }, more);
    const { pools } = modelOf({ contract: { chipHours } }, more);
    expect(pools).toEqual(["campus/trn2-ultraserver", "campus/trn3-gen1"]);
    expect(contract.usdPerGwYear).toBeUndefined();
    expect([contract.usdPerChipHour?.[0], contract.usdPerChipHour?.[12]]).toEqual([2.235, 3]);
    const aged = contractOf({ chipHours, fallsPerYearOfAge: 0.3 }, more).contract.usdPerChipHour;
    // Trainium2 since 3 December 2024, Trainium3 since 2 December 2025.
    const since = (day: string): number => (Date.parse("2026-01-16T12:00Z") - Date.parse(day)) / 1000 / YEAR;
    expect(aged?.[0]).toBeCloseTo(2.235 * 0.7 ** since("2024-12-03"), 9);
    expect(aged?.[12]).toBeCloseTo(3 * 0.7 ** since("2025-12-02"), 9);
  });

  it("is written in the currency of the block, or one of its own; the catalogue's are USD", () => {
    const { money } = modelOf({
      currency: "EUR",
      currencies: { EUR: { usd: 1.25 }, CHF: { usd: 1.5 } },
      contract: steps({ "2026-01-01": 8e9 }, { currency: "CHF" }),
      commitment: { payer: "customer", payee: "provider", totalUsd: 100, start: "2026-01-01", years: 2 },
      costs: { buildingUsdPerMw: 8e6, chipUsd: {} },
      energy: { usdPerMwh: {} },
    });
    expect(money.contract.usdPerGwYear?.[0]).toBe(12e9);
    expect([money.commitment?.totalUsd, money.commitment?.floorsUsd[0]]).toEqual([125, 62.5]);
    expect(money.costs?.buildingUsdPerWatt[0]).toBe(10);
    expect([money.costs?.chipUsd[0], money.usdPerMwh[0]]).toEqual([9000, 79]);
  });
});

describe("costs", () => {
  it("are the catalogue's where the scenario states none, and absent where nobody does", () => {
    expect(modelOf({}).money.costs).toBeUndefined();
    const { costs } = modelOf({ costs: {} }).money;
    expect(costs?.chipUsd[0]).toBe(9000);
    expect(costs?.chipLifeSeconds).toBe(5 * YEAR);
    expect([costs?.buildingUsdPerWatt[0], costs?.upkeepUsdPerWattSecond]).toEqual([NaN, NaN]);
    const own = modelOf({
      costs: {
        chipUsd: { trainium2: 7000 },
        buildingUsdPerMw: 1e7,
        buildingUsdPerMwBySite: { campus: 2e7 },
        upkeepUsdPerMwYear: 365.25e5,
      },
    });
    expect(own.money.costs?.chipUsd[11]).toBe(7000);
    expect(own.money.costs?.buildingUsdPerWatt[0]).toBe(20);
    expect(own.money.costs?.upkeepUsdPerWattSecond).toBeCloseTo(36.525 / YEAR, 18);
  });

  it("of a projected chip are those of the one it starts from, by the watt", () => {
    const rest = (catalogue: object): object => ({
      catalogue,
      deliveries: { first: { system: "trn5-ultraserver", chips: 1440 } },
    });
    const chipUsd = (catalogue: object): number | undefined =>
      modelOf({ costs: {} }, rest(catalogue)).money.costs?.chipUsd[0];
    expect(chipUsd({})).toBe(28_000);
    expect(chipUsd({ chips: { trainium4: { purchaseUsd: 20_000 } } })).toBe(20_000);
    expect(chipUsd({ chips: { trainium5: { allInWatts: 950 } } })).toBe(14_000);
    expect(chipUsd({ chips: { trainium5: { purchaseUsd: 5 } } })).toBe(5);
  });

  it("of energy are by site; what the grid emits and what is drunk is the catalogue's", () => {
    const { money } = modelOf({
      energy: { usdPerMwh: { "us-east-2": { steps: { "2026-01-01": 60, "2026-07-01": 90 } } } },
    });
    expect([money.usdPerMwh[0], money.usdPerMwh[11]]).toEqual([60, 90]);
    expect([money.gramsCo2PerKwh[0], money.waterLitresPerKwh[0]]).toEqual([396.25, 0.1]);
  });
});

describe("a commitment", () => {
  const floors = (change: object): readonly number[] => {
    const commitment = {
      payer: "customer",
      payee: "provider",
      totalUsd: 60,
      start: "2026-07-01",
      years: 3,
      ...change,
    };
    const found = modelOf({ commitment }).money.commitment;
    expect(found?.startSeconds).toBe(181 * 86_400);
    return [...(found?.floorsUsd ?? [])];
  };

  it("has floors by year as stated, or flat, or rising to its end; all of it in each", () => {
    expect(floors({ floorsUsd: { "1": 5, "3": 40 } })).toEqual([5, 0, 40]);
    expect(floors({})).toEqual([20, 20, 20]);
    expect(floors({ shape: "flat" })).toEqual([20, 20, 20]);
    expect(floors({ shape: "back-loaded" })).toEqual([10, 20, 30]);
  });

  it("leaves out the paths that do not count, and nothing else", () => {
    const rest = { inference: { accessPaths: { native: {}, bedrock: {} } } };
    const commitment = { payer: "customer", payee: "provider", totalUsd: 60, start: "2026-07-01", years: 3 };
    const counts = { paths: { native: true, bedrock: false } };
    const found = modelOf({ commitment: { ...commitment, counts } }, rest).money.commitment;
    expect(found?.eligible).toEqual({
      training: true,
      serving: true,
      idle: true,
      energy: true,
      withoutPaths: ["bedrock"],
    });
  });
});

it("an investment has its tranches by the day, a measure, or never", () => {
  const tranches = {
    a: { usd: 5, at: "2026-04-20" },
    b: { usd: 4, when: { spendUsd: 100 } },
    c: { usd: 3, when: { gwOnline: 2 } },
    d: { usd: 2, when: { runRateUsdPerYear: 50 } },
    e: { usd: 1 },
  };
  const { money } = modelOf(
    { investment: { investor: "provider", investee: "customer", upToUsd: 15, earlierUsd: 8, tranches } },
    { inference: { price: { inputUsdPerMtok: 3, outputUsdPerMtok: 15 } } },
  );
  expect(money.investment).toMatchObject({ investor: 1, investee: 0, earlierUsd: 8 });
  expect(
    money.investment?.tranches.map(({ id, when, atSeconds, atLeast }) => [id, when, atSeconds, atLeast]),
  ).toEqual([
    ["a", "at", 109 * 86_400, Infinity],
    ["b", "spend", Infinity, 100],
    ["c", "gw-online", Infinity, 2],
    ["d", "run-rate", Infinity, 50],
    ["e", "never", Infinity, Infinity],
  ]);
});

describe("a move", () => {
  const parties = { customer: {}, provider: {}, google: { name: "Google" } };
  const moves = (change: object): MoneyModel["moves"] =>
    modelOf(
      { parties, moves: { tpu: { to: "google", at: "2026-06-01", share: 0.5, ...change } } },
      { deliveries: { second: trn3 } },
    ).money.moves;

  it("leaves all pools, or those of its sites and systems", () => {
    expect(moves({})[0]).toMatchObject({ to: 2, share: 0.5, pools: [], priceRatio: 1, ramp: undefined });
    expect(moves({ systems: ["trn3-gen1"] })[0]?.pools).toEqual([1]);
    expect(moves({ sites: ["campus"] })[0]?.pools).toEqual([0, 1]);
  });

  it("of what the run does not have moves nothing", () => {
    expect(moves({ systems: ["trn4-ultraserver"] })).toEqual([]);
  });
});

it("token prices are factors in steps that fall from their dates, 1 where nothing is said", () => {
  const price = { inputUsdPerMtok: 3, outputUsdPerMtok: 15 };
  const { money } = modelOf(
    { tokenPrices: { main: { steps: { "2026-07-01": 0.5 }, fallsPerYear: 0.19 } } },
    { inference: { price, models: { next: { llm: "llama-3-70b", from: "2026-02-01" } } } },
  );
  expect(money.tokenPrice[0]).toBeCloseTo(0.81 ** (15.5 / 365.25), 12);
  expect(money.tokenPrice[6]).toBeCloseTo(0.5 * 0.81 ** (15.5 / 365.25), 12);
  expect([...money.tokenPrice.subarray(12)]).toEqual(Array(12).fill(1));
});

describe("confidence", () => {
  it("is the worst of what a group rests on", () => {
    const q = (value: number, confidence: string): object => ({
      value,
      source: "https://example.org",
      confidence,
    });
    const contract = steps({ "2026-01-01": q(8e9, "published"), "2026-06-01": q(7e9, "estimated") });
    const { money } = modelOf({
      contract,
      costs: { buildingUsdPerMw: q(1e7, "published"), buildingLifeYears: q(17, "reported") },
    });
    expect(money.confidence).toMatchObject({
      contract: "estimated",
      chips: "assumed",
      buildings: "reported",
      energy: "published",
    });
  });
});

describe("without the model", () => {
  it("is the same for the same pools and sites, with numbers of the catalogue that a patch changes", () => {
    const scenario = loadScenarioOrThrow("five-gigawatts");
    const model = compileModel(scenario);
    const places: MoneyPlaces = {
      starts: model.money?.starts ?? new Float64Array(0),
      startEpochSeconds: model.startEpochSeconds,
      pools: model.pools,
      sites: model.sites,
      servedModels: ["main"],
    };
    expect(compileMoneyOf(scenario, places)).toEqual(model.money);
    const patched = {
      ...scenario,
      catalogue: {
        chips: { trainium4: { purchaseUsd: 14_000 } },
        regions: { "eu-north-1": { usdPerMwh: 45 } },
      },
    };
    const other = compileMoneyOf(patched, places);
    const at = (pool: string): number => model.pools.findIndex(({ id }) => id === pool) * 120;
    expect(other?.costs?.chipUsd[at("new-carlisle/trn4-ultraserver")]).toBe(14_000);
    expect(other?.costs?.chipUsd[at("europe/trn5-ultraserver")]).toBe(14_000);
    expect(other?.costs?.chipUsd[at("new-carlisle/trn2-ultraserver")]).toBe(9000);
    expect(other?.usdPerMwh[model.sites.findIndex(({ id }) => id === "europe") * 120]).toBe(45);
  });

  it("is nothing where the scenario says nothing of money", () => {
    expect(compileModel(loadScenarioOrThrow(tiny)).money).toBeUndefined();
  });
});
