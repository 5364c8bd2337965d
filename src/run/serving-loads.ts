/** How busy each pool's replicas are at a run's present hour. */
import type { World } from "./world.ts";

export interface ServingLoad {
  readonly site: string;
  readonly system: string;
  /** Chips busy with the demand routed at the last full hour, and those of replicas, which still may start. */
  readonly busyChips: number;
  readonly replicaChips: number;
}

/** Of pools with any replica; empty where nothing is served. */
export function servingLoads({ model, serving }: World): readonly ServingLoad[] {
  if (serving === undefined) return [];
  return model.pools.flatMap((pool, p) => {
    const replicaChips = serving.replicaChips(p);
    if (!(replicaChips > 0)) return [];
    const site = model.sites[pool.site]?.id ?? "";
    return [{ site, system: pool.system, busyChips: serving.busyChips(p), replicaChips }];
  });
}
