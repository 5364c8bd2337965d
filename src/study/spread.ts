/** From a standard normal to an uncertain number. Every map rises with z, so that common random numbers stay in step. */
import { exp, log, normalCdf, triangular, uniformBetween } from "../engine/index.ts";

/** Quantile of the standard normal at 95 %. */
const Z95 = 1.6448536269514722;

/** How a number spreads; an end nobody gave equals the value. */
export interface Spread {
  readonly low: number;
  readonly value: number;
  readonly high: number;
  /** two-piece-*: 5th percentile, median, 95th percentile. Others: both ends are hard; triangular's mode is the value. */
  readonly shape: "two-piece-log" | "two-piece-linear" | "triangular" | "uniform";
}

/** What was written of a number's range and distribution. */
export interface Ranged {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly bounds?: boolean | undefined;
  readonly distribution?: string | undefined;
}

/**
 * How `q` is drawn; undefined where it is not, because it has no range or is `fixed`. Without a distribution: triangular
 * between hard bounds, else two-piece in logarithms where `low` is above 0, else two-piece linear.
 */
export function spreadOf(q: Ranged): Spread | undefined {
  const { value, low = value, high = value, bounds, distribution } = q;
  if (low === high || distribution === "fixed") return undefined;
  const range = { low, value, high };
  if (distribution === "triangular" || (distribution === undefined && bounds === true))
    return { ...range, shape: "triangular" };
  if (distribution === "uniform") return { ...range, shape: "uniform" };
  return { ...range, shape: distribution === "normal" || low <= 0 ? "two-piece-linear" : "two-piece-log" };
}

/** The number at standard normal `z`; may lie beyond low and high unless those are hard. */
export function spreadAt({ low, value, high, shape }: Spread, z: number): number {
  if (shape === "triangular") return triangular(normalCdf(z), low, value, high);
  if (shape === "uniform") return uniformBetween(normalCdf(z), low, high);
  const end = z < 0 ? low : high;
  const steps = Math.abs(z) / Z95;
  // At the median, and on a side nobody gave a range, the value itself to the last bit.
  if (steps === 0 || end === value) return value;
  if (shape === "two-piece-linear") return value + (end - value) * steps;
  return value * exp(log(end / value) * steps);
}
