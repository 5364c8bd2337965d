// What every sharing policy must keep, whichever it is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SHARING_POLICIES } from "../../src/sharing/index.ts";
import type { PoolShare } from "../../src/sharing/index.ts";

/** A pool as a run shows it: serving's claim is part of what is free. */
const pools: fc.Arbitrary<PoolShare> = fc
  .record({
    freeChips: fc.integer({ min: 0, max: 100_000 }),
    claimed: fc.double({ min: 0, max: 1, noNaN: true }),
    trainingChips: fc.integer({ min: 0, max: 100_000 }),
    trainingShare: fc.double({ min: 0, max: 1, noNaN: true }),
    elsewhere: fc.integer({ min: 0, max: 1_000_000 }),
    trainingElsewhere: fc.double({ min: 0, max: 1, noNaN: true }),
    trainingWaits: fc.boolean(),
  })
  .map(({ claimed, elsewhere, trainingElsewhere, ...rest }) => ({
    ...rest,
    claimedChips: Math.floor(claimed * rest.freeChips),
    fleetChips: rest.freeChips + rest.trainingChips + elsewhere,
    fleetTrainingChips: rest.trainingChips + Math.floor(trainingElsewhere * elsewhere),
  }));

describe.each(Object.values(SHARING_POLICIES))("$id", (policy) => {
  it("is known by its own id", () => {
    expect(SHARING_POLICIES[policy.id]).toBe(policy);
  });

  it("gives serving no less than nothing and no more than what is free", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const room = policy.servingRoom(pool);
        expect(room).toBeGreaterThanOrEqual(0);
        expect(room).toBeLessThanOrEqual(pool.freeChips);
      }),
    );
  });

  it("gives training nothing that serving has claimed", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        expect(policy.trainingRoom(pool)).toBeLessThanOrEqual(pool.freeChips - pool.claimedChips);
      }),
    );
  });

  it("takes from jobs only if it says so: what it gives serving is free already", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const held = { ...pool, freeChips: 0, claimedChips: 0 };
        expect(policy.servingRoom(held)).toBe(0);
        expect(policy.trainingRoom(held)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("protects no more of training than training holds", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const kept = policy.protectedChips?.(pool) ?? 0;
        expect(kept).toBeGreaterThanOrEqual(0);
        expect(kept).toBeLessThanOrEqual(pool.trainingChips);
      }),
    );
  });

  it("keeps to what is up once both have taken what they may", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const claimedChips = Math.max(pool.claimedChips, policy.servingRoom(pool));
        const more = Math.max(0, policy.trainingRoom({ ...pool, claimedChips }));
        expect(claimedChips + more).toBeLessThanOrEqual(pool.freeChips);
      }),
    );
  });
});

describe("training-floor", () => {
  const floor = SHARING_POLICIES["training-floor"];
  const fleet = { trainingShare: 0.35, fleetChips: 1000, claimedChips: 0 };
  // free, held here, held in the fleet, a job waits -> serving's room, chips protected
  it.each([
    [400, 100, 100, false, 400, 100],
    [400, 100, 100, true, 150, 100],
    [200, 100, 100, true, 0, 100],
    [400, 100, 350, true, 400, 100],
    [400, 100, 400, true, 400, 50],
    [400, 100, 500, false, 400, 0],
  ])(
    "free %i, held %i of %i in the fleet, waits %s: serving may have %i, %i are kept",
    (freeChips, trainingChips, fleetTrainingChips, trainingWaits, room, kept) => {
      const pool = { ...fleet, freeChips, trainingChips, fleetTrainingChips, trainingWaits };
      expect(floor?.servingRoom(pool)).toBe(room);
      expect(floor?.protectedChips?.(pool)).toBe(kept);
    },
  );
});
