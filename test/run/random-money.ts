// Money of random scenarios: every option of the block, so that no settling is spared one.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { dateAt, dayOf, keyed, number, optional, whole } from "./random-parts.ts";
import type { Part } from "./random-parts.ts";

export type MoneyInput = Part<"money">;
type Path = NonNullable<NonNullable<MoneyInput["energy"]>["usdPerMwh"]>[string];

const CHIPS = ["trainium1", "trainium2", "trainium3", "h100", "inferentia2"];
/** The catalogue has their list price. */
const LISTED = ["trainium1", "trainium2", "h100", "inferentia2"];
const REGIONS = ["us-east-2", "us-mississippi", "eu-north-1", "ap-northeast-1"];
/** One who takes no part in capacity may pay a commitment or invest. */
const PARTIES = ["buyer", "builder", "bank"];

/** A price for all of a run, or in steps that fall. */
const path = (days: number, low: number, high: number): fc.Arbitrary<Path> =>
  fc.oneof(
    number(low, high),
    fc
      .record({
        first: number(low, high),
        later: optional(fc.tuple(whole(1, days), number(low, high)), 1),
        falls: number(-0.3, 0.8),
      })
      .map(({ first, later, falls }) => ({
        steps: { [dateAt(-400)]: first, ...(later === undefined ? {} : { [dateAt(later[0])]: later[1] }) },
        fallsPerYear: falls,
      })),
  );

/** Of some of the keys. */
const some = <T>(keys: readonly string[], value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc
    .tuple(fc.subarray([...keys]), fc.array(value, { minLength: keys.length, maxLength: keys.length }))
    .map(([taken, values]) => Object.fromEntries(taken.map((key, i) => [key, values[i] as T])));

const without = <T>(all: Readonly<Record<string, T>>, left: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !left.includes(key)));

const contract = (days: number): fc.Arbitrary<MoneyInput["contract"]> =>
  fc
    .record({
      pays: fc.constantFrom("installed" as const, "used" as const),
      energy: fc.constantFrom("included" as const, "apart" as const),
      gwYear: optional(path(days, 1e8, 2e10), 1),
      by: fc.constantFrom("stated" as const, "list" as const, "capacity-block" as const),
      usd: fc.record(Object.fromEntries(CHIPS.map((chip) => [chip, path(days, 0, 5)]))),
      left: fc.subarray(LISTED),
      escalation: number(-0.2, 0.5),
      falls: number(0, 0.6),
    })
    .map(({ pays, energy, gwYear, by, usd, left, escalation, falls }) => ({
      pays,
      energy,
      ...(gwYear === undefined
        ? { chipHours: { by, usd: by === "stated" ? usd : without(usd, left) }, fallsPerYearOfAge: falls }
        : { usdPerGwYear: gwYear }),
      escalationPerYear: escalation,
    }));

/** A term that began before the run, or begins in it, so that years are settled within and cut by its end. */
const commitment = (days: number): fc.Arbitrary<NonNullable<MoneyInput["commitment"]>> =>
  fc
    .record({
      sides: fc.constantFrom(["buyer", "builder"], ["buyer", "builder"], ["builder", "buyer"]),
      start: days > 370 ? whole(-20, days - 366) : fc.oneof(whole(-360, -250), whole(-100, days - 2)),
      years: fc.constantFrom(1, 1, 2, 3),
      floors: fc.array(fc.oneof(fc.constant(0), number(1e3, 1e7)), { minLength: 3, maxLength: 3 }),
      more: number(0, 1e7),
      shape: fc.option(fc.constantFrom("flat" as const, "back-loaded" as const), { nil: undefined }),
      trueUp: fc.constantFrom("annual" as const, "cumulative" as const, "none" as const),
      carryOver: fc.boolean(),
      discount: fc.oneof(fc.constant(0), number(0, 0.9)),
      counts: fc.record({
        training: fc.boolean(),
        serving: fc.boolean(),
        idle: fc.boolean(),
        energy: fc.boolean(),
      }),
    })
    .map(({ sides, start, years, floors, more, shape, ...rest }) => {
      const kept = floors.slice(0, years);
      const floored = kept.reduce((sum, floor) => sum + floor, 0);
      return {
        payer: sides[0] ?? "",
        payee: sides[1] ?? "",
        start: dateAt(start),
        years,
        totalUsd: floored + more + 1,
        ...(shape === undefined
          ? { floorsUsd: Object.fromEntries(kept.map((floor, i) => [String(i + 1), floor])) }
          : { shape }),
        trueUp: rest.trueUp,
        carryOver: rest.carryOver,
        discount: rest.discount,
        counts: rest.counts,
      };
    });

const investment = (days: number, priced: boolean): fc.Arbitrary<NonNullable<MoneyInput["investment"]>> => {
  const when = fc.oneof(
    number(0, 1e7).map((usd) => ({ when: { spendUsd: usd } })),
    number(0, 0.01).map((gw) => ({ when: { gwOnline: gw } })),
    ...(priced ? [number(0, 1e9).map((usd) => ({ when: { runRateUsdPerYear: usd } }))] : []),
    whole(0, days - 1).map((day) => ({ at: dateAt(day) })),
    fc.constant({}),
  );
  return fc
    .record({
      sides: fc.constantFrom(["builder", "buyer"], ["bank", "buyer"], ["bank", "builder"]),
      earlier: number(0, 1e7),
      more: number(0, 1e6),
      tranches: fc.array(fc.tuple(number(1, 1e7), when), { minLength: 1, maxLength: 4 }),
    })
    .map(({ sides, earlier, more, tranches }) => ({
      investor: sides[0] ?? "",
      investee: sides[1] ?? "",
      earlierUsd: earlier,
      upToUsd: tranches.reduce((sum, [usd]) => sum + usd, more) + 1,
      tranches: keyed(
        "tranche",
        tranches.map(([usd, trigger]) => ({ usd, ...trigger })),
      ),
    }));
};

const costs = (days: number): fc.Arbitrary<NonNullable<MoneyInput["costs"]>> =>
  fc
    .record({
      chipUsd: some(CHIPS, path(days, 0, 40_000)),
      chipLifeYears: fc.oneof(number(0.1, 0.4), number(0.5, 6)),
      building: optional(number(0, 2e7), 3),
      buildingLifeYears: fc.oneof(number(0.1, 0.4), number(1, 20)),
      upkeep: optional(number(0, 1e6), 2),
      paidBefore: fc.oneof(fc.constant(0), number(0, 14)),
      site: optional(number(0, 2e7), 1),
    })
    .map(({ chipUsd, chipLifeYears, building, buildingLifeYears, upkeep, paidBefore, site }) => ({
      chipUsd: { trainium2: 9000, ...chipUsd },
      chipLifeYears,
      buildingLifeYears,
      paidBeforeMonths: paidBefore,
      ...(building === undefined ? {} : { buildingUsdPerMw: building }),
      ...(upkeep === undefined ? {} : { upkeepUsdPerMwYear: upkeep }),
      ...(site === undefined ? {} : { buildingUsdPerMwBySite: { "site-0": site } }),
    }));

const yearly = fc.oneof(
  number(0, 4e6),
  number(0, 6e7),
  fc.tuple(number(0, 6e7), number(0, 6e7)).map(([a, b]) => ({ "2026": a, "2027": b })),
);
const limits = fc
  .record({ capital: optional(yearly, 1), spend: optional(yearly, 1) })
  .map(({ capital, spend }) => ({
    ...(capital === undefined ? {} : { capitalUsdPerYear: capital }),
    ...(spend === undefined ? {} : { spendUsdPerYear: spend }),
  }));

const move = (days: number): fc.Arbitrary<NonNullable<MoneyInput["moves"]>[string]> =>
  fc
    .record({
      at: whole(0, days - 1),
      share: number(0, 1),
      ratio: number(0, 3),
      overlap: number(0, 5),
      ramp: optional(fc.record({ initial: number(0.1, 1), months: number(0.1, 6) }), 1),
      porting: number(0, 1e7),
      egress: number(0, 1e6),
      tax: number(0, 0.3),
      system: optional(fc.constant("trn2-ultraserver"), 1),
      to: fc.constantFrom("bank", "elsewhere"),
    })
    .map(({ at, share, ratio, overlap, ramp, porting, egress, tax, system, to }) => ({
      to,
      at: dateAt(at),
      share,
      priceRatio: ratio,
      overlapMonths: overlap,
      ...(ramp === undefined ? {} : { ramp }),
      portingUsd: porting,
      egressUsd: egress,
      tax,
      ...(system === undefined ? {} : { systems: [system] }),
    }));

/** The same world, now and then over two calendar years and more, so that years of a term end and limits bind twice. */
const longer = (base: ScenarioInput): fc.Arbitrary<ScenarioInput> =>
  fc
    .tuple(whole(0, 5), whole(380, 800))
    .map(([rare, days]) =>
      rare > 0 ? base : { ...base, end: dateAt(days), binHours: base.binHours === 168 ? 168 : 24 },
    );

/** Three times of four with money. */
export const withMoney = (plain: ScenarioInput): fc.Arbitrary<ScenarioInput> =>
  optional(longer(plain), 2).chain((base) => (base === undefined ? fc.constant(plain) : moneyed(base)));

/** The same world with money in it. */
export function moneyed(base: ScenarioInput): fc.Arbitrary<ScenarioInput> {
  const days = dayOf(base.end);
  const { inference } = base;
  const first = inference?.price !== undefined;
  const priced = first || Object.values(inference?.models ?? {}).some(({ price }) => price !== undefined);
  const drawn = fc.record({
    euros: optional(number(0.5, 2), 1),
    discount: fc.record({
      perYear: number(-0.1, 0.3),
      basis: fc.constantFrom("nominal" as const, "real" as const),
      inflationPerYear: number(-0.1, 0.2),
    }),
    contract: contract(days),
    commitment: optional(commitment(days), 2),
    investment: optional(investment(days, priced), 1),
    costs: optional(costs(days), 2),
    energy: optional(
      fc.record({ usdPerMwh: some(REGIONS, path(days, 0, 300)), escalationPerYear: number(-0.3, 0.5) }),
      1,
    ),
    limits: optional(limits, 1),
    tokens: optional(fc.tuple(whole(1, days), number(0, 3), number(-0.5, 0.9)), 1),
    moves: fc.array(move(days), { maxLength: 2 }),
    retrofitUsd: optional(number(0, 1e7), 1),
  });
  return drawn.map((money): ScenarioInput => {
    const {
      euros,
      tokens,
      commitment: promised,
      investment: stake,
      costs: paid,
      energy,
      limits: most,
    } = money;
    return {
      ...withRetrofitCosts(base, money.retrofitUsd),
      money: {
        ...(euros === undefined ? {} : { currency: "EUR", currencies: { EUR: { usd: euros } } }),
        parties: Object.fromEntries([...PARTIES, "elsewhere"].map((party) => [party, { name: party }])),
        customer: "buyer",
        provider: "builder",
        discount: money.discount,
        contract: money.contract,
        ...(promised === undefined ? {} : drawable(base, money.contract, promised)),
        ...(stake === undefined ? {} : { investment: stake }),
        ...(paid === undefined ? {} : { costs: paid }),
        ...(energy === undefined ? {} : { energy }),
        ...(most === undefined ? {} : { limits: limitsOf(base, most, paid !== undefined) }),
        ...(tokens === undefined || !first
          ? {}
          : {
              tokenPrices: { main: { steps: { [dateAt(tokens[0])]: tokens[1] }, fallsPerYear: tokens[2] } },
            }),
        moves: keyed("move", money.moves),
      },
    };
  });
}

type Yearly = number | Readonly<Record<string, number>>;

/** Of years that are run, and on capital only where chips have a price. */
function limitsOf(
  { end }: ScenarioInput,
  drawn: { readonly capitalUsdPerYear?: Yearly; readonly spendUsdPerYear?: Yearly },
  priced: boolean,
): NonNullable<MoneyInput["limits"]> {
  const within = (limit: Yearly): Yearly =>
    typeof limit === "object" && end < "2027" ? { "2026": limit["2026"] ?? 0 } : limit;
  const { capitalUsdPerYear, spendUsdPerYear } = drawn;
  return {
    ...(capitalUsdPerYear === undefined || !priced ? {} : { capitalUsdPerYear: within(capitalUsdPerYear) }),
    ...(spendUsdPerYear === undefined ? {} : { spendUsdPerYear: within(spendUsdPerYear) }),
  };
}

/** Something that the scenario has and the contract bills must count, or there is no commitment. */
function drawable(
  { training, inference }: ScenarioInput,
  { pays, energy }: MoneyInput["contract"],
  promised: NonNullable<MoneyInput["commitment"]>,
): Pick<MoneyInput, "commitment"> {
  const jobs = [training?.campaigns, training?.streams].some((each) => Object.keys(each ?? {}).length > 0);
  const can = {
    training: jobs,
    serving: inference !== undefined,
    idle: pays !== "used",
    energy: energy === "apart",
  };
  const keys = ["training", "serving", "idle", "energy"] as const;
  if (keys.some((key) => can[key] && promised.counts?.[key] !== false)) return { commitment: promised };
  return keys.some((key) => can[key]) ? { commitment: { ...promised, counts: can } } : {};
}

function withRetrofitCosts(base: ScenarioInput, usd: number | undefined): ScenarioInput {
  if (usd === undefined) return base;
  const { fleet } = base;
  return {
    ...base,
    ...(fleet?.refresh === undefined
      ? {}
      : { fleet: { ...fleet, refresh: { ...fleet.refresh, retrofitUsdPerMw: usd } } }),
    sites: Object.fromEntries(
      Object.entries(base.sites).map(([id, site]) => [
        id,
        {
          ...site,
          ...(site.retrofits === undefined
            ? {}
            : {
                retrofits: Object.fromEntries(
                  Object.entries(site.retrofits).map(([key, each]) => [key, { ...each, usdPerMw: usd }]),
                ),
              }),
        },
      ]),
    ),
  };
}
