// Worked examples of commitments and of moving a load: what the money of a deal comes to, by hand and by ours.
import {
  breakEvenGap,
  gwYearsFor,
  settleCommitment,
  switchingCost,
  yearsUntilSpent,
} from "../../../src/economics/index.ts";
import { closeRow, equalRow } from "./row.ts";
import type { OracleGroup } from "./row.ts";

const BY_HAND =
  "worked by hand from the terms of enterprise discount programmes: https://redresscompliance.com/aws-edp-shortfall-risk-management";
const SUM = "by hand: the sum over the price";
const RAMP = [0.5, 1.5, 2.5, 3.5, 4.5, 5, 5, 5, 5, 5];
const FLOORS = [10, 10, 10];
const SPEND = [6, 11, 15];
const MOVE = {
  chips: 200_000,
  usdPerChipHour: 1.5,
  portingUsd: 20e6,
  overlapMonths: 2,
  overlapChips: 200_000,
};

const owed = (trueUp: "annual" | "cumulative", carriesOver = false): string => {
  const { years, paid } = settleCommitment({ floors: FLOORS, trueUp, carriesOver }, SPEND);
  return `${years.map(({ shortfall }) => shortfall).join("/")}, paid ${paid}`;
};

export const money: OracleGroup = {
  id: "money",
  title: "Commitments and moving a load",
  about:
    "Closed forms of what a commitment owes, when a sum is spent and what a move must save. They are arithmetic with a stated rule; the terms of real deals are not public.",
  rows: () => [
    equalRow({
      id: "money.annual",
      what: "Floors 10, 10, 10 and spend 6, 11, 15, trued up each year: owed by year, paid in all",
      expected: "4/0/0, paid 36",
      simulated: owed("annual"),
      source: BY_HAND,
    }),
    equalRow({
      id: "money.annual-carry",
      what: "The same where over-spend is carried forward",
      expected: "4/0/0, paid 36",
      simulated: owed("annual", true),
      source: BY_HAND,
    }),
    equalRow({
      id: "money.cumulative",
      what: "The same trued up at the end of the term",
      expected: "0/0/0, paid 32",
      simulated: owed("cumulative"),
      source: BY_HAND,
    }),
    equalRow({
      id: "money.gw-years",
      what: "GW-years that 100 billion buys at 10 billion each",
      expected: "10",
      simulated: String(gwYearsFor(100e9, 10e9)),
      source: SUM,
    }),
    ...(
      [
        [6.7, 5.49],
        [10, 4.44],
      ] as const
    ).map(([price, years]) =>
      closeRow({
        id: `money.ramp-${price}`,
        what: `Years until 100 billion are spent at ${price} billion a GW-year, on 0.5, 1.5, 2.5, 3.5, 4.5 and then 5 GW`,
        expected: years,
        simulated: yearsUntilSpent(100e9, RAMP, price * 1e9),
        within: 0.005,
        tolerance: "as printed",
        source: SUM,
      }),
    ),
    closeRow({
      id: "money.double-running",
      what: "Two months of 200,000 chips beside those that take over, at 1.5 USD a chip-hour",
      expected: 438,
      simulated: switchingCost(MOVE, 24).doubleRunningUsd / 1e6,
      within: 0.5,
      unit: "M USD",
      source: "by hand: 2 months x 730 h x 200,000 x 1.5",
    }),
    closeRow({
      id: "money.gap",
      what: "Price gap over 24 months at which that move pays, with 20 M USD of porting",
      expected: 8.7,
      simulated: 100 * breakEvenGap(MOVE, 24),
      within: 0.05,
      tolerance: "as printed",
      unit: "%",
      source: "by hand: 458 of 5,256 M USD",
    }),
  ],
};
