import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf } from "../../web/worker/json-lines.ts";

const text = `{
  "title": "a \\"quoted\\" {brace}",
  "sites": {
    "east": { "tenancyShare": 0.5,
      "phases": { "a": { "date": "2026-01-01" },
        "b-1.2": {
          "itMw": [1, 2,
            3] } }
    }
  }, "levers"
  : {}
}`;

describe("linesOf", () => {
  it.each([
    ["title", 2],
    ["sites", 3],
    ["sites.east.tenancyShare", 4],
    ["sites.east.phases.a", 5],
    ["sites.east.phases.a.date", 5],
    ["sites.east.phases.b-1.2", 6],
    ["sites.east.phases.b-1.2.itMw", 7],
    ["sites.east.phases.b-1.2.itMw.0", 7],
    ["sites.east.phases.b-1.2.itMw.2", 8],
    ["levers", 10],
    // What is missing is looked for where it should be.
    ["sites.west", 3],
    ["sites.east.phases.a.itMw", 5],
  ])("finds %s in line %d", (path, line) => {
    expect(linesOf(text, [path]).get(path)).toBe(line);
  });
  it("has no line for what the text has no part of", () => {
    expect(linesOf(text, ["deliveries.x"]).size).toBe(0);
    expect(linesOf("3", ["a"]).size).toBe(0);
    expect(linesOf("{}", ["a"]).size).toBe(0);
  });
  it("finds every value of any JSON, however it is written", () => {
    const key = fc.stringMatching(/^[a-z{}[\]",:\\ ]{1,6}$/);
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 5 }), fc.constantFrom(0, 2), (object, indent) => {
        const written = JSON.stringify(object, undefined, indent);
        const keys = Object.keys(object);
        const lines = linesOf(written, keys);
        for (const each of keys) {
          // At the top level each key is the first thing in its line.
          const before = written
            .split("\n")
            .findIndex((line) => line.startsWith(`  ${JSON.stringify(each)}:`));
          expect(lines.get(each)).toBe(indent === 0 ? 1 : before + 1);
        }
      }),
    );
  });
});
