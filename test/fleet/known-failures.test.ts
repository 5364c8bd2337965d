// Failures and outages by date come when and where they are said to, and take out what they are said to take.
import { describe, expect, it } from "vitest";
import { startRun } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { CHIPS_PER_US, delivered, fleetModel, hoursIn } from "../oracles/fleet-scenarios.ts";
import type { FleetCase } from "../oracles/fleet-scenarios.ts";

const US = 8;
const run = (fleet: Partial<FleetCase>): Result =>
  startRun(fleetModel({ us: US, days: 10, ...fleet })).finish();
const failure = (at: string, more: object = {}): object => ({
  at,
  site: "campus",
  cause: "psu",
  repairHours: 5,
  ...more,
});
const listed = (...failures: object[]): Partial<FleetCase> => ({ reliability: { failures } as never });

describe("failures by date", () => {
  it("take out a host, or an UltraServer, for the hours that are stated, and are counted by cause", () => {
    const result = run(
      listed(
        failure("2026-01-02T03:30Z"),
        failure("2026-01-05T00:00Z", { of: "ultraserver", cause: "pump" }),
      ),
    );
    expect(result.failures).toEqual([
      { cause: "psu", of: "host", count: 1 },
      { cause: "pump", of: "ultraserver", count: 1 },
    ]);
    expect(hoursIn(result, "repair")).toBeCloseTo(5 * 16 + 5 * 64, 6);
  });

  it("strike the host that is named once, however often it is named while it is down", () => {
    const same = { number: 7, system: "trn2-ultraserver" };
    const result = run(listed(failure("2026-01-02T03:30Z", same), failure("2026-01-02T06:30Z", same)));
    expect(result.failures).toEqual([{ cause: "psu", of: "host", count: 1 }]);
  });

  it("find another host where those they fall on are down", () => {
    const all = Array.from({ length: 30 }, () => failure("2026-01-02T03:30Z"));
    const result = run(listed(...all));
    expect(result.failures).toEqual([{ cause: "psu", of: "host", count: 30 }]);
    expect(hoursIn(result, "repair")).toBeCloseTo(30 * 5 * 16, 6);
  });
});

describe("an outage by date", () => {
  const storm = { storm: { from: "2026-01-03T06:00Z", hours: 30 } };
  it("takes out the whole site, its broken hosts too, and the gang loses what was not checkpointed", () => {
    const gang = {
      gang: { least: 4, most: US },
      checkpoint: { writeSeconds: 0, interval: 7200 },
      outages: storm,
    };
    const result = run({ ...gang, ...listed(failure("2026-01-03T05:00Z", { repairHours: 20 })) });
    expect(hoursIn(result, "site-outage")).toBeCloseTo(30 * US * CHIPS_PER_US, 6);
    // An hour before it; while it lasts the broken host is without power first of all.
    expect(hoursIn(result, "repair")).toBeCloseTo(1 * 16, 6);
    // Since 05:00 it had run on seven UltraServers, an hour beyond its last checkpoint of every two hours.
    expect(hoursIn(result, "lost")).toBeCloseTo(1 * US * CHIPS_PER_US + 1 * (US - 1) * CHIPS_PER_US, 6);
    expect(result.jobs[0]?.failures).toBe(2);
    expect(result.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["site-outage", "site-back", "job-resume"]),
    );
  });

  it("that overlaps another ends with the later one", () => {
    const result = run({ outages: { ...storm, flood: { from: "2026-01-04T00:00Z", hours: 48 } } });
    expect(hoursIn(result, "site-outage")).toBeCloseTo((18 + 48) * US * CHIPS_PER_US, 6);
    expect(result.failures).toEqual([{ cause: "site", of: "site", count: 2 }]);
  });

  it("leaves a fleet without one as it was", () => {
    const plain = run({ hazards: { chipPerHour: 1e-4 } });
    const later = run({ hazards: { chipPerHour: 1e-4 }, outages: {} });
    expect(later.digest).toBe(plain.digest);
    expect(delivered(plain)).toBeGreaterThan(0);
  });
});

describe("detection", () => {
  it("adds its minutes to the repair and to the restart", () => {
    const one = listed(failure("2026-01-02T03:30Z"));
    const slow = run({ reliability: { ...one.reliability, detectMinutes: 60 } });
    expect(hoursIn(slow, "repair")).toBeCloseTo(6 * 16, 6);
    const restart = (minutes: number): number =>
      hoursIn(
        run({
          reliability: { ...one.reliability, detectMinutes: minutes },
          gang: { least: 4, most: US },
          recoveryMinutes: 30,
        }),
        "restarting",
      );
    // Seven UltraServers restart, and eight when the eighth is back.
    expect(restart(0)).toBeCloseTo(0.5 * (US - 1) * CHIPS_PER_US + 0.5 * US * CHIPS_PER_US, 6);
    expect(restart(60)).toBeCloseTo(1.5 * (US - 1) * CHIPS_PER_US + 1.5 * US * CHIPS_PER_US, 6);
  });
});
