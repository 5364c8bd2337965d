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
import { compileTokenTimes, holdSeconds } from "../inference/token-time.ts";
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
  readonly ttft: ClosedPercentiles;
  readonly tpot: ClosedPercentiles;
}

interface Fed {
  readonly requestsPerSecond: number;
  readonly minuteCv: number;
  readonly times: ServiceTimes;
  readonly outputTokens: number;
}

/** Least-loaded routing has no shares and pools the queues: the closed form then takes them as even, and is too high. */
export function closedForm(spec: ZoomSpec): ClosedForm {
  const { requests, instances, slots } = spec;
  const fed = isDrawn(requests)
    ? {
        requestsPerSecond: requests.requestsPerSecond,
        minuteCv: requests.minuteCv,
        times: serviceTimes(requests.prompt, spec.prefill),
        outputTokens: meanTokens(requests.output),
      }
    : fedBy(requests, spec);
  const rate = fed.requestsPerSecond / instances;
  const prefillBusy = rate * fed.times.mean;
  const shareCv = spec.routing === "shares" ? spec.shareCv : 0;
  const tokenParams = (perSecond: number): TokenTimeParams => ({
    requestsPerSecond: perSecond,
    outputTokens: fed.outputTokens - 1,
    prefillSeconds: fed.times.mean,
    tokenSeconds: (n) => atCount(spec.tokenSeconds, n),
    slots,
    decodeDuringPrefill: spec.decodeDuringPrefill,
    instances,
    shareCv,
    minuteCv: fed.minuteCv,
    minuteSeconds: MINUTE_SECONDS,
  });
  const slotsHeld = atLoad(compileTokenTimes(tokenParams(rate)).occupied, 1) / slots;
  const load = Math.max(prefillBusy, slotsHeld);
  if (!(load > 0))
    return {
      load: 0,
      prefillBusy,
      slotsHeld,
      minuteCv: fed.minuteCv,
      ttft: { mean: fed.times.mean, p50: NaN, p99: NaN },
      tpot: { mean: NaN, p50: NaN, p99: NaN },
    };
  const token = compileTokenTimes(tokenParams(rate / load));
  const table = compileTtftTable({
    times: fed.times,
    busyAtFull: prefillBusy / load,
    instances,
    shareCv,
    minuteCv: fed.minuteCv,
    minuteSeconds: MINUTE_SECONDS,
    arrivalScv: 1,
    slots: {
      perInstance: slots,
      requestsPerSecond: rate / load,
      holdSeconds: (held, at) => holdSeconds(tokenParams(rate / load), held, at),
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
  return { load, prefillBusy, slotsHeld, minuteCv: fed.minuteCv, ttft: read(table), tpot: read(token) };
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
    minuteCv: measuredMinuteCv(list, spec.seconds),
    times,
    outputTokens: output,
  };
}

/** Of whole minutes' counts: (variance - mean) / mean^2 is what is left when chance, which is Poisson's, is taken off. */
export function measuredMinuteCv(list: RequestList, seconds: number): number {
  const minutes = Math.max(1, Math.floor(seconds / MINUTE_SECONDS));
  const counts = new Float64Array(minutes);
  for (let i = 0; i < list.seconds.length; i++) {
    const minute = Math.floor((list.seconds[i] ?? 0) / MINUTE_SECONDS);
    if (minute < minutes) counts[minute] = (counts[minute] ?? 0) + 1;
  }
  let mean = 0;
  for (const count of counts) mean += count / minutes;
  let variance = 0;
  for (const count of counts) variance += ((count - mean) * (count - mean)) / minutes;
  return mean > 0 ? Math.sqrt(Math.max(0, variance - mean)) / mean : 0;
}
