/** A run at other prices: all that it did stands, what it meant in money is new. */
import type { Settled } from "../worker/protocol.ts";
import type { RunView } from "./run-view.ts";

export function withMoney(run: RunView, { shown, inputs, money, headlines }: Settled): RunView {
  const before = run.money?.notes.length ?? 0;
  // Those about money stand together after all others, and begin alike.
  const first = run.headlines.findIndex(({ id }) => id === headlines[0]?.id);
  const others = first < 0 ? run.headlines : run.headlines.slice(0, first);
  const { commitmentNote: _note, planner: _planner, commitments: _commitments, ...kept } = run;
  return {
    ...kept,
    ...shown,
    inputs,
    money,
    headlines: [...others, ...headlines],
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
