// By-date answers: what counts as so, as late, and as not decided.
import { describe, expect, it } from "vitest";
import { answersOf, loadScenarioOrThrow, parseQuestion, questionsOf } from "../../src/index.ts";
import type { Answer, Asked, Outcome } from "../../src/index.ts";
import { tiny } from "../scenario/tiny.ts";
import { monthly, outcome, run } from "./made.ts";

const DAY = 86_400;
const scenario = loadScenarioOrThrow(tiny, { patch: { end: "2028-01-01" } });
const answer = (asked: Asked, samples: readonly Outcome[], base = outcome({ sample: 0 })): Answer => {
  const [found] = answersOf(scenario, new Map([["q", asked]]), {
    base,
    samples,
    replications: [],
    failed: [],
  });
  if (found === undefined) throw new Error("no answer");
  return found;
};

describe("a campaign's run", () => {
  const asked: Asked = { kind: "campaign", campaign: "one", run: 2 };
  const samples = [
    outcome({ campaigns: [run(1, 90, 100), run(2, 190, 200)] }),
    // On its deadline is in time.
    outcome({ campaigns: [run(1, 90, 100), run(2, 200, 200)] }),
    outcome({ campaigns: [run(1, 90, 100), run(2, 210, 200)] }),
    outcome({ campaigns: [run(1, 90, 100), run(2, 230, 200)] }),
    // Its deadline passed and it never ended.
    outcome({ campaigns: [run(1, 90, 100), run(2, -1, 200)] }),
    // Still running at the end, its deadline ahead: this sample does not say.
    outcome({ campaigns: [run(2, -1, 800)] }),
    // Never begun: no deadline either.
    outcome({ campaigns: [run(1, -1, 100)] }),
  ];

  it("is met on or before its deadline, late after it, and open where neither can be said", () => {
    expect(answer(asked, samples)).toMatchObject({
      text: "one 2 ends by its deadline",
      samples: 5,
      undecided: 2,
      met: 2,
      chance: 0.4,
      late: { count: 3, p50Days: 30, p90Days: Infinity },
      base: undefined,
    });
  });

  it("by a date of one's own is late where it has not begun", () => {
    const found = answer({ ...asked, by: "2026-07-20" }, samples, samples[0]);
    // 200 days from 1 January is 20 July.
    expect(found).toMatchObject({ samples: 7, undecided: 0, met: 2, base: 1 });
    expect(found.text).toBe("one 2 ends by 2026-07-20");
    expect(found.late).toMatchObject({ count: 5, p50Days: Infinity });
  });

  it("has Wilson's interval for the samples that say", () => {
    const found = answer(asked, samples);
    expect(found.low).toBeGreaterThan(0.1);
    expect(found.high).toBeLessThan(0.8);
    expect(answer(asked, [])).toMatchObject({ samples: 0, chance: undefined, low: 0, high: 1 });
  });
});

describe("a campaign's runs together", () => {
  it("count each sample once, by the share of its runs", () => {
    const samples = [
      outcome({ campaigns: [run(1, 90, 100), run(2, 210, 200)] }),
      outcome({ campaigns: [run(1, 90, 100), run(2, 190, 200), run(3, 300, 300), run(4, -1, 900)] }),
      outcome({ campaigns: [] }),
    ];
    expect(answer({ kind: "campaign-runs", campaign: "one" }, samples)).toMatchObject({
      text: "one: a run ends by its deadline",
      samples: 2,
      undecided: 1,
      met: 1.5,
      chance: 0.75,
      late: { count: 1, p50Days: 10, p90Days: 10 },
    });
  });
});

describe("demand of a quarter", () => {
  const asked: Asked = { kind: "demand", quarter: "2027-Q1", unserved: 0.01 };
  const sample = (demand: readonly number[], unserved: readonly number[]): Outcome =>
    outcome({
      monthly: {
        "demand.all": monthly((m) => demand[m - 12] ?? 1),
        "unserved.all": monthly((m) => unserved[m - 12] ?? 1),
      },
    });

  it("is met where no more than that goes unserved over its three months together", () => {
    const found = answer(asked, [
      sample([100, 100, 100], [0, 0, 0]),
      // 3 of 300, were months alike; by their days (31, 28, 31) February counts less.
      sample([100, 100, 100], [0, 3, 0]),
      sample([100, 100, 100], [3, 0, 0.1]),
      sample([100, 100, 100], [0, 0, 3.2]),
    ]);
    expect(found).toMatchObject({ samples: 4, met: 2, chance: 0.5 });
    expect(found.text).toBe("At most 1 % of demand unserved in 2027-Q1");
    expect(found.late).toBeUndefined();
  });

  it("is not decided where there is no demand, or the quarter is not there", () => {
    expect(answer(asked, [sample([0, 0, 0], [0, 0, 0])])).toMatchObject({ samples: 0, undecided: 1 });
    expect(answer({ ...asked, quarter: "2028-Q1" }, [sample([1, 1, 1], [0, 0, 0])])).toMatchObject({
      undecided: 1,
    });
  });
});

describe("a site's level", () => {
  const asked: Asked = { kind: "site", site: "campus", measure: "energised", mw: 20, by: "2026-04-11" };
  const sample = (...steps: readonly (readonly [day: number, mw: number])[]): Outcome =>
    outcome({
      reach: {
        "power.energised.campus": {
          seconds: Float64Array.from(steps, ([day]) => day * DAY),
          level: Float64Array.from(steps, ([, mw]) => mw),
        },
      },
    });

  it("is reached where it is by the date, rounding aside, and late by the days it takes longer", () => {
    // 11 April is 100 days from 1 January.
    const found = answer(asked, [
      sample([0, 10], [100, 20]),
      sample([0, 10], [50, 19.999999999999996], [120, 30]),
      sample([0, 10], [130, 30]),
      sample([0, 10], [101, 19.9]),
    ]);
    expect(found).toMatchObject({ samples: 4, met: 2, late: { count: 2, p90Days: Infinity } });
    expect(found.text).toBe("campus: 20 MW energised by 2026-04-11");
    expect(answer(asked, [sample([130, 30])]).late).toEqual({ count: 1, p50Days: 30, p90Days: 30 });
  });

  it("is not decided by a run that does not have the site", () => {
    expect(answer(asked, [outcome()])).toMatchObject({ samples: 0, undecided: 1 });
  });
});

describe("questionsOf", () => {
  it("has the scenario's own, then every campaign with a deadline and every whole last quarter with demand", () => {
    const own = { kind: "demand", quarter: "2027-Q4", unserved: 0.05 };
    const asked = questionsOf(
      loadScenarioOrThrow(tiny, {
        patch: {
          end: "2029-06-01",
          questions: { own },
          inference: { from: "2026-11-01" },
          training: {
            campaigns: {
              one: { deadlineDays: 60 },
              two: { start: "2026-03-01", maxChips: 64, days: 3, mfu: 0.3 },
            },
          },
        },
      }),
    );
    expect([...asked.keys()]).toEqual(["own", "deadlines.one", "demand.2028-Q4"]);
    expect(asked.get("own")).toEqual(own);
  });

  it("asks nothing of demand where there is none", () => {
    const { inference: _, ...without } = tiny;
    expect([...questionsOf(loadScenarioOrThrow(without)).keys()]).toEqual([]);
  });
});

describe("parseQuestion", () => {
  it.each([
    ["campaign:frontier:1", { kind: "campaign", campaign: "frontier", run: 1 }],
    ["campaign:frontier", { kind: "campaign", campaign: "frontier", run: 1 }],
    ["campaign:frontier:2:2028-06-01", { kind: "campaign", campaign: "frontier", run: 2, by: "2028-06-01" }],
    ["demand:2029-Q3", { kind: "demand", quarter: "2029-Q3" }],
    ["demand:2029-Q3:0.05", { kind: "demand", quarter: "2029-Q3", unserved: 0.05 }],
    [
      "site:new-carlisle:energised:1500:2028-06-01",
      { kind: "site", site: "new-carlisle", measure: "energised", mw: 1500, by: "2028-06-01" },
    ],
  ])("reads %s", (text, expected) => {
    expect(parseQuestion(text)).toEqual(expected);
  });

  it.each([
    "",
    "campaign",
    "campaign:",
    "campaign:a:one",
    "campaign:a:1:2028-01-01:x",
    "demand:2029-Q3:some",
    "site:a:energised:1500",
    "site:a:lit:1500:2028-06-01",
    "site:a:energised:much:2028-06-01",
    "weather:2029",
  ])("knows no such question as %j", (text) => {
    expect(parseQuestion(text)).toBeUndefined();
  });
});
