import { describe, expect, test } from "vitest";
import { formatIssue, getPath, loadScenario, parseSetting, setPath } from "../../src/scenario/index.ts";
import type { Setting } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

describe("setPath", () => {
  const root = { a: { b: { value: 1, source: "x" }, c: [1, 2] }, "d.e": { f: 3 } };

  test("changes one value and shares the rest", () => {
    const changed = setPath(root, "a.b", 5);
    expect(changed).toEqual({ ...root, a: { ...root.a, b: 5 } });
    expect(changed["d.e"]).toBe(root["d.e"]);
    expect(root.a.b.value).toBe(1);
  });
  test("goes into lists, and one past their end", () => {
    expect(setPath(root, "a.c.1", 9).a.c).toEqual([1, 9]);
    expect(setPath(root, "a.c.2", 9).a.c).toEqual([1, 2, 9]);
    expect(() => setPath(root, "a.c.5", 9)).toThrow("a.c.5 must use an index from 0 to 2 (found 5)");
  });
  test("finds ids that hold dots", () => {
    expect(getPath(root, "d.e.f")).toBe(3);
    expect(setPath(root, "d.e.f", 4)["d.e"]).toEqual({ f: 4 });
  });
  test("null removes, missing objects are made", () => {
    expect(setPath({ a: 1 }, "a", null)).toEqual({});
    expect(setPath({}, "a.b.c", 1)).toEqual({ a: { b: { c: 1 } } });
  });
  test("refuses what is no path", () => {
    expect(() => setPath(root, "", 1)).toThrow(RangeError);
    expect(() => setPath(root, "a..b", 1)).toThrow(RangeError);
    expect(() => setPath(root, "__proto__.x", 1)).toThrow(RangeError);
    expect(() => setPath(root, "a.b.value.x", 1)).toThrow("goes through a value that has no parts");
  });
});

describe("parseSetting", () => {
  test.each([
    ["a.b=0.8", { path: "a.b", value: 0.8 }],
    ["a=partition", { path: "a", value: "partition" }],
    ["a=true", { path: "a", value: true }],
    ["a=null", { path: "a", value: null }],
    ['a={"value":1,"low":0}', { path: "a", value: { value: 1, low: 0 } }],
    ["a=b=c", { path: "a", value: "b=c" }],
    ["a=", { path: "a", value: "" }],
  ])("%s", (text, setting) => {
    expect(parseSetting(text)).toEqual({ ok: true, setting });
  });
  test.each(["a", "", "=5"])("refuses %j", (text) => {
    expect(parseSetting(text)).toMatchObject({ ok: false });
  });
});

describe("settings of loadScenario", () => {
  const set = (...settings: readonly Setting[]): ReturnType<typeof loadScenario> =>
    loadScenario(tiny, { settings });
  const messages = (path: string, value: unknown): readonly string[] => {
    const loaded = set({ path, value });
    return loaded.ok ? [] : loaded.issues.map(formatIssue);
  };

  test("reach fields that exist by default, and optional ones that were left out", () => {
    expect(
      set({ path: "sites.campus.tenancyShare", value: 0.5 }, { path: "fleet.lifeYears", value: 5 }),
    ).toMatchObject({
      ok: true,
      scenario: { sites: { campus: { tenancyShare: 0.5 } }, fleet: { lifeYears: 5 } },
    });
  });
  test("make a number of the catalogue the user's own", () => {
    expect(set({ path: "catalogue.chips.trainium2.allInWatts", value: 900 })).toMatchObject({ ok: true });
    expect(set({ path: "catalogue.llms.llama-3.1-405b.layers", value: 100 })).toMatchObject({
      ok: true,
      scenario: { catalogue: { llms: { "llama-3.1-405b": { layers: 100 } } } },
    });
  });
  test.each([
    ["sites.campos.tenancyShare", 1, 'sites.campos does not exist; did you mean "campus"?'],
    [
      "agreement.capacityMw",
      5000,
      "agreement is left out of this scenario; set it as a whole: agreement={...}",
    ],
    [
      "power.oversubscripton",
      1,
      'power.oversubscripton is not a known key; did you mean "oversubscription"? (found 1)',
    ],
    [
      "power.oversubscription",
      "much",
      'power.oversubscription must be a number from 0.1 to 3 (found "much")',
    ],
    [
      "sites.campus.region.name",
      "x",
      'sites.campus.region has no parts; set it as a whole (found "us-east-2")',
    ],
    [
      "catalogue.chips.trainium9.allInWatts",
      1,
      'catalogue.chips.trainium9 does not exist; did you mean "trainium1"?',
    ],
  ])("%s = %j is refused", (path, value, message) => {
    expect(messages(path, value)).toEqual([message]);
  });
});
