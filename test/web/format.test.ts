import { describe, expect, it } from "vitest";
import { formatDelta, formatNumber, formatValue, parseIso } from "../../web/format.ts";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [0.43184, "0.432"],
    [3.7, "3.7"],
    [42, "42"],
    [999.4, "999"],
    [1417.2, "1,417"],
    [9999.4, "9,999"],
    [12_345, "12.3 k"],
    [512_000, "512 k"],
    [999_700, "1 M"],
    [1_899_392, "1.9 M"],
    [4.2e15, "4.2 P"],
    [3.1e27, "3.1 × 10²⁷"],
    [-1417, "−1,417"],
    [0.0000123, "1.2e-5"],
    [Number.NaN, "–"],
  ])("of %d is %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe("formatValue and formatDelta", () => {
  it.each([
    [0.58279, "share", "58.3 %"],
    [0.0000012, "share", "0 %"],
    [1324.76, "MW", "1,325 MW"],
    [13_512, "GWh", "13.5 TWh"],
    [9_900, "GWh", "9,900 GWh"],
    // Power stays in MW, as in the sentences and on the axes beside it.
    [12_345, "MW", "12.3 k MW"],
    [20_000_000, "MWh", "20 TWh"],
    [2.5, "1", "2.5"],
    [12, "USD", "$12"],
    [2034, "date", "Jan 2034"],
    [2034 + 181 / 365, "date", "Jul 2034"],
    [Infinity, "date", "never"],
  ])("of %d %s is %s", (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
  it("give a difference its sign and leave out what rounds to nothing", () => {
    expect(formatDelta(-473, "MW")).toBe("−473");
    expect(formatDelta(0.153, "share")).toBe("+15.3 points");
    expect(formatDelta(0.0001, "share")).toBe("");
    expect(formatDelta(0, "MW")).toBe("");
    expect(formatDelta(-0.5, "date")).toBe("−6 months");
    expect(formatDelta(0.001, "date")).toBe("");
    expect(formatDelta(120, "GWh", 13_512)).toBe("+0.12");
    expect(formatDelta(120, "GWh", 9_000)).toBe("+120");
  });
});

describe("parseIso", () => {
  it("takes days that exist", () => {
    expect(parseIso("2026-02-28")).toBe(Date.UTC(2026, 1, 28));
    expect(parseIso("2026-02-30")).toBeUndefined();
    expect(parseIso("26-2-3")).toBeUndefined();
  });
});
