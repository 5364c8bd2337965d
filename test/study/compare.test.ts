// Two scenarios on common random numbers: what is the same says so, what differs says by how much, contributions add up.
import { beforeAll, describe, expect, it } from "vitest";
import {
  attribute,
  changesBetween,
  compareOutcomes,
  differenceOf,
  incomparable,
  loadScenarioOrThrow,
  masksFor,
  runDraw,
  scenarioFor,
  simulateSync,
} from "../../src/index.ts";
import type { Outcome, Pair, Scenario, Setting } from "../../src/index.ts";
import { Stream } from "../../src/engine/index.ts";
import { correlationOf } from "../../src/study/compare.ts";

const scenario = (...settings: Setting[]): Scenario => loadScenarioOrThrow("first-campus", { settings });
const a = scenario();
const base = { sample: 0, seed: 1, replication: 0 };
const pairsOf = (x: Scenario, y: Scenario, count: number): Pair[] =>
  Array.from({ length: count }, (_, k) => {
    const draws = { ...base, sample: k + 1 };
    return { a: runDraw(x, draws), b: runDraw(y, draws) };
  });
const outcome = (values: Readonly<Record<string, number>>): Outcome => ({
  ...base,
  digest: "",
  startEpochSeconds: 0,
  horizonSeconds: 1000 * 86_400,
  headlines: Object.entries(values).map(([id, value]) => ({
    id,
    label: id,
    value,
    unit: "",
    illustrative: false,
  })),
  campaigns: [],
  months: [],
  series: [],
  monthly: {},
  reach: {},
});

describe("compareOutcomes", () => {
  it("finds nothing between a scenario and itself", () => {
    const pairs = pairsOf(a, a, 3);
    const { headlines } = compareOutcomes({ a: runDraw(a, base), b: runDraw(a, base) }, pairs);
    expect(new Set(headlines.map(({ verdict }) => verdict))).toEqual(new Set(["the same"]));
    expect(headlines.every(({ mean, low, high }) => mean === 0 && low === 0 && high === 0)).toBe(true);
  });

  it("sees three times the failures lower the productive share, with pairs that go together", () => {
    const b = scenario({ path: "reliability.multiplier", value: 3 });
    const result = compareOutcomes({ a: runDraw(a, base), b: runDraw(b, base) }, pairsOf(a, b, 8));
    const ettr = result.headlines.find(({ id }) => id === "ettr");
    expect(ettr?.verdict).toBe("lower");
    expect(ettr?.high).toBeLessThan(0);
    const drawn = result.headlines.find(({ id }) => id === "peak-drawn");
    expect(drawn?.correlation).toBeGreaterThan(0.9);
  });

  it("says of one pair that it is one", () => {
    const pair = { a: outcome({ x: 1 }), b: outcome({ x: 2 }) };
    expect(compareOutcomes(pair, [pair]).headlines[0]).toMatchObject({ mean: 1, verdict: "one pair only" });
  });

  it("holds the true difference in 95 of 100 intervals, within the binomial's error", () => {
    const draws = new Stream(7, 0, "coverage");
    const normal = (i: number): number => {
      let sum = -6;
      for (let k = 0; k < 12; k++) sum += draws.uniform(i, k);
      return sum;
    };
    const trials = 1000;
    const n = 6;
    let held = 0;
    for (let t = 0; t < trials; t++) {
      const pairs = Array.from({ length: n }, (_, k) => {
        const common = normal(3 * (t * n + k));
        const own = normal(3 * (t * n + k) + 1);
        return { a: outcome({ x: common }), b: outcome({ x: common + 0.5 + own }) };
      });
      const [row] = compareOutcomes(pairs[0] ?? { a: outcome({}), b: outcome({}) }, pairs).headlines;
      if ((row?.low ?? 1) <= 0.5 && (row?.high ?? 0) >= 0.5) held++;
    }
    // 3 standard errors of a share of 0.95 in 1,000 are 0.021.
    expect(Math.abs(held / trials - 0.95)).toBeLessThan(0.021);
  });

  it("tells by how many days a campaign is later, and in how many pairs it misses", () => {
    const DAY = 86_400;
    const run = (endDay: number): Outcome["campaigns"][number] => ({
      id: "c-1",
      campaign: "c",
      name: "C",
      run: 1,
      submitSeconds: 0,
      startSeconds: 0,
      endSeconds: endDay < 0 ? -1 : endDay * DAY,
      deadlineSeconds: 100 * DAY,
      state: "done",
    });
    const pair = (x: number, y: number): Pair => ({
      a: { ...outcome({}), campaigns: [run(x)] },
      b: { ...outcome({}), campaigns: [run(y)] },
    });
    const pairs = [pair(90, 95), pair(95, 110), pair(105, 130), pair(90, -1)];
    const [row] = compareOutcomes(pair(90, 95), pairs).campaigns;
    expect(row).toMatchObject({ pairs: 4, missedA: 1, missedB: 3 });
    expect(row?.laterDays.p50).toBe(20);
    expect(row?.lateDays?.p10).toBeCloseTo(14, 6);
  });
});

describe("correlationOf", () => {
  it.each([
    [[1, 2, 3], [2, 4, 6], 1],
    [[1, 2, 3], [3, 2, 1], -1],
    [[1, 2, 3, 4], [1, -1, -1, 1], 0],
  ])("of %j and %j is %f", (x, y, expected) => {
    expect(correlationOf(x, y)).toBeCloseTo(expected, 12);
  });
  it("is nothing where one does not vary", () => {
    expect(correlationOf([1, 1], [1, 2])).toBeUndefined();
  });
});

describe("changesBetween", () => {
  it("takes a number with its source as one change, the paths of a lever as one, and other sources as none", () => {
    const b = scenario(
      { path: "reliability.multiplier", value: 3 },
      { path: "sharing.policy", value: "partition" },
    );
    expect(changesBetween(a, b).map(({ paths }) => paths.map(({ path }) => path))).toEqual([
      ["reliability.multiplier"],
      ["sharing.policy"],
    ]);
    expect(changesBetween(a, a)).toEqual([]);
    const rainier = loadScenarioOrThrow("rainier");
    const moved = loadScenarioOrThrow("rainier", {
      settings: [
        { path: "sites.madison.tenancyShare", value: 0.7 },
        { path: "sites.ridgeland.tenancyShare", value: 0.7 },
      ],
    });
    expect(changesBetween(rainier, moved)).toHaveLength(1);
  });
});

describe("attribute", () => {
  const changed = (...settings: Setting[]): Scenario => scenario(...settings);
  const three: Setting[] = [
    { path: "reliability.multiplier", value: 3 },
    { path: "sharing.policy", value: "partition" },
    { path: "inference.scale", value: 1.5 },
  ];
  const five: Setting[] = [
    ...three,
    { path: "sharing.switchMinutes", value: 30 },
    { path: "fleet.burnInHours", value: 24 },
  ];

  it.each([
    ["averaged over all orders", three, 8],
    ["one after the other", five, 6],
  ])("%s, contributions add up to the difference", (_, settings, runs) => {
    const b = changed(...settings);
    const changes = changesBetween(a, b);
    const masks = masksFor(changes.length);
    expect(masks).toHaveLength(runs);
    const outcomes = new Map(masks.map((mask) => [mask, runDraw(scenarioFor(a, changes, mask), base)]));
    const whole = runDraw(b, base);
    for (const { id, value } of runDraw(a, base).headlines) {
      const sum = attribute(changes, outcomes).reduce(
        (total, each) => total + (each.contribution[id] ?? NaN),
        0,
      );
      const difference = (whole.headlines.find((each) => each.id === id)?.value ?? NaN) - value;
      expect(Math.abs(sum - difference), id).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
    }
  });
});

describe("incomparable", () => {
  it.each([
    [
      { end: "2027-06-01" },
      "the two must have one horizon: A runs from 2026-01-01 to 2028-01-01, B from 2026-01-01 to 2027-06-01",
    ],
    [{ binHours: 168 }, "the two must have bins of one length: A has 24 h, B 168 h"],
    [{}, "A and B are the same scenario: nothing differs that a run reads"],
  ])("%j: %s", (patch, message) => {
    expect(incomparable(a, loadScenarioOrThrow("first-campus", { patch }))).toBe(message);
  });
});

describe("differenceOf", () => {
  let relative: number;
  let delivered: number;
  beforeAll(() => {
    const b = simulateSync(scenario({ path: "reliability.multiplier", value: 2 }));
    const difference = differenceOf(simulateSync(a), b);
    relative = difference.relative;
    delivered = difference.delivered.reduce((sum, v) => sum + Math.abs(v), 0);
  });
  it("closes as both ledgers do, to 1e-9 of them in every bin", () => {
    expect(relative).toBeLessThan(1e-9);
    expect(delivered).toBeLessThan(1e-3);
  });
});
