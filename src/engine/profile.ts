/** Hour-of-week profiles per calendar quarter: level x seconds in each of 168 hours, exact, split at hour edges. */
import { hourOfWeek, quarterNumber, SECONDS_PER_DAY, SECONDS_PER_HOUR } from "./clock.ts";

export const HOURS_PER_WEEK = 168;

/** Profiles of several rows over one span of time. */
export class HourProfile {
  /** Level x seconds by row, at [quarter * 168 + hour of week]: views of `sums`, which holds one row after another. */
  readonly rows: readonly Float64Array[];
  readonly sums: Float64Array;
  /** Seconds of the span at [quarter * 168 + hour of week]. */
  readonly seconds: Float64Array;
  /** Cell of each hour of the span. */
  private readonly cells: Int32Array;

  /** `startEpochSeconds` must be a whole hour; the span is [0, endSeconds] on the engine's clock. */
  constructor(rows: number, startEpochSeconds: number, endSeconds: number) {
    if (startEpochSeconds % SECONDS_PER_HOUR !== 0) {
      throw new RangeError(`profile must start at a whole hour (found epoch ${startEpochSeconds} s)`);
    }
    const hours = Math.ceil(endSeconds / SECONDS_PER_HOUR);
    const first = quarterNumber(startEpochSeconds);
    this.cells = new Int32Array(hours);
    let row = 0;
    for (let hour = 0; hour < hours; hour++) {
      const epoch = startEpochSeconds + hour * SECONDS_PER_HOUR;
      // Quarters begin at midnight: one look a day is enough.
      if (hour === 0 || epoch % SECONDS_PER_DAY === 0) row = (quarterNumber(epoch) - first) * HOURS_PER_WEEK;
      this.cells[hour] = row + hourOfWeek(epoch);
    }
    const quarters = Math.floor((this.cells.at(-1) ?? 0) / HOURS_PER_WEEK) + 1;
    const size = quarters * HOURS_PER_WEEK;
    this.sums = new Float64Array(rows * size);
    this.rows = Array.from({ length: rows }, (_, index) =>
      this.sums.subarray(index * size, (index + 1) * size),
    );
    this.seconds = new Float64Array(size);
    this.addTo(this.seconds, 0, endSeconds, 1);
  }

  /** Books `level` over [from, to] s. */
  book(row: number, from: number, to: number, level: number): void {
    const sums = this.rows[row];
    if (sums === undefined)
      throw new RangeError(`profile row must be below ${this.rows.length} (found ${row})`);
    if (level !== 0) this.addTo(sums, from, to, level);
  }

  /** Where in `sums` a row's hour that holds the moment `at` [s] is kept. */
  cellAt(row: number, at: number): number {
    const hour = Math.min(Math.floor(at / SECONDS_PER_HOUR), this.cells.length - 1);
    return row * this.seconds.length + (this.cells[hour] ?? 0);
  }

  private addTo(sums: Float64Array, from: number, to: number, level: number): void {
    let at = from;
    // The quotient can round up to the next hour: past the last there is none.
    for (let hour = Math.min(Math.floor(from / SECONDS_PER_HOUR), this.cells.length - 1); at < to; hour++) {
      const end = Math.min((hour + 1) * SECONDS_PER_HOUR, to);
      const cell = this.cells[hour] ?? 0;
      sums[cell] = (sums[cell] ?? 0) + level * (end - at);
      at = end;
    }
  }
}
