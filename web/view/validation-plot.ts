/** What the plot of predicted against measured shows: which marks, on which axes, and what comes of them. */
import type { Validation, ValidationPoint, ValidationRow } from "./validation.ts";

export type Panel = ValidationPoint["panel"];

export interface Mark extends ValidationPoint {
  readonly row: ValidationRow;
  /** Whether the model's constants were chosen with it in view. */
  readonly fitted: boolean;
  /** One of the deployments the finding is about. */
  readonly counted: boolean;
}

/** Group whose rows are the deployments that the constants were chosen on; the plot stands in it. */
export const fittedGroup = "serving-calibration";

/** Marks of a panel from the least measured to the most, the order in which keys step through them. */
export function marksOf({ groups }: Validation, panel: Panel): readonly Mark[] {
  return groups
    .flatMap(({ id, rows }) =>
      rows.flatMap((row) =>
        row.point?.panel === panel
          ? [{ ...row.point, row, fitted: row.kind === "calibration", counted: id === fittedGroup }]
          : [],
      ),
    )
    .toSorted((a, b) => a.measured - b.measured || a.predicted - b.predicted);
}

/** Difference as a share of what was measured. */
export const errorOf = ({ measured, predicted }: ValidationPoint): number => predicted / measured - 1;

/** "+5 %", "−12 %", "+0.4 %". */
export function signed(share: number): string {
  const percent = Math.abs(100 * share);
  return `${share < 0 ? "−" : "+"}${percent < 1 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

/** What a reader of the plot is to take from it. */
export function finding(marks: readonly Mark[]): string {
  const errors = marks.filter((mark) => mark.counted).map((mark) => Math.abs(errorOf(mark)));
  const sorted = errors.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const median = ((sorted[half] ?? 0) + (sorted[half - 1 + (sorted.length % 2)] ?? 0)) / 2;
  const off = sorted.filter((error) => error > 0.5).length;
  return `Half of the ${sorted.length} deployments lie within ${Math.round(100 * median)} %; ${off === 1 ? "1 is" : `${off} are`} off by more than half`;
}

/** The other marks in a sentence, which no fit has seen. */
export function elsewhere(marks: readonly Mark[]): string {
  const others = marks.filter(({ fitted }) => !fitted).map((mark) => Math.abs(errorOf(mark)));
  const within = (share: number): number => others.filter((error) => error <= share).length;
  return `Of the ${others.length} that the fit has not seen, ${within(0.25)} lie within 25 % and ${within(0.5)} within 50 %.`;
}

/** Both axes alike, so that the diagonal is where the two agree. */
export function domainOf(marks: readonly ValidationPoint[]): readonly [low: number, high: number] {
  const values = marks.flatMap(({ measured, predicted }) => [measured, predicted]);
  return [Math.min(...values) / 1.25, Math.max(...values) * 1.25];
}

/** 1, 2 and 5 of each decade within; without the 2 and 5 where there would be too many. */
export function logTicks([low, high]: readonly [number, number], most: number): readonly number[] {
  const ticks = (steps: readonly number[]): readonly number[] => {
    const found: number[] = [];
    for (let decade = 10 ** Math.floor(Math.log10(low)); decade <= high; decade *= 10)
      for (const step of steps) if (decade * step >= low && decade * step <= high) found.push(decade * step);
    return found;
  };
  const fine = ticks([1, 2, 5]);
  return fine.length <= most ? fine : ticks([1]);
}

/** The mark nearest to a place, within `reach` of it. */
export function nearest<Place extends { readonly x: number; readonly y: number }>(
  places: readonly Place[],
  at: { readonly x: number; readonly y: number },
  reach: number,
): number | undefined {
  let best: number | undefined;
  let least = reach;
  for (const [index, { x, y }] of places.entries()) {
    const distance = Math.hypot(x - at.x, y - at.y);
    if (distance <= least) [best, least] = [index, distance];
  }
  return best;
}
