/** What a token, a FLOP, a GW and a chip-hour cost: the customer by its contract, the provider by what it spends. Never equity. */
import { CONFIDENCES } from "../scenario/confidence.ts";
import type { Origin } from "../scenario/quantity.ts";
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Bill } from "./bill.ts";
import type { Capital } from "./capital.ts";
import type { UnitCost } from "./money-info.ts";
import { at, sum } from "./tables.ts";

const EXAFLOP_DAY = 1e18 * 86_400;

/** The worst of several; the user's own number is as good as he says. */
export function worstOf(...origins: readonly Origin[]): Origin {
  const rank = (origin: Origin): number => (origin === "yours" ? -1 : CONFIDENCES.indexOf(origin));
  return origins.reduce((worst, each) => (rank(each) > rank(worst) ? each : worst));
}

/** Significant figures that a number of such an origin may show. */
export const figuresOf = (origin: Origin): number =>
  origin === "derived" || origin === "estimated" || origin === "assumed" ? 2 : 3;

/** One pool over the run. usd is NaN where a part of it is not stated. */
interface PoolCost {
  readonly usd: number;
  readonly training: number;
  readonly serving: number;
}

interface Work {
  readonly inService: number;
  readonly gwYears: number;
  readonly tokens: number;
  readonly flops: number;
}

/**
 * USD over the run for training and for serving over what they made. What idles is shared out in proportion to use: by what
 * training and serving were billed (customer) or by their chip-hours (provider), within each generation. Work that is elsewhere
 * takes its bill and its tokens with it: these are costs of the capacity here, before moves. A shortfall is in none of them.
 */
export function unitCosts(
  basis: MoneyBasis,
  model: MoneyModel,
  bill: Bill,
  capital: Capital | undefined,
): readonly UnitCost[] {
  const { confidence, contract } = model;
  const apart = contract.energy === "apart";
  const work = basis.pools.map((_, k) => workOf(basis, model, k));
  const customer = basis.pools.map((_, k) => customerCost(basis, model, bill, k));
  const rows = rowsOf(
    basis,
    work,
    customer,
    "customer",
    worstOf(confidence.contract, ...(apart ? [confidence.energy] : [])),
  );
  if (capital === undefined || model.costs === undefined) return rows;
  const provider = providerCosts(basis, model, bill, capital, model.costs.upkeepUsdPerWattSecond);
  return [
    ...rows,
    ...rowsOf(
      basis,
      work,
      provider,
      "provider",
      worstOf(confidence.chips, confidence.buildings, confidence.energy),
    ),
  ];
}

const rowSum = (table: Float64Array, row: number, periods: number): number =>
  sum(table, row * periods, (row + 1) * periods);

const workOf = (basis: MoneyBasis, { periods }: MoneyModel, k: number): Work => ({
  inService: rowSum(basis.inServiceChipHours, k, periods.length),
  gwYears: rowSum(basis.gwYears, k, periods.length),
  tokens: rowSum(basis.tokens, k, periods.length),
  flops: rowSum(basis.flops, k, periods.length),
});

function customerCost(basis: MoneyBasis, model: MoneyModel, bill: Bill, k: number): PoolCost {
  const periods = model.periods.length;
  const site = basis.pools[k]?.site ?? 0;
  const apart = model.contract.energy === "apart";
  const training = rowSum(bill.training, k, periods);
  const serving = rowSum(bill.serving, k, periods);
  const unstated = at(bill.unpriced, k) === 1 || (apart && at(bill.energyUnstated, site) === 1);
  const energy = apart ? rowSum(bill.energy, k, periods) : 0;
  const usd = unstated ? NaN : training + serving + rowSum(bill.idle, k, periods) + energy;
  return { usd, training, serving };
}

/** USD of upkeep by pool and period: of the IT watts behind the GW installed. */
export const upkeepUsd = (basis: MoneyBasis, usdPerWattSecond: number, k: number, gwYears: number): number =>
  (gwYears * 1e9 * usdPerWattSecond * 365.25 * 86_400) / (basis.pools[k]?.peakPue ?? 1);

/**
 * What a site's buildings and retrofits cost is shared out by the GW-years that its pools had installed over the run. Retrofits that
 * nobody states are left out, and a note says so.
 */
function providerCosts(
  basis: MoneyBasis,
  model: MoneyModel,
  bill: Bill,
  capital: Capital,
  usdPerWattSecond: number,
): readonly PoolCost[] {
  const periods = model.periods.length;
  const gwYears = basis.pools.map((_, k) => rowSum(basis.gwYears, k, periods));
  const siteGwYears = basis.sites.map(() => 0);
  basis.pools.forEach(({ site }, k) => {
    siteGwYears[site] = at(siteGwYears, site) + at(gwYears, k);
  });
  return basis.pools.map(({ site }, k) => {
    const unstated =
      at(capital.chipsUnstated, k) + at(capital.buildingsUnstated, site) + at(bill.energyUnstated, site);
    const installed = at(gwYears, k);
    const upkeep = installed === 0 ? 0 : upkeepUsd(basis, usdPerWattSecond, k, installed);
    const buildings =
      installed === 0 ? 0 : (rowSum(capital.sites, site, periods) * installed) / at(siteGwYears, site);
    const depreciation = (rowSum(capital.chips, k, periods) + buildings) / 100;
    return {
      usd: unstated > 0 ? NaN : depreciation + rowSum(bill.energy, k, periods) + upkeep,
      training: rowSum(basis.trainingChipHours, k, periods),
      serving: rowSum(basis.servingChipHours, k, periods),
    };
  });
}

function rowsOf(
  basis: MoneyBasis,
  work: readonly Work[],
  costs: readonly PoolCost[],
  view: UnitCost["view"],
  confidence: Origin,
): readonly UnitCost[] {
  const chips = [...new Map(basis.pools.map(({ chip, chipName }) => [chip, chipName]))];
  // A pool that never had a chip says nothing, whatever of it is not stated.
  const kept = (k: number): boolean =>
    (work[k]?.inService ?? 0) + (work[k]?.gwYears ?? 0) > 0 || Math.abs(costs[k]?.usd ?? 0) > 0;
  const groups = chips.map(([id, name]) => ({
    id,
    name,
    pools: basis.pools.flatMap(({ chip }, k) => (chip === id && kept(k) ? [k] : [])),
  }));
  const split = groups.map(({ pools }) => splitOf(pools, work, costs));
  const all = split.reduce(
    (sum, each) => ({
      usd: sum.usd + each.usd,
      training: sum.training + each.training,
      serving: sum.serving + each.serving,
      inService: sum.inService + each.inService,
      gwYears: sum.gwYears + each.gwYears,
      tokens: sum.tokens + each.tokens,
      flops: sum.flops + each.flops,
    }),
    splitOf([], work, costs),
  );
  return [
    ...groups.map(({ id, name }, g) => ({ id, name, sums: split[g] })),
    { id: "all", name: "All", sums: all },
  ].flatMap(({ id, name, sums }) => {
    if (sums === undefined || Number.isNaN(sums.usd) || sums.usd === 0) return [];
    return [
      {
        id,
        name,
        view,
        ...(sums.tokens > 0 ? { usdPerMtok: (1e6 * sums.serving) / sums.tokens } : {}),
        ...(sums.flops > 0 ? { usdPerExaflopDay: (EXAFLOP_DAY * sums.training) / sums.flops } : {}),
        ...(sums.gwYears > 0 ? { usdPerGwYear: sums.usd / sums.gwYears } : {}),
        ...(sums.inService > 0 ? { usdPerChipHour: sums.usd / sums.inService } : {}),
        figures: figuresOf(confidence),
        confidence,
      },
    ];
  });
}

/** All cost of some pools, and of it the parts of training and serving with their share of what idles. */
function splitOf(
  pools: readonly number[],
  work: readonly Work[],
  costs: readonly PoolCost[],
): PoolCost & Work {
  const total = { usd: 0, training: 0, serving: 0, inService: 0, gwYears: 0, tokens: 0, flops: 0 };
  for (const k of pools) {
    total.usd += costs[k]?.usd ?? 0;
    total.training += costs[k]?.training ?? 0;
    total.serving += costs[k]?.serving ?? 0;
    total.inService += work[k]?.inService ?? 0;
    total.gwYears += work[k]?.gwYears ?? 0;
    total.tokens += work[k]?.tokens ?? 0;
    total.flops += work[k]?.flops ?? 0;
  }
  const used = total.training + total.serving;
  const per = used > 0 ? total.usd / used : 0;
  return { ...total, training: total.training * per, serving: total.serving * per };
}
