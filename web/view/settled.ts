/** A run at other prices: all that it did stands, what it meant in money is new. */
import type { Settled } from "../worker/protocol.ts";
import type { RunView } from "./run-view.ts";

export function withMoney(run: RunView, { shown, inputs, money, headlines }: Settled): RunView {
  const fresh = new Map(headlines.map((headline) => [headline.id, headline]));
  return {
    ...run,
    ...shown,
    inputs,
    money,
    headlines: run.headlines.map((headline) => fresh.get(headline.id) ?? headline),
    findings: { ...run.findings, spend: money.finding },
    notes: [...run.notes.filter((note) => !(run.money?.notes ?? []).includes(note)), ...money.notes],
  };
}
