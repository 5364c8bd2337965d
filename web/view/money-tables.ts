/** The tables of the money panel, as text: what a unit costs, who pays whom, tranches, moves, energy and carbon. */
import type { Table } from "../charts/chart.ts";
import { formatDay, formatMonth, formatNumber, formatUsd } from "../format.ts";
import type { MoneyInfo, MoneyRanges } from "../api.ts";
import { groupBy } from "./group-by.ts";
import { calendarYears, figuresOf, momentOf, partyName, usdBetween } from "./money.ts";
import type { Flow } from "./money.ts";
import type { RunView } from "./run-view.ts";

type UnitCost = MoneyInfo["unitCosts"][number];
type UnitKey = "usdPerMtok" | "usdPerExaflopDay" | "usdPerGwYear" | "usdPerChipHour";

/** What a cost is of, in the order in which it is offered. */
export const units: readonly { readonly key: UnitKey; readonly name: string }[] = [
  { key: "usdPerMtok", name: "a million output tokens" },
  { key: "usdPerGwYear", name: "a GW-year of installed chips" },
  { key: "usdPerChipHour", name: "a chip-hour" },
  { key: "usdPerExaflopDay", name: "an exaFLOP/s-day of training" },
];

export const unitsOf = ({ unitCosts }: MoneyInfo): typeof units =>
  units.filter(({ key }) => unitCosts.some((cost) => cost[key] !== undefined));

/** By generation: what the customer pays and what it costs the provider, with p5 to p95 where draws were made. */
export function unitCostTable(money: MoneyInfo, unit: UnitKey, ranges: MoneyRanges | undefined): Table {
  const text = (cost: UnitCost | undefined): string => {
    const value = cost?.[unit];
    if (cost === undefined || value === undefined) return "–";
    const range = rangeOf(`${cost.view}/${cost.id}/${unit}`, ranges);
    const said = formatUsd(value, cost.figures);
    return range === undefined ? said : `${said} (${between(range.p5, range.p95, said, cost.figures)})`;
  };
  const priced = money.unitCosts.filter((cost) => cost[unit] !== undefined);
  // One generation is all there is.
  const alone = new Set(priced.flatMap(({ id }) => (id === "all" ? [] : [id]))).size === 1;
  const rows = [...groupBy(priced, ({ id }) => id)].flatMap(([id, costs]) => {
    const [customer, provider] = (["customer", "provider"] as const).map((view) =>
      costs.find((cost) => cost.view === view),
    );
    const [any] = costs;
    if (any === undefined || (alone && id === "all")) return [];
    return [[any.name, text(customer), text(provider), ...(allRestOn(money) === "" ? [restsOn(costs)] : [])]];
  });
  return {
    columns: [
      "generation",
      `${partyName(money, money.customer)} pays`,
      `costs ${partyName(money, money.provider)}`,
      ...(allRestOn(money) === "" ? ["rests on"] : []),
    ],
    rows,
  };
}

/** "0.73 to 1.1" beside "$0.93": what is the same for all three is written once. It never breaks inside. */
function between(low: number, high: number, beside: string, figures: number): string {
  const ends = [low, high].map((usd) => formatUsd(usd, figures));
  const tail = / \D$/.exec(beside)?.[0] ?? "";
  const alike = ends.every((end) => end.startsWith("$") && (/ \D$/.exec(end)?.[0] ?? "") === tail);
  return (alike ? ends.map((end) => end.slice(1, end.length - tail.length)) : ends).join("\u00a0to\u00a0");
}

/** Inputs drawn all together where that was done, else those of money alone. */
export function rangeOf(
  figure: string,
  ranges: MoneyRanges | undefined,
): NonNullable<MoneyRanges["figures"][number]["all"]> | undefined {
  const found = ranges?.figures.find(({ id }) => id === figure);
  return found?.all ?? found?.money;
}

const order = ["assumed", "yours", "estimated", "derived", "reported", "published"];
/** The worst that any of them rests on. */
function restsOn(costs: readonly UnitCost[]): string {
  const [worst = ""] = costs
    .map(({ confidence }) => confidence)
    .toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
  return worst;
}

/** A sentence where all unit costs rest on the same; else the table says it row by row. */
export function allRestOn({ unitCosts }: MoneyInfo): string {
  const [worst, ...others] = new Set(
    [...groupBy(unitCosts, ({ id }) => id).values()].map((costs) => restsOn(costs)),
  );
  return worst === undefined || others.length > 0 ? "" : `All of it rests on inputs that are ${worst}. `;
}

/** Payments by calendar year, largest first; years that the run has only a part of carry a star. */
export function flowTable(money: MoneyInfo): Table {
  const years = calendarYears(money);
  const rows = money.flows
    .map((flow) => ({ flow, total: usdBetween(flow.cents) }))
    .filter(({ total }) => total !== 0)
    .toSorted((one, other) => other.total - one.total)
    .map(({ flow, total }) => {
      const figures = figuresOfFlow(money, flow);
      const cell = (usd: number): string => (usd === 0 ? "" : formatUsd(usd, figures));
      return [
        `${partyName(money, flow.from)} → ${partyName(money, flow.to)}`,
        flow.label,
        ...years.map(({ first, last }) => cell(usdBetween(flow.cents, first, last))),
        cell(total),
      ];
    });
  return {
    columns: [
      "payer → payee",
      "for",
      ...years.map(({ year, whole }) => `${year}${whole ? "" : "*"}`),
      "in all",
    ],
    rows,
  };
}

const ofCustomer: ReadonlySet<Flow["kind"]> = new Set([
  "capacity",
  "shortfall",
  "sales",
  "reseller",
  "elsewhere",
]);

/** Tranches are agreed sums; the rest as many as the costs of whoever it is a cost of. */
function figuresOfFlow(money: MoneyInfo, { kind }: Flow): number {
  if (kind === "equity") return 3;
  if (ofCustomer.has(kind)) return figuresOf(money);
  const costs = money.unitCosts.filter(({ view }) => view === "provider");
  return Math.min(3, ...costs.map(({ figures }) => figures));
}

export function commitmentTable({ commitment }: MoneyInfo): Table {
  const years = commitment?.years ?? [];
  return {
    columns: ["year from", "floor", "counted", "shortfall", "break-even use"],
    rows: years.map((year, k) => {
      const use = commitment?.breakEvenUtilisation[k];
      return [
        year.from,
        year.floorUsd > 0 ? formatUsd(year.floorUsd) : "–",
        formatUsd(year.countedUsd, 2),
        year.shortfallUsd > 0 ? formatUsd(year.shortfallUsd, 2) : year.settled ? "none" : "open",
        use === undefined || !(year.floorUsd > 0) ? "–" : `${Math.round(100 * use)} %`,
      ];
    }),
  };
}

const triggers: Readonly<Record<string, string>> = {
  at: "on a day",
  spend: "once so much is spent",
  "gw-online": "once so many GW are in service",
  "run-rate": "once spend a year is so high",
  never: "never, until you say when",
};

export function trancheTable(view: RunView): Table {
  const tranches = view.money?.investment?.tranches ?? [];
  return {
    columns: ["tranche", "amount", "when", "paid"],
    rows: tranches.map(({ id, amountUsd, when, unlockedSeconds }) => [
      id,
      formatUsd(amountUsd),
      triggers[when] ?? when,
      unlockedSeconds === undefined ? "not in this run" : formatDay(momentOf(view, unlockedSeconds)),
    ]),
  };
}

export function circularitySentence(money: MoneyInfo): string | undefined {
  const { investment, commitment } = money;
  if (investment?.circularity === undefined || commitment === undefined) return undefined;
  const [giver, taker] = [investment.investor, investment.investee].map((id) => partyName(money, id));
  return `Circularity ${Math.round(100 * investment.circularity)} %: what ${giver} has put into ${taker}, earlier stakes with it, over the ${formatUsd(commitment.totalUsd)} that ${partyName(money, commitment.payer)} is to spend with ${partyName(money, commitment.payee)}. Equity is in no unit cost.`;
}

/** What a move of load costs, term by term, the dominant one named. */
export function moveTable(view: RunView): Table {
  return {
    columns: ["move", "from", "in all", "mostly", "pays above a price gap of"],
    rows: (view.money?.moves ?? []).map((move) => [
      move.name,
      formatMonth(momentOf(view, move.atSeconds)),
      formatUsd(move.totalUsd, 2),
      move.dominant,
      Number.isFinite(move.breakEvenGap) ? `${(100 * move.breakEvenGap).toPrecision(2)} %` : "–",
    ]),
  };
}

/** By region of the catalogue; what of its sites is not stated is not in the sum but a dash. */
export function energyTable(view: RunView): Table {
  const rows = (view.money?.energy ?? []).filter(({ facilityMwh }) => facilityMwh > 0);
  // What the provider's costs allow: energy is one of them.
  const figures = view.money?.unitCosts.find((cost) => cost.view === "provider")?.figures ?? 3;
  const line = (name: string, sites: typeof rows): string[] => {
    const sum = (read: (row: (typeof rows)[number]) => number | undefined): number =>
      sites.reduce((total, row) => total + (read(row) ?? NaN), 0);
    const amount = (value: number): string => (Number.isNaN(value) ? "–" : formatNumber(value));
    return [
      name,
      formatNumber(sum(({ facilityMwh }) => facilityMwh) / 1e6),
      formatUsd(
        sum(({ usd }) => usd),
        figures,
      ),
      amount(sum(({ tonnesCo2 }) => tonnesCo2) / 1e6),
      amount(sum(({ waterCubicMetres }) => waterCubicMetres) / 1e6),
    ];
  };
  const regions = [...groupBy(rows, ({ region }) => region)];
  return {
    columns: ["region", "TWh", "energy bill", "Mt CO2", "M m³ water"],
    rows: [
      ...regions.map(([region, sites]) => line(region, sites)),
      ...(regions.length > 1 ? [line("All", rows)] : []),
    ],
  };
}

/** One line where every count of dollars agrees with its other; a line for each that does not. */
export function closingLines({ closings, periods }: MoneyInfo): readonly string[] {
  const off = closings.filter(({ worstCents }) => worstCents !== 0);
  if (off.length === 0)
    return closings.length === 0
      ? []
      : [`Dollars in equal dollars out to the cent in all ${periods.length} months.`];
  return off.map(
    ({ what, party, worstCents }) =>
      `Does not close: ${what} (${party}) is off by up to ${worstCents} cents.`,
  );
}
