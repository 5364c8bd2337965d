// The difference view of charts: the draft less plan A, and the chart itself where the two do not share their bins.
import { describe, expect, it } from "vitest";
import type { Series } from "../../web/charts/chart.ts";
import { sameBins, withDifference } from "../../web/charts/difference.ts";
import { power } from "../../web/charts/power.ts";
import { utilisation } from "../../web/charts/utilisation.ts";
import { columns, start, tinyView } from "./tiny-view.ts";

const at = (drawn: number, productive: number): ReturnType<typeof tinyView> =>
  tinyView({
    scopes: {
      all: columns({
        "power.drawn": drawn,
        "power.energised": 20,
        "chips.delivered": 100,
        "state.productive": productive,
      }),
    },
  });
const view = at(7, 60);
const series: Series = {
  view,
  baseline: at(10, 50),
  scope: "all",
  from: view.start,
  to: view.end,
  difference: true,
};
const chart = withDifference(power);

describe("difference view", () => {
  it("is B less A in the table, with its unit", () => {
    const { columns: names, rows } = chart.table(series);
    expect(names).toEqual(["start", "Drawn, B less A, MW", "Energised, B less A, MW"]);
    expect(rows.map((row) => row.slice(1))).toEqual([
      [-3, 0],
      [-3, 0],
      [-3, 0],
    ]);
  });
  it("has an axis that holds the least and the greatest difference", () => {
    expect(chart.bottom?.(series)).toBeLessThan(-3);
    expect(chart.top?.(series)).toBeGreaterThan(0);
    expect(withDifference(utilisation).top?.(series)).toBeCloseTo(0.11, 6);
  });
  it("tells more from less by a hatch and a word, not by colour alone", () => {
    const rows = chart.legend(series, start);
    expect(rows.map(({ label, swatch, value }) => [label, swatch, value])).toEqual([
      ["Drawn: more in B", "area", ""],
      ["Drawn: less in B", "hatch", "−3"],
      ["Energised", "line", "0"],
    ]);
  });
  it("is the chart itself where nobody asks for it, and where bins differ", () => {
    const other = { ...series.baseline!, binMs: 2 * view.binMs };
    expect(sameBins(view, other)).toBe(false);
    for (const plain of [
      { ...series, difference: false },
      { ...series, baseline: other },
    ]) {
      expect(chart.table(plain)).toEqual(power.table(plain));
      expect(chart.bottom?.(plain)).toBe(0);
      expect(chart.unit(plain)).toBe(power.unit(plain));
    }
  });
});
