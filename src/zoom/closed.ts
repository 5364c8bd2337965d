/** What the closed forms say of a zoom's hour: fed with its mean rate, its lengths and the variance of its minutes. */
import { atLoad } from "../inference/latency.ts";
import { compileTtftTable } from "../inference/prefill-wait.ts";
import {
  measuredServiceTimes,
  prefillOf,
  serviceTimes,
  sorted,
  tokensAt,
  warmHit,
} from "../inference/service-times.ts";
import type { ServiceTimes, TokenLengths } from "../inference/service-times.ts";
import { compileTokenTimes, holdSeconds, settled } from "../inference/token-time.ts";
import type { TokenTimeParams } from "../inference/token-time.ts";
import { isDrawn, MINUTE_SECONDS } from "./spec.ts";
import type { RequestList, ZoomSpec } from "./spec.ts";

/** Seconds. */
export interface ClosedPercentiles {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
}

export interface ClosedForm {
  /** The larger of the share of its time an average instance prefills and of its slots that are held. */
  readonly load: number;
  readonly prefillBusy: number;
  readonly slotsHeld: number;
  /** Coefficient of variation of the minutes' rates: as stated, or measured less what chance adds. */
  readonly minuteCv: number;
  /** Correlation of a minute's rate with the next one's, likewise. */
  readonly minuteMemory: number;
  readonly ttft: ClosedPercentiles;
  readonly tpot: ClosedPercentiles;
}

interface Fed {
  readonly requestsPerSecond: number;
  readonly minuteCv: number;
  readonly minuteMemory: number;
  readonly times: ServiceTimes;
  readonly outputTokens: number;
}

/** The load of an hour alone: the larger of what prefill and the slots are used. */
export const loadOf = (spec: ZoomSpec): number => used(spec).load;

interface Used {
  readonly fed: Fed;
  readonly load: number;
  readonly prefillBusy: number;
  readonly slotsHeld: number;
  /** Requests/s at an instance. */
  readonly rate: number;
  readonly tokens: TokenTimeParams;
}

function used(spec: ZoomSpec): Used {
  const { requests, instances, slots } = spec;
  const fed = isDrawn(requests)
    ? {
        requestsPerSecond: requests.requestsPerSecond,
        minuteCv: requests.minuteCv,
        minuteMemory: requests.minuteMemory,
        times: serviceTimes(requests.prompt, spec.prefill),
        outputTokens: meanTokens(requests.output),
      }
    : fedBy(requests, spec);
  const rate = fed.requestsPerSecond / instances;
  const prefillBusy = rate * fed.times.mean;
  const tokens: TokenTimeParams = {
    requestsPerSecond: rate,
    outputTokens: fed.outputTokens - 1,
    prefillSeconds: fed.times.mean,
    tokenSeconds: (n) => atCount(spec.tokenSeconds, n),
    slots,
    decodeDuringPrefill: spec.decodeDuringPrefill,
    instances,
    shareCv: spec.routing === "shares" ? spec.shareCv : 0,
    minuteCv: fed.minuteCv,
    minuteSeconds: MINUTE_SECONDS,
  };
  const slotsHeld = settled(tokens, rate).held / slots;
  return { fed, load: Math.max(prefillBusy, slotsHeld), prefillBusy, slotsHeld, rate, tokens };
}

/** Least-loaded routing has no shares and pools the queues: the closed form then takes them as even, and is too high. */
export function closedForm(spec: ZoomSpec): ClosedForm {
  const { fed, load, prefillBusy, slotsHeld, rate, tokens } = used(spec);
  const { instances, slots } = spec;
  if (!(load > 0))
    return {
      load: 0,
      prefillBusy,
      slotsHeld,
      minuteCv: fed.minuteCv,
      minuteMemory: fed.minuteMemory,
      ttft: { mean: fed.times.mean, p50: NaN, p99: NaN },
      tpot: { mean: NaN, p50: NaN, p99: NaN },
    };
  const full: TokenTimeParams = { ...tokens, requestsPerSecond: rate / load };
  const token = compileTokenTimes(full);
  const table = compileTtftTable({
    times: fed.times,
    busyAtFull: prefillBusy / load,
    instances,
    shareCv: tokens.shareCv,
    minuteCv: fed.minuteCv,
    minuteMemory: fed.minuteMemory,
    minuteSeconds: MINUTE_SECONDS,
    arrivalScv: 1,
    slots: {
      perInstance: slots,
      requestsPerSecond: rate / load,
      holdSeconds: (held, at) => holdSeconds(full, held, at),
    },
  });
  const read = (columns: {
    mean: Float64Array;
    p50: Float64Array;
    p99: Float64Array;
  }): ClosedPercentiles => ({
    mean: atLoad(columns.mean, load),
    p50: atLoad(columns.p50, load),
    p99: atLoad(columns.p99, load),
  });
  const { minuteCv, minuteMemory } = fed;
  return { load, prefillBusy, slotsHeld, minuteCv, minuteMemory, ttft: read(table), tpot: read(token) };
}

/** Between the whole numbers of sequences. */
function atCount(tokenSeconds: readonly number[], sequences: number): number {
  const last = tokenSeconds.length - 1;
  const place = Math.min(last, sequences);
  const cell = Math.min(Math.max(0, last - 1), Math.floor(place));
  const low = tokenSeconds[cell] ?? 1;
  return low + (place - cell) * ((tokenSeconds[cell + 1] ?? low) - low);
}

/** Mean of an output: of so many evenly spaced quantiles, because the cut at `most` moves it. */
function meanTokens(lengths: TokenLengths): number {
  const count = 2000;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.max(1, tokensAt(lengths, (i + 0.5) / count));
  return sum / count;
}

function fedBy(list: RequestList, spec: ZoomSpec): Fed {
  const count = list.seconds.length;
  const warm = warmHit(spec.prefill);
  const seconds = (hit: number): Float64Array =>
    Float64Array.from(list.promptTokens, (tokens) => prefillOf(spec.prefill, tokens, hit));
  const { cold } = spec.prefill;
  const [hits, misses] = [measuredServiceTimes(seconds(warm)), measuredServiceTimes(seconds(0))];
  const parts = (
    { seconds: values, weight }: ServiceTimes,
    share: number,
  ): { seconds: number; weight: number }[] =>
    Array.from(values, (value, i) => ({ seconds: value, weight: share * (weight[i] ?? 0) }));
  const times = cold > 0 ? sorted([...parts(hits, 1 - cold), ...parts(misses, cold)]) : hits;
  let output = 0;
  for (let i = 0; i < count; i++) output += (list.outputTokens[i] ?? 1) / count;
  return {
    requestsPerSecond: count / spec.seconds,
    ...measuredMinutes(list, spec.seconds),
    times,
    outputTokens: output,
  };
}

/**
 * Of whole minutes' counts: (variance - mean) / mean^2 is what is left when chance, which is Poisson's, is taken off; and
 * what of that a minute shares with the next.
 */
export function measuredMinutes(
  list: RequestList,
  seconds: number,
): { readonly minuteCv: number; readonly minuteMemory: number } {
  const minutes = Math.max(1, Math.floor(seconds / MINUTE_SECONDS));
  const counts = new Float64Array(minutes);
  for (let i = 0; i < list.seconds.length; i++) {
    const minute = Math.floor((list.seconds[i] ?? 0) / MINUTE_SECONDS);
    if (minute < minutes) counts[minute] = (counts[minute] ?? 0) + 1;
  }
  let mean = 0;
  for (const count of counts) mean += count / minutes;
  let variance = 0;
  let shared = 0;
  for (let m = 0; m < minutes; m++) {
    const off = (counts[m] ?? 0) - mean;
    variance += (off * off) / minutes;
    if (m > 0) shared += (off * ((counts[m - 1] ?? 0) - mean)) / minutes;
  }
  const beyondChance = variance - mean;
  if (!(beyondChance > 0)) return { minuteCv: 0, minuteMemory: 0 };
  return {
    minuteCv: Math.sqrt(beyondChance) / mean,
    minuteMemory: Math.max(0, Math.min(0.95, shared / beyondChance)),
  };
}
