/** The difference view of a chart: the draft less plan A, from zero; more is a filled area, less a hatched one. */
import { formatDelta, formatIso } from "../format.ts";
import { binAt, columnOf, edgeOf } from "../view/bins.ts";
import type { RunView } from "../view/run-view.ts";
import { bands } from "./bands.ts";
import { latencyRegions, latencyShown } from "./latency.ts";
import type { Chart, LegendRow, Scales, Series } from "./chart.ts";
import { area, line, stripOf } from "./marks.ts";

interface Part {
  readonly label: string;
  /** Colour of a line; absent: ink, and the first of the parts is an area. */
  readonly token?: string;
  readonly unit: string;
  /** Column of a run in groups of `size` bins. */
  readonly column: (view: RunView, scope: string, size: number) => Float64Array;
}

const one =
  (key: string, everywhere = false) =>
  (view: RunView, scope: string, size: number): Float64Array =>
    columnOf(view, everywhere ? "all" : scope, key, size);

/** Sum of the columns whose key starts so. */
const sumOf =
  (keysOf: (view: RunView) => readonly string[]) =>
  (view: RunView, scope: string, size: number): Float64Array => {
    const sum = new Float64Array(Math.ceil(view.bins / size));
    for (const key of keysOf(view))
      columnOf(view, scope, key, size).forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value));
    return sum;
  };

const usefulBands = bands.filter(({ id }) => id === "training" || id === "serving");
const useful = sumOf(({ states }) =>
  states.filter((state) => usefulBands.some(({ has }) => has(state))).map(({ id }) => `state.${id}`),
);

type Parts = readonly [Part, ...Part[]];

/** The first is the area, the second a line over it. */
const fixedParts: Partial<Record<Chart["id"], Parts>> = {
  power: [
    { label: "Drawn", unit: "MW", column: one("power.drawn") },
    { label: "Energised", unit: "MW", column: one("power.energised") },
  ],
  fleet: [
    {
      label: "In service",
      unit: "chips",
      column: sumOf(({ generations }) => generations.map(({ id }) => `fleet.service.${id}`)),
    },
  ],
  utilisation: [
    {
      label: "Useful share",
      unit: "share",
      column: (view, scope, size) => {
        const delivered = columnOf(view, scope, "chips.delivered", size);
        return useful(view, scope, size).map((chips, i) =>
          (delivered[i] ?? 0) > 0 ? chips / (delivered[i] ?? 1) : 0,
        );
      },
    },
  ],
  demand: [
    { label: "Served", unit: "tokens/s", column: one("served.all", true) },
    { label: "Demand", unit: "tokens/s", column: one("demand.all", true) },
  ],
  replicas: [
    { label: "Held", unit: "chips", column: one("serving.replicas", true) },
    { label: "Least", unit: "chips", column: one("serving.least-replicas", true) },
  ],
};

/** Of latency a line a region that both runs have. */
function latencyParts(series: Series): readonly Part[] {
  const { measure, key } = latencyShown(series);
  const other = new Set(latencyRegions(series.baseline ?? series.view).map(({ id }) => id));
  return latencyRegions(series.view)
    .filter(({ id }) => other.has(id))
    .map(({ id, name, token }) => ({ label: name, unit: measure.unit, token, column: one(key(id), true) }));
}

const partsOf: Partial<Record<Chart["id"], (series: Series) => readonly Part[]>> = {
  latency: latencyParts,
  ...Object.fromEntries(Object.entries(fixedParts).map(([id, parts]) => [id, () => parts])),
};

/** B less A by bin; undefined where the two runs do not share their bins. */
export function differenceColumn(
  part: Part,
  { view, baseline, scope }: Pick<Series, "view" | "baseline" | "scope">,
  size = 1,
): Float64Array | undefined {
  if (baseline === undefined || !sameBins(view, baseline)) return undefined;
  const before = part.column(baseline, scope, size);
  return part.column(view, scope, size).map((value, i) => value - (before[i] ?? 0));
}

/** Two runs can be subtracted where each bin of one is a bin of the other. */
export const sameBins = (one: RunView, other: RunView): boolean =>
  one.start === other.start && one.binMs === other.binMs && one.bins === other.bins;

/** A chart that shows the difference where the reader asks for it and there is one; else itself. */
export function withDifference(chart: Chart): Chart {
  const parts = partsOf[chart.id];
  if (parts === undefined) return chart;
  const now = ({ difference, view, baseline }: Series): boolean =>
    difference === true && baseline !== undefined && sameBins(view, baseline);
  const shown = (series: Series): readonly { readonly part: Part; readonly values: Float64Array }[] =>
    parts(series).map((part) => ({ part, values: differenceColumn(part, series) ?? new Float64Array(0) }));
  const furthest = (series: Series, sign: 1 | -1): number => {
    const size = stripSize(series);
    let most = 0;
    for (const part of parts(series))
      for (const value of differenceColumn(part, series, size) ?? [])
        if (sign * value > most) most = sign * value;
    return most;
  };
  // A plot of two equal plans has a height all the same.
  const least = chart.id === "utilisation" || chart.id === "latency" ? 0.01 : 1;
  return {
    ...chart,
    unit: (series) => (now(series) ? `B less A, ${chart.unit(series)}` : chart.unit(series)),
    top: (series) => (now(series) ? 1.1 * Math.max(least, furthest(series, 1)) : (chart.top?.(series) ?? 1)),
    bottom: (series) =>
      now(series) ? -1.1 * Math.max(0.1 * least, furthest(series, -1)) : (chart.bottom?.(series) ?? 0),
    log: (series) => !now(series) && chart.log?.(series) === true,
    draw: (ctx, series, scales) =>
      now(series) ? draw(ctx, series, scales, parts(series)) : chart.draw(ctx, series, scales),
    legend: (series, time) =>
      now(series)
        ? shown(series).flatMap(({ part, values }, i) =>
            rowsOf(part, values[binAt(series.view, time)] ?? 0, i),
          )
        : chart.legend(series, time),
    remarks: (series, time) =>
      now(series) ? ["Difference: this draft less plan A."] : (chart.remarks?.(series, time) ?? []),
    table: (series) => {
      if (!now(series)) return chart.table(series);
      const data = shown(series);
      const rows: (string | number)[][] = [];
      for (let bin = binAt(series.view, series.from); bin <= binAt(series.view, series.to - 1); bin++)
        rows.push([formatIso(edgeOf(series.view, bin)), ...data.map(({ values }) => values[bin] ?? 0)]);
      return {
        columns: ["start", ...data.map(({ part: { label, unit } }) => `${label}, B less A, ${unit}`)],
        rows,
      };
    },
  };
}

/** Bins in a group at any width: the axis need not move when the window is resized. */
const stripSize = (series: Series): number => stripOf(series.view, series, 400).size;

function rowsOf({ label, unit, token }: Part, value: number, place: number): readonly LegendRow[] {
  const said = Number.isNaN(value) ? "–" : formatDelta(value, unit, value) || "0";
  if (place > 0 || token !== undefined)
    return [{ id: label, label, token: token ?? "ink", swatch: "line", value: said }];
  return [
    {
      id: "more",
      label: `${label}: more in B`,
      token: "power-drawn",
      swatch: "area",
      value: value > 0 ? said : "",
    },
    { id: "less", label: `${label}: less in B`, token: "ink", swatch: "hatch", value: value < 0 ? said : "" },
  ];
}

function draw(ctx: CanvasRenderingContext2D, series: Series, scales: Scales, parts: readonly Part[]): void {
  const { color, hatch } = scales.palette;
  const strip = stripOf(series.view, series, scales.width);
  const level = (part: Part): ((index: number) => number) => {
    const values = differenceColumn(part, series, strip.size);
    return (index) => values?.[index] ?? 0;
  };
  const zero = (): number => 0;
  ctx.globalAlpha = 1;
  const [main] = parts;
  if (main !== undefined && main.token === undefined) drawArea(level(main));
  for (const part of main?.token === undefined ? parts.slice(1) : parts)
    line(ctx, strip, scales, level(part), {
      color: color(part.token ?? "ink"),
      width: part.token === undefined ? 1.5 : 2,
    });
  line(ctx, strip, scales, zero, { color: color("ink"), width: 1 });

  function drawArea(value: (index: number) => number): void {
    const more = { lower: zero, upper: (index: number): number => Math.max(0, value(index)) };
    const less = { lower: (index: number): number => Math.min(0, value(index)), upper: zero };
    area(ctx, strip, scales, more, color("power-drawn-fill"));
    area(ctx, strip, scales, less, hatch("ink"));
    line(ctx, strip, scales, value, { color: color("power-drawn"), width: 1.75 });
  }
}
