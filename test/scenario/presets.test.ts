import { expect, test } from "vitest";
import { formatIssue, loadScenario, presets } from "../../src/scenario/index.ts";

test.each(presets.map(({ id }) => id))("%s is sound, without a warning, and named as its file", (id) => {
  const loaded = loadScenario(id);
  expect(loaded.ok ? [] : loaded.issues.map(formatIssue)).toEqual([]);
  expect(loaded).toMatchObject({ ok: true, scenario: { id } });
});

test.each(presets.map(({ id }) => id))("%s can be extended and changed", (id) => {
  const loaded = loadScenario(
    { extends: id, id: "mine", title: "Mine" },
    { settings: [{ path: "reliability.multiplier", value: 2 }] },
  );
  expect(loaded).toMatchObject({
    ok: true,
    scenario: { id: "mine", title: "Mine", reliability: { multiplier: 2 } },
  });
});

test("presets say what they are", () => {
  for (const { title, description } of presets) {
    expect(title).not.toBe("");
    expect(description).not.toBe("");
  }
});
