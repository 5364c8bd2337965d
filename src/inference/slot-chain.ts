/**
 * The wait for a KV slot of an instance whose rate of arrivals changes every minute and whose hour begins empty.
 *
 * n requests hold or want a slot. They come at the minute's rate and leave at min(n, c) / hold(min(n, c)): decode slows
 * as the slots fill. Within a minute n is normal about the path of that fluid, with the variance that arrivals and
 * departures add and the pull back to the path takes (linear noise approximation; N. G. van Kampen, Stochastic Processes
 * in Physics and Chemistry, 2007, X). What is there carries over to the next minute. An excess of e over c slots waits
 * e hold(c) / c. Holds count as exponential: exact for the mean, and for the variance of calm minutes.
 */
import { exp, log, normalCdf } from "../engine/index.ts";
import type { Factors } from "./minute-factors.ts";

export interface SlotParams {
  readonly perInstance: number;
  /** Requests/s at an average instance at load 1. */
  readonly requestsPerSecond: number;
  /** Seconds a slot is held while n are, at a load. */
  readonly holdSeconds: (held: number, load: number) => number;
}

const CELLS = 36;
const MINUTES = 60;
/** The cell that ends where all slots are held. */
const FULL_CELL = CELLS / 2 - 1;
const STEPS = 6;
const MOMENTS = [0.21132486540518713, 0.7886751345948129];
/** Slots so far from being full do not matter. */
const IDLE = 0.6;
const FAR = 5;
const LEAST = 1e-7;
const PER_UNIT = 64;

export class SlotChain {
  private readonly slots: SlotParams;
  private readonly minutes: Factors;
  private readonly minuteSeconds: number;
  private readonly centre = new Float64Array(CELLS);
  private readonly edge = new Float64Array(CELLS);
  private readonly kernel = new Float64Array(CELLS * CELLS);
  private readonly now = new Float64Array(CELLS);
  private readonly next = new Float64Array(CELLS);
  private readonly mean = new Float64Array(CELLS);
  private readonly tail = new Float64Array(CELLS);
  /** Departures a second by n up to c, in even parts of it. */
  private readonly leaving = new Float64Array(65);
  /** Where the last path ended. */
  private readonly path = new Float64Array(2);
  private readonly list = Float64Array.from({ length: 2 * FAR * PER_UNIT + 2 }, (_, i) =>
    normalCdf(i / PER_UNIT - FAR),
  );

  constructor(slots: SlotParams, minutes: Factors, minuteSeconds: number) {
    this.slots = slots;
    this.minutes = minutes;
    this.minuteSeconds = minuteSeconds;
  }

  /**
   * Adds to `out` the share of an hour's arrivals that wait for a slot longer than each of `waits` seconds. Rare long waits
   * of two causes add up; where prefill and slots are both full in the same minutes this is still too little (docs/model.md).
   */
  add(load: number, waits: Float64Array, out: Float64Array): void {
    const { slots, minutes, minuteSeconds, centre, edge, mean, path, tail } = this;
    const rate = load * slots.requestsPerSecond;
    const most = slots.perInstance;
    const full = most / slots.holdSeconds(most, load);
    let top = 0;
    for (const factor of minutes.value) top = Math.max(top, factor);
    const busiest = rate * top;
    if (!(busiest > 0) || busiest < IDLE * full - 3 * Math.sqrt(busiest * full)) return;
    this.leaveRates(load);
    this.grid(rate, full);
    this.carry(rate);
    tail.fill(0);
    for (let k = 0; k < minutes.value.length; k++) {
      const factor = minutes.value[k] ?? 1;
      const share = (factor * (minutes.weight[k] ?? 0)) / MOMENTS.length;
      for (const moment of MOMENTS) {
        for (let i = 0; i < CELLS; i++) {
          const mass = (mean[i] ?? 0) * share;
          if (mass < 1e-8) continue;
          this.follow(centre[i] ?? 0, rate * factor, moment * minuteSeconds);
          const at = path[0] ?? 0;
          const deviation = Math.sqrt(path[1] ?? 0);
          for (let j = FULL_CELL; j < CELLS; j++) {
            const beyond = this.phi((at - (edge[j] ?? 0)) / deviation);
            if (beyond === 0) break;
            tail[j] = (tail[j] ?? 0) + mass * beyond;
          }
        }
      }
    }
    // More than c + e hold a slot or want one: the next to come waits for more than e to leave.
    let j = FULL_CELL;
    for (let i = 0; i < waits.length; i++) {
      const level = most + 0.5 + (waits[i] ?? 0) * full;
      while (j < CELLS - 2 && (edge[j + 1] ?? 0) < level) j++;
      const [from, to] = [edge[j] ?? 0, edge[j + 1] ?? 1];
      const [high, low] = [tail[j] ?? 0, tail[j + 1] ?? 0];
      if (high < LEAST || level > to) break;
      const part = (level - from) / (to - from);
      const share = low < LEAST ? high * (1 - part) : high * exp(part * log(low / high));
      out[i] = Math.min(1, (out[i] ?? 0) + share);
    }
  }

  private phi(z: number): number {
    if (z <= -FAR) return 0;
    if (z >= FAR) return 1;
    const place = (z + FAR) * PER_UNIT;
    const cell = Math.floor(place);
    const low = this.list[cell] ?? 0;
    return low + (place - cell) * ((this.list[cell + 1] ?? 1) - low);
  }

  private leaveRates(load: number): void {
    const { leaving, slots } = this;
    const parts = leaving.length - 1;
    for (let i = 0; i <= parts; i++) {
      const held = (slots.perInstance * i) / parts;
      leaving[i] = held / slots.holdSeconds(held, load);
    }
  }

  /** Mean and variance of n some seconds after it was `start`. */
  private follow(start: number, rate: number, seconds: number): void {
    const { leaving, path, slots } = this;
    const parts = leaving.length - 1;
    const step = seconds / STEPS;
    const last = leaving[parts] ?? 1;
    let at = start;
    let variance = 0;
    for (let s = 0; s < STEPS; s++) {
      const place = (at * parts) / slots.perInstance;
      let out = last;
      let pull = 0;
      if (place < parts) {
        const cell = Math.max(0, Math.floor(place));
        const low = leaving[cell] ?? 0;
        const slope = (leaving[cell + 1] ?? 0) - low;
        out = low + (place - cell) * slope;
        pull = Math.max(0, (slope * parts) / slots.perInstance);
      }
      // Implicit in the pull: stable for holds far shorter than a step.
      at = Math.max(0, at + (step * (rate - out)) / (1 + step * pull));
      variance = (variance + step * (rate + out)) / (1 + 2 * step * pull);
    }
    path[0] = at;
    path[1] = Math.max(1e-9, variance);
  }

  private grid(rate: number, full: number): void {
    const { edge, centre, minutes, minuteSeconds, slots } = this;
    let square = 0;
    let top = 0;
    for (let k = 0; k < minutes.value.length; k++) {
      const g = minutes.value[k] ?? 1;
      square += (minutes.weight[k] ?? 0) * (g - 1) * (g - 1);
      top = Math.max(top, rate * g - full);
    }
    const spread = rate * rate * square * minuteSeconds * minuteSeconds + (rate + full) * minuteSeconds;
    const drift = (full - rate) * minuteSeconds;
    const ofHour = 3.5 * Math.sqrt(MINUTES * spread) + Math.max(0, -drift) * MINUTES;
    const settled = drift > 0 ? (5 * spread) / drift : Infinity;
    const excess = Math.min(
      ofHour,
      Math.max(settled, top * minuteSeconds + 4 * Math.sqrt(full * minuteSeconds)),
    );
    // Half of the cells up to the slots, the others beyond them, finer near.
    const below = CELLS / 2;
    let before = 0;
    for (let i = 0; i < CELLS; i++) {
      const part = (i + 1 - below) / (CELLS - below);
      const to =
        i < below
          ? (slots.perInstance * (i + 1)) / below
          : slots.perInstance + (excess + slots.perInstance / below) * part * part;
      edge[i] = to;
      centre[i] = (before + to) / 2;
      before = to;
    }
    centre[0] = 0;
  }

  private carry(rate: number): void {
    const { kernel, edge, centre, minutes, minuteSeconds, now, next, mean, path } = this;
    kernel.fill(0);
    for (let k = 0; k < minutes.value.length; k++) {
      const weight = minutes.weight[k] ?? 0;
      for (let i = 0; i < CELLS; i++) {
        this.follow(centre[i] ?? 0, rate * (minutes.value[k] ?? 1), minuteSeconds);
        const at = path[0] ?? 0;
        const deviation = Math.sqrt(path[1] ?? 0);
        let before = 0;
        for (let j = 0; j < CELLS; j++) {
          const below = j === CELLS - 1 ? 1 : this.phi(((edge[j] ?? 0) - at) / deviation);
          if (below > before) {
            kernel[i * CELLS + j] = (kernel[i * CELLS + j] ?? 0) + weight * (below - before);
            before = below;
          }
          if (before >= 1) break;
        }
      }
    }
    now.fill(0);
    now[0] = 1;
    mean.fill(0);
    for (let minute = 0; minute < MINUTES; minute++) {
      next.fill(0);
      for (let i = 0; i < CELLS; i++) {
        const mass = now[i] ?? 0;
        mean[i] = (mean[i] ?? 0) + mass / MINUTES;
        if (mass < 1e-12) continue;
        for (let j = 0; j < CELLS; j++) next[j] = (next[j] ?? 0) + mass * (kernel[i * CELLS + j] ?? 0);
      }
      now.set(next);
    }
  }
}
