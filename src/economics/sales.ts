/** What users pay for tokens, and what of it resellers keep. Whole cents by period. */
import type { MoneyModel } from "../model/money.ts";
import type { MoneyBasis } from "./basis.ts";
import { add, at, toCents } from "./tables.ts";

export interface Sales {
  readonly sales: Float64Array;
  readonly resellers: Float64Array;
  /** The same postings counted by served model over the run. */
  readonly byModel: readonly [sales: Float64Array, resellers: Float64Array];
}

/**
 * List prices x tokenPrice x mean of the paths' prices by share of tokens. Resellers keep their share of what they sell; sales are
 * gross of it.
 */
export function salesOf(basis: MoneyBasis, model: MoneyModel): Sales {
  const periods = model.periods.length;
  const sales = new Float64Array(periods);
  const resellers = new Float64Array(periods);
  const models = basis.servedModels.length;
  const byModel = [new Float64Array(models), new Float64Array(models)] as const;
  let price = 0;
  let kept = 0;
  let shares = 0;
  for (const path of basis.paths) {
    shares += path.share;
    price += path.share * path.price;
    kept += path.share * path.price * path.resellerShare;
  }
  const factor = shares > 0 ? price / shares : 1;
  const resellerFactor = shares > 0 ? kept / shares : 0;
  for (let i = 0; i < models * periods; i++) {
    const usd = at(basis.salesUsd, i) * (model.tokenPrice[i] ?? 1);
    if (!(usd > 0)) continue;
    const [sold, lost] = [toCents(usd * factor), toCents(usd * resellerFactor)];
    add(sales, i % periods, sold);
    add(resellers, i % periods, lost);
    add(byModel[0], Math.floor(i / periods), sold);
    add(byModel[1], Math.floor(i / periods), lost);
  }
  return { sales, resellers, byModel };
}
