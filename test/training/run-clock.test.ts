// The run clock in closed form, whatever the plan: never back, never more durable than done, whole at the end.
import fc from "fast-check";
import { expect, it } from "vitest";
import { computeUpTo, copiedAt, durableAt, planRun } from "../../src/training/index.ts";

const seconds = (most: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((i) => (most * i) / 1_000_000);
const plans = fc
  .tuple(seconds(1e5), seconds(5e3), seconds(300), seconds(500), fc.option(seconds(2e3)), seconds(60))
  .map(([work, tau, write, lag, every, copy]) => ({
    work: work + 1,
    plan: planRun(work + 1, tau + lag + 1, write, lag, every === null ? Infinity : every + 1, copy),
  }));

it("computes, copies and saves in order, and all of it by the end", () => {
  fc.assert(
    fc.property(plans, seconds(1), seconds(1), ({ work, plan }, a, b) => {
      const [u0, u1] = [Math.min(a, b) * plan.total, Math.max(a, b) * plan.total];
      const slack = 1e-9 * plan.total;
      for (const of of [computeUpTo, copiedAt, durableAt])
        expect(of(plan, u1)).toBeGreaterThanOrEqual(of(plan, u0) - slack);
      expect(computeUpTo(plan, u1) - computeUpTo(plan, u0)).toBeLessThanOrEqual(u1 - u0 + slack);
      expect(durableAt(plan, u1)).toBeLessThanOrEqual(copiedAt(plan, u1) + slack);
      expect(copiedAt(plan, u1)).toBeLessThanOrEqual(u1 + slack);
      expect(computeUpTo(plan, plan.total)).toBeCloseTo(work, 6);
      expect(durableAt(plan, plan.total)).toBe(plan.total);
    }),
    { numRuns: 2000 },
  );
});

it("counts an asynchronous checkpoint only once it is written", () => {
  const plan = planRun(3000, 600, 0, 100);
  expect([699.9, 700, 1299.9, 1300].map((u) => durableAt(plan, u))).toEqual([0, 600, 600, 1200]);
  expect(plan.total).toBe(3100);
});

it("goes back to the last copy in memory, and to disk where that is gone", () => {
  const plan = planRun(2400, 1200, 60, 0, 200, 2);
  // Five copies in each cycle of 1,200 + 5 x 2 + 60 s.
  expect(plan.cycle).toBe(1270);
  expect([201, 202, 1009, 1010, 1269, 1270, 1472].map((u) => copiedAt(plan, u))).toEqual([
    0, 202, 808, 1010, 1010, 1270, 1472,
  ]);
  expect(durableAt(plan, 1472)).toBe(1270);
});
