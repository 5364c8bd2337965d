/** Checks over several parties: each holds two counts of one sum against each other. */
import type { Invoice } from "./bill.ts";
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

/** All parties together, and the bill by use and month against the bill by pool. */
export function flowClosings(
  journal: Posted,
  books: readonly Books[],
  invoice: Invoice,
  periods: number,
  samePayer: boolean,
): readonly Closing[] {
  const check = (what: string, worstCents: number): Closing => ({ what, party: "all", worstCents });
  const [capacity, billed] = invoice.byPool;
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
    ...(samePayer
      ? []
      : [
          check("capacity: by month = by pool", Math.abs(sumOfKind(journal, "capacity") - sum(capacity))),
          check(
            "energy billed: by month = by pool",
            Math.abs(sumOfKind(journal, "energy-billed") - sum(billed)),
          ),
        ]),
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
