/** Distributions of what a recipe's jobs are like, each the inverse of its distribution function at one uniform. */
import { exponential, log, lognormal, uniformBetween, weibull } from "../engine/index.ts";

export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "exponential"; readonly mean: number }
  /** By its median and its mean: sigma of the logarithm is sqrt(2 ln(mean / median)). */
  | { readonly kind: "lognormal"; readonly median: number; readonly mean: number }
  | { readonly kind: "weibull"; readonly scale: number; readonly shape: number }
  /** One of several exponentials. */
  | {
      readonly kind: "hyperexponential";
      readonly means: readonly number[];
      readonly weights: readonly number[];
    }
  /** One of several values. */
  | { readonly kind: "table"; readonly values: readonly number[]; readonly weights: readonly number[] };

/** A value for a uniform number in (0, 1). */
export function draw(distribution: Distribution, u: number): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "uniform":
      return uniformBetween(u, distribution.low, distribution.high);
    case "exponential":
      return exponential(u, distribution.mean);
    case "lognormal":
      return lognormal(u, distribution.median, sigmaOf(distribution));
    case "weibull":
      return weibull(u, distribution.scale, distribution.shape);
    case "hyperexponential": {
      const [index, rest] = pick(distribution.weights, u);
      return exponential(rest, distribution.means[index] ?? 0);
    }
    case "table":
      return distribution.values[pick(distribution.weights, u)[0]] ?? 0;
  }
}

const sigmaOf = ({ median, mean }: { readonly median: number; readonly mean: number }): number =>
  Math.sqrt(2 * log(mean / median));

/** Index of the weight that `u` falls on, and how far into it, again uniform in (0, 1). */
function pick(weights: readonly number[], u: number): readonly [number, number] {
  let left = u * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, weight] of weights.entries()) {
    if (left < weight) return [index, left / weight];
    left -= weight;
  }
  return [weights.length - 1, 0.5];
}
