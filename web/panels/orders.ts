/** Orders: what must be placed soon, from the date of the time cursor, and what can wait. */
import { orderBook } from "../../src/index.ts";
import type { App, AppState } from "../app.ts";
import type { OrderBook, OrderLine } from "../api.ts";
import { element, oncePerFrame, setText } from "../dom.ts";
import { formatDay, formatNumber, formatPower, formatUsd } from "../format.ts";
import { rowsTable } from "./data-table.ts";

const dayMs = 86_400_000;
const titles = {
  overdue: "Overdue",
  soon: "Soon",
  later: "Later",
  "no-lead-time": "No lead time stated",
} as const;

export function ordersPanel(app: App): HTMLElement {
  const days = element("input", {
    type: "number",
    id: "order-days",
    min: 0,
    max: 3660,
    step: 1,
    value: 90,
    oninput: () => render(app.store.get()),
  });
  const asked = element("span");
  const finding = element("p", { class: "study-finding", role: "status" });
  const body = element("div", { class: "study-body" });
  const render = (state: AppState): void => {
    const { run, cursor } = state;
    setText(asked, `days from ${formatDay(cursor)}, the date of the time cursor`);
    if (run.planner === undefined) return setText(finding, "The orders come with the first run.");
    const within = Math.max(0, Math.trunc(Number(days.value)));
    const from = (Math.floor(cursor / dayMs) * dayMs - run.start) / 1000;
    const book = orderBook(
      { orders: run.planner.orders, sites: run.sites, startEpochSeconds: run.start / 1000 },
      from,
      within,
    );
    setText(finding, book.finding);
    body.replaceChildren(...tables(book, within, (seconds) => formatDay(run.start + 1000 * seconds)));
  };
  const later = oncePerFrame(() => render(app.store.get()));
  app.store.subscribe((state, before) => {
    if (state.run !== before.run || state.cursor !== before.cursor) later();
  });
  render(app.store.get());
  return element(
    "section",
    { id: "orders", "aria-labelledby": "orders-title" },
    element("h3", { id: "orders-title" }, "Orders: what must be placed soon, and what can wait"),
    element("div", { class: "study-tools" }, element("label", { for: "order-days" }, "Within"), days, asked),
    finding,
    body,
  );
}

type Sum = OrderBook["placed"];

const sumText = ({ orders, chips, itMw, usd, unpriced }: Sum): string =>
  [
    orders === 1 ? "1 order" : `${orders} orders`,
    `${formatNumber(chips)} chips`,
    `${formatPower(itMw)} of IT load`,
    ...(unpriced === orders
      ? ["no price stated"]
      : [`${formatUsd(usd, 2)}${unpriced === 0 ? "" : ` and ${unpriced} without a price`}`]),
  ].join(", ");

function tables(book: OrderBook, days: number, dayOf: Day): readonly HTMLElement[] {
  return [
    ...book.groups
      .filter(({ orders }) => orders > 0)
      .map(({ id, lines, ...sum }) =>
        rowsTable(
          {
            columns: ["order by", "days left", "chips", "", "MW IT", "USD", "can wait, days", "why"],
            rows: lines.map((line) => row(line, dayOf)),
          },
          `${id === "soon" ? `Within ${days} days` : titles[id]}: ${sumText(sum)}`,
        ),
      ),
    ...(book.placed.orders === 0
      ? []
      : [element("p", { class: "soft" }, `On order and not there yet: ${sumText(book.placed)}.`)]),
    ...(book.cancelled === 0
      ? []
      : [element("p", { class: "soft" }, `Cancelled: ${formatNumber(book.cancelled)}.`)]),
  ];
}

type Day = (seconds: number) => string;

function row({ order, daysLeft, spareDays, why }: OrderLine, dayOf: Day): readonly (string | number)[] {
  const { orderBySeconds, chips, chipName, itMw, usd } = order;
  return [
    orderBySeconds === undefined ? "–" : dayOf(orderBySeconds),
    daysLeft ?? "–",
    formatNumber(chips),
    chipName,
    formatNumber(itMw),
    usd === undefined ? "–" : formatUsd(usd, 2),
    spareDays ?? "–",
    why,
  ];
}
