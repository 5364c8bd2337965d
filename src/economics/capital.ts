/** What the provider buys to last: chips by arrival, buildings as they become ready, retrofits. Whole cents. */
import type { CostModel, MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import { Cohorts, oldestFirst, sumOf } from "./cohorts.ts";
import type { FlowKind } from "./money-info.ts";
import type { Periods } from "./periods.ts";
import { add, at, toCents } from "./tables.ts";

/** Paid in one period (-1: before the run), in service in another. */
export interface Outlay {
  readonly kind: Extract<FlowKind, "chips" | "buildings" | "retrofit">;
  readonly paid: number;
  readonly arrives: number;
  readonly cents: number;
}

export interface Capital {
  readonly outlays: readonly Outlay[];
  /** What stands at the start, at cost less age. */
  readonly opening: number;
  /** Paid before the run for what arrives in it. */
  readonly openingPrepaid: number;
  /** Written off, chips by [pool][period], buildings and retrofits by [site][period]. */
  readonly chips: Float64Array;
  readonly sites: Float64Array;
  /** Counted from the cohorts at the end of each period. */
  readonly carrying: Float64Array;
  /** Nobody states the price: by pool, and by site for buildings and for retrofits. */
  readonly chipsUnstated: Uint8Array;
  readonly buildingsUnstated: Uint8Array;
  readonly retrofitsUnstated: Uint8Array;
}

interface Work {
  readonly basis: MoneyBasis;
  readonly costs: CostModel;
  readonly periods: Periods;
  readonly outlays: Outlay[];
  /** Watts of halls by site: now, and the most there have been. */
  readonly had: Float64Array;
  readonly most: Float64Array;
  readonly capital: Omit<Capital, "outlays" | "opening" | "openingPrepaid">;
}

/**
 * All that happens in a month happens in its middle: what arrives then ages from there. Chips are paid at the price of the month they
 * arrive in, `paidBeforeSeconds` earlier; buildings when they are ready. What stands at the start has the age the run states, or none:
 * buildings count as new.
 */
export function capitalOf(basis: MoneyBasis, model: MoneyModel, periods: Periods): Capital | undefined {
  const { costs } = model;
  if (costs === undefined) return undefined;
  const pools = basis.pools.length;
  const sites = basis.sites.length;
  const work: Work = {
    basis,
    costs,
    periods,
    outlays: [],
    had: Float64Array.from(basis.sites, ({ standingWatts }) => standingWatts),
    most: Float64Array.from(basis.sites, ({ standingWatts }) => standingWatts),
    capital: {
      chips: new Float64Array(pools * periods.count),
      sites: new Float64Array(sites * periods.count),
      carrying: new Float64Array(periods.count),
      chipsUnstated: new Uint8Array(pools),
      buildingsUnstated: new Uint8Array(sites),
      retrofitsUnstated: new Uint8Array(sites),
    },
  };
  const chipCohorts = basis.pools.map((_, k) => standingChips(work, k));
  const siteCohorts = basis.sites.map((_, s) => standingHalls(work, s));
  const opening = sumOf(chipCohorts) + sumOf(siteCohorts);
  for (let p = 0; p < periods.count; p++) {
    chipCohorts.forEach((cohorts, k) => chipsOf(work, cohorts, k, p));
    siteCohorts.forEach((cohorts, s) => hallsOf(work, cohorts, s, p));
    work.capital.carrying[p] = sumOf(chipCohorts) + sumOf(siteCohorts);
  }
  const openingPrepaid = work.outlays.reduce((sum, { paid, cents }) => sum + (paid < 0 ? cents : 0), 0);
  return { ...work.capital, outlays: work.outlays, opening, openingPrepaid };
}

function standingChips({ basis, costs, periods, capital }: Work, pool: number): Cohorts {
  const cohorts = new Cohorts(costs.chipLifeSeconds);
  const price = costs.chipUsd[pool * periods.count] ?? NaN;
  for (const { chips, ageSeconds } of oldestFirst(basis.pools[pool]?.standing ?? [])) {
    if (chips <= 0) continue;
    if (Number.isNaN(price)) capital.chipsUnstated[pool] = 1;
    cohorts.add(-ageSeconds, chips, Number.isNaN(price) ? 0 : toCents(chips * price));
  }
  return cohorts;
}

function standingHalls({ basis, costs, capital }: Work, site: number): Cohorts {
  const cohorts = new Cohorts(costs.buildingLifeSeconds);
  const watts = basis.sites[site]?.standingWatts ?? 0;
  const price = costs.buildingUsdPerWatt[site] ?? NaN;
  if (watts > 0 && Number.isNaN(price)) capital.buildingsUnstated[site] = 1;
  else if (watts > 0) cohorts.add(0, watts, toCents(watts * price));
  return cohorts;
}

function chipsOf(work: Work, cohorts: Cohorts, pool: number, p: number): void {
  const { basis, costs, periods, outlays, capital } = work;
  const cell = pool * periods.count + p;
  const arrived = at(basis.arrivedChips, cell);
  const middle = periods.middle(p);
  if (arrived > 0) {
    const price = costs.chipUsd[cell] ?? NaN;
    // Without a price they are still there to be retired in their turn.
    if (Number.isNaN(price)) capital.chipsUnstated[pool] = 1;
    const cents = Number.isNaN(price) ? 0 : toCents(arrived * price);
    cohorts.add(middle, arrived, cents);
    const paid = periods.holding(middle - costs.paidBeforeSeconds);
    if (cents > 0) outlays.push({ kind: "chips", paid, arrives: p, cents });
  }
  const retired = at(basis.retiredChips, cell);
  if (retired > 0) add(capital.chips, cell, cohorts.retire(retired));
  add(capital.chips, cell, cohorts.writeOff(periods.end(p)));
}

/** Halls given back and had again are bought once. */
function hallsOf(work: Work, cohorts: Cohorts, site: number, p: number): void {
  const { basis, costs, periods, outlays, capital, had, most } = work;
  const cell = site * periods.count + p;
  const buy = (kind: "buildings" | "retrofit", units: number, usd: number): void => {
    const cents = toCents(usd);
    if (cents <= 0) return;
    cohorts.add(periods.middle(p), units, cents);
    outlays.push({ kind, paid: p, arrives: p, cents });
  };
  add(had, site, at(basis.readyWatts, cell));
  const watts = Math.max(0, at(had, site) - at(most, site));
  add(most, site, watts);
  const price = costs.buildingUsdPerWatt[site] ?? NaN;
  if (watts > 0 && Number.isNaN(price)) capital.buildingsUnstated[site] = 1;
  else if (watts > 0) buy("buildings", watts, watts * price);
  const retrofit = basis.retrofitUsd[cell] ?? 0;
  if (Number.isNaN(retrofit)) capital.retrofitsUnstated[site] = 1;
  else buy("retrofit", 1, retrofit);
  add(capital.sites, cell, cohorts.writeOff(periods.end(p)));
}
