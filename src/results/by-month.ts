/** Bins -> calendar months. */

/** Sums by bin shared out over periods. */
export interface Months {
  readonly count: number;
  /** Period that holds a moment, s; the last one from its start on. */
  at(seconds: number): number;
  /** Adds a row of sums by bin to a row of sums by period. */
  share(bins: Float64Array, from: number, into: Float64Array, row: number): void;
}

/**
 * A bin that straddles two periods is shared out by time, as if its level had been constant: exact where periods begin
 * with a bin (bins of up to a day). With bins of a week at most 6/7 of what one bin differs from its neighbours is in the
 * wrong month, and the sum over all of them is exact.
 * @param starts beginnings of the periods and the horizon, s
 */
export function monthsOf(starts: Float64Array, binSeconds: number, bins: number): Months {
  const count = starts.length - 1;
  const horizon = starts[count] ?? 0;
  // Parts of bins in the order of time: bin, period, share of the bin.
  const bin: number[] = [];
  const period: number[] = [];
  const part: number[] = [];
  let p = 0;
  for (let b = 0; b < bins; b++) {
    const end = Math.min((b + 1) * binSeconds, horizon);
    const width = end - b * binSeconds;
    for (let from = b * binSeconds; from < end;) {
      while (p < count - 1 && (starts[p + 1] ?? 0) <= from) p++;
      const to = p < count - 1 ? Math.min(end, starts[p + 1] ?? end) : end;
      bin.push(b);
      period.push(p);
      part.push((to - from) / width);
      from = to;
    }
  }
  return {
    count,
    at(seconds) {
      let low = 0;
      let high = count - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= seconds) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    share(values, first, into, row) {
      for (let i = 0; i < bin.length; i++) {
        const value = values[first + (bin[i] ?? 0)] ?? 0;
        if (value === 0) continue;
        const at = row * count + (period[i] ?? 0);
        into[at] = (into[at] ?? 0) + value * (part[i] ?? 0);
      }
    },
  };
}
