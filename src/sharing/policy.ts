/** How one pool's chips are shared between serving and training. All in chips. */
export interface PoolShare {
  /** Up and held by no job: serving's claim is part of it. */
  readonly freeChips: number;
  readonly claimedChips: number;
  readonly trainingChips: number;
  /** The scenario's share for training; 0 where no job may run in this pool. */
  readonly trainingShare: number;
  /** Chips of the whole fleet that are up, as of this hour, and those its jobs hold. */
  readonly fleetChips: number;
  readonly fleetTrainingChips: number;
  /** A job waits for chips in this pool, or runs below its size. */
  readonly trainingWaits: boolean;
  /** Of the chips training holds, those of jobs that may not be preempted; and may the job that asks be? */
  readonly firmChips: number;
  readonly preemptible: boolean;
  /** Chips serving needs at most within the look-ahead, for a policy that looks ahead; else 0. */
  readonly neededAhead: number;
  /** Part of that which is kept free on top. */
  readonly reserve: number;
}

export interface SharingPolicy {
  readonly id: string;
  /** May a rise in demand take chips from training jobs? */
  readonly preempts: boolean;
  /** Does it read `neededAhead`? */
  readonly looksAhead?: boolean;
  /** Chips serving may claim without taking any from a job. */
  servingRoom(pool: PoolShare): number;
  /** Further chips training may take. */
  trainingRoom(pool: PoolShare): number;
  /** Chips training may hold: at each full hour preemptible jobs give back what is above it; absent: any. */
  trainingMost?(pool: PoolShare): number;
  /** Chips held by training that serving may not take; absent: none. */
  protectedChips?(pool: PoolShare): number;
}
