/* oxlint-disable typescript/no-non-null-assertion -- typed arrays of fixed length in the model's inner loop; a channel out of range is refused by `book` */
/**
 * Exact time integrals of piecewise constant levels, per channel and bin.
 *
 * Every stretch of constant level is booked as level x time when the level next changes (or at `finish`), split at
 * bin edges. All terms have the level's own sign: nothing is integrated by differences, so nothing drifts, and with
 * whole-number levels and times every bin is exact. Changes at one instant book nothing but the last of them.
 */
import { SECONDS_PER_HOUR } from "./clock.ts";
import { HourProfile } from "./profile.ts";

/** Bins a recorder offers [s]: 1 h, 6 h, 1 day, 1 week; never a part of a day that aliases the daily cycle. */
export const BIN_SECONDS = [3_600, 21_600, 86_400, 604_800] as const;
export type BinSeconds = (typeof BIN_SECONDS)[number];

export interface RecorderOptions {
  /** End of the record [s]; the last bin may be cut short by it. */
  readonly endSeconds: number;
  readonly binSeconds: BinSeconds;
  readonly channels: number;
  /** Channels that also get an hour-of-week profile per quarter, and the start's epoch [s], a whole hour. */
  readonly profile?: { readonly channels: readonly number[]; readonly startEpochSeconds: number };
  /** Channels whose lowest and highest levels are kept; all where left away. */
  readonly extremes?: readonly number[];
}

/** A plain, structured-cloneable image of a recorder. */
export interface RecorderSnapshot {
  readonly state: Float64Array;
  readonly integral: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  readonly profile: readonly Float64Array[];
}

// What a channel is doing, eight doubles on one cache line: the bin being filled is summed here and stored when left.
const STRIDE = 8;
/** Level now. */
const LEVEL = 0;
/** When the level was last booked [s]. */
const SINCE = 1;
/** Booking up to before this time [s] stays in the bin, and in the hour for channels with a profile. */
const QUICK_END = 2;
/** Level x seconds, lowest and highest level of the bin being filled. */
const SUM = 3;
const LOW = 4;
const HIGH = 5;
/** The bin being filled. */
const BIN = 6;
/** Where the present hour of the channel's profile is summed; -1 without one. */
const CELL = 7;

/** Levels of many channels over time. Times are engine seconds and never go back. */
export class Recorder {
  readonly bins: number;
  readonly channels: number;
  readonly binSeconds: BinSeconds;
  readonly endSeconds: number;
  /** Level x seconds at [channel * bins + bin]; complete after `finish`. */
  readonly integral: Float64Array;
  /**
   * Lowest level that lasted (longer than an instant) at [`extremesAt(channel)` + bin]; Infinity where none did.
   * With all channels kept that is [channel * bins + bin].
   */
  readonly min: Float64Array;
  /** Highest level that lasted, as `min`; -Infinity where none did. */
  readonly max: Float64Array;

  private readonly state: Float64Array;
  private readonly profiles: HourProfile | undefined;
  private readonly profileSums: Float64Array;
  /** Row of each channel in the profile and among the extremes; -1 without one. */
  private readonly profileRow: Int32Array;
  private readonly extremeRow: Int32Array;

  constructor(options: RecorderOptions) {
    const { endSeconds, binSeconds, channels, profile } = options;
    if (!(endSeconds > 0 && endSeconds < Infinity)) {
      throw new RangeError(`end must be above 0 s (found ${endSeconds})`);
    }
    if (!BIN_SECONDS.includes(binSeconds)) {
      throw new RangeError(`bin must be one of ${BIN_SECONDS.join(", ")} s (found ${binSeconds})`);
    }
    this.endSeconds = endSeconds;
    this.binSeconds = binSeconds;
    this.channels = channels;
    this.bins = Math.ceil(endSeconds / binSeconds);
    this.integral = new Float64Array(channels * this.bins);
    const { extremes } = options;
    const kept = extremes?.length ?? channels;
    this.min = new Float64Array(kept * this.bins).fill(Infinity);
    this.max = new Float64Array(kept * this.bins).fill(-Infinity);
    this.extremeRow =
      extremes === undefined
        ? Int32Array.from({ length: channels }, (_, i) => i)
        : rowsOf(extremes, channels);
    this.profiles =
      profile && new HourProfile(profile.channels.length, profile.startEpochSeconds, endSeconds);
    this.profileSums = this.profiles?.sums ?? new Float64Array(0);
    this.profileRow = rowsOf(profile?.channels ?? [], channels);
    this.state = new Float64Array(channels * STRIDE);
    for (let channel = 0; channel < channels; channel++) {
      this.state[channel * STRIDE + CELL] = -1;
      this.enterBin(channel * STRIDE, 0);
      this.enterHour(channel, 0);
    }
  }

  /** The channel's level now. */
  level(channel: number): number {
    return this.state[channel * STRIDE + LEVEL]!;
  }

  /** Changes a channel's level by `delta` from `now` [s] on. */
  add(channel: number, delta: number, now: number): void {
    const { state } = this;
    const base = channel * STRIDE;
    const level = state[base + LEVEL]!;
    const from = state[base + SINCE]!;
    if (now > from && now < state[base + QUICK_END]!) this.bookQuick(base, level, now - from, now);
    else if (now !== from) this.book(channel, now);
    state[base + LEVEL] = level + delta;
  }

  /** Sets a channel's level from `now` [s] on. */
  set(channel: number, value: number, now: number): void {
    const { state } = this;
    const base = channel * STRIDE;
    const level = state[base + LEVEL]!;
    if (value === level) return;
    const from = state[base + SINCE]!;
    if (now > from && now < state[base + QUICK_END]!) this.bookQuick(base, level, now - from, now);
    else if (now !== from) this.book(channel, now);
    state[base + LEVEL] = value;
  }

  /** Sets the channels from `channel` on to the values of an array, as many as it has, from `now` [s] on. */
  setAll(channel: number, values: Float64Array, now: number): void {
    const { state } = this;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const base = (channel + i) * STRIDE;
      const level = state[base + LEVEL]!;
      if (value === level) continue;
      const from = state[base + SINCE]!;
      if (now > from && now < state[base + QUICK_END]!) this.bookQuick(base, level, now - from, now);
      else if (now !== from) this.book(channel + i, now);
      state[base + LEVEL] = value;
    }
  }

  /** Books a stretch that ends within the bin, and the hour where there is a profile. */
  private bookQuick(base: number, level: number, seconds: number, now: number): void {
    const { state } = this;
    const area = level * seconds;
    state[base + SUM]! += area;
    if (level < state[base + LOW]!) state[base + LOW] = level;
    if (level > state[base + HIGH]!) state[base + HIGH] = level;
    state[base + SINCE] = now;
    const cell = state[base + CELL]!;
    if (cell >= 0) this.profileSums[cell]! += area;
  }

  /**
   * Books `level` over [from, to] s in the bins it covers, leaving the channel's level, minimum and maximum alone:
   * for work that settles later and belongs in the bin where it was done. `level` may be negative (a re-booking).
   */
  deposit(channel: number, from: number, to: number, level: number): void {
    if (!(from >= 0 && to >= from && to <= this.endSeconds)) {
      throw new RangeError(`deposit must lie within 0 to ${this.endSeconds} s (found ${from} to ${to})`);
    }
    const { bins, binSeconds, integral } = this;
    let at = from;
    // The quotient can round up to the next bin: past the last there is none.
    for (let bin = Math.min(Math.floor(from / binSeconds), bins - 1); at < to; bin++) {
      const end = Math.min((bin + 1) * binSeconds, to);
      integral[channel * bins + bin]! += level * (end - at);
      at = end;
    }
    const row = this.profileRow[channel]!;
    if (row >= 0) this.profiles?.book(row, from, to, level);
  }

  /**
   * Books every channel up to `now` [s] and completes the bins: call once, at the end. To read a run on its way,
   * restore its snapshot into a second recorder and finish that: an extra stop here would round differently.
   */
  finish(now: number): void {
    for (let channel = 0; channel < this.channels; channel++) {
      if (now !== this.state[channel * STRIDE + SINCE]) this.book(channel, now);
      this.store(channel);
    }
  }

  /** Where a channel's lowest and highest levels begin in `min` and `max`; throws where they are not kept. */
  extremesAt(channel: number): number {
    const row = this.extremeRow[channel] ?? -1;
    if (row < 0) throw new RangeError(`the extremes of channel ${channel} are not kept`);
    return row * this.bins;
  }

  /** Length of a bin [s]: all alike but the last, which ends with the record. */
  binWidth(bin: number): number {
    return Math.min((bin + 1) * this.binSeconds, this.endSeconds) - bin * this.binSeconds;
  }

  /**
   * Hour-of-week profiles in the order of the options' `channels`: level x seconds at [quarter * 168 + hour of week],
   * hour 0 being Monday 00:00 UTC and quarter 0 the calendar quarter of the start.
   */
  get profile(): readonly Float64Array[] {
    return this.profiles?.rows ?? [];
  }

  /** Seconds of the record at [quarter * 168 + hour of week]: what a profile is divided by. Empty without profiles. */
  get profileSeconds(): Float64Array {
    return this.profiles?.seconds ?? new Float64Array(0);
  }

  snapshot(): RecorderSnapshot {
    return {
      state: this.state.slice(),
      integral: this.integral.slice(),
      min: this.min.slice(),
      max: this.max.slice(),
      profile: this.profile.map((row) => row.slice()),
    };
  }

  /** Takes over a snapshot of a recorder with the same bins, channels and profiles. */
  restore(from: RecorderSnapshot): void {
    const { integral, profile, state } = this;
    const same =
      from.state.length === state.length &&
      from.integral.length === integral.length &&
      from.min.length === this.min.length &&
      from.profile.length === profile.length;
    if (!same) {
      throw new RangeError(
        `snapshot must be of a record with ${this.channels} channels, ${this.bins} bins and ${profile.length} profiles ` +
          `(found ${from.state.length / STRIDE} channels, ${from.integral.length} cells, ${from.profile.length} profiles)`,
      );
    }
    state.set(from.state);
    integral.set(from.integral);
    this.min.set(from.min);
    this.max.set(from.max);
    for (const [row, values] of from.profile.entries()) profile[row]?.set(values);
  }

  /** Books the level held since the last booking, across bins if need be. */
  private book(channel: number, now: number): void {
    const { state, binSeconds, endSeconds } = this;
    const base = channel * STRIDE;
    const from = state[base + SINCE]!;
    const level = state[base + LEVEL]!;
    if (!(now > from && now <= endSeconds)) this.refuse(channel, now);
    const row = this.profileRow[channel]!;
    if (row >= 0) this.profiles?.book(row, from, now, level);
    let at = from;
    for (;;) {
      const end = Math.min((state[base + BIN]! + 1) * binSeconds, endSeconds);
      const until = Math.min(end, now);
      if (until > at) {
        state[base + SUM]! += level * (until - at);
        state[base + LOW] = Math.min(state[base + LOW]!, level);
        state[base + HIGH] = Math.max(state[base + HIGH]!, level);
        at = until;
      }
      // At the very end of the record there is no next bin to enter.
      if (now < end || end === endSeconds) break;
      this.store(channel);
      this.enterBin(base, state[base + BIN]! + 1);
    }
    state[base + SINCE] = now;
    if (row >= 0) this.enterHour(channel, now);
  }

  /** Adds what the bin being filled has so far to its cell. */
  private store(channel: number): void {
    const { state } = this;
    const base = channel * STRIDE;
    const bin = state[base + BIN]!;
    const sum = state[base + SUM]!;
    // Memory that nothing is written to is never taken: most channels are 0 most of the time.
    if (sum !== 0) this.integral[channel * this.bins + bin]! += sum;
    state[base + SUM] = 0;
    const row = this.extremeRow[channel]!;
    if (row < 0) return;
    const cell = row * this.bins + bin;
    this.min[cell] = Math.min(this.min[cell]!, state[base + LOW]!);
    this.max[cell] = Math.max(this.max[cell]!, state[base + HIGH]!);
  }

  private enterBin(base: number, bin: number): void {
    const { state } = this;
    state[base + BIN] = bin;
    state[base + SUM] = 0;
    state[base + LOW] = Infinity;
    state[base + HIGH] = -Infinity;
    state[base + QUICK_END] = Math.min((bin + 1) * this.binSeconds, this.endSeconds);
  }

  /** For channels with a profile: from now on the hour that holds `now` is summed. An hour never reaches over a bin. */
  private enterHour(channel: number, now: number): void {
    const row = this.profileRow[channel]!;
    if (row < 0 || this.profiles === undefined) return;
    const base = channel * STRIDE;
    const hourEnd = (Math.floor(now / SECONDS_PER_HOUR) + 1) * SECONDS_PER_HOUR;
    this.state[base + CELL] = this.profiles.cellAt(row, now);
    this.state[base + QUICK_END] = Math.min(hourEnd, this.endSeconds);
  }

  private refuse(channel: number, now: number): never {
    const since = this.state[channel * STRIDE + SINCE];
    throw new RangeError(
      `cannot record channel ${channel} at ${now} s: time must be at least ${since} and at most ${this.endSeconds}`,
    );
  }
}

/** Position of each channel in a list; -1 where it is not there. */
function rowsOf(list: readonly number[], channels: number): Int32Array {
  const rows = new Int32Array(channels).fill(-1);
  for (const [row, channel] of list.entries()) rows[channel] = row;
  return rows;
}
