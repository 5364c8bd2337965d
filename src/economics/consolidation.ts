/** Customer and provider as one: what passes between them is left out, so that nothing is summed twice. */
import type { Closing, Flow, MoneyInfo } from "./money-info.ts";
import { worst } from "./ledgers.ts";
import { add, at } from "./tables.ts";

export interface Consolidated {
  readonly rows: MoneyInfo["consolidated"];
  readonly closings: readonly Closing[];
}

interface Side {
  readonly received: Float64Array;
  readonly paid: Float64Array;
}

/**
 * Received and paid are counted flow by flow; each is held against the two parties' own books less what passes between them, and that
 * is counted by whom it leaves and by whom it reaches.
 */
export function consolidate(
  flows: readonly Flow[],
  [customer, provider]: readonly [string, string],
  [own, other]: readonly [Side, Side],
  periods: number,
): Consolidated {
  const row = (): Float64Array => new Float64Array(periods);
  const rows = { received: row(), paid: row(), eliminated: row() };
  const reached = row();
  const inside = (id: string): boolean => id === customer || id === provider;
  for (const { from, to, cents } of flows)
    for (let p = 0; p < periods; p++) {
      const amount = at(cents, p);
      if (inside(from)) add(inside(to) ? rows.eliminated : rows.paid, p, amount);
      if (inside(to)) add(inside(from) ? reached : rows.received, p, amount);
    }
  const of = (key: "received" | "paid", p: number): number =>
    at(own[key], p) + (customer === provider ? 0 : at(other[key], p));
  const check = (what: string, one: (p: number) => number, two: (p: number) => number): Closing => ({
    what,
    party: "all",
    worstCents: worst(periods, one, two),
  });
  return {
    rows,
    closings: [
      check(
        "consolidated: what leaves one of the two reaches the other",
        (p) => at(rows.eliminated, p),
        (p) => at(reached, p),
      ),
      check(
        "consolidated: received + eliminated = received by both",
        (p) => at(rows.received, p) + at(reached, p),
        (p) => of("received", p),
      ),
      check(
        "consolidated: paid + eliminated = paid by both",
        (p) => at(rows.paid, p) + at(rows.eliminated, p),
        (p) => of("paid", p),
      ),
    ],
  };
}
