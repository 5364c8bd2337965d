// What every sharing policy must keep, whichever it is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SHARING_POLICIES } from "../../src/scheduling/index.ts";
import type { PoolShare } from "../../src/scheduling/index.ts";

/** A pool as a run shows it: serving's claim is part of what is free. */
const pools: fc.Arbitrary<PoolShare> = fc
  .record({
    freeChips: fc.integer({ min: 0, max: 100_000 }),
    claimed: fc.double({ min: 0, max: 1, noNaN: true }),
    trainingChips: fc.integer({ min: 0, max: 100_000 }),
    trainingShare: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ claimed, ...rest }) => ({ ...rest, claimedChips: Math.floor(claimed * rest.freeChips) }));

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
