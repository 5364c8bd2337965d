/**
 * Draws rows of jobs into pixels. Each row is walked once, and what falls into one pixel is drawn once, however many
 * jobs there are: the work is bounded by the pixels of the picture.
 */
import type { JobLines, Segments } from "../view/job-lines.ts";
import { endOf, firstWhere, segmentAt } from "./rows.ts";
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
  /** First pixel that is still empty: each shows what is at its middle, so that lengths add up at any zoom. */
  let edge = 0;
  const middle = (): number => from + (edge + 0.5) * perPixel;
  const pixelOf = (time: number): number => Math.ceil((time - from) / perPixel - 0.5);
  const submitOf = (at: number): number => lines.submit[jobAt(at)] ?? 0;
  const hasPixel = (at: number): boolean =>
    pixelOf(submitOf(at)) >= edge || endOf(lines, jobAt(at)) > middle();
  const paint = (left: number, right: number, job: number, segment: number): void => {
    fill(picture, left, right, top, bottom, scene.inkOf(job, segment));
    fills++;
    edge = right;
  };
  for (let at = firstWhere(begin, stop, hasPixel); at < stop && edge < width; at++) {
    steps++;
    // The next one often has one; else on over all that have none.
    if (!hasPixel(at)) at = firstWhere(at, stop, hasPixel);
    if (at >= stop || submitOf(at) >= to) break;
    const job = jobAt(at);
    const before = edge;
    const first = segments.first[job] ?? 0;
    const last = (segments.first[job + 1] ?? 0) - 1;
    const untilOf = (segment: number): number =>
      segment < last ? (segments.from[segment + 1] ?? 0) : endOf(lines, job);
    const reaches = (segment: number): boolean => untilOf(segment) > middle();
    for (let segment = first; segment <= last && edge < width; segment++) {
      steps++;
      if (!reaches(segment)) segment = firstWhere(segment, last, reaches);
      const left = Math.max(edge, pixelOf(segments.from[segment] ?? 0));
      const right = Math.min(width, pixelOf(untilOf(segment)));
      if (left >= width) break;
      if (right > left) paint(left, right, job, segment);
    }
    // A job shorter than a pixel has one all the same, where no other has it.
    const left = pixelOf(submitOf(at));
    if (edge === before && left >= edge && left < width)
      paint(left, left + 1, job, segmentAt(segments, job, (submitOf(at) + endOf(lines, job)) / 2));
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
    // A plain loop: most runs are a few pixels, too short for a call to pay.
    for (let y = top; y < bottom; y++)
      for (let at = y * width + left; at < y * width + right; at++) pixels[at] = line;
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
