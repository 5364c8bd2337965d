/** What may take the place of old chips, and how much of it at most. */
import { usefulGain } from "../fleet/useful-gain.ts";
import type { WorkPerWatt } from "../fleet/useful-gain.ts";
import type { PoolModel, RefreshModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import { DAY, YEAR } from "./context.ts";
import type { Context } from "./context.ts";
import type { Batch } from "./deliveries.ts";
import type { SystemFacts } from "./systems.ts";

/**
 * Pools that a refresh may fill and the most UltraServers it can bring: a watt that is delivered comes to a system at
 * most once, as each replaces older ones only. Notes a refresh that can never pay.
 */
export function refreshPools(
  context: Context,
  batches: readonly Batch[],
  systems: ReadonlyMap<string, SystemFacts>,
  work: ReadonlyMap<string, WorkPerWatt>,
): { readonly pool: string; readonly mostUs: number }[] {
  const { refresh } = context.scenario.fleet;
  if (refresh === undefined) return [];
  const age = valueOf(refresh.ageYears) * YEAR;
  const weight = valueOf(refresh.trainingWeight);
  const least = 1 + valueOf(refresh.minGain);
  const found: { pool: string; mostUs: number }[] = [];
  let looked = 0;
  let best: { next: string; old: string; gain: number } | undefined;
  for (const site of new Set(batches.map((b) => b.site))) {
    const standing = batches.filter((b) => b.site === site && b.time < context.horizon);
    const watts = standing.reduce((sum, b) => sum + b.us * usWatts(systems.get(b.system)), 0);
    const old = new Set(
      standing.filter((b) => (b.since ?? b.time) + age < context.horizon).map((b) => b.system),
    );
    const reachable = new Set(old);
    for (const id of byAvailability(refresh.systems, systems)) {
      const next = systems.get(id);
      const nextWork = work.get(id);
      if (next === undefined || nextWork === undefined) continue;
      if (next.availableEpoch - context.startEpoch >= context.horizon) continue;
      let pays = false;
      for (const from of reachable) {
        const oldWork = work.get(from);
        if (oldWork === undefined || !isNewer(next, systems.get(from))) continue;
        looked++;
        const gain = usefulGain(nextWork, oldWork, weight);
        if (best === undefined || gain > best.gain) best = { next: id, old: from, gain };
        if (gain > least) pays = true;
      }
      if (!pays) continue;
      reachable.add(id);
      const mostUs = Math.floor(watts / usWatts(next) + 1e-9);
      if (mostUs > 0) found.push({ pool: `${site}/${id}`, mostUs });
    }
  }
  if (looked > 0 && found.length === 0 && best !== undefined)
    context.notes.push(
      `The refresh can never pay: the best is ${best.next} for ${best.old} with ${best.gain.toFixed(2)} of its useful work per MW, and more than ${least.toFixed(2)} is asked.`,
    );
  return found;
}

const usWatts = (system: SystemFacts | undefined): number =>
  (system?.wattsPerChip ?? 0) * (system?.chips ?? 0);

/** Only a newer chip takes a place: by two measures of work each of two could else beat the other, for ever. */
export const isNewer = (next: SystemFacts, old: SystemFacts | undefined): boolean =>
  old !== undefined && next.availableEpoch > old.availableEpoch;

const byAvailability = (
  ids: readonly string[],
  systems: ReadonlyMap<string, SystemFacts>,
): readonly string[] =>
  ids.toSorted((a, b) => (systems.get(a)?.availableEpoch ?? 0) - (systems.get(b)?.availableEpoch ?? 0));

export function compileRefresh(
  context: Context,
  pools: readonly PoolModel[],
  work: ReadonlyMap<string, WorkPerWatt>,
): RefreshModel | undefined {
  const { refresh } = context.scenario.fleet;
  if (refresh === undefined) return undefined;
  const siteCount = Object.keys(context.scenario.sites).length;
  return {
    ageSeconds: valueOf(refresh.ageYears) * YEAR,
    leadSeconds: valueOf(refresh.leadTimeDays) * DAY,
    retrofitSeconds: context.months(valueOf(refresh.retrofitMonths)),
    usdPerItWatt:
      refresh.retrofitUsdPerMw === undefined ? undefined : valueOf(refresh.retrofitUsdPerMw) / 1e6,
    minGain: valueOf(refresh.minGain),
    candidates: Array.from({ length: siteCount }, (_, site) =>
      pools.flatMap((pool, index) =>
        pool.site === site && refresh.systems.includes(pool.system) ? [index] : [],
      ),
    ),
    trainingPerWatt: Float64Array.from(pools, (pool) => work.get(pool.system)?.trainingPerWatt ?? 0),
    tokensPerWatt: Float64Array.from(pools, (pool) => work.get(pool.system)?.tokensPerWatt ?? 0),
    trainingWeight: valueOf(refresh.trainingWeight),
  };
}
