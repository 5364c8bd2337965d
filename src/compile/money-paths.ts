/** Prices of a scenario as tables by period. */
import { epochSeconds, pow } from "../engine/index.ts";
import type { PricePath, PriceSteps } from "../scenario/schema-money-path.ts";
import { CONFIDENCES, originOf, valueOf } from "../scenario/quantity.ts";
import type { Origin, QuantityInput } from "../scenario/quantity.ts";
import { YEAR } from "./context.ts";

/** Periods of a run, in seconds from its start. */
export interface Periods {
  readonly starts: Float64Array;
  readonly count: number;
  readonly startEpochSeconds: number;
}

/** Best first; the user's own number is as good as he says. */
const ORDER: readonly Origin[] = ["yours", ...CONFIDENCES];

/** The worst of what a group of figures rests on. */
export class Worst {
  private rank = 0;
  private any = false;

  take(origin: Origin): void {
    this.rank = Math.max(this.rank, ORDER.indexOf(origin));
    this.any = true;
  }

  read(q: QuantityInput): number {
    this.take(originOf(q));
    return valueOf(q);
  }

  /** `otherwise` where nothing was taken. */
  get(otherwise: Origin = "assumed"): Origin {
    return this.any ? (ORDER[this.rank] ?? otherwise) : otherwise;
  }
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly price: number;
}

/** Dated steps in the order of time, after the value that holds before them; seconds from the start. */
export function piecesOf(path: PriceSteps, startEpochSeconds: number, worst: Worst): readonly Piece[] {
  const steps = Object.entries(path.steps ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, step]) => {
      const dated = typeof step === "object" && "usd" in step;
      return {
        from: epochSeconds(date) - startEpochSeconds,
        until: dated && step.until !== undefined ? epochSeconds(step.until) - startEpochSeconds : Infinity,
        price: worst.read(dated ? step.usd : step),
      };
    });
  const pieces = steps.map(({ from, until, price }, i) => ({
    from,
    to: Math.min(until, steps[i + 1]?.from ?? Infinity),
    price,
  }));
  if (path.value === undefined) return pieces;
  worst.take(path.confidence ?? "yours");
  return [{ from: 0, to: steps[0]?.from ?? Infinity, price: path.value }, ...pieces];
}

/**
 * Fills `out` from `offset` on with the price in each period: the mean over the part of the period that has one, and
 * NaN where none has. A step falls as (1 - f)^(years since its date), read in the middle of what the period has of it.
 */
export function fillPath(
  out: Float64Array,
  offset: number,
  path: PricePath,
  periods: Periods,
  worst: Worst,
): void {
  const written: PriceSteps = typeof path === "number" ? { value: path } : path;
  const { value, steps, fallsPerYear } = written;
  if (value !== undefined && steps === undefined && fallsPerYear === undefined) {
    worst.take(written.confidence ?? "yours");
    out.fill(value, offset, offset + periods.count);
    return;
  }
  const kept = 1 - valueOf(fallsPerYear ?? 0);
  const pieces = piecesOf(written, periods.startEpochSeconds, worst);
  let first = 0;
  for (let p = 0; p < periods.count; p++) {
    const [from, to] = [periods.starts[p] ?? 0, periods.starts[p + 1] ?? 0];
    while ((pieces[first]?.to ?? Infinity) <= from) first++;
    let [sum, seconds] = [0, 0];
    for (let i = first; i < pieces.length; i++) {
      const piece = pieces[i];
      if (piece === undefined || piece.from >= to) break;
      const [a, b] = [Math.max(from, piece.from), Math.min(to, piece.to)];
      if (b <= a) continue;
      const factor = kept === 1 ? 1 : pow(kept, ((a + b) / 2 - piece.from) / YEAR);
      sum += piece.price * factor * (b - a);
      seconds += b - a;
    }
    out[offset + p] = seconds > 0 ? sum / seconds : NaN;
  }
}

/** (1 + rate)^(full years since the start), by the middle of each period. */
export function escalation(periods: Periods, rate: number): Float64Array {
  return Float64Array.from({ length: periods.count }, (_, p) =>
    rate === 0 ? 1 : pow(1 + rate, Math.floor(middleOf(periods, p) / YEAR)),
  );
}

export const middleOf = ({ starts }: Periods, p: number): number =>
  ((starts[p] ?? 0) + (starts[p + 1] ?? 0)) / 2;
