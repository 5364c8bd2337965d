/** The summary's lines on money: spend against the commitment, unit costs, cash by year, energy and carbon. */
import type { MoneyInfo, Result, UnitCost } from "../index.ts";
import { figure, left, paint, printable, right, sparkline, wrap } from "./terminal.ts";
import { dollars } from "./summary-models.ts";
import type { Terminal } from "./terminal.ts";

const NONE = "–";

export function moneyLines(terminal: Terminal, result: Result): readonly string[] {
  const info = result.money?.info;
  if (info === undefined) return [];
  return [
    ...spendLines(terminal, result, info),
    ...unitCostLines(terminal, info),
    ...cashLines(terminal, info),
    ...energyLines(terminal, info),
  ];
}

/** Significant figures of sums at the contract's prices. */
const figuresOf = (info: MoneyInfo): number | undefined => {
  const figures = info.unitCosts.find(({ id, view }) => id === "all" && view === "customer")?.figures ?? 3;
  return figures < 3 ? figures : undefined;
};

const billions = (usd: number, figures: number | undefined): string => `${dollars(usd / 1e9, figures)}`;

/** What counts towards the commitment beside its floors, both added up. */
function spendLines(terminal: Terminal, result: Result, info: MoneyInfo): readonly string[] {
  const { commitment } = info;
  if (commitment === undefined) return [];
  const { countedUsd, floorUsd, totalUsd, trueUp } = commitment;
  const figures = figuresOf(info);
  const label = terminal.columns < 60 ? 14 : 22;
  const cells = Math.max(8, terminal.columns - label - 21);
  const counted = countedUsd.at(-1) ?? 0;
  const top = Math.max(counted, totalUsd);
  const row = (name: string, values: Float64Array, said: string): string =>
    `  ${left(name, label)} ${paint(terminal, "green", sparkline(values, cells, top))} ${said}`;
  const dates =
    cells >= 24
      ? `${result.start}${result.end.padStart(cells - result.start.length)}`
      : result.start.padEnd(cells);
  const nameOf = (id: string): string => info.parties.find((party) => party.id === id)?.name ?? id;
  const { length } = commitment.years;
  const committed = `Committed: ${nameOf(commitment.payer)} to ${nameOf(commitment.payee)}, ${billions(totalUsd, 3)} B USD in ${length} year${length === 1 ? "" : "s"}.`;
  return [
    row("counted so far", countedUsd, `${billions(counted, figures)} B USD`),
    row(
      trueUp === "annual" ? "floors so far" : "pace of floors",
      floorUsd,
      `${billions(floorUsd.at(-1) ?? 0, 3)} B USD`,
    ),
    paint(terminal, "dim", `  ${left("", label)} ${dates} at the end`),
    wrap(printable(committed), terminal.columns, "  "),
  ];
}

type Column<Row> = readonly [name: string, width: number, read: (row: Row) => string];

function table<Row>(
  terminal: Terminal,
  first: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): readonly string[] {
  if (rows.length === 0) return [];
  const fixed = terminal.columns - 2;
  // On a narrow terminal the first columns say most.
  const shown = columns.filter(
    (_, i) => columns.slice(0, i + 1).reduce((sum, [, width]) => sum + width + 1, 0) <= fixed - 12,
  );
  const taken = shown.reduce((sum, [, width]) => sum + width + 1, 0);
  const width = Math.max(12, Math.min(28, fixed - taken));
  const line = (name: string, cells: readonly string[]): string =>
    `  ${left(name, width)}${cells.map((cell, i) => ` ${right(cell, shown[i]?.[1] ?? 0)}`).join("")}`;
  return [
    paint(
      terminal,
      "dim",
      line(
        first,
        shown.map(([name]) => name),
      ),
    ),
    ...rows.map((row) =>
      line(
        printable(nameOf(row)),
        shown.map(([, , read]) => read(row)),
      ),
    ),
  ];
}

/** By generation, and of all chips together: what the customer pays, and what it costs the provider. */
function unitCostLines(terminal: Terminal, info: MoneyInfo): readonly string[] {
  const cell =
    (read: (cost: UnitCost) => number | undefined) =>
    (cost: UnitCost): string => {
      const usd = read(cost);
      return usd === undefined ? NONE : dollars(usd, Math.min(3, cost.figures));
    };
  const rows = info.unitCosts.filter(
    (cost) =>
      cost.usdPerMtok !== undefined ||
      cost.usdPerExaflopDay !== undefined ||
      cost.usdPerGwYear !== undefined ||
      cost.usdPerChipHour !== undefined,
  );
  const lines = table<UnitCost>(
    terminal,
    "USD, by chip",
    [
      ["for", 8, ({ view }) => view],
      ["1M tokens", 9, cell((cost) => cost.usdPerMtok)],
      ["EFLOP/s-day", 11, cell((cost) => cost.usdPerExaflopDay)],
      ["chip-hour", 9, cell((cost) => cost.usdPerChipHour)],
      ["B/GW-year", 9, cell(({ usdPerGwYear }) => usdPerGwYear && usdPerGwYear / 1e9)],
    ],
    rows,
    ({ id, name }) => (id === "all" ? "all chips" : name),
  );
  return lines.length === 0 ? [] : ["", ...lines];
}

interface Year {
  readonly name: string;
  readonly sums: readonly number[];
}

/** Cash of customer and provider by calendar year. */
function cashLines(terminal: Terminal, info: MoneyInfo): readonly string[] {
  const parties = [info.customer, info.provider].flatMap(
    (id) => info.ledgers.find(({ party }) => party === id) ?? [],
  );
  if (parties.length === 0) return [];
  const rows = parties.flatMap(({ cash }) => [cash.received, cash.paid]);
  const names = [...new Set(info.periods.map((period) => period.slice(0, 4)))];
  const years = names.map((name): Year => ({
    name,
    sums: rows.map(
      (cents) =>
        info.periods.reduce((sum, p, i) => sum + (p.startsWith(name) ? (cents[i] ?? 0) : 0), 0) / 100,
    ),
  }));
  const figures = figuresOf(info);
  const columns = parties.flatMap(({ name }, i): Column<Year>[] => [
    [`${printable(name)} gets`, 15, ({ sums }) => sum(sums[2 * i])],
    ["pays", 8, ({ sums }) => sum(sums[2 * i + 1])],
  ]);
  const sum = (usd: number | undefined): string =>
    usd === undefined || usd === 0 ? NONE : billions(usd, figures);
  return ["", ...table(terminal, "B USD, by year", columns, years, ({ name }) => name)];
}

/** Energy by site and region; carbon and water by the means of the grid and of the operator. */
function energyLines(terminal: Terminal, info: MoneyInfo): readonly string[] {
  const rows = info.energy.filter(({ facilityMwh }) => facilityMwh > 0);
  const maybe = (value: number | undefined, scale: number): string =>
    value === undefined ? NONE : dollars(value / scale, 2);
  const lines = table(
    terminal,
    "energy, by site",
    [
      ["region", 14, ({ region }) => region],
      ["GWh", 8, ({ facilityMwh }) => figure(facilityMwh / 1000)],
      ["M USD", 8, ({ usd }) => maybe(usd, 1e6)],
      ["kt CO2", 8, ({ tonnesCo2 }) => maybe(tonnesCo2, 1e3)],
      ["ML water", 8, ({ waterCubicMetres }) => maybe(waterCubicMetres, 1e3)],
    ] satisfies readonly Column<MoneyInfo["energy"][number]>[],
    rows,
    ({ site }) => site,
  );
  return lines.length === 0 ? [] : ["", ...lines];
}
