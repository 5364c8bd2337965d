/** The picture of the time line: rows as pixels, names over them, and axis, cursor and outlines as SVG on top. */
import { scaleLinear, scaleUtc } from "d3";
import { timeTicks } from "../charts/axes.ts";
import type { Tick } from "../charts/axes.ts";
import { element, svgElement } from "../dom.ts";
import type { Palette } from "../theme.ts";
import type { JobLines, Segments } from "../view/job-lines.ts";
import { faded, inksOf } from "./inks.ts";
import { laneHead, margin } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { drawRows } from "./raster.ts";
import type { Drawn, Strips } from "./raster.ts";
import { endOf, firstWhere } from "./rows.ts";
import type { Rows } from "./rows.ts";
import { nameOf } from "./text.ts";

/** All that the picture shows. */
export interface View {
  readonly lines: JobLines;
  readonly segments: Segments;
  readonly rows: Rows;
  readonly strips: Strips;
  readonly layout: Layout;
  readonly scroll: number;
  readonly from: number;
  readonly to: number;
  readonly cursor: number;
  readonly focus: string | undefined;
  /** Jobs that were searched for; undefined: no search. */
  readonly found: Uint8Array | undefined;
  readonly hovered: number;
  readonly selected: number;
}

export interface Plot {
  readonly node: HTMLElement;
  readonly width: () => number;
  readonly draw: (view: View, palette: Palette) => Drawn;
  readonly overlay: (view: View) => void;
}

/** A name needs so much room on a row before the next one. */
const leastLabel = 24;
const mostlyRead = 90;

export function jobsPlot(): Plot {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const axis = svgElement("g");
  const cursor = svgElement("line", { class: "cursor" });
  const hovered = svgElement("rect", { class: "hovered" });
  const selected = svgElement("rect", { class: "selected" });
  const svg = svgElement("svg", { "aria-hidden": "true" }, axis, hovered, selected, cursor);
  const node = element(
    "div",
    {
      class: "plot jobs-plot",
      tabindex: "0",
      role: "application",
      "aria-label": "Time line of the jobs",
      "aria-describedby": "jobs-keys",
    },
    canvas,
    svg,
  );
  const ctx = canvas.getContext("2d");
  if (ctx === null) throw new Error("this browser gives no 2d canvas");
  let image: ImageData | undefined;
  let pixels = new Uint32Array(0);
  const width = (): number => Math.max(0, node.clientWidth - margin.left - margin.right);

  const overlay = (view: View): void => {
    const x = (seconds: number): number => ((seconds - view.from) / (view.to - view.from)) * width();
    const shown = view.cursor >= view.from && view.cursor <= view.to;
    cursor.toggleAttribute("hidden", !shown);
    for (const [name, value] of [
      ["x1", x(view.cursor)],
      ["x2", x(view.cursor)],
      ["y1", 0],
      ["y2", view.layout.height],
    ] as const)
      cursor.setAttribute(name, value.toFixed(1));
    outline(hovered, view, view.hovered, x);
    outline(selected, view, view.selected, x);
  };
  const outline = (rect: SVGElement, view: View, job: number, x: (seconds: number) => number): void => {
    const row = job < 0 ? -1 : (view.rows.rowOf[job] ?? -1);
    const top = view.layout.rowTop(row) + view.layout.barTop - view.scroll;
    const left = Math.max(-4, x(view.lines.submit[job] ?? 0));
    const right = Math.min(width() + 4, x(endOf(view.lines, job)));
    const outside = right < 0 || left > width() || top < -view.layout.barHeight || top > view.layout.height;
    rect.toggleAttribute("hidden", row < 0 || outside);
    if (row < 0 || outside) return;
    for (const [name, value] of [
      ["x", left - 1],
      ["y", top - 1],
      ["width", Math.max(3, right - left) + 2],
      ["height", Math.max(3, view.layout.barHeight) + 2],
    ] as const)
      rect.setAttribute(name, value.toFixed(1));
  };

  const draw = (view: View, palette: Palette): Drawn => {
    const { layout, lines, scroll, strips } = view;
    const ratio = devicePixelRatio;
    const [wide, high] = [Math.round(width() * ratio), Math.round(layout.height * ratio)];
    if (wide <= 0) return { fills: 0, steps: 0 };
    if (image?.width !== wide || image.height !== high) {
      canvas.width = wide;
      canvas.height = high;
      canvas.style.width = `${width()}px`;
      canvas.style.height = `${layout.height}px`;
      node.style.height = `${layout.height + margin.bottom}px`;
      svg.setAttribute("viewBox", `${-margin.left} 0 ${node.clientWidth} ${layout.height + margin.bottom}`);
      image = new ImageData(wide, high);
      pixels = new Uint32Array(image.data.buffer);
    }
    pixels.fill(0);
    const inks = inksOf(palette, view.focus);
    const pale = inks.map((ink) => faded(palette, ink));
    const [first, last] = layout.inSight(scroll);
    const drawn = drawRows(
      { pixels, width: wide, height: high, ratio },
      {
        strips,
        submit: lines.submit,
        from: view.from,
        to: view.to,
        topOf: (row) => Math.round((layout.rowTop(row) + layout.barTop - scroll) * ratio),
        barHeight: Math.max(1, Math.round(layout.barHeight * ratio)),
        first,
        last,
        inks,
        pale,
        found: view.found,
      },
    );
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.putImageData(image, 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawWords(ctx, view, palette, width());
    axis.replaceChildren(...axisOf(view, width(), layout.height));
    overlay(view);
    return drawn;
  };
  return { node, width, draw, overlay };
}

/** Heads of lanes, names of jobs where there is room, and how far the rows are scrolled. */
function drawWords(ctx: CanvasRenderingContext2D, view: View, palette: Palette, width: number): void {
  const { layout, rows, scroll } = view;
  const family = getComputedStyle(document.body).fontFamily;
  ctx.textBaseline = "alphabetic";
  if (layout.labels) {
    ctx.font = `11px ${family}`;
    ctx.fillStyle = palette.color("ink");
    const [first, last] = layout.inSight(scroll);
    for (let row = first; row < last; row++) drawNames(ctx, view, row, width);
  }
  rows.lanes.forEach(({ name, jobs }, lane) => {
    const top = layout.laneTop(lane) - scroll;
    if (top < -laneHead || top > layout.height) return;
    ctx.fillStyle = palette.color("surface");
    ctx.fillRect(0, top, width, laneHead);
    ctx.fillStyle = palette.color("edge");
    ctx.fillRect(0, top, width, 1);
    ctx.font = `600 11px ${family}`;
    ctx.fillStyle = palette.color("ink");
    ctx.fillText(name, 0, top + 13);
    const after = ctx.measureText(name).width + 8;
    ctx.font = `11px ${family}`;
    ctx.fillStyle = palette.color("ink-soft");
    ctx.fillText(jobs === 1 ? "1 job" : `${jobs.toLocaleString("en")} jobs`, after, top + 13);
  });
  if (layout.content <= layout.height) return;
  const size = Math.max(16, (layout.height * layout.height) / layout.content);
  const top = (scroll / (layout.content - layout.height)) * (layout.height - size);
  ctx.fillStyle = palette.color("control-edge");
  ctx.fillRect(width - 4, top, 4, size);
}

function drawNames(ctx: CanvasRenderingContext2D, view: View, row: number, width: number): void {
  const { lines, rows, layout, from, to } = view;
  const perPixel = (to - from) / width;
  const stop = rows.rowFirst[row + 1] ?? 0;
  const jobAt = (at: number): number => rows.jobs[at] ?? 0;
  const y = layout.rowTop(row) - view.scroll + 10;
  let edge = 0;
  let at = firstWhere(rows.rowFirst[row] ?? 0, stop, (index) => endOf(lines, jobAt(index)) > from);
  while (at < stop) {
    const job = jobAt(at);
    const left = Math.max(0, ((lines.submit[job] ?? 0) - from) / perPixel);
    if (left >= width - leastLabel) return;
    const next = at + 1 < stop ? ((lines.submit[jobAt(at + 1)] ?? 0) - from) / perPixel : width;
    const room = Math.min(width, next) - left - 6;
    const name = left >= edge && room >= leastLabel ? fitted(ctx, nameOf(lines, job), room) : "";
    if (name !== "") {
      ctx.globalAlpha = view.found !== undefined && view.found[job] === 0 ? 0.35 : 1;
      ctx.fillText(name, left, y);
      ctx.globalAlpha = 1;
      edge = left + Math.min(room, ctx.measureText(name).width) + 6;
    }
    at++;
    // Names stand apart: what begins within one is passed over without a look.
    if (at < stop && next < edge)
      at = firstWhere(at, stop, (index) => ((lines.submit[jobAt(index)] ?? 0) - from) / perPixel >= edge);
  }
}

/** A name, cut where its room is too small; nothing where little would be left of it. */
function fitted(ctx: CanvasRenderingContext2D, name: string, room: number): string {
  const wide = ctx.measureText(name).width;
  if (wide <= room) return name;
  if (room < mostlyRead) return "";
  return `${name.slice(0, Math.max(1, Math.floor((name.length * room) / wide) - 1))}…`;
}

function axisOf({ lines, from, to }: View, width: number, height: number): readonly SVGElement[] {
  return ticksOf(lines, from, to, width).flatMap(({ at, label }) => [
    svgElement("line", { class: "grid", x1: at, x2: at, y1: 0, y2: height + 4 }),
    svgElement(
      "text",
      {
        class: "tick-label",
        x: at,
        y: height + 16,
        "text-anchor": at < 14 ? "start" : at > width - 18 ? "end" : "middle",
      },
      label,
    ),
  ]);
}

const units = [
  { name: "days", seconds: 86_400 },
  { name: "h", seconds: 3600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** Dates for a run, a plain count of days, hours or less for a log. */
function ticksOf({ zero }: JobLines, from: number, to: number, width: number): readonly Tick[] {
  if (zero !== undefined) {
    const x = scaleUtc([new Date(zero + from * 1000), new Date(zero + to * 1000)], [0, width]);
    return timeTicks({ x, width });
  }
  const { name, seconds } = units.find((unit) => to - from > 4 * unit.seconds) ?? units[3];
  const x = scaleLinear([from / seconds, to / seconds], [0, width]);
  return x
    .ticks(Math.max(2, Math.floor(width / 90)))
    .map((value) => ({ at: x(value), label: `${value.toLocaleString("en")} ${name}` }));
}
