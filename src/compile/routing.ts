/** Where demand may go: its home, and elsewhere. */
import type { PoolModel, RoutingModel, SiteModel } from "../model/types.ts";
import type { Context } from "./context.ts";

type Inference = NonNullable<Context["scenario"]["inference"]>;

export function compileRouting(
  context: Context,
  inference: Inference,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
): RoutingModel | undefined {
  const { routing } = inference;
  if (routing === undefined) return undefined;
  const parts = [...new Set(sites.map((site) => continentOf(context, site)))];
  return {
    spill: routing.spill,
    part: Int32Array.from(pools, (pool) => parts.indexOf(continentOf(context, sites[pool.site]))),
  };
}

const continentOf = (context: Context, site: SiteModel | undefined): string =>
  context.catalogue.regions[site?.region ?? ""]?.continent ?? "";
