import { exp } from "./math.ts";

/** A rate that matures: what it begins with, as a share, and the time constant of the rest, s. */
export interface Ramp {
  readonly initial: number;
  readonly seconds: number;
}

/** 1 - (1 - initial) e^(-age / tau), the initial value before age 0, 1 without a ramp. */
export function maturity(ramp: Ramp | undefined, ageSeconds: number): number {
  if (ramp === undefined) return 1;
  return 1 - (1 - ramp.initial) * exp(-Math.max(0, ageSeconds) / ramp.seconds);
}
