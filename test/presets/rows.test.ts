// Every fill of five-gigawatts stands in models/ with its range and confidence; the list of fills itself is compared row
// by row where it is at hand.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogueOf, getPath, loadScenarioOrThrow } from "../../src/index.ts";
import { ROWS } from "./rows.ts";

const scenario = loadScenarioOrThrow("five-gigawatts");
const root = { ...scenario, catalogue: catalogueOf(scenario) };
const list = new URL("../../../shared/facts/presets.md", import.meta.url);

const isQuantity = (
  found: unknown,
): found is { value: unknown; low?: unknown; high?: unknown; confidence?: unknown } =>
  typeof found === "object" && found !== null && "value" in found;

describe.each(Object.entries(ROWS))("%s", (_, fills) => {
  it.each(fills)("$path", ({ path, value, low, high, confidence }) => {
    const found = getPath(root, path);
    expect(isQuantity(found) ? found.value : found).toEqual(value);
    if (confidence !== undefined) expect(isQuantity(found) && found.confidence).toBe(confidence);
    if (low !== undefined) expect(isQuantity(found) && found.low).toBe(low);
    if (high !== undefined) expect(isQuantity(found) && found.high).toBe(high);
  });
});

/** First cells of the table under a heading. */
function parametersOf(text: string, heading: string): string[] {
  const part = text.split("\n## ").find((section) => section.startsWith(heading)) ?? "";
  const rows = part.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("|---"));
  return rows.slice(1).map((line) => line.split("|")[1]?.trim() ?? "");
}

describe("the list of fills", () => {
  it.skipIf(!existsSync(list))("has no parameter of five-gigawatts that is not checked here", () => {
    const named = parametersOf(readFileSync(list, "utf8"), "`five-gigawatts`");
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => ROWS[name] === undefined)).toEqual([]);
  });
});

describe("five-gigawatts", () => {
  it("has no number without a source but choices and neutral factors", () => {
    const bare: string[] = [];
    // Off, unless stated.
    const unused = /(waitHours|keepsData|patienceSeconds) 0$|newSessionShare 1$|^sharing\.harvest\./;
    const walk = (value: unknown, path: string): void => {
      if (typeof value === "number" && !unused.test(`${path} ${value}`)) bare.push(path);
      else if (typeof value === "object" && value !== null && !isQuantity(value))
        for (const [key, part] of Object.entries(value)) walk(part, `${path}.${key}`);
    };
    for (const [key, part] of Object.entries(scenario))
      if (!["levers", "actuals", "uncertainty", "questions"].includes(key)) walk(part, key);
    const neutral =
      /(binHours|seed|priority|shiftHours|extraMonths|oversubscription|multiplier|rampDays|minGain|foresightHours|holdHours|escalationPerYear|fallsPerYearOfAge|discount|paidBeforeMonths)$/;
    expect(bare.filter((path) => !neutral.test(path))).toEqual([]);
  });

  it("calls its sites outside the published ones illustrative, in name and in data", () => {
    for (const [id, site] of Object.entries(scenario.sites)) {
      const made = !["new-carlisle", "madison", "ridgeland"].includes(id);
      expect(site.illustrative).toBe(made);
      expect(site.name?.endsWith("(illustrative)")).toBe(made);
    }
  });
});
