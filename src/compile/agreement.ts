import type { Model } from "../model/types.ts";
import { rangeOf, valueOf } from "../scenario/quantity.ts";
import type { Context } from "./context.ts";

/** The agreement above the sites, in watts and USD; undefined where the scenario has none. */
export function compileAgreement(context: Context): Model["agreement"] {
  const { agreement } = context.scenario;
  if (agreement === undefined) return undefined;
  const price = agreement.usdPerGwYear === undefined ? undefined : rangeOf(agreement.usdPerGwYear);
  return {
    name: agreement.name ?? "agreement",
    basis: agreement.basis,
    capacityWatts: valueOf(agreement.capacityMw) * 1e6,
    commitmentUsd: agreement.commitmentUsd === undefined ? undefined : valueOf(agreement.commitmentUsd),
    usdPerGwYear: price === undefined ? undefined : [price.low, price.value, price.high],
  };
}
