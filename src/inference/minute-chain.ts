/**
 * The wait before a server whose rate of arrivals changes every minute and whose hour begins empty, for one load.
 *
 * Within a minute of factor g the work in the queue is a reflected Brownian motion with drift load g - 1 and variance
 * load g E[S] (ca^2 + cs^2) a second (J. M. Harrison, Brownian Motion and Stochastic Flow Systems, 1985, 3.6: its
 * distribution after t seconds is explicit). What is left carries over to the next minute: Lindley's recursion on a
 * grid of work. Where a minute is calm the motion is read through the exact wait of M/G/1 at the same load.
 */
import { minuteSteps } from "./minute-factors.ts";
import type { Factors } from "./minute-factors.ts";
import { Reflected } from "./reflected.ts";
import type { ServiceTimes } from "./service-times.ts";
import { meanWaitOf, minusLogBeyond, reachOf } from "./single-server.ts";
import type { WaitTable } from "./single-server.ts";

const CELLS = 44;
const MINUTES = 60;
/** Moments of a minute at which an arrival is looked at: Gauss's two points. */
const MOMENTS = [0.21132486540518713, 0.7886751345948129];
/** Loads of a minute from here on are read from the motion alone. */
const CALM = 0.985;

export interface ChainParts {
  readonly times: ServiceTimes;
  readonly table: WaitTable;
  readonly minutes: Factors;
  readonly minuteSeconds: number;
  /** Squared coefficient of variation of the gaps between arrivals within a minute; 1 is Poisson. */
  readonly arrivalScv: number;
  /** Correlation of a minute's rate with the next one's; 0 and every minute is drawn anew. */
  readonly memory: number;
}

/** Scratch of one table: reused from load to load. */
export class MinuteChain {
  private readonly parts: ChainParts;
  private readonly centre = new Float64Array(CELLS);
  private readonly edge = new Float64Array(CELLS);
  private readonly motion = new Reflected(CELLS);
  /** States the work is told apart by: one, or with memory one for each rate a minute may have. */
  private readonly states: number;
  private readonly kernels: readonly Float64Array[];
  private readonly now: readonly Float64Array[];
  private readonly moved: readonly Float64Array[];
  /** Mass by cell at the start of a minute, averaged over the hour, by state; and of each cell and all above it. */
  private readonly mean: readonly Float64Array[];
  private readonly after: readonly Float64Array[];
  /** From state to state. */
  private readonly steps: Float64Array;

  constructor(parts: ChainParts) {
    this.parts = parts;
    const { minutes, memory } = parts;
    this.states = memory > 0 ? minutes.value.length : 1;
    const each = (size: number): readonly Float64Array[] =>
      Array.from({ length: this.states }, () => new Float64Array(size));
    this.kernels = each(CELLS * CELLS);
    this.now = each(CELLS);
    this.moved = each(CELLS);
    this.mean = each(CELLS);
    this.after = each(CELLS);
    this.steps = memory > 0 ? minuteSteps(minutes, memory) : Float64Array.of(1);
  }

  /** Share of an hour's arrivals that wait longer than each of `waits` seconds (ascending), at a server of this load. */
  beyond(load: number, waits: Float64Array, out: Float64Array): void {
    out.fill(0);
    if (load <= 0) return;
    this.carry(load);
    const { times, table, minutes, minuteSeconds } = this.parts;
    for (let k = 0; k < minutes.value.length; k++) {
      const factor = minutes.value[k] ?? 1;
      const rate = load * factor;
      // With memory the state's own mass is the chance of such a minute.
      const share = this.states > 1 ? factor : factor * (minutes.weight[k] ?? 0);
      const calm = rate < CALM;
      const theta = calm ? meanWaitOf(times, rate) : 0;
      const reach = calm ? reachOf(times, rate) : 0;
      const most = calm ? theta * minusLogBeyond(table, times, rate, reach) : 0;
      for (let j = 0; j < waits.length; j++) {
        const wait = waits[j] ?? 0;
        const level = !calm
          ? wait + times.residual
          : wait < reach
            ? theta * minusLogBeyond(table, times, rate, wait)
            : most + wait - reach;
        let sum = 0;
        for (let m = 0; m < MOMENTS.length; m++)
          sum += this.above(this.states > 1 ? k : 0, level, rate, (MOMENTS[m] ?? 0) * minuteSeconds);
        out[j] = (out[j] ?? 0) + (share * sum) / MOMENTS.length;
        // Longer waits are rarer still.
        if (sum < 1e-9) break;
      }
    }
  }

  /** Variance of the work that arrives, s^2 a second. */
  private variance(rate: number): number {
    const { times, arrivalScv } = this.parts;
    return rate * times.mean * (arrivalScv + times.scv);
  }

  /** Distribution of the work at the start of a minute, averaged over the hour, into `mean`. */
  private carry(load: number): void {
    const { now, moved, mean, kernels, steps, states } = this;
    const { minutes } = this.parts;
    this.grid(load);
    this.fillKernels(load);
    for (let k = 0; k < states; k++) {
      now[k]?.fill(0);
      mean[k]?.fill(0);
      now[k]?.set([states > 1 ? (minutes.weight[k] ?? 0) : 1]);
    }
    for (let minute = 0; minute < MINUTES; minute++) {
      for (let k = 0; k < states; k++) step(now[k], kernels[k], mean[k], moved[k]);
      for (let to = 0; to < states; to++) {
        const sum = now[to];
        if (sum === undefined) continue;
        sum.fill(0);
        for (let from = 0; from < states; from++) {
          const chance = steps[from * states + to] ?? 0;
          const row = moved[from];
          if (row !== undefined && chance > 1e-9)
            for (let i = 0; i < CELLS; i++) sum[i] = (sum[i] ?? 0) + chance * (row[i] ?? 0);
        }
      }
    }
    for (let k = 0; k < states; k++) {
      let above = 0;
      for (let i = CELLS - 1; i >= 0; i--) {
        above += mean[k]?.[i] ?? 0;
        this.after[k]?.fill(above, i, i + 1);
      }
    }
  }

  /** Cells of work, finer towards 0, up to what an hour at this load can pile up. */
  private grid(load: number): void {
    const { minutes, minuteSeconds, times } = this.parts;
    let square = 0;
    let top = 0;
    for (let k = 0; k < minutes.value.length; k++) {
      const g = minutes.value[k] ?? 1;
      square += (minutes.weight[k] ?? 0) * (g - 1) * (g - 1);
      top = Math.max(top, load * g - 1);
    }
    // Minutes that remember spread further.
    const memory = (1 + this.parts.memory) / (1 - this.parts.memory);
    const spread =
      load * load * square * memory * minuteSeconds * minuteSeconds + this.variance(load) * minuteSeconds;
    const drift = (1 - load) * minuteSeconds;
    const ofHour = 3.5 * Math.sqrt(MINUTES * spread) - Math.min(0, drift) * MINUTES;
    const settled = drift > 0 ? (5 * spread) / drift : Infinity;
    const burst = top * minuteSeconds * memory + 4 * Math.sqrt(this.variance(load) * minuteSeconds);
    const most = Math.min(ofHour, Math.max(settled, burst)) + 4 * times.residual;
    let before = 0;
    for (let i = 0; i < CELLS; i++) {
      const part = (i + 1) / CELLS;
      const edge = most * part * part * Math.sqrt(part);
      this.edge[i] = edge;
      this.centre[i] = (before + edge) / 2;
      before = edge;
    }
  }

  private fillKernels(load: number): void {
    const { kernels, edge, centre, motion, states } = this;
    const { minutes, minuteSeconds } = this.parts;
    for (const kernel of kernels) kernel.fill(0);
    for (let k = 0; k < minutes.value.length; k++) {
      const rate = load * (minutes.value[k] ?? 1);
      const weight = states > 1 ? 1 : (minutes.weight[k] ?? 0);
      const kernel = kernels[states > 1 ? k : 0];
      if (kernel === undefined) continue;
      const variance = this.variance(rate);
      const shift = (rate - 1) * minuteSeconds;
      const deviation = Math.sqrt(variance * minuteSeconds);
      motion.addKernel(edge, centre, weight, shift, deviation, (2 * (rate - 1)) / variance, kernel);
    }
  }

  /** Share of minutes of this rate in which the work is above `level` some seconds after they began. */
  private above(state: number, level: number, rate: number, seconds: number): number {
    const { centre, motion } = this;
    const mean = this.mean[state];
    const after = this.after[state];
    if (mean === undefined || after === undefined) return 0;
    const variance = this.variance(rate);
    const slope = (2 * (rate - 1)) / variance;
    const shift = (rate - 1) * seconds;
    return motion.above(level, centre, mean, after, shift, Math.sqrt(variance * seconds), slope);
  }
}

/** Adds where a minute begins to its mean, and moves it to where the minute ends. */
function step(
  now: Float64Array | undefined,
  kernel: Float64Array | undefined,
  mean: Float64Array | undefined,
  moved: Float64Array | undefined,
): void {
  if (now === undefined || kernel === undefined || mean === undefined || moved === undefined) return;
  moved.fill(0);
  for (let i = 0; i < CELLS; i++) {
    const mass = now[i] ?? 0;
    mean[i] = (mean[i] ?? 0) + mass / MINUTES;
    if (mass < 1e-12) continue;
    const row = i * CELLS;
    for (let j = 0; j < CELLS; j++) moved[j] = (moved[j] ?? 0) + mass * (kernel[row + j] ?? 0);
  }
}
