// A run that fetches what its model asks for is the run that has everything; one that lacks it does not go on without.
import { describe, expect, it } from "vitest";
import { compileModel, DISCIPLINES, loadScenarioOrThrow, runModel, startRun } from "../../src/index.ts";
import type { Model } from "../../src/index.ts";
import { fetchMechanisms } from "../../src/run/mechanisms.ts";
import { World } from "../../src/run/world.ts";

/** The first year of the small preset, and what a patch adds to it. */
const model = (patch: object): Model =>
  compileModel(
    loadScenarioOrThrow("first-campus", {
      patch: { end: "2027-01-01", ...patch },
    }),
  );

const plain = model({});
const queued = model({ training: { queue: { discipline: "easy-sjbf" } } });
const worn = model({
  reliability: {
    wear: { kind: "weibull", shape: 2 },
    replace: { failures: 2, days: 30, hours: 24 },
    maintenance: { of: "host", everyDays: 60, hours: 4 },
  },
});
const refreshed = model({
  fleet: { refresh: { ageYears: 0.1, leadTimeDays: 3, systems: ["trn3-gen2"] } },
});

describe("mechanisms of few models", () => {
  it("are fetched for the models that ask for them, and for no other", async () => {
    expect(await fetchMechanisms(plain, {})).toEqual({});
    expect(Object.keys(await fetchMechanisms(queued, {}))).toEqual(["StreamQueue"]);
    expect(Object.keys(await fetchMechanisms(refreshed, {}))).toContain("Refresh");
    expect(Object.keys(await fetchMechanisms(worn, {}))).toEqual(["HostAges", "Maintenance", "Replacements"]);
    const { easy } = DISCIPLINES;
    expect(Object.keys(await fetchMechanisms(plain, { discipline: easy! }))).toEqual(["StreamQueue"]);
  });

  it("give the same run, fetched or at hand", async () => {
    const digests = [];
    for (const each of [plain, queued, refreshed, worn]) {
      const { digest } = await runModel(each);
      expect(digest).toBe(startRun(each).finish().digest);
      digests.push(digest);
    }
    // Each of them does something here.
    expect(new Set(digests).size).toBe(4);
  });

  it("are missed where a run was not given them", () => {
    expect(() => new World(queued, {})).toThrow("StreamQueue, which the run was not given");
    expect(() => new World(refreshed, {})).toThrow("Refresh, which the run was not given");
    expect(() => new World(worn, {})).toThrow("HostAges, which the run was not given");
  });
});
