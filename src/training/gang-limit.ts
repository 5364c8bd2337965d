import { asyncEttr, expectedEttr, optimalInterval } from "./checkpoint.ts";

export interface GangConditions {
  /** Failures per second that one UltraServer of the gang brings, and those of its software. */
  readonly failuresPerUsSecond: number;
  readonly jobFailuresPerSecond: number;
  readonly writeSeconds: number;
  /** Of asynchronous writes: what they stop the gang for; absent: they block. */
  readonly stallSeconds?: number;
  readonly recoverySeconds: number;
  readonly restartsCanFail: boolean;
  readonly mostUs: number;
}

/**
 * Most UltraServers of a gang whose expected ETTR, at the optimal interval, is not below `floor`; 0 where one is too
 * many. ETTR falls as the gang grows, so it is found by halving.
 */
export function largestGang(floor: number, of: GangConditions): number {
  let low = 0;
  let high = of.mostUs;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ettrOf(middle, of) >= floor) low = middle;
    else high = middle - 1;
  }
  return low;
}

function ettrOf(us: number, of: GangConditions): number {
  const rate = us * of.failuresPerUsSecond + of.jobFailuresPerSecond;
  if (rate <= 0) return 1;
  const { writeSeconds, stallSeconds, recoverySeconds, restartsCanFail } = of;
  const tau = Math.max(writeSeconds, 1, optimalInterval(1 / rate, stallSeconds ?? writeSeconds));
  return stallSeconds === undefined
    ? expectedEttr(tau, 1 / rate, writeSeconds, recoverySeconds, restartsCanFail)
    : asyncEttr(tau, 1 / rate, stallSeconds, writeSeconds, recoverySeconds, restartsCanFail);
}
