// Whatever comes in: an answer, never a crash, never a frozen program, and the same answer twice.
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { loadScenario, mergePatch, setPath } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const answers = (input: unknown, patch?: unknown): void => {
  const loaded = loadScenario(input, patch === undefined ? {} : { patch });
  if (loaded.ok) expect(loaded.scenario.sites).toBeDefined();
  else expect(loaded.issues.length).toBeGreaterThan(0);
  for (const issue of loaded.ok ? loaded.warnings : loaded.issues) expect(issue.message).not.toBe("");
};

const anything = fc.anything({
  withBigInt: true,
  withMap: true,
  withSparseArray: true,
  withNullPrototype: true,
  withObjectString: true,
});

test.prop([anything])("any value", (value) => answers(value));
test.prop([fc.string()])("any text", (text) => answers(text));
test.prop([fc.json()])("any JSON text", (text) => answers(text));
test.prop([anything])("any patch", (patch) => answers(tiny, patch));

/** Paths of the sound scenario, down to its leaves. */
function paths(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    ...(path === "" ? [] : [path]),
    ...Object.entries(value).flatMap(([key, part]) => paths(part, path === "" ? key : `${path}.${key}`)),
  ];
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 1e308, "", "2026-13-01", {}, [], undefined),
);

test.prop([fc.array(fc.tuple(fc.constantFrom(...paths(tiny)), odd), { minLength: 1, maxLength: 4 })], {
  numRuns: 600,
})("the sound scenario with values changed at random", (changes) => {
  let input: unknown = tiny;
  for (const [path, value] of changes) {
    try {
      input = setPath(input, path, value);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
    }
  }
  answers(input);
});

test.prop([fc.constantFrom(...paths(tiny)), odd], { numRuns: 300 })(
  "the same as a setting",
  (path, value) => {
    const loaded = loadScenario(tiny, { settings: [{ path, value }] });
    expect(loaded.ok || loaded.issues.length > 0).toBe(true);
  },
);

test.prop([fc.string(), fc.string()])("any setting", (path, value) => {
  const loaded = loadScenario(tiny, { settings: [{ path, value }] });
  expect(loaded.ok || loaded.issues.length > 0).toBe(true);
});

test.prop([fc.string(), fc.string(), fc.string(), fc.string()])(
  "any tables",
  (actuals, demand, deliveries, phases) => {
    const loaded = loadScenario(tiny, {
      tables: { actuals, demand, deliveries, phases: { campus: phases } },
    });
    expect(loaded.ok || loaded.issues.length > 0).toBe(true);
  },
);

test("a loaded scenario loads again as itself", () => {
  const once = loadScenario(tiny);
  const twice = once.ok ? loadScenario(JSON.parse(JSON.stringify(once.scenario))) : once;
  expect(twice).toEqual(once);
});

test.prop([fc.jsonValue(), fc.jsonValue()])(
  "a merge patch applied twice is the same as once",
  (target, patch) => {
    const once = mergePatch(target, patch);
    expect(mergePatch(once, patch)).toEqual(once);
  },
);
