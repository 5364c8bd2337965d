/**
 * Prefill seconds of a class's prompts as a distribution: a few dozen values with their probabilities, finer in the
 * upper tail, from a lognormal of prompt lengths or from measured requests.
 */
import { exp, log, lognormal, normalCdf, standardNormal } from "../engine/index.ts";

/** Quantile of the standard normal at 0.99. */
const Z99 = 2.3263478740408408;

/** Lengths of prompts or outputs in tokens: lognormal with this median and standard deviation of the logarithm, cut at `most`. */
export interface TokenLengths {
  readonly median: number;
  readonly sigma: number;
  readonly most: number;
}

/**
 * Lengths with this mean whose p99 stands to the median as published. The mean is kept, because the load hangs on it;
 * a lognormal cannot keep mean, p50 and p99 all three (Azure 2023 code: p50 9 % above the published, p99 9 %).
 */
export function promptLengths(mean: number, p50: number, p99: number, most = Infinity): TokenLengths {
  if (!(mean > 0 && p50 > 0 && p99 >= p50))
    throw new RangeError(
      `prompt lengths need mean and p50 above 0 and p99 at least p50 (found ${mean}, ${p50}, ${p99})`,
    );
  const sigma = log(p99 / p50) / Z99;
  return { median: mean * exp(-0.5 * sigma * sigma), sigma, most };
}

/** Lengths with this mean and median, where no p99 is published: sigma^2 = 2 ln(mean / p50). */
export function lengthsByMedian(mean: number, p50: number, most = Infinity): TokenLengths {
  if (!(p50 > 0 && mean >= p50))
    throw new RangeError(`lengths need a mean of at least the median, above 0 (found ${mean}, ${p50})`);
  return { median: p50, sigma: Math.sqrt(2 * log(mean / p50)), most };
}

export const tokensAt = (lengths: TokenLengths, u: number): number =>
  Math.min(lengths.most, lognormal(u, lengths.median, lengths.sigma));

/**
 * Prefill of a prompt of n tokens with the share h in the prefix cache: n (1 - h) (linear + quadratic (n h +
 * n (1 - h) / 2)), in seconds a token and seconds a token squared: the roofline's form. A share `cold` of prompts finds
 * nothing in the cache; the others find more, so that the mean share over tokens is `hit`.
 */
export interface PrefillRate {
  readonly linear: number;
  readonly quadratic: number;
  readonly hit: number;
  readonly cold: number;
}

export function prefillOf(
  rate: Pick<PrefillRate, "linear" | "quadratic">,
  tokens: number,
  hit: number,
): number {
  const fresh = tokens * (1 - hit);
  return fresh * (rate.linear + rate.quadratic * (tokens * hit + fresh / 2));
}

/** Share in the cache of a prompt that is not cold. */
export const warmHit = (rate: PrefillRate): number => Math.min(1, rate.hit / (1 - rate.cold));

/** Values in ascending order and their probabilities, which add up to 1. */
export interface ServiceTimes {
  readonly seconds: Float64Array;
  readonly weight: Float64Array;
  readonly mean: number;
  /** E[S^2] / (2 E[S]): mean of what is left of a service that an arrival finds. */
  readonly residual: number;
  /** Squared coefficient of variation. */
  readonly scv: number;
}

/** Strips of probability: even in the body, ever finer towards 1. */
const EDGES: readonly number[] = [
  ...Array.from({ length: 33 }, (_, i) => (0.96 * i) / 32),
  0.97,
  0.98,
  0.985,
  0.99,
  0.9925,
  0.995,
  0.997,
  0.998,
  0.999,
  0.9995,
  0.9999,
  1,
];

/** The distribution of prefill seconds. Mean and E[S^2] within 0.2 % and 1 % of the lognormal's for sigma up to 1. */
export function serviceTimes(lengths: TokenLengths, rate: PrefillRate): ServiceTimes {
  const warm = warmHit(rate);
  const values: { seconds: number; weight: number }[] = [];
  for (let i = 1; i < EDGES.length; i++) {
    const [from, to] = [EDGES[i - 1] ?? 0, EDGES[i] ?? 1];
    const tokens = Math.min(lengths.most, stripMean(lengths, from, to));
    if (rate.cold < 1)
      values.push({ seconds: prefillOf(rate, tokens, warm), weight: (to - from) * (1 - rate.cold) });
    if (rate.cold > 0) values.push({ seconds: prefillOf(rate, tokens, 0), weight: (to - from) * rate.cold });
  }
  return sorted(values);
}

/** Mean of the lognormal between two of its quantiles; m e^(s^2/2) (Phi(b - s) - Phi(a - s)) / (to - from). */
function stripMean({ median, sigma }: TokenLengths, from: number, to: number): number {
  const low = from <= 0 ? 0 : normalCdf(standardNormal(from) - sigma);
  const high = to >= 1 ? 1 : normalCdf(standardNormal(to) - sigma);
  return (median * exp(0.5 * sigma * sigma) * (high - low)) / (to - from);
}

/** The distribution of measured prefill seconds: the mean of each strip of the sorted values. */
export function measuredServiceTimes(seconds: ArrayLike<number>): ServiceTimes {
  if (seconds.length === 0) throw new RangeError("service times need at least one request");
  const all = Float64Array.from(seconds).sort();
  const values: { seconds: number; weight: number }[] = [];
  for (let i = 1; i < EDGES.length; i++) {
    const from = Math.round((EDGES[i - 1] ?? 0) * all.length);
    const to = Math.round((EDGES[i] ?? 1) * all.length);
    if (to === from) continue;
    let sum = 0;
    for (let j = from; j < to; j++) sum += all[j] ?? 0;
    values.push({ seconds: sum / (to - from), weight: (to - from) / all.length });
  }
  return sorted(values);
}

/** A distribution given outright, such as one value for M/D/1. */
export function sorted(values: readonly { seconds: number; weight: number }[]): ServiceTimes {
  const order = [...values].sort((a, b) => a.seconds - b.seconds);
  const seconds = Float64Array.from(order, (each) => each.seconds);
  const weight = Float64Array.from(order, (each) => each.weight);
  let mean = 0;
  let square = 0;
  seconds.forEach((value, i) => {
    mean += value * (weight[i] ?? 0);
    square += value * value * (weight[i] ?? 0);
  });
  return { seconds, weight, mean, residual: square / (2 * mean), scv: square / (mean * mean) - 1 };
}
