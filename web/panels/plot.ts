/** The plot of a chart: a canvas under an SVG with axes, cursor and the span that is being selected. */
import type { App } from "../app.ts";
import { axes, scalesOf } from "../charts/axes.ts";
import { rowHeight } from "../charts/chart.ts";
import type { Chart, Scales, Series } from "../charts/chart.ts";
import { element, svgElement } from "../dom.ts";
import type { Palette } from "../theme.ts";
import { watchPointer } from "./pointer.ts";
import { seriesOf } from "./series.ts";
import { goToSite } from "./site.ts";

export const margin = { left: 46, right: 10, top: 6, bottom: 22 } as const;

export interface Plot {
  readonly node: HTMLElement;
  readonly draw: (series: Series, palette: Palette) => void;
  readonly moveCursor: (time: number) => void;
}

export function plotOf(app: App, chart: Chart): Plot {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const axisLayer = svgElement("g");
  const cursor = svgElement("line", { class: "cursor", y1: 0, hidden: true });
  const selection = svgElement("rect", { class: "selection", y: 0, hidden: true });
  const svg = svgElement("svg", { "aria-hidden": "true" }, axisLayer, selection, cursor);
  const node = element("div", { class: "plot" }, canvas, svg);
  const { siteOfRow } = chart;
  let scales: Scales | undefined;

  const draw = (series: Series, palette: Palette): void => {
    const width = node.clientWidth - margin.left - margin.right;
    if (width <= 0) return;
    const height = chart.height(series);
    scales = scalesOf(chart, series, { width, height, palette });
    const ctx = sizeCanvas(canvas, width, height);
    ctx.clearRect(0, 0, width, height);
    chart.draw(ctx, series, scales);
    node.style.height = `${height + margin.top + margin.bottom}px`;
    svg.setAttribute(
      "viewBox",
      `${-margin.left} ${-margin.top} ${node.clientWidth} ${height + margin.top + margin.bottom}`,
    );
    axisLayer.replaceChildren(...axes(chart, series, scales));
    cursor.setAttribute("y2", String(height));
    selection.setAttribute("height", String(height));
  };
  const moveCursor = (time: number): void => {
    if (scales === undefined) return;
    const [from, to] = scales.x.domain();
    const inside = from !== undefined && to !== undefined && time >= from.getTime() && time <= to.getTime();
    cursor.toggleAttribute("hidden", !inside);
    const x = scales.x(time).toFixed(1);
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
  };
  watchPointer(app, node, {
    timeAt: (clientX) =>
      scales?.x.invert(clientX - node.getBoundingClientRect().left - margin.left).getTime(),
    tap: (clientY) => {
      const row = Math.floor((clientY - node.getBoundingClientRect().top - margin.top) / rowHeight);
      const site = siteOfRow?.(seriesOf(app.store.get()), row);
      if (site !== undefined) goToSite(app, site);
    },
    select: (span) => {
      selection.toggleAttribute("hidden", span === undefined);
      if (span === undefined || scales === undefined) return;
      const [left, right] = [scales.x(span[0]), scales.x(span[1])];
      selection.setAttribute("x", String(Math.min(left, right)));
      selection.setAttribute("width", String(Math.abs(right - left)));
    },
  });
  if (siteOfRow !== undefined) {
    node.classList.add("rows-open");
    node.title = "Click a row to see that site";
  }
  return { node, draw, moveCursor };
}

/** A canvas of so many CSS pixels, as sharp as the screen is. */
export function sizeCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  ratio = devicePixelRatio,
): CanvasRenderingContext2D {
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext("2d");
  if (ctx === null) throw new Error("this browser gives no 2d canvas");
  ctx.scale(ratio, ratio);
  return ctx;
}
