/* oxlint-disable typescript/no-non-null-assertion -- every index is below the count of candidates */
/**
 * Host selection. Orders the candidates in place: the job's servers first, then its standbys in the order in which they
 * will step in. Candidates come in the order of the working pool.
 */
import { LANE } from "./draws.ts";
import type { Draws } from "./draws.ts";
import type { SelectionPolicy } from "./schema.ts";
import type { Servers } from "./servers.ts";

export interface Wanted {
  readonly job: number;
  readonly standbys: number;
}

/** How many of the `count` candidates are taken: the job's and as many standbys as there are, or all that there are. */
export function arrange(
  policy: SelectionPolicy,
  candidates: Int32Array,
  count: number,
  wanted: Wanted,
  servers: Servers,
  rackOf: (server: number) => number,
  draws: Draws,
): number {
  const taken = Math.min(count, wanted.job + wanted.standbys);
  if (taken < wanted.job) return taken;
  switch (policy) {
    // Who of the first computes and who stands by is still by lot.
    case "list-head":
      shuffleFrom(candidates, taken, wanted.job, draws);
      break;
    case "random":
      shuffleFrom(candidates, count, wanted.job, draws);
      break;
    case "fewest-failures":
      rank(candidates, count, (server) => servers.failures[server]!, draws);
      break;
    case "fewest-blamed":
      rank(candidates, count, (server) => servers.blamed[server]!, draws);
      break;
    case "highest-score":
      rank(candidates, count, (server) => -servers.scoreOf(server), draws);
      break;
    case "packed": {
      const rankOf = fullestFirst(candidates, count, rackOf);
      rank(candidates, count, (server) => rankOf.get(rackOf(server)) ?? 0, draws);
      break;
    }
  }
  return taken;
}

/** Shuffles the first `count` as far as the places from `from` on go: those before are then a uniform choice, in any order. */
function shuffleFrom(candidates: Int32Array, count: number, from: number, draws: Draws): void {
  for (let i = count - 1; i >= from; i--) swap(candidates, i, draws.below(i + 1, LANE.selection));
}

/**
 * Sorts by a key, least first, ties by lot: shuffled, then counted into the places of their key. Keys are few (failures), so
 * this takes a fifth of the time of a sort with a comparison.
 */
function rank(candidates: Int32Array, count: number, key: (server: number) => number, draws: Draws): void {
  shuffleFrom(candidates, count, 1, draws);
  const shuffled = candidates.slice(0, count);
  const keys = Float64Array.from(shuffled, key);
  const place = new Map<number, number>();
  keys.toSorted().forEach((each, index) => {
    if (!place.has(each)) place.set(each, index);
  });
  for (let i = 0; i < count; i++) {
    const at = place.get(keys[i]!)!;
    candidates[at] = shuffled[i]!;
    place.set(keys[i]!, at + 1);
  }
}

/** Rank of each rack: most candidates first, then the order in which racks are met. */
function fullestFirst(
  candidates: Int32Array,
  count: number,
  rackOf: (server: number) => number,
): ReadonlyMap<number, number> {
  const size = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const rack = rackOf(candidates[i]!);
    size.set(rack, (size.get(rack) ?? 0) + 1);
  }
  const racks = [...size].sort(([, a], [, b]) => b - a);
  return new Map(racks.map(([rack], index) => [rack, index]));
}

export function swap(values: Int32Array, a: number, b: number): void {
  const value = values[a]!;
  values[a] = values[b]!;
  values[b] = value;
}
