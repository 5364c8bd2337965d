/** What a run's flows are worth today to the two who share them. */
import type { MoneyModel } from "../model/money.ts";
import type { Books } from "./books.ts";
import type { Posted } from "./journal.ts";
import type { MoneyInfo } from "./money-info.ts";
import type { Parties } from "./parties.ts";
import type { Periods } from "./periods.ts";
import { internalReturn, presentValue } from "./present-value.ts";
import { add, at } from "./tables.ts";

/**
 * The customer: all that it pays for capacity here and elsewhere. The provider: what it receives less what it pays, its
 * assets at the start as an outlay and their rest at the end as a receipt; equity is in neither.
 */
export function valued(
  { flows }: Posted,
  { customer, provider }: Parties,
  { discountFactor, discountPerYear }: MoneyModel,
  periods: Periods,
  books: Books | undefined,
): MoneyInfo["presentValue"] {
  const pays = new Float64Array(periods.count);
  const keeps = new Float64Array(periods.count);
  for (const { kind, payer, payee, cents } of flows) {
    if (kind === "equity") continue;
    const counts = kind !== "reseller";
    cents.forEach((amount, p) => {
      if (payer === customer && counts) add(pays, p, amount / 100);
      if (payee === provider) add(keeps, p, amount / 100);
      if (payer === provider) add(keeps, p, -amount / 100);
    });
  }
  const customerPaysUsd = presentValue(
    { opening: 0, usd: pays, closing: 0 },
    discountFactor,
    discountPerYear,
    periods,
  );
  if (books === undefined) return { customerPaysUsd };
  const last = periods.count - 1;
  const cash = {
    opening: -(books.fixed.opening + books.prepaid.opening) / 100,
    usd: keeps,
    closing: (at(books.fixed.balances(), last) + at(books.prepaid.balances(), last)) / 100,
  };
  const perYear = internalReturn(cash, periods);
  return {
    customerPaysUsd,
    providerUsd: presentValue(cash, discountFactor, discountPerYear, periods),
    ...(perYear === undefined ? {} : { providerReturnPerYear: perYear }),
  };
}
