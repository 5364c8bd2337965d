// Bad input of served models: how each comes to serve is said once, and what it names is there.
import { describe, expect, it } from "vitest";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const load = (inference: object, rest: object = {}): ReturnType<typeof loadScenario> =>
  loadScenario(tiny, { patch: { inference, ...rest } });
const faults = (inference: object): readonly string[] => {
  const found = load(inference);
  return found.ok ? [] : found.issues.map(formatIssue);
};
const next = (change: object): object => ({ models: { next: { llm: "llama-3-70b", ...change } } });
const parts = (models: object): object => ({ classes: { chat: { models } } });
const byOne = { releasedBy: { campaign: "one" } };

const cases: readonly (readonly [string, object, readonly string[]])[] = [
  [
    "neither a day nor a run nor a share",
    next({}),
    [
      'inference.models.next must give from or releasedBy, or have a share in inference.classes.<id>.models (found "neither")',
    ],
  ],
  [
    "a share from the first day and a release",
    { ...next(byOne), ...parts({ main: 0.5, next: 0.5 }) },
    [
      'inference.models.next must not be released and serve from the first day, by inference.classes.<id>.models (found "both")',
    ],
  ],
  [
    "a model of the catalogue that is not there",
    next({ llm: "llama-3-70", ...byOne }),
    [
      'inference.models.next.llm must be a model of the catalogue; did you mean "llama-3-70b"? (found "llama-3-70")',
    ],
  ],
  [
    "a campaign nobody runs",
    next({ releasedBy: { campaign: "onee" } }),
    [
      'inference.models.next.releasedBy.campaign must be a campaign of this scenario; did you mean "one"? (found "onee")',
    ],
  ],
  [
    "a second run of a campaign that runs once",
    next({ releasedBy: { campaign: "one", run: 2 } }),
    ["inference.models.next.releasedBy.run must be 1, as one runs once (found 2)"],
  ],
  [
    "no class",
    next({ ...byOne, classes: [] }),
    ['inference.models.next.classes must name a class, or be left out for all (found "none")'],
  ],
  [
    "a class that is not there",
    next({ ...byOne, classes: ["chatt"] }),
    [
      'inference.models.next.classes.0 must be one of inference.classes; did you mean "chat"? (found "chatt")',
    ],
  ],
  [
    "a model it replaces that is not there, or is itself",
    next({ ...byOne, replaces: ["mainn", "next"] }),
    [
      'inference.models.next.replaces.0 must be main or one of inference.models; did you mean "main"? (found "mainn")',
      'inference.models.next.replaces.1 must be another served model (found "next")',
    ],
  ],
  [
    "nothing to replace",
    next({ ...byOne, replaces: [] }),
    ['inference.models.next.replaces must name a served model, or be left out for all (found "none")'],
  ],
  [
    "the first model's id",
    { models: { main: { llm: "llama-3-70b", ...byOne } } },
    ['inference.models.main must have another id: main is the model of inference.llm (found "main")'],
  ],
  [
    "parts that do not add up",
    { ...next({}), ...parts({ main: 0.7, next: 0.2 }) },
    ["inference.classes.chat.models must have shares that add up to 1 (found 0.9)"],
  ],
  [
    "a part of a model that is not there",
    { ...next({}), ...parts({ main: 0.7, next: 0.2, nextt: 0.1 }) },
    [
      'inference.classes.chat.models.nextt must be main or one of inference.models; did you mean "next"? (found "nextt")',
    ],
  ],
];

describe("served models", () => {
  it.each(cases)("refuses %s", (_, inference, expected) => {
    expect(faults(inference)).toEqual(expected);
  });

  it("takes a day, a run, both, or parts from the first day", () => {
    expect(faults(next({ from: "2026-06-01" }))).toEqual([]);
    expect(faults(next({ from: "2020-06-01" }))).toEqual([]);
    expect(faults(next(byOne))).toEqual([]);
    expect(faults(next({ ...byOne, from: "2026-06-01" }))).toEqual([]);
    expect(faults({ ...next({}), ...parts({ main: 0.7, next: 0.3 }) })).toEqual([]);
  });

  it("warns of a release after the end", () => {
    const warnings = (inference: object, rest: object = {}): readonly string[] => {
      const found = load(inference, rest);
      if (!found.ok) throw new Error(found.issues.map(formatIssue).join("\n"));
      return found.warnings.map(formatIssue);
    };
    expect(warnings(next({ from: "2027-01-01" }))).toEqual([
      "inference.models.next.from is after the end 2027-01-01 (found 2027-01-01)",
    ]);
    const yearly = { training: { campaigns: { one: { everyDays: 100 } } } };
    // Runs start on 1 February, 12 May, 20 August and 28 November.
    expect(warnings(next({ releasedBy: { campaign: "one", run: 4 } }), yearly)).toEqual([]);
    expect(warnings(next({ releasedBy: { campaign: "one", run: 5 } }), yearly)).toEqual([
      "inference.models.next.releasedBy.run of one starts after the end 2027-01-01 (found 5)",
    ]);
  });
});
