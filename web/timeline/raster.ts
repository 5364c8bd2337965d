/**
 * Draws rows of jobs into pixels. Each row is walked once, and what falls into one pixel is drawn once, however many
 * jobs there are: the work is bounded by the pixels of the picture.
 */
import type { JobLines, Segments } from "../view/job-lines.ts";
import { endOf } from "./rows.ts";
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

/** The segments of all rows side by side, each row's in the order of time: what a frame walks along. */
export interface Strips {
  /** First segment of each row, and the number of segments. */
  readonly first: Int32Array;
  readonly from: Float64Array;
  readonly until: Float64Array;
  readonly style: Uint8Array;
  readonly job: Int32Array;
}

export function stripsOf(lines: JobLines, segments: Segments, styles: Uint8Array, rows: Rows): Strips {
  const count = rows.jobs.reduce(
    (sum, job) => sum + (segments.first[job + 1] ?? 0) - (segments.first[job] ?? 0),
    0,
  );
  const first = new Int32Array(rows.rowFirst.length);
  const from = new Float64Array(count);
  const until = new Float64Array(count);
  const style = new Uint8Array(count);
  const jobs = new Int32Array(count);
  let at = 0;
  for (let row = 0; row + 1 < rows.rowFirst.length; row++) {
    for (let place = rows.rowFirst[row] ?? 0; place < (rows.rowFirst[row + 1] ?? 0); place++) {
      const job = rows.jobs[place] ?? 0;
      const stop = segments.first[job + 1] ?? 0;
      for (let segment = segments.first[job] ?? 0; segment < stop; segment++, at++) {
        from[at] = segments.from[segment] ?? 0;
        until[at] = segment + 1 < stop ? (segments.from[segment + 1] ?? 0) : endOf(lines, job);
        style[at] = styles[segment] ?? 0;
        jobs[at] = job;
      }
    }
    first[row + 1] = at;
  }
  return { first, from, until, style, job: jobs };
}

export interface Scene {
  readonly strips: Strips;
  /** Submission of each job. */
  readonly submit: Float64Array;
  /** Seconds at the left and right edge. */
  readonly from: number;
  readonly to: number;
  /** Top of each row in device pixels, as it is scrolled, and the height of a bar; whole numbers are crisp. */
  readonly topOf: (row: number) => number;
  readonly barHeight: number;
  /** First and last row to draw. */
  readonly first: number;
  readonly last: number;
  /** Inks of the styles, and of jobs that were not found in a search. */
  readonly inks: readonly Ink[];
  readonly pale: readonly Ink[];
  readonly found: Uint8Array | undefined;
}

export interface Drawn {
  /** Runs of pixels that were filled, and steps along the rows. */
  readonly fills: number;
  readonly steps: number;
}

const noInk: Ink = { line: 0, ground: 0 };

export function drawRows(picture: Picture, scene: Scene): Drawn {
  const { strips, submit, from: start, to, inks, pale, found } = scene;
  const { first, from, until, style, job } = strips;
  const { width, height } = picture;
  const perSecond = width / (to - start);
  let fills = 0;
  let steps = 0;
  for (let row = scene.first; row < scene.last; row++) {
    const y = Math.floor(scene.topOf(row));
    const top = Math.max(0, y);
    const bottom = Math.min(height, Math.max(top + 1, y + Math.floor(scene.barHeight)));
    const stop = first[row + 1] ?? 0;
    let at = after(until, first[row] ?? 0, stop, start);
    /** First pixel that is still empty: each shows what is at its middle, so that lengths add up at any zoom. */
    let edge = 0;
    let seen = -1;
    while (at < stop && edge < width) {
      steps++;
      if ((from[at] ?? 0) >= to) break;
      const middle = start + (edge + 0.5) / perSecond;
      let left = edge;
      let right = edge + 1;
      let shown = at;
      if ((until[at] ?? 0) > middle) {
        left = Math.max(edge, Math.ceil(((from[at] ?? 0) - start) * perSecond - 0.5));
        right = Math.min(width, Math.ceil(((until[at] ?? 0) - start) * perSecond - 0.5));
        if (left >= width) break;
        if (right > left) at++;
        else if (left > edge) {
          // Shorter than a pixel, farther on: it is looked at anew from there.
          edge = left;
          continue;
        } else {
          at++;
          continue;
        }
      } else {
        // On to what reaches the middle. A job that was passed over has this pixel, unless something else needs it.
        const next = after(until, at + 1, stop, middle);
        shown = next - 1;
        at = next;
        const begun = Math.ceil(((submit[job[shown] ?? 0] ?? 0) - start) * perSecond - 0.5);
        if (job[shown] === seen || begun < edge || (next < stop && (from[next] ?? 0) <= middle)) continue;
      }
      seen = job[shown] ?? -1;
      const set = found !== undefined && found[seen] === 0 ? pale : inks;
      fill(picture, left, right, top, bottom, set[style[shown] ?? 0] ?? noInk);
      fills++;
      edge = right;
    }
  }
  return { fills, steps };
}

/** First place from `low` to `high` whose time is after `time`; times rise. */
function after(times: Float64Array, low: number, high: number, time: number): number {
  if (low < high && (times[low] ?? 0) > time) return low;
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((times[middle] ?? 0) > time) to = middle;
    else from = middle + 1;
  }
  return from;
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
