/**
 * Time to the first token of one class on one pool by load: wait before an instance's prefill, and prefill, in seconds.
 * Computed once; a run looks it up (`latency.ts`). Not in it: the network, the access path, the wait for a KV slot.
 *
 * P99 does not come from the mean of a large pool. It comes from long prompts; from each instance having a queue of its
 * own, some with more than their share of the load; and from minutes busier than their hour, whose backlog carries over.
 */
import { exp, log } from "../engine/index.ts";
import { MinuteChain } from "./minute-chain.ts";
import { minuteFactors, shareFactors } from "./minute-factors.ts";
import type { Factors } from "./minute-factors.ts";
import type { ServiceTimes } from "./service-times.ts";
import { waitTable } from "./single-server.ts";
import { SlotChain } from "./slot-chain.ts";
import type { SlotParams } from "./slot-chain.ts";

export interface TtftParams {
  readonly times: ServiceTimes;
  /** Share of its time an average instance prefills at load 1. */
  readonly busyAtFull: number;
  /** Instances that have a queue of their own, and the coefficient of variation of their shares of the load. */
  readonly instances: number;
  readonly shareCv: number;
  /** Coefficient of variation of the rate of single minutes about their hour's (lognormal). */
  readonly minuteCv: number;
  readonly minuteSeconds: number;
  /** Correlation of a minute's rate with the next one's. Absent: none. With it a table costs several times as much. */
  readonly minuteMemory?: number;
  /** Squared coefficient of variation of the gaps between arrivals within a minute; 1 is Poisson. */
  readonly arrivalScv: number;
  /** KV slots, where a request may wait for one: it takes it when its prefill begins. */
  readonly slots?: SlotParams;
}

export interface TtftTable {
  /** Loads 0, 1/20 ... 6/5 at which the table was made. */
  readonly loads: Float64Array;
  /** Seconds, without the network. */
  readonly p50: Float64Array;
  readonly p99: Float64Array;
  readonly mean: Float64Array;
  /** Times at which `beyond` holds the share of requests that take longer, [load][time]. */
  readonly seconds: Float64Array;
  readonly beyond: Float64Array;
}

export const LOAD_STEP = 0.05;
const LOAD_STEPS = 24;
const TIMES = 56;
/** Loads of a single instance at which the chains of minutes are solved. */
const SOLVED = [0.1, 0.3, 0.45, 0.55, 0.65, 0.73, 0.8, 0.86, 0.92, 0.97, 1.02, 1.08, 1.18, 1.35, 1.6, 2];
/** -ln of the shares of requests whose waits are kept for each of those loads. */
const LEVELS = [
  0.02, 0.05, 0.1, 0.15, 0.22, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2, 2.5, 3, 3.5, 4, 4.6, 5.2, 6, 7, 9,
  12,
];
/** More instances than this are taken in as many groups. */
const MOST_GROUPS = 8;
const LONGEST_SECONDS = 7200;
const LEAST_SHARE = 1e-9;
/** ln of a share that is left out. */
const NOTHING = -18;
/** Added to waits before their logarithm is taken, in mean services. */
const LEAST_WAIT = 0.3;

export function compileTtftTable(params: TtftParams): TtftTable {
  const { times } = params;
  const seconds = timeGrid(times);
  const waits = waitsByServerLoad(params, seconds);
  const shares = shareFactors(params.shareCv, Math.min(MOST_GROUPS, params.instances));
  const loads = new Float64Array(LOAD_STEPS + 1);
  const p50 = new Float64Array(loads.length);
  const p99 = new Float64Array(loads.length);
  const mean = new Float64Array(loads.length);
  const beyond = new Float64Array(loads.length * TIMES);
  const wait = new Float64Array(TIMES);
  for (let l = 0; l < loads.length; l++) {
    const load = l * LOAD_STEP;
    loads[l] = load;
    mixShares(waits, seconds, shares, load, LEAST_WAIT * times.mean, wait);
    const row = beyond.subarray(l * TIMES, (l + 1) * TIMES);
    addService(times, seconds, wait, row);
    p50[l] = quantileOf(seconds, row, 0.5);
    p99[l] = quantileOf(seconds, row, 0.01);
    mean[l] = times.mean + integral(seconds, wait);
  }
  return { loads, p50, p99, mean, seconds, beyond };
}

/** 0 and then a geometric grid from a part of the shortest prefill to two hours. */
function timeGrid(times: ServiceTimes): Float64Array {
  const seconds = new Float64Array(TIMES);
  const first = Math.max(1e-6, 0.1 * times.mean);
  const ratio = exp(log(LONGEST_SECONDS / first) / (TIMES - 2));
  for (let j = 1, at = first; j < TIMES; j++, at *= ratio) seconds[j] = at;
  return seconds;
}

/** ln of the wait (and `least`) that each level's share of a server's requests exceed, [server load][level]. */
function waitsByServerLoad(params: TtftParams, seconds: Float64Array): Float64Array {
  const { times, minuteCv, minuteSeconds, arrivalScv, busyAtFull } = params;
  const minutes = minuteFactors(minuteCv);
  const memory = minuteCv > 0 ? (params.minuteMemory ?? 0) : 0;
  const chain = new MinuteChain({
    times,
    table: waitTable(times),
    minutes,
    minuteSeconds,
    arrivalScv,
    memory,
  });
  const slots = params.slots && new SlotChain(params.slots, minutes, minuteSeconds);
  const least = LEAST_WAIT * times.mean;
  const waits = new Float64Array(SOLVED.length * LEVELS.length);
  const row = new Float64Array(TIMES);
  SOLVED.forEach((load, i) => {
    chain.beyond(load * busyAtFull, seconds, row);
    slots?.add(load, seconds, row);
    LEVELS.forEach((level, q) => {
      waits[i * LEVELS.length + q] = log(least + quantileOf(seconds, row, exp(-level)));
    });
  });
  return waits;
}

/** Share of the pool's requests that wait longer than each time: busier instances have more of the requests. */
function mixShares(
  waits: Float64Array,
  seconds: Float64Array,
  shares: Factors,
  load: number,
  least: number,
  out: Float64Array,
): void {
  out.fill(0);
  if (load <= 0) return;
  const own = new Float64Array(LEVELS.length);
  for (let s = 0; s < shares.value.length; s++) {
    const factor = shares.value[s] ?? 1;
    const server = load * factor;
    const weight = factor * (shares.weight[s] ?? 0);
    let row = 0;
    while (row < SOLVED.length - 2 && (SOLVED[row + 1] ?? Infinity) < server) row++;
    const [low, high] = [SOLVED[row] ?? 0, SOLVED[row + 1] ?? 1];
    // Between two loads each level's wait grows evenly in its logarithm; below the first, the share that waits is in
    // proportion to the load.
    const part = Math.min(1, Math.max(0, (server - low) / (high - low)));
    const at = row * LEVELS.length;
    for (let q = 0; q < LEVELS.length; q++)
      own[q] = exp((waits[at + q] ?? 0) * (1 - part) + (waits[at + LEVELS.length + q] ?? 0) * part) - least;
    addShares(own, seconds, weight * Math.min(1, server / low), out);
  }
}

/** Adds weight x P(wait > t) at each time for a wait given by its levels. */
function addShares(own: Float64Array, seconds: Float64Array, weight: number, out: Float64Array): void {
  let q = 0;
  for (let j = 0; j < seconds.length; j++) {
    const time = seconds[j] ?? 0;
    while (q < LEVELS.length && (own[q] ?? 0) <= time) q++;
    if (q === LEVELS.length) return;
    const [from, level] = q === 0 ? [0, 0] : [own[q - 1] ?? 0, LEVELS[q - 1] ?? 0];
    const [to, next] = [own[q] ?? 0, LEVELS[q] ?? 0];
    out[j] = (out[j] ?? 0) + weight * exp(-(level + ((next - level) * (time - from)) / (to - from)));
  }
}

/** P(wait + prefill > t) at each time: a request's own prompt is independent of the queue it finds. */
function addService(times: ServiceTimes, seconds: Float64Array, wait: Float64Array, out: Float64Array): void {
  // Between two times the share's logarithm is straight.
  const logs = Float64Array.from(wait, (share) => log(Math.max(LEAST_SHARE, share)));
  for (let j = 0; j < TIMES; j++) {
    const time = seconds[j] ?? 0;
    let sum = 0;
    let cell = Math.min(j, TIMES - 2);
    // Services ascend, so what is left for the wait descends.
    for (let s = 0; s < times.seconds.length; s++) {
      const left = time - (times.seconds[s] ?? 0);
      if (left < 0) {
        sum += times.weight[s] ?? 0;
        continue;
      }
      while (cell > 0 && (seconds[cell] ?? 0) > left) cell--;
      const low = logs[cell] ?? 0;
      const slope = (logs[cell + 1] ?? 0) - low;
      if (low < NOTHING) continue;
      const [from, to] = [seconds[cell] ?? 0, seconds[cell + 1] ?? 1];
      sum += (times.weight[s] ?? 0) * exp(low + (slope * (left - from)) / (to - from));
    }
    out[j] = sum;
  }
}

/** The time that a share of requests exceed. */
export function quantileOf(seconds: Float64Array, shares: Float64Array, beyond: number): number {
  let cell = 0;
  while (cell < TIMES - 1 && (shares[cell + 1] ?? 0) > beyond) cell++;
  if (cell === TIMES - 1) return seconds[cell] ?? 0;
  const [from, to] = [seconds[cell] ?? 0, seconds[cell + 1] ?? 0];
  const [high, low] = [shares[cell] ?? 1, Math.max(LEAST_SHARE, shares[cell + 1] ?? 0)];
  if (high <= beyond) return from;
  return from + ((to - from) * log(high / beyond)) / log(high / low);
}

/** Mean of a wait: the integral of the share that waits longer. */
function integral(seconds: Float64Array, shares: Float64Array): number {
  let sum = 0;
  for (let j = 1; j < TIMES; j++) {
    const width = (seconds[j] ?? 0) - (seconds[j - 1] ?? 0);
    const [high, low] = [shares[j - 1] ?? 0, shares[j] ?? 0];
    sum += width * (low > 0 && high - low > 1e-3 * high ? (high - low) / log(high / low) : (high + low) / 2);
  }
  return sum;
}
