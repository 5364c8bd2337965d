/**
 * Seconds an output token by load: how many sequences an instance decodes at once and how long a step of so many takes
 * hang on each other. Computed once by load; a run looks it up.
 */
import { standardNormal } from "../engine/index.ts";
import { shareFactors } from "./minute-factors.ts";
import { LOAD_STEP } from "./prefill-wait.ts";

export interface TokenTimeParams {
  /** Requests/s that arrive at an average instance at load 1, their mean output in tokens and mean prefill in seconds. */
  readonly requestsPerSecond: number;
  readonly outputTokens: number;
  readonly prefillSeconds: number;
  /** Seconds a token while n sequences decode; rises with n. */
  readonly tokenSeconds: (sequences: number) => number;
  /** Sequences an instance has room for. */
  readonly slots: number;
  /** Speed of decode while the same chips prefill a prompt: 0 where prefill goes first, 1 where it has chips of its own. */
  readonly decodeDuringPrefill: number;
  readonly instances: number;
  readonly shareCv: number;
  readonly minuteCv: number;
  readonly minuteSeconds: number;
}

export interface TokenTimeTable {
  /** Seconds a token, by load in steps of 1/20 up to 6/5. */
  readonly p50: Float64Array;
  readonly p99: Float64Array;
  readonly mean: Float64Array;
  /** Slots that an average instance would hold if it had no limit, and for how long each. */
  readonly occupied: Float64Array;
  readonly holdSeconds: Float64Array;
}

const LOADS = 25;
const SERVER_STEPS = 40;
const SERVER_STEP = 0.05;
const MOST_GROUPS = 8;
/** Strips of equal probability of what the number of sequences varies by, and one more for the last 2 %. */
const STRIPS = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.925, 0.965, 0.985, 0.995];
const STRIP_WEIGHTS = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.03, 0.01, 0.01];

/** Sequences wanted at once and seconds a token of a server with `rate` requests/s: n = rate (prefill + O TPOT(n)). */
export function settled(
  params: TokenTimeParams,
  rate: number,
): { readonly held: number; readonly token: number } {
  const { prefillSeconds, outputTokens, slots, tokenSeconds, decodeDuringPrefill } = params;
  const stalled = Math.min(0.95, (1 - decodeDuringPrefill) * rate * prefillSeconds);
  let held = 0;
  let token = tokenSeconds(Math.min(slots, 1)) / (1 - stalled);
  // From below: of several solutions the first is the one a server that began empty settles at.
  for (let step = 0; step < 200; step++) {
    const next = rate * (prefillSeconds + outputTokens * token);
    const decoding = Math.min(slots, next) - rate * prefillSeconds;
    token = tokenSeconds(Math.max(1, decoding)) / (1 - stalled);
    if (Math.abs(next - held) <= 1e-4 * next) {
      held = next;
      break;
    }
    held = next;
  }
  return { held, token };
}

/** Seconds a slot is held while `held` are, at a load. */
export function holdSeconds(params: TokenTimeParams, held: number, load: number): number {
  const { prefillSeconds, outputTokens, tokenSeconds, decodeDuringPrefill, requestsPerSecond } = params;
  const prefilling = Math.min(0.95, load * requestsPerSecond * prefillSeconds);
  const token = tokenSeconds(Math.max(1, held - prefilling)) / (1 - (1 - decodeDuringPrefill) * prefilling);
  return prefillSeconds + outputTokens * token;
}

/**
 * P50 and P99 are over requests: over instances with more or less than their share; over the busy minutes, smoothed by
 * the time a request holds its slot and by its own length (0.368 minutes over the hold, for holds of minutes); and over
 * the chance number of sequences beside it (Poisson, averaged over its own time: 0.736 of its variance).
 */
export function compileTokenTimes(params: TokenTimeParams): TokenTimeTable {
  const rates = Float64Array.from({ length: SERVER_STEPS + 1 }, (_, i) => i * SERVER_STEP);
  const solved = Array.from(rates, (load) => settled(params, load * params.requestsPerSecond));
  const token = Float64Array.from(solved, (each) => each.token);
  const held = Float64Array.from(solved, (each) => each.held);
  const at = (list: Float64Array, load: number): number => {
    const place = Math.min(SERVER_STEPS - 1e-9, load / SERVER_STEP);
    const cell = Math.floor(place);
    return (list[cell] ?? 0) + (place - cell) * ((list[cell + 1] ?? 0) - (list[cell] ?? 0));
  };
  const shares = shareFactors(params.shareCv, Math.min(MOST_GROUPS, params.instances));
  const table = {
    p50: new Float64Array(LOADS),
    p99: new Float64Array(LOADS),
    mean: new Float64Array(LOADS),
    occupied: new Float64Array(LOADS),
    holdSeconds: new Float64Array(LOADS),
  };
  for (let l = 0; l < LOADS; l++) {
    const load = l * LOAD_STEP;
    const hold = params.prefillSeconds + params.outputTokens * at(token, load);
    const minutes = hold / params.minuteSeconds;
    const burst = (params.minuteCv * params.minuteCv) / (1 + minutes / 0.368);
    const found: { value: number; weight: number }[] = [];
    let mean = 0;
    for (let s = 0; s < shares.value.length; s++) {
      const share = shares.value[s] ?? 1;
      const own = load * share;
      const chance = 0.736 / Math.max(1, at(held, own));
      const spread = Math.sqrt(burst + chance);
      STRIPS.forEach((u, z) => {
        const factor = Math.max(0, 1 + spread * standardNormal(u));
        const value = at(token, own * factor);
        const weight = share * (shares.weight[s] ?? 0) * (STRIP_WEIGHTS[z] ?? 0);
        found.push({ value, weight });
        mean += value * weight;
      });
    }
    found.sort((a, b) => a.value - b.value);
    table.p50[l] = weighted(found, 0.5);
    table.p99[l] = weighted(found, 0.99);
    table.mean[l] = mean;
    table.occupied[l] = at(held, load);
    table.holdSeconds[l] = hold;
  }
  return table;
}

/** The value below which a share of the weight lies. */
function weighted(sorted: readonly { value: number; weight: number }[], share: number): number {
  let total = 0;
  let before = 0;
  let last = sorted[0]?.value ?? 0;
  for (const { value, weight } of sorted) {
    const middle = total + weight / 2;
    if (middle >= share) {
      const part = middle > before ? (share - before) / (middle - before) : 1;
      return last + Math.max(0, Math.min(1, part)) * (value - last);
    }
    total += weight;
    before = middle;
    last = value;
  }
  return last;
}
