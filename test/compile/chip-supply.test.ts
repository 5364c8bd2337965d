// What can be made and is left for us: ramps by quarter, their scale and delay, other customers' claims.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import type { Model } from "../../src/index.ts";
import { unitsAt } from "../../src/fleet/ceiling.ts";
import { AGENDA } from "../../src/model/types.ts";
import { tiny } from "../scenario/tiny.ts";
import { DAY } from "./parts.ts";

const QUARTER = 365.25 / 4;
/** Two batches of 640 Trainium2, on the first day and on day 100. */
const batch = (date: string): object => ({
  kind: "batch",
  site: "campus",
  system: "trn2-ultraserver",
  date,
  chips: 640,
});
const modelOf = (chipSupply: object, others: object = {}): Model =>
  compileModel(
    loadScenarioOrThrow({
      ...tiny,
      inference: undefined,
      deliveries: { first: batch("2026-01-01"), second: batch("2026-04-11") },
      chipSupply,
      ...others,
    }),
  );
/** Day and UltraServers of each delivery within the year. */
const arrivals = ({ agenda }: Model): readonly (readonly [number, number])[] =>
  [...agenda.time.keys()]
    .filter((i) => agenda.kind[i] === AGENDA.delivery)
    .map((i) => [Math.round(((agenda.time[i] ?? NaN) / DAY) * 1e4) / 1e4, agenda.amount[i] ?? NaN]);
const ramp = (change: object = {}): object => ({
  trainium2: { from: "2026-01-01", quarterlyChips: [640, 1280], ...change },
});

describe("a ramp", () => {
  it("holds a batch back until the world has made its chips, in the order of the batches", () => {
    // 640 at the end of the first quarter, 1,280 when half of the second is made: day 136.97.
    expect(arrivals(modelOf({ ramps: ramp() }))).toEqual([
      [QUARTER, 10],
      [Math.round(1.5 * QUARTER * 1e4) / 1e4, 10],
    ]);
  });

  it.each([
    ["twice as much", { scale: 2, ramps: ramp() }, [QUARTER / 2, 100]],
    ["half as much", { scale: 0.5, ramps: ramp() }, [1.5 * QUARTER, 2.5 * QUARTER]],
    ["three months later", { ramps: ramp({ delayMonths: 3 }) }, [2 * QUARTER, 2.5 * QUARTER]],
    ["the last quarter goes on", { ramps: ramp({ quarterlyChips: [320] }) }, [2 * QUARTER, 4 * QUARTER]],
    ["no shortage", { ramps: ramp({ quarterlyChips: [1e6] }) }, [640e-6 * QUARTER, 100]],
  ])("%s", (_, supply, days) => {
    const found = arrivals(modelOf(supply)).map(([day]) => day);
    const expected = days.filter((day) => day < 365);
    expect(found).toHaveLength(expected.length);
    found.forEach((day, i) => expect(day).toBeCloseTo(expected[i] ?? NaN, 3));
  });

  it("begins when the chip is available where it states no day", () => {
    const [supply] = modelOf({ ramps: ramp({ from: undefined }) }).supply;
    // 2024-12-03, 394 days before the start.
    expect(supply?.points[0]).toEqual({ at: -394 * DAY, units: 0 });
  });

  it("says what the deliveries take of it, for a refresh that comes later", () => {
    expect(modelOf({ ramps: ramp() }).supply).toMatchObject([{ chip: "trainium2", taken: 1280 }]);
  });

  it("moves the arrival of an order, and neither its plan nor its order-by date", () => {
    const order = { ...batch("2026-03-02"), leadTimeDays: 30 };
    const { orders } = modelOf({ ramps: ramp() }, { deliveries: { order } });
    expect(orders).toMatchObject([
      { plannedSeconds: 60 * DAY, orderBySeconds: 30 * DAY, arrivesSeconds: QUARTER * DAY, cancelled: false },
    ]);
  });

  it("does not hold what stands already", () => {
    const old = {
      kind: "standing",
      site: "campus",
      system: "trn2-ultraserver",
      since: "2025-01-01",
      chips: 640,
    };
    expect(arrivals(modelOf({ ramps: ramp({ quarterlyChips: [1] }) }, { deliveries: { old } }))).toEqual([
      [0, 10],
    ]);
  });
});

describe("other customers' claims", () => {
  /** 1.008 MW of facility at PUE 1.2 and 840 W are 1,000 chips, grown in a straight line over the year. */
  const claim = (change: object = {}): object => ({
    other: {
      from: "2026-01-01",
      until: "2027-01-01",
      facilityMw: 1.008,
      peakPue: 1.2,
      chips: ["trainium2"],
      ...change,
    },
  });
  const leftAt = (day: number, change: object = {}, ramps = ramp()): number => {
    const [supply] = modelOf({ ramps, claims: claim(change) }).supply;
    return supply === undefined ? NaN : unitsAt(supply, day * DAY);
  };

  it("are served first", () => {
    expect(leftAt(QUARTER)).toBeCloseTo(640 - (1000 * QUARTER) / 365, 6);
    expect(leftAt(2 * QUARTER)).toBeCloseTo(1920 - (2000 * QUARTER) / 365, 6);
  });

  it("count by their part, and not at all at 0", () => {
    expect(leftAt(QUARTER, { part: 0.5 })).toBeCloseTo(640 - (500 * QUARTER) / 365, 6);
    expect(leftAt(QUARTER, { part: 0 })).toBe(640);
  });

  it("take a chip only until the next of their list is there", () => {
    // Trainium3 has been there since 2025-12-02: none of this year's growth is in Trainium2.
    const list = {
      deliveries: { first: batch("2026-01-01"), next: { ...batch("2026-01-01"), system: "trn3-gen1" } },
    };
    const { supply } = modelOf({ ramps: ramp(), claims: claim({ chips: ["trainium2", "trainium3"] }) }, list);
    const trainium2 = supply.find((each) => each.chip === "trainium2");
    expect(trainium2 === undefined ? NaN : unitsAt(trainium2, QUARTER * DAY)).toBe(640);
  });

  it("never take back what has been delivered", () => {
    const { supply } = modelOf({
      ramps: ramp({ quarterlyChips: [640, 0] }),
      claims: claim({ from: "2026-06-01", until: "2026-07-01" }),
    });
    const units = supply[0]?.points.map((point) => point.units) ?? [];
    expect(units).toEqual(units.toSorted((a, b) => a - b));
    expect(Math.max(...units)).toBe(640);
  });
});

it("power-filled: chips never bind, and the run says so", () => {
  const model = modelOf({ mode: "power-filled", ramps: ramp({ quarterlyChips: [1] }) });
  expect(arrivals(model).map(([day]) => day)).toEqual([0, 100]);
  expect(model.supply).toEqual([]);
  expect(model.notes).toEqual([
    "Chips never bind: deliveries are power-filled, so ramps, their scale and other customers' claims are left out.",
  ]);
});
