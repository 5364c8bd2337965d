/** Power: what the utility grants, what is energised, what is installed, what is drawn; the gap is hatched. */
import { columnOf, hasValues } from "../view/bins.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import type { Strip } from "./marks.ts";
import { actualMark, area, dashes, emphasis, line, stripOf, fan, fanRemark, fanTop } from "./marks.ts";
import { actualsOf, binTable, readout } from "./rows.ts";

const lines = [
  { id: "utility", label: "Utility", token: "power-utility", swatch: "dotted" },
  { id: "building", label: "Buildings", token: "power-building", swatch: "line" },
  { id: "energised", label: "Energised", token: "ink", swatch: "line" },
  { id: "provisioned", label: "Provisioned", token: "power-provisioned", swatch: "dashed" },
  { id: "drawn", label: "Drawn", token: "power-drawn", swatch: "area" },
  { id: "drawn.max", label: "Drawn at its daily peak", token: "power-drawn-peak", swatch: "area" },
] as const;

const key = (id: string): string => `power.${id}`;

function present(series: Series, id: string): boolean {
  return series.view.scopes[series.scope]?.[key(id)] !== undefined;
}

/** Sites in scope whose utility supply nobody published. */
function unknownUtilities(series: Series): readonly string[] {
  return series.view.sites
    .filter((site) => !site.utilityKnown && (series.scope === "all" || series.scope === site.id))
    .map((site) => site.name);
}

export const power: Chart = {
  id: "power",
  name: "Power",
  unit: () => "facility MW, our share",
  height: () => 230,
  baseline: "preset: energised, drawn",
  top: (series) => {
    let most = 1;
    const views = [series.view, ...(series.baseline === undefined ? [] : [series.baseline])];
    for (const view of views) {
      for (const id of ["building", "energised", "provisioned", "drawn"]) {
        for (const value of columnOf(view, series.scope, key(id))) if (value > most) most = value;
      }
    }
    for (const { value } of actualsOf(series, "power.building")) if (value > most) most = value;
    most = Math.max(most, fanTop(series, [`power.energised.${series.scope}`]));
    return most * 1.06;
  },
  draw,
  legend: (series, time) => {
    const rows: LegendRow[] = lines
      .filter(({ id }) => present(series, id) && (id !== "building" || differs(series)))
      .map((row) => ({ ...row, ...readout(series, key(row.id), time, "MW") }));
    rows.push({
      id: "gap",
      label: "Energised, not drawn",
      token: "power-gap",
      swatch: "hatch",
      ...readout(series, key("gap"), time, "MW"),
    });
    if (actualsOf(series, "power.building").length > 0) {
      rows.push({ id: "actual", label: "Observed buildings", token: "ink", swatch: "mark", value: "" });
    }
    return rows;
  },
  remarks: (series) => {
    const unknown = unknownUtilities(series);
    return [
      ...(unknown.length === 0
        ? []
        : [`Utility supply of ${unknown.join(" and ")} is not published: it does not bind here.`]),
      ...fanRemark(series),
    ];
  },
  table: (series) =>
    binTable(
      series,
      lines
        .filter(({ id }) => present(series, id))
        .map(({ id, label }) => ({ name: `${label}, MW`, key: key(id) })),
    ),
};

/** Are buildings ever ahead of what is energised? Otherwise one line says both. */
function differs(series: Series): boolean {
  const building = columnOf(series.view, series.scope, key("building"));
  const energised = columnOf(series.view, series.scope, key("energised"));
  return building.some((value, bin) => Math.abs(value - (energised[bin] ?? 0)) > 0.005 * value + 1e-9);
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { color, hatch } = scales.palette;
  const strip = stripOf(series.view, series, scales.width);
  const level = (id: string, of: Strip = strip): ((index: number) => number) => {
    const column = columnOf(of.view, series.scope, key(id), of.size);
    return (index) => column[index] ?? 0;
  };
  const floor = (): number => 0;
  emphasis(ctx, series, "gap", "energised");
  area(ctx, strip, scales, { lower: level("drawn"), upper: level("energised") }, hatch("power-gap"));
  if (present(series, "drawn.max")) {
    // Hours within a bin go up to here: the mean alone would hide the daily peak.
    emphasis(ctx, series, "drawn.max");
    area(ctx, strip, scales, { lower: level("drawn"), upper: level("drawn.max") }, color("power-drawn-peak"));
  }
  emphasis(ctx, series, "drawn");
  area(ctx, strip, scales, { lower: floor, upper: level("drawn") }, color("power-drawn-fill"));
  if (series.baseline !== undefined) {
    const base = stripOf(series.baseline, series, scales.width);
    const stroke = { color: color("baseline"), dash: dashes.baseline };
    for (const id of ["energised", "drawn"]) {
      emphasis(ctx, series, id);
      line(ctx, base, scales, level(id, base), stroke);
    }
  }
  if (hasValues(series.view, series.scope, key("utility"))) {
    emphasis(ctx, series, "utility");
    const stroke = { color: color("power-utility"), width: 2, dash: dashes.utility };
    line(ctx, strip, scales, level("utility"), stroke);
  }
  if (differs(series)) {
    emphasis(ctx, series, "building");
    line(ctx, strip, scales, level("building"), { color: color("power-building"), width: 1.5 });
  }
  emphasis(ctx, series, "provisioned");
  const provisioned = { color: color("power-provisioned"), width: 1.75, dash: dashes.provisioned };
  line(ctx, strip, scales, level("provisioned"), provisioned);
  emphasis(ctx, series, "drawn");
  line(ctx, strip, scales, level("drawn"), { color: color("power-drawn"), width: 1.75 });
  fan(ctx, series, scales, `power.energised.${series.scope}`, color("ink"));
  if (series.scope === "all") fan(ctx, series, scales, "power.drawn.all", color("power-drawn"));
  emphasis(ctx, series, "energised");
  line(ctx, strip, scales, level("energised"), { color: color("ink"), width: 2.25 });
  emphasis(ctx, series, "actual");
  for (const { time, value, low, high } of actualsOf(series, "power.building")) {
    const whisker =
      low === undefined || high === undefined ? {} : { low: scales.y(low), high: scales.y(high) };
    actualMark(ctx, { x: scales.x(time), y: scales.y(value), ...whisker }, scales);
  }
  ctx.globalAlpha = 1;
}
