import type { SharingPolicy } from "./policy.ts";

/** Serving takes what demand asks for, from training jobs too; training has what is left. */
export const inferenceFirst: SharingPolicy = {
  id: "inference-first",
  preempts: true,
  servingRoom: (pool) => pool.freeChips,
  trainingRoom: (pool) => pool.freeChips - pool.claimedChips,
};
