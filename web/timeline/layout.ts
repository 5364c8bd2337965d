/** Where rows and lanes are, in CSS pixels of the content, and which part of it is in sight. */
import type { Rows } from "./rows.ts";
import { firstWhere } from "./rows.ts";

export const laneHead = 18;
export const margin = { left: 10, right: 10, bottom: 22 } as const;
const tallest = 24;
/** From this height of a row on, names stand over the bars. */
const labelled = 20;
const labelHeight = 12;

export interface Layout {
  readonly pitch: number;
  /** Height of all rows, and of the part that is shown. */
  readonly content: number;
  readonly height: number;
  /** Where the bar of a row begins below the row's top, and how high it is. */
  readonly barTop: number;
  readonly barHeight: number;
  readonly labels: boolean;
  readonly laneTop: (lane: number) => number;
  readonly rowTop: (row: number) => number;
  /** Row at a height; undefined: the head of a lane, or nothing. */
  readonly rowAt: (y: number) => number | undefined;
  /** Rows from the first to before the last that are in sight at a scroll. */
  readonly inSight: (scroll: number) => readonly [number, number];
}

/** Rows as high as all of them fit, `zoom` times that, within what can be seen and read. */
export function layOut(rows: Rows, room: number, zoom: number, fixed?: number): Layout {
  const count = rows.rowFirst.length - 1;
  const lanes = rows.lanes.length;
  const fit = (room - lanes * laneHead) / Math.max(1, count);
  const pitch = fixed ?? Math.min(tallest, Math.max(1, fit) * zoom);
  const content = lanes * laneHead + count * pitch;
  const labels = pitch >= labelled;
  const laneOf = new Int32Array(count);
  for (let lane = 0; lane < lanes; lane++)
    laneOf.fill(lane, rows.laneFirst[lane] ?? 0, rows.laneFirst[lane + 1] ?? 0);
  const laneTop = (lane: number): number => lane * laneHead + (rows.laneFirst[lane] ?? 0) * pitch;
  const rowTop = (row: number): number => ((laneOf[row] ?? 0) + 1) * laneHead + row * pitch;
  return {
    pitch,
    content,
    height: Math.ceil(Math.min(room, Math.max(content, 60))),
    barTop: labels ? labelHeight : 0,
    barHeight: labels ? pitch - labelHeight - 3 : pitch >= 8 ? pitch - 2 : pitch >= 3 ? pitch - 1 : pitch,
    labels,
    laneTop,
    rowTop,
    rowAt: (y) => {
      const lane = firstWhere(0, lanes, (each) => laneTop(each) > y) - 1;
      const row = Math.floor((y - (lane + 1) * laneHead) / pitch);
      return lane < 0 || row < (rows.laneFirst[lane] ?? 0) || row >= (rows.laneFirst[lane + 1] ?? 0)
        ? undefined
        : row;
    },
    inSight: (scroll) => [
      firstWhere(0, count, (row) => rowTop(row) + pitch > scroll),
      firstWhere(0, count, (row) => rowTop(row) >= scroll + room),
    ],
  };
}
