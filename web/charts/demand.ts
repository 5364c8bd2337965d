/** Demand for inference by region of users: what is served, stacked; demand as a line; the gap is hatched. */
import { regionToken } from "../theme.ts";
import { columnOf, hasValues } from "../view/bins.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import type { Strip } from "./marks.ts";
import { area, areaLabel, dashes, emphasis, line, stripOf, fan, fanRemark, fanTop } from "./marks.ts";
import { binTable, readout } from "./rows.ts";

const served = (region: string): string => `served.${region}`;
const demanded = (region: string): string => `demand.${region}`;

/** Users are not at a site: whatever place is picked, this is the fleet. */
const ofFleet = (series: Series): Series => ({ ...series, scope: "all" });

const regionsOf = (
  series: Series,
): readonly { readonly id: string; readonly name: string; readonly token: string }[] =>
  series.view.regions.map((region, index) => ({ ...region, token: regionToken(index) }));

export const demand: Chart = {
  id: "demand",
  name: "Inference: demand and served by region",
  short: "Inference",
  unit: () => "output tokens/s",
  height: () => 230,
  baseline: "preset: demand, served",
  top: (series) => {
    let most = 1;
    for (const view of [series.view, ...(series.baseline === undefined ? [] : [series.baseline])]) {
      for (const value of columnOf(view, "all", demanded("all"))) if (value > most) most = value;
    }
    return Math.max(most, fanTop(series, ["served.all"])) * 1.06;
  },
  draw,
  legend: (series, time) => {
    const fleet = ofFleet(series);
    if (fleet.view.regions.length === 0) return [];
    const rows: LegendRow[] = [
      { id: "demand", label: "Demand", token: "ink", swatch: "line", ...read(fleet, demanded("all"), time) },
    ];
    if (hasValues(fleet.view, "all", "demand.unserved"))
      rows.push({
        id: "unserved",
        label: "Unserved",
        token: "demand-unserved",
        swatch: "hatch",
        ...read(fleet, "demand.unserved", time),
      });
    for (const { id, name, token } of regionsOf(fleet).toReversed())
      rows.push({
        id: `region ${id}`,
        label: name,
        token,
        swatch: "area",
        ...read(fleet, served(id), time),
        note: `${name}: ${read(fleet, served(id), time).value} served of ${read(fleet, demanded(id), time).value} asked for`,
      });
    return rows;
  },
  remarks: (series) => {
    if (series.view.regions.length === 0) return ["This scenario asks for no inference."];
    const whole = series.scope === "all" || series.view.sites.length === 1;
    return [
      ...(whole ? [] : ["Demand comes by region of users, not by site: this is the whole fleet."]),
      ...fanRemark(series),
    ];
  },
  table: (series) => {
    const unit = "tokens/s";
    return binTable(ofFleet(series), [
      { name: `Demand, ${unit}`, key: demanded("all") },
      { name: `Served, ${unit}`, key: served("all") },
      { name: `Unserved, ${unit}`, key: "demand.unserved" },
      ...regionsOf(series).flatMap(({ id, name }) => [
        { name: `${name}: demand, ${unit}`, key: demanded(id) },
        { name: `${name}: served, ${unit}`, key: served(id) },
      ]),
    ]);
  },
};

const read = (series: Series, key: string, time: number): ReturnType<typeof readout> =>
  readout(series, key, time, "tokens/s");

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { palette } = scales;
  const strip = stripOf(series.view, series, scales.width);
  const level = (key: string, of: Strip = strip): ((index: number) => number) => {
    const column = columnOf(of.view, "all", key, of.size);
    return (index) => column[index] ?? 0;
  };
  const base = new Float64Array(strip.last);
  for (const { id, name, token } of regionsOf(series)) {
    const from = Float64Array.from(base);
    const own = level(served(id));
    const bounds = {
      lower: (index: number): number => from[index] ?? 0,
      upper: (index: number): number => (from[index] ?? 0) + own(index),
    };
    emphasis(ctx, series, `region ${id}`);
    area(ctx, strip, scales, bounds, palette.color(token));
    for (let index = strip.first; index < strip.last; index++) base[index] = bounds.upper(index);
    line(ctx, strip, scales, bounds.upper, { color: palette.color("surface"), width: 1 });
    areaLabel(ctx, strip, scales, bounds, { names: [name], ink: palette.inkOn(token) });
  }
  const asked = level(demanded("all"));
  const gap = {
    lower: (index: number): number => base[index] ?? 0,
    upper: (index: number): number => Math.max(base[index] ?? 0, asked(index)),
  };
  emphasis(ctx, series, "unserved");
  area(ctx, strip, scales, gap, palette.hatch("demand-unserved"));
  const label = { names: ["Unserved"], ink: palette.color("ink"), halo: palette.color("surface") };
  areaLabel(ctx, strip, scales, gap, label);
  if (series.baseline !== undefined) {
    const other = stripOf(series.baseline, series, scales.width);
    for (const key of [served("all"), demanded("all")]) {
      emphasis(ctx, series, "demand");
      const color = palette.color(key === served("all") ? "baseline-on-fill" : "baseline");
      line(ctx, other, scales, level(key, other), { color, width: 1.75, dash: dashes.baseline });
    }
  }
  fan(ctx, series, scales, "demand.all", palette.color("ink"));
  fan(ctx, series, scales, "served.all", palette.color("band-serving"));
  emphasis(ctx, series, "demand");
  line(ctx, strip, scales, asked, { color: palette.color("ink"), width: 2.25 });
  ctx.globalAlpha = 1;
}
