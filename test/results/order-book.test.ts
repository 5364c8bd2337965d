// What must be ordered by when, of orders made by hand: groups, sums, days to spare and the words for them.
import { describe, expect, it } from "vitest";
import { orderBook } from "../../src/index.ts";
import type { OrderBook } from "../../src/index.ts";
import type { OrderRow } from "../../src/results/types.ts";

const DAY = 86_400;
/** Planned for day 300 with a lead of 180 days: to be ordered by day 120. 1,000 chips, 2 MW. */
const order = (change: Partial<OrderRow> = {}): OrderRow => ({
  delivery: "fill",
  site: "east",
  system: "new",
  chipName: "New",
  chips: 1000,
  itMw: 2,
  plannedSeconds: 300 * DAY,
  arrivesSeconds: 300 * DAY,
  orderBySeconds: 120 * DAY,
  cancelled: false,
  ...change,
});
const hall = (day: number): Partial<OrderRow> => ({ phase: "b", hallReadySeconds: day * DAY });
const book = (orders: readonly OrderRow[], day: number, days = 90): OrderBook =>
  orderBook(
    {
      orders,
      sites: [{ id: "east", name: "East" }],
      startEpochSeconds: Date.parse("2026-01-01T00:00:00Z") / 1000,
    },
    day * DAY,
    days,
  );
const counts = (found: OrderBook): readonly number[] => found.groups.map(({ orders }) => orders);
const whyOf = (change: Partial<OrderRow>, day = 0): string =>
  book([order(change)], day).groups.flatMap(({ lines }) => lines)[0]?.why ?? "";

describe("an order", () => {
  it.each([
    ["later, 91 days before its order-by date", 29, [0, 0, 1, 0]],
    ["soon, 90 days before it", 30, [0, 1, 0, 0]],
    ["soon, on the very day", 120, [0, 1, 0, 0]],
    ["overdue the day after", 121, [1, 0, 0, 0]],
    ["no longer open once its chips are there", 300, [0, 0, 0, 0]],
  ])("is %s", (_, day, expected) => {
    expect(counts(book([order()], day))).toEqual(expected);
  });

  it("without a lead time stands apart: nobody can say by when", () => {
    const { orderBySeconds: _, ...unknown } = order();
    const found = book([unknown], 0);
    expect(counts(found)).toEqual([0, 0, 0, 1]);
    expect(found.groups[3]?.lines[0]).not.toHaveProperty("daysLeft");
  });

  it("that is placed by then is on order, and before that day is not", () => {
    const placed = order({ orderedSeconds: 50 * DAY });
    expect(book([placed], 200)).toMatchObject({ placed: { orders: 1, chips: 1000, itMw: 2 } });
    expect(counts(book([placed], 200))).toEqual([0, 0, 0, 0]);
    expect(counts(book([placed], 40))).toEqual([0, 1, 0, 0]);
  });

  it("that was cancelled is counted and in no group", () => {
    const found = book([order({ cancelled: true })], 0);
    expect(found.cancelled).toBe(1);
    expect(counts(found)).toEqual([0, 0, 0, 0]);
    expect(found.finding).toBe("Nothing is left to order.");
  });
});

describe("a group", () => {
  it("adds up chips, MW and the dollars that are stated, and says how many are not", () => {
    const [, , later] = book([order({ usd: 5e6 }), order({ chips: 500, itMw: 1 })], 0).groups;
    expect(later).toMatchObject({ orders: 2, chips: 1500, itMw: 3, usd: 5e6, unpriced: 1 });
  });

  it("goes by order-by date", () => {
    const orders = [order({ orderBySeconds: 200 * DAY }), order({ orderBySeconds: 110 * DAY })];
    const [, , later] = book(orders, 0).groups;
    expect(later?.lines.map(({ daysLeft }) => daysLeft)).toEqual([110, 200]);
  });
});

describe("why an order can wait", () => {
  // Day 300 is 28 October 2026, day 120 is 1 May.
  it("is that its hall is late, by so many days", () => {
    const late = { ...hall(340), arrivesSeconds: 340 * DAY };
    expect(book([order(late)], 0).groups[2]?.lines[0]).toMatchObject({ spareDays: 40, afterHallDays: 0 });
    expect(whyOf(late)).toBe(
      "For b of East, planned for 2026-10-28 and ready on 2026-12-07 in this run. The hall is 40 days late: an order by 2026-06-10 would still meet it.",
    );
    // Day 161 is the day after that.
    expect(whyOf(late, 161)).toContain("and even for that an order was due by 2026-06-10.");
  });

  it("is no reason where the hall comes on its date", () => {
    expect(whyOf(hall(300))).toContain("The hall comes on its date: the order cannot wait.");
  });

  it("says who waits for whom", () => {
    expect(whyOf({ ...hall(300), arrivesSeconds: 331 * DAY })).toContain(
      "Its first chips come on 2026-11-28: the hall waits 31 days for them.",
    );
    expect(whyOf(hall(301))).toContain("Its first chips come on 2026-10-28 and wait 1 day for the hall.");
    expect(whyOf({ ...hall(300), arrivesSeconds: Infinity })).toContain("It cannot be made within the run.");
  });

  it("is not known of chips that take what room there is", () => {
    expect(whyOf({})).toBe("For East, planned for 2026-10-28: it takes what room there is.");
  });
});

it("says in one sentence how many there are of each", () => {
  const orders = [order({ orderBySeconds: -DAY }), order({ orderBySeconds: 3 * DAY }), order()];
  expect(book(orders, 0).finding).toBe(
    "1 order should have been placed, 1 order must be placed within 90 days and 1 order can wait longer.",
  );
});
