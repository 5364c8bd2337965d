// Worked examples, from what a run did to what it meant.
import { describe, expect, test } from "vitest";
import { settleMoney } from "../../src/economics/index.ts";
import type { Flow, MoneyInfo } from "../../src/economics/money-info.ts";
import {
  basisOf,
  calendarMonths,
  commitmentOf,
  costsOf,
  evenMonths,
  hoursFor,
  modelOf,
  YEAR,
} from "./money-fixtures.ts";

const sum = (row: ArrayLike<number>): number => Array.from(row).reduce((all, each) => all + each, 0);
const flow = (info: MoneyInfo, kind: Flow["kind"]): Flow | undefined =>
  info.flows.find((each) => each.kind === kind);
const cents = (info: MoneyInfo, kind: Flow["kind"]): number =>
  info.flows.reduce((all, each) => (each.kind === kind ? all + sum(each.cents) : all), 0);
const open = (info: MoneyInfo): unknown => info.closings.filter(({ worstCents }) => worstCents !== 0);

describe("a bill", () => {
  const starts = evenMonths(12);
  test("is for all chips in service, or for those that train or serve", () => {
    const installed = settleMoney(basisOf(starts), modelOf(starts));
    // 1,000 chips x 8,760 h x 2 USD
    expect(cents(installed, "capacity")).toBe(17_520_000_00);
    const model = modelOf(starts);
    const used = settleMoney(basisOf(starts), { ...model, contract: { ...model.contract, pays: "used" } });
    expect(cents(used, "capacity")).toBe(13_140_000_00);
  });
  test("by GW-year is 10 G USD for 1 GW, and three quarters of it where three quarters are used", () => {
    const byGw = {
      energy: "included",
      usdPerGwYear: new Float64Array(12).fill(10e9),
      usdPerChipHour: undefined,
    } as const;
    const gwYears = new Float64Array(12).fill(1 / 12);
    const basis = basisOf(starts, { gwYears });
    const bill = (pays: "installed" | "used") =>
      cents(settleMoney(basis, modelOf(starts, { contract: { ...byGw, pays } })), "capacity") / 100;
    expect(bill("installed")).toBeCloseTo(10e9, -1);
    // No more than the watts of what was used: 750 chips x 1.2 kW for 8,760 h of 8,766.
    expect(bill("used")).toBeCloseTo((10e9 * 750 * 1.2e-6 * 8_760) / 8_766, -1);
    expect(bill("used")).toBeLessThan(bill("installed"));
  });
  test("has energy apart at what it costs", () => {
    const model = modelOf(starts);
    const info = settleMoney(basisOf(starts), { ...model, contract: { ...model.contract, energy: "apart" } });
    expect(cents(info, "energy-billed")).toBe(9_636_00 * 50);
    expect(cents(info, "energy")).toBe(cents(info, "energy-billed"));
    expect(open(info)).toEqual([]);
  });
  test("wants no price for months in which nothing is there", () => {
    const late = (row: Float64Array): Float64Array => row.map((each, p) => (p < 6 ? 0 : each));
    const { inServiceChipHours, trainingChipHours, servingChipHours, gwYears } = basisOf(starts);
    const basis = basisOf(starts, {
      inServiceChipHours: late(inServiceChipHours),
      trainingChipHours: late(trainingChipHours),
      servingChipHours: late(servingChipHours),
      gwYears: late(gwYears),
    });
    const prices = Float64Array.from({ length: 12 }, (_, p) => (p < 6 ? NaN : 2));
    const info = settleMoney(
      basis,
      modelOf(starts, { contract: { ...modelOf(starts).contract, usdPerChipHour: prices } }),
    );
    expect(info.notes).toEqual([]);
    expect(cents(info, "capacity")).toBe(8_760_000_00);
    expect(info.unitCosts[0]?.usdPerChipHour).toBe(2);
  });
  test("leaves out what has no price, and says so", () => {
    const model = modelOf(starts, {
      contract: {
        pays: "installed",
        energy: "included",
        usdPerGwYear: undefined,
        usdPerChipHour: new Float64Array(12).fill(NaN),
      },
      usdPerMwh: new Float64Array(12).fill(NaN),
      gramsCo2PerKwh: Float64Array.of(NaN),
      waterLitresPerKwh: Float64Array.of(NaN),
    });
    const info = settleMoney(basisOf(starts), model);
    expect(info.flows.map(({ kind }) => kind)).toEqual(["sales"]);
    expect(info.unitCosts).toEqual([]);
    expect(Object.keys(info.energy[0] ?? {})).toEqual(["region", "site", "facilityMwh"]);
    expect(info.notes).toEqual([
      "No price is stated for all months of Chip: what lacks one is not billed, and no unit cost is shown.",
      "What energy costs is not stated for Site.",
    ]);
  });
});

describe("a commitment of 10 a year on spends of 6, 11 and 15", () => {
  const starts = calendarMonths(36);
  const years = [6, 11, 15];
  // All of a year's spend in its March.
  const hours = hoursFor(
    starts
      .subarray(1)
      .reduce<number[]>((all, _, p) => [...all, p % 12 === 2 ? (years[(p - 2) / 12] ?? 0) : 0], []),
  );
  const none = new Float64Array(36);
  const basis = basisOf(starts, {
    inServiceChipHours: hours,
    trainingChipHours: hours,
    servingChipHours: none,
  });
  const settle = (changes: Parameters<typeof commitmentOf>[0]) =>
    settleMoney(basis, modelOf(starts, { commitment: commitmentOf(changes) }));

  test("owes 4, 0 and 0 with annual true-up, and is paid 36", () => {
    for (const carriesOver of [false, true]) {
      const info = settle({ carriesOver });
      expect(info.commitment?.years.map(({ shortfallUsd }) => shortfallUsd)).toEqual([4, 0, 0]);
      expect(info.commitment?.years.map(({ settled }) => settled)).toEqual([true, true, true]);
      expect(cents(info, "capacity") + cents(info, "shortfall")).toBe(3_600);
      expect(flow(info, "shortfall")?.cents[11]).toBe(400);
      expect(open(info)).toEqual([]);
    }
  });
  test("says what is owed for years below their floor", () => {
    expect(settle({}).finding).toMatch(
      /^30 USD are spent by .*; 4 USD are owed on top for years below their floor$/,
    );
  });
  test("owes nothing over its term, and is paid 32", () => {
    const info = settle({ trueUp: "cumulative" });
    expect(flow(info, "shortfall")).toBeUndefined();
    expect(cents(info, "capacity")).toBe(3_200);
    expect(info.commitment?.spentShare).toBeCloseTo(32 / 30, 12);
  });
  test("owes the total and not the floors at the end of its term", () => {
    const info = settle({ trueUp: "cumulative", totalUsd: 40 });
    expect(info.commitment?.years.map(({ shortfallUsd }) => shortfallUsd)).toEqual([0, 0, 8]);
    expect(flow(info, "shortfall")?.cents[35]).toBe(800);
  });
  test("owes nothing yet for a year that the run does not end, nor for one that began before", () => {
    const late = settle({ startSeconds: starts[6] ?? 0 });
    expect(late.commitment?.years.map(({ settled }) => settled)).toEqual([true, true, false]);
    const early = settle({ startSeconds: -86_400 * 31 });
    expect(early.commitment?.years.map(({ settled }) => settled)).toEqual([false, true, true]);
    expect(early.notes.join(" ")).toContain("began before the run");
  });
  test("trued up at its end owes nothing where the run ends before it", () => {
    const open = settle({ trueUp: "cumulative", floorsUsd: Float64Array.of(30, 30, 30, 30), totalUsd: 120 });
    expect(open.commitment?.shortfallUsd).toBe(0);
    expect(open.notes).toContain(
      "The commitment's term ends after the run: the year in which the run ends owes nothing yet.",
    );
  });
  test("leaves payer and payee with what is still to be spent, never less than nothing", () => {
    const { ledgers } = settle({});
    const [lab, cloud] = ledgers.map(({ commitment }) => commitment);
    const yearly = (row: Float64Array | undefined): number[] => [11, 23, 35].map((p) => row?.[p] ?? NaN);
    // 30 less 6 and 4 owed; less 11; less 15, of which the last 6 are beyond the total.
    expect(yearly(lab?.closing)).toEqual([2_000, 900, 0]);
    expect(yearly(lab?.opening)).toEqual([2_400, 900, 0]);
    expect(lab?.beyond[26]).toBe(600);
    expect(cloud).toEqual(lab);
  });
  test("counts what is left after the discount, and not what does not count", () => {
    expect(settle({ trueUp: "cumulative", discount: 0.5 }).commitment?.shortfallUsd).toBe(14);
    const eligible = { training: false, serving: true, idle: true, energy: true, withoutPaths: [] };
    expect(settle({ trueUp: "cumulative", eligible }).commitment?.shortfallUsd).toBe(30);
  });
  test("has its floors grow evenly within each year, beside what counts", () => {
    const { floorUsd, countedUsd } =
      settle({ floorsUsd: Float64Array.of(12, 6, 24), totalUsd: 60 }).commitment ?? {};
    expect(floorUsd?.[0]).toBeCloseTo((12 * 31) / 365, 9);
    expect(
      [floorUsd?.[11], floorUsd?.[23], floorUsd?.[35]].map((usd) => Math.round((usd ?? 0) * 1e6)),
    ).toEqual([12e6, 18e6, 42e6]);
    expect([countedUsd?.[1], countedUsd?.[2], countedUsd?.[35]]).toEqual([0, 6, 32]);
  });
  test("is met by so much use as its floor over the bill for all", () => {
    const [first, second] = settle({}).commitment?.breakEvenUtilisation ?? [];
    expect(first).toBeCloseTo(10 / 6, 12);
    expect(second).toBeCloseTo(10 / 11, 12);
  });
  test("of others is drawn on by nothing", () => {
    const info = settle({ payer: 1, payee: 0, trueUp: "cumulative" });
    expect(info.commitment?.shortfallUsd).toBe(30);
    expect(flow(info, "shortfall")?.from).toBe("cloud");
    expect(info.notes.join(" ")).toContain("nothing that could count");
  });
});

test("paths that do not count take their share of what serving is billed", () => {
  const starts = calendarMonths(12);
  const all = new Float64Array(12).fill(50);
  const info = settleMoney(
    basisOf(starts, {
      inServiceChipHours: all,
      trainingChipHours: new Float64Array(12),
      servingChipHours: all,
      paths: [
        { id: "native", share: 0.75, price: 1, resellerShare: 0 },
        { id: "bedrock", share: 0.25, price: 1.1, resellerShare: 0.2 },
      ],
    }),
    modelOf(starts, {
      commitment: commitmentOf({
        floorsUsd: Float64Array.of(1_000),
        totalUsd: 1_000,
        eligible: { training: true, serving: true, idle: true, energy: true, withoutPaths: ["bedrock"] },
      }),
    }),
  );
  expect(info.commitment?.countedUsd[11]).toBe(900);
  // 12 M of list sales: 0.75 + 0.25 x 1.1; a fifth of the second part stays with the reseller.
  expect(cents(info, "sales")).toBe(12_300_000_00);
  expect(cents(info, "reseller")).toBe(660_000_00);
  expect(open(info)).toEqual([]);
});

describe("100 G USD", () => {
  // Yearly means of a ramp to 5 GW, month by month.
  const ramp = [0.5, 1.5, 2.5, 3.5, 4.5, 5, 5, 5, 5, 5];
  const starts = Float64Array.from({ length: 121 }, (_, p) => (p * YEAR) / 12);
  const gwYears = Float64Array.from({ length: 120 }, (_, p) => (ramp[Math.floor(p / 12)] ?? 0) / 12);
  const settle = (usdPerGwYear: number) =>
    settleMoney(
      basisOf(starts, { gwYears }),
      modelOf(starts, {
        contract: {
          pays: "installed",
          energy: "included",
          usdPerGwYear: new Float64Array(120).fill(usdPerGwYear),
          usdPerChipHour: undefined,
        },
        commitment: commitmentOf({
          totalUsd: 100e9,
          floorsUsd: new Float64Array(10).fill(10e9),
          trueUp: "cumulative",
        }),
      }),
    );
  test.each([
    [10e9, 4.44, 375],
    [6.7e9, 5.49, 251],
  ])("on a ramp to 5 GW at %s a GW-year ends after %s years; ten cost %s G", (price, years, total) => {
    const info = settle(price);
    expect((info.commitment?.exhaustedSeconds ?? 0) / YEAR).toBeCloseTo(years, 1);
    expect(Math.abs((info.commitment?.exhaustedSeconds ?? 0) / YEAR - years)).toBeLessThan(0.005);
    expect(Math.round(cents(info, "capacity") / 1e11)).toBe(total);
    expect(open(info)).toEqual([]);
  });
  test("is said in one sentence", () => {
    expect(settle(10e9).finding).toBe(
      "100 B USD are spent by Jun 2030 of the ten years to 2036; the whole ten years cost 3.75 times as much",
    );
    expect(settle(1.2e9).finding).toBe(
      "45 B USD of 100 B USD (45 %) are spent in the ten years to 2036; 55 B USD are owed on top for what was not spent",
    );
  });
});

describe("moving 200,000 chips with two months of both", () => {
  const starts = evenMonths(24);
  const hours = new Float64Array(24).fill(200_000 * 730);
  const basis = basisOf(starts, {
    inServiceChipHours: hours,
    trainingChipHours: hours,
    servingChipHours: new Float64Array(24),
  });
  const move = {
    id: "away",
    name: "Away",
    to: 2,
    atSeconds: 0,
    share: 1,
    pools: [],
    priceRatio: 1,
    overlapMonths: 2,
    ramp: undefined,
    portingUsd: 20e6,
    egressUsd: 0,
    tax: 0,
  };
  const contract = {
    pays: "installed",
    energy: "included",
    usdPerGwYear: undefined,
    usdPerChipHour: new Float64Array(24).fill(1.5),
  } as const;
  test("costs 438 M and 20 M of a bill of 5.256 G: the new price must be 8.7 % lower", () => {
    const info = settleMoney(basis, modelOf(starts, { contract, moves: [move] }));
    expect(info.moves[0]).toMatchObject({
      doubleRunningUsd: 438e6,
      portingUsd: 20e6,
      totalUsd: 458e6,
      dominant: "double running",
    });
    expect(info.moves[0]?.breakEvenGap).toBeCloseTo(0.087, 3);
    expect(cents(info, "elsewhere")).toBe(5_256e6 * 100);
    expect(cents(info, "capacity")).toBe(438e6 * 100);
    expect(open(info)).toEqual([]);
  });
  test("at a price lower by that gap it costs what staying costs", () => {
    const gap = settleMoney(basis, modelOf(starts, { contract, moves: [move] })).moves[0]?.breakEvenGap ?? 0;
    const stays = settleMoney(basis, modelOf(starts, { contract }));
    const goes = settleMoney(basis, modelOf(starts, { contract, moves: [{ ...move, priceRatio: 1 - gap }] }));
    expect(goes.presentValue.customerPaysUsd).toBeCloseTo(stays.presentValue.customerPaysUsd, -1);
  });
  test("loses 1.2 chip-months a chip where software starts at 0.4 and takes two months", () => {
    const ramp = { initial: 0.4, months: 2 };
    const info = settleMoney(basis, modelOf(starts, { contract, moves: [{ ...move, ramp }] }));
    expect((info.moves[0]?.efficiencyUsd ?? 0) / (200_000 * 730 * 1.5)).toBeCloseTo(1.2, 4);
    expect(info.moves[0]?.dominant).toBe("double running");
    const atOnce = { ...move, ramp: { initial: 0.4, months: 0 } };
    expect(settleMoney(basis, modelOf(starts, { contract, moves: [atOnce] })).moves[0]?.efficiencyUsd).toBe(
      0,
    );
  });
  test("taxes what is there for as long as it is, at the price there", () => {
    const info = settleMoney(
      basis,
      modelOf(starts, { contract, moves: [{ ...move, tax: 0.1, priceRatio: 0.5 }] }),
    );
    expect(info.moves[0]?.taxUsd).toBeCloseTo(0.1 * 0.5 * 5_256e6, 0);
    expect(cents(info, "elsewhere")).toBe(0.55 * 5_256e6 * 100);
  });
  test("of some pools leaves the others, and a second move takes its share of what is left", () => {
    const none = new Float64Array(48);
    const [pool] = basis.pools;
    const two = {
      ...basisOf(starts),
      pools: pool === undefined ? [] : [pool, { ...pool, id: "other" }],
      ...Object.fromEntries(
        [
          "gwYears",
          "facilityMwh",
          "itMwh",
          "tokens",
          "flops",
          "arrivedChips",
          "retiredChips",
          "servingChipHours",
        ].map((key) => [key, none]),
      ),
      inServiceChipHours: Float64Array.of(...hours, ...hours),
      trainingChipHours: Float64Array.of(...hours, ...hours),
    };
    const prices = { ...contract, usdPerChipHour: new Float64Array(48).fill(1.5) };
    const now = { ...move, overlapMonths: 0, portingUsd: 0 };
    const all = 5_256e6 * 100;
    const one = settleMoney(two, modelOf(starts, { contract: prices, moves: [{ ...now, pools: [1] }] }));
    expect([cents(one, "capacity"), cents(one, "elsewhere")]).toEqual([all, all]);
    const later = [
      { ...now, id: "second", name: "Second", share: 0.5, atSeconds: starts[12] ?? 0 },
      { ...now, share: 0.5, pools: [1] },
    ];
    const both = settleMoney(two, modelOf(starts, { contract: prices, moves: later }));
    // In the second year half of the first pool and a quarter of the second stay.
    expect(cents(both, "capacity")).toBe(all / 2 + all / 4 + all / 4 + all / 8);
    expect(both.moves.map(({ id }) => id)).toEqual(["away", "second"]);
    expect(cents(both, "capacity") + cents(both, "elsewhere")).toBe(2 * all);
    expect(open(both)).toEqual([]);
  });
  test("strands what the floors then lack", () => {
    const years = calendarMonths(24);
    const run = { ...basis, starts: years };
    const commitment = commitmentOf({
      totalUsd: 5e9,
      floorsUsd: Float64Array.of(2.5e9, 2.5e9),
      trueUp: "annual",
    });
    const [stays, goes] = [[], [move]].map((moves) =>
      settleMoney(run, modelOf(years, { contract, commitment, moves })),
    );
    const lacks = (goes?.commitment?.shortfallUsd ?? 0) - (stays?.commitment?.shortfallUsd ?? 0);
    expect(lacks).toBeGreaterThan(4e9);
    expect(goes?.moves[0]).toMatchObject({ strandedUsd: lacks, dominant: "stranded commitment" });
  });
  test("strands the floors so far where the term is open, though nothing is owed yet", () => {
    const years = calendarMonths(24);
    const run = { ...basis, starts: years };
    for (const [trueUp, floors] of [
      ["cumulative", [2.5e9, 2.5e9, 2.5e9]],
      ["none", [2.5e9, 2.5e9, 2.5e9]],
    ] as const) {
      const commitment = commitmentOf({ totalUsd: 7.5e9, floorsUsd: Float64Array.from(floors), trueUp });
      const info = settleMoney(run, modelOf(years, { contract, commitment, moves: [move] }));
      expect(info.commitment?.shortfallUsd).toBe(0);
      const stranded = 5e9 - (info.commitment?.countedUsd[23] ?? 0);
      expect(info.moves[0]?.strandedUsd).toBeCloseTo(trueUp === "none" ? 0 : stranded, 1);
    }
    const half = calendarMonths(18);
    const cut = (row: Float64Array): Float64Array => row.subarray(0, 18);
    const shorter = basisOf(half, {
      inServiceChipHours: cut(basis.inServiceChipHours),
      trainingChipHours: cut(basis.trainingChipHours),
      servingChipHours: cut(basis.servingChipHours),
    });
    const commitment = commitmentOf({
      totalUsd: 5e9,
      floorsUsd: Float64Array.of(0, 2.5e9),
      trueUp: "annual",
    });
    const late = { ...move, atSeconds: half[12] ?? 0, overlapMonths: 0 };
    const info = settleMoney(shorter, modelOf(half, { contract, commitment, moves: [late] }));
    // Half a year less three days: 181 of 365 days.
    expect(info.moves[0]?.strandedUsd).toBeCloseTo(Math.min((2.5e9 * 181) / 365, 219e6 * 6), 0);
  });
});

describe("the provider", () => {
  const starts = Float64Array.from({ length: 13 }, (_, p) => (p * YEAR) / 12);
  const arrivedChips = new Float64Array(12);
  arrivedChips[6] = 120;
  const retiredChips = new Float64Array(12);
  retiredChips[11] = 500;
  const readyWatts = new Float64Array(12);
  readyWatts[0] = 1e6;
  const basis = basisOf(starts, { arrivedChips, retiredChips, readyWatts });
  const settle = (changes = {}) => settleMoney(basis, modelOf(starts, { costs: costsOf(starts, changes) }));
  const cloud = (info: MoneyInfo) => info.ledgers.find(({ party }) => party === "cloud");

  test("opens with what stands, writes it off by month and what retires at once", () => {
    const info = settle();
    const accrual = cloud(info)?.accrual;
    expect(cents(info, "chips")).toBe(1_200_000_00);
    expect(cents(info, "buildings")).toBe(10_000_000_00);
    expect(accrual?.paidIn[0]).toBe(10_000_000_00);
    // 10 M over 60 months; the building half a month of 10 M over 240.
    expect(accrual?.depreciation[0]).toBe(Math.round(10e8 / 60) + Math.round(10e8 / 480));
    // Half of the chips that stand have 11/12 of a year behind them when they leave.
    const lost = 5e8 * (1 - 11 / 60);
    const others = 5e8 / 60 + 10e8 / 240 + 1.2e8 / 60;
    expect(Math.abs((accrual?.depreciation[11] ?? 0) - lost - others)).toBeLessThan(5);
    expect(open(info)).toEqual([]);
  });
  test("has chips paid before they arrive in advance until then, or from before the run", () => {
    const info = settle({ paidBeforeSeconds: YEAR / 4 });
    expect(flow(info, "chips")?.cents[3]).toBe(1_200_000_00);
    expect(Array.from(cloud(info)?.accrual.prepaid ?? [])).toEqual([
      0, 0, 0, 1.2e8, 1.2e8, 1.2e8, 0, 0, 0, 0, 0, 0,
    ]);
    const before = settle({ paidBeforeSeconds: YEAR });
    expect(flow(before, "chips")).toBeUndefined();
    expect(cloud(before)?.accrual.prepaid[0]).toBe(1.2e8);
    expect(cloud(before)?.accrual.paidIn[0]).toBe(10e8 + 1.2e8);
    expect([open(info), open(before)]).toEqual([[], []]);
  });
  test("has unit costs of its own: capital by its life, energy and upkeep", () => {
    const info = settle();
    const all = info.unitCosts.find(({ id, view }) => id === "all" && view === "provider");
    const spent =
      sum(cloud(info)?.accrual.depreciation ?? []) + cents(info, "energy") + cents(info, "upkeep");
    expect((all?.usdPerChipHour ?? 0) * sum(basis.inServiceChipHours)).toBeCloseTo(spent / 100, 0);
    expect(all).toMatchObject({ figures: 2, confidence: "assumed" });
    expect(info.unitCosts.find(({ view }) => view === "customer")).toMatchObject({
      figures: 3,
      usdPerChipHour: 2,
    });
  });
  test("has no cost, value or return where a price is not stated", () => {
    const info = settle({ upkeepUsdPerWattSecond: NaN });
    expect(info.unitCosts.every(({ view }) => view === "customer")).toBe(true);
    expect(info.presentValue).toEqual({ customerPaysUsd: cents(info, "capacity") / 100 });
    expect(info.notes.join(" ")).toContain("Upkeep is not stated");
  });
  test("names what has no price: chips that stand or arrive, buildings, retrofits", () => {
    const said = (changes: object, run = basis): string => {
      const info = settleMoney(run, modelOf(starts, { costs: costsOf(starts, changes) }));
      expect(info.presentValue.providerUsd === undefined).toBe(!info.notes.join().includes("retrofits"));
      return info.notes.join(" ");
    };
    const unknown = new Float64Array(12).fill(NaN);
    const bare = basisOf(starts, { arrivedChips });
    const empty = { ...bare, pools: bare.pools.map((pool) => ({ ...pool, standing: [] })) };
    expect(said({ chipUsd: unknown }, basisOf(starts))).toContain(
      "What Chip cost the provider is not stated",
    );
    expect(said({ chipUsd: unknown }, empty)).toContain("What Chip cost the provider is not stated");
    expect(said({ buildingUsdPerWatt: Float64Array.of(NaN) })).toContain(
      "What buildings cost is not stated for Site",
    );
    expect(said({}, basisOf(starts, { retrofitUsd: unknown }))).toContain(
      "What retrofits of halls cost is not stated for Site",
    );
  });
  test("buys halls that are given back and had again but once", () => {
    const again = Float64Array.from({ length: 12 }, (_, p) => [1e6, -1e6, 1.5e6][p] ?? 0);
    const info = settleMoney(
      basisOf(starts, { readyWatts: again }),
      modelOf(starts, { costs: costsOf(starts) }),
    );
    expect(Array.from(flow(info, "buildings")?.cents ?? []).slice(0, 4)).toEqual([10e8, 0, 5e8, 0]);
    expect(open(info)).toEqual([]);
  });
  test("earns a return that brings its value to nothing", () => {
    const info = settle();
    const rate = info.presentValue.providerReturnPerYear ?? NaN;
    const discountFactor = Float64Array.from({ length: 12 }, (_, p) => (1 + rate) ** (-(p + 0.5) / 12));
    const again = settleMoney(
      basis,
      modelOf(starts, { costs: costsOf(starts), discountFactor, discountPerYear: rate }),
    );
    expect(Math.abs(again.presentValue.providerUsd ?? NaN)).toBeLessThan(1);
  });
  test("of 100 now and 110 in a year earns 10 % a year", async () => {
    const { internalReturn } = await import("../../src/economics/present-value.ts");
    const { Periods } = await import("../../src/economics/periods.ts");
    const periods = new Periods(Float64Array.of(0, YEAR));
    expect(internalReturn({ opening: -100, usd: Float64Array.of(0), closing: 110 }, periods)).toBeCloseTo(
      0.1,
      9,
    );
    expect(internalReturn({ opening: 100, usd: Float64Array.of(0), closing: 110 }, periods)).toBeUndefined();
  });
});

describe("a token and a FLOP", () => {
  test("bear what idles in proportion to use", () => {
    const starts = evenMonths(12);
    const info = settleMoney(basisOf(starts), modelOf(starts));
    const [chip] = info.unitCosts;
    // A third of the bill for a quarter of the hours at 1,000 tokens/s.
    expect(chip?.usdPerMtok).toBeCloseTo(17.52e6 / 3 / (8_760 * 250 * 3.6), 9);
    expect(chip?.usdPerExaflopDay).toBeCloseTo(
      ((17.52e6 * 2) / 3 / (8_760 * 500 * 3_600 * 1e14)) * 8.64e22,
      6,
    );
    expect(chip?.usdPerGwYear).toBeCloseTo((2 * 8_766) / 1.2e-6, -2);
  });
});

describe("investment", () => {
  const starts = calendarMonths(24);
  const gwYears = Float64Array.from(
    { length: 24 },
    (_, p) => (0.1 * (p + 1) * ((starts[p + 1] ?? 0) - (starts[p] ?? 0))) / YEAR,
  );
  const basis = basisOf(starts, { gwYears });
  const tranche = { amountUsd: 5e9, atSeconds: NaN, atLeast: NaN };
  const investment = {
    investor: 1,
    investee: 0,
    earlierUsd: 8e9,
    tranches: [
      { ...tranche, id: "signing", when: "at", atSeconds: 40 * 86_400 },
      { ...tranche, id: "spend", when: "spend", atLeast: 3 * 1_488_000 },
      { ...tranche, id: "gw", when: "gw-online", atLeast: 1 },
      { ...tranche, id: "rate", when: "run-rate", atLeast: 1e12 },
      { ...tranche, id: "no", when: "never" },
    ],
  } as const;
  const settle = (extra = {}) =>
    settleMoney(
      basis,
      modelOf(starts, { commitment: commitmentOf({ totalUsd: 100e9 }), investment, ...extra }),
    );

  test("is unlocked by day, spend, GW or run rate", () => {
    const info = settle();
    const [signing, spend, gw, rate, no] = info.investment?.tranches ?? [];
    expect(signing?.unlockedSeconds).toBe(40 * 86_400);
    // 3 x 31 days of 1,000 chips x 2 USD = 4.464 M.
    expect((spend?.unlockedSeconds ?? 0) / 86_400).toBeCloseTo(93, 9);
    expect(gw?.unlockedSeconds).toBe(((starts[9] ?? 0) + (starts[10] ?? 0)) / 2);
    expect([rate?.unlockedSeconds, no?.unlockedSeconds]).toEqual([undefined, undefined]);
    expect(info.investment?.circularity).toBeCloseTo(0.23, 12);
  });
  test("whose mark is passed from the start is unlocked in the first month", () => {
    const now = {
      ...investment,
      tranches: [{ ...tranche, id: "gw", when: "gw-online", atLeast: 0.05 }],
    } as const;
    const info = settle({ investment: now });
    expect(info.investment?.tranches[0]?.unlockedSeconds).toBe((starts[1] ?? 0) / 2);
    expect(flow(info, "equity")?.cents[0]).toBe(5e11);
  });
  test("is a stake of one and capital of the other, and in no unit cost", () => {
    const info = settle();
    const bare = settle({ investment: undefined });
    expect(cents(info, "equity")).toBe(15e11);
    const [lab, cloud] = info.ledgers;
    expect(lab?.accrual.paidIn[23]).toBe(15e11);
    expect(cloud?.accrual.holdings[23]).toBe(15e11);
    expect(info.unitCosts).toEqual(bare.unitCosts);
    expect(info.presentValue).toEqual(bare.presentValue);
    expect(open(info)).toEqual([]);
  });
});

test("energy has its carbon by the meter and its water by the IT load", () => {
  const starts = evenMonths(12);
  const [site] = settleMoney(basisOf(starts), modelOf(starts)).energy;
  expect(site?.facilityMwh).toBeCloseTo(9_636, 6);
  expect(site?.usd).toBeCloseTo(481_800, 4);
  expect(site?.tonnesCo2).toBeCloseTo(3_854.4, 6);
  expect(site?.waterCubicMetres).toBeCloseTo(8_760 * 0.2, 6);
});

test("energy is told apart by site, and what a site does not state is absent there alone", () => {
  const starts = evenMonths(12);
  const one = basisOf(starts);
  const twice = (row: Float64Array): Float64Array => Float64Array.of(...row, ...row.map((each) => 2 * each));
  const basis = {
    ...one,
    pools: one.pools.flatMap((pool) => [pool, { ...pool, id: "other", site: 1 }]),
    sites: one.sites.flatMap((site) => [site, { ...site, id: "other", name: "Other" }]),
    facilityMwh: twice(one.facilityMwh),
    itMwh: twice(one.itMwh),
  };
  const usdPerMwh = Float64Array.from({ length: 24 }, (_, i) => (i < 12 ? NaN : 50));
  const [first, second] = settleMoney(basis, modelOf(starts, { usdPerMwh })).energy;
  expect(first?.facilityMwh).toBeCloseTo(9_636, 6);
  expect(second?.facilityMwh).toBeCloseTo(2 * 9_636, 6);
  expect([first?.usd, second?.tonnesCo2]).toEqual([undefined, undefined]);
  expect(second?.usd).toBeCloseTo(2 * 481_800, 4);
});

test("basis and model of other months are refused", () => {
  expect(() => settleMoney(basisOf(evenMonths(3)), modelOf(evenMonths(4)))).toThrow("found 3 and 4");
});
