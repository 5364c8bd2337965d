// The published and worked figures of money once more, each from a run of a fleet and the settling of its months.
import { annuity } from "../../../src/economics/index.ts";
import type { MoneyInfo } from "../../../src/index.ts";
import { chipsFor, paidUsd, settledAgain, settledRun } from "../settled.ts";
import type { Fleet, Settled } from "../settled.ts";
import { closeRow, equalRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const WATTS = 840;
const PUE = 1.2;
const YEAR = 365.25 * 86_400;
const BY_HAND =
  "worked by hand from the terms of enterprise discount programmes: https://redresscompliance.com/aws-edp-shortfall-risk-management";
const SUM = "by hand: the sum over the price";
const EPOCH_COST = "https://epoch.ai/data-insights/ai-datacenter-cost-breakdown";
const parties = { buyer: {}, builder: {} } as const;
const sides = { parties, customer: "buyer", provider: "builder" } as const;

/** Runs that several rows read, made once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** 6, 11 and 15 billion in three years of 365 days: an UltraServer is a million a year. */
const THREE_YEARS: Fleet = {
  start: "2025-01-01",
  end: "2028-01-01",
  watts: WATTS,
  chips: { "2025-01-01": 6000 * 64, "2026-01-01": 11_000 * 64, "2027-01-01": 15_000 * 64 },
};
const promised = (trueUp: "annual" | "cumulative", carryOver = false) =>
  ({
    ...sides,
    contract: { chipHours: { usd: { trainium2: 1e6 / 64 / 8760 } } },
    commitment: {
      payer: "buyer",
      payee: "builder",
      totalUsd: 30e9,
      start: "2025-01-01",
      years: 3,
      floorsUsd: { "1": 10e9, "2": 10e9, "3": 10e9 },
      trueUp,
      carryOver,
    },
  }) as const;
const threeYears = once(() => settledRun(THREE_YEARS, promised("annual")));

function commitmentRows(): readonly OracleRow[] {
  const { basis } = threeYears();
  const billions = (usd: number): string => String(Math.round(usd / 1e6) / 1e3);
  const said = (info: MoneyInfo): string =>
    `${info.commitment?.years.map(({ shortfallUsd }) => billions(shortfallUsd)).join("/") ?? ""}, paid ${billions(paidUsd(info, "capacity") + paidUsd(info, "shortfall"))}`;
  const row = (id: string, what: string, expected: string, money: ReturnType<typeof promised>): OracleRow =>
    equalRow({
      id: `money-settled.${id}`,
      what,
      expected,
      simulated: said(settledAgain(THREE_YEARS, basis, money)),
      source: BY_HAND,
    });
  return [
    row(
      "annual",
      "Floors of 10 billion and three years of 6,000, 11,000 and 15,000 UltraServers at a million a year: owed by year, paid in all",
      "4/0/0, paid 36",
      promised("annual"),
    ),
    row(
      "annual-carry",
      "The same where over-spend is carried forward",
      "4/0/0, paid 36",
      promised("annual", true),
    ),
    row("cumulative", "The same trued up at the end of the term", "0/0/0, paid 32", promised("cumulative")),
  ];
}

/** 0.5, 1.5, 2.5, 3.5, 4.5 and then 5 GW, on the days nearest to whole years of 365.25. */
const RAMP: Fleet = {
  start: "2026-01-01",
  end: "2036-01-01",
  watts: WATTS,
  peakPue: PUE,
  chips: Object.fromEntries(
    [
      ["2026-01-01", 0.5],
      ["2027-01-01", 1.5],
      ["2028-01-01", 2.5],
      ["2029-01-01", 3.5],
      ["2030-01-01", 4.5],
      ["2031-01-01", 5],
    ].map(([date, gw]) => [date, chipsFor(Number(gw), WATTS, PUE)]),
  ),
};
const FIVE: Fleet = {
  start: "2026-01-01",
  end: "2036-06-01",
  watts: WATTS,
  peakPue: PUE,
  chips: { "2026-01-01": chipsFor(5, WATTS, PUE) },
};
const hundred = (start: string, billions: number) =>
  ({
    ...sides,
    contract: { usdPerGwYear: billions * 1e9 },
    commitment: { payer: "buyer", payee: "builder", totalUsd: 100e9, start, years: 11, shape: "flat" },
  }) as const;
const ramp = once(() => settledRun(RAMP, hundred("2026-01-01", 10)));
export const fiveGigawatts = once(() => settledRun(FIVE, hundred("2026-01-01", 10)));
export const atFive = (billions: number): MoneyInfo =>
  settledAgain(FIVE, fiveGigawatts().basis, hundred("2026-01-01", billions));
const yearsOf = ({ commitment }: MoneyInfo): number => (commitment?.exhaustedSeconds ?? Infinity) / YEAR;

function exhaustionRows(): readonly OracleRow[] {
  const ramped = [
    [6.7, 5.49, 251],
    [10, 4.44, 375],
  ] as const;
  const prices = [
    [2, 50, 10, 5],
    [5, 20, 4, 2],
    [6.7, 14.9, 3, 1.5],
    [10, 10, 2, 1],
    [13.3, 7.5, 1.5, 0.75],
  ] as const;
  return [
    ...ramped.flatMap(([price, years, billions]) => {
      const info = settledAgain(RAMP, ramp().basis, hundred("2026-01-01", price));
      const what = `at ${price} billion a GW-year on 0.5, 1.5, 2.5, 3.5, 4.5 and then 5 GW`;
      return [
        closeRow({
          id: `money-settled.ramp-${price}`,
          what: `Years until 100 billion are spent ${what}`,
          expected: years,
          simulated: yearsOf(info),
          within: 0.0055,
          tolerance: "as printed; halls come on whole days",
          source: SUM,
        }),
        closeRow({
          id: `money-settled.ramp-${price}-spend`,
          what: `Ten years' spend ${what}, billion USD`,
          expected: billions,
          simulated: paidUsd(info, "capacity") / 1e9,
          within: 0.5,
          tolerance: "as printed",
          source: SUM,
        }),
      ];
    }),
    ...prices.map(([price, gwYears, years, mean]) => {
      const found = yearsOf(atFive(price));
      return equalRow({
        id: `money-settled.hundred-${price}`,
        what: `100 billion at ${price} billion a GW-year: GW-years, years at 5 GW, mean GW over ten years`,
        expected: `${gwYears}, ${years}, ${mean}`,
        simulated: [asPrinted(5 * found, gwYears), asPrinted(found, years), asPrinted(found / 2, mean)].join(
          ", ",
        ),
        source: SUM,
      });
    }),
  ];
}

/** With the digits of the printed figure. */
const asPrinted = (value: number, printed: number): string => {
  const digits = String(printed).split(".")[1]?.length ?? 0;
  const shown = digits === 0 && printed < 11 ? 1 : digits;
  return String(Number(value.toFixed(shown)));
};

/** All-in kW and USD an hour of a chip: owner's cost and three-year rental. */
const SEMIANALYSIS = [
  ["H100", 1.73, 1.3, 1.3, 578, 6.6, 6.6],
  ["H200", 1.73, 1.41, 1.6, 578, 7.1, 8.1],
  ["B200", 2.17, 1.95, 2.9, 461, 7.9, 11.7],
  ["GB200", 2.1, 2.21, 3.3, 476, 9.2, 13.8],
  ["GB300", 2.1, 2.65, 3.96, 476, 11.1, 16.5],
] as const;

function chipHourRows(): readonly OracleRow[] {
  return SEMIANALYSIS.flatMap(([chip, kw, owner, rental, thousands, ownerBillions, rentalBillions]) => {
    const watts = 1000 * kw;
    const fleet: Fleet = {
      start: "2025-01-01",
      end: "2026-01-01",
      watts,
      chips: { "2025-01-01": chipsFor(1, watts) },
    };
    const money = (usd: number) =>
      ({ ...sides, contract: { chipHours: { usd: { trainium2: usd } } } }) as const;
    const { basis, result } = settledRun(fleet, money(owner));
    const perGwYear = (found: MoneyInfo): number =>
      (found.unitCosts.find(({ id, view }) => id === "all" && view === "customer")?.usdPerGwYear ?? NaN) /
      1e9;
    const source =
      "kW and USD an hour: constants.ts of https://github.com/SemiAnalysisAI/InferenceX-app, chips and USD a GW-year by hand from them";
    return [
      closeRow({
        id: `money-settled.chips-${chip.toLowerCase()}`,
        what: `Thousand ${chip} in a GW at ${kw} kW each, all in`,
        expected: thousands,
        simulated: (result.series.find(({ id }) => id === "fleet.in-service")?.mean.at(-1) ?? NaN) / 1000,
        within: 0.5,
        tolerance: "as printed",
        source,
      }),
      ...(
        [
          ["owner", owner, ownerBillions],
          ["rental", rental, rentalBillions],
        ] as const
      ).map(([whose, usd, billions]) =>
        closeRow({
          id: `money-settled.gw-year-${chip.toLowerCase()}-${whose}`,
          what: `A GW-year of ${chip} at ${usd} USD an hour (${whose === "owner" ? "owner's cost" : "three-year rental"}), billion USD`,
          expected: billions,
          simulated: perGwYear(settledAgain(fleet, basis, money(usd))),
          within: 0.05,
          tolerance: "as printed",
          source,
          ...(chip === "GB300" ? { note: "The source marks its prices of GB300 as placeholders." } : {}),
        }),
      ),
    ];
  });
}

function oracleRows(): readonly OracleRow[] {
  const fleet: Fleet = {
    start: "2027-01-01",
    end: "2032-01-01",
    watts: WATTS,
    peakPue: PUE,
    chips: { "2027-01-01": chipsFor(4.5, WATTS, PUE) },
  };
  const money = (billions: number) => ({ ...sides, contract: { usdPerGwYear: billions * 1e9 } }) as const;
  const { basis } = settledRun(fleet, money(1));
  const source =
    "OpenAI and Oracle: 300 billion USD for 4.5 GW over five years, or 30 billion a year, as reported in 2025; by hand: the sum over the GW-years";
  return (
    [
      ["five-years", "Five years", 13.3, 300, 1],
      ["a-year", "One year of the five", 6.7, 30, 5],
    ] as const
  ).map(([id, what, price, billions, part]) =>
    closeRow({
      id: `money-settled.oracle-${id}`,
      what: `${what} of 4.5 GW at ${price} billion a GW-year, billion USD`,
      expected: billions,
      simulated: paidUsd(settledAgain(fleet, basis, money(price)), "capacity") / 1e9 / part,
      // What rounding the price to a tenth leaves.
      within: (0.05 * 4.5 * 5) / part,
      tolerance: "as the price is printed",
      source,
    }),
  );
}

function switchingRows(): readonly OracleRow[] {
  const fleet: Fleet = {
    start: "2025-01-01",
    end: "2027-01-01",
    watts: WATTS,
    chips: { "2025-01-01": 200_000 },
  };
  const { info } = settledRun(fleet, {
    parties: { ...parties, rival: {} },
    customer: "buyer",
    provider: "builder",
    contract: { chipHours: { usd: { trainium2: 1.5 } } },
    moves: { all: { to: "rival", at: "2025-01-01", share: 1, overlapMonths: 2, portingUsd: 20e6 } },
  });
  const move = info.moves[0];
  return [
    closeRow({
      id: "money-settled.double-running",
      what: "Two months of 200,000 chips beside those that take over, at 1.5 USD a chip-hour",
      expected: 438,
      simulated: (move?.doubleRunningUsd ?? NaN) / 1e6,
      within: 0.5,
      unit: "M USD",
      source: "by hand: 2 months x 730 h x 200,000 x 1.5",
    }),
    closeRow({
      id: "money-settled.gap",
      what: "Price gap over 24 months at which that move pays, with 20 M USD of porting",
      expected: 8.7,
      simulated: 100 * (move?.breakEvenGap ?? NaN),
      within: 0.05,
      tolerance: "as printed",
      unit: "%",
      source: "by hand: 458 of 5,256 M USD",
    }),
  ];
}

/** Epoch AI's site of GB200 with 1 GW of IT load, billion USD: 38 in all, of it 11.8 of building and power. */
const SITE = { capital: 38, building: 11.8, running: 0.9, chipLife: 5, buildingLife: 14 };

function siteYear(chipLifeYears: number): Settled {
  const watts = 2100;
  const chips = chipsFor(1, watts);
  return settledRun(
    { start: "2025-01-01", end: "2026-01-01", watts, chips: { "2025-01-01": chips } },
    {
      ...sides,
      contract: { usdPerGwYear: 1 },
      costs: {
        chipUsd: { trainium2: ((SITE.capital - SITE.building) * 1e9) / chips },
        chipLifeYears,
        buildingUsdPerMw: SITE.building * 1e6,
        buildingLifeYears: SITE.buildingLife,
        upkeepUsdPerMwYear: SITE.running * 1e6,
      },
      // It is in the upkeep.
      energy: { usdPerMwh: { "us-east-2": 0 } },
    },
  );
}

/** The same with capital charged as equal payments that are worth it. */
const charged = (chipLifeYears: number, perYear: number): number =>
  (SITE.capital - SITE.building) / annuity(0, chipLifeYears, perYear) +
  SITE.building / annuity(0, SITE.buildingLife, perYear) +
  SITE.running;

/** The return at which a life of five years costs what Epoch AI prints for it; the other lives are then predictions. */
const RETURN = 0.076;

function siteRows(): readonly OracleRow[] {
  const lives = [
    [3, 12, 0.5],
    [5, 8.5, 0.05],
    [7, 7, 0.5],
  ] as const;
  return [
    ...lives.map(([life]) => {
      const { info } = siteYear(life);
      const provider = info.ledgers.find(({ party }) => party === "builder")?.accrual;
      const cents = provider?.depreciation.reduce((sum, each) => sum + each, 0) ?? NaN;
      return closeRow({
        id: `money-settled.accrual-${life}`,
        what: `A year of 1 GW of GB200 in the provider's accrual, chips written off in ${life} years, billion USD`,
        expected: (SITE.capital - SITE.building) / life + SITE.building / SITE.buildingLife + SITE.running,
        simulated: cents / 1e11 + paidUsd(info, "upkeep") / 1e9,
        // A year of 365 days, and a hall a little larger than its chips.
        withinShare: 0.003,
        source: `by hand: 26.2 over the life, 11.8 over 14 years, 0.9 to run it; capital and lives: ${EPOCH_COST}`,
        note: "Depreciation spreads what was paid and asks no return on it: it is below Epoch AI's yearly cost, which does.",
      });
    }),
    ...lives.map(([life, billions, within]) =>
      closeRow({
        id: `money-settled.tco-${life}`,
        what: `Yearly cost of 1 GW of GB200 whose chips last ${life} years, capital charged at ${100 * RETURN} % a year, billion USD`,
        expected: billions,
        simulated: charged(life, RETURN),
        within,
        tolerance: "as printed",
        kind: life === 5 ? "calibration" : "validation",
        source: EPOCH_COST,
        ...(life === 5
          ? { note: "The return is the one at which this row agrees; the source states none." }
          : {}),
      }),
    ),
  ];
}

/** Published g CO2 a kWh and L of water a kWh of IT load, 2024. */
const GRID = [
  ["us-east-2", 396.25, 0.1],
  ["us-west-2", 119.76, 0.16],
  ["eu-north-1", 24.71, 0.02],
  ["ap-northeast-1", 536.06, 0.91],
  ["ap-southeast-1", 487.52, 1.68],
] as const;

function carbonRows(): readonly OracleRow[] {
  const chips = 64_000;
  // Idle chips at 0.22 of 840 W for 8,760 hours; annual PUE 1 in these runs.
  const kwh = (chips * WATTS * 0.22 * 8760) / 1000;
  const source =
    "https://github.com/Green-Software-Foundation/real-time-cloud, from Amazon's own pages; by hand: MWh x intensity";
  return GRID.map(([region, grams, litres]) => {
    const { info } = settledRun(
      { start: "2025-01-01", end: "2026-01-01", watts: WATTS, region, chips: { "2025-01-01": chips } },
      { ...sides, contract: { usdPerGwYear: 1 } },
    );
    const [site] = info.energy;
    const said = (tonnes: number, cubicMetres: number): string =>
      `${tonnes.toFixed(0)} t, ${cubicMetres.toFixed(0)} m³`;
    return equalRow({
      id: `money-settled.carbon-${region}`,
      what: `Carbon and water of 64,000 idle Trainium2 over 2025 in ${region}, ${(kwh / 1e6).toFixed(1)} GWh`,
      expected: said((kwh * grams) / 1e6, (kwh * litres) / 1000),
      simulated: said(site?.tonnesCo2 ?? NaN, site?.waterCubicMetres ?? NaN),
      source,
    });
  });
}

export const moneySettled: OracleGroup = {
  id: "money-settled",
  title: "Money settled from runs",
  about:
    "Published tables and worked examples, each from the run of a fleet whose months are billed, booked and settled.",
  rows: () => [
    ...commitmentRows(),
    ...exhaustionRows(),
    ...chipHourRows(),
    ...oracleRows(),
    ...switchingRows(),
    ...siteRows(),
    ...carbonRows(),
  ],
};
