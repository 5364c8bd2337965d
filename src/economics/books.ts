/** A party's books, in whole cents by period: double entry, each account moved by its own postings. */
import type { Capital } from "./capital.ts";
import type { Flow } from "./money-info.ts";
import { TREATMENTS } from "./journal.ts";
import { add, at } from "./tables.ts";

/** Movements by period. Counters say what happened; accounts are what is left of it. */
export class Books {
  readonly periods: number;
  readonly received: Float64Array;
  readonly paid: Float64Array;
  readonly income: Float64Array;
  readonly expense: Float64Array;
  readonly depreciation: Float64Array;
  readonly profit: Float64Array;
  readonly cash: Account;
  readonly prepaid: Account;
  readonly fixed: Account;
  readonly holdings: Account;
  readonly paidIn: Account;
  readonly retained: Account;

  constructor(periods: number) {
    this.periods = periods;
    const row = (): Float64Array => new Float64Array(periods);
    this.received = row();
    this.paid = row();
    this.income = row();
    this.expense = row();
    this.depreciation = row();
    this.profit = row();
    this.cash = new Account(periods);
    this.prepaid = new Account(periods);
    this.fixed = new Account(periods);
    this.holdings = new Account(periods);
    this.paidIn = new Account(periods);
    this.retained = new Account(periods);
  }

  pay(kind: Flow["kind"], p: number, cents: number): void {
    add(this.paid, p, cents);
    this.cash.move(p, -cents);
    switch (TREATMENTS[kind].paid) {
      case "asset":
        this.prepaid.move(p, cents);
        break;
      case "stake":
        this.holdings.move(p, cents);
        break;
      case "expense":
        add(this.expense, p, cents);
        add(this.profit, p, -cents);
        this.retained.move(p, -cents);
        break;
    }
  }

  receive(kind: Flow["kind"], p: number, cents: number): void {
    add(this.received, p, cents);
    this.cash.move(p, cents);
    if (TREATMENTS[kind].received === "paid-in") {
      this.paidIn.move(p, cents);
      return;
    }
    add(this.income, p, cents);
    add(this.profit, p, cents);
    this.retained.move(p, cents);
  }

  /** What stands and what was paid for before the run, as paid in by its owners. */
  open(fixed: number, prepaid: number): void {
    this.fixed.open(fixed);
    this.prepaid.open(prepaid);
    this.paidIn.open(fixed + prepaid);
  }

  /** What was paid for goes into service. */
  capitalise(p: number, cents: number): void {
    this.prepaid.move(p, -cents);
    this.fixed.move(p, cents);
  }

  depreciate(p: number, cents: number): void {
    add(this.depreciation, p, cents);
    add(this.profit, p, -cents);
    this.retained.move(p, -cents);
    this.fixed.move(p, -cents);
  }
}

/** A balance by period, from an opening one and movements. */
export class Account {
  opening = 0;
  readonly movements: Float64Array;

  constructor(periods: number) {
    this.movements = new Float64Array(periods);
  }

  open(cents: number): void {
    this.opening += cents;
  }

  move(p: number, cents: number): void {
    add(this.movements, p, cents);
  }

  /** At the end of each period. */
  balances(): Float64Array {
    let balance = this.opening;
    return this.movements.map((moved) => {
      balance += moved;
      return balance;
    });
  }
}

/** Puts flows into the books of both sides, period by period. Outside parties have books, too: they are not shown. */
export function bookFlows(
  flows: readonly (Flow & { readonly payer: number; readonly payee: number })[],
  parties: number,
  periods: number,
): readonly Books[] {
  const books = Array.from({ length: parties }, () => new Books(periods));
  for (const { kind, payer, payee, cents } of flows) {
    for (let p = 0; p < periods; p++) {
      const amount = at(cents, p);
      if (amount === 0) continue;
      books[payer]?.pay(kind, p, amount);
      books[payee]?.receive(kind, p, amount);
    }
  }
  return books;
}

/** Opening assets, arrivals and write-offs of what lasts. */
export function bookCapital(books: Books, capital: Capital): void {
  books.open(capital.opening, capital.openingPrepaid);
  for (const { arrives, cents } of capital.outlays) books.capitalise(arrives, cents);
  for (const table of [capital.chips, capital.sites])
    table.forEach((cents, i) => books.depreciate(i % books.periods, cents));
}
