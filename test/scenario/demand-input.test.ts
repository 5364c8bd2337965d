// Bad input of demand: shares, customers, access paths and measured series, each with its path, rule and what was found.
import { describe, expect, it, test } from "vitest";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import type { LoadOptions } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const loaded = (options: LoadOptions): ReturnType<typeof loadScenario> => loadScenario(tiny, options);
const faults = (options: LoadOptions): readonly string[] => {
  const found = loaded(options);
  return found.ok ? [] : found.issues.map(formatIssue);
};
const inference = (change: object): LoadOptions => ({ patch: { inference: change } });
const chat = (change: object): LoadOptions => inference({ classes: { chat: change } });
const assistants = (change: object): LoadOptions =>
  inference({ customers: { "support-assistant": { count: 40_000, ...change } } });

const cases: readonly (readonly [string, LoadOptions, readonly string[]])[] = [
  [
    "class shares that do not add up",
    chat({ share: 0.9 }),
    ["inference.classes must have shares that add up to 1 (found 0.9)"],
  ],
  [
    "region shares that do not add up",
    inference({ regions: { home: { share: 0.999 } } }),
    ["inference.regions must have shares that add up to 1 (found 0.999)"],
  ],
  [
    "shares of a class by region, with a region that is not there",
    chat({ regions: { home: 0.5, homee: 0.4 } }),
    [
      'inference.classes.chat.regions.homee must be one of inference.regions; did you mean "home"? (found "homee")',
      "inference.classes.chat.regions must have shares that add up to 1 (found 0.9)",
    ],
  ],
  [
    "an SLO class nobody knows",
    chat({ sloClass: "standard-chatt" }),
    [
      'inference.classes.chat.sloClass must be a SLO class of the catalogue; did you mean "standard-chat"? (found "standard-chatt")',
    ],
  ],
  [
    "shares of a class by a model that is not served",
    chat({ models: { main: 0.5, next: 0.5 } }),
    [
      'inference.classes.chat.models.next must be main or one of inference.models; use one of main (found "next")',
    ],
  ],
  [
    "shares of a class by model that do not add up",
    inference({
      models: { next: { llm: "kimi-k2" } },
      classes: { chat: { models: { main: 0.5, next: 0.6 } } },
    }),
    ["inference.classes.chat.models must have shares that add up to 1 (found 1.1)"],
  ],
  [
    "customers of no archetype",
    inference({ customers: { "support-asistant": { count: 1 } } }),
    [
      'inference.customers.support-asistant must have the id of an archetype of the catalogue, or name one; did you mean "support-assistant"? (found "support-asistant")',
    ],
  ],
  [
    "customers where demand is what keeps chips busy",
    inference({
      outputTokensPerSecond: null,
      firstMonthUtilisation: 0.5,
      customers: { "support-assistant": { count: 1 } },
    }),
    ["inference.firstMonthUtilisation must not stand beside customers, whose number says how much they ask"],
  ],
  [
    "a volume that no class shares",
    inference({ classes: { chat: null }, customers: { "support-assistant": { count: 1 } } }),
    [
      "inference.outputTokensPerSecond needs classes to share it; that of customers follows from their number",
    ],
  ],
  [
    "customers by regions that do not add up",
    assistants({ regions: { home: 0.4 } }),
    ["inference.customers.support-assistant.regions must have shares that add up to 1 (found 0.4)"],
  ],
  [
    "customers with the id of a class",
    inference({ customers: { chat: { count: 1, archetype: "support-assistant" } } }),
    [
      'inference.customers.chat must have an id that no class has: customers make a class of theirs (found "chat")',
    ],
  ],
  [
    "an access path nobody knows",
    inference({ accessPaths: { bedrok: {} } }),
    [
      'inference.accessPaths.bedrok must be an access path of the catalogue; did you mean "bedrock"? (found "bedrok")',
    ],
  ],
  [
    "no access path at all",
    inference({ accessPaths: {} }),
    ['inference.accessPaths must name a path, or be left out (found "none")'],
  ],
];

describe("bad input of demand", () => {
  test.each(cases)("%s", (_, options, expected) => {
    expect(faults(options)).toEqual(expected);
  });

  it("takes shares that add up to 1 within a millionth", () => {
    expect(faults(chat({ regions: { home: 0.9999995 } }))).toEqual([]);
    expect(faults(chat({ regions: { home: 0.999998 } }))).toHaveLength(1);
  });

  it("takes customers alone, without classes and volume", () => {
    const alone = { classes: { chat: null }, outputTokensPerSecond: null };
    expect(faults(inference({ ...alone, customers: { "support-assistant": { count: 1 } } }))).toEqual([]);
  });
});

it("warns of data kept at home where no demand has one", () => {
  const found = loaded(inference({ regions: { home: { keepsData: 0.2 } } }));
  expect(found.ok ? found.warnings.map(formatIssue) : []).toEqual([
    "inference.regions.home.keepsData keeps nothing at home without inference.routing, as all pools are alike then",
  ]);
  expect(loaded(inference({ routing: {}, regions: { home: { keepsData: 0.2 } } }))).toMatchObject({
    warnings: [],
  });
});

const hour = (h: number): string => new Date(Date.UTC(2026, 0, 5, h)).toISOString().slice(0, 13);
const csv = (hours: readonly number[], value: (h: number) => number = (h) => 100 + h): string =>
  ["start,region,class,tokensPerSecond", ...hours.map((h) => `${hour(h)}:00Z,home,chat,${value(h)}`)].join(
    "\n",
  );
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, h) => h);
const without = (count: number, ...left: readonly number[]): string =>
  csv(upTo(count).filter((h) => !left.includes(h)));

describe("measured demand", () => {
  it("with hours left out names the first, the number and what to do", () => {
    expect(faults({ tables: { demand: without(24, 7, 8, 12) } })).toEqual([
      'demand.csv:9 start must be 2026-01-05T07:00Z, the next hour of region home, class chat: 3 of its 24 hours are missing; add them, or set inference.hourlyGaps to interpolate or profile (found "2026-01-05T09:00Z")',
    ]);
  });

  it("with gaps is taken where the scenario says how to fill them", () => {
    for (const hourlyGaps of ["interpolate", "profile"])
      expect(faults({ patch: { inference: { hourlyGaps } }, tables: { demand: without(24, 7) } })).toEqual(
        [],
      );
    expect(faults({ patch: { inference: { hourlyGaps: "zero" } } })).toEqual([
      'inference.hourlyGaps must be one of "fail", "interpolate", "profile" (found "zero")',
    ]);
  });

  it("is taken in any order, and refused where an hour is given again", () => {
    expect(faults({ tables: { demand: csv([3, 1, 2, 0]) } })).toEqual([]);
    expect(faults({ tables: { demand: csv([0, 1, 2, 1, 2]) } })).toEqual([
      'demand.csv:5 start must be given once for region home, class chat; 2 hours are given again (found "2026-01-05T01:00Z")',
    ]);
  });

  it("with three zeros in a row is taken with a warning", () => {
    const warned = (zeros: readonly number[]): readonly string[] => {
      const found = loaded({ tables: { demand: csv(upTo(24), (h) => (zeros.includes(h) ? 0 : 5)) } });
      return found.ok ? found.warnings.map(formatIssue) : ["refused"];
    };
    expect(warned([4, 5])).toEqual([]);
    expect(warned([4, 5, 6, 20, 21, 22, 23])).toEqual([
      "inference.hourly has 7 zeros in 2 runs of three hours or more for region home, class chat, the first from 2026-01-05T04:00Z; where nothing was measured, leave the rows out and set inference.hourlyGaps",
    ]);
    expect(warned(upTo(24))).toEqual([]);
  });

  it("may name the class that customers make", () => {
    const demand = csv([0, 1]).replaceAll("chat", "support-assistant");
    expect(faults({ tables: { demand } })).toHaveLength(1);
    expect(faults({ ...assistants({}), tables: { demand } })).toEqual([]);
  });
});
