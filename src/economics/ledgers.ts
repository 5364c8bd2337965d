/** Books -> the three ledgers of a party as plain rows, and the checks that each closes. */
import type { Books } from "./books.ts";
import type { Remaining } from "./drawdown.ts";
import type { Closing, PartyLedgers } from "./money-info.ts";
import { at } from "./tables.ts";

type Shown = Omit<PartyLedgers, "party" | "name" | "commitment">;

/** Cash below 0 is lent by the party's own company: it is a debt there and not negative cash. */
export function ledgersOf(books: Books): Shown {
  const cash = books.cash.balances();
  return {
    cash: {
      opening: cash.map((_, p) => (p === 0 ? books.cash.opening : at(cash, p - 1))),
      received: books.received,
      paid: books.paid,
      closing: cash,
    },
    accrual: {
      income: books.income,
      expense: books.expense,
      depreciation: books.depreciation,
      profit: books.profit,
      cash: cash.map((cents) => Math.max(0, cents)),
      prepaid: books.prepaid.balances(),
      fixed: books.fixed.balances(),
      holdings: books.holdings.balances(),
      liabilities: cash.map((cents) => Math.max(0, -cents)),
      paidIn: books.paidIn.balances(),
      retained: books.retained.balances(),
    },
  };
}

/** Largest difference of two counts over all periods, cents. */
export function worst(periods: number, one: (p: number) => number, other: (p: number) => number): number {
  let most = 0;
  for (let p = 0; p < periods; p++) most = Math.max(most, Math.abs(one(p) - other(p)));
  return most;
}

/** What must hold of any party's books, whatever flowed. */
export function partyClosings(
  party: string,
  { cash, accrual }: Shown,
  books: Books,
  flowed: Float64Array,
): readonly Closing[] {
  const { periods } = books;
  const check = (what: string, one: (p: number) => number, other: (p: number) => number): Closing => ({
    what,
    party,
    worstCents: worst(periods, one, other),
  });
  const a = accrual;
  return [
    check(
      "cash: opening + received - paid = closing",
      (p) => at(cash.opening, p) + at(cash.received, p) - at(cash.paid, p),
      (p) => at(cash.closing, p),
    ),
    check(
      "cash = sum of all flows since the start",
      (p) => at(cash.closing, p),
      (p) => at(flowed, p),
    ),
    check(
      "income - expense - depreciation = profit",
      (p) => at(a.income, p) - at(a.expense, p) - at(a.depreciation, p),
      (p) => at(a.profit, p),
    ),
    check(
      "retained before + profit = retained",
      (p) => (p === 0 ? 0 : at(a.retained, p - 1)) + at(a.profit, p),
      (p) => at(a.retained, p),
    ),
    check(
      "assets = liabilities + equity",
      (p) => at(a.cash, p) + at(a.prepaid, p) + at(a.fixed, p) + at(a.holdings, p),
      (p) => at(a.liabilities, p) + at(a.paidIn, p) + at(a.retained, p),
    ),
  ];
}

/** What must hold of one side of a commitment. */
export function remainingClosings(party: string, totalCents: number, ledger: Remaining): readonly Closing[] {
  const periods = ledger.closing.length;
  let drawn = 0;
  return [
    {
      what: "commitment: opening - counted - shortfall + beyond = closing",
      party,
      worstCents: worst(
        periods,
        (p) => at(ledger.opening, p) - at(ledger.counted, p) - at(ledger.shortfall, p) + at(ledger.beyond, p),
        (p) => at(ledger.closing, p),
      ),
    },
    {
      what: "commitment: closing = total - all drawn, or nothing",
      party,
      worstCents: worst(
        periods,
        (p) => at(ledger.closing, p),
        (p) => {
          drawn += at(ledger.counted, p) + at(ledger.shortfall, p);
          return Math.max(0, totalCents - drawn);
        },
      ),
    },
  ];
}
