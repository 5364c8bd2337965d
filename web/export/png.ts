/** A chart as a picture of twice the pixels, with finding, axes, legend and source inside it. */
import { scalesOf, timeTicks, valueTicks } from "../charts/axes.ts";
import { rowTop } from "../charts/chart.ts";
import type { Chart, LegendRow, Scales, Series } from "../charts/chart.ts";
import { download, element } from "../dom.ts";
import { formatDay } from "../format.ts";
import { sizeCanvas } from "../panels/plot.ts";
import { readPalette } from "../theme.ts";
import type { Palette } from "../theme.ts";

const width = 960;
const left = 64;
const right = 20;
const top = 64;
const lineHeight = 20;
/** Keys of the legend on a line. */
const perLine = 4;
const font = (size: number, weight = 400): string => `${weight} ${size}px system-ui, sans-serif`;

export async function exportPng(chart: Chart, series: Series): Promise<void> {
  const canvas = element("canvas");
  paint(canvas, chart, series, readPalette());
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob !== null) download(`capsim-${series.view.preset}-${chart.id}.png`, blob);
}

function paint(canvas: HTMLCanvasElement, chart: Chart, series: Series, palette: Palette): void {
  const height = Math.max(chart.height(series), chart.top === undefined ? 0 : 320);
  const rows = chart.legend(series, series.to - 1);
  const legendTop = top + height + 46;
  const total = legendTop + Math.ceil(rows.length / perLine) * lineHeight + 30;
  const ctx = sizeCanvas(canvas, width, total, 2);
  ctx.fillStyle = palette.color("surface");
  ctx.fillRect(0, 0, width, total);
  const text = (value: string, x: number, y: number): void => ctx.fillText(value, x, y, width - x - 8);
  ctx.fillStyle = palette.color("ink");
  ctx.font = font(19, 650);
  text(series.view.findings[chart.id] ?? chart.name, 16, 28);
  ctx.font = font(13);
  ctx.fillStyle = palette.color("ink-soft");
  const unit = chart.unit(series);
  text(`${chart.name}${unit === "" ? "" : `, ${unit}`}; ${series.view.title}`, 16, 48);

  const scales = scalesOf(chart, series, { width: width - left - right, height, palette });
  ctx.save();
  ctx.translate(left, top);
  paintAxes(ctx, chart, series, scales);
  ctx.beginPath();
  ctx.rect(0, 0, scales.width, height);
  ctx.clip();
  chart.draw(ctx, series, scales);
  ctx.restore();
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  rows.forEach((row, index) => {
    const x = 16 + (index % perLine) * ((width - 32) / perLine);
    paintKey(ctx, row, x, legendTop + Math.floor(index / perLine) * lineHeight, palette);
  });
  ctx.fillStyle = palette.color("ink-soft");
  ctx.font = font(11);
  const { preset, seed, digest } = series.view;
  const span = `${formatDay(series.from)} to ${formatDay(series.to)}`;
  text(
    `capsim, preset ${preset}, seed ${seed}, run ${digest.slice(0, 12)}, ${span}. If-then, not a forecast.`,
    16,
    total - 12,
  );
}

function paintAxes(ctx: CanvasRenderingContext2D, chart: Chart, series: Series, scales: Scales): void {
  const { palette, height } = scales;
  ctx.font = font(12);
  ctx.lineWidth = 1;
  ctx.strokeStyle = palette.color("grid");
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  const stroke = (x1: number, y1: number, x2: number, y2: number): void => {
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  };
  ctx.fillStyle = palette.color("ink-soft");
  for (const { at, label } of valueTicks(chart, series, scales)) {
    stroke(0, at, scales.width, at);
    ctx.fillText(label, -8, at);
  }
  ctx.textAlign = "center";
  for (const { at, label } of timeTicks(scales)) {
    stroke(at, 0, at, height);
    ctx.fillText(label, at, height + 14);
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  chart.rowLabels?.(series).forEach((label, index) => ctx.fillText(label, 2, rowTop(index) + 11));
}

function paintKey(
  ctx: CanvasRenderingContext2D,
  row: LegendRow,
  x: number,
  y: number,
  palette: Palette,
): void {
  const color = palette.color(row.token);
  const lean = row.swatch === "hatch-left" ? "left" : "right";
  ctx.fillStyle = row.swatch.startsWith("hatch") ? palette.hatch(row.token, lean) : color;
  ctx.strokeStyle = color;
  const thin = row.swatch === "line" || row.swatch === "dashed" || row.swatch === "dotted";
  ctx.fillRect(x, thin ? y - 5 : y - 10, 14, thin ? 2 : 12);
  ctx.fillStyle = palette.color("ink");
  ctx.font = font(12);
  ctx.fillText(row.label, x + 20, y, (width - 32) / perLine - 28);
}
