/** One result less another on the same horizon: chip-hours and MWh by state and bin, which close as both ledgers do. */
import type { Result } from "../results/types.ts";

export interface Difference {
  readonly states: readonly string[];
  readonly bins: number;
  /** B - A over all pools, [state][bin] flattened. */
  readonly chipHours: Float64Array;
  readonly energyMwh: Float64Array;
  /** B - A by bin. */
  readonly delivered: Float64Array;
  readonly countedMwh: Float64Array;
  /** Greatest difference between the sum of states and what was counted, relative to the larger of A and B in that bin. */
  readonly relative: number;
}

/** @throws RangeError where the two do not share start, horizon and bins */
export function differenceOf(a: Result, b: Result): Difference {
  if (a.start !== b.start || a.horizonSeconds !== b.horizonSeconds || a.binSeconds !== b.binSeconds)
    throw new RangeError(
      `results must share start, end and bins (A ${a.start} to ${a.end} by ${a.binSeconds} s, B ${b.start} to ${b.end} by ${b.binSeconds} s)`,
    );
  const { bins, states } = a;
  const [chipsA, chipsB] = [byState(a, a.ledger), byState(b, b.ledger)];
  const [energyA, energyB] = [byState(a, a.energyLedgerMwh), byState(b, b.energyLedgerMwh)];
  const [deliveredA, deliveredB] = [overRows(a.delivered, bins), overRows(b.delivered, bins)];
  const [mwhA, mwhB] = [overRows(a.energyMwh, bins), overRows(b.energyMwh, bins)];
  const chipHours = less(chipsB, chipsA);
  const energyMwh = less(energyB, energyA);
  const delivered = less(deliveredB, deliveredA);
  const countedMwh = less(mwhB, mwhA);
  let relative = 0;
  for (let bin = 0; bin < bins; bin++) {
    const off = (table: Float64Array, counted: Float64Array, x: Float64Array, y: Float64Array): void => {
      let sum = 0;
      for (let s = 0; s < states.length; s++) sum += table[s * bins + bin] ?? 0;
      const scale = Math.max(x[bin] ?? 0, y[bin] ?? 0, 1e-12);
      relative = Math.max(relative, Math.abs(sum - (counted[bin] ?? 0)) / scale);
    };
    off(chipHours, delivered, deliveredA, deliveredB);
    off(energyMwh, countedMwh, mwhA, mwhB);
  }
  return { states, bins, chipHours, energyMwh, delivered, countedMwh, relative };
}

/** [pool][state][bin] -> [state][bin] */
function byState({ states, bins }: Result, table: Float64Array): Float64Array {
  const sum = new Float64Array(states.length * bins);
  table.forEach((value, i) => {
    const at = i % sum.length;
    sum[at] = (sum[at] ?? 0) + value;
  });
  return sum;
}

/** [row][bin] -> [bin] */
function overRows(table: Float64Array, bins: number): Float64Array {
  const sum = new Float64Array(bins);
  table.forEach((value, i) => {
    sum[i % bins] = (sum[i % bins] ?? 0) + value;
  });
  return sum;
}

const less = (b: Float64Array, a: Float64Array): Float64Array => b.map((value, i) => value - (a[i] ?? 0));
