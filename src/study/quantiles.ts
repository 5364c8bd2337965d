/** Order statistics of a study. */

/**
 * Quantile `p` of ascending values: linear between the two nearest, the first being p = 0 and the last p = 1 (type 7 of
 * Hyndman and Fan, "Sample quantiles in statistical packages", Am. Stat. 50 (1996) 361). NaN where there are none.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  const place = (ascending.length - 1) * p;
  const below = Math.floor(place);
  const low = ascending[below] ?? NaN;
  const high = ascending[below + 1] ?? low;
  // Nothing lies between "never" and a number.
  if (low === -Infinity) return low;
  // What has not ended is Infinity, which must not be multiplied by 0.
  return place === below || low === high ? low : low + (high - low) * (place - below);
}

export interface Quantiles {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export function quantilesOf(values: readonly number[]): Quantiles {
  const ascending = values.toSorted((a, b) => a - b);
  return { p10: quantile(ascending, 0.1), p50: quantile(ascending, 0.5), p90: quantile(ascending, 0.9) };
}

/** Unbiased variance; 0 of fewer than two values, and exactly 0 where all are the same. */
export function varianceOf(values: readonly number[]): number {
  const first = values[0] ?? 0;
  if (values.length < 2 || values.every((value) => value === first)) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
}

/** Quantile of the standard normal at 95 %: both sides of a 90 % interval. */
const Z95 = 1.6448536269514722;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's 90 % interval of a chance of which `yes` of `n` were seen (J. Am. Stat. Assoc. 22 (1927) 209); `yes` may be a
 * sum of shares. Of none seen it is everything.
 */
export function wilson(yes: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const p = yes / n;
  const z2 = Z95 * Z95;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: p === 0 ? 0 : Math.max(0, middle - half), high: p === 1 ? 1 : Math.min(1, middle + half) };
}
