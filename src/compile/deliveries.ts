/** Deliveries: every kind becomes dated batches of whole UltraServers, within what can be supplied. */
import { epochSeconds } from "../engine/index.ts";
import { AGENDA } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { DeliverySpec } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { HallAddition } from "./sites.ts";
import type { SystemFacts } from "./systems.ts";

const WEEK = 7 * DAY;

interface Batch {
  readonly delivery: string;
  readonly site: string;
  readonly system: string;
  time: number;
  readonly us: number;
}

/** Batches by time, ceilings of supply applied; `pools` in order of first mention. */
export function compileDeliveries(
  context: Context,
  halls: readonly HallAddition[],
  systems: ReadonlyMap<string, SystemFacts>,
): Batch[] {
  const batches = Object.entries(context.scenario.deliveries).flatMap(([id, spec]) => {
    const system = systems.get(spec.system);
    return system === undefined ? [] : expand(context, id, spec, system, halls);
  });
  applyCeilings(context, batches, systems);
  return batches.toSorted((a, b) => a.time - b.time);
}

export function addDeliveries(
  agenda: AgendaBuilder,
  batches: readonly Batch[],
  poolOf: (b: Batch) => number,
): void {
  for (const b of batches)
    if (b.time < Infinity) agenda.add(b.time, AGENDA.delivery, poolOf(b), b.us, b.delivery);
}

function expand(
  context: Context,
  id: string,
  spec: DeliverySpec,
  system: SystemFacts,
  halls: readonly HallAddition[],
): Batch[] {
  const slip = (key: string): number => context.months(context.slip(spec.slip, key));
  const base = { delivery: id, system: spec.system };
  // A stated number of chips comes in the nearest whole number of UltraServers; a hall is never overfilled.
  const usOf = (chips: number): number => Math.max(1, Math.round(chips / system.chips));
  if (spec.kind === "batch") {
    return [
      {
        ...base,
        site: spec.site,
        time: context.seconds(spec.date) + slip(`deliveries.${id}`),
        us: usOf(valueOf(spec.chips)),
      },
    ];
  }
  if (spec.kind === "order") {
    const time = context.seconds(spec.ordered) + valueOf(spec.leadTimeDays) * DAY + slip(`deliveries.${id}`);
    return [{ ...base, site: spec.site, time, us: usOf(valueOf(spec.chips)) }];
  }
  if (spec.kind === "ramp") {
    const from = context.seconds(spec.from) + slip(`deliveries.${id}`);
    const length = context.seconds(spec.to) - context.seconds(spec.from);
    return spread(base, spec.site, from, length, valueOf(spec.everyDays) * DAY, usOf(valueOf(spec.chips)));
  }
  const chosen = halls.filter((h) => isFilled(spec, h, system));
  return chosen.flatMap((h) => {
    const tenancy = valueOf(context.scenario.sites[h.site]?.tenancyShare ?? 1);
    const chips = (h.watts * tenancy * valueOf(spec.share)) / system.wattsPerChip;
    const from = h.planned + slip(`deliveries.${id}.${h.site}.${h.phase}`);
    return spread(
      base,
      h.site,
      from,
      context.months(valueOf(spec.months)),
      WEEK,
      Math.floor(chips / system.chips + 1e-9),
    );
  });
}

function isFilled(spec: DeliverySpec & { kind: "fill" }, hall: HallAddition, system: SystemFacts): boolean {
  if (hall.watts <= 0 || (hall.hall === "air" ? !system.fitsAir : !system.fitsLiquid)) return false;
  if (spec.sites !== undefined && !spec.sites.includes(hall.site)) return false;
  if (spec.halls !== undefined && spec.halls !== hall.hall) return false;
  const planned = epochSeconds(hall.plannedDate);
  if (spec.phasesFrom !== undefined && planned < epochSeconds(spec.phasesFrom)) return false;
  return spec.phasesUntil === undefined || planned < epochSeconds(spec.phasesUntil);
}

/** Even batches from `from`; their sum is the whole, UltraServer by UltraServer. */
function spread(
  base: { delivery: string; system: string },
  site: string,
  from: number,
  length: number,
  every: number,
  us: number,
): Batch[] {
  const count = Math.max(1, Math.ceil(length / every - 1e-9));
  const batches: Batch[] = [];
  let sent = 0;
  for (let i = 0; i < count; i++) {
    const upTo = Math.round((us * (i + 1)) / count);
    if (upTo > sent) batches.push({ ...base, site, time: from + i * every, us: upTo - sent });
    sent = upTo;
  }
  return batches;
}

/** A chip cannot be delivered before the world has made it: batches wait, in order, for the cumulative ceiling. */
function applyCeilings(context: Context, batches: Batch[], systems: ReadonlyMap<string, SystemFacts>): void {
  for (const [chip, rows] of Object.entries(context.scenario.supply)) {
    const points = Object.entries(rows)
      .map(([date, units]) => ({ at: context.seconds(date), units: valueOf(units) }))
      .toSorted((a, b) => a.at - b.at);
    let units = 0;
    const mine = batches.filter((b) => systems.get(b.system)?.chip === chip);
    for (const batch of mine.toSorted((a, b) => a.time - b.time)) {
      units += batch.us * (systems.get(batch.system)?.chips ?? 0);
      batch.time = Math.max(batch.time, earliest(points, units));
    }
  }
}

/** When the cumulative ceiling reaches `units`; Infinity where it never does. */
function earliest(points: readonly { at: number; units: number }[], units: number): number {
  let before = { at: -Infinity, units: 0 };
  for (const point of points) {
    if (units <= point.units) {
      if (before.at === -Infinity || point.units === before.units) return point.at;
      return before.at + ((units - before.units) / (point.units - before.units)) * (point.at - before.at);
    }
    before = point;
  }
  return Infinity;
}
