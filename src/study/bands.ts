/** Bands of a study: by month, what one in ten, half and nine in ten of the samples stay below. */
import type { Outcome } from "./outcome.ts";
import { quantile } from "./quantiles.ts";

export interface Band {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  /** "2026-03" */
  readonly months: readonly string[];
  /** Quantiles (type 7) over the samples, one per month; each month for itself: no single future runs along p90. */
  readonly p10: Float64Array;
  readonly p50: Float64Array;
  readonly p90: Float64Array;
}

/**
 * Bands of every series over `outcomes`, which share one horizon. A sample that lacks a series (a generation that is
 * never delivered in it) counts as 0.
 */
export function bandsOf(outcomes: readonly Outcome[]): readonly Band[] {
  const known = new Map(outcomes.flatMap(({ series }) => series.map((each) => [each.id, each] as const)));
  const months = outcomes[0]?.months ?? [];
  const sorted = new Float64Array(outcomes.length);
  return [...known.values()].map(({ id, label, unit }): Band => {
    const columns = outcomes.map(({ monthly }) => monthly[id]);
    const [p10, p50, p90] = [
      new Float64Array(months.length),
      new Float64Array(months.length),
      new Float64Array(months.length),
    ];
    for (let month = 0; month < months.length; month++) {
      columns.forEach((column, i) => (sorted[i] = column?.[month] ?? 0));
      sorted.sort();
      p10[month] = quantile(sorted, 0.1);
      p50[month] = quantile(sorted, 0.5);
      p90[month] = quantile(sorted, 0.9);
    }
    return { id, label, unit, months, p10, p50, p90 };
  });
}
