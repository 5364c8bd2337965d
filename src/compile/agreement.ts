import type { Model } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Context } from "./context.ts";

/** The agreement above the sites, in watts; undefined where the scenario has none. */
export function compileAgreement(context: Context): Model["agreement"] {
  const { agreement } = context.scenario;
  if (agreement === undefined) return undefined;
  return {
    name: agreement.name ?? "agreement",
    basis: agreement.basis,
    capacityWatts: valueOf(agreement.capacityMw) * 1e6,
  };
}
