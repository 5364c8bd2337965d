/** From the bins of a run to calendar months. */
import { isoDate, monthStarts } from "../engine/index.ts";

/** Calendar months of a horizon: the first and the last may be parts of one. */
export interface Months {
  /** "2026-03", first to last. */
  readonly names: readonly string[];
  /** Edges in seconds from the start, one more than there are months. */
  readonly edges: Float64Array;
}

/** Months of `horizonSeconds` from an epoch second. */
export function monthsOf(startEpochSeconds: number, horizonSeconds: number): Months {
  const end = startEpochSeconds + horizonSeconds;
  const inner = monthStarts(startEpochSeconds, end).filter((at) => at > startEpochSeconds);
  const starts = [startEpochSeconds, ...inner];
  return {
    names: starts.map((at) => isoDate(at).slice(0, 7)),
    edges: Float64Array.from([...starts, end], (at) => at - startEpochSeconds),
  };
}

/**
 * Time-weighted mean of each month from the means of bins. A bin that straddles two months (only weekly bins do) is
 * taken as level inside: each month gets it with the seconds that lie in that month.
 */
export function monthlyMeans(
  mean: Float64Array,
  binSeconds: number,
  horizonSeconds: number,
  months: Months,
): Float64Array {
  const sums = new Float64Array(months.names.length);
  const edge = (month: number): number => months.edges[month] ?? horizonSeconds;
  let month = 0;
  for (let bin = 0; bin < mean.length; bin++) {
    const to = Math.min(horizonSeconds, (bin + 1) * binSeconds);
    let from = bin * binSeconds;
    while (from < to) {
      while (month < sums.length - 1 && edge(month + 1) <= from) month++;
      const until = Math.min(to, edge(month + 1));
      sums[month] = (sums[month] ?? 0) + (mean[bin] ?? 0) * (until - from);
      from = until;
    }
  }
  return sums.map((sum, m) => sum / (edge(m + 1) - edge(m)));
}
