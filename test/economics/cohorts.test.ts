import { describe, expect, test } from "vitest";
import { Cohorts } from "../../src/economics/cohorts.ts";

describe("cohorts of a life of 100 s", () => {
  test("are written off in a straight line and never twice", () => {
    const cohorts = new Cohorts(100);
    cohorts.add(0, 1, 1_000);
    expect([50, 50, 75, 100, 200].map((until) => cohorts.writeOff(until))).toEqual([500, 0, 250, 250, 0]);
    expect(cohorts.carrying()).toBe(0);
  });
  test("that stand have aged by the start", () => {
    const cohorts = new Cohorts(100);
    cohorts.add(-40, 10, 1_000);
    cohorts.add(-400, 10, 1_000);
    expect(cohorts.carrying()).toBe(600);
    expect(cohorts.writeOff(10)).toBe(100);
  });
  test("retire the oldest first, whole or in part, and lose what is left of them", () => {
    const cohorts = new Cohorts(100);
    cohorts.add(-50, 10, 1_000);
    cohorts.add(0, 10, 1_000);
    cohorts.add(0, 10, 2_000);
    // 4 of the 10 oldest: 4 x 50.
    expect(cohorts.retire(4)).toBe(200);
    // The other 6, and 2 of the next: 6 x 50 + 2 x 100.
    expect(cohorts.retire(8)).toBe(500);
    expect(cohorts.carrying()).toBe(800 + 2_000);
    expect(cohorts.writeOff(50)).toBe(400 + 1_000);
    // All that is left, and some that never were.
    expect(cohorts.retire(100)).toBe(400 + 1_000);
    expect([cohorts.carrying(), cohorts.writeOff(100), cohorts.retire(1)]).toEqual([0, 0, 0]);
  });
  test("that have left leave no second time", () => {
    const cohorts = new Cohorts(100);
    cohorts.add(0, 10, 1_000);
    cohorts.add(0, 10, 3_000);
    expect([cohorts.retire(10), cohorts.retire(5), cohorts.retire(5)]).toEqual([1_000, 1_500, 1_500]);
  });
  test("of no life left cost nothing to retire", () => {
    const cohorts = new Cohorts(100);
    cohorts.add(0, 3, 1_000);
    cohorts.writeOff(100);
    expect(cohorts.retire(2)).toBe(0);
    expect(cohorts.retire(1)).toBe(0);
  });
});
