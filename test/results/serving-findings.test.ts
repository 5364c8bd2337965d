// What is said of latency, of the autoscaler, and of rates that nobody has measured.
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import { meansOf, middle, mixOf } from "../../src/results/latency-info.ts";
import { latencyFinding, replicasFinding, servingFindings } from "../../src/results/serving-findings.ts";
import { withServing } from "../../src/results/serving-headlines.ts";
import { servingRates } from "../../src/results/serving-rates.ts";
import type { LatencyInfo } from "../../src/results/types.ts";

const region = (
  name: string,
  ttftP99Seconds: number,
  ttftP50Seconds = 0.1,
): LatencyInfo["regions"][number] => ({
  id: name.toLowerCase(),
  name,
  ttftP50Seconds,
  ttftP99Seconds,
  tpotP50Seconds: 0.03,
  tpotP99Seconds: 0.04,
  withinSlo: 0.99,
});

describe("the finding on latency", () => {
  it.each<[string, readonly (readonly [string, number, number?])[], string]>([
    ["no region served", [], "Nothing is served, so nobody waits for a first token"],
    ["one region", [["Asia", 0.914]], "99 % of first tokens usually come within 0.91 s"],
    [
      "several alike",
      [
        ["Europe", 0.912],
        ["Asia", 0.914, 0.109],
      ],
      "99 % of first tokens usually come within 0.91 s in every region",
    ],
    [
      "several apart, whatever their order",
      [
        ["Europe", 0.96, 0.09],
        ["Asia", 12.36, 0.17],
        ["Americas", 20, 0.05],
      ],
      "The median first token takes 0.12 s longer in Asia than in Americas; 99 % usually come within 20.0 s everywhere",
    ],
  ])("with %s", (_, rows, text) => {
    const regions = rows.map((row) => region(...row));
    expect(latencyFinding({ regions }, undefined)).toBe(text);
  });
  it("says that rates are predicted, and only then", () => {
    const regions = [region("Asia", 1)];
    const rates = { band: 0.4, chips: ["Trainium2"] };
    expect(latencyFinding({ regions }, { ...rates, predicted: true })).toContain("prediction, ±40 %");
    expect(latencyFinding({ regions }, { ...rates, predicted: false })).not.toContain("prediction");
  });
  it("is left out where the scenario has neither latency nor an autoscaler", () => {
    expect(servingFindings(undefined, undefined, [])).toEqual({});
  });
});

describe("one mix of classes", () => {
  // Tokens, then a measure times the tokens, by class.
  const near = [
    [90, 90 * 1],
    [10, 10 * 5],
  ];
  const far = [
    [20, 20 * 2],
    [80, 80 * 6],
  ];
  it("takes the difference of place apart from that of who is served where", () => {
    const weights = mixOf([near, far], [true, true]);
    expect(weights).toEqual([0.55, 0.45]);
    const [, one = 0] = meansOf(near, weights);
    const [, other = 0] = meansOf(far, weights);
    // Each class takes 1 more far away; means over what each region is served differ by 3.8.
    expect(other - one).toBeCloseTo(1, 12);
  });
  it("leaves out a class that a region goes without, and a region that goes without all", () => {
    const some = [
      [0, 0],
      [80, 80 * 6],
    ];
    const none = [
      [0, 0],
      [0, 0],
    ];
    expect(mixOf([near, some, none], [true, true])).toEqual([0, 1]);
    expect(meansOf(none, [0, 1])[1]).toBeNaN();
  });
  it("is read in the middle bin: neither overload nor bins without service count for more", () => {
    expect(middle([0.3, NaN, 900, 0.2, 0.1])).toBe(0.2);
    expect(middle([NaN])).toBeNaN();
  });
  it("has no part of classes that are promised nothing", () => {
    expect(mixOf([near, far], [true, false])).toEqual([1, 0]);
  });
});

describe("a run with latency, routing and an autoscaler", () => {
  const { latency, findings, series } = simulateSync(
    loadScenarioOrThrow({
      extends: "first-campus",
      id: "quick",
      inference: { latency: {}, routing: { spill: "slo" }, autoscaler: { leadMinutes: 15 } },
    }),
  );
  const valuesOf = (prefix: string): number[] =>
    series
      .filter(({ id }) => id.startsWith(prefix))
      .flatMap(({ mean }) => [...mean].filter((value) => !Number.isNaN(value)));
  it("has a mix that adds up, and percentiles within those of its hours and classes", () => {
    expect(latency?.classes.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(latency?.regions.length).toBeGreaterThan(0);
    for (const row of latency?.regions ?? []) {
      expect(row.ttftP50Seconds).toBeLessThan(row.ttftP99Seconds);
      expect(row.tpotP50Seconds).toBeLessThan(row.tpotP99Seconds);
      for (const [measure, value] of [
        ["ttft-p99", row.ttftP99Seconds],
        ["tpot-p99", 1000 * row.tpotP99Seconds],
        ["within-slo", row.withinSlo],
      ] as const) {
        const values = valuesOf(`latency.${measure}.${row.id}.`);
        expect(value, `${row.id} ${measure}`).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9));
        expect(value, `${row.id} ${measure}`).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9));
      }
    }
  });
  it("has a finding for each", () => {
    expect(findings.latency).toMatch(/first token.* s.*prediction, ±40 %/);
    expect(findings.replicas).toMatch(/The autoscaler holds .* than a perfect one would/);
  });
});

describe("the finding on the autoscaler", () => {
  const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);
  it.each<[string, Float64Array, Float64Array, string]>([
    [
      "more",
      of(120_000, 130_000),
      of(100_000, 100_000),
      "The autoscaler holds 25 % more chips than a perfect one would: 25.0 k on average",
    ],
    ["as many", of(10, 20), of(10, 20), "The autoscaler holds no more chips than a perfect one would"],
    [
      "fewer",
      of(80),
      of(100),
      "The autoscaler holds 20 % fewer chips than a perfect one would: 20.0 on average",
    ],
    ["none at all", of(0), of(0), "No replica is needed"],
  ])("that holds %s", (_, held, least, text) => {
    expect(replicasFinding(held, least)).toBe(text);
  });
});

describe("predicted rates", () => {
  const generations = [
    { system: "a", name: "Measured", prediction: false, band: 0.35, tokensPerSecondPerMw: 5 },
    { system: "b", name: "New", prediction: true, band: 0.4, tokensPerSecondPerMw: 9 },
    { system: "c", name: "Serves nothing", prediction: true, band: 0.5, tokensPerSecondPerMw: 0 },
  ];
  it("are those of the fleet's own chips", () => {
    expect(servingRates([{ system: "a" }, { system: "b" }], generations)).toEqual({
      predicted: true,
      band: 0.4,
      chips: ["New"],
    });
    expect(servingRates([{ system: "a" }], generations)).toEqual({
      predicted: false,
      band: 0.35,
      chips: ["Measured"],
    });
    expect(servingRates([{ system: "c" }], generations)).toBeUndefined();
  });
  it("mark the headlines that rest on them", () => {
    const headline = (id: string) => ({ id, label: id, value: 1, unit: "1", illustrative: false });
    const rows = [headline("tokens"), headline("energy")];
    const marked = withServing(rows, undefined, { predicted: true, band: 0.4, chips: [] }, {});
    expect(marked.map(({ ratesBand }) => ratesBand)).toEqual([0.4, undefined]);
    expect(withServing(rows, undefined, { predicted: false, band: 0.35, chips: [] }, {})).toEqual(rows);
  });
  it("stand beside a headline of latency, which is the slowest region's", () => {
    const regions = [region("Asia", 1, 0.2), region("Europe", 2, 0.1)];
    const rows = withServing([], { classes: [], regions }, undefined, {});
    expect(rows.map(({ id, value, unit }) => [id, value, unit])).toEqual([
      ["ttft", 0.2, "s"],
      ["ttft-p99", 2, "s"],
    ]);
    expect(withServing([], { classes: [], regions: [] }, undefined, {})).toEqual([]);
  });
  it("are said of Trainium in a run, beside what it serves, and of latency", () => {
    const result = simulateSync(loadScenarioOrThrow("first-campus"));
    expect(result.servingRates).toMatchObject({ predicted: true, band: 0.4 });
    expect(result.findings.latency).toBeUndefined();
    expect(result.latency).toBeUndefined();
  });
});
