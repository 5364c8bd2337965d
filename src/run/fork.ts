/**
 * Forking: a saved run goes on under another model that shares its past. Pools may end up larger or smaller in
 * the new future, so indices of UltraServers and hosts are moved to where the new model keeps them.
 */
import { Fingerprint } from "../engine/index.ts";
import type { Agenda, Model } from "../model/types.ts";
import type { WorldSnapshot } from "./snapshot.ts";

/** What identifies the structure and the past of a run; saved with it. */
export interface RunShape {
  readonly start: string;
  readonly horizonSeconds: number;
  readonly binSeconds: number;
  readonly sites: readonly string[];
  readonly pools: readonly string[];
  readonly campaigns: readonly string[];
  readonly streams: readonly string[];
  readonly regions: readonly string[];
  readonly classes: readonly string[];
  /** Served models and the runs that make them. */
  readonly models: readonly string[];
  /** What of serving has a state of its own: parts of demand that may not leave or wait, replicas, trends. */
  readonly serving: readonly string[];
  /** What is recorded only where it is asked for. */
  readonly records: readonly string[];
  readonly usBase: Int32Array;
  readonly hostBase: Int32Array;
  readonly agenda: Pick<Agenda, "time" | "kind" | "subject" | "amount">;
  /** Fingerprint of the whole Model, seed and replication included. */
  readonly model: string;
}

export function shapeOf(model: Model, usBase: Int32Array, hostBase: Int32Array): RunShape {
  const ids = (list: readonly { readonly id: string }[]): string[] => list.map((item) => item.id);
  const { time, kind, subject, amount } = model.agenda;
  return {
    start: model.start,
    horizonSeconds: model.horizonSeconds,
    binSeconds: model.binSeconds,
    sites: ids(model.sites),
    pools: ids(model.pools),
    campaigns: ids(model.campaigns),
    streams: ids(model.streams),
    regions: ids(model.demand?.regions ?? []),
    classes: ids(model.demand?.kinds ?? []),
    models: (model.demand?.served ?? []).map(({ id, campaign, run }) =>
      campaign < 0 ? id : `${id} by run ${run} of ${model.campaigns[campaign]?.id}`,
    ),
    serving: servingParts(model),
    records: model.money === undefined ? [] : ["money"],
    usBase: usBase.slice(),
    hostBase: hostBase.slice(),
    agenda: { time, kind, subject, amount },
    model: printOf(model),
  };
}

function servingParts({ demand }: Model): string[] {
  if (demand === undefined) return [];
  const { classes, regions, routing, autoscaler, computeTrend, usdPerToken } = demand;
  const waits = classes.filter((klass) => klass.waitSeconds > 0);
  const some = (share: number): string => (share <= 0 ? "none" : share >= 1 ? "all" : "some");
  return [
    ...waits.map(({ id, waitSeconds }) => `${id} waits ${waitSeconds / 3600} h`),
    ...(autoscaler === undefined ? [] : ["autoscaler"]),
    ...(computeTrend === 0 ? [] : ["computePerToken"]),
    ...(usdPerToken === undefined ? [] : ["price"]),
    ...(routing === undefined
      ? []
      : [
          "routing",
          ...classes.map(({ id, newShare }) => `${id} new ${some(newShare)}`),
          ...regions.map(({ id, boundShare }) => `${id} bound ${some(boundShare)}`),
        ]),
  ];
}

/** Every number and text of a Model, in the order of its fields. */
function printOf(model: Model): string {
  const print = new Fingerprint();
  const visit = (value: unknown): void => {
    if (typeof value === "number") print.two(value, 0);
    else if (value instanceof Float64Array) print.numbers(value);
    else if (value instanceof Int32Array) print.numbers(Float64Array.from(value));
    else if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        print.text(key);
        visit(part);
      }
    } else print.text(String(value));
  };
  visit(model);
  return print.hex();
}

/** Items of the calendar at or before `now`. */
export function pastItems(agenda: Pick<Agenda, "time">, now: number): number {
  let count = 0;
  while ((agenda.time[count] ?? Infinity) <= now) count++;
  return count;
}

/**
 * @throws Error naming the first thing that differs before the moment of the fork
 */
export function checkSharedPast(old: RunShape, now: RunShape, seconds: number): void {
  const texts = [
    "start",
    "horizonSeconds",
    "binSeconds",
    "sites",
    "pools",
    "campaigns",
    "streams",
    "regions",
    "classes",
    "models",
    "serving",
    "records",
  ] as const;
  for (const name of texts) {
    if (String(old[name]) !== String(now[name])) {
      throw new Error(
        `cannot fork: ${name} must be those of the saved run (was ${String(old[name])}, got ${String(now[name])})`,
      );
    }
  }
  const past = pastItems(old.agenda, seconds);
  const other = pastItems(now.agenda, seconds);
  const differs =
    past !== other ||
    (["time", "kind", "subject", "amount"] as const).some((key) => {
      for (let i = 0; i < past; i++) if (old.agenda[key][i] !== now.agenda[key][i]) return true;
      return false;
    });
  if (differs)
    throw new Error(
      `cannot fork at ${seconds} s: the calendar before it must be the same; change what comes later`,
    );
}

/** The snapshot with every index of an UltraServer or host moved to the new layout. */
export function relocate(
  from: WorldSnapshot,
  to: RunShape,
  handlers: { readonly hostMended: number; readonly usMended: number; readonly age: number },
): WorldSnapshot {
  const old = from.shape;
  if (String(old.usBase) === String(to.usBase)) return from;
  const us = mover(old.usBase, to.usBase);
  const host = mover(old.hostBase, to.hostBase);
  const { calendar } = from.engine;
  const ofHost = [handlers.hostMended, handlers.age];
  const payload = calendar.payload.map((value, slot) =>
    calendar.handler[slot] === handlers.usMended
      ? us(value)
      : ofHost.includes(calendar.handler[slot] ?? -1)
        ? host(value)
        : value,
  );
  const arrays: Record<string, Int32Array | Uint8Array> = { ...from.hosts.arrays };
  for (const name of ["usState", "usDown", "usOut", "usOwner", "usFree", "next", "prev"]) {
    arrays[name] = moveArray(
      arrays[name],
      old.usBase,
      to.usBase,
      name === "usOwner" || name === "next" || name === "prev" ? -1 : 0,
    );
  }
  for (const name of ["hostDown", "hostOwner"]) {
    arrays[name] = moveArray(arrays[name], old.hostBase, to.hostBase, name === "hostOwner" ? -1 : 0);
  }
  // Links and list heads hold UltraServers themselves.
  for (const name of ["next", "prev", "heads"])
    arrays[name] = arrays[name]?.map((value) => (value < 0 ? value : us(value))) ?? new Int32Array(0);
  return {
    ...from,
    engine: { ...from.engine, calendar: { ...calendar, payload } },
    hosts: { arrays },
    jobs: {
      ...from.jobs,
      jobs: from.jobs.jobs.map((job) => ({
        ...job,
        us: job.us.map(us),
        joining: job.joining.map(us),
        aside: job.aside.map((group) => ({ ...group, us: group.us.map(us) })),
        hosts: job.hosts.map(host),
      })),
      usPosition: Int32Array.from(moveArray(from.jobs.usPosition, old.usBase, to.usBase, 0)),
    },
    commissioning: {
      ...from.commissioning,
      batches: from.commissioning.batches.map((batch) => ({
        ...batch,
        first: batch.first < 0 ? batch.first : us(batch.first),
      })),
    },
  };
}

/** Index -> index, pool by pool. */
function mover(old: Int32Array, to: Int32Array): (index: number) => number {
  return (index) => {
    let pool = 0;
    while (pool + 2 < old.length && (old[pool + 1] ?? 0) <= index) pool++;
    return index - (old[pool] ?? 0) + (to[pool] ?? 0);
  };
}

function moveArray(
  array: Int32Array | Uint8Array | undefined,
  old: Int32Array,
  to: Int32Array,
  empty: number,
): Int32Array | Uint8Array {
  const size = to[to.length - 1] ?? 0;
  const moved = array instanceof Uint8Array ? new Uint8Array(size) : new Int32Array(size).fill(empty);
  for (let pool = 0; pool + 1 < old.length; pool++) {
    const from = old[pool] ?? 0;
    const count = Math.min((old[pool + 1] ?? 0) - from, (to[pool + 1] ?? 0) - (to[pool] ?? 0));
    for (let i = 0; i < count; i++) moved[(to[pool] ?? 0) + i] = array?.[from + i] ?? empty;
  }
  return moved;
}
