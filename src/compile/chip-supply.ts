/** What can be made and is left for us: cumulative ceilings by chip, and the batches that wait for them. */
import { earliest, unitsAt } from "../fleet/ceiling.ts";
import type { Ceiling } from "../fleet/ceiling.ts";
import type { SupplyModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { Batch } from "./deliveries.ts";
import type { SystemFacts } from "./systems.ts";

const QUARTER = (365.25 / 4) * DAY;

/**
 * A chip cannot be delivered before the world has made it: batches wait, in order, for the cumulative ceiling.
 * Returns the ceilings with what the deliveries take of them, for what a refresh orders later.
 */
export function applyCeilings(
  context: Context,
  batches: Batch[],
  systems: ReadonlyMap<string, SystemFacts>,
): SupplyModel[] {
  return [...ceilings(context, systems)].map(([chip, ceiling]) => {
    let units = 0;
    const mine = batches.filter((b) => systems.get(b.system)?.chip === chip && b.since === undefined);
    for (const batch of mine.toSorted((a, b) => a.time - b.time)) {
      units += batch.us * (systems.get(batch.system)?.chips ?? 0);
      batch.time = Math.max(batch.time, earliest(ceiling, units));
    }
    return { chip, ...ceiling, taken: units };
  });
}

function ceilings(context: Context, systems: ReadonlyMap<string, SystemFacts>): Map<string, Ceiling> {
  const found = new Map<string, Ceiling>();
  for (const [chip, rows] of Object.entries(context.scenario.supply)) {
    const points = Object.entries(rows)
      .map(([date, units]) => ({ at: context.seconds(date), units: valueOf(units) }))
      .toSorted((a, b) => a.at - b.at);
    found.set(chip, { points, thenPerSecond: 0 });
  }
  const { chipSupply } = context.scenario;
  if (chipSupply === undefined) return found;
  if (chipSupply.mode === "power-filled") {
    if (Object.keys(chipSupply.ramps).length > 0)
      context.notes.push(
        "Chips never bind: deliveries are power-filled, so ramps, their scale and other customers' claims are left out.",
      );
    return found;
  }
  for (const [chip, ramp] of Object.entries(chipSupply.ramps)) {
    const facts = [...systems.values()].find((s) => s.chip === chip);
    if (facts === undefined) continue;
    const first =
      ramp.from === undefined ? facts.availableEpoch - context.startEpoch : context.seconds(ramp.from);
    const from = first + context.months(valueOf(ramp.delayMonths));
    const scale = valueOf(chipSupply.scale);
    let units = 0;
    const points = [{ at: from, units: 0 }];
    let last = 0;
    ramp.quarterlyChips.forEach((chips, quarter) => {
      last = valueOf(chips) * scale;
      units += last;
      points.push({ at: from + (quarter + 1) * QUARTER, units });
    });
    found.set(chip, lessClaims(context, chip, { points, thenPerSecond: last / QUARTER }, systems));
  }
  return found;
}

/**
 * What other customers leave of a ceiling. A claim of so many MW grows in a straight line; what it grows by while
 * a chip is the newest of its list is taken in that chip, as soon as it is made.
 */
function lessClaims(
  context: Context,
  chip: string,
  ceiling: Ceiling,
  systems: ReadonlyMap<string, SystemFacts>,
): Ceiling {
  const claims = Object.values(context.scenario.chipSupply?.claims ?? {});
  const taken = (at: number): number =>
    claims.reduce((sum, claim) => {
      const [from, to] = spanOf(context, chip, claim, systems);
      const [start, end] = [context.seconds(claim.from), context.seconds(claim.until)];
      const grown = (t: number): number => Math.min(1, Math.max(0, (t - start) / (end - start)));
      const watts = valueOf(claim.facilityMw) * 1e6 * valueOf(claim.part);
      const facts = [...systems.values()].find((s) => s.chip === chip);
      const itWatts = (facts?.wattsPerChip ?? Infinity) * valueOf(claim.peakPue);
      return sum + (watts * (grown(Math.min(at, to)) - grown(Math.min(at, from)))) / itWatts;
    }, 0);
  const moments = new Set(ceiling.points.map((p) => p.at));
  for (let t = 0; t < context.horizon; t += QUARTER / 3) moments.add(t);
  let most = 0;
  const points = [...moments]
    .toSorted((a, b) => a - b)
    .map((at) => {
      most = Math.max(most, unitsAt(ceiling, at) - taken(at));
      return { at, units: most };
    });
  return { points, thenPerSecond: ceiling.thenPerSecond };
}

/** From when to when a claim takes this chip: from its availability to that of the next in the claim's list. */
function spanOf(
  context: Context,
  chip: string,
  claim: { readonly chips: readonly string[] },
  systems: ReadonlyMap<string, SystemFacts>,
): readonly [number, number] {
  const dated = claim.chips
    .flatMap((id) => [...systems.values()].find((s) => s.chip === id) ?? [])
    .toSorted((a, b) => a.availableEpoch - b.availableEpoch);
  const index = dated.findIndex((s) => s.chip === chip);
  if (index < 0) return [0, 0];
  const at = (i: number): number => (dated[i]?.availableEpoch ?? Infinity) - context.startEpoch;
  return [index === 0 ? -Infinity : at(index), at(index + 1)];
}
