/** The calendar months of a run. Seconds from the start. */
import { SECONDS_PER_DAY } from "../engine/index.ts";
import { at } from "./tables.ts";

export const YEAR_SECONDS = 365.25 * SECONDS_PER_DAY;
/** 730 h, as in switching.ts. */
export const MONTH_SECONDS = 730 * 3_600;

export class Periods {
  readonly starts: Float64Array;
  readonly count: number;
  readonly horizon: number;

  constructor(starts: Float64Array) {
    this.starts = starts;
    this.count = starts.length - 1;
    this.horizon = at(starts, this.count);
  }

  start(p: number): number {
    return at(this.starts, p);
  }

  end(p: number): number {
    return at(this.starts, p + 1);
  }

  middle(p: number): number {
    return (this.start(p) + this.end(p)) / 2;
  }

  seconds(p: number): number {
    return this.end(p) - this.start(p);
  }

  years(p: number): number {
    return this.seconds(p) / YEAR_SECONDS;
  }

  /** Share of a period that has passed by a moment, 0 to 1. */
  passed(p: number, seconds: number): number {
    return Math.min(1, Math.max(0, (seconds - this.start(p)) / this.seconds(p)));
  }

  /** Period that holds a moment; -1 before the first, `count` from the horizon on. */
  holding(seconds: number): number {
    let p = -1;
    while (p < this.count && at(this.starts, p + 1) <= seconds) p++;
    return p;
  }

  /** As `holding`, but a month's first moment closes the month before. */
  closing(seconds: number): number {
    let p = -1;
    while (p < this.count && at(this.starts, p + 1) < seconds) p++;
    return p;
  }
}
