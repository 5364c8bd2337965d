/** A run's commitment as plain rows: the curve, the years, and both parties' ledgers. */
import type { CommitmentModel } from "../model/money.ts";
import type { Bill } from "./bill.ts";
import { breakEven, received, remaining, yearRows } from "./drawdown.ts";
import type { Drawdown, Remaining } from "./drawdown.ts";
import { remainingClosings, worst } from "./ledgers.ts";
import type { Closing, CommitmentInfo } from "./money-info.ts";
import type { Periods } from "./periods.ts";
import { add, at, sum, toCents } from "./tables.ts";

export interface CommitmentBooks {
  readonly payer: Remaining;
  readonly payee: Remaining;
  readonly closings: readonly Closing[];
}

/**
 * @param spend what may count after the discount, whole cents by period
 * @param shortfallReceived what reached the payee as shortfall
 */
export function commitmentBooks(
  commitment: CommitmentModel,
  drawdown: Drawdown,
  spend: Float64Array,
  shortfallReceived: Float64Array,
  periods: Periods,
  [payerId, payeeId]: readonly [string, string],
): CommitmentBooks {
  const payer = remaining(commitment.totalUsd, drawdown.counted, drawdown.shortfall);
  const payee = remaining(commitment.totalUsd, received(drawdown, spend, periods), shortfallReceived);
  const totalCents = toCents(commitment.totalUsd);
  const both = (what: string, one: number, other: number): Closing => ({
    what,
    party: "all",
    worstCents: Math.abs(one - other),
  });
  return {
    payer,
    payee,
    closings: [
      ...remainingClosings(payerId, totalCents, payer),
      ...remainingClosings(payeeId, totalCents, payee),
      {
        what: "commitment: still to be spent = still to be received",
        party: "all",
        worstCents: worst(
          periods.count,
          (p) => at(payer.closing, p),
          (p) => at(payee.closing, p),
        ),
      },
      both("commitment: counted by month = by year", sum(drawdown.counted), sum(drawdown.countedByYear)),
      both(
        "commitment: shortfall paid = owed by year",
        sum(shortfallReceived),
        sum(drawdown.shortfallByYear),
      ),
    ],
  };
}

const running = (row: Float64Array): Float64Array => {
  let total = 0;
  return row.map((each) => (total += each));
};

export function commitmentInfo(
  commitment: CommitmentModel,
  drawdown: Drawdown,
  bill: Bill,
  startEpochSeconds: number,
  periods: Periods,
  [payer, payee]: readonly [string, string],
): CommitmentInfo {
  const full = new Float64Array(periods.count);
  bill.full.forEach((usd, i) => add(full, i % periods.count, usd * 100));
  const countedUsd = running(drawdown.counted).map((cents) => cents / 100);
  const { exhaustedSeconds } = drawdown;
  return {
    payer,
    payee,
    totalUsd: commitment.totalUsd,
    trueUp: commitment.trueUp,
    years: yearRows(drawdown, startEpochSeconds, periods),
    countedUsd,
    floorUsd: running(drawdown.floor).map((cents) => cents / 100),
    ...(exhaustedSeconds === undefined ? {} : { exhaustedSeconds }),
    shortfallUsd: sum(drawdown.shortfall) / 100,
    spentShare: commitment.totalUsd > 0 ? at(countedUsd, periods.count - 1) / commitment.totalUsd : 0,
    breakEvenUtilisation: breakEven(commitment, drawdown, full, periods),
  };
}
