/** What happened to the fleet and what repair did about it, counted over the run. */
import type { CauseShares } from "../model/reliability.ts";

/** Index of each counter of repair. */
export const COUNT = {
  automatic: 0,
  manual: 1,
  failed: 2,
  missed: 3,
  blamed: 4,
  returned: 5,
  queued: 6,
  queueSeconds: 7,
  lemonsFound: 8,
  replaced: 9,
  planned: 10,
} as const;
export type RepairCounts = Record<keyof typeof COUNT, number>;

export class FailureCounts {
  /** Failures by cause. */
  readonly byCause: Float64Array;
  readonly repair = new Float64Array(Object.keys(COUNT).length);

  constructor(causes: number) {
    this.byCause = new Float64Array(causes);
  }

  failed(cause: number): void {
    this.byCause[cause] = (this.byCause[cause] ?? 0) + 1;
  }

  /** Adds to the counter of an index of COUNT. */
  add(what: number, by = 1): void {
    this.repair[what] = (this.repair[what] ?? 0) + by;
  }

  snapshot(): FailureCountsSnapshot {
    return { byCause: this.byCause.slice(), repair: this.repair.slice() };
  }

  restore(from: FailureCountsSnapshot): void {
    this.byCause.set(from.byCause);
    this.repair.set(from.repair);
  }
}

export interface FailureCountsSnapshot {
  readonly byCause: Float64Array;
  readonly repair: Float64Array;
}

/** The cause that a uniform from 0 to 1 falls on. */
export function causeAt({ cause, upTo }: CauseShares, u: number): number {
  let i = 0;
  while (i < upTo.length - 1 && u >= (upTo[i] ?? 1)) i++;
  return cause[i] ?? 0;
}
