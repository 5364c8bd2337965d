// The plot of the validation page: what it finds, where its ticks stand, which mark a pointer means.
import { describe, expect, it } from "vitest";
import { committedReport } from "../oracles/committed.ts";
import type { Validation, ValidationRow } from "../../web/view/validation.ts";
import {
  domainOf,
  elsewhere,
  finding,
  fittedGroup,
  logTicks,
  marksOf,
  nearest,
  signed,
} from "../../web/view/validation-plot.ts";

const row = (
  measured: number,
  predicted: number,
  kind: ValidationRow["kind"] = "calibration",
): ValidationRow => ({
  id: `made.${measured}-${predicted}`,
  what: "made up",
  expected: "",
  simulated: "",
  tolerance: "",
  verdict: "agrees",
  kind,
  source: "made up",
  point: { panel: "time", measured, predicted, series: "TPU v7" },
});
const made: Validation = {
  format: "capsim-validation/1",
  groups: [
    { id: fittedGroup, title: "", about: "", rows: [row(10, 16), row(10, 9), row(10, 10.2), row(20, 19)] },
    {
      id: "elsewhere",
      title: "",
      about: "",
      rows: [row(5, 8, "validation"), row(5, 6, "validation"), row(5, 6)],
    },
  ],
};
const marks = marksOf(made, "time");

describe("the plot of predicted against measured", () => {
  it("steps from the least measured to the most", () => {
    expect(marks.map(({ measured, predicted }) => [measured, predicted])).toEqual([
      [5, 6],
      [5, 6],
      [5, 8],
      [10, 9],
      [10, 10.2],
      [10, 16],
      [20, 19],
    ]);
    expect(marksOf(made, "rate")).toEqual([]);
  });

  it("counts in its title the deployments of the fit alone, and tells what no fit has seen apart", () => {
    // Errors 60, 10, 2 and 5 %: the median of four lies between the second and the third.
    expect(finding(marks)).toBe("Half of the 4 deployments lie within 8 %; 1 is off by more than half");
    expect(finding(marks.filter(({ predicted }) => predicted !== 16))).toBe(
      "Half of the 3 deployments lie within 5 %; 0 are off by more than half",
    );
    expect(elsewhere(marks)).toBe("Of the 2 that the fit has not seen, 1 lie within 25 % and 1 within 50 %.");
  });

  it("names a difference by its sign, finely where it is small", () => {
    expect([0.051, -0.124, 0.0042, -0.0042, 0, 1.08].map(signed)).toEqual([
      "+5 %",
      "−12 %",
      "+0.4 %",
      "−0.4 %",
      "+0.0 %",
      "+108 %",
    ]);
  });

  it("has both axes alike, wide enough for every mark, with ticks at 1, 2 and 5", () => {
    const [low, high] = domainOf(marks);
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(20);
    expect(logTicks([4, 120], 9)).toEqual([5, 10, 20, 50, 100]);
    expect(logTicks([4, 12_000], 6)).toEqual([10, 100, 1000, 10_000]);
    expect(logTicks([0.05, 3], 9)).toEqual(
      [0.05, 0.1, 0.2, 0.5, 1, 2].map((tick) => expect.closeTo(tick, 9)),
    );
  });

  it("finds the mark that a pointer means, none where none is near", () => {
    const places = [
      { x: 10, y: 10 },
      { x: 30, y: 10 },
    ];
    expect(nearest(places, { x: 22, y: 12 }, 24)).toBe(1);
    expect(nearest(places, { x: 12, y: 12 }, 24)).toBe(0);
    expect(nearest(places, { x: 10, y: 60 }, 24)).toBeUndefined();
  });

  it("holds the committed 42 deployments, Trainium's among the others", () => {
    const report = committedReport();
    if (report === undefined) throw new Error("there is no report");
    const time = marksOf(report, "time");
    expect(time.filter(({ counted }) => counted)).toHaveLength(42);
    expect(time.filter(({ series }) => series === "Trainium").length).toBeGreaterThanOrEqual(4);
    expect(marksOf(report, "rate").filter(({ fitted }) => fitted)).toEqual([]);
  });
});
