/** Fills hours that were not measured. */

/**
 * Puts a straight line between neighbours into every gap (NaN) inside the series from `from` to before `to`; before its
 * first value and after its last nothing was measured, and nothing is made up. The error of a single hour is half its
 * second difference, 0.5 (before - 2 x itself + after); over a night left out it has no bound.
 */
export function interpolateGaps(series: Float64Array, from: number, to: number): void {
  let last = -1;
  for (let i = from; i < to; i++) {
    const value = series[i] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (last >= 0 && i - last > 1) {
      const start = series[last] ?? 0;
      for (let k = last + 1; k < i; k++) series[k] = start + ((value - start) * (k - last)) / (i - last);
    }
    last = i;
  }
}
