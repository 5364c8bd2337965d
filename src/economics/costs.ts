/** What the provider pays others for capacity: what lasts, energy and upkeep. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import type { Invoice } from "./bill.ts";
import type { Capital } from "./capital.ts";
import type { Journal } from "./journal.ts";
import type { Parties } from "./parties.ts";
import { at, toCents } from "./tables.ts";
import { upkeepUsd } from "./unit-costs.ts";

export function postCosts(
  basis: MoneyBasis,
  model: MoneyModel,
  invoice: Invoice,
  capital: Capital | undefined,
  journal: Journal,
  parties: Parties,
): void {
  const { provider } = parties;
  journal.postAll("energy", provider, parties.utilities, invoice.energyBought);
  if (capital === undefined || model.costs === undefined) return;
  for (const { kind, paid, cents } of capital.outlays) {
    if (paid < 0) continue;
    journal.post(kind, provider, kind === "chips" ? parties.chipMakers : parties.builders, paid, cents);
  }
  const { upkeepUsdPerWattSecond } = model.costs;
  if (Number.isNaN(upkeepUsdPerWattSecond)) return;
  const periods = model.periods.length;
  basis.gwYears.forEach((gwYears, i) => {
    const pool = Math.floor(i / periods);
    const cents = toCents(upkeepUsd(basis, upkeepUsdPerWattSecond, pool, gwYears));
    journal.post("upkeep", provider, parties.contractors, i % periods, cents);
  });
}

/** Nothing of what the run used is without a price. */
export function allStated(capital: Capital, energyUnstated: Uint8Array, model: MoneyModel): boolean {
  const flags = [capital.chipsUnstated, capital.buildingsUnstated, capital.retrofitsUnstated, energyUnstated];
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
