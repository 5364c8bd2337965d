/** What the provider pays others for capacity: what lasts, energy and upkeep. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Invoice } from "./bill.ts";
import type { Capital } from "./capital.ts";
import type { Journal } from "./journal.ts";
import type { Parties } from "./parties.ts";
import { add, at, toCents } from "./tables.ts";
import { upkeepUsd } from "./unit-costs.ts";

/** @returns cents of upkeep, counted by pool */
export function postCosts(
  basis: MoneyBasis,
  model: MoneyModel,
  invoice: Invoice,
  capital: Capital | undefined,
  journal: Journal,
  parties: Parties,
): Float64Array {
  const { provider } = parties;
  const periods = model.periods.length;
  const upkeepByPool = new Float64Array(basis.pools.length);
  journal.postAll("energy", provider, parties.utilities, invoice.energyBought);
  if (capital === undefined || model.costs === undefined) return upkeepByPool;
  for (const { kind, paid, cents } of capital.outlays) {
    if (paid < 0) continue;
    journal.post(kind, provider, kind === "chips" ? parties.chipMakers : parties.builders, paid, cents);
  }
  const { upkeepUsdPerWattSecond } = model.costs;
  if (Number.isNaN(upkeepUsdPerWattSecond)) return upkeepByPool;
  const upkeep = new Float64Array(periods);
  upkeepByPool.forEach((_, k) => {
    const usd = upkeepUsd(basis, upkeepUsdPerWattSecond, k, 1);
    for (let p = 0; p < periods; p++) {
      const cents = toCents(usd * at(basis.gwYears, k * periods + p));
      add(upkeep, p, cents);
      add(upkeepByPool, k, cents);
    }
  });
  journal.postAll("upkeep", provider, parties.operators, upkeep);
  return upkeepByPool;
}

/** Nothing of what the run used is without a price, retrofits apart: they are a part of buildings that few state. */
export function allStated(capital: Capital, energyUnstated: Uint8Array, model: MoneyModel): boolean {
  const flags = [capital.chipsUnstated, capital.buildingsUnstated, energyUnstated];
  return (
    flags.every((each) => !each.includes(1)) && !Number.isNaN(model.costs?.upkeepUsdPerWattSecond ?? NaN)
  );
}

/** Still to arrive at the end of each period though paid for, counted from the outlays. */
export function paidAhead({ outlays }: Capital, periods: number): Float64Array {
  const ahead = new Float64Array(periods);
  for (const { paid, arrives, cents } of outlays)
    for (let p = Math.max(0, paid); p < arrives; p++) ahead[p] = at(ahead, p) + cents;
  return ahead;
}
