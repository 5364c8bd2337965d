import { exp } from "../engine/index.ts";

/**
 * Software maturity: 1 - (1 - initial) e^(-age / tau), age since the chip's launch. 1 without a ramp; the initial
 * value before launch.
 */
export function efficiency(
  ramp: { readonly initial: number; readonly seconds: number } | undefined,
  ageSeconds: number,
): number {
  if (ramp === undefined) return 1;
  return 1 - (1 - ramp.initial) * exp(-Math.max(0, ageSeconds) / ramp.seconds);
}
