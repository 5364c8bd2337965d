/** Serving software matures after a chip's launch: the factor on its rate. */
import { exp } from "../engine/index.ts";

export interface SoftwareRamp {
  /** Rate at launch as a share of the mature one. */
  readonly initial: number;
  /** Time constant, s. */
  readonly seconds: number;
}

/** 1 - (1 - initial) e^(-age / tau), age since launch; the initial value before it, 1 without a ramp. */
export function softwareFactor(ramp: SoftwareRamp | undefined, ageSeconds: number): number {
  if (ramp === undefined) return 1;
  return 1 - (1 - ramp.initial) * exp(-Math.max(0, ageSeconds) / ramp.seconds);
}
