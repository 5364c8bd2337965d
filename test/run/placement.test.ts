// How free chips are scattered, and what a job pays for each wider network domain.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Model, PlacementInfo, Result } from "../../src/index.ts";
import { AGENDA } from "../../src/model/types.ts";
import { ALL_MECHANISMS } from "../../src/run/all-mechanisms.ts";
import { World } from "../../src/run/world.ts";
import { fleetModel } from "../oracles/fleet-scenarios.ts";

const SMALL_JOB = 1_000_000;

/** Hosts that are free in each of four UltraServers of four hosts of 16 chips; a gang of one UltraServer waits. */
function scattered(free: readonly number[]): World {
  const model: Model = {
    ...fleetModel({ us: 4, days: 10, gang: { least: 1, most: 1 } }),
    fragmentation: true,
  };
  const { time, kind } = model.agenda;
  // The gang is asked for after the others have their places.
  const later = time.map((t, i) => (kind[i] === AGENDA.campaign ? 60 : t));
  const world = new World({ ...model, agenda: { ...model.agenda, time: later } }, ALL_MECHANISMS);
  world.advance(1);
  const { hosts } = world;
  free.forEach((count, us) => {
    const taken = hosts.hostsPerUs[0]! - count;
    if (taken > 0) hosts.takeHosts(0, us, taken, SMALL_JOB, []);
  });
  forget(world);
  return world;
}

function forget({ placement }: World): void {
  const sums = placement!.sums;
  for (const key of Object.keys(sums)) Object.assign(sums, { [key]: 0 });
}

describe("external fragmentation", () => {
  it("of UltraServers with 16, 32, 48 and 16 free chips is 1 - 48 / 112 = 0.571", () => {
    const world = scattered([1, 2, 3, 1]);
    world.placement!.look();
    const { sums } = world.placement!;
    expect(sums.freeChips).toBe(112);
    expect(sums.fragmentationInUs).toBeCloseTo(0.571, 3);
    // No UltraServer is whole: a gang finds nothing.
    expect(sums.fragmentation).toBe(1);
    expect(sums.partChips).toBe(112);
  });

  it("is none where all that is free is in one place, and half where it is in two", () => {
    const one = scattered([4, 0, 0, 0]);
    one.placement!.look();
    expect(one.placement!.sums).toMatchObject({
      freeChips: 64,
      fragmentation: 0,
      fragmentationInUs: 0,
      partChips: 0,
    });
    const two = scattered([2, 2, 0, 0]);
    two.placement!.look();
    expect(two.placement!.sums).toMatchObject({ freeChips: 64, fragmentationInUs: 0.5, partChips: 64 });
  });

  it("keeps a gang waiting that would fit after a move, and says so; not where chips are too few", () => {
    const waits = (free: readonly number[]): readonly number[] => {
      const world = scattered(free);
      world.advance(120);
      forget(world);
      world.placement!.look();
      return [world.placement!.sums.waitingJobs, world.placement!.sums.fitAfterMove];
    };
    expect(waits([1, 2, 3, 1])).toEqual([1, 1]);
    expect(waits([1, 1, 1, 0])).toEqual([1, 0]);
    expect(waits([4, 0, 0, 0])).toEqual([0, 0]);
  });

  it("is a mean over the hours of a run where a scenario asks for it, and changes nothing", () => {
    const asked = (fragmentation: boolean): Result =>
      startRun(
        compileModel(loadScenarioOrThrow("first-campus", { patch: { training: { fragmentation } } })),
      ).finish();
    const [plain, looked] = [asked(false), asked(true)];
    expect(plain.placement).toBeUndefined();
    expect(looked.digest).toBe(plain.digest);
    const found: PlacementInfo = looked.placement!;
    expect(found.fragmentation).toBeGreaterThanOrEqual(0);
    expect(found.fragmentation).toBeLessThanOrEqual(1);
    expect(found.freeChips).toBeGreaterThanOrEqual(found.largestGangChips);
    expect(found.fitAfterMoveJobHours).toBeLessThanOrEqual(found.waitingJobHours);
  });
});

describe("a wider network domain", () => {
  it("costs its factor from two UltraServers on, and beside that of a building", () => {
    const speed = (us: number, training: object, buildingItMw = 1000): number => {
      const model = fleetModel({ us: 8, days: 2, gang: { least: us, most: us } });
      const job = startRun({
        ...model,
        ...training,
        sites: model.sites.map((site) => ({ ...site, buildingItWatts: buildingItMw * 1e6 })),
      }).finish().jobs[0]!;
      return job.flopsGoal / job.maxChips;
    };
    const factor = { ultraServerMfuFactor: 0.9 };
    expect(speed(1, factor)).toBe(speed(1, {}));
    expect(speed(2, factor) / speed(1, {})).toBeCloseTo(0.9, 12);
    expect(speed(8, factor, 0.1) / speed(1, {})).toBeCloseTo(0.9 * 0.97, 12);
  });
});
