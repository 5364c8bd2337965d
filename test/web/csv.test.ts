import { beforeAll, describe, expect, it } from "vitest";
import { charts } from "../../web/charts/all.ts";
import type { Series } from "../../web/charts/chart.ts";
import { csvText } from "../../web/export/csv.ts";
import { run } from "../../web/worker/whole.ts";

let series: Series;
beforeAll(async () => {
  const outcome = await run({ preset: "first-campus", patch: {} });
  if (outcome.kind !== "done") throw new Error("first-campus does not run");
  const { view } = outcome;
  series = { view, baseline: view, scope: "all", from: view.start, to: view.start + 10 * 86_400_000 };
});

describe("CSV of a chart", () => {
  it("has a header and as many fields in every row", () => {
    for (const chart of charts) {
      const [header = "", ...rows] = csvText(chart, series).trimEnd().split("\r\n");
      const fields = (line: string): number => line.replace(/"(?:[^"]|"")*"/g, "q").split(",").length;
      // What a run has nothing of is not on the page.
      if (chart.has?.(series.view) !== false) expect(rows.length, chart.id).toBeGreaterThan(0);
      for (const row of rows) expect(fields(row), `${chart.id}: ${row}`).toBe(fields(header));
    }
  });
  it("is tidy for charts of bins, with the preset's run beside the present one", () => {
    const [power] = charts;
    if (power === undefined) throw new Error("no charts");
    const lines = csvText(power, series).trimEnd().split("\r\n");
    expect(lines[0]).toBe("time,series,value,unit,run");
    expect(lines.some((line) => /^\d{4}-\d\d-\d\d,Drawn,[\d.]+,MW,current$/.test(line))).toBe(true);
    expect(lines.filter((line) => line.endsWith(",preset"))).toHaveLength(
      lines.filter((line) => line.endsWith(",current")).length,
    );
  });
});
