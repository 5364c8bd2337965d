import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { formatIssue, loadScenario, parseCsv, toCsv } from "../../src/scenario/index.ts";
import type { Tables } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

describe("RFC 4180", () => {
  test("quotes, doubled quotes, commas and line breaks in quotes, CRLF, a BOM, comments, blank lines", () => {
    const text = '\uFEFFa,b\r\n# a remark\r\n"x, ""y""\n2",3\r\n\r\n4,\n';
    expect(parseCsv(text)).toEqual({
      records: [
        { line: 1, fields: ["a", "b"] },
        { line: 3, fields: ['x, "y"\n2', "3"] },
        { line: 6, fields: ["4", ""] },
      ],
      faults: [],
    });
  });
  test.each([
    ['a\n"x', 2, "a quoted field must be closed"],
    ['a\nx"y', 2, "a quote must begin its field, or be doubled inside quotes"],
    ['a\n"x"y', 2, "a quoted field must end at its closing quote"],
  ])("%j is refused", (text, line, message) => {
    expect(parseCsv(text).faults).toEqual([{ line, message }]);
  });
  const field = fc.string().filter((text) => text.trim() === text);
  propertyTest.prop([
    fc.array(fc.tuple(fc.constant("k"), field, fc.oneof(field, fc.double({ noNaN: true }))), {
      minLength: 1,
    }),
  ])("what is written reads back", (rows) => {
    const back = parseCsv(toCsv(["x", "y", "z"], rows));
    expect(back.faults).toEqual([]);
    expect(back.records.slice(1).map(({ fields }) => fields)).toEqual(rows.map((row) => row.map(String)));
  });
});

const load = (tables: Tables): ReturnType<typeof loadScenario> => loadScenario(tiny, { tables });
const faults = (tables: Tables): readonly string[] => {
  const loaded = load(tables);
  return loaded.ok ? [] : loaded.issues.map(formatIssue);
};

describe("tables", () => {
  test("each replaces its part of the scenario", () => {
    const loaded = load({
      actuals: "unit,series,date,value,low\nMW,power.building.campus,2026-03-01,12,11\n",
      demand: "start,region,class,tokensPerSecond\n2026-01-01T05:00Z,home,chat,1e5\n",
      deliveries:
        "date,site,system,chips,id,ordered,leadTimeDays\n2026-02-01,campus,trn2-ultraserver,640,,,\n,campus,trn2-ultraserver,64,late,2026-02-01,90\n",
      phases: { campus: "date,itMw,hall\n2026-01-01,5,air\n2026-06-01,9,liquid\n" },
    });
    expect(loaded).toMatchObject({
      ok: true,
      scenario: {
        actuals: [{ series: "power.building.campus", date: "2026-03-01", value: 12, unit: "MW", low: 11 }],
        inference: {
          hourly: [{ start: "2026-01-01T05:00Z", region: "home", class: "chat", tokensPerSecond: 1e5 }],
        },
        deliveries: {
          "row-2": { kind: "batch", date: "2026-02-01", site: "campus", chips: 640 },
          late: { kind: "order", ordered: "2026-02-01", leadTimeDays: 90 },
        },
        sites: {
          campus: { phases: { "row-2": { itMw: 5, hall: "air" }, "row-3": { itMw: 9, hall: "liquid" } } },
        },
      },
    });
    expect(loaded.ok && Object.keys(loaded.scenario.deliveries)).toEqual(["row-2", "late"]);
  });

  test("faults carry their line", () => {
    expect(
      faults({
        actuals:
          'series,date,value,unit\npower,2026-13-01,1e,MW\n"a\nb",2026-01-01,"1,000",MW\nx,2026-01-01\n',
      }),
    ).toEqual([
      'actuals.csv:2 date must be a day that exists, as YYYY-MM-DD (found "2026-13-01")',
      'actuals.csv:2 value must be a number, with a point and without thousands separators (found "1e")',
      'actuals.csv:3 value must be a number, with a point and without thousands separators (found "1,000")',
      "actuals.csv:5 must have 4 fields, as the header (found 2)",
    ]);
  });
  test("optional fields at the end of a row may be left away, needed ones not", () => {
    const head = "series,date,value,unit,low,high\n";
    expect(
      faults({
        actuals: `${head}power.it.campus,2026-02-01,1,MW IT\npower.it.campus,2026-03-01,2,MW IT,1,3\n`,
      }),
    ).toEqual([]);
    expect(faults({ actuals: `${head}power.it.campus,2026-02-01,1\n` })).toEqual([
      "actuals.csv:2 must have 6 fields, as the header (found 3)",
    ]);
  });
  test("faults the scenario's own rules find carry it too", () => {
    expect(
      faults({
        demand:
          "start,region,class,tokensPerSecond\n2026-01-01T05:00Z,home,chat,5\n\n2026-01-01T06:00Z,hme,chat,-5\n",
      }),
    ).toEqual([
      "demand.csv:4 tokensPerSecond must be >= 0 (found -5)",
      'demand.csv:4 region must be one of inference.regions; did you mean "home"? (found "hme")',
    ]);
    expect(
      faults({ deliveries: "date,site,system,chips\n2026-01-01,nowhere,trn2-ultraserver,64\n" }),
    ).toEqual(['deliveries.csv:2 site must be a site of this scenario; use one of campus (found "nowhere")']);
  });
  test("a wrong header, an unknown site, a repeated id, a half hour", () => {
    expect(faults({ phases: { campus: "date,itmw\n" } })).toContain(
      'phases of campus:1 must have columns of date,itMw,hall,id,note; did you mean "itMw"? (found "itmw")',
    );
    expect(faults({ phases: { moon: "date,itMw\n2026-01-01,5\n" } })).toEqual([
      "phases of moon must be for a site of the scenario; use one of campus",
    ]);
    expect(faults({ phases: { campus: "date,itMw,id\n2026-01-01,5,a\n2026-02-01,6,a\n" } })).toEqual([
      "phases of campus:3 id must be given once (found a)",
    ]);
    expect(
      faults({ demand: "start,region,class,tokensPerSecond\n2026-01-01T05:30Z,home,chat,5\n" })[0],
    ).toMatch(/^demand.csv:2 start must be a full hour in UTC/);
    expect(faults({ actuals: "" })[0]).toMatch(/^actuals.csv must begin with a header line/);
  });
});
