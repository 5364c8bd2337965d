// The chart of spend: what it reads at a moment, by month and by year, and where it differs from plan A.
import { describe, expect, it } from "vitest";
import type { Series } from "../../web/charts/chart.ts";
import { curvesOf, valueAt } from "../../web/charts/spend-curves.ts";
import { spend } from "../../web/charts/spend.ts";
import { csvText } from "../../web/export/csv.ts";
import { formatUsd } from "../../web/format.ts";
import { bake, unbake } from "../../web/view/baked.ts";
import { calendarYears, countedAtEdges } from "../../web/view/money.ts";
import type { RunView } from "../../web/view/run-view.ts";
import { moneyView, months, tinyMoney } from "./tiny-money.ts";
import { tinyView } from "./tiny-view.ts";

const seriesOf = (view: RunView, change: Partial<Series> = {}): Series => ({
  view,
  scope: "all",
  from: view.start,
  to: view.end,
  ...change,
});
const said = (series: Series, time: number): Record<string, string> =>
  Object.fromEntries(
    spend.legend(series, time).map(({ label, value, delta }) => [label, `${value} ${delta ?? ""}`.trim()]),
  );
const newYear2028 = Date.UTC(2028, 0, 1);

describe("the chart of spend", () => {
  it("is on the page only where a run has money, or will have", () => {
    expect(spend.has?.(tinyView())).toBe(false);
    expect(spend.has?.(moneyView())).toBe(true);
    const copy = unbake(JSON.parse(JSON.stringify(bake(moneyView(), []))));
    expect(copy.money).toBeUndefined();
    expect(spend.has?.(copy)).toBe(true);
    expect(spend.remarks?.(seriesOf(copy), copy.start)).toContain("This comes with the first run.");
  });

  it("reads what counted by the day, not by the month, in as many figures as the price allows", () => {
    const series = seriesOf(moneyView());
    // Eighteen months at a third of a billion.
    expect(said(series, newYear2028)).toEqual({
      "Counted so far": "$6 B",
      Commitment: "$8 B",
      "Floors, by the year's end": "$6 B",
      "Used up": "Jul 2028",
    });
    const [counted] = curvesOf(series.view, true);
    expect(counted && valueAt(counted, Date.UTC(2028, 0, 16, 12)) / 1e9).toBeCloseTo(6 + 0.5 / 3, 3);
    expect(counted && valueAt(counted, series.view.end) / 1e9).toBeCloseTo(10, 6);
    expect(counted && valueAt(counted, series.view.end + 1)).toBeNaN();
  });

  it("has room for the total also where little was spent", () => {
    const view = moneyView({
      commitment: { ...tinyMoney.commitment!, totalUsd: 100e9 },
    });
    expect(spend.top?.(seriesOf(view))).toBeGreaterThan(100);
    expect(said(seriesOf(view), newYear2028)["Commitment"]).toBe("$100 B");
  });

  it("is in millions where nothing comes to a billion", () => {
    const flows = tinyMoney.flows.map((flow) => ({ ...flow, cents: flow.cents.map((each) => each / 1000) }));
    const { commitment: _, ...rest } = tinyMoney;
    const series = seriesOf({ ...moneyView(), money: { ...rest, flows } });
    expect(spend.unit(series)).toBe("M USD");
    expect(spend.top?.(series)).toBeCloseTo(1.08 * 10, 6);
    expect(said(series, newYear2028)["Paid by Lab"]).toBe("$6 M");
  });

  it("says where a floor was not met, and what is not within the run", () => {
    const { exhaustedSeconds: _, ...open } = tinyMoney.commitment!;
    const view = moneyView({
      commitment: {
        ...open,
        shortfallUsd: 5e8,
        years: [{ from: "2026-07-01", floorUsd: 3e9, countedUsd: 2.5e9, shortfallUsd: 5e8, settled: true }],
      },
    });
    expect(said(seriesOf(view), newYear2028)["Used up"]).toBe("after Jan 2029");
    expect(spend.remarks?.(seriesOf(view), newYear2028).join(" ")).toMatch(
      /from 2026: \$500 M paid for nothing/,
    );
  });

  it("shows payments by year, each with who pays whom, and says which years are short", () => {
    const series = seriesOf(moneyView(), { picks: { "spend-how": "by-year" } });
    // Too little to be seen is left to the table.
    expect(said(series, newYear2028)).toEqual({
      "Capacity: Lab to Cloud": "$4 B",
      "Chips: Cloud to Chip makers": "$600 M",
      "Equity: Cloud to Lab": "$120 M",
    });
    expect(spend.remarks?.(series, newYear2028)).toEqual(["Not whole years of the run: 2026 (6 months)."]);
    expect(calendarYears(tinyMoney).map(({ year, whole }) => [year, whole])).toEqual([
      ["2026", false],
      ["2027", true],
      ["2028", true],
    ]);
  });

  it("puts plan A beside it, and shows what differs where that is asked for", () => {
    const { commitment } = tinyMoney;
    const baseline = moneyView({
      commitment: {
        ...commitment!,
        countedUsd: commitment!.countedUsd.map((usd) => usd / 2),
        exhaustedSeconds: 2 * commitment!.exhaustedSeconds!,
      },
    });
    const series = seriesOf(moneyView(), { baseline });
    expect(said(series, newYear2028)).toMatchObject({
      "Counted so far": "$6 B +$3 B",
      "Used up": "Jul 2028 A: after Jan 2029",
    });
    const difference = { ...series, difference: true };
    expect(said(difference, newYear2028)).toEqual({
      "Counted so far": "+$3 B",
      "Used up": "Jul 2028 A: after Jan 2029",
    });
    expect(spend.unit(difference)).toBe("B less A, B USD");
    expect(spend.top?.(difference)).toBeCloseTo(1.08 * 5, 6);
    expect(spend.bottom?.(difference)).toBeCloseTo(0, 9);
  });

  it("says how sure the date is once draws were made", () => {
    const at = (year: number): number => (Date.UTC(year, 6, 1) - moneyView().start) / 1000;
    const range = {
      draws: 20,
      low: 0,
      p5: at(2027),
      p50: at(2028),
      p95: Infinity,
      high: Infinity,
      beyond: 0.1,
    };
    const ranges = {
      startEpochSeconds: moneyView().start / 1000,
      horizonSeconds: at(2029),
      done: 1,
      total: 1,
      figures: [
        {
          id: "exhausted",
          label: "Used up",
          unit: "date",
          value: at(2028),
          figures: 2,
          confidence: "assumed" as const,
          money: range,
        },
      ],
      swings: [],
      still: { sameModel: 0, sameFigures: 0, unseen: 0 },
      notes: [],
    };
    const series = seriesOf(moneyView(), { ranges });
    expect(said(series, newYear2028)["Used up"]).toBe("Jul 2028 (Jul 2027 to after Jan 2029)");
    expect(spend.remarks?.(series, newYear2028).join(" ")).toMatch(/p5 to p95/);
  });

  it("gives a row a month, with every payment", () => {
    const series = seriesOf(moneyView());
    const { columns, rows } = spend.table(series);
    expect(rows).toHaveLength(months);
    expect(columns).toEqual([
      "month",
      "Counted so far, B USD",
      "Commitment, B USD",
      "Floors by the year's end, B USD",
      "Capacity: Lab to Cloud, M USD",
      "Chips: Cloud to Chip makers, M USD",
      "Equity: Cloud to Lab, M USD",
      "Egress: Lab to Chip makers, M USD",
    ]);
    expect(rows[17]?.slice(0, 4)).toEqual(["2027-12-01", expect.closeTo(6, 6), 8, 6]);
    expect(csvText(spend, series)).toContain("2026-07-01,Chips: Cloud to Chip makers,50,M USD,current");
    expect(spend.table({ ...series, from: newYear2028 }).rows).toHaveLength(12);
  });

  it("adds up what was paid where nothing is committed", () => {
    const { commitment: _, ...rest } = tinyMoney;
    expect(countedAtEdges(rest)[18]).toBeCloseTo(6e9, -2);
    const view = { ...moneyView(), money: rest };
    expect(Object.keys(said(seriesOf(view), newYear2028))).toEqual(["Paid by Lab"]);
  });
});

describe("amounts of money", () => {
  it("have so many figures and no more", () => {
    expect(
      [12_345_678_901, 4.1e8, 1250, 0.4218, -3e9, 1e12, 999.96e6, 0].map((usd) => formatUsd(usd)),
    ).toEqual(["$12.3 B", "$410 M", "$1,250", "$0.422", "−$3 B", "$1 T", "$1 B", "$0"]);
    expect(formatUsd(12_345, 2)).toBe("$12,000");
    expect(formatUsd(NaN)).toBe("–");
  });
});
