/** Failures by cause, and what repair did about them. */
import { COUNT } from "../fleet/failure-counts.ts";
import type { RepairCounts } from "../fleet/failure-counts.ts";
import type { World } from "../run/world.ts";
import type { FailureRow } from "./types.ts";

/** Causes that struck. */
export function buildFailures(world: World): FailureRow[] {
  const { counts } = world.reliability;
  return world.model.reliability.causes
    .map(({ id, of }, i): FailureRow => ({ cause: id, of, count: counts.byCause[i] ?? 0 }))
    .filter(({ count }) => count > 0);
}

export function buildRepairs(world: World): RepairCounts {
  const { repair } = world.reliability.counts;
  const said: RepairCounts = { ...COUNT };
  for (const name of objectKeys(COUNT)) said[name] = repair[COUNT[name]] ?? 0;
  return said;
}

function* objectKeys<T extends object>(value: T): Generator<keyof T> {
  for (const key in value) yield key;
}
