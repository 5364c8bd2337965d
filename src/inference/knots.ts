/** A function of a batch as lines between a few knots, put where the lines are worst, with the error they leave. */
import { pow } from "../engine/index.ts";

export interface Knots {
  readonly batch: Float64Array;
  readonly value: Float64Array;
  /** Largest error as a share of the value, over the places looked at. */
  readonly error: number;
}

const KNOTS = 17;
/** Places looked at, geometrically from 1 to the largest batch. */
const PLACES = 65;

/** `valueAt` from 1 to `most`. */
export function knotsOf(most: number, valueAt: (batch: number) => number): Knots {
  const x = Float64Array.from({ length: PLACES }, (_, i) => pow(most, i / (PLACES - 1)));
  x[0] = 1;
  x[PLACES - 1] = most;
  const y = x.map(valueAt);
  const chosen = [0, PLACES - 1];
  for (;;) {
    const { error, place } = worst(x, y, chosen);
    if (error < 1e-12 || chosen.length === KNOTS) {
      return {
        batch: Float64Array.from(chosen, (i) => x[i] ?? 0),
        value: Float64Array.from(chosen, (i) => y[i] ?? 0),
        error,
      };
    }
    chosen.push(place);
    chosen.sort((a, b) => a - b);
  }
}

function worst(
  x: Float64Array,
  y: Float64Array,
  chosen: readonly number[],
): { readonly error: number; readonly place: number } {
  let error = 0;
  let place = 0;
  for (let k = 1; k < chosen.length; k++) {
    const [from, to] = [chosen[k - 1] ?? 0, chosen[k] ?? 0];
    const width = (x[to] ?? 0) - (x[from] ?? 0);
    const rise = (y[to] ?? 0) - (y[from] ?? 0);
    for (let i = from + 1; i < to; i++) {
      const exact = y[i] ?? 0;
      const line = (y[from] ?? 0) + (width > 0 ? (rise * ((x[i] ?? 0) - (x[from] ?? 0))) / width : 0);
      const off = Math.abs(line / exact - 1);
      if (off > error) [error, place] = [off, i];
    }
  }
  return { error, place };
}
