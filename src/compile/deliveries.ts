/** Deliveries: every kind becomes dated batches of whole UltraServers, within what can be supplied. */
import { epochSeconds } from "../engine/index.ts";
import { AGENDA } from "../model/types.ts";
import type { LimitsModel, OrderModel, SupplyModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { DeliverySpec } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import { applyCeilings } from "./chip-supply.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { HallAddition } from "./halls.ts";
import type { SystemFacts } from "./systems.ts";

const WEEK = 7 * DAY;

/** UltraServers that come together. Seconds from the start: as planned, and with slips and what can be supplied. */
export interface Batch {
  readonly delivery: string;
  readonly site: string;
  readonly system: string;
  readonly planned: number;
  time: number;
  us: number;
  /** Of a fill: the phase whose hall it fills. */
  readonly phase?: string;
  /** Set where they stood before the start: when they came into service. */
  readonly since?: number;
}

/** An order before the ceilings have said when its first batch arrives. */
export type OrderRow = Omit<OrderModel, "arrivesSeconds" | "putOff"> & { readonly first: Batch };

/** Batches by time, ceilings of supply applied; `pools` in order of first mention. */
export function compileDeliveries(
  context: Context,
  halls: readonly HallAddition[],
  systems: ReadonlyMap<string, SystemFacts>,
): { readonly batches: Batch[]; readonly orders: OrderRow[]; readonly supply: SupplyModel[] } {
  const orders: OrderRow[] = [];
  const batches = Object.entries(context.scenario.deliveries).flatMap(([id, spec]) =>
    settleOrder(context, id, spec, expand(context, id, spec, systems, halls), systems, halls, orders),
  );
  const supply = applyCeilings(context, batches, systems);
  return {
    batches: batches.toSorted((a, b) => a.time - b.time),
    orders,
    supply,
  };
}

/** Orders with what ceilings of supply and limits of money left of their days. */
export const datedOrders = (
  orders: readonly OrderRow[],
  putOff: LimitsModel["putOff"],
  poolOf: (b: Batch) => number,
): OrderModel[] =>
  orders.map(({ first, ...order }) => {
    const pool = poolOf(first);
    const waits = order.cancelled
      ? []
      : putOff.filter(
          (row) => row.delivery === order.delivery && row.pool === pool && row.phase === first.phase,
        );
    const longest = waits.toSorted((a, b) => b.until - b.from - (a.until - a.from))[0];
    return {
      ...order,
      arrivesSeconds: first.time,
      ...(longest === undefined
        ? {}
        : {
            putOff: {
              chips: waits.reduce((sum, row) => sum + row.chips, 0),
              seconds: longest.until - longest.from,
              by: longest.by,
            },
          }),
    };
  });

export function addDeliveries(
  agenda: AgendaBuilder,
  batches: readonly Batch[],
  poolOf: (b: Batch) => number,
): void {
  for (const b of batches)
    if (b.time < Infinity) agenda.add(b.time, AGENDA.delivery, poolOf(b), b.us, b.delivery, b.since);
}

type Base = Pick<Batch, "delivery" | "system" | "site" | "phase">;

function expand(
  context: Context,
  id: string,
  spec: DeliverySpec,
  systems: ReadonlyMap<string, SystemFacts>,
  halls: readonly HallAddition[],
): Batch[] {
  const slip = (key: string): number => context.months(context.slip(spec.slip, key));
  if (spec.kind === "fill") return fill(context, id, spec, systems, halls, slip);
  const system = systems.get(spec.system);
  if (system === undefined) return [];
  // A stated number of chips comes in the nearest whole number of UltraServers; a hall is never overfilled.
  const us = Math.max(1, Math.round(valueOf(spec.chips) / system.chips));
  const base = { delivery: id, system: spec.system, site: spec.site };
  const at = (planned: number): Batch => ({
    ...base,
    planned,
    time: planned + slip(`deliveries.${id}`),
    us,
  });
  switch (spec.kind) {
    case "batch":
      return [at(context.seconds(spec.date))];
    case "order":
      return [at(context.seconds(spec.ordered) + valueOf(spec.leadTimeDays) * DAY)];
    case "standing":
      return [{ ...base, planned: 0, time: 0, us, since: context.seconds(spec.since) }];
    case "ramp": {
      const from = context.seconds(spec.from);
      const length = context.seconds(spec.to) - from;
      return spread(base, from, slip(`deliveries.${id}`), length, valueOf(spec.everyDays) * DAY, us);
    }
  }
}

function fill(
  context: Context,
  id: string,
  spec: DeliverySpec & { kind: "fill" },
  systems: ReadonlyMap<string, SystemFacts>,
  halls: readonly HallAddition[],
  slip: (key: string) => number,
): Batch[] {
  return halls.flatMap((hall) => {
    if (!isWanted(spec, hall)) return [];
    const system = systemFor(context, spec, systems, hall);
    if (system === undefined) return [];
    const chips = (hall.ours * valueOf(spec.share)) / system.wattsPerChip;
    const late =
      (spec.follows === "ready" ? hall.ready - hall.planned : 0) +
      slip(`deliveries.${id}.${hall.site}.${hall.phase}`);
    return spread(
      { delivery: id, system: system.id, site: hall.site, phase: hall.phase },
      hall.planned,
      late,
      context.months(valueOf(spec.months)),
      WEEK,
      Math.floor(chips / system.chips + 1e-9),
    );
  });
}

function isWanted(spec: DeliverySpec & { kind: "fill" }, hall: HallAddition): boolean {
  if (hall.watts <= 0) return false;
  if (spec.sites !== undefined && !spec.sites.includes(hall.site)) return false;
  if (spec.halls !== undefined && spec.halls !== hall.hall) return false;
  const planned = epochSeconds(hall.plannedDate);
  if (spec.phasesFrom !== undefined && planned < epochSeconds(spec.phasesFrom)) return false;
  return spec.phasesUntil === undefined || planned < epochSeconds(spec.phasesUntil);
}

/** The system named, if the hall takes it; of several the newest that is there when the hall is planned. */
function systemFor(
  context: Context,
  spec: DeliverySpec & { kind: "fill" },
  systems: ReadonlyMap<string, SystemFacts>,
  hall: HallAddition,
): SystemFacts | undefined {
  const fits = (s: SystemFacts): boolean => (hall.hall === "air" ? s.fitsAir : s.fitsLiquid);
  const named = (spec.newestOf ?? (spec.system === undefined ? [] : [spec.system]))
    .flatMap((id) => systems.get(id) ?? [])
    .filter(fits);
  if (spec.newestOf === undefined) return named[0];
  const lag = valueOf(spec.volumeAfterMonths ?? 0);
  const there = (s: SystemFacts): number => s.availableEpoch - context.startEpoch + context.months(lag);
  const newest = named.filter((s) => there(s) <= hall.planned).toSorted((a, b) => there(b) - there(a));
  return newest[0] ?? named.toSorted((a, b) => there(a) - there(b))[0];
}

/** Even batches from `from`, each `late`; their sum is the whole, UltraServer by UltraServer. */
function spread(base: Base, from: number, late: number, length: number, every: number, us: number): Batch[] {
  const count = Math.max(1, Math.ceil(length / every - 1e-9));
  const batches: Batch[] = [];
  let sent = 0;
  for (let i = 0; i < count; i++) {
    const upTo = Math.round((us * (i + 1)) / count);
    if (upTo > sent)
      batches.push({
        ...base,
        planned: from + i * every,
        time: from + late + i * every,
        us: upTo - sent,
      });
    sent = upTo;
  }
  return batches;
}

/**
 * What of a delivery comes: a cancellation takes back what was not yet past its order-by date. Notes each order,
 * a row for each site and day of first arrival.
 */
function settleOrder(
  context: Context,
  id: string,
  spec: DeliverySpec,
  batches: readonly Batch[],
  systems: ReadonlyMap<string, SystemFacts>,
  halls: readonly HallAddition[],
  orders: OrderRow[],
): Batch[] {
  if (spec.kind === "standing") return [...batches];
  const lead = spec.leadTimeDays === undefined ? NaN : valueOf(spec.leadTimeDays) * DAY;
  const cancelled = spec.cancelled === undefined ? NaN : context.seconds(spec.cancelled);
  const stays = (b: Batch): boolean => !(cancelled <= b.planned - lead);
  const rows = new Map<string, { first: Batch; us: number; stays: boolean }>();
  for (const b of batches) {
    const key = `${b.site}/${b.system}/${b.phase ?? ""}/${stays(b)}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { first: b, us: b.us, stays: stays(b) });
    else row.us += b.us;
  }
  for (const { first, us, stays: comes } of rows.values()) {
    const system = systems.get(first.system);
    const chips = us * (system?.chips ?? 0);
    const hall = halls.find(({ site, phase }) => site === first.site && phase === first.phase);
    orders.push({
      delivery: id,
      site: first.site,
      system: first.system,
      chipName: system?.chipName ?? first.system,
      chips,
      watts: chips * (system?.wattsPerChip ?? 0),
      orderedSeconds: spec.ordered === undefined ? NaN : context.seconds(spec.ordered),
      phase: first.phase ?? "",
      hallReadySeconds: hall?.ready ?? NaN,
      plannedSeconds: first.planned,
      first,
      orderBySeconds: first.planned - lead,
      cancelled: !comes,
    });
  }
  return batches.filter(stays);
}
