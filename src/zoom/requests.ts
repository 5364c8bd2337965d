/** The requests of a zoom: drawn, or as they came; with the instance each goes to where shares decide. */
import { exp, exponential, standardNormal, Stream } from "../engine/index.ts";
import { sigmaOfCv } from "../inference/minute-factors.ts";
import { prefillOf, tokensAt, warmHit } from "../inference/service-times.ts";
import { isDrawn, MINUTE_SECONDS } from "./spec.ts";
import type { DrawnRequests, ZoomSpec } from "./spec.ts";

export interface Requests {
  readonly count: number;
  readonly arrival: Float64Array;
  /** Seconds its prefill takes, and tokens of its output. */
  readonly prefill: Float64Array;
  readonly output: Float64Array;
  /** Uniform on (0, 1): which instance's share it falls into. */
  readonly lot: Float64Array;
}

/** Draws of one request. */
const OF_REQUEST = { prompt: 0, output: 1, cold: 2, lot: 3 } as const;

export function requestsOf(spec: ZoomSpec): Requests {
  const { requests } = spec;
  const drawn = isDrawn(requests);
  const arrival = drawn ? arrivals(requests, spec) : Float64Array.from(requests.seconds);
  const count = arrival.length;
  const prefill = new Float64Array(count);
  const output = new Float64Array(count);
  const lot = new Float64Array(count);
  const draws = new Stream(spec.seed, spec.replication, "zoom-request");
  const warm = warmHit(spec.prefill);
  for (let i = 0; i < count; i++) {
    const prompt = drawn
      ? tokensAt(requests.prompt, draws.uniform(i, OF_REQUEST.prompt))
      : (requests.promptTokens[i] ?? 1);
    const cold = spec.prefill.cold > 0 && draws.uniform(i, OF_REQUEST.cold) < spec.prefill.cold;
    prefill[i] = prefillOf(spec.prefill, prompt, cold ? 0 : warm);
    output[i] = drawn
      ? Math.max(1, Math.round(tokensAt(requests.output, draws.uniform(i, OF_REQUEST.output))))
      : (requests.outputTokens[i] ?? 1);
    lot[i] = draws.uniform(i, OF_REQUEST.lot);
  }
  return { count, arrival, prefill, output, lot };
}

function arrivals(
  { requestsPerSecond, minuteCv, minuteMemory }: DrawnRequests,
  spec: ZoomSpec,
): Float64Array {
  const gaps = new Stream(spec.seed, spec.replication, "zoom-arrival");
  const minutes = new Stream(spec.seed, spec.replication, "zoom-minute");
  const sigma = sigmaOfCv(minuteCv);
  let times = new Float64Array(Math.ceil(requestsPerSecond * spec.seconds * 1.2) + 16);
  let count = 0;
  let state = 0;
  for (let minute = 0; minute * MINUTE_SECONDS < spec.seconds; minute++) {
    const end = Math.min(spec.seconds, (minute + 1) * MINUTE_SECONDS);
    const fresh = standardNormal(minutes.uniform(0, minute));
    state = minute === 0 ? fresh : minuteMemory * state + Math.sqrt(1 - minuteMemory * minuteMemory) * fresh;
    const factor = exp(sigma * (state - 0.5 * sigma));
    const rate = requestsPerSecond * factor;
    if (!(rate > 0)) continue;
    // Gaps are memoryless: a minute begins anew.
    for (let k = 0, at = minute * MINUTE_SECONDS; ; k++) {
      at += exponential(gaps.uniform(minute, k), 1 / rate);
      if (at >= end) break;
      if (count === times.length) {
        const more = new Float64Array(2 * count);
        more.set(times);
        times = more;
      }
      times[count++] = at;
    }
  }
  return times.subarray(0, count);
}
