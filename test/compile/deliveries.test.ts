// Deliveries of every kind as dated batches of whole UltraServers, what is cancelled of them, and their orders.
import { describe, expect, it } from "vitest";
import { compileDeliveries } from "../../src/compile/deliveries.ts";
import { hallAdditions } from "../../src/compile/halls.ts";
import { epochSeconds } from "../../src/engine/index.ts";
import { DAY, contextOf, system } from "./parts.ts";

/** Names of the catalogue, so that a scenario may give them; what they can do is made up here. */
const [OLD, NEW, WET] = ["trn2-ultraserver", "trn3-gen1", "trn3-gen2"];
const systems = new Map([
  system(OLD, { wattsPerChip: 1000 }),
  system(NEW, { wattsPerChip: 1000, availableEpoch: epochSeconds("2026-04-01") }),
  system(WET, { wattsPerChip: 1000, fitsAir: false, availableEpoch: epochSeconds("2025-12-01") }),
]);

function compiled(delivery: object, others: object = {}): ReturnType<typeof compileDeliveries> {
  const context = contextOf({ deliveries: { first: null, one: delivery }, ...others });
  return compileDeliveries(context, hallAdditions(context), systems);
}
/** Day, UltraServers and system of each batch. */
const rows = (delivery: object, others?: object): readonly (readonly [number, number, string])[] =>
  compiled(delivery, others).batches.map((b) => [Math.round((b.time / DAY) * 100) / 100, b.us, b.system]);
const at = { site: "campus", system: OLD };

describe("a delivery", () => {
  it("comes in the nearest whole number of UltraServers, and at least one", () => {
    const batch = { ...at, kind: "batch", date: "2026-02-01" };
    expect(rows({ ...batch, chips: 34 })).toEqual([[31, 3, OLD]]);
    expect(rows({ ...batch, chips: 36 })).toEqual([[31, 4, OLD]]);
    expect(rows({ ...batch, chips: 1 })).toEqual([[31, 1, OLD]]);
  });

  it("that is ordered comes after its lead time, and later by its slip", () => {
    const order = { ...at, kind: "order", ordered: "2025-12-02", leadTimeDays: 45, chips: 20 };
    expect(rows(order)).toEqual([[15, 2, OLD]]);
    expect(rows({ ...order, slip: { kind: "fixed", months: 1 } })).toEqual([[45.44, 2, OLD]]);
  });

  it("that ramps comes in even steps whose sum is the whole", () => {
    const ramp = { ...at, kind: "ramp", from: "2026-01-01", to: "2026-01-29", chips: 100 };
    expect(rows(ramp)).toEqual([
      [0, 3, OLD],
      [7, 2, OLD],
      [14, 3, OLD],
      [21, 2, OLD],
    ]);
  });

  it("that stands is there at the start, as old as it is", () => {
    const { batches, orders } = compiled({ ...at, kind: "standing", since: "2025-01-01", chips: 50 });
    expect(batches).toEqual([
      { delivery: "one", site: "campus", system: OLD, planned: 0, time: 0, us: 5, since: -365 * DAY },
    ]);
    expect(orders).toEqual([]);
  });
});

describe("a fill", () => {
  // 12 MW of air on day 0, 8 MW of liquid on day 181; an UltraServer has 10 kW.
  const fill = { kind: "fill", system: OLD, months: 0, share: 0.5 };

  it("fills its share of each hall on the day the hall was planned for", () => {
    expect(rows(fill)).toEqual([
      [0, 600, OLD],
      [181, 400, OLD],
    ]);
    expect(rows({ ...fill, halls: "liquid" })).toEqual([[181, 400, OLD]]);
    expect(rows({ ...fill, phasesUntil: "2026-07-01" })).toEqual([[0, 600, OLD]]);
    expect(rows({ ...fill, phasesFrom: "2026-07-01" })).toEqual([[181, 400, OLD]]);
  });

  it("takes only halls its system fits", () => {
    expect(rows({ ...fill, system: WET })).toEqual([[181, 400, WET]]);
  });

  it("is put off with its hall where it follows what is ready", () => {
    const late = { sites: { campus: { extraMonths: 2 } } };
    expect(rows({ ...fill, halls: "liquid" }, late)).toEqual([[181, 400, OLD]]);
    expect(rows({ ...fill, halls: "liquid", follows: "ready" }, late)).toEqual([[241.88, 400, OLD]]);
  });

  it("fills what is ours of a hall: by tenancy, and under the agreement", () => {
    expect(rows(fill, { sites: { campus: { tenancyShare: 0.25 } } })[0]).toEqual([0, 150, OLD]);
    // 6 MW at peak PUE 1.2 are 5 MW of IT.
    expect(rows(fill, { agreement: { capacityMw: 6 } })).toEqual([[0, 250, OLD]]);
  });

  it("of the newest takes the newest that is there when the hall is planned and fits it", () => {
    const newest = { ...fill, system: undefined, newestOf: [OLD, NEW, WET] };
    expect(rows(newest)).toEqual([
      [0, 600, OLD],
      [181, 400, NEW],
    ]);
    // Four months after its availability on 1 April NEW does not count in July.
    expect(rows({ ...newest, volumeAfterMonths: 4 })[1]).toEqual([181, 400, WET]);
  });

  it("of the newest takes the first to come where none is there", () => {
    const newest = { ...fill, system: undefined, newestOf: [NEW], halls: "air" };
    expect(rows(newest)).toEqual([[0, 600, NEW]]);
  });
});

describe("a cancellation", () => {
  const ramp = { ...at, kind: "ramp", from: "2026-03-01", to: "2026-03-29", chips: 80, leadTimeDays: 30 };

  it("takes back what is not past its order-by date", () => {
    // Order-by dates: 30 January, 6, 13 and 20 February.
    expect(rows({ ...ramp, cancelled: "2026-02-07" })).toEqual([
      [59, 2, OLD],
      [66, 2, OLD],
    ]);
    expect(rows({ ...ramp, cancelled: "2026-02-06" })).toEqual([[59, 2, OLD]]);
    expect(rows({ ...ramp, cancelled: "2026-01-01" })).toEqual([]);
  });

  it("leaves two orders: what comes and what does not, each with its dates", () => {
    const day = (orders: ReturnType<typeof compiled>["orders"]): unknown =>
      orders.map((o) => [
        o.chips,
        o.plannedSeconds / DAY,
        o.orderBySeconds / DAY,
        o.first.time / DAY,
        o.cancelled,
      ]);
    expect(day(compiled({ ...ramp, cancelled: "2026-02-07" }).orders)).toEqual([
      [40, 59, 29, 59, false],
      [40, 73, 43, 73, true],
    ]);
  });

  it("has no order-by date where no lead time is stated", () => {
    const { orders } = compiled({ ...ramp, leadTimeDays: undefined });
    expect(orders).toHaveLength(1);
    expect(orders[0]?.orderBySeconds).toBeNaN();
  });

  it("of an order takes effect up to its own day", () => {
    const order = { ...at, kind: "order", ordered: "2026-02-01", leadTimeDays: 45.5, chips: 20 };
    expect(rows(order)).toEqual([[76.5, 2, OLD]]);
    expect(rows({ ...order, cancelled: "2026-02-01" })).toEqual([]);
  });
});
