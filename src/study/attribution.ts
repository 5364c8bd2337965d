/**
 * What each change contributed to a difference. Up to four changes are averaged over all orders in which they can be made
 * (Shapley's value), more are made one after the other as listed. Contributions add up to the whole difference.
 */
import type { Scenario } from "../scenario/schema.ts";
import type { Change } from "./changes.ts";
import { withChanges } from "./changes.ts";
import type { Outcome } from "./outcome.ts";

/** More orders than these are not averaged. */
export const MOST_AVERAGED = 4;

export interface Attribution {
  readonly label: string;
  /** By headline. */
  readonly contribution: Readonly<Record<string, number>>;
}

/**
 * Sets of changes, as bit masks, whose scenarios must be run: all of them where orders are averaged, else the first, the
 * first two and so on. The empty set (A) and the whole (B) are among them.
 */
export function masksFor(changes: number): readonly number[] {
  if (changes <= MOST_AVERAGED) return Array.from({ length: powerOfTwo(changes) }, (_, mask) => mask);
  return Array.from({ length: changes + 1 }, (_, made) => powerOfTwo(made) - 1);
}

/** The scenario of a mask. */
export const scenarioFor = (a: Scenario, changes: readonly Change[], mask: number): Scenario =>
  withChanges(
    a,
    changes.filter((_, i) => Math.floor(mask / powerOfTwo(i)) % 2 === 1),
  );

/** @param outcomes by mask of `masksFor`, all with the same draws */
export function attribute(
  changes: readonly Change[],
  outcomes: ReadonlyMap<number, Outcome>,
): readonly Attribution[] {
  const ids = (outcomes.get(0)?.headlines ?? []).map(({ id }) => id);
  return changes.map(({ label }, i) => ({
    label,
    contribution: Object.fromEntries(ids.map((id) => [id, contributionOf(changes.length, i, id, outcomes)])),
  }));
}

function contributionOf(
  count: number,
  change: number,
  headline: string,
  outcomes: ReadonlyMap<number, Outcome>,
): number {
  const value = (mask: number): number =>
    outcomes.get(mask)?.headlines.find(({ id }) => id === headline)?.value ?? NaN;
  const bit = powerOfTwo(change);
  if (count > MOST_AVERAGED) return value(2 * bit - 1) - value(bit - 1);
  let sum = 0;
  for (const mask of masksFor(count)) {
    if (Math.floor(mask / bit) % 2 === 1) continue;
    const before = bitsOf(mask);
    // Orders in which exactly these come before it.
    const weight = (factorial(before) * factorial(count - before - 1)) / factorial(count);
    sum += weight * (value(mask + bit) - value(mask));
  }
  return sum;
}

const powerOfTwo = (n: number): number => (n <= 0 ? 1 : 2 * powerOfTwo(n - 1));
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const bitsOf = (mask: number): number => (mask === 0 ? 0 : (mask % 2) + bitsOf(Math.floor(mask / 2)));
