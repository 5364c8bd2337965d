import type { SharingPolicy } from "./policy.ts";

/** A fixed share of the chips that are up is training's and the rest serving's; neither lends to the other. */
export const partition: SharingPolicy = {
  id: "partition",
  preempts: false,
  servingRoom: (pool) => {
    const up = pool.freeChips + pool.trainingChips;
    return Math.max(0, Math.min(pool.freeChips, Math.floor((1 - pool.trainingShare) * up)));
  },
  trainingRoom: (pool) => {
    const up = pool.freeChips + pool.trainingChips;
    const mine = Math.floor(pool.trainingShare * up) - pool.trainingChips;
    return Math.max(0, Math.min(pool.freeChips - pool.claimedChips, mine));
  },
};
