import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergePatch } from "../../src/index.ts";
import { diffPatch, getPath, isObject, leaves, setPath } from "../../web/state/patch.ts";
import type { JsonObject } from "../../web/state/patch.ts";

describe("setPath", () => {
  it("sets a value at a dotted path and makes the way to it", () => {
    expect(setPath({}, ["sites", "new-carlisle", "tenancyShare"], 0.8)).toEqual({
      sites: { "new-carlisle": { tenancyShare: 0.8 } },
    });
  });
  it("takes a value away with what it leaves empty", () => {
    expect(setPath({ a: { b: { c: 1 } }, d: 2 }, ["a", "b", "c"], undefined)).toEqual({ d: 2 });
  });
  it("leaves its input alone", () => {
    const before = { a: { b: 1 } };
    setPath(before, ["a", "b"], 2);
    expect(before).toEqual({ a: { b: 1 } });
  });
  it("never reaches a prototype", () => {
    setPath({}, ["__proto__", "polluted"], 1);
    setPath({}, ["constructor", "prototype", "polluted"], 1);
    expect(getPath({}, ["polluted"])).toBeUndefined();
  });
});

describe("diffPatch", () => {
  it("is undefined when nothing differs", () => {
    expect(diffPatch({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBeUndefined();
  });
  it("writes null for what is gone and arrays as a whole", () => {
    expect(diffPatch({ a: 1, b: [1, 2], c: { d: 1, e: 2 } }, { b: [1], c: { d: 1 } })).toEqual({
      a: null,
      b: [1],
      c: { e: null },
    });
  });
  it("is what mergePatch needs to get there, for any two objects without null", () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));
    const key = fc.constantFrom("a", "b", "c", "d-e");
    const object = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf)));
    fc.assert(
      fc.property(object, object, (from, to) => {
        const patch = diffPatch(from, to) ?? {};
        expect(mergePatch(from, patch)).toEqual(to);
      }),
    );
  });
});

describe("leaves", () => {
  it("lists each change once, a quantity as one", () => {
    const patch: JsonObject = { a: { b: 1, c: { value: 2, unit: "MW" } }, d: null, e: {} };
    expect(leaves(patch).map(({ path }) => path)).toEqual(["a.b", "a.c", "d", "e"]);
  });
  it("knows an object from an array", () => {
    expect([isObject({}), isObject([]), isObject(null), isObject("")]).toEqual([true, false, false, false]);
  });
});
