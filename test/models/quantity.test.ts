// A number in a scenario: bare, with the user's own range, or with its source.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { IssueList, formatIssue } from "../../src/scenario/issues.ts";
import { addZodIssues } from "../../src/scenario/zod-issues.ts";
import { originOf, quantity, rangeOf, valueOf } from "../../src/scenario/quantity.ts";

const share = quantity("share", { min: 0, max: 1 });
const sourced = { value: 0.5, unit: "share", source: "https://example.org/a", confidence: "reported" };
const field = z.strictObject({ x: share });
const faults = (x: unknown): readonly string[] => {
  const parsed = field.safeParse({ x });
  const list = new IssueList();
  if (!parsed.success) addZodIssues(list, field, { x }, parsed.error.issues);
  return list.issues.map(formatIssue);
};

describe("quantity(unit, limits)", () => {
  it.each([
    [0.5],
    [0],
    [1],
    [{ value: 0.5 }],
    [{ value: 0.5, low: 0.4, high: 0.6 }],
    [sourced],
    [{ ...sourced, low: 0.1 }],
  ])("takes %j as it stands", (input) => {
    expect(share.parse(input)).toEqual(input);
  });

  it.each([
    [2, "x must be", "2"],
    [-1, "x must be", "-1"],
    [Number.NaN, "x must be", "NaN"],
    [Infinity, "x must be", "Infinity"],
    [{ value: 2 }, "x.value must be <= 1", "2"],
    [{ value: 0.5, low: 0.6 }, "x.low must be <= value 0.5", "0.6"],
    [{ value: 0.5, high: 0.4 }, "x.high must be >= value 0.5", "0.4"],
    [{ value: 0.5, low: -1 }, "x.low must be >= 0", "-1"],
    [
      { ...sourced, source: "hearsay" },
      "x.source must begin with https:// when the confidence is reported",
      '"hearsay"',
    ],
    [{ value: 0.5, confidence: "assumed" }, "x.source is missing", "nothing"],
    [{ value: 0.5, unit: "percent" }, "x.unit must be", '"percent"'],
    [{ value: 0.5, lo: 0.1 }, "x.lo is not a known key", "0.1"],
    [{ value: 0.5, bounds: true }, "x.bounds needs both low and high", "true"],
  ])("refuses %j", (input, start, found) => {
    const lines = faults(input);
    expect(lines.length).toBe(1);
    expect(lines[0]?.slice(0, start.length)).toBe(start);
    // What is not there was not found.
    const end = found === "nothing" ? "names its source)" : `(found ${found})`;
    expect(lines[0]?.endsWith(end), lines[0]).toBe(true);
  });

  it("refuses what is no number at all", () => {
    for (const input of ["half", null, undefined, [], true]) expect(faults(input).length).toBeGreaterThan(0);
  });
});

describe("reading a quantity", () => {
  it("gives value, range and origin", () => {
    expect([valueOf(3), valueOf({ value: 4 })]).toEqual([3, 4]);
    expect(rangeOf(3)).toEqual({ low: 3, value: 3, high: 3 });
    expect(rangeOf({ value: 3, high: 5 })).toEqual({ low: 3, value: 3, high: 5 });
    expect([originOf(3), originOf({ value: 3 })]).toEqual(["yours", "yours"]);
    expect(originOf({ ...sourced, confidence: "reported" })).toBe("reported");
  });
});
