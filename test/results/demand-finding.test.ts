import { describe, expect, it } from "vitest";
import { demandFinding } from "../../src/results/demand-finding.ts";
import type { Series } from "../../src/results/types.ts";

const clock = { startEpochSeconds: Date.UTC(2029, 0, 1) / 1000, binSeconds: 86_400 };
const daysOf = [31, 28, 31, 30];

/** Series of whole months: 100 tokens/s asked for, of which so many go unserved. */
function months(...unserved: readonly number[]): Series[] {
  const days = unserved.flatMap((value, month) => Array.from({ length: daysOf[month] ?? 30 }, () => value));
  const column = (id: string, values: readonly number[]): Series => {
    const mean = Float64Array.from(values);
    return { id, label: "", unit: "tokens/s", kind: "demand", mean, min: mean, max: mean };
  };
  const asked = days.map(() => 100);
  return [column("demand.all", asked), column("unserved.all", days)];
}

describe("the finding on demand", () => {
  it.each([
    ["no demand at all", [], "No demand"],
    ["all served", [0, 0, 0], "All demand is served"],
    ["a trifle unserved", [0, 0.6, 0], "All demand is served but 0.2 %"],
    ["met, then not", [0, 0.4, 12, 30], "Demand is met until Mar 2029, then 30 % goes unserved by the end"],
    [
      "a gap before that",
      [5, 0, 8, 30],
      "Demand is met until Mar 2029 but for 1 month, then 30 % goes unserved by the end",
    ],
    ["never met", [5, 2, 8], "Demand is never met in full: 8.0 % goes unserved by the end"],
    [
      "met at the end",
      [0, 40, 20, 0],
      "Demand is met by the end; it was not in 2 of 4 months, least in Feb 2029 with 40 % unserved",
    ],
  ])("with %s", (_, unserved, text) => {
    expect(demandFinding(months(...unserved), clock)).toBe(text);
  });
  it("with a demand of zero", () => {
    const [demand] = months(0);
    expect(demandFinding([{ ...demand!, mean: new Float64Array(31) }], clock)).toBe("No demand");
  });
});
