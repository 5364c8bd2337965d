// A settlement made by hand: one commitment, two parties, three months of 2026.
import type { MoneyInfo } from "../../src/index.ts";

const cents = (...values: readonly number[]): Float64Array => Float64Array.from(values);
const none = (): Float64Array => new Float64Array(3);
const accrual = {
  income: none(),
  expense: none(),
  depreciation: none(),
  profit: none(),
  cash: none(),
  prepaid: none(),
  fixed: none(),
  holdings: none(),
  liabilities: none(),
  paidIn: none(),
  retained: none(),
};

export const madeMoney = (change: Partial<MoneyInfo> = {}): MoneyInfo => ({
  periods: ["2026-01", "2026-02", "2026-03"],
  starts: Float64Array.of(0, 31 * 86_400, 59 * 86_400, 90 * 86_400),
  parties: [
    { id: "us", name: "Us", outside: false },
    { id: "them", name: "Them", outside: false },
    { id: "utilities", name: "Utilities", outside: true },
  ],
  customer: "us",
  provider: "them",
  flows: [
    { kind: "capacity", label: "Capacity", from: "us", to: "them", cents: cents(1e11 + 1, 2e11, 3e11 + 2) },
    { kind: "energy-billed", label: "Energy, billed apart", from: "us", to: "them", cents: cents(5, 0, 5) },
    { kind: "energy", label: "Energy", from: "them", to: "utilities", cents: cents(7, 0, 107) },
    { kind: "shortfall", label: "Shortfall", from: "us", to: "them", cents: cents(0, 0, 4e9) },
    { kind: "equity", label: "Equity", from: "them", to: "us", cents: cents(5e11, 0, 0) },
  ],
  ledgers: [
    {
      party: "us",
      name: "Us",
      cash: {
        opening: cents(0, 4e11 - 6, 2e11 - 6),
        received: cents(5e11, 0, 0),
        paid: cents(1e11 + 6, 2e11, 304e9 + 7),
        closing: cents(4e11 - 6, 2e11 - 6, -104e9 - 13),
      },
      accrual,
    },
  ],
  closings: [],
  consolidated: { received: none(), paid: none(), eliminated: none() },
  commitment: {
    payer: "us",
    payee: "them",
    trueUp: "annual",
    totalUsd: 5e9,
    years: [],
    countedUsd: cents(1e9, 3e9, 6e9),
    floorUsd: cents(0, 0, 5e9),
    exhaustedSeconds: 79 * 86_400,
    shortfallUsd: 4e7,
    spentShare: 1.2,
    breakEvenUtilisation: [],
  },
  unitCosts: [
    {
      id: "all",
      name: "All chips",
      view: "customer",
      usdPerMtok: 0.123456,
      usdPerGwYear: 8.567e9,
      figures: 2,
      confidence: "assumed",
    },
    {
      id: "x",
      name: "Chip X",
      view: "provider",
      usdPerChipHour: 1.2345,
      figures: 3,
      confidence: "published",
    },
  ],
  presentValue: { customerPaysUsd: 6e9 },
  moves: [],
  energy: [
    { region: "r", site: "a", facilityMwh: 10, usd: 900, tonnesCo2: 4 },
    { region: "r", site: "b", facilityMwh: 0 },
  ],
  finding: "All of it is spent",
  notes: [],
  ...change,
});
