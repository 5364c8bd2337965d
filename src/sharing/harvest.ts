import type { PoolShare, SharingPolicy } from "./policy.ts";

const up = (pool: PoolShare): number => pool.freeChips + pool.trainingChips;

/** Training's own, as under `partition`: for any job, and serving never has it. */
const own = (pool: PoolShare): number => Math.floor(pool.trainingShare * up(pool));

/** Hv(t) = max(0, C - (1 + r) max D(s) over t to t + l): what serving leaves of its chips C with a reserve r. */
export function harvestable(pool: PoolShare): number {
  return Math.max(0, Math.floor(up(pool) - own(pool) - (1 + pool.reserve) * pool.neededAhead));
}

/**
 * Chips that serving does not need within the look-ahead, but for a reserve, train preemptible jobs, and are given back
 * as demand comes nearer. Jobs that may not be preempted have training's own share or nothing.
 */
export const harvest: SharingPolicy = {
  id: "harvest",
  preempts: true,
  looksAhead: true,
  servingRoom: (pool) => Math.max(0, Math.min(pool.freeChips, up(pool) - own(pool))),
  trainingRoom: (pool) => {
    const all = own(pool) + harvestable(pool) - pool.trainingChips;
    const mine = pool.preemptible ? all : Math.min(all, own(pool) - pool.firmChips);
    return Math.max(0, Math.min(pool.freeChips - pool.claimedChips, mine));
  },
  protectedChips: (pool) => Math.min(pool.trainingChips, own(pool)),
  trainingMost: (pool) => own(pool) + harvestable(pool),
};
