/**
 * Draws rows of jobs into pixels. Each row is walked once, and what falls into one pixel is drawn once, however many
 * jobs there are: the work is bounded by the pixels of the picture.
 */
import type { JobLines, Segments } from "../view/job-lines.ts";
import { endOf, firstWhere } from "./rows.ts";
import type { Rows } from "./rows.ts";

/** Colours of a segment as pixels (ABGR): equal where it is solid, two where it is hatched. */
export interface Ink {
  readonly line: number;
  readonly ground: number;
}

export interface Picture {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
  /** Device pixels to a CSS pixel. */
  readonly ratio: number;
}

export interface Scene {
  readonly lines: JobLines;
  readonly segments: Segments;
  readonly rows: Rows;
  /** Seconds at the left and right edge. */
  readonly from: number;
  readonly to: number;
  /** Top of each row in device pixels, as it is scrolled, and the height of a bar; whole numbers are crisp. */
  readonly topOf: (row: number) => number;
  readonly barHeight: number;
  /** First and last row to draw. */
  readonly first: number;
  readonly last: number;
  /** Ink of a segment of a job. */
  readonly inkOf: (job: number, segment: number) => Ink;
}

export interface Drawn {
  /** Runs of pixels that were filled, and steps from one segment or job to another. */
  readonly fills: number;
  readonly steps: number;
}

export function drawRows(picture: Picture, scene: Scene): Drawn {
  const { rows } = scene;
  let fills = 0;
  let steps = 0;
  for (let row = scene.first; row < scene.last; row++) {
    const drawn = drawRow(picture, scene, row, rows.rowFirst[row] ?? 0, rows.rowFirst[row + 1] ?? 0);
    fills += drawn.fills;
    steps += drawn.steps;
  }
  return { fills, steps };
}

function drawRow(picture: Picture, scene: Scene, row: number, begin: number, stop: number): Drawn {
  const { lines, segments, rows, from, to } = scene;
  const { width } = picture;
  const perPixel = (to - from) / width;
  const jobAt = (at: number): number => rows.jobs[at] ?? 0;
  const top = Math.max(0, Math.floor(scene.topOf(row)));
  const bottom = Math.min(picture.height, Math.max(top + 1, Math.floor(scene.topOf(row) + scene.barHeight)));
  let fills = 0;
  let steps = 0;
  /** First pixel that is still empty. What ends to the left of its middle less one has no pixel any more. */
  let edge = 0;
  const gone = (): number => from + (edge - 0.5) * perPixel;
  const pixelOf = (time: number): number => Math.floor((time - from) / perPixel + 0.5);
  let at = firstWhere(begin, stop, (index) => endOf(lines, jobAt(index)) > gone());
  for (; at < stop && edge < width; at++) {
    steps++;
    if (endOf(lines, jobAt(at)) <= gone())
      at = firstWhere(at, stop, (index) => endOf(lines, jobAt(index)) > gone());
    const job = jobAt(at);
    if (at >= stop || (lines.submit[job] ?? 0) >= to) break;
    const last = (segments.first[job + 1] ?? 0) - 1;
    const untilOf = (segment: number): number =>
      segment < last ? (segments.from[segment + 1] ?? 0) : endOf(lines, job);
    for (let segment = segments.first[job] ?? 0; segment <= last && edge < width; segment++) {
      steps++;
      if (untilOf(segment) <= gone()) segment = firstWhere(segment, last, (index) => untilOf(index) > gone());
      const left = pixelOf(segments.from[segment] ?? 0);
      if (left >= width) break;
      // What is shorter than a pixel has one, where no other has it.
      const right = Math.min(width, Math.max(left + 1, pixelOf(untilOf(segment))));
      if (right <= edge) continue;
      fill(picture, Math.max(left, edge), right, top, bottom, scene.inkOf(job, segment));
      fills++;
      edge = right;
    }
  }
  return { fills, steps };
}

/** Fills a run of pixels, hatched where the ink has two colours. */
export function fill(
  { pixels, width, ratio }: Picture,
  left: number,
  right: number,
  top: number,
  bottom: number,
  { line, ground }: Ink,
): void {
  if (line === ground) {
    for (let y = top; y < bottom; y++) pixels.fill(line, y * width + left, y * width + right);
    return;
  }
  const period = Math.round(5 * ratio);
  const stroke = Math.round(2 * ratio);
  for (let y = top; y < bottom; y++) {
    let phase = (left + y) % period;
    const base = y * width;
    for (let x = left; x < right; x++) {
      pixels[base + x] = phase < stroke ? line : ground;
      if (++phase === period) phase = 0;
    }
  }
}
