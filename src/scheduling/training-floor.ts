import type { PoolShare, SharingPolicy } from "./policy.ts";

const floorOf = (pool: PoolShare): number =>
  Math.floor(pool.trainingShare * (pool.freeChips + pool.trainingChips));

/**
 * A share of the chips that are up is training's first: serving cannot take it. Above it demand comes first, and
 * training may use what serving leaves until it is asked back (harvest of the night).
 */
export const trainingFloor: SharingPolicy = {
  id: "training-floor",
  preempts: true,
  servingRoom: (pool) => Math.max(0, pool.freeChips - Math.max(0, floorOf(pool) - pool.trainingChips)),
  trainingRoom: (pool) => Math.max(0, pool.freeChips - pool.claimedChips),
  protectedChips: (pool) => Math.min(pool.trainingChips, floorOf(pool)),
};
