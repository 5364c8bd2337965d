/** Checks over several parties: each holds two counts of one sum against each other. */
import type { Books } from "./books.ts";
import type { Capital } from "./capital.ts";
import { paidAhead } from "./costs.ts";
import type { Posted } from "./journal.ts";
import { worst } from "./ledgers.ts";
import type { Closing, FlowKind } from "./money-info.ts";
import { add, at, sum } from "./tables.ts";

/** Sum of all that reached a party less what left it, since the start. */
export function flowedTo({ flows }: Posted, party: number, periods: number): Float64Array {
  const net = new Float64Array(periods);
  for (const { payer, payee, cents } of flows) {
    if (payee === party) cents.forEach((amount, p) => add(net, p, amount));
    if (payer === party) cents.forEach((amount, p) => add(net, p, -amount));
  }
  let total = 0;
  return net.map((each) => (total += each));
}

const sumOfKind = ({ flows }: Posted, kind: FlowKind): number =>
  flows.reduce((all, flow) => (flow.kind === kind ? all + sum(flow.cents) : all), 0);

/** Cents of a kind of flow over the run, counted by something else than by month. */
export interface Recount {
  readonly kind: FlowKind;
  readonly by: string;
  readonly cents: number;
}

/** All parties together, and flows against counts by pool, by model, by tranche or by year. */
export function flowClosings(
  journal: Posted,
  books: readonly Books[],
  recounts: readonly Recount[],
  periods: number,
): readonly Closing[] {
  const check = (what: string, worstCents: number): Closing => ({ what, party: "all", worstCents });
  const all = (key: "received" | "paid", p: number): number =>
    books.reduce((total, each) => total + at(each[key], p), 0);
  return [
    check(
      "what leaves all parties reaches all parties",
      worst(
        periods,
        (p) => all("received", p),
        (p) => all("paid", p),
      ),
    ),
    ...recounts.map(({ kind, by, cents }) =>
      check(`${kind}: by month = by ${by}`, Math.abs(sumOfKind(journal, kind) - cents)),
    ),
  ];
}

/** The provider's fixed assets against its cohorts, and what it paid ahead against what is still to arrive. */
export function capitalClosings(
  party: string,
  books: Books,
  capital: Capital,
  periods: number,
): readonly Closing[] {
  const fixed = books.fixed.balances();
  const prepaid = books.prepaid.balances();
  const ahead = paidAhead(capital, periods);
  const check = (what: string, one: Float64Array, other: Float64Array): Closing => ({
    what,
    party,
    worstCents: worst(
      periods,
      (p) => at(one, p),
      (p) => at(other, p),
    ),
  });
  return [
    check("fixed assets = what is left of each cohort", fixed, capital.carrying),
    check("paid in advance = what is still to arrive", prepaid, ahead),
  ];
}
