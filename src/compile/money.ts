/**
 * The `money` of a scenario as tables by calendar month. Asks nothing of a run but its pools and sites, so that other
 * prices on the same run take about a millisecond.
 */
import { isoDate, monthStarts, pow } from "../engine/index.ts";
import type { MoneyBasis } from "../economics/basis.ts";
import { OUTSIDE_PARTIES } from "../model/money.ts";
import type { ContractModel, CostModel, MoneyModel, PartyModel } from "../model/money.ts";
import { builtinCatalogue } from "../scenario/builtin.ts";
import { entryOf } from "../scenario/catalogue-patch.ts";
import { firstDayOf } from "../scenario/catalogue-lookup.ts";
import { Chip, Region } from "../scenario/catalogue-schema.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { MoneySpec } from "../scenario/schema-money.ts";
import type { PricePath } from "../scenario/schema-money-path.ts";
import { YEAR } from "./context.ts";
import { compileCommitment, compileInvestment, compileMoves } from "./money-deals.ts";
import { escalation, fillPath, middleOf, Worst } from "./money-paths.ts";
import type { Periods } from "./money-paths.ts";
import { projectedChip } from "./projection.ts";

/** What money asks of a run: its months and what stands where. */
export interface MoneyPlaces {
  readonly starts: Float64Array;
  readonly startEpochSeconds: number;
  readonly pools: readonly Pick<MoneyBasis["pools"][number], "id" | "site" | "chip">[];
  readonly sites: readonly Pick<MoneyBasis["sites"][number], "id" | "region">[];
  readonly servedModels: readonly string[];
}

/** What the parts of the compiler share. */
export interface MoneyContext {
  readonly scenario: Scenario;
  readonly money: MoneySpec;
  readonly places: MoneyPlaces;
  readonly periods: Periods;
  /** USD of one unit of a currency; absent: of the money block's own. */
  readonly usdOf: (currency?: string) => number;
  readonly partyIndex: (id: string) => number;
  readonly chip: (id: string) => Chip | undefined;
}

/** Beginnings of the calendar months of a run, and its end: seconds from the start. */
export function monthsOfRun(startEpochSeconds: number, horizonSeconds: number): Float64Array {
  const end = startEpochSeconds + horizonSeconds;
  const starts = monthStarts(startEpochSeconds, end).filter((start) => start > startEpochSeconds);
  return Float64Array.from([startEpochSeconds, ...starts, end], (each) => each - startEpochSeconds);
}

/** Undefined where the scenario says nothing of money. A scenario that loaded has no faults left here. */
export function compileMoneyOf(scenario: Scenario, places: MoneyPlaces): MoneyModel | undefined {
  const { money } = scenario;
  if (money === undefined) return undefined;
  const periods = {
    starts: places.starts,
    count: places.starts.length - 1,
    startEpochSeconds: places.startEpochSeconds,
  };
  const rates = new Map(Object.entries(money.currencies).map(([code, { usd }]) => [code, valueOf(usd)]));
  const own = Object.entries(money.parties);
  const parties: PartyModel[] = [
    ...own.map(([id, { name }]) => ({ id, name: name ?? id, outside: false })),
    ...OUTSIDE_PARTIES.filter(({ id }) => !Object.hasOwn(money.parties, id)),
  ];
  const chips = new Map<string, Chip | undefined>();
  const context: MoneyContext = {
    scenario,
    money,
    places,
    periods,
    usdOf: (currency = money.currency) => (currency === "USD" ? 1 : (rates.get(currency) ?? NaN)),
    partyIndex: (id) => parties.findIndex((party) => party.id === id),
    chip: (id) => {
      if (!chips.has(id)) chips.set(id, chipOf(scenario, id));
      return chips.get(id);
    },
  };
  const inflation = valueOf(money.discount.inflationPerYear);
  const stated = valueOf(money.discount.perYear);
  const discount = money.discount.basis === "nominal" ? stated : (1 + stated) * (1 + inflation) - 1;
  const contract = compileContract(context);
  const energy = compileEnergy(context);
  const costs = compileCosts(context);
  const tokens = compileTokens(context);
  const commitment = compileCommitment(context);
  return {
    starts: periods.starts,
    periods: Array.from({ length: periods.count }, (_, p) =>
      isoDate(periods.startEpochSeconds + (periods.starts[p] ?? 0)).slice(0, 7),
    ),
    parties,
    customer: context.partyIndex(money.customer),
    provider: context.partyIndex(money.provider),
    discountFactor: growth(periods, discount).map((each) => 1 / each),
    discountPerYear: discount,
    priceLevel: growth(periods, inflation),
    contract: contract.model,
    usdPerMwh: energy.usdPerMwh,
    gramsCo2PerKwh: energy.gramsCo2PerKwh,
    waterLitresPerKwh: energy.waterLitresPerKwh,
    commitment: commitment?.model,
    investment: compileInvestment(context),
    costs: costs.model,
    moves: compileMoves(context),
    tokenPrice: tokens.table,
    confidence: {
      contract: contract.worst.get(),
      energy: energy.worst.get(),
      chips: costs.chips.get(),
      buildings: costs.buildings.get(),
      commitment: commitment?.worst.get() ?? "assumed",
      tokens: tokens.worst.get("yours"),
    },
  };
}

const growth = (periods: Periods, rate: number): Float64Array =>
  Float64Array.from({ length: periods.count }, (_, p) =>
    rate === 0 ? 1 : pow(1 + rate, middleOf(periods, p) / YEAR),
  );

/** A chip as the scenario's patch and projection have it. */
function chipOf({ catalogue, projection }: Scenario, id: string): Chip | undefined {
  const { chips } = builtinCatalogue();
  const chip = entryOf(catalogue, "chips", id, chips, Chip);
  const base = chip?.projection?.from;
  if (chip === undefined || base === undefined) return chip;
  const from = entryOf(catalogue, "chips", base, chips, Chip);
  return projectedChip(
    { scenario: { projection }, catalogue: { chips: from === undefined ? {} : { [base]: from } } },
    chip,
  );
}

/** Fills a row of `out` with a path of the money block, in USD. */
function fill(
  { periods, usdOf }: MoneyContext,
  out: Float64Array,
  row: number,
  path: PricePath,
  worst: Worst,
  currency?: string,
): void {
  const offset = row * periods.count;
  fillPath(out, offset, path, periods, worst);
  const rate = usdOf((typeof path === "number" ? undefined : path.currency) ?? currency);
  if (rate !== 1) for (let p = 0; p < periods.count; p++) out[offset + p] = (out[offset + p] ?? NaN) * rate;
}

function scaleRow(out: Float64Array, row: number, factors: Float64Array): void {
  const offset = row * factors.length;
  for (let p = 0; p < factors.length; p++) out[offset + p] = (out[offset + p] ?? NaN) * (factors[p] ?? 1);
}

/** Rows by chip, computed once each, laid out by pool. */
function byPool(
  { places, periods }: MoneyContext,
  fillRow: (out: Float64Array, row: number, chip: string) => void,
): Float64Array {
  const out = new Float64Array(places.pools.length * periods.count);
  const rows = new Map<string, number>();
  for (const [row, { chip }] of places.pools.entries()) {
    const same = rows.get(chip);
    if (same === undefined) {
      fillRow(out, row, chip);
      rows.set(chip, row);
    } else out.copyWithin(row * periods.count, same * periods.count, (same + 1) * periods.count);
  }
  return out;
}

function compileContract(context: MoneyContext): { readonly model: ContractModel; readonly worst: Worst } {
  const { money, periods, places } = context;
  const { contract } = money;
  const worst = new Worst();
  const raised = escalation(periods, valueOf(contract.escalationPerYear));
  let usdPerGwYear: Float64Array | undefined;
  if (contract.usdPerGwYear !== undefined) {
    usdPerGwYear = new Float64Array(periods.count);
    fill(context, usdPerGwYear, 0, contract.usdPerGwYear, worst);
    scaleRow(usdPerGwYear, 0, raised);
  }
  const hours = contract.chipHours;
  const kept = 1 - valueOf(contract.fallsPerYearOfAge);
  const usdPerChipHour =
    hours &&
    byPool(context, (out, row, id) => {
      const own = hours.usd[id];
      const listed = hours.by === "stated" ? undefined : context.chip(id)?.listUsdPerChipHour;
      if (own !== undefined) fill(context, out, row, own, worst);
      else if (listed !== undefined) fill(context, out, row, listed, worst, "USD");
      else out.fill(NaN, row * periods.count, (row + 1) * periods.count);
      scaleRow(out, row, raised);
      const available = kept === 1 ? undefined : context.chip(id)?.available?.date;
      if (available !== undefined)
        scaleRow(out, row, aged(periods, firstDayOf(available) - places.startEpochSeconds, kept));
    });
  return {
    model: { pays: contract.pays, energy: contract.energy, usdPerGwYear, usdPerChipHour },
    worst,
  };
}

/** kept^(years since `since`); 1 before. */
const aged = (periods: Periods, since: number, kept: number): Float64Array =>
  Float64Array.from({ length: periods.count }, (_, p) =>
    pow(kept, Math.max(0, middleOf(periods, p) - since) / YEAR),
  );

function compileEnergy(
  context: MoneyContext,
): Pick<MoneyModel, "usdPerMwh" | "gramsCo2PerKwh" | "waterLitresPerKwh"> & { readonly worst: Worst } {
  const { scenario, money, places, periods } = context;
  const { sites } = places;
  const worst = new Worst();
  const regions = new Map(
    sites.map(({ region }) => [
      region,
      entryOf(scenario.catalogue, "regions", region, builtinCatalogue().regions, Region),
    ]),
  );
  const raised = escalation(periods, valueOf(money.energy?.escalationPerYear ?? 0));
  const usdPerMwh = new Float64Array(sites.length * periods.count).fill(NaN);
  for (const [s, { region }] of sites.entries()) {
    const own = money.energy?.usdPerMwh[region];
    const listed = regions.get(region)?.usdPerMwh;
    if (own !== undefined) fill(context, usdPerMwh, s, own, worst, money.energy?.currency);
    else if (listed !== undefined) fill(context, usdPerMwh, s, listed, worst, "USD");
    scaleRow(usdPerMwh, s, raised);
  }
  return {
    usdPerMwh,
    gramsCo2PerKwh: Float64Array.from(
      sites,
      ({ region }) => regions.get(region)?.gridGramsCo2PerKwh?.value ?? NaN,
    ),
    waterLitresPerKwh: Float64Array.from(
      sites,
      ({ region }) => regions.get(region)?.waterLitresPerKwh?.value ?? NaN,
    ),
    worst,
  };
}

function compileCosts(context: MoneyContext): {
  readonly model: CostModel | undefined;
  readonly chips: Worst;
  readonly buildings: Worst;
} {
  const { money, places, periods, usdOf } = context;
  const { costs } = money;
  const [chips, buildings] = [new Worst(), new Worst()];
  if (costs === undefined) return { model: undefined, chips, buildings };
  const rate = usdOf();
  const upkeep = costs.upkeepUsdPerMwYear;
  return {
    model: {
      chipUsd: byPool(context, (out, row, id) => {
        const own = costs.chipUsd[id];
        const listed = context.chip(id)?.purchaseUsd;
        if (own !== undefined) fill(context, out, row, own, chips);
        else if (listed !== undefined) fill(context, out, row, listed, chips, "USD");
        else out.fill(NaN, row * periods.count, (row + 1) * periods.count);
      }),
      chipLifeSeconds: chips.read(costs.chipLifeYears) * YEAR,
      buildingUsdPerWatt: Float64Array.from(places.sites, ({ id }) => {
        const usd = costs.buildingUsdPerMwBySite[id] ?? costs.buildingUsdPerMw;
        return usd === undefined ? NaN : (buildings.read(usd) * rate) / 1e6;
      }),
      buildingLifeSeconds: buildings.read(costs.buildingLifeYears) * YEAR,
      upkeepUsdPerWattSecond: upkeep === undefined ? NaN : (buildings.read(upkeep) * rate) / 1e6 / YEAR,
      paidBeforeSeconds: (valueOf(costs.paidBeforeMonths) * YEAR) / 12,
    },
    chips,
    buildings,
  };
}

function compileTokens({ money, places, periods }: MoneyContext): {
  readonly table: Float64Array;
  readonly worst: Worst;
} {
  const worst = new Worst();
  const table = new Float64Array(places.servedModels.length * periods.count).fill(1);
  for (const [row, id] of places.servedModels.entries()) {
    const path = money.tokenPrices[id];
    if (path === undefined) continue;
    const first = isoDate(places.startEpochSeconds);
    const steps = {
      ...(Object.keys(path.steps).some((date) => date <= first) ? {} : { [first]: 1 }),
      ...path.steps,
    };
    const { fallsPerYear } = path;
    worst.read(fallsPerYear);
    fillPath(table, row * periods.count, { steps, fallsPerYear }, periods, worst);
  }
  return { table, worst };
}
