/** Where demand may go: its home, and elsewhere as far as latency allows. */
import type { DemandModel, PoolModel, RoutingModel, ServingKindModel, SiteModel } from "../model/types.ts";
import type { Context } from "./context.ts";

type Inference = NonNullable<Context["scenario"]["inference"]>;

export function compileRouting(
  context: Context,
  inference: Inference,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
  regions: DemandModel["regions"],
  kinds: readonly ServingKindModel[],
): RoutingModel | undefined {
  const { routing } = inference;
  if (routing === undefined) return undefined;
  const parts = [...new Set(sites.map((site) => continentOf(context, site)))];
  const meetsSlo = new Uint8Array(regions.length * kinds.length * pools.length).fill(1);
  return {
    spill: routing.spill,
    part: Int32Array.from(pools, (pool) => parts.indexOf(continentOf(context, sites[pool.site]))),
    meetsSlo,
  };
}

const continentOf = (context: Context, site: SiteModel | undefined): string =>
  context.catalogue.regions[site?.region ?? ""]?.continent ?? "";
