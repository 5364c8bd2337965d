/** What can go wrong and how it is put right, compiled: seconds, rates per second, shares. */

/** What a cause strikes; a whole UltraServer by its fabric or by anything else. */
export type CauseOf = "chip" | "host" | "fabric" | "ultraserver" | "site" | "job" | "corruption";

export interface CauseModel {
  readonly id: string;
  readonly of: CauseOf;
}

/** Causes of one hazard: indices, and up to which part of the hazard each one reaches (the last to 1). */
export interface CauseShares {
  readonly cause: Int32Array;
  readonly upTo: Float64Array;
}

export interface RepairModel {
  readonly autoSeconds: number;
  readonly manualSeconds: number;
  readonly manualShare: number;
  readonly fabricSeconds: number;
  readonly ultraServerSeconds: number;
  /** Share of repairs that put right what was wrong, where they end automatically and where a person ends them. */
  readonly autoSuccess: number;
  readonly manualSuccess: number;
  /** At each site; Infinity: as many as are needed. */
  readonly autoCrews: number;
  readonly manualCrews: number;
}

/** Of the hosts of one pool or of whole UltraServers: each is taken out once in `everySeconds`. */
export interface MaintenanceModel {
  readonly wholeUs: boolean;
  readonly everySeconds: number;
  readonly seconds: number;
}

/** How hosts age: the scale (Weibull) or median (lognormal) over the mean life, and the shape or sigma. */
export interface WearModel {
  readonly kind: "weibull" | "lognormal";
  readonly scale: number;
  readonly shape: number;
}

/** Silent corruption of a job's work: mean time between two that are found, and how old the last sound checkpoint is. */
export interface CorruptionModel {
  readonly gapSeconds: number;
  readonly ageSeconds: number;
  readonly cause: number;
}

/** So many failures within the window, and a new host takes the place after `seconds`. */
export interface ReplaceModel {
  readonly failures: number;
  readonly windowSeconds: number;
  readonly seconds: number;
}

/** How many UltraServers of a pool are kept free. */
export type SparesModel =
  | { readonly by: "share"; readonly share: number }
  | { readonly by: "binomial" | "poisson"; readonly quantile: number };

/** A failure that is known beforehand, in the order of the calendar. */
export interface KnownFailure {
  readonly site: number;
  /** One pool, or -1: any of the site. */
  readonly pool: number;
  readonly wholeUs: boolean;
  /** Which host or UltraServer of the pool, or -1: any. */
  readonly unit: number;
  readonly cause: number;
  readonly repairSeconds: number;
}

export interface ReliabilityModel {
  readonly causes: readonly CauseModel[];
  /** Part of `jobFailuresPerSecond` by cause. */
  readonly jobCauses: CauseShares;
  /** From a failure to its discovery, s; in the recovery times too. */
  readonly detectSeconds: number;
  /** Mean time until a fault that was not put right strikes again, s; Infinity: it does not. */
  readonly returnSeconds: number;
  /** Shares of the faults of hosts that work for a job: not found, and blamed on a sound host of the same job. */
  readonly missed: number;
  readonly blamed: number;
  /** Share of hosts that fail `factor` times as often until a repair puts them right. */
  readonly lemonShare: number;
  readonly lemonFactor: number;
  /** Absent: hosts do not age. */
  readonly wear: WearModel | undefined;
  readonly corruption: CorruptionModel | undefined;
  readonly replace: ReplaceModel | undefined;
  readonly spares: SparesModel | undefined;
  readonly known: readonly KnownFailure[];
  readonly maintenance: MaintenanceModel | undefined;
  /** Random outages of a site: mean time between two, and how long each is, s; Infinity: none. */
  readonly siteGapSeconds: number;
  readonly siteSeconds: number;
  readonly siteCause: number;
}
