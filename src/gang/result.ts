/** What one replication of a gang gives: plain data. */

/** Where the time of a gang goes; the keys of `GangResult.seconds`. */
export const TIME_KINDS = [
  "compute",
  "recovery",
  "hostSelection",
  "spareWait",
  "stall",
  "checkpoint",
  "lost",
] as const;
export type TimeKind = (typeof TIME_KINDS)[number];

export interface GangResult {
  /** From the start to the end of the job, or to the moment it could never go on [s]. */
  readonly totalSeconds: number;
  /** Each booked where it passes: the sum is `totalSeconds`. `compute` is work that counts in the end. */
  readonly seconds: Readonly<Record<TimeKind, number>>;
  /** compute / total: the effective training ratio. */
  readonly etr: number;
  /** So many servers were retired that the job could never start again. */
  readonly depleted: boolean;
  readonly failures: {
    readonly total: number;
    /** Those a good server would have had, too. */
    readonly random: number;
    /** Those of bad servers on top of it. */
    readonly systematic: number;
    /** Of servers that stood by or idle; not in the total. */
    readonly idle: number;
  };
  /** Mean time computed between a (re)start and the failure that ended it [s]; 0 without failures. */
  readonly meanStretchSeconds: number;
  /** Repairs begun by the end of the job, all followed to their own end. */
  readonly repairs: {
    readonly auto: number;
    readonly manual: number;
    readonly succeeded: number;
    readonly failed: number;
    /** Of bad servers: mended, and still bad. */
    readonly mended: number;
    readonly stillBad: number;
    /** Of servers that had not failed, and of servers that were not bad. */
    readonly misattributed: number;
    readonly ofGoodServers: number;
  };
  readonly hostSelections: number;
  /** Spares taken from other work. */
  readonly preemptions: number;
  /** Times the job found neither servers nor spares; each wake-up that is not enough counts again, as in AIReSim. */
  readonly stalls: number;
  readonly retired: number;
  /** The repair shop up to the end of the job, for Little's law. */
  readonly shop: {
    readonly arrivals: number;
    /** Integral of the number of servers in it [server-seconds]. */
    readonly serverSeconds: number;
    /** Mean time from arrival to return of all that arrived [s]; 0 of none. */
    readonly meanSojournSeconds: number;
  };
  /** Time averages of bad servers: in the gang, and in the working pool with it. */
  readonly meanBad: { readonly active: number; readonly pool: number };
}
