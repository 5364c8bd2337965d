/** The answer to when chips should make way for newer ones, in a sentence or two. */
import type { ReplacementAnswer, ReplacementPair, ReplacementRow } from "./replacement-answer.ts";

export function textOf(
  pair: ReplacementPair,
  { gain, firstPays, rows, retrofitUnstated }: Omit<ReplacementAnswer, "text">,
  first: ReplacementRow,
): string {
  const names = `${pair.fromName} to ${pair.toName}`;
  // Where it never pays, the best there is.
  const best = rows.reduce((a, b) => (b.netUsd > a.netUsd ? b : a), first);
  const row = firstPays === undefined ? best : (rows.find(({ date }) => date >= firstPays) ?? first);
  // Alike in two digits, they need a third to say which is the greater.
  const digits = two(gain) === two(row.breakEvenGain) ? 3 : 2;
  const times = (value: number): string => `${Number(value.toPrecision(digits))} times`;
  const needs = Number.isFinite(row.breakEvenGain) ? times(row.breakEvenGain) : "more than any";
  const free = !retrofitUnstated
    ? ""
    : row.mostRetrofitUsd > 0
      ? ` What the retrofit of the hall costs is not stated: it may cost up to USD ${millions(row.mostRetrofitUsd)} per MW.`
      : " The retrofit of the hall, whose cost is not stated, comes on top.";
  if (firstPays !== undefined) {
    const soon = firstPays === first.date ? ", the first day it can be had" : "";
    return `${names} pays from ${firstPays}${soon}: ${times(gain)} the work per MW, and ${needs} would do. It is worth USD ${millions(row.netUsd)} per MW then.${free}`;
  }
  const chips =
    row.mostUsdPerChip > 0
      ? `, or with chips at USD ${two(row.mostUsdPerChip)} each`
      : "; not even free chips would";
  return `${names} never pays within the run: ${times(gain)} the work per MW, and it would pay from ${needs}${chips}. Most of the cost is ${dominant(row)}.${free}`;
}

function dominant({ chipsUsd, retrofitUsd, lostWorkUsd, extraWorkUsd }: ReplacementRow): string {
  const terms: readonly (readonly [string, number])[] = [
    ["the chips", chipsUsd],
    ["the retrofit of the hall", retrofitUsd],
    ["the work lost while the hall is out of use", lostWorkUsd],
    ["the work the new chips do less", -extraWorkUsd],
  ];
  return terms.reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** Two significant digits: every price here rests on assumptions. */
export const two = (value: number): string => {
  const rounded = Number(value.toPrecision(2));
  return Math.abs(rounded) >= 1000 ? String(rounded).replace(/\B(?=(\d{3})+$)/g, ",") : String(rounded);
};
const millions = (usd: number): string => `${two(usd / 1e6)} M`;

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
