/** Fleet: chips in service by generation, stacked; chips that stand and wait are hatched on top. */
import { columnOf, hasValues } from "../view/bins.ts";
import { generationToken } from "../theme.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import {
  actualMark,
  area,
  areaLabel,
  dashes,
  emphasis,
  line,
  stripOf,
  fan,
  fanRemark,
  fanTop,
} from "./marks.ts";
import { actualsOf, binTable, readout } from "./rows.ts";

const inService = (chip: string): string => `fleet.service.${chip}`;
const staged = (chip: string): string => `fleet.staged.${chip}`;

interface Layer {
  readonly id: string;
  readonly key: string;
  readonly label: string;
  readonly token: string;
  readonly hatched: boolean;
}

/** Layers from the bottom up; a generation that never comes to this place has none. */
function layers(series: Series): readonly Layer[] {
  const { view, scope } = series;
  const chips = (key: (chip: string) => string, hatched: boolean): readonly Layer[] =>
    view.generations
      .filter(({ id }) => hasValues(view, scope, key(id)))
      .map(({ id, name }) => ({
        id: hatched ? `${id}-staged` : id,
        key: key(id),
        label: hatched ? `${name}, staged` : name,
        token: generationToken(id),
        hatched,
      }));
  return [...chips(inService, false), ...chips(staged, true)];
}

export const fleet: Chart = {
  id: "fleet",
  name: "Fleet",
  unit: () => "chips",
  height: () => 230,
  baseline: "preset: in service",
  top: (series) => {
    let most = 1;
    for (const view of [series.view, ...(series.baseline === undefined ? [] : [series.baseline])]) {
      for (const value of columnOf(view, series.scope, "chips.delivered")) if (value > most) most = value;
    }
    for (const { value } of actualsOf(series, "fleet.chips")) if (value > most) most = value;
    if (series.scope === "all") most = Math.max(most, fanTop(series, ["fleet.in-service"]));
    return most * 1.06;
  },
  draw,
  legend: (series, time) => {
    const rows: LegendRow[] = layers(series)
      .toReversed()
      .map(({ id, key, label, token, hatched }) => ({
        id,
        label,
        token,
        swatch: hatched ? "hatch" : "area",
        ...readout(series, key, time, ""),
      }));
    rows.push({
      id: "total",
      label: "Delivered",
      token: "ink",
      swatch: "line",
      ...readout(series, "chips.delivered", time, ""),
    });
    if (actualsOf(series, "fleet.chips").length > 0) {
      rows.push({ id: "actual", label: "Observed chips", token: "ink", swatch: "mark", value: "" });
    }
    return rows;
  },
  remarks: fanRemark,
  table: (series) =>
    binTable(
      series,
      layers(series).map(({ label, key }) => ({ name: label, key })),
    ),
};

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales): void {
  const { palette } = scales;
  const strip = stripOf(series.view, series, scales.width);
  const base = new Float64Array(strip.last);
  for (const layer of layers(series)) {
    const column = columnOf(series.view, series.scope, layer.key, strip.size);
    emphasis(ctx, series, layer.id);
    const from = Float64Array.from(base);
    const bounds = {
      lower: (index: number): number => from[index] ?? 0,
      upper: (index: number): number => (from[index] ?? 0) + (column[index] ?? 0),
    };
    area(ctx, strip, scales, bounds, layer.hatched ? palette.hatch(layer.token) : palette.color(layer.token));
    for (let index = strip.first; index < strip.last; index++) base[index] = bounds.upper(index);
    if (layer.hatched) continue;
    // A thin gap keeps neighbours apart, and the name says which is which where there is room for it.
    line(ctx, strip, scales, bounds.upper, { color: palette.color("surface"), width: 1 });
    areaLabel(ctx, strip, scales, bounds, {
      // "Trainium5 (projected)", or the name alone where that is too long.
      names: [layer.label, layer.label.replace(/ \(.*\)$/, "")],
      ink: palette.inkOn(layer.token),
    });
  }
  if (series.baseline !== undefined) {
    const other = stripOf(series.baseline, series, scales.width);
    const columns = series.baseline.generations.map(({ id }) =>
      columnOf(other.view, series.scope, inService(id), other.size),
    );
    const level = (index: number): number => columns.reduce((sum, column) => sum + (column[index] ?? 0), 0);
    ctx.globalAlpha = 1;
    line(ctx, other, scales, level, {
      color: palette.color("baseline-on-fill"),
      width: 2,
      dash: dashes.baseline,
    });
  }
  if (series.scope === "all") fan(ctx, series, scales, "fleet.in-service", palette.color("ink"));
  emphasis(ctx, series, "total");
  line(ctx, strip, scales, (index) => base[index] ?? 0, { color: palette.color("ink"), width: 1.5 });
  emphasis(ctx, series, "actual");
  for (const { time, value, low, high } of actualsOf(series, "fleet.chips")) {
    const whisker =
      low === undefined || high === undefined ? {} : { low: scales.y(low), high: scales.y(high) };
    actualMark(ctx, { x: scales.x(time), y: scales.y(value), ...whisker }, scales);
  }
  ctx.globalAlpha = 1;
}
