// What is wrong with factors, correlations, distributions and questions is said with path, rule and both numbers.
import { describe, expect, test } from "vitest";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const faults = (patch: unknown): readonly string[] => {
  const loaded = loadScenario(tiny, { patch });
  return loaded.ok ? [] : loaded.issues.map(formatIssue);
};
const factor = (...paths: string[]): object => ({ loading: 0.5, paths });
const three = {
  slips: factor("sites.*.phases.*"),
  chips: factor("fleet.burnInHours"),
  demand: factor("inference.growth.*"),
};
const correlated = (correlations: unknown): unknown => ({ uncertainty: { factors: three, correlations } });
const factors = (named: unknown): unknown => ({ uncertainty: { factors: named } });
const asked = (question: unknown): unknown => ({ questions: { q: question } });

describe("sound", () => {
  test.each<readonly [string, unknown]>([
    ["factors with members of every kind", factors(three)],
    ["numbers of the catalogue", factors({ watts: factor("catalogue.chips.*.allInWatts") })],
    ["deliveries", factors({ chips: factor("deliveries.*") })],
    ["a number that has no range now", factors({ power: factor("power.oversubscription") })],
    ["a pair in either order", correlated({ slips: { chips: 0.9 }, demand: { chips: -0.2 } })],
    [
      "a pair said twice alike, and each with itself",
      correlated({ slips: { slips: 1, chips: 0.4 }, chips: { slips: 0.4 } }),
    ],
    ["fixed without a range", { fleet: { burnInHours: { value: 3, distribution: "fixed" } } }],
    [
      "a campaign by its deadline",
      {
        training: { campaigns: { one: { deadlineDays: 60 } } },
        ...Object(asked({ kind: "campaign", campaign: "one" })),
      },
    ],
    ["demand of the last quarter", asked({ kind: "demand", quarter: "2026-Q4" })],
    ["a site on the last day", asked({ kind: "site", site: "campus", mw: 10, by: "2027-01-01" })],
  ])("%s", (_, patch) => {
    expect(faults(patch)).toEqual([]);
  });
});

// [what, patch, whole messages]
const cases: readonly (readonly [string, unknown, ...string[]])[] = [
  [
    "correlations that cannot all hold",
    correlated({ slips: { demand: 0.9, chips: 0.9 }, demand: { chips: -0.5 } }),
    "uncertainty.correlations must be positive definite: slips-demand 0.9, slips-chips 0.9, demand-chips -0.5 cannot all hold, the smallest eigenvalue must be > 0 (found -0.547112)",
  ],
  [
    "two factors that are one",
    correlated({ slips: { demand: 1 } }),
    "uncertainty.correlations must be positive definite: slips-demand 1 cannot all hold, the smallest eigenvalue must be > 0 (found 0)",
  ],
  [
    "a pair given twice",
    correlated({ slips: { chips: 0.3 }, chips: { slips: 0.4 } }),
    "uncertainty.correlations.chips.slips must equal 0.3 of uncertainty.correlations.slips.chips, or be left out (found 0.4)",
  ],
  [
    "a factor with itself",
    correlated({ slips: { slips: 0.5 } }),
    "uncertainty.correlations.slips.slips must be 1, or be left out: it is with itself (found 0.5)",
  ],
  [
    "a factor that is not there, first",
    correlated({ slip: { chips: 0.5 } }),
    'uncertainty.correlations.slip must name a factor of uncertainty.factors; did you mean "slips"? (found "slip")',
  ],
  [
    "a factor that is not there, second",
    correlated({ slips: { watts: 0.5 } }),
    'uncertainty.correlations.slips.watts must name a factor of uncertainty.factors; use one of slips, chips, demand (found "watts")',
  ],
  [
    "a correlation beyond 1",
    correlated({ slips: { chips: 1.5 } }),
    "uncertainty.correlations.slips.chips must be <= 1 (found 1.5)",
  ],
  [
    "a path of nothing",
    factors({ burn: factor("fleet.burnInHour") }),
    'uncertainty.factors.burn.paths.0 must be the path of a number, with * for any one name; did you mean "fleet.burnInHours"? (found "fleet.burnInHour")',
  ],
  [
    "a path of a part, not a number",
    factors({ fleet: factor("fleet") }),
    'uncertainty.factors.fleet.paths.0 must be the path of a number, with * for any one name; did you mean "fleet.burnInHours"? (found "fleet")',
  ],
  [
    "a number in two factors",
    factors({ a: factor("inference.growth.*"), b: factor("fleet.burnInHours", "inference.growth.perYear") }),
    'uncertainty.factors.b.paths.1 must leave inference.growth.perYear to a: a number has one factor (found "inference.growth.perYear")',
  ],
  [
    "a slip in two factors",
    factors({ a: factor("deliveries.*"), slips: factor("deliveries.first") }),
    'uncertainty.factors.slips.paths.0 must leave deliveries.first to a: a number has one factor (found "deliveries.first")',
  ],
  [
    "a loading beyond 1",
    factors({ a: { loading: 1.2, paths: ["fleet.burnInHours"] } }),
    "uncertainty.factors.a.loading must be <= 1 (found 1.2)",
  ],
  [
    "a distribution without a range",
    { fleet: { burnInHours: { value: 3, distribution: "uniform" } } },
    'fleet.burnInHours.distribution needs low or high, or must be left out (found "uniform")',
  ],
  [
    "a logarithm of nothing",
    { fleet: { burnInHours: { value: 3, low: 0, high: 5, distribution: "lognormal" } } },
    "fleet.burnInHours.low must be > 0 where the distribution is lognormal (found 0)",
  ],
  [
    "a question about a campaign that is not there",
    asked({ kind: "campaign", campaign: "on", by: "2026-12-01" }),
    'questions.q.campaign must be a campaign of this scenario; did you mean "one"? (found "on")',
  ],
  [
    "a question about a run that never comes",
    asked({ kind: "campaign", campaign: "one", run: 2, by: "2026-12-01" }),
    "questions.q.run must be 1, as one runs once (found 2)",
  ],
  [
    "a question by a deadline that is not set",
    asked({ kind: "campaign", campaign: "one" }),
    "questions.q.by is needed, as one has no deadline",
  ],
  [
    "a question by a day after the end",
    asked({ kind: "campaign", campaign: "one", by: "2027-06-01" }),
    'questions.q.by must be after 2026-01-01 and up to 2027-01-01 (found "2027-06-01")',
  ],
  [
    "a question about a quarter outside",
    asked({ kind: "demand", quarter: "2027-Q1" }),
    'questions.q.quarter must lie whole between 2026-01-01 and 2027-01-01 (found "2027-Q1")',
  ],
  [
    "a quarter written otherwise",
    asked({ kind: "demand", quarter: "Q3 2026" }),
    'questions.q.quarter must be as 2029-Q3 (found "Q3 2026")',
  ],
  [
    "demand that nobody models",
    { inference: null, ...Object(asked({ kind: "demand", quarter: "2026-Q2" })) },
    "questions.q.quarter asks for demand, and the scenario has no inference",
  ],
  [
    "a site that is not there",
    asked({ kind: "site", site: "campsu", mw: 10, by: "2026-12-01" }),
    'questions.q.site must be a site of this scenario; did you mean "campus"? (found "campsu")',
  ],
];

test.each(cases)("%s", (_, patch, ...messages) => {
  expect(faults(patch)).toEqual(messages);
});
