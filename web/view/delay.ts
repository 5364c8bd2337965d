/** What a draft costs beside its baseline, in words: capacity, money, demand, deadlines, and the commitment. */
import type { MoneyInfo } from "../api.ts";
import { formatDay, formatMonth, formatNumber, formatUsd, formatValue } from "../format.ts";
import type { RunView } from "./run-view.ts";

const hourMs = 3_600_000;
const yearMs = 365.25 * 24 * hourMs;
/** Two significant digits: what these sums rest on is assumed. */
const figures = 2;

/** One line of the answer: what, and how much. */
export interface CostLine {
  readonly id: string;
  readonly what: string;
  readonly text: string;
}

export function delayCosts(run: RunView, before: RunView, site: string): readonly CostLine[] {
  return [
    ...capacityLines(run, before, site),
    ...moneyLines(run, before),
    ...workLines(run, before),
    ...commitmentLines(run, before),
  ];
}

/** Facility GW-years of installed chips, at peak PUE. */
export function gwYears(run: RunView, scope: string): number {
  const column = run.scopes[scope]?.["power.provisioned"];
  return column === undefined ? NaN : integral(run, column) / yearMs / 1000;
}

/** Of a column of means, over the run: value x ms; the last bin may be cut short. */
function integral({ start, end, binMs }: RunView, column: Float64Array): number {
  let sum = 0;
  column.forEach((mean, bin) => {
    const from = start + bin * binMs;
    sum += mean * (Math.min(end, from + binMs) - from);
  });
  return sum;
}

function capacityLines(run: RunView, before: RunView, site: string): readonly CostLine[] {
  const all = gwYears(before, "all") - gwYears(run, "all");
  const here = gwYears(before, site) - gwYears(run, site);
  if (Number.isNaN(all)) return [];
  // Room that one site does not take, the agreement's ceiling may give to another.
  const other =
    Number.isFinite(here) && Math.abs(here - all) > 0.005 ? ` (${moreOrLess(-here)} at this site)` : "";
  return [
    {
      id: "gw-years",
      what: "Capacity",
      text: `${moreOrLess(-all)} of installed chips over the run${other}, of ${formatNumber(gwYears(before, "all"))}.`,
    },
  ];
}

const moreOrLess = (gw: number): string =>
  Math.abs(gw) < 0.0005
    ? "no GW-years more or less"
    : `${formatNumber(Number(Math.abs(gw).toPrecision(2)))} GW-years ${gw < 0 ? "fewer" : "more"}`;

const usdOf = (money: MoneyInfo, kinds: readonly string[]): Float64Array => {
  const usd = new Float64Array(money.periods.length);
  for (const { kind, cents } of money.flows)
    if (kinds.includes(kind)) cents.forEach((each, month) => (usd[month] = (usd[month] ?? 0) + each / 100));
  return usd;
};
const sum = (values: Float64Array): number => values.reduce((total, each) => total + each, 0);
const nameOf = ({ parties }: MoneyInfo, id: string): string =>
  parties.find((party) => party.id === id)?.name ?? id;

/** Most by which a run's sums so far lag behind those of the other, and the month in which they do. */
export function mostBehind(
  run: Float64Array,
  before: Float64Array,
): { readonly usd: number; readonly month: number } {
  let [behind, usd, month] = [0, 0, 0];
  before.forEach((each, i) => {
    behind += each - (run[i] ?? 0);
    if (behind > usd) [usd, month] = [behind, i];
  });
  return { usd, month };
}

function moneyLines(run: RunView, before: RunView): readonly CostLine[] {
  const { money } = run;
  if (money === undefined || before.money === undefined)
    return [{ id: "no-money", what: "Money", text: "The scenario states no prices." }];
  const paid = ["capacity"];
  const capital = ["chips", "buildings", "retrofit"];
  const lost = sum(usdOf(before.money, paid)) - sum(usdOf(money, paid));
  const today = before.money.presentValue.customerPaysUsd - money.presentValue.customerPaysUsd;
  const late = mostBehind(usdOf(money, capital), usdOf(before.money, capital));
  const less = sum(usdOf(before.money, capital)) - sum(usdOf(money, capital));
  const idle = idleUsd(run, before);
  const provider = nameOf(money, money.provider);
  return [
    {
      id: "contract",
      what: "Missing capacity",
      text: `At contract price it is worth ${signedUsd(lost)}${lost === 0 ? "" : ` (${signedUsd(today)} today)`}: ${nameOf(money, money.customer)} has ${lost < 0 ? "more" : "less"} capacity for it, ${provider} ${lost < 0 ? "more" : "less"} revenue.`,
    },
    {
      id: "capital",
      what: "Capital",
      text:
        late.usd < 1
          ? "No spend on chips and buildings is put off."
          : `At most ${formatUsd(late.usd, figures)} of spend on chips and buildings is put off, in ${formatMonth(run.start + 1000 * (before.money.starts[late.month] ?? 0))}${Math.abs(less) < 1 ? "; by the end of the run all of it is spent" : `; over the run ${signedUsd(less)} less`}.`,
    },
    ...(idle === undefined ? [] : [{ id: "idle", what: "Idle capital", text: idle }]),
  ];
}

/** Without a sign where it is lost, as is usual here. */
const signedUsd = (usd: number): string =>
  Math.abs(usd) < 1 ? "nothing" : `${usd < 0 ? "a gain of " : ""}${formatUsd(Math.abs(usd), figures)}`;

/** What chips that wait for a hall or power cost their provider. */
function idleUsd(run: RunView, before: RunView): string | undefined {
  const waiting = (view: RunView): number =>
    ["state.staged-no-hall", "state.staged-no-power"].reduce((total, key) => {
      const column = view.scopes["all"]?.[key];
      return total + (column === undefined ? 0 : integral(view, column) / hourMs);
    }, 0);
  const hours = waiting(run) - waiting(before);
  const price = run.money?.unitCosts.find(
    ({ id, view }) => id === "all" && view === "provider",
  )?.usdPerChipHour;
  if (Math.abs(hours) < 1)
    return "No chip waits longer for a hall or power: orders are put off with their halls.";
  const worth =
    price === undefined
      ? ""
      : `, at what a chip-hour costs its provider ${formatUsd(Math.abs(hours) * price, figures)}`;
  return `Chips wait ${formatNumber(Math.abs(hours))} chip-hours ${hours > 0 ? "more" : "less"} for a hall or power${worth}.`;
}

function workLines(run: RunView, before: RunView): readonly CostLine[] {
  const found = (id: string): readonly [RunView["headlines"][number], number] | undefined => {
    const [now, then] = [run, before].map((view) => view.headlines.find((headline) => headline.id === id));
    return now === undefined || then === undefined ? undefined : [now, then.value];
  };
  const line = (id: string, what: string): readonly CostLine[] => {
    const pair = found(id);
    if (pair === undefined) return [];
    const [now, then] = pair;
    const [a, b] = [formatValue(then, now.unit), formatValue(now.value, now.unit)];
    return [{ id, what, text: a === b ? `As before: ${a}.` : `${a} become ${b}.` }];
  };
  return [...line("unserved", "Unserved demand"), ...line("deadlines-missed", "Deadlines missed")];
}

function commitmentLines(run: RunView, before: RunView): readonly CostLine[] {
  const [now, then] = [run.money?.commitment, before.money?.commitment];
  if (now === undefined || then === undefined) return [];
  const day = (seconds: number | undefined): string | undefined =>
    seconds === undefined ? undefined : formatDay(run.start + 1000 * seconds);
  const [a, b] = [day(then.exhaustedSeconds), day(now.exhaustedSeconds)];
  const spent =
    b === undefined
      ? `Not spent within the run${a === undefined ? ", as before" : `; it was on ${a}`}`
      : a === b
        ? `Spent as before: ${b}`
        : `Spent on ${b}${a === undefined ? "" : `, not on ${a}`}`;
  const owed = now.shortfallUsd - then.shortfallUsd;
  return [
    {
      id: "commitment",
      what: "Commitment",
      text: `${spent}; ${Math.abs(owed) < 1 ? "nothing more falls short" : `${formatUsd(Math.abs(owed), figures)} ${owed > 0 ? "more" : "less"} falls short`}.`,
    },
  ];
}
