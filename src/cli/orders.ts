/** `capsim orders`: what must be ordered soon and what can wait. It needs no run: slips are drawn when a scenario is compiled. */
import { CompileError, compileModel, orderBook, ordersOf } from "../index.ts";
import type { Model, OrderBook, OrderGroup, OrderGroupId, OrderLine, Scenario } from "../index.ts";
import { badInput } from "./fail.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { figure, left, paint, printable, right, terminalOf, wrap } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

export interface OrdersOptions extends InputOptions {
  readonly from?: string;
  readonly days: number;
  readonly seed?: number;
  readonly json?: boolean;
}

export function orders(name: string, options: OrdersOptions): void {
  const { scenario: loaded } = loadInput(name, options);
  const scenario = options.seed === undefined ? loaded : { ...loaded, seed: options.seed };
  const model = compiled(scenario);
  const { sites, startEpochSeconds } = model;
  const from = options.from === undefined ? model.knownUntilSeconds : secondsOf(model, options.from);
  const book = orderBook({ orders: ordersOf(model), sites, startEpochSeconds }, from, options.days);
  const { id, title, seed } = scenario;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ format: "capsim-orders/1", scenario: { id, title }, seed, ...book }, undefined, 2)}\n`
      : ordersText(scenario, book, terminalOf(process.stdout, process.env)),
  );
}

/** @throws {CommandFault} with what a sound scenario still lacks */
export function compiled(scenario: Scenario): Model {
  try {
    return compileModel(scenario);
  } catch (error) {
    if (error instanceof CompileError) throw badInput(error.faults.map((message) => ({ path: "", message })));
    throw error;
  }
}

function secondsOf(model: Model, text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
  if (!isDay)
    throw badInput([
      { path: "--from", message: "must be a date as in 2027-03-01", found: JSON.stringify(text) },
    ]);
  return time / 1000 - model.startEpochSeconds;
}

const TITLES: Readonly<Record<OrderGroupId, string>> = {
  overdue: "Overdue",
  soon: "Soon",
  later: "Can wait",
  "no-lead-time": "No lead time stated",
};

function ordersText(scenario: Scenario, book: OrderBook, terminal: Terminal): string {
  const { columns } = terminal;
  const lines = [
    paint(terminal, "bold", wrap(printable(scenario.title), columns)),
    paint(
      terminal,
      "dim",
      `orders from ${book.from} to ${book.until} are soon; slips of seed ${scenario.seed}`,
    ),
    "",
    wrap(book.finding, columns),
    ...book.groups.filter(({ orders: count }) => count > 0).flatMap((group) => groupText(group, terminal)),
    ...(book.placed.orders === 0 ? [] : ["", `On order: ${sumText(book.placed)}`]),
    ...(book.cancelled === 0 ? [] : [`Cancelled: ${book.cancelled}`]),
  ];
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

/** Two significant digits: prices of chips are assumed. */
function dollars(usd: number): string {
  const [scale, letter] = usd >= 1e9 ? [1e9, "B"] : [1e6, "M"];
  return `${Number((usd / scale).toPrecision(2))} ${letter}`;
}

const sumText = ({ chips, itMw, usd, unpriced, orders: count }: OrderBook["placed"]): string =>
  [
    `${figure(chips)} chips`,
    `${figure(itMw)} MW IT`,
    ...(unpriced === count
      ? []
      : [`USD ${dollars(usd)}${unpriced === 0 ? "" : ` and ${unpriced} without a price`}`]),
  ].join(", ");

function groupText(group: OrderGroup, terminal: Terminal): readonly string[] {
  return [
    "",
    `${paint(terminal, "bold", TITLES[group.id])}: ${sumText(group)}`,
    ...group.lines.flatMap((line) => lineText(line, terminal)),
  ];
}

function lineText({ order, daysLeft, why }: OrderLine, terminal: Terminal): readonly string[] {
  const days = daysLeft === undefined ? "" : daysLeft < 0 ? `${-daysLeft} days ago` : `in ${daysLeft} days`;
  const head = [
    left(printable(order.system), 18),
    right(figure(order.chips), 9),
    right(`${figure(order.itMw)} MW`, 10),
    right(order.usd === undefined ? "" : `USD ${dollars(order.usd)}`, 12),
    right(days, 14),
  ].join(" ");
  return [`  ${head}`, paint(terminal, "dim", wrap(printable(why), terminal.columns, "    "))];
}
