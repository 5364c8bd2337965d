/**
 * How many chips of one kind can have been delivered by a moment: cumulative units, straight lines between points,
 * and a constant rate after the last. Seconds from the start.
 */
export interface Ceiling {
  readonly points: readonly { readonly at: number; readonly units: number }[];
  readonly thenPerSecond: number;
}

/** Units at a moment; 0 before the first point. */
export function unitsAt({ points, thenPerSecond }: Ceiling, at: number): number {
  let before: Ceiling["points"][number] | undefined;
  for (const point of points) {
    if (at < point.at)
      return before === undefined
        ? 0
        : before.units + ((at - before.at) / (point.at - before.at)) * (point.units - before.units);
    before = point;
  }
  return before === undefined ? 0 : before.units + (at - before.at) * thenPerSecond;
}

/** When the ceiling reaches `units`; Infinity where it never does. */
export function earliest({ points, thenPerSecond }: Ceiling, units: number): number {
  let before = { at: -Infinity, units: 0 };
  for (const point of points) {
    if (units <= point.units) {
      if (before.at === -Infinity || point.units === before.units) return point.at;
      return before.at + ((units - before.units) / (point.units - before.units)) * (point.at - before.at);
    }
    before = point;
  }
  return thenPerSecond > 0 ? before.at + (units - before.units) / thenPerSecond : Infinity;
}
