/** Marks that charts are drawn with: steps (a bin has one value from edge to edge), areas, points. */
import type { RunView } from "../view/run-view.ts";
import { edgeOf, groupFor, visible } from "../view/bins.ts";
import type { Scales, Series } from "./chart.ts";

/** Which bins a chart draws, and in what groups. */
export interface Strip {
  readonly view: RunView;
  readonly size: number;
  readonly first: number;
  readonly last: number;
}

/** Bins in groups of at least a pixel and a half on a chart of so many pixels. */
export function stripOf(view: RunView, series: Series, widthPx: number): Strip {
  const size = groupFor(view, series.to - series.from, widthPx / 1.5);
  return { view, size, ...visible(view, series.from, series.to, size) };
}

type Level = (index: number) => number;

/** The scale of time as plain arithmetic: the same to the last bit or so, and an order faster in long loops. */
function xOf({ x }: Pick<Scales, "x">): (time: number) => number {
  const [from = new Date(0), to = new Date(1)] = x.domain();
  const [left = 0, right = 1] = x.range();
  const perMs = (right - left) / (to.getTime() - from.getTime());
  return (time) => left + (time - from.getTime()) * perMs;
}

/** Adds a staircase to the path, forwards or backwards. */
function steps(
  ctx: CanvasRenderingContext2D,
  strip: Strip,
  scales: Scales,
  level: Level,
  back: boolean,
): void {
  const count = strip.last - strip.first;
  const x = xOf(scales);
  let up = !back;
  for (let k = 0; k < count; k++) {
    const index = back ? strip.last - 1 - k : strip.first + k;
    const left = x(edgeOf(strip.view, index, strip.size));
    const right = x(edgeOf(strip.view, index + 1, strip.size));
    const y = scales.y(level(index));
    // Where there is no value, there is no line.
    if (Number.isNaN(y)) up = true;
    if (Number.isNaN(y)) continue;
    if (up) ctx.moveTo(left, y);
    else ctx.lineTo(back ? right : left, y);
    up = false;
    ctx.lineTo(back ? left : right, y);
  }
}

export function area(
  ctx: CanvasRenderingContext2D,
  strip: Strip,
  scales: Scales,
  bounds: { readonly lower: Level; readonly upper: Level },
  fill: string | CanvasPattern,
): void {
  if (strip.last <= strip.first) return;
  ctx.beginPath();
  steps(ctx, strip, scales, bounds.upper, false);
  steps(ctx, strip, scales, bounds.lower, true);
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
}

const labelHeight = 15;

/**
 * Names an area inside itself, where it is thickest; not at all where none of its names fits. Names are tried at
 * places a few pixels apart: that is near enough, and every chart is drawn again with every run.
 */
export function areaLabel(
  ctx: CanvasRenderingContext2D,
  strip: Strip,
  scales: Scales,
  bounds: { readonly lower: Level; readonly upper: Level },
  label: { readonly names: readonly string[]; readonly ink: string; readonly halo?: string },
): void {
  const places = placesOf(strip, scales, bounds);
  if (!places.some(({ top, bottom }) => bottom - top > labelHeight)) return;
  ctx.font = "600 11.5px system-ui, sans-serif";
  for (const name of label.names) {
    const at = roomiest(places, scales, ctx.measureText(name).width / 2 + 4);
    if (at === undefined) continue;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    if (label.halo !== undefined) {
      ctx.strokeStyle = label.halo;
      ctx.lineWidth = 4;
      ctx.strokeText(name, at.x, at.y);
    }
    ctx.fillStyle = label.ink;
    ctx.fillText(name, at.x, at.y);
    return;
  }
}

interface Place {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** What of the area is free at places at least 4 px apart: the least of the groups between one and the next. */
function placesOf(
  strip: Strip,
  scales: Scales,
  bounds: { readonly lower: Level; readonly upper: Level },
): readonly Place[] {
  const count = strip.last - strip.first;
  if (count <= 0) return [];
  const left = scales.x(edgeOf(strip.view, strip.first, strip.size));
  const width = (scales.x(edgeOf(strip.view, strip.last, strip.size)) - left) / count;
  const together = Math.max(1, Math.ceil(4 / Math.max(0.1, width)));
  const places: Place[] = [];
  for (let k = 0; k < count; k += together) {
    let low = Infinity;
    let high = -Infinity;
    for (let index = strip.first + k; index < Math.min(strip.last, strip.first + k + together); index++) {
      low = Math.min(low, bounds.upper(index));
      high = Math.max(high, bounds.lower(index));
    }
    places.push({ x: left + (k + together / 2) * width, top: scales.y(low), bottom: scales.y(high) });
  }
  return places;
}

/** Where a text of twice `half` stands inside an area with most room above and below. */
function roomiest(
  places: readonly Place[],
  scales: Scales,
  half: number,
): { readonly x: number; readonly y: number } | undefined {
  let best = { x: 0, y: 0, room: labelHeight };
  places.forEach(({ x }, middle) => {
    if (x < half || x > scales.width - half) return;
    let [top, bottom] = [0, scales.height];
    // It spans several places and must stay inside all of them.
    const cover = (k: number): boolean => {
      const place = places[k];
      if (place === undefined || Math.abs(place.x - x) > half) return false;
      [top, bottom] = [Math.max(top, place.top), Math.min(bottom, place.bottom)];
      return bottom - top > best.room;
    };
    for (let k = middle; cover(k); k--);
    if (bottom - top <= best.room) return;
    for (let k = middle + 1; cover(k); k++);
    if (bottom - top > best.room) best = { x, y: (top + bottom) / 2, room: bottom - top };
  });
  return best.x === 0 ? undefined : best;
}

/** Names lines at the right, where they end, as far apart as letters are high. */
export function lineLabels(
  ctx: CanvasRenderingContext2D,
  strip: Strip,
  scales: Scales,
  lines: readonly { readonly name: string; readonly color: string; readonly level: Level }[],
): void {
  const ends = lines
    .flatMap(({ level, ...rest }) => {
      for (let index = strip.last - 1; index >= strip.first; index--) {
        const y = scales.y(level(index));
        if (!Number.isNaN(y)) return [{ ...rest, y }];
      }
      return [];
    })
    .sort((one, other) => other.y - one.y);
  // The lowest stands under its line, the others above theirs.
  ends.forEach((end, k) => {
    const before = ends[k - 1]?.y ?? Infinity;
    end.y = k === 0 ? Math.min(scales.height - 8, end.y + 11) : Math.min(end.y - 11, before - labelHeight);
  });
  const down = Math.max(0, 8 - (ends.at(-1)?.y ?? 8));
  ctx.font = "600 11.5px system-ui, sans-serif";
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  ctx.lineWidth = 4;
  ctx.lineJoin = "round";
  ctx.strokeStyle = scales.palette.color("surface");
  const x = scales.width - 4;
  for (const { name, y } of ends) ctx.strokeText(name, x, y + down);
  for (const { name, color, y } of ends) {
    ctx.fillStyle = color;
    ctx.fillText(name, x, y + down);
  }
}

export interface Stroke {
  readonly color: string;
  readonly width?: number;
  readonly dash?: readonly number[];
}

export function line(
  ctx: CanvasRenderingContext2D,
  strip: Strip,
  scales: Scales,
  level: Level,
  stroke: Stroke,
): void {
  ctx.beginPath();
  steps(ctx, strip, scales, level, false);
  ctx.strokeStyle = stroke.color;
  ctx.lineWidth = stroke.width ?? 1.5;
  ctx.setLineDash([...(stroke.dash ?? [])]);
  ctx.lineJoin = "round";
  ctx.stroke();
  ctx.setLineDash([]);
}

export const dashes = { baseline: [5, 4], provisioned: [9, 3, 2, 3], utility: [2, 3], none: [] } as const;

/** What was observed: a diamond on a halo, with a whisker where a range is given. */
export function actualMark(
  ctx: CanvasRenderingContext2D,
  at: { readonly x: number; readonly y: number; readonly low?: number; readonly high?: number },
  scales: Scales,
): void {
  const { color } = scales.palette;
  ctx.strokeStyle = color("ink");
  ctx.lineWidth = 1.5;
  if (at.low !== undefined && at.high !== undefined) {
    ctx.beginPath();
    ctx.moveTo(at.x, at.low);
    ctx.lineTo(at.x, at.high);
    ctx.stroke();
  }
  const r = 5;
  ctx.beginPath();
  ctx.moveTo(at.x, at.y - r);
  ctx.lineTo(at.x + r, at.y);
  ctx.lineTo(at.x, at.y + r);
  ctx.lineTo(at.x - r, at.y);
  ctx.closePath();
  ctx.fillStyle = color("surface");
  ctx.fill();
  ctx.stroke();
}

/** Dims what the reader did not pick out in the legend. */
export function emphasis(ctx: CanvasRenderingContext2D, series: Series, ...ids: readonly string[]): void {
  ctx.globalAlpha = series.focus === undefined || ids.includes(series.focus) ? 1 : 0.2;
}

/** What draws of the inputs spread a series to: p10 to p90 as a veil, the median as a thin line. By month. */
export function fan(
  ctx: CanvasRenderingContext2D,
  series: Series,
  scales: Scales,
  id: string,
  color: string,
): void {
  const band = series.bands?.find((each) => each.id === id);
  if (band === undefined) return;
  const at = band.months.map((month) => scales.x(Date.parse(`${month}-15`)));
  const path = (values: Float64Array, back: boolean): void => {
    for (let k = 0; k < at.length; k++) {
      const i = back ? at.length - 1 - k : k;
      ctx.lineTo(at[i] ?? 0, scales.y(values[i] ?? 0));
    }
  };
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, 0, scales.width, scales.height);
  ctx.clip();
  ctx.globalAlpha = 0.28;
  ctx.beginPath();
  path(band.p90, false);
  path(band.p10, true);
  ctx.closePath();
  ctx.fillStyle = color;
  ctx.fill();
  ctx.globalAlpha = 0.9;
  ctx.beginPath();
  path(band.p50, false);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.25;
  ctx.setLineDash([1, 3]);
  ctx.stroke();
  ctx.restore();
}

/** Greatest p90 of some bands: the axis must hold it. */
export function fanTop(series: Series, ids: readonly string[]): number {
  let most = 0;
  for (const band of series.bands ?? [])
    if (ids.includes(band.id)) for (const value of band.p90) if (value > most) most = value;
  return most;
}

/** What the veil is, under the charts that have one. */
export const fanRemark = (series: Series): readonly string[] =>
  series.bands === undefined
    ? []
    : [
        `Veil: p10 to p90 ${series.draws === undefined ? "" : `of ${series.draws.done} of ${series.draws.wanted} `}draws of inputs, dots their median, by month: what is not known, not chance.`,
      ];
