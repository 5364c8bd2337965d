// What published figures of money and power say of each other, and where our own runs stand among them.
import { builtinCatalogue } from "../../../src/index.ts";
import type { MoneyInfo, Result } from "../../../src/index.ts";
import { chipsFor, paidUsd, settledAgain, settledRun } from "../settled.ts";
import type { Fleet } from "../settled.ts";
import { decadeRun } from "./decade.ts";
import { closeRow, rangeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const AGREEMENT =
  "up to 5 GW and more than 100 billion USD over ten years: https://www.anthropic.com/news/anthropic-amazon-compute";
const EPOCH_COST = "https://epoch.ai/data-insights/ai-datacenter-cost-breakdown";
const BERNSTEIN =
  "https://ng.investing.com/news/stock-market-news/how-much-does-a-gw-of-data-center-capacity-actually-cost-2169144";
const YEAR = 365.25 * 86_400;
const WATTS = 840;
const PUE = 1.2;
const sides = { parties: { buyer: {}, builder: {} }, customer: "buyer", provider: "builder" } as const;
/** A GPU site's yearly cost of a GW, and what racks of own chips are said to save of it. */
const GPU_GW_YEAR = 8.5;
const ASIC_GW_YEAR = 0.81 * GPU_GW_YEAR;
const INFORMATION = "For information: no pass or fail hangs on it.";

const commitment = (totalUsd: number) =>
  ({ payer: "buyer", payee: "builder", totalUsd, start: "2025-01-01", years: 10, shape: "flat" }) as const;

function ceilingRows(): readonly OracleRow[] {
  const fleet: Fleet = {
    start: "2025-01-01",
    end: "2028-01-01",
    watts: WATTS,
    peakPue: PUE,
    chips: { "2025-01-01": chipsFor(5, WATTS, PUE) },
  };
  const money = (billions: number) =>
    ({ ...sides, contract: { usdPerGwYear: billions * 1e9 }, commitment: commitment(100e9) }) as const;
  const { basis } = settledRun(fleet, money(1));
  const source = `${EPOCH_COST} (8.5 M USD a MW-year) less 19 % for own chips: ${BERNSTEIN}`;
  return (
    [
      ["gpu", "a GPU site's cost", GPU_GW_YEAR, 42.5, 11.8],
      ["asic", "that cost less 19 %", ASIC_GW_YEAR, 34.4, 14.5],
    ] as const
  ).flatMap(([id, at, price, billions, gwYears]) => {
    const info = settledAgain(fleet, basis, money(price));
    const years = (info.commitment?.exhaustedSeconds ?? Infinity) / YEAR;
    return [
      closeRow({
        id: `money-checks.c5-year-${id}`,
        what: `A year of 5 GW at ${at}, billion USD`,
        expected: billions,
        simulated: paidUsd(info, "capacity") / 1e9 / 3,
        // Three years of 365 days.
        within: 0.1,
        tolerance: "as printed, in years of 365 days",
        source,
      }),
      closeRow({
        id: `money-checks.c5-gw-years-${id}`,
        what: `GW-years that 100 billion USD pays for at ${at}`,
        expected: gwYears,
        simulated: 5 * years,
        within: 0.05,
        tolerance: "as printed",
        source: `${AGREEMENT}; ${source}`,
      }),
    ];
  });
}

const gwYearsOf = ({ money }: Result): number =>
  money?.basis.gwYears.reduce((sum, each) => sum + each, 0) ?? NaN;

/** Of the decade's own run: its price is a GPU site's cost by another way, that of Trainium2 at 0.98 USD an hour. */
function decadeRows(): readonly OracleRow[] {
  const run = decadeRun();
  const info = run.money?.info;
  const gwYears = gwYearsOf(run);
  return [
    rangeRow({
      id: "money-checks.c5-times",
      what: "What five-gigawatts pays for capacity over its commitment of 100 billion",
      expected: "3 to 4 times: 5 GW are not paid for by 100 billion",
      simulated: (info === undefined ? NaN : paidUsd(info, "capacity")) / 100e9,
      low: 3,
      high: 4,
      say: (value) => value.toFixed(1),
      source: `${AGREEMENT}; ${EPOCH_COST}`,
    }),
    rangeRow({
      id: "money-checks.c5-times-asic",
      what: "The same at a GPU site's cost less 19 % for own chips",
      expected: "3 to 4 times",
      simulated: (gwYears * ASIC_GW_YEAR * 1e9) / 100e9,
      low: 2,
      tolerance: "at least twice",
      say: (value) => value.toFixed(1),
      source: `${AGREEMENT}; ${BERNSTEIN}`,
      note: "Of 41 GW-years it is 2.8 times; the run has fewer, as its halls slip and are not all full.",
    }),
    rangeRow({
      id: "money-checks.c5-implied",
      what: "Price of a GW-year if 100 billion paid for all of five-gigawatts, billion USD",
      expected: "2.4 on 41 GW-years: a lease of shell and power, without chips",
      simulated: 100 / gwYears,
      high: 0.5 * ASIC_GW_YEAR,
      tolerance: "less than half of the least cost above",
      say: (value) => value.toFixed(1),
      source: `${AGREEMENT}; TeraWulf's lease of 401 MW, 19 billion USD over 20 years: 2.4 a GW-year`,
    }),
    rangeRow({
      id: "money-checks.c7-decade",
      what: "USD a chip-hour of Trainium2 that five-gigawatts' contract comes to",
      expected: "0.8 to 1.2",
      simulated: usdPerChipHour(info, "trainium2"),
      low: 0.8,
      high: 1.2,
      say: (value) => value.toFixed(2),
      kind: "calibration",
      source: "Amazon's chips run rate of 10 to 20 billion USD a year over 1.4 million Trainium2",
      note: "The price of a GW-year was derived from that range.",
    }),
  ];
}

const usdPerChipHour = (info: MoneyInfo | undefined, chip: string): number =>
  info?.unitCosts.find(({ id, view }) => id === chip && view === "customer")?.usdPerChipHour ?? NaN;

/** 1.4 million Trainium2 for a year at the price of a Capacity Block. */
function listPriceRows(): readonly OracleRow[] {
  const fleet: Fleet = {
    start: "2025-01-01",
    end: "2026-01-01",
    watts: WATTS,
    peakPue: PUE,
    chips: { "2025-01-01": 1_400_000 },
  };
  const listed = { ...sides, contract: { chipHours: { by: "capacity-block", usd: {} } } } as const;
  const stated = (usd: number) =>
    ({ ...sides, contract: { chipHours: { usd: { trainium2: usd } } } }) as const;
  const { basis, info } = settledRun(fleet, listed);
  const bill = paidUsd(info, "capacity") / 1e9;
  const least = paidUsd(settledAgain(fleet, basis, stated(0.8)), "capacity") / 1e9;
  const most = paidUsd(settledAgain(fleet, basis, stated(1.2)), "capacity") / 1e9;
  const source =
    "Amazon: 1.4 million Trainium2 landed, chips business at 10 to 20 billion USD a year around it; list price: https://aws.amazon.com/ec2/capacityblocks/pricing/";
  return [
    closeRow({
      id: "money-checks.c7-list",
      what: "1.4 million Trainium2 for a year at the price of a Capacity Block, billion USD",
      expected: 27.4,
      simulated: bill,
      within: 0.05,
      tolerance: "as computed by hand: 1.4 M x 2.235 x 8,760",
      source,
    }),
    rangeRow({
      id: "money-checks.c7-ceiling",
      what: "That bill over the run rate of Amazon's whole chips business, 20 billion USD",
      expected: "above 1: the anchor tenant cannot be paying the list price",
      simulated: bill / 20,
      low: 1,
      say: (value) => value.toFixed(2),
      source,
    }),
    rangeRow({
      id: "money-checks.c7-realised",
      what: "The same chips at 1.2 USD an hour, billion USD",
      expected: "14.7, within the 10 to 20 of the run rate; 9.8 at 0.8 USD",
      simulated: most,
      low: 14.65,
      high: 14.75,
      tolerance: `14.7 as printed; at 0.8 USD ${least.toFixed(1)}`,
      say: (value) => value.toFixed(1),
      source,
    }),
  ];
}

/** Reading "nearly 1 GW of Trainium2 and 3 by the end of 2026" in chips, and the run's own. */
function gigawattRows(): readonly OracleRow[] {
  const run = decadeRun();
  const { basis } = run.money ?? {};
  const last = basis?.starts.findIndex((_, p) => run.money?.info.periods[p] === "2026-12") ?? -1;
  const count = run.money?.info.periods.length ?? 0;
  const years = ((basis?.starts[last + 1] ?? NaN) - (basis?.starts[last] ?? NaN)) / YEAR;
  const gw =
    basis?.pools.reduce(
      (sum, pool, k) =>
        pool.chip === "trainium2" || pool.chip === "trainium3"
          ? sum + (basis.gwYears[k * count + last] ?? NaN) / years
          : sum,
      0,
    ) ?? NaN;
  const chips = (watts: number): number => chipsFor(1, watts, PUE) / 1000;
  const source = AGREEMENT;
  return [
    closeRow({
      id: "money-checks.c4-trainium3",
      what: "Thousand chips in 1 GW of facility load, all of them Trainium3 at 1,220 W",
      expected: 683,
      simulated: chips(1220),
      within: 0.5,
      tolerance: "as printed",
      source,
      note: INFORMATION,
    }),
    closeRow({
      id: "money-checks.c4-trainium2",
      what: "Thousand chips in 1 GW of facility load, all of them Trainium2 at 840 W",
      expected: 992,
      simulated: chips(WATTS),
      within: 0.5,
      tolerance: "as printed",
      source,
      note: INFORMATION,
    }),
    rangeRow({
      id: "money-checks.c4-decade",
      what: "GW of Trainium2 and Trainium3 that five-gigawatts has installed in December 2026, at all sites",
      expected: "nearly 1 of new capacity, or of all: the source does not say",
      simulated: gw,
      low: 0.9,
      high: 2.4,
      tolerance: "0.9 in all, to 1 beside 1.4 in use at the end of 2025",
      say: (value) => value.toFixed(2),
      source: `${source}; 1.4 GW in use: Epoch AI`,
      note: `${INFORMATION} Read as the total it is met by New Carlisle alone.`,
    }),
  ];
}

/** What the provider pays for chips and halls over the GW it adds. */
function capitalRows(): readonly OracleRow[] {
  const run = decadeRun();
  const { basis, info } = run.money ?? {};
  const count = info?.periods.length ?? 0;
  const until = (info?.periods.indexOf("2029-12") ?? -1) + 1;
  const sumUntil = (kinds: readonly string[]): number =>
    info?.flows.reduce(
      (usd, flow) =>
        kinds.includes(flow.kind)
          ? usd + flow.cents.subarray(0, until).reduce((sum, cents) => sum + cents, 0) / 100
          : usd,
      0,
    ) ?? NaN;
  const gwIn = (month: number): number => {
    const years = ((basis?.starts[month + 1] ?? NaN) - (basis?.starts[month] ?? NaN)) / YEAR;
    return (
      basis?.pools.reduce((sum, _, k) => sum + (basis.gwYears[k * count + month] ?? NaN) / years, 0) ?? NaN
    );
  };
  const perGw = sumUntil(["chips", "buildings"]) / 1e9 / (gwIn(until - 1) - gwIn(0));
  return [
    rangeRow({
      id: "money-checks.c8-capital",
      what: "Billion USD of chips and halls for a GW that five-gigawatts adds to the end of 2029",
      expected:
        "25 to 40 for a Trainium mix: 29 (Amazon's capital over its GW), 35 (Bernstein), 30 to 34 (Morgan Stanley)",
      simulated: perGw,
      low: 25,
      high: 40,
      tolerance: "25 to 40, weak",
      say: (value) => value.toFixed(1),
      outside:
        "Prices of Trainium are assumed, as nobody publishes one; they would have to be some 30 % higher for 25 billion USD a GW.",
      source: `${BERNSTEIN}; Amazon's guide for 2026, 220 billion USD, over 7.5 GW a year`,
      note: INFORMATION,
    }),
  ];
}

function otherRows(): readonly OracleRow[] {
  const watts = builtinCatalogue().chips["tpu-v7"]?.allInWatts?.value ?? NaN;
  return [
    rangeRow({
      id: "money-checks.c11-tpu",
      what: "GW of a million TPU v7 at the catalogue's watts and a PUE of 1.1",
      expected: "1.19: well over 1 GW",
      simulated: (1e6 * watts * 1.1) / 1e9,
      low: 1,
      high: 1.25,
      tolerance: "over 1, and no more than a twentieth over 1.19",
      say: (value) => value.toFixed(2),
      source: "Google and Anthropic, 23 October 2025: up to a million TPU, well over 1 GW in 2026",
      note: INFORMATION,
    }),
    closeRow({
      id: "money-checks.c13-revenue",
      what: "Price of a GW-year that five-gigawatts pays, over revenue a GW at the end of 2025 (9 billion over 1.4 GW)",
      expected: 1.32,
      simulated:
        (decadeRun().money?.info.unitCosts.find(({ id }) => id === "all")?.usdPerGwYear ?? NaN) / (9e9 / 1.4),
      within: 0.01,
      tolerance: "as computed by hand: 8.5 over 6.43",
      source: "run rates as reported; GW in use: Epoch AI, Frontier labs don't use most AI compute (yet)",
      note: `${INFORMATION} Revenue a GW was 19 to 26 billion USD in July 2026 if 2.5 to 3.5 GW were in use.`,
    }),
  ];
}

export const moneyChecks: OracleGroup = {
  id: "money-checks",
  title: "Money against power and prices",
  about:
    "Published figures of money held against each other: what 5 GW cost beside what is committed, what the anchor tenant can be paying, what a GW takes.",
  rows: () => [
    ...ceilingRows(),
    ...decadeRows(),
    ...listPriceRows(),
    ...gigawattRows(),
    ...capitalRows(),
    ...otherRows(),
  ],
};
