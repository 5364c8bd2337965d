// Spares are kept from those who would take them, and are there for those who lose an UltraServer.
import { describe, expect, it } from "vitest";
import { binomialQuantile, poissonQuantile } from "../../src/fleet/spares.ts";
import type { Result } from "../../src/index.ts";
import { CHIPS_PER_US, fleetModel, hoursIn, runs } from "../oracles/fleet-scenarios.ts";
import type { FleetCase } from "../oracles/fleet-scenarios.ts";
import { mean } from "../oracles/statistics.ts";

const US = 100;
const DAYS = 200;
/** Each UltraServer is out for 24 h once in 1,000 h: 2.3 of a hundred at a time, more than six in one of a hundred moments. */
const fleet: FleetCase = {
  us: US,
  days: DAYS,
  hazards: { fabricPerHour: 1e-3 },
  repair: { fabricHours: 24 },
  gang: { least: 80, most: 80 },
  filler: true,
  checkpoint: { writeSeconds: 0, interval: 60 },
};
const SPARES = 6;
const withSpares = (spares: object): FleetCase => ({ ...fleet, reliability: { spares } as never });
const whole = US * CHIPS_PER_US * DAYS * 24;
/** Share of the run in which the gang of 80 waits for an UltraServer. */
const stalled = (result: Result): number =>
  (result.jobs.find(({ campaign }) => campaign === "gang")?.chipHours.stalled ?? NaN) /
  (80 * CHIPS_PER_US * DAYS * 24);
const hours = (results: readonly Result[], ...states: string[]): number =>
  mean(results.map((result) => hoursIn(result, ...states)));

describe("spares", () => {
  const without = runs(fleetModel(fleet), 6);
  const kept = runs(fleetModel(withSpares({ by: "binomial" })), 6);

  it("are as many as are out at once, 99 times in a hundred", () => {
    const out = 0.024 / 1.024;
    expect(binomialQuantile(US, out, 0.99)).toBe(SPARES);
    // On the first day nothing is broken: all of them stand by.
    const [first] = runs(fleetModel({ ...withSpares({ by: "binomial" }), hazards: {}, days: 1 }), 1);
    expect(hoursIn(first!, "standby")).toBe(0);
    const still = { ...withSpares({ by: "share", share: 0.06 }), hazards: {}, days: 1 };
    expect(hoursIn(runs(fleetModel(still), 1)[0]!, "standby")).toBeCloseTo(6 * CHIPS_PER_US * 24, 6);
  });

  it("keep a gang from waiting, and without them it waits", () => {
    expect(mean(without.map(stalled))).toBeGreaterThan(0.2);
    expect(mean(kept.map(stalled))).toBeLessThan(0.01);
  });

  it("stand by while they are not needed: the target less what is out, as a Poisson has it", () => {
    let expected = 0;
    let chance = Math.exp(-2.344);
    for (let out = 0; out < SPARES; out++) {
      expected += (SPARES - out) * chance;
      chance *= 2.344 / (out + 1);
    }
    const found = hours(kept, "standby") / (CHIPS_PER_US * DAYS * 24);
    expect(Math.abs(found / expected - 1)).toBeLessThan(0.05);
    expect(hours(without, "standby")).toBe(0);
    expect(hours(kept, "repair") / whole).toBeCloseTo(0.0234, 2);
  });

  it("have quantiles that never fall as the chance rises", () => {
    let before = 0;
    for (const quantile of [0.1, 0.5, 0.9, 0.99, 0.999, 0.999999]) {
      const next = poissonQuantile(13.31, quantile);
      expect(next).toBeGreaterThanOrEqual(before);
      before = next;
    }
    expect(binomialQuantile(10, 1, 0.99)).toBe(10);
    expect(binomialQuantile(10, 0, 0.99)).toBe(0);
    // Hundreds of thousands of machines: the chance of none vanishes, and the quantile is a normal's.
    expect(binomialQuantile(400_000, 0.01, 0.99)).toBeCloseTo(4000 + 2.326 * Math.sqrt(3960), -1);
  });
});
