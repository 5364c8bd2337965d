/** From the units people write to the base units of a formula. */
import type { Quantity } from "./quantity.ts";

const factors: Readonly<Record<string, number>> = {
  TFLOPS: 1e12,
  GB: 1e9,
  GiB: 1_073_741_824,
  "TB/s": 1e12,
  "GB/s": 1e9,
  "GiB/s": 1_073_741_824,
  "Gb/s": 1e9 / 8,
  W: 1,
  kW: 1e3,
};

/**
 * `q` in FLOP/s, bytes, bytes/s or W.
 * @throws RangeError where its unit is none of these kinds
 */
export const baseValueOf = (q: Quantity): number => {
  const factor = factors[q.unit];
  if (factor === undefined)
    throw new RangeError(`unit must be one of ${Object.keys(factors).join(", ")} (found ${q.unit})`);
  return q.value * factor;
};
