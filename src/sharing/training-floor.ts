import type { PoolShare, SharingPolicy } from "./policy.ts";

/** Chips training may still claim before it has its share of the fleet; negative where it holds more. */
const owed = (pool: PoolShare): number =>
  Math.floor(pool.trainingShare * pool.fleetChips) - pool.fleetTrainingChips;

/**
 * A share of the fleet is training's first, in whatever pools its jobs are: serving gives chips back where a job
 * waits and cannot take those. Above the share demand comes first, and training may use what serving leaves until it is
 * asked back (harvest of the night).
 */
export const trainingFloor: SharingPolicy = {
  id: "training-floor",
  preempts: true,
  servingRoom: (pool) =>
    pool.trainingWaits ? Math.max(0, pool.freeChips - Math.max(0, owed(pool))) : pool.freeChips,
  trainingRoom: (pool) => Math.max(0, pool.freeChips - pool.claimedChips),
  protectedChips: (pool) => Math.max(0, Math.min(pool.trainingChips, pool.trainingChips + owed(pool))),
};
