// Money of a run of 30 months made by hand: 4 B USD a year paid for capacity, a commitment of 8 with floors of 3, 3 and 2.
import type { MoneyInfo } from "../../web/api.ts";
import type { RunView } from "../../web/view/run-view.ts";
import { tinyView } from "./tiny-view.ts";

export const months = 30;
const begin = Date.UTC(2026, 6, 1);
const edge = (month: number): number => Date.UTC(2026, 6 + month, 1);
const starts = Float64Array.from({ length: months + 1 }, (_, month) => (edge(month) - begin) / 1000);
const all = (value: number): Float64Array => new Float64Array(months).fill(value);
const running = (perMonth: number): Float64Array =>
  Float64Array.from({ length: months }, (_, month) => perMonth * (month + 1));
const billion = 1e9;
/** A third of a billion USD a month, in cents. */
export const monthlyCents = Math.round(billion / 3) * 100;

export const tinyMoney: MoneyInfo = {
  periods: Array.from({ length: months }, (_, month) => new Date(edge(month)).toISOString().slice(0, 7)),
  starts,
  parties: [
    { id: "lab", name: "Lab", outside: false },
    { id: "cloud", name: "Cloud", outside: false },
    { id: "chip-makers", name: "Chip makers", outside: true },
  ],
  customer: "lab",
  provider: "cloud",
  flows: [
    { kind: "capacity", label: "Capacity", from: "lab", to: "cloud", cents: all(monthlyCents) },
    { kind: "chips", label: "Chips", from: "cloud", to: "chip-makers", cents: all(5e9) },
    { kind: "equity", label: "Equity", from: "cloud", to: "lab", cents: all(1e9) },
    { kind: "egress", label: "Egress", from: "lab", to: "chip-makers", cents: all(1) },
  ],
  ledgers: [],
  closings: [{ what: "paid is received", party: "lab", worstCents: 0 }],
  consolidated: { received: all(0), paid: all(0), eliminated: all(0) },
  commitment: {
    payer: "lab",
    payee: "cloud",
    trueUp: "annual",
    totalUsd: 8 * billion,
    years: [
      { from: "2026-07-01", floorUsd: 3e9, countedUsd: 4e9, shortfallUsd: 0, settled: true },
      { from: "2027-07-01", floorUsd: 3e9, countedUsd: 4e9, shortfallUsd: 0, settled: true },
    ],
    countedUsd: running(billion / 3),
    floorUsd: Float64Array.from(
      { length: months },
      (_, month) => [3, 6, 8][Math.floor(month / 12)]! * billion,
    ),
    exhaustedSeconds: (Date.UTC(2028, 6, 1) - begin) / 1000,
    shortfallUsd: 0,
    spentShare: 1.25,
    breakEvenUtilisation: [0.75],
  },
  unitCosts: [
    {
      id: "all",
      name: "All",
      view: "customer",
      usdPerMtok: 1.234,
      usdPerGwYear: 8.5e9,
      figures: 2,
      confidence: "assumed",
    },
    { id: "all", name: "All", view: "provider", usdPerMtok: 0.987, figures: 2, confidence: "assumed" },
  ],
  presentValue: { customerPaysUsd: 9e9 },
  moves: [],
  energy: [],
  finding: "The 8 B USD are used up in Jul 2028.",
  notes: ["Who pays is a field."],
};

export const moneyView = (change: Partial<MoneyInfo> = {}): RunView =>
  tinyView({ start: begin, end: edge(months), binMs: 30 * 86_400_000, money: { ...tinyMoney, ...change } });
