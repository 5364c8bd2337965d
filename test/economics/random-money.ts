/** Random runs and prices: a few pools at a few sites over a few years, with gaps in what is stated. */
import fc from "fast-check";
import type { MoneyBasis } from "../../src/economics/basis.ts";
import type { CommitmentModel, MoneyModel, MoveModel, TrancheModel } from "../../src/model/money.ts";
import { epochSeconds } from "../../src/engine/index.ts";
import { calendarMonths, YEAR } from "./money-fixtures.ts";

export interface RandomMoney {
  readonly basis: MoneyBasis;
  readonly model: MoneyModel;
}

const amount = (max: number): fc.Arbitrary<number> => fc.double({ min: 0, max, noNaN: true });
const share = amount(1);
const often = <T>(usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: seldom });
const table = (cells: number, each: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> =>
  fc.array(each, { minLength: cells, maxLength: cells }).map((values) => Float64Array.from(values));
/** Mostly nothing, as arrivals are. */
const rare = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max }));
const price = (max: number, gaps: boolean): fc.Arbitrary<number> =>
  gaps ? often(amount(max), fc.constant(NaN)) : amount(max);

function basisOver(
  starts: Float64Array,
  pools: number,
  sites: number,
  startEpochSeconds: number,
): fc.Arbitrary<MoneyBasis> {
  const count = starts.length - 1;
  const cells = pools * count;
  const hoursOf = (i: number): number => ((starts[(i % count) + 1] ?? 0) - (starts[i % count] ?? 0)) / 3_600;
  const pool = (id: number) =>
    fc.record({
      id: fc.constant(`pool ${id}`),
      site: fc.nat(sites - 1),
      chip: fc.constantFrom("a", "b"),
      chipName: fc.constant("Chip"),
      wattsPerChip: fc.integer({ min: 500, max: 2_000 }),
      peakPue: fc.double({ min: 1, max: 1.5, noNaN: true }),
      standing: fc.array(
        fc.record({ chips: fc.integer({ min: 0, max: 5_000 }), ageSeconds: amount(6 * YEAR) }),
        { maxLength: 3 },
      ),
    });
  return fc
    .record({
      pools: fc.tuple(...Array.from({ length: pools }, (_, id) => pool(id))),
      standingWatts: table(sites, rare(1e6)),
      installed: table(cells, rare(100_000)),
      inService: table(cells, share),
      used: table(cells, share),
      training: table(cells, share),
      arrivedChips: table(cells, rare(10_000)),
      retiredChips: table(cells, rare(5_000)),
      readyWatts: table(sites * count, rare(1e6)),
      retrofitUsd: table(sites * count, often(rare(1e6), fc.constant(NaN))),
      tokens: table(cells, amount(1e12)),
      flops: table(cells, amount(1e24)),
      salesUsd: table(2 * count, often(amount(1e9), fc.constant(NaN))),
      paths: fc.oneof(
        fc.constant([]),
        fc
          .record({ share, price: amount(2), resellerShare: share })
          .map(({ share: part, price: each, resellerShare }) => [
            { id: "native", share: 1 - part, price: 1, resellerShare: 0 },
            { id: "bedrock", share: part, price: each, resellerShare },
          ]),
      ),
    })
    .map((drawn) => {
      const hours = (chips: Float64Array, part: (i: number) => number = () => 1): Float64Array =>
        chips.map((each, i) => each * hoursOf(i) * part(i));
      const of = (row: Float64Array) => (i: number) => row[i] ?? 0;
      const [inService, used, training] = [of(drawn.inService), of(drawn.used), of(drawn.training)];
      const watts = (i: number): number => drawn.pools[Math.floor(i / count)]?.wattsPerChip ?? 0;
      const pue = (i: number): number => drawn.pools[Math.floor(i / count)]?.peakPue ?? 1;
      const mwh = hours(drawn.installed, (i) => watts(i) / 1e6);
      return {
        ...drawn,
        starts,
        startEpochSeconds,
        sites: Array.from(drawn.standingWatts, (standingWatts, s) => ({
          id: `site ${s}`,
          name: `Site ${s}`,
          region: "region",
          standingWatts,
        })),
        servedModels: ["one", "two"],
        deliveredChipHours: hours(drawn.installed),
        inServiceChipHours: hours(drawn.installed, inService),
        trainingChipHours: hours(drawn.installed, (i) => inService(i) * used(i) * training(i)),
        servingChipHours: hours(drawn.installed, (i) => inService(i) * used(i) * (1 - training(i))),
        gwYears: hours(drawn.installed, (i) => (watts(i) * pue(i)) / 8_766e9),
        facilityMwh: mwh.map((each) => each * 1.1),
        itMwh: mwh,
      };
    });
}

function commitmentWithin(horizon: number): fc.Arbitrary<CommitmentModel> {
  return fc
    .record({
      payer: fc.constant(0),
      payee: often(fc.constant(1), fc.constant(2)),
      more: amount(1e9),
      startSeconds: fc
        .integer({ min: -200, max: Math.max(1, Math.floor(horizon / 86_400) - 1) })
        .map((days) => days * 86_400),
      floorsUsd: fc.integer({ min: 1, max: 4 }).chain((years) => table(years, amount(2e9))),
      trueUp: fc.constantFrom("annual" as const, "cumulative" as const, "none" as const),
      carriesOver: fc.boolean(),
      discount: amount(0.5),
      eligible: fc.record({
        training: fc.boolean(),
        serving: fc.boolean(),
        idle: fc.boolean(),
        energy: fc.boolean(),
        withoutPaths: fc.constantFrom([], ["bedrock"]),
      }),
    })
    .map(({ more, ...rest }) => ({ ...rest, totalUsd: rest.floorsUsd.reduce((a, b) => a + b, more) }));
}

const tranche = (horizon: number): fc.Arbitrary<TrancheModel> =>
  fc.record({
    id: fc.constantFrom("first", "second"),
    amountUsd: amount(5e9),
    when: fc.constantFrom("at", "spend", "gw-online", "run-rate", "never"),
    atSeconds: fc.double({ min: -horizon / 4, max: 1.2 * horizon, noNaN: true }),
    atLeast: fc.oneof(amount(1), amount(1e9)),
  });

const move = (id: number, pools: number, horizon: number): fc.Arbitrary<MoveModel> =>
  fc.record({
    id: fc.constant(`move ${id}`),
    name: fc.constant(`Move ${id}`),
    to: fc.constantFrom(2, 3),
    atSeconds: fc.double({ min: -horizon / 4, max: 1.2 * horizon, noNaN: true }),
    share,
    pools: fc.oneof(
      fc.constant([]),
      fc.nat(pools - 1).map((pool) => [pool]),
    ),
    priceRatio: amount(2),
    overlapMonths: fc.integer({ min: 0, max: 6 }),
    ramp: fc.oneof(
      fc.constant(undefined),
      fc.record({ initial: share, months: fc.integer({ min: 1, max: 12 }) }),
    ),
    portingUsd: amount(1e8),
    egressUsd: amount(1e6),
    tax: amount(0.2),
  });

function modelOver(
  starts: Float64Array,
  pools: number,
  sites: number,
  gaps: boolean,
): fc.Arbitrary<MoneyModel> {
  const count = starts.length - 1;
  const horizon = starts[count] ?? 0;
  const optional = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    often(each, fc.constant(undefined));
  return fc.record({
    starts: fc.constant(starts),
    periods: fc.constant(Array.from({ length: count }, (_, p) => String(p))),
    parties: fc.constant([
      { id: "lab", name: "Lab", outside: false },
      { id: "cloud", name: "Cloud", outside: false },
      { id: "other", name: "Other", outside: false },
      { id: "rival", name: "Rival", outside: true },
    ]),
    customer: fc.constant(0),
    provider: fc.constant(1),
    discountFactor: table(count, share),
    discountPerYear: amount(0.2),
    priceLevel: table(count, share),
    contract: fc
      .record({
        pays: fc.constantFrom("installed" as const, "used" as const),
        energy: fc.constantFrom("included" as const, "apart" as const),
        usdPerGwYear: fc.constant(undefined),
        usdPerChipHour: table(pools * count, price(3, gaps)),
      })
      .chain((hours) =>
        fc.oneof(
          fc.constant(hours),
          table(count, price(1e10, gaps)).map((usdPerGwYear) => ({
            ...hours,
            usdPerGwYear,
            usdPerChipHour: undefined,
          })),
        ),
      ),
    usdPerMwh: table(sites * count, price(200, gaps)),
    gramsCo2PerKwh: table(sites, price(800, gaps)),
    waterLitresPerKwh: table(sites, price(2, gaps)),
    commitment: optional(commitmentWithin(horizon)),
    investment: optional(
      fc.record({
        investor: fc.constantFrom(1, 3),
        investee: fc.constant(0),
        tranches: fc.array(tranche(horizon), { maxLength: 3 }),
        earlierUsd: amount(8e9),
      }),
    ),
    costs: optional(
      fc.record({
        chipUsd: table(pools * count, price(30_000, gaps)),
        chipLifeSeconds: fc.double({ min: YEAR / 4, max: 6 * YEAR, noNaN: true }),
        buildingUsdPerWatt: table(sites, price(20, gaps)),
        buildingLifeSeconds: fc.double({ min: YEAR, max: 30 * YEAR, noNaN: true }),
        upkeepUsdPerWattSecond: price(1e-8, gaps),
        paidBeforeSeconds: fc.oneof(fc.constant(0), amount(YEAR)),
      }),
    ),
    moves: fc
      .integer({ min: 0, max: 3 })
      .chain((moves) => fc.tuple(...Array.from({ length: moves }, (_, id) => move(id, pools, horizon)))),
    tokenPrice: table(2 * count, amount(1)),
    confidence: fc.record({
      contract: fc.constantFrom("published" as const, "assumed" as const, "yours" as const),
      energy: fc.constant("reported" as const),
      chips: fc.constantFrom("estimated" as const, "yours" as const),
      buildings: fc.constant("published" as const),
      commitment: fc.constant("published" as const),
      tokens: fc.constant("published" as const),
    }),
  });
}

/** @param gaps whether some prices are not stated */
export const randomMoney = (gaps: boolean): fc.Arbitrary<RandomMoney> =>
  fc
    .record({
      months: fc.integer({ min: 1, max: 40 }),
      from: fc.constantFrom("2026-01-01", "2026-04-20"),
      pools: fc.integer({ min: 1, max: 4 }),
      sites: fc.integer({ min: 1, max: 3 }),
    })
    .chain(({ months, from, pools, sites }) => {
      const starts = calendarMonths(months, from);
      return fc.record({
        basis: basisOver(starts, pools, sites, epochSeconds(from)),
        model: modelOver(starts, pools, sites, gaps),
      });
    });
