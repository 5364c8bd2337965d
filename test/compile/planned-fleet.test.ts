// The fleet as planned: on planned days, burned in, replaced at its age where that pays; no slips, no ceilings.
import { describe, expect, it, test } from "vitest";
import { PlannedFleet } from "../../src/compile/planned-fleet.ts";
import type { Batch } from "../../src/compile/deliveries.ts";
import { epochSeconds } from "../../src/engine/index.ts";
import { DAY, YEAR, contextOf, system } from "./parts.ts";

/** Names of the catalogue, so that a scenario may give them; what they can do is made up here. */
const [OLD, NEW, LATER] = ["trn2-ultraserver", "trn3-gen1", "trn3-gen2"];

const systems = new Map([
  system(OLD),
  // Twice the watts, ten times the FLOP/s: five times the work per watt.
  system(NEW, { wattsPerChip: 200, peakBf16: 10, peakFp8: 20, availableEpoch: epochSeconds("2025-06-01") }),
  system(LATER, { peakFp8: 200, availableEpoch: epochSeconds("2026-11-01") }),
]);
const work = new Map(
  [...systems].map(([id, s]) => [id, { trainingPerWatt: s.peakFp8 / s.wattsPerChip, tokensPerWatt: 0 }]),
);
const batch = (change: Partial<Batch> = {}): Batch => ({
  delivery: "d",
  site: "campus",
  system: OLD,
  planned: 10 * DAY,
  // It slips by a hundred days, which nobody planned.
  time: 110 * DAY,
  us: 3,
  ...change,
});
const fleetOf = (fleet: object, ...batches: readonly Batch[]): PlannedFleet =>
  new PlannedFleet(contextOf({ fleet: { burnInHours: 48, ...fleet } }), batches, systems, work);
const refresh = { ageYears: 0.5, systems: [NEW, LATER], leadTimeDays: 30 };

describe("peak FLOP/s", () => {
  test.each([
    [0, 0],
    [11.9, 0],
    [12, 60],
    [200, 60],
  ])("on day %f of a batch planned for day 10, with two days of burn-in: %f", (day, flops) => {
    expect(fleetOf({}, batch()).peakFlops(day * DAY, "fp8")).toBe(flops);
  });

  it("goes by precision and adds up over batches and systems", () => {
    const fleet = fleetOf({}, batch(), batch({ system: NEW, us: 1 }));
    expect(fleet.peakFlops(20 * DAY, "bf16")).toBe(3 * 10 * 1 + 10 * 10);
    expect(fleet.peakFlops(20 * DAY, "fp8")).toBe(3 * 10 * 2 + 10 * 20);
  });

  it("has what stands at the start from its first moment, without burn-in", () => {
    const fleet = fleetOf({}, batch({ planned: 0, time: 0, since: -100 * DAY }));
    expect(fleet.peakFlops(0, "fp8")).toBe(60);
  });

  it("after a refresh is that of what fills the same watts, from the lead time after the age", () => {
    const fleet = fleetOf({ refresh: { ...refresh, systems: [NEW] } }, batch());
    const swap = 12 * DAY + 0.5 * YEAR + 30 * DAY;
    expect(fleet.peakFlops(swap - 1, "fp8")).toBe(60);
    // 3,000 W: 15 chips of 200 W with 20 FLOP/s.
    expect(fleet.peakFlops(swap, "fp8")).toBe(300);
  });

  it("is refreshed by the age it had at the start, and by what is there by then", () => {
    const fleet = fleetOf({ refresh }, batch({ planned: 0, time: 0, since: -0.4 * YEAR }));
    // Looked at on day 36.5, replaced on day 66.5 by what is there by then; looked at again on day 249, when LATER is
    // not there within the lead time, and then not before another year has gone.
    expect(fleet.peakFlops(66 * DAY, "fp8")).toBe(60);
    expect(fleet.peakFlops(67 * DAY, "fp8")).toBe(300);
    expect(fleet.peakFlops(364 * DAY, "fp8")).toBe(300);
    // Ten days more of lead, and it is ordered for the day it comes.
    const longer = { ...refresh, ageYears: 0.4, leadTimeDays: 140 };
    const patient = fleetOf({ refresh: longer }, batch({ planned: 0, time: 0, since: 0 }));
    // Looked at on day 146, for day 286: NEW. LATER would be there from day 304.
    expect(patient.peakFlops(285 * DAY, "fp8")).toBe(60);
    expect(patient.peakFlops(287 * DAY, "fp8")).toBe(300);
  });

  it("stays where nothing gains enough", () => {
    const fleet = fleetOf({ refresh: { ...refresh, systems: [OLD] } }, batch());
    expect(fleet.peakFlops(364 * DAY, "fp8")).toBe(60);
    const picky = fleetOf({ refresh: { ...refresh, systems: [NEW], minGain: 1 } }, batch());
    expect(picky.peakFlops(364 * DAY, "fp8")).toBe(300);
  });

  it("does not go back to an older chip", () => {
    const fleet = fleetOf({ refresh: { ...refresh, systems: [OLD] } }, batch({ system: NEW }));
    expect(fleet.peakFlops(364 * DAY, "fp8")).toBe(15 * 2 * 20);
  });
});

describe("mean chips of a pool", () => {
  // In service from day 12: 30 chips.
  test.each([
    [12, 22, 30],
    [2, 22, 15],
    [0, 12, 0],
    [100, 101, 30],
  ])("from day %i to %i: %i", (from, to, chips) => {
    expect(fleetOf({}, batch()).meanChips(`campus/${OLD}`, from * DAY, to * DAY)).toBeCloseTo(chips, 9);
  });

  it("of another pool are none", () => {
    expect(fleetOf({}, batch()).meanChips(`campus/${NEW}`, 0, 30 * DAY)).toBe(0);
  });

  it("leave one pool for another when they are replaced", () => {
    const fleet = fleetOf({ refresh: { ...refresh, systems: [NEW] } }, batch());
    const swap = 12 * DAY + 0.5 * YEAR + 30 * DAY;
    expect(fleet.meanChips(`campus/${OLD}`, swap - 5 * DAY, swap + 5 * DAY)).toBeCloseTo(15, 9);
    expect(fleet.meanChips(`campus/${NEW}`, swap - 5 * DAY, swap + 5 * DAY)).toBeCloseTo(7.5, 9);
  });
});
