import { describe, expect, test } from "vitest";
import { mergePatch } from "../../src/scenario/index.ts";

// RFC 7396, appendix A: target, patch, result.
const examples: readonly (readonly [string, string, string])[] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', "{}"],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', "null", "null"],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ["[1,2]", '{"a":"b","c":null}', '{"a":"b"}'],
  ["{}", '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

describe("RFC 7396", () => {
  test.each(examples)("%s patched with %s", (target, patch, result) => {
    expect(mergePatch(JSON.parse(target), JSON.parse(patch))).toEqual(JSON.parse(result));
  });
});

test("alters neither side", () => {
  const target = Object.freeze({ a: Object.freeze({ b: 1 }) });
  expect(mergePatch(target, Object.freeze({ a: Object.freeze({ c: 2 }) }))).toEqual({ a: { b: 1, c: 2 } });
  expect(target).toEqual({ a: { b: 1 } });
});

test.each(["__proto__", "constructor", "prototype"])("refuses the key %s", (key) => {
  expect(() => mergePatch({}, JSON.parse(`{"a": {"${key}": {"x": 1}}}`))).toThrow(
    `patch must not have the key ${key}`,
  );
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

test("refuses to recurse without end", () => {
  const loop: Record<string, unknown> = {};
  loop["a"] = loop;
  expect(() => mergePatch({}, loop)).toThrow(RangeError);
});
