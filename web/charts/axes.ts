/** Scales and axes of a chart, from the same ticks on screen (SVG) and in an exported picture (canvas). */
import { scaleLinear, scaleUtc, utcFormat } from "d3";
import { svgElement } from "../dom.ts";
import { formatNumber, formatValue } from "../format.ts";
import type { Palette } from "../theme.ts";
import { rowTop } from "./chart.ts";
import type { Chart, Scales, Series } from "./chart.ts";

export function scalesOf(
  chart: Chart,
  series: Series,
  size: { readonly width: number; readonly height: number; readonly palette: Palette },
): Scales {
  const { width, height, palette } = size;
  const x = scaleUtc([new Date(series.from), new Date(series.to)], [0, width]);
  const ends = [chart.bottom?.(series) ?? 0, chart.top?.(series) ?? 1] as const;
  const wanted = Math.max(2, Math.floor(height / 46));
  if (chart.log?.(series) === true) {
    const factors = scaleLinear(ends.map(Math.log10), [height, 0]);
    const y = (value: number): number => factors(Math.log10(value));
    return { x, y, yTicks: factorTicks(ends, wanted), width, height, palette };
  }
  const y = scaleLinear(ends, [height, 0]);
  return { x, y, yTicks: y.ticks(wanted), width, height, palette };
}

/** Powers of ten, with 1.5, 2, 3, 5 and 7 times them as far as there is room. */
function factorTicks([low, high]: readonly [number, number], wanted: number): readonly number[] {
  const inside = (factors: readonly number[]): number[] =>
    Array.from({ length: 13 }, (_, k) => k - 6)
      .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
      .filter((value) => value >= low && value <= high);
  const sets = [[1], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]].map(inside);
  const found = sets.findLast(({ length }) => length <= wanted + 2) ?? [];
  return found.length > 2 ? found : scaleLinear([low, high], [0, 1]).ticks(wanted);
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

const year = utcFormat("%Y");
const month = utcFormat("%b");
const monthYear = utcFormat("%b %Y");
const day = utcFormat("%-d %b");

export function timeTicks({ x, width }: Pick<Scales, "x" | "width">): readonly Tick[] {
  const ticks = x.ticks(Math.max(2, Math.floor(width / 80)));
  const [first, second] = ticks;
  const step = first === undefined || second === undefined ? 0 : second.getTime() - first.getTime();
  // The first label names its year too, if the next one leaves it room.
  const roomy = second === undefined || first === undefined || x(second) - x(first) > 66;
  return ticks.map((date, index) => ({ at: x(date), label: tickLabel(date, step, index === 0 && roomy) }));
}

/** The year where it begins or the axis starts, months and days between. */
function tickLabel(date: Date, step: number, isFirst: boolean): string {
  const days = step / 86_400_000;
  if (days >= 360) return year(date);
  if (days < 27) return day(date);
  if (date.getUTCMonth() === 0) return year(date);
  return isFirst ? monthYear(date) : month(date);
}

export function valueTicks(chart: Chart, series: Series, { y, yTicks }: Scales): readonly Tick[] {
  if (chart.top === undefined) return [];
  const percent = chart.percent?.(series) === true;
  return yTicks.map((value) => ({
    at: y(value),
    label: percent ? formatValue(value, "share") : formatNumber(value),
  }));
}

/** Grid, labels and row names of a chart as SVG. */
export function axes(chart: Chart, series: Series, scales: Scales): readonly SVGElement[] {
  const { width, height } = scales;
  const nodes: SVGElement[] = [];
  for (const { at, label } of valueTicks(chart, series, scales)) {
    nodes.push(svgElement("line", { class: "grid", x1: 0, x2: width, y1: at, y2: at }));
    nodes.push(
      svgElement("text", { class: "tick-label", x: -6, y: at, dy: "0.32em", "text-anchor": "end" }, label),
    );
  }
  for (const { at, label } of timeTicks(scales)) {
    nodes.push(svgElement("line", { class: "grid", x1: at, x2: at, y1: 0, y2: height + 4 }));
    // A label at either end must not stick out of the picture.
    const anchor = at < 14 ? "start" : at > width - 18 ? "end" : "middle";
    nodes.push(
      svgElement("text", { class: "tick-label", x: at, y: height + 16, "text-anchor": anchor }, label),
    );
  }
  nodes.push(svgElement("line", { class: "axis", x1: 0, x2: width, y1: height, y2: height }));
  chart.rowLabels?.(series).forEach((label, index) => {
    nodes.push(svgElement("text", { class: "row-label", x: -40, y: rowTop(index) + 11 }, label));
  });
  return nodes;
}
