// The charts of latency, replicas and demand: what is drawn of a run, and what is said where there is nothing.
import { describe, expect, it } from "vitest";
import { valueTicks, scalesOf } from "../../web/charts/axes.ts";
import type { Series } from "../../web/charts/chart.ts";
import { demand } from "../../web/charts/demand.ts";
import { withDifference } from "../../web/charts/difference.ts";
import { latency } from "../../web/charts/latency.ts";
import { replicas } from "../../web/charts/replicas.ts";
import { csvText } from "../../web/export/csv.ts";
import { bake, unbake } from "../../web/view/baked.ts";
import { columnOf } from "../../web/view/bins.ts";
import type { Columns, RunView } from "../../web/view/run-view.ts";
import { columns, start, tinyView } from "./tiny-view.ts";

const regions = [
  { id: "americas", name: "Americas" },
  { id: "asia", name: "Asia" },
];
const classes = [
  { id: "chat", name: "Chat", weight: 0.6, ttftSeconds: 2, tpotSeconds: 0.05 },
  { id: "agents", name: "Coding agents", weight: 0.4, ttftSeconds: 2, tpotSeconds: 0.1 },
  { id: "batch", name: "Batch", weight: 0 },
];
const of = (...values: readonly number[]): Float64Array => Float64Array.from(values);

function viewOf(all: Columns, latencyClasses: RunView["latencyClasses"] = classes): RunView {
  return tinyView({ regions, latencyClasses, scopes: { all } });
}
const seriesOf = (view: RunView, change: Partial<Series> = {}): Series => ({
  view,
  scope: "all",
  from: view.start,
  to: view.end,
  ...change,
});
const measured: Columns = {
  ...columns({
    "latency.ttft-p99.americas": 0.9,
    "latency.ttft-p99.americas.batch": 30,
    "latency.ttft-p99.asia.batch": 40,
    "latency.tpot-p99.americas.chat": 36,
    "latency.tpot-p99.asia.chat": 36,
    "latency.within-slo.asia": 0.995,
    "latency.within-slo.americas": 0.999,
  }),
  "latency.ttft-p99.asia": of(NaN, 1, 1.2),
};
const shown = seriesOf(viewOf(measured));
const palette = { color: () => "", inkOn: () => "", hatch: () => "" };

describe("the chart of latency", () => {
  it("is on the page only where a run has latency", () => {
    expect(latency.has?.(tinyView({ regions }))).toBe(false);
    expect(latency.has?.(shown.view)).toBe(true);
  });
  it("reads each region at the cursor, a dash where nothing was served", () => {
    const said = (time: number): readonly (readonly string[])[] =>
      latency.legend(shown, time).map(({ label, value }) => [label, value]);
    expect(said(start)).toEqual([
      ["Americas", "0.9 s"],
      ["Asia", "–"],
      ["SLO", "2 s"],
    ]);
    expect(said(shown.to - 1)[1]).toEqual(["Asia", "1.2 s"]);
  });
  it("shows what is promised where all classes shown are promised the same, and else nothing", () => {
    const target = (picks: Readonly<Record<string, string>>): string | undefined =>
      latency.legend({ ...shown, picks }, start).find(({ id }) => id === "target")?.value;
    expect(target({ "latency-measure": "tpot-p99" })).toBeUndefined();
    expect(target({ "latency-measure": "tpot-p99", "latency-class": "chat" })).toBe("50 ms/token");
    expect(target({ "latency-class": "batch" })).toBeUndefined();
    expect(target({ "latency-measure": "within-slo" })).toBe("99 %");
    expect(target({ "latency-measure": "ttft-p50" })).toBeUndefined();
  });
  it("has an axis that holds every line and a target near them", () => {
    expect(latency.top?.(shown)).toBeGreaterThan(2);
    expect(latency.bottom?.(shown)).toBeLessThan(0.9);
    expect(latency.bottom?.(shown)).toBeGreaterThan(0);
    const share = { ...shown, picks: { "latency-measure": "within-slo" } };
    expect(latency.log?.(share)).toBe(false);
    expect([latency.bottom?.(share), latency.top?.(share)]).toEqual([expect.closeTo(0.989, 6), 1]);
  });
  it("labels its axis at three places at least, whatever it spans", () => {
    for (const [low, high] of [
      [0.8, 1.1],
      [33, 50],
      [0.02, 900],
    ] as const) {
      const view = viewOf(columns({ "latency.ttft-p99.americas": low, "latency.ttft-p99.asia": high }), []);
      const series = seriesOf(view);
      const scales = scalesOf(latency, series, { width: 400, height: 230, palette });
      const ticks = valueTicks(latency, series, scales);
      expect(ticks.length, `${low} to ${high}`).toBeGreaterThanOrEqual(3);
      expect(ticks.length, `${low} to ${high}`).toBeLessThanOrEqual(8);
      for (const { at } of ticks) expect(at >= 0 && at <= 230).toBe(true);
    }
  });
  it("tells classes and measures apart, and forgets a choice the run does not have", () => {
    const value = (picks: Readonly<Record<string, string>>): string | undefined =>
      latency.legend({ ...shown, picks }, start)[0]?.value;
    expect(value({ "latency-class": "batch" })).toBe("30 s");
    expect(value({ "latency-class": "gone" })).toBe("0.9 s");
    expect(latency.unit({ ...shown, picks: { "latency-class": "chat" } })).toMatch(/P99; Chat$/);
  });
  it("says that rates are predicted where they are", () => {
    const said = (predicted: boolean): string => {
      const view = { ...shown.view, servingRates: { predicted, band: 0.4, chips: ["Trainium2"] } };
      return (latency.remarks?.({ ...shown, view }, start) ?? []).join(" ");
    };
    expect(said(true)).toContain("Trainium2 are a prediction, ±40 %");
    expect(said(false)).not.toContain("prediction");
  });
  it("subtracts region by region, on a linear axis, and leaves out what either run has not", () => {
    const before = { ...measured, "latency.ttft-p99.asia": of(1, 1, 1) };
    const series = { ...shown, baseline: viewOf(before), difference: true };
    const chart = withDifference(latency);
    expect(chart.log?.(series)).toBe(false);
    const { columns: names, rows } = chart.table(series);
    expect(names).toEqual(["start", "Americas, B less A, s", "Asia, B less A, s"]);
    expect(rows.map((row) => row[2])).toEqual([NaN, 0, expect.closeTo(0.2, 9)]);
    expect(chart.top?.(series)).toBeCloseTo(0.22, 6);
    expect(chart.legend(series, start).map(({ label, value }) => [label, value])).toEqual([
      ["Americas", "0"],
      ["Asia", "–"],
    ]);
  });
  it("gives away every measure of the class that is shown, nothing where nothing was served", () => {
    const lines = csvText(latency, shown).split("\r\n");
    expect(lines).toContain("2029-03-11,Asia: to the first token P99,,s,current");
    expect(lines).toContain("2029-03-13,Asia: to the first token P99,1.2,s,current");
    expect(lines).toContain("2029-03-13,Asia: of first tokens within their SLO,0.995,share,current");
  });
  it("is baked for the lines it begins with, with their gaps", () => {
    const copy = unbake(JSON.parse(JSON.stringify(bake({ ...shown.view, bins: 3 }, []))));
    const keys = Object.keys(copy.scopes["all"] ?? {});
    expect(keys.filter((key) => key.startsWith("latency.")).sort()).toEqual([
      "latency.ttft-p99.americas",
      "latency.ttft-p99.asia",
    ]);
    const week = tinyView({
      binMs: 7 * 86_400_000,
      end: start + 21 * 86_400_000,
      regions,
      scopes: { all: { "latency.ttft-p99.asia": of(NaN, 1, 1.2) } },
    });
    expect([...columnOf(unbake(bake(week, [])), "all", "latency.ttft-p99.asia")]).toEqual([
      NaN,
      expect.closeTo(1, 2),
      expect.closeTo(1.2, 2),
    ]);
  });
});

describe("bins without a value", () => {
  it("are no zeros in the mean of a group", () => {
    const view = viewOf({ a: of(NaN, 4, NaN), b: of(NaN, NaN, NaN) });
    expect([...columnOf(view, "all", "a", 3)]).toEqual([4]);
    expect([...columnOf(view, "all", "b", 3)]).toEqual([NaN]);
  });
});

describe("the chart of replicas", () => {
  const series = seriesOf(viewOf(columns({ "serving.replicas": 120, "serving.least-replicas": 100 })));
  it("is on the page only where there is an autoscaler", () => {
    expect(replicas.has?.(tinyView())).toBe(false);
    expect(replicas.has?.(series.view)).toBe(true);
  });
  it("says by how much what is held is over the least", () => {
    expect(replicas.legend(series, start).map(({ value }) => value)).toEqual([
      "20 %",
      "120 chips",
      "100 chips",
    ]);
  });
});

describe("the chart of demand", () => {
  const asked = {
    "demand.all": 100,
    "served.all": 70,
    "demand.unserved": 30,
    "unserved.capacity": 20,
    "unserved.expired": 9.99,
    "unserved.outage": 0.01,
    "unserved.capacity.asia": 20,
  };
  it("names the reasons that can be seen, and has all of them in its table", () => {
    const series = seriesOf(viewOf(columns(asked)));
    const labels = demand.legend(series, start).map(({ label, value }) => `${label} ${value}`);
    expect(labels).toContain("No chip free 20 tokens/s");
    expect(labels).toContain("Waited too long 9.99 tokens/s");
    expect(labels.join()).not.toMatch(/Unserved|Chips failed|Too far/);
    expect(demand.table(series).columns).toEqual([
      "start",
      "Demand, tokens/s",
      "Served, tokens/s",
      "Unserved, tokens/s",
      "Unserved: no chip free, tokens/s",
      "Unserved: waited too long, tokens/s",
      "Unserved: chips failed, tokens/s",
      "Asia: unserved: no chip free, tokens/s",
    ]);
  });
  it("has one gap where reasons are not told apart", () => {
    const series = seriesOf(viewOf(columns({ "demand.all": 100, "served.all": 70, "demand.unserved": 30 })));
    expect(demand.legend(series, start).map(({ label }) => label)).toContain("Unserved");
  });
  it("says what waits, and what others serve on top", () => {
    const series = seriesOf(
      viewOf(columns({ ...asked, "demand.waiting": 5e12, "demand.elsewhere": 25, "revenue.all": 7 })),
    );
    expect(demand.remarks?.(series, start)).toContain(
      "5 T tokens of work that may wait are queued at the cursor.",
    );
    expect(demand.legend(series, start).map(({ label, value }) => `${label} ${value}`)).toContain(
      "Served elsewhere, on top 25 tokens/s",
    );
    expect(demand.top?.(series)).toBeGreaterThan(125);
    const { columns: names } = demand.table(series);
    for (const name of ["Waiting, tokens", "Served elsewhere, tokens/s", "Revenue at list price, USD/h"])
      expect(names).toContain(name);
  });
});
