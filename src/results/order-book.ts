/**
 * Orders as a planner must see them on a day: what is late, what is due soon, what can wait and for how long. By the
 * plan's order-by dates; what a run knows of slips only says how long an order could wait. Days are of 24 h.
 */
import { isoDate } from "../engine/index.ts";
import type { OrderRow } from "./types.ts";

const DAY = 86_400;

/** No lead time stated: nobody can say by when it must be ordered. */
export type OrderGroupId = "overdue" | "soon" | "later" | "no-lead-time";

export interface OrderLine {
  readonly order: OrderRow;
  /** From the day asked to the order-by date; negative where that has passed. */
  readonly daysLeft?: number;
  /** The hall is ready so many days later than the delivery is planned: so long the order can wait. Negative: earlier. */
  readonly spareDays?: number;
  /** The chips arrive so many days after their hall is ready, which stands empty meanwhile; negative: they wait for it. */
  readonly afterHallDays?: number;
  /** What it is for, and why it must be placed or can wait: a sentence. */
  readonly why: string;
}

export interface OrderSum {
  readonly orders: number;
  readonly chips: number;
  readonly itMw: number;
  /** Of those whose chips have a stated price, and how many orders have none. */
  readonly usd: number;
  readonly unpriced: number;
}

export interface OrderGroup extends OrderSum {
  readonly id: OrderGroupId;
  /** By order-by date, then by planned arrival. */
  readonly lines: readonly OrderLine[];
}

export interface OrderBook {
  /** ISO days: the one asked, and the last that is soon. */
  readonly from: string;
  readonly until: string;
  readonly groups: readonly OrderGroup[];
  /** Placed by then and not there yet. */
  readonly placed: OrderSum;
  readonly cancelled: number;
  /** One sentence. */
  readonly finding: string;
}

export interface OrderSource {
  readonly orders: readonly OrderRow[];
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  readonly startEpochSeconds: number;
}

/** @param fromSeconds the day asked, seconds from the start */
export function orderBook(
  { orders, sites, startEpochSeconds }: OrderSource,
  fromSeconds: number,
  days: number,
): OrderBook {
  const until = fromSeconds + days * DAY;
  const day = (seconds: number): string => isoDate(startEpochSeconds + seconds);
  const nameOf = (id: string): string => sites.find((site) => site.id === id)?.name ?? id;
  const open = orders.filter((order) => !order.cancelled && !(order.arrivesSeconds <= fromSeconds));
  const placed = open.filter(({ orderedSeconds = Infinity }) => orderedSeconds <= fromSeconds);
  const groupOf = ({ orderBySeconds }: OrderRow): OrderGroupId => {
    if (orderBySeconds === undefined) return "no-lead-time";
    return orderBySeconds < fromSeconds ? "overdue" : orderBySeconds <= until ? "soon" : "later";
  };
  const due = open
    .filter((order) => !placed.includes(order))
    .toSorted(
      (a, b) =>
        (a.orderBySeconds ?? a.plannedSeconds) - (b.orderBySeconds ?? b.plannedSeconds) ||
        a.plannedSeconds - b.plannedSeconds,
    );
  const groups = GROUPS.map((id): OrderGroup => {
    const lines = due
      .filter((order) => groupOf(order) === id)
      .map((order) => lineOf(order, fromSeconds, nameOf(order.site), day));
    return { id, lines, ...sumOf(lines.map(({ order }) => order)) };
  });
  return {
    from: day(fromSeconds),
    until: day(until),
    groups,
    placed: sumOf(placed),
    cancelled: orders.filter(({ cancelled }) => cancelled).length,
    finding: findingOf(groups, days),
  };
}

const GROUPS: readonly OrderGroupId[] = ["overdue", "soon", "later", "no-lead-time"];

function sumOf(orders: readonly OrderRow[]): OrderSum {
  const sum = (of: (order: OrderRow) => number): number =>
    orders.reduce((total, order) => total + of(order), 0);
  return {
    orders: orders.length,
    chips: sum(({ chips }) => chips),
    itMw: sum(({ itMw }) => itMw),
    usd: sum(({ usd = 0 }) => usd),
    unpriced: orders.filter(({ usd }) => usd === undefined).length,
  };
}

function lineOf(
  order: OrderRow,
  fromSeconds: number,
  site: string,
  day: (seconds: number) => string,
): OrderLine {
  const { orderBySeconds, plannedSeconds, arrivesSeconds, hallReadySeconds } = order;
  const whole = (seconds: number): number => Math.round(seconds / DAY);
  const spare = hallReadySeconds === undefined ? undefined : whole(hallReadySeconds - plannedSeconds);
  const after = hallReadySeconds === undefined ? undefined : whole(arrivesSeconds - hallReadySeconds);
  return {
    order,
    ...(orderBySeconds === undefined ? {} : { daysLeft: whole(orderBySeconds - fromSeconds) }),
    ...(spare === undefined ? {} : { spareDays: spare }),
    ...(after === undefined || !Number.isFinite(after) ? {} : { afterHallDays: after }),
    why: [
      hallText(order, site, day),
      waitText(order, spare, fromSeconds, day),
      arrivalText(order, after, day),
      moneyText(order),
    ]
      .filter((text) => text !== "")
      .join(" "),
  };
}

function hallText({ phase, hallReadySeconds, plannedSeconds }: OrderRow, site: string, day: Day): string {
  if (phase === undefined || hallReadySeconds === undefined)
    return `For ${site}, planned for ${day(plannedSeconds)}: it takes what room there is.`;
  return `For ${phase} of ${site}, planned for ${day(plannedSeconds)} and ready on ${day(hallReadySeconds)} in this run.`;
}

function waitText(order: OrderRow, spare: number | undefined, fromSeconds: number, day: Day): string {
  const { orderBySeconds, hallReadySeconds, plannedSeconds } = order;
  if (orderBySeconds === undefined || hallReadySeconds === undefined || spare === undefined) return "";
  if (spare <= 0) return "The hall comes on its date: the order cannot wait.";
  const last = orderBySeconds + hallReadySeconds - plannedSeconds;
  return last < fromSeconds
    ? `The hall is ${daysText(spare)} late, and even for that an order was due by ${day(last)}.`
    : `The hall is ${daysText(spare)} late: an order by ${day(last)} would still meet it.`;
}

function arrivalText({ arrivesSeconds, putOff }: OrderRow, after: number | undefined, day: Day): string {
  if (!Number.isFinite(arrivesSeconds))
    return putOff === undefined ? "It cannot be made within the run." : "";
  if (after === undefined || after === 0) return "";
  return after > 0
    ? `Its first chips come on ${day(arrivesSeconds)}: the hall waits ${daysText(after)} for them.`
    : `Its first chips come on ${day(arrivesSeconds)} and wait ${daysText(-after)} for the hall.`;
}

/** "Put off by money: 92 days." */
const moneyText = ({ putOff }: OrderRow): string =>
  putOff === undefined ? "" : `${putOff.text.charAt(0).toUpperCase()}${putOff.text.slice(1)}.`;

type Day = (seconds: number) => string;

const daysText = (days: number): string => (days === 1 ? "1 day" : `${days} days`);

function findingOf(groups: readonly OrderGroup[], days: number): string {
  const of = (id: OrderGroupId): number => groups.find((group) => group.id === id)?.orders ?? 0;
  const counted = (count: number): string => (count === 1 ? "1 order" : `${count} orders`);
  const [overdue, soon, later, unknown] = GROUPS.map(of);
  if (groups.every(({ orders }) => orders === 0)) return "Nothing is left to order.";
  const parts = [
    ...((overdue ?? 0) > 0 ? [`${counted(overdue ?? 0)} should have been placed`] : []),
    `${counted(soon ?? 0)} must be placed within ${days} days`,
    `${counted(later ?? 0)} can wait longer`,
    ...((unknown ?? 0) > 0 ? [`${counted(unknown ?? 0)} state no lead time`] : []),
  ];
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}.`;
}
