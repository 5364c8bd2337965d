/** What came out of a zoom: percentiles over its requests, and the hour minute by minute. */
import type { Requests } from "./requests.ts";
import { MINUTE_SECONDS } from "./spec.ts";
import type { ZoomSpec } from "./spec.ts";

/** Seconds. */
export interface Percentiles {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface MinuteTable {
  /** Requests that arrived; means over the minute of requests that wait, slots held and instances that prefill. */
  readonly arrivals: Float64Array;
  readonly waiting: Float64Array;
  readonly held: Float64Array;
  readonly busy: Float64Array;
}

export interface ZoomResult {
  readonly requests: number;
  /** To the first token, per output token after it, and to the last token. */
  readonly ttft: Percentiles;
  readonly tpot: Percentiles;
  readonly e2e: Percentiles;
  /** Wait before prefill. */
  readonly wait: Percentiles;
  /** Over the time in which requests arrive: share of its time an instance prefills, and of slots that are held. */
  readonly prefillBusy: number;
  readonly slotsHeld: number;
  readonly minutes: MinuteTable;
  /** Each request's times, sorted: for percentiles over several hours. */
  readonly sorted: Readonly<Record<"ttft" | "tpot" | "e2e" | "wait", Float64Array>>;
  readonly events: number;
}

export function minuteTable(spec: ZoomSpec, { arrival, count }: Requests): MinuteTable {
  const minutes = Math.max(1, Math.ceil(spec.seconds / MINUTE_SECONDS));
  const arrivals = new Float64Array(minutes);
  for (let i = 0; i < count; i++) {
    const minute = Math.min(minutes - 1, Math.floor((arrival[i] ?? 0) / MINUTE_SECONDS));
    arrivals[minute] = (arrivals[minute] ?? 0) + 1;
  }
  const column = (): Float64Array => new Float64Array(minutes + 1);
  return { arrivals, waiting: column(), held: column(), busy: column() };
}

export function resultOf(
  spec: ZoomSpec,
  { arrival, output, count }: Requests,
  times: { readonly begun: Float64Array; readonly first: Float64Array; readonly end: Float64Array },
  minutes: MinuteTable,
  events: number,
): ZoomResult {
  const { begun, first, end } = times;
  const ttft = new Float64Array(count);
  const e2e = new Float64Array(count);
  const wait = new Float64Array(count);
  const tpot = new Float64Array(count);
  let many = 0;
  for (let i = 0; i < count; i++) {
    const came = arrival[i] ?? 0;
    ttft[i] = (first[i] ?? 0) - came;
    e2e[i] = (end[i] ?? 0) - came;
    wait[i] = (begun[i] ?? 0) - came;
    const tokens = (output[i] ?? 1) - 1;
    if (tokens > 0) tpot[many++] = ((end[i] ?? 0) - (first[i] ?? 0)) / tokens;
  }
  const tokens = tpot.subarray(0, many);
  for (const each of [ttft, e2e, wait, tokens]) each.sort();
  const inside = minutes.arrivals.length;
  const total = (column: Float64Array): number => {
    let sum = 0;
    for (let m = 0; m < inside; m++) sum += column[m] ?? 0;
    return sum / spec.seconds;
  };
  const mean = (column: Float64Array): Float64Array =>
    column
      .subarray(0, inside)
      .map((sum, m) => sum / Math.min(MINUTE_SECONDS, spec.seconds - m * MINUTE_SECONDS));
  return {
    requests: count,
    ttft: percentilesOf(ttft),
    tpot: percentilesOf(tokens),
    e2e: percentilesOf(e2e),
    wait: percentilesOf(wait),
    prefillBusy: total(minutes.busy) / spec.instances,
    slotsHeld: total(minutes.held) / (spec.instances * spec.slots),
    minutes: {
      arrivals: minutes.arrivals,
      waiting: mean(minutes.waiting),
      held: mean(minutes.held),
      busy: mean(minutes.busy),
    },
    sorted: { ttft, tpot: tokens, e2e, wait },
    events,
  };
}

/** Of values in ascending order; NaN of none. The p-th is the smallest that at least that share does not exceed. */
export function percentilesOf(sorted: Float64Array): Percentiles {
  let sum = 0;
  for (const value of sorted) sum += value;
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  return { mean: sum / sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/** Several hours as one: percentiles over all their requests, means of the rest, the minutes of the last. */
export function pooled(hours: readonly ZoomResult[]): ZoomResult {
  const last = hours.at(-1);
  if (last === undefined) throw new RangeError("there must be an hour");
  if (hours.length === 1) return last;
  const all = (read: (hour: ZoomResult) => Float64Array): Float64Array => {
    const values = new Float64Array(hours.reduce((sum, hour) => sum + read(hour).length, 0));
    let at = 0;
    for (const hour of hours) {
      values.set(read(hour), at);
      at += read(hour).length;
    }
    return values.sort();
  };
  const mean = (read: (hour: ZoomResult) => number): number =>
    hours.reduce((sum, hour) => sum + read(hour), 0) / hours.length;
  const sorted = {
    ttft: all((hour) => hour.sorted.ttft),
    tpot: all((hour) => hour.sorted.tpot),
    e2e: all((hour) => hour.sorted.e2e),
    wait: all((hour) => hour.sorted.wait),
  };
  return {
    requests: sorted.ttft.length,
    ttft: percentilesOf(sorted.ttft),
    tpot: percentilesOf(sorted.tpot),
    e2e: percentilesOf(sorted.e2e),
    wait: percentilesOf(sorted.wait),
    prefillBusy: mean((hour) => hour.prefillBusy),
    slotsHeld: mean((hour) => hour.slotsHeld),
    minutes: last.minutes,
    sorted,
    events: hours.reduce((sum, hour) => sum + hour.events, 0),
  };
}
