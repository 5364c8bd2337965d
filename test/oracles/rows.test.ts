// Every row of docs/validation.md is a test; those whose data is not on this machine are skipped by name, and those that
// are known to fall outside must do so until the page says otherwise.
import { describe, expect, it } from "vitest";
import { DATA, PAGE, committedReport, textOf } from "./committed.ts";
import { countText, countsOf, jsonOf, markdownOf, merged, rerunOf } from "./report.ts";
import type { Report } from "./report.ts";
import { oracleGroups } from "./rows/index.ts";
import { closeRow, equalRow, meanRow, rangeRow } from "./rows/row.ts";
import type { OracleRow } from "./rows/row.ts";

const found = oracleGroups.map(rerunOf);

for (const { title, rows } of found) {
  describe(title, () => {
    for (const row of rows)
      it.skipIf(row.verdict === "not run")(`${row.id}, ${row.what}: ${row.expected}`, () => {
        expect(row, `${row.simulated}, tolerance ${row.tolerance}`).toMatchObject({
          verdict: row.outside === undefined ? "agrees" : "differs",
        });
      });
  });
}

describe("rows of the validation page", () => {
  it("have names of their own, each after its group's, and a source", () => {
    const rows = found.flatMap((group) => group.rows);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ source }) => source === "")).toEqual([]);
    for (const { id, rows: own } of found)
      expect(
        own.filter((row) => !row.id.startsWith(`${id}.`) || !/^[\w-]+(\.[\w-]+)+$/.test(row.id)),
      ).toEqual([]);
  });

  it("stand in docs/validation.md and on the page as they come out (else: npm run validate)", () => {
    const report = merged(found, committedReport());
    expect(textOf(DATA)).toBe(jsonOf(report));
    expect(textOf(PAGE)).toBe(markdownOf(report));
  });
});

const named = { id: "made.row", what: "a row", source: "made up" };

describe("a comparison", () => {
  it("says what is within its tolerance, and how much of it was used", () => {
    const close = (simulated: number): OracleRow =>
      closeRow({ ...named, expected: 200, simulated, withinShare: 0.1 });
    expect(close(210)).toMatchObject({ verdict: "agrees", used: 0.5, tolerance: "within 10 %" });
    expect(close(221)).toMatchObject({ verdict: "differs", used: 1.05 });
    expect(close(NaN).verdict).toBe("differs");
    expect(closeRow({ ...named, expected: 0, simulated: 0, withinShare: 0.1 }).verdict).toBe("differs");
    const between = (simulated: number): OracleRow =>
      rangeRow({ ...named, expected: "some", simulated, low: 10, high: 30 });
    expect(between(20)).toMatchObject({ verdict: "agrees", used: 0, tolerance: "10 to 30" });
    expect(between(31)).toMatchObject({ verdict: "differs", used: 1.1 });
    expect(between(NaN).verdict).toBe("differs");
    expect(rangeRow({ ...named, expected: "some", simulated: 1, high: 3, unit: "s" })).toMatchObject({
      verdict: "agrees",
      tolerance: "at most 3 s",
    });
    const meanOf = (mean: number): string =>
      meanRow({ ...named, expected: 10, mean, standardError: 0.5 }).verdict;
    expect([meanOf(11.4), meanOf(11.6), meanOf(NaN)]).toEqual(["agrees", "differs", "differs"]);
    expect(equalRow({ ...named, expected: "1", simulated: "1.0" }).verdict).toBe("differs");
  });
});

describe("a rerun", () => {
  const row: OracleRow = equalRow({ ...named, expected: "7", simulated: "7", needs: "a log" });
  const reportOf = (...rows: readonly OracleRow[]): Report =>
    merged([{ id: "made", title: "Made", about: "Made up.", rows }], undefined);
  const notRun: OracleRow = { ...row, simulated: "", verdict: "not run" };

  it("without its data keeps what the last one came to, unless the question has changed", () => {
    expect(merged(reportOf(notRun).groups, reportOf(row))).toEqual(reportOf(row));
    expect(merged(reportOf(notRun).groups, undefined)).toEqual(reportOf(notRun));
    const other = { ...notRun, expected: "8" };
    expect(merged(reportOf(other).groups, reportOf(row))).toEqual(reportOf(other));
  });

  it("with its data replaces what the last one came to", () => {
    const now = equalRow({ ...row, simulated: "9" });
    expect(merged(reportOf(now).groups, reportOf(row))).toEqual(reportOf(now));
  });

  it("is written with what falls outside on top, its reason, and calibration marked", () => {
    const wrong = { ...row, id: "made.wrong", verdict: "differs" as const, outside: "Rain | snow." };
    const fitted = { ...row, id: "made.fitted", kind: "calibration" as const };
    const text = markdownOf(reportOf(row, wrong, fitted));
    expect(text).toContain("**2 of 3 agree, 1 differs**");
    expect(text).toContain("- `made.wrong`: a row. Rain \\| snow.");
    expect(text).toContain("| **differs** † |");
    expect(text).toContain("| agrees, calibration † |");
    expect(text).toContain("† Needs a log, which");
    expect(text).not.toMatch(/undefined|NaN/);
  });

  it("keeps of a point four digits, in the data and not in the page", () => {
    const point = { panel: "time", measured: 16.62984, predicted: 16.70654, series: "TPU v7" } as const;
    const made = rerunOf({ id: "made", title: "Made", about: "", rows: () => [{ ...row, point }] });
    expect(made.rows[0]?.point).toEqual({ ...point, measured: 16.63, predicted: 16.71 });
    expect(markdownOf(merged([made], undefined))).not.toContain("16.63");
  });

  it("counts", () => {
    expect(countText(countsOf([row, notRun]))).toBe("1 of 2 agree, 1 never run");
    expect(countText(countsOf([row, row]))).toBe("all 2 agree");
  });
});
