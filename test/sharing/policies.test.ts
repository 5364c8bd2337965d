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
    firm: fc.double({ min: 0, max: 1, noNaN: true }),
    preemptible: fc.boolean(),
    neededAhead: fc.integer({ min: 0, max: 200_000 }),
    reserve: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ claimed, elsewhere, trainingElsewhere, firm, ...rest }) => ({
    ...rest,
    firmChips: Math.floor(firm * rest.trainingChips),
    claimedChips: Math.floor(claimed * rest.freeChips),
    fleetChips: rest.freeChips + rest.trainingChips + elsewhere,
    fleetTrainingChips: rest.trainingChips + Math.floor(trainingElsewhere * elsewhere),
  }));

const NOTHING_AHEAD = { firmChips: 0, preemptible: true, neededAhead: 0, reserve: 0 };

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

  it("asks back no chip that it would give again", () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const most = policy.trainingMost?.(pool) ?? Infinity;
        const room = Math.max(0, policy.trainingRoom(pool));
        if (room > 0) expect(pool.trainingChips + room).toBeLessThanOrEqual(most);
        // What serving may not take is never asked back either.
        expect(most).toBeGreaterThanOrEqual(policy.protectedChips?.(pool) ?? 0);
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
  const fleet = { trainingShare: 0.35, fleetChips: 1000, claimedChips: 0, ...NOTHING_AHEAD };
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

describe("harvest", () => {
  const harvest = SHARING_POLICIES["harvest"]!;
  const pool: PoolShare = {
    freeChips: 1000,
    claimedChips: 0,
    trainingChips: 0,
    trainingShare: 0,
    fleetChips: 1000,
    fleetTrainingChips: 0,
    trainingWaits: true,
    firmChips: 0,
    preemptible: true,
    neededAhead: 0,
    reserve: 0.1,
  };

  // Hv = max(0, C - (1 + r) max D): C, r, most demand ahead -> chips.
  it.each([
    [1000, 0.1, 0, 1000],
    [1000, 0.1, 400, 560],
    [1000, 0, 400, 600],
    [1000, 0.1, 909, 0],
    [1000, 0.1, 5000, 0],
    [278, 0.1, 61, 210],
  ])("of %i chips, reserve %d, %i needed ahead: %i train", (freeChips, reserve, neededAhead, chips) => {
    expect(harvest.trainingRoom({ ...pool, freeChips, reserve, neededAhead })).toBe(chips);
  });

  it("gives what it has lent back as demand comes nearer, whoever holds it", () => {
    const lent = { ...pool, freeChips: 440, trainingChips: 560 };
    expect(harvest.trainingMost?.({ ...lent, neededAhead: 400 })).toBe(560);
    expect(harvest.trainingMost?.({ ...lent, neededAhead: 600 })).toBe(340);
    expect(harvest.trainingRoom({ ...lent, neededAhead: 600 })).toBe(0);
  });

  it("gives a job that may not be preempted training's own share or nothing", () => {
    const firm = { ...pool, preemptible: false };
    expect(harvest.trainingRoom(firm)).toBe(0);
    expect(harvest.trainingRoom({ ...firm, trainingShare: 0.3 })).toBe(300);
    const held = { ...firm, trainingShare: 0.3, freeChips: 600, trainingChips: 400, firmChips: 250 };
    expect(harvest.trainingRoom(held)).toBe(50);
    expect(harvest.protectedChips?.(held)).toBe(300);
    expect(harvest.servingRoom(held)).toBe(600);
    expect(harvest.servingRoom({ ...held, freeChips: 800, trainingChips: 200 })).toBe(700);
  });
});
