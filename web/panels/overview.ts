/** The strip under the window's two ends: drawn power of the whole run, with what is not shown dimmed. */
import { scaleLinear, scaleUtc } from "d3";
import { timeTicks } from "../charts/axes.ts";
import type { Scales, Series } from "../charts/chart.ts";
import { area, stripOf } from "../charts/marks.ts";
import type { Palette } from "../theme.ts";
import { columnOf } from "../view/bins.ts";
import { sizeCanvas } from "./plot.ts";

const height = 30;

export function drawOverview(
  canvas: HTMLCanvasElement,
  width: number,
  shown: Series,
  palette: Palette,
): void {
  if (width <= 0) return;
  const { view, scope } = shown;
  const whole: Series = { view, scope, from: view.start, to: view.end };
  let most = 1e-9;
  for (const mw of columnOf(view, scope, "power.energised")) most = Math.max(most, mw);
  const scales: Scales = {
    x: scaleUtc([new Date(view.start), new Date(view.end)], [0, width]),
    y: scaleLinear([0, most], [height, 2]),
    yTicks: [],
    width,
    height,
    palette,
  };
  const ctx = sizeCanvas(canvas, width, height);
  ctx.clearRect(0, 0, width, height);
  ctx.fillStyle = palette.color("surface");
  ctx.fillRect(0, 0, width, height);
  const strip = stripOf(view, whole, width);
  const drawn = columnOf(view, scope, "power.drawn", strip.size);
  const energised = columnOf(view, scope, "power.energised", strip.size);
  const floor = (): number => 0;
  area(ctx, strip, scales, { lower: floor, upper: (index) => energised[index] ?? 0 }, palette.color("grid"));
  area(
    ctx,
    strip,
    scales,
    { lower: floor, upper: (index) => drawn[index] ?? 0 },
    palette.color("power-drawn-fill"),
  );
  ctx.font = "11px system-ui, sans-serif";
  ctx.fillStyle = palette.color("ink-soft");
  // Few labels, and none under the left handle.
  for (const { at, label } of timeTicks({ ...scales, width: width / 2 }))
    ctx.fillText(label, Math.max(at, 14) + 3, 11);
  ctx.globalAlpha = 0.55;
  ctx.fillStyle = palette.color("page");
  ctx.fillRect(0, 0, scales.x(shown.from), height);
  ctx.fillRect(scales.x(shown.to), 0, width, height);
  ctx.globalAlpha = 1;
}
