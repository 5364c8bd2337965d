/** What a study keeps of money by month: spend that counts, and cash of the scenario's own parties. B USD, at its end. */
import { spendCents } from "../results/money-headlines.ts";
import type { Result } from "../results/types.ts";

export interface MonthEnds {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly values: Float64Array;
}

const CENTS = 1e11;

/** @param months as in an outcome; those of money are the same */
export function moneySeries({ money }: Result, months: readonly string[]): readonly MonthEnds[] {
  if (money === undefined) return [];
  const { info } = money;
  const at = months.map((month) => info.periods.indexOf(month));
  const row = (id: string, label: string, values: Float64Array, scale: number): MonthEnds => ({
    id,
    label,
    unit: "B USD",
    values: Float64Array.from(at, (p) => (values[p] ?? NaN) / scale),
  });
  let sum = 0;
  const spend = spendCents(info).map((cents) => (sum += cents));
  return [
    row("money.spend", "spend on capacity so far", spend, CENTS),
    ...(info.commitment === undefined
      ? []
      : [row("money.counted", "spend that counts so far", info.commitment.countedUsd, 1e9)]),
    ...info.ledgers.map(({ party, name, cash }) =>
      row(`money.cash.${party}`, `${name}: cash`, cash.closing, CENTS),
    ),
  ];
}
