/** What the page reads out of a run's money: moments of its months, sums by calendar year, and curves of cash. */
import type { MoneyInfo } from "../api.ts";
import type { RunView } from "./run-view.ts";

export type Flow = MoneyInfo["flows"][number];

/** Edges of the months in milliseconds since 1970, one more than there are months; NaN-free and rising. */
export const edgesOf = ({ start, money }: Pick<RunView, "start" | "money">): readonly number[] =>
  Array.from(money?.starts ?? [], (seconds) => start + 1000 * seconds);

/** Milliseconds since 1970 of a moment that money gives in seconds from the start. */
export const momentOf = ({ start }: Pick<RunView, "start">, seconds: number): number =>
  start + 1000 * seconds;

/** Significant figures that sums at the contract's prices allow: those of what the customer pays. */
export const figuresOf = ({ unitCosts }: MoneyInfo): number =>
  Math.min(3, ...unitCosts.filter(({ view }) => view === "customer").map(({ figures }) => figures));

export interface CalendarYear {
  readonly year: string;
  /** First month of it within the run, and one past the last. */
  readonly first: number;
  readonly last: number;
  /** All twelve months are in the run. */
  readonly whole: boolean;
}

export function calendarYears({ periods }: Pick<MoneyInfo, "periods">): readonly CalendarYear[] {
  const years: { year: string; first: number; last: number; whole: boolean }[] = [];
  periods.forEach((period, month) => {
    const year = period.slice(0, 4);
    const open = years.at(-1);
    if (open?.year === year) open.last = month + 1;
    else years.push({ year, first: month, last: month + 1, whole: false });
  });
  for (const each of years) each.whole = each.last - each.first === 12;
  return years;
}

/** USD of months from `first` up to, but not with, `last`. */
export function usdBetween(cents: Float64Array, first = 0, last = cents.length): number {
  let sum = 0;
  for (let month = first; month < last; month++) sum += cents[month] ?? 0;
  return sum / 100;
}

/** Name of a party as it is read, or its id where the scenario gives none. */
export const partyName = ({ parties }: MoneyInfo, id: string): string =>
  parties.find((party) => party.id === id)?.name ?? id;

/** USD counted towards the commitment; what the customer paid its provider where there is none. Cumulative, at each edge. */
export function countedAtEdges(money: MoneyInfo): Float64Array {
  const counted = new Float64Array(money.periods.length + 1);
  const { commitment } = money;
  if (commitment !== undefined) {
    counted.set(commitment.countedUsd, 1);
    return counted;
  }
  for (const { kind, from, cents } of money.flows) {
    if (from !== money.customer || (kind !== "capacity" && kind !== "energy-billed")) continue;
    cents.forEach((each, month) => (counted[month + 1] = (counted[month + 1] ?? 0) + each / 100));
  }
  for (let month = 1; month < counted.length; month++)
    counted[month] = (counted[month] ?? 0) + (counted[month - 1] ?? 0);
  return counted;
}
