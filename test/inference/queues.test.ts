import { describe, expect, it } from "vitest";
import {
  allenCunneenWait,
  erlangB,
  erlangC,
  kimuraQuantile,
  leastServers,
  meanWait,
  sakasegawaWait,
  staffingBeta,
  waitBeyond,
} from "../../src/inference/queues.ts";

/** Erlang C by its recursion alone, however many servers. */
function recursiveC(servers: number, load: number): number {
  let inverse = 1;
  for (let k = 1; k <= servers; k++) inverse = 1 + (k / load) * inverse;
  const lost = 1 / inverse;
  return lost / (1 - (load / servers) * (1 - lost));
}

describe("Erlang", () => {
  it("B of one server is load / (1 + load)", () => {
    for (const load of [0.1, 0.7, 3]) expect(erlangB(1, load)).toBeCloseTo(load / (1 + load), 14);
  });

  it("C of one server is the load", () => {
    for (const load of [0.1, 0.7, 0.99]) expect(erlangC(1, load)).toBeCloseTo(load, 13);
  });

  it.each([
    [10, 7, 0.22173],
    [100, 90, 0.21694],
    [50, 40, 0.08695],
  ])("C(%i, %i) is %f", (servers, load, waits) => {
    expect(Math.abs(erlangC(servers, load) - waits)).toBeLessThan(1e-5);
  });

  it("goes on beyond the recursion within the error it states", () => {
    for (const [servers, load] of [
      [10_001, 9600],
      [10_001, 9900],
      [10_001, 9999],
      [10_175, 10_000],
      [20_000, 19_800],
      [100_551, 100_000],
    ] as const) {
      const exact = recursiveC(servers, load);
      expect(Math.abs(erlangC(servers, load) / exact - 1)).toBeLessThan(4e-6);
      const lost = erlangB(servers, load);
      expect(lost / (1 - (load / servers) * (1 - lost))).toBeCloseTo(erlangC(servers, load), 10);
    }
  });

  it("has an answer at the edges", () => {
    expect([erlangC(5, 0), erlangC(5, 5), erlangC(20_000, 20_000), erlangB(5, 0)]).toEqual([0, 1, 1, 0]);
    expect(meanWait(5, 5, 1)).toBe(Infinity);
    expect(kimuraQuantile(5, 6, 1, 1, 0.01)).toBe(Infinity);
    expect(kimuraQuantile(100, 50, 1, 1, 0.01)).toBe(0);
  });
});

describe("waits", () => {
  it("of M/M/50 at 20 a second, held 2 s, are the published ones", () => {
    expect(meanWait(50, 40, 2)).toBeCloseTo(0.01739, 5);
    expect(waitBeyond(50, 40, 2, 1)).toBeCloseTo(5.86e-4, 6);
    expect(kimuraQuantile(50, 40, 2, 1, 0.01)).toBeCloseTo(0.4326, 4);
    expect(allenCunneenWait(50, 40, 2, 4, 1.5)).toBeCloseTo(0.04782, 5);
    expect(sakasegawaWait(50, 40, 2, 4, 1.5)).toBeCloseTo(0.0722, 4);
  });

  it("at the quantile of M/M/c are exceeded by just that share", () => {
    const seconds = kimuraQuantile(100, 95, 3, 1, 0.05);
    expect(waitBeyond(100, 95, 3, seconds)).toBeCloseTo(0.05, 12);
  });

  it("do not rise when arrivals and servers double", () => {
    for (const load of [3, 40, 900])
      expect(meanWait(2 * Math.ceil(load * 1.1), 2 * load, 1)).toBeLessThanOrEqual(
        meanWait(Math.ceil(load * 1.1), load, 1),
      );
  });
});

describe("staffing", () => {
  it.each([
    [0.5, 0.506],
    [0.2, 1.0615],
    [0.1, 1.4202],
    [0.05, 1.7398],
    [0.01, 2.3749],
  ])("beta at which %f wait is %f", (waits, beta) => {
    expect(Math.abs(staffingBeta(waits) - beta)).toBeLessThan(1e-3);
  });

  it.each([
    [10, 17],
    [100, 119],
    [1000, 1056],
    [10_000, 10_175],
    [100_000, 100_551],
  ])("a load of %i takes %i servers for 5 %% to wait", (load, servers) => {
    expect(leastServers(load, 0.05)).toBe(servers);
    // One fewer is too few.
    expect(erlangC(servers - 1, load)).toBeGreaterThan(0.05);
    expect(Math.abs(load + staffingBeta(0.05) * Math.sqrt(load) - servers)).toBeLessThan(2);
  });

  it("refuses a share that is none", () => {
    expect(() => staffingBeta(0)).toThrow("found 0");
  });
});
