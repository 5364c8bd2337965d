/** What a zoom takes: one pool for one stretch of time, in plain numbers. Seconds and tokens. */
import type { PrefillRate, TokenLengths } from "../inference/service-times.ts";

/** Requests as they came: seconds from the start (ascending), tokens of the prompt and of the output. */
export interface RequestList {
  readonly seconds: ArrayLike<number>;
  readonly promptTokens: ArrayLike<number>;
  readonly outputTokens: ArrayLike<number>;
}

/** Requests to be drawn: Poisson within a minute, whose rate is lognormal about the mean. */
export interface DrawnRequests {
  readonly requestsPerSecond: number;
  readonly minuteCv: number;
  /** Correlation of a minute's rate (of its logarithm) with the next one's, 0 to below 1. */
  readonly minuteMemory: number;
  readonly prompt: TokenLengths;
  readonly output: TokenLengths;
}

export const ROUTINGS = ["shares", "least-loaded"] as const;
/** `shares`: at random, each instance its share; `least-loaded`: to the shortest queue of prefill in seconds. */
export type Routing = (typeof ROUTINGS)[number];

export interface ZoomSpec {
  /** How long requests arrive; what is in the pool then is served to the end. */
  readonly seconds: number;
  readonly requests: DrawnRequests | RequestList;
  readonly instances: number;
  /** KV slots of an instance: a request holds one from the start of its prefill to its last token. */
  readonly slots: number;
  readonly prefill: PrefillRate;
  /** Seconds a token while n sequences decode on an instance, for n = 0, 1 ... ; the last holds for all beyond. */
  readonly tokenSeconds: readonly number[];
  /** Speed of decode while its instance prefills: 0 where prefill goes first, 1 where it has chips of its own. */
  readonly decodeDuringPrefill: number;
  readonly routing: Routing;
  /** Coefficient of variation of the instances' shares of the load (lognormal, its strips of equal probability). */
  readonly shareCv: number;
  readonly seed: number;
  /** Hours of one seed differ by it. */
  readonly replication: number;
}

export const MINUTE_SECONDS = 60;
export const MOST_REQUESTS = 20_000_000;

export const isDrawn = (requests: DrawnRequests | RequestList): requests is DrawnRequests =>
  "requestsPerSecond" in requests;

/** @throws {RangeError} naming what cannot be */
export function checkSpec(spec: ZoomSpec): void {
  const wants = (holds: boolean, what: string, found: number | string): void => {
    if (!holds) throw new RangeError(`${what} (found ${found})`);
  };
  const whole = (value: number, most: number): boolean =>
    Number.isInteger(value) && value >= 1 && value <= most;
  wants(spec.seconds > 0 && spec.seconds <= 1e6, "seconds must be above 0 and at most 1e6", spec.seconds);
  wants(whole(spec.instances, 100_000), "instances must be a whole number from 1 to 100,000", spec.instances);
  wants(whole(spec.slots, 1e6), "slots must be a whole number from 1 to 1,000,000", spec.slots);
  wants(
    spec.instances * spec.slots <= 5e7,
    "instances x slots must be at most 50 million",
    spec.instances * spec.slots,
  );
  const { linear, quadratic, hit, cold } = spec.prefill;
  wants(linear >= 0 && quadratic >= 0 && linear + quadratic > 0, "a prefill must take time", linear);
  wants(hit >= 0 && hit < 1, "the share in the cache must be from 0 to below 1", hit);
  wants(cold >= 0 && cold < 1 && hit <= 1 - cold, "cold must leave room for the hits", cold);
  wants(spec.tokenSeconds.length > 0, "tokenSeconds must not be empty", "none");
  spec.tokenSeconds.forEach((value) =>
    wants(value > 0 && value < Infinity, "tokenSeconds must be above 0", value),
  );
  wants(
    spec.decodeDuringPrefill >= 0 && spec.decodeDuringPrefill <= 1,
    "decodeDuringPrefill must be from 0 to 1",
    spec.decodeDuringPrefill,
  );
  wants(spec.shareCv >= 0 && spec.shareCv <= 10, "shareCv must be from 0 to 10", spec.shareCv);
  if (isDrawn(spec.requests)) {
    const { requestsPerSecond, minuteCv, minuteMemory } = spec.requests;
    wants(minuteMemory >= 0 && minuteMemory < 1, "minuteMemory must be from 0 to below 1", minuteMemory);
    wants(
      requestsPerSecond >= 0 && requestsPerSecond * spec.seconds <= MOST_REQUESTS,
      "requests must be at most 20 million",
      requestsPerSecond * spec.seconds,
    );
    wants(minuteCv >= 0 && minuteCv <= 10, "minuteCv must be from 0 to 10", minuteCv);
  } else {
    const { seconds, promptTokens, outputTokens } = spec.requests;
    wants(seconds.length <= MOST_REQUESTS, "requests must be at most 20 million", seconds.length);
    for (let i = 0; i < seconds.length; i++) {
      wants((seconds[i] ?? NaN) >= (seconds[i - 1] ?? 0), `request ${i + 1} must not come before`, i + 1);
      wants((promptTokens[i] ?? NaN) > 0, `request ${i + 1} must have a prompt`, String(promptTokens[i]));
      wants((outputTokens[i] ?? NaN) >= 1, `request ${i + 1} must have an output`, String(outputTokens[i]));
    }
  }
}
