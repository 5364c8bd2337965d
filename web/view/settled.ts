/** A run at other prices: all that it did stands, what it meant in money is new. */
import type { Settled } from "../worker/protocol.ts";
import type { RunView } from "./run-view.ts";

/** Headlines about money; they stand together after all others. */
const moneyHeadlines: ReadonlySet<string> = new Set([
  "spend",
  "commitment-spent",
  "shortfall",
  "usd-per-mtok",
  "usd-per-exaflop-day",
  "usd-per-gw-year",
  "energy-cost",
  "tonnes-co2",
]);

export function withMoney(run: RunView, { shown, inputs, money, headlines }: Settled): RunView {
  const before = run.money?.notes.length ?? 0;
  const { commitmentNote: _note, planner: _planner, ...kept } = run;
  return {
    ...kept,
    ...shown,
    inputs,
    money,
    headlines: [...run.headlines.filter(({ id }) => !moneyHeadlines.has(id)), ...headlines],
    findings: { ...run.findings, ...moneyFindings(money) },
    notes: [...run.notes.slice(0, run.notes.length - before), ...money.notes],
  };
}

/** The chart of spend has the finding of money as its heading. */
export const moneyFindings = ({
  finding,
}: Pick<NonNullable<RunView["money"]>, "finding">): Readonly<Record<string, string>> => ({
  money: finding,
  spend: finding,
});
