import { describe, expect, it } from "vitest";
import { FLUID, FLUID_SIZE, fluidStep } from "../../src/inference/overload.ts";

function step(
  backlog: number,
  arrivals: number,
  capacity: number,
  patience: number,
  seconds: number,
): { backlog: number; served: number; dropped: number; meanWait: number } {
  const out = new Float64Array(FLUID_SIZE);
  fluidStep(backlog, arrivals, capacity, patience, seconds, out);
  return {
    backlog: out[FLUID.backlog]!,
    served: out[FLUID.served]!,
    dropped: out[FLUID.dropped]!,
    meanWait: out[FLUID.meanWait]!,
  };
}

describe("a pool as a fluid", () => {
  it("serves all at once below its capacity", () => {
    expect(step(0, 8, 10, 60, 3600)).toEqual({ backlog: 0, served: 28_800, dropped: 0, meanWait: 0 });
  });

  it("piles up the surplus, and the last to come waits backlog / capacity", () => {
    const { backlog, served, dropped, meanWait } = step(0, 12, 10, 1000, 3600);
    expect([backlog, served, dropped]).toEqual([7200, 36_000, 0]);
    // From 0 to 720 s, evenly.
    expect(meanWait).toBeCloseTo(360, 9);
  });

  it("drops who would wait longer than the patience", () => {
    const { backlog, served, dropped, meanWait } = step(0, 12, 10, 60, 3600);
    // 600 waiting after 300 s; then 2 a second are lost.
    expect([backlog, served, dropped]).toEqual([600, 36_000, 6600]);
    expect(meanWait).toBeCloseTo((300 * 12 * 30 + 3300 * 10 * 60) / (300 * 12 + 3300 * 10), 9);
  });

  it("works off a backlog", () => {
    const { backlog, served, meanWait } = step(1000, 5, 10, 600, 3600);
    expect([backlog, served]).toEqual([0, 19_000]);
    expect(meanWait).toBeCloseTo((200 * 50) / 3600, 9);
  });

  it("drops at once what a fall in capacity leaves beyond patience, and everything without capacity", () => {
    expect(step(1000, 0, 1, 60, 10)).toEqual({ backlog: 50, served: 10, dropped: 940, meanWait: 0 });
    expect(step(7, 2, 0, 60, 10)).toEqual({ backlog: 0, served: 0, dropped: 27, meanWait: 0 });
  });

  it("loses nothing, and two half steps are one whole", () => {
    for (const [q, a, c, p] of [
      [0, 12, 10, 60],
      [900, 3, 10, 200],
      [50, 10, 10, 7],
      [400, 11, 10, 50],
    ] as const) {
      const whole = step(q, a, c, p, 600);
      expect(whole.served + whole.dropped + whole.backlog).toBeCloseTo(q + a * 600, 6);
      const first = step(q, a, c, p, 300);
      const second = step(first.backlog, a, c, p, 300);
      expect(second.backlog).toBeCloseTo(whole.backlog, 8);
      expect(first.served + second.served).toBeCloseTo(whole.served, 6);
    }
  });
});
