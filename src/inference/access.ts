/**
 * Which path customers come by: a multinomial logit over the paths they can take. It splits demand between pools and
 * makes none. Slopes are assumed: nobody publishes them.
 */
import { exp, log, normal } from "../engine/index.ts";
import type { Stream } from "../engine/index.ts";

/** One path as a customer sees it. */
export interface Choice {
  /** In multiples of the list price, premium included. */
  readonly price: number;
  /** Time to first token beside that of the others, s. Only differences count. */
  readonly ttftSeconds: number;
  /** Utility beside price and latency: a commitment drawn down, data that stays where it must. */
  readonly bonus: number;
}

/** U = -priceSlope ln price - latencySlope ttft + bonus. */
export const utility = (choice: Choice, priceSlope: number, latencySlope: number): number =>
  choice.bonus - priceSlope * log(choice.price) - latencySlope * choice.ttftSeconds;

/** Share of each choice, e^U / sum e^U: they add up to 1, and the odds of two depend on no third. */
export function logitShares(
  choices: readonly Choice[],
  priceSlope: number,
  latencySlope: number,
): Float64Array {
  const shares = Float64Array.from(choices, (each) => utility(each, priceSlope, latencySlope));
  const most = shares.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let i = 0; i < shares.length; i++) sum += shares[i] = exp((shares[i] ?? 0) - most);
  for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] ?? 0) / sum;
  return shares;
}

/** What a path is slower by, with mean 0: the sign of the difference flips by model and month. */
export interface PathEffect {
  readonly ttftSeconds: number;
  /** Factor on output speed. */
  readonly speed: number;
}

/**
 * The effect of one path in one run, normal around none.
 * @param draws stream of purpose "access"
 * @param key of the path, so that one path more moves no other
 */
export function pathEffect(draws: Stream, key: number, ttftSd: number, speedSd: number): PathEffect {
  return {
    ttftSeconds: normal(draws.uniform(key, 0), 0, ttftSd),
    // Five deviations of the usual 0.2 are no speed at all.
    speed: Math.max(0.1, normal(draws.uniform(key, 1), 1, speedSd)),
  };
}

/** A path with its price on either kind of demand. */
export interface Path extends Choice {
  readonly pool: "own" | "region-bound" | "external";
  /** Added to the price where data may not leave its region; absent: the path does not sell that. */
  readonly regionalPremium?: number;
  /** Utility, there, of keeping it. */
  readonly residencyFit: number;
}

/** How the demand of one region splits. */
export interface Split {
  /** By path, of all demand. */
  readonly shares: Float64Array;
  /** Of all demand: served on the chips of others. */
  readonly external: number;
  /** Of what comes here: may not leave, because the data may not or the path is bound to its region. */
  readonly bound: number;
}

/**
 * Two segments choose apart: those whose data may not leave (share `keeps`), among the paths that sell that, at the
 * regional price; and all others at the plain one. Where no path sells it, all take part.
 */
export function splitDemand(
  paths: readonly Path[],
  keeps: number,
  priceSlope: number,
  latencySlope: number,
): Split {
  const shares = new Float64Array(paths.length);
  let [external, bound] = [0, 0];
  const add = (i: number, part: number, kept: boolean): void => {
    shares[i] = (shares[i] ?? 0) + part;
    const pool = paths[i]?.pool;
    if (pool === "external") external += part;
    else if (kept || pool === "region-bound") bound += part;
  };
  if (keeps < 1)
    logitShares(paths, priceSlope, latencySlope).forEach((share, i) => add(i, (1 - keeps) * share, false));
  if (keeps > 0) {
    const sold = paths.flatMap((path, i) => (path.regionalPremium === undefined ? [] : [i]));
    const taking = sold.length > 0 ? sold : paths.map((_, i) => i);
    const choices = taking.flatMap((i) => {
      const path = paths[i];
      if (path === undefined) return [];
      const price = path.price * (1 + (path.regionalPremium ?? 0));
      return [{ price, ttftSeconds: path.ttftSeconds, bonus: path.bonus + path.residencyFit }];
    });
    logitShares(choices, priceSlope, latencySlope).forEach((share, k) =>
      add(taking[k] ?? 0, keeps * share, true),
    );
  }
  const here = 1 - external;
  return { shares, external, bound: here > 1e-12 ? Math.min(1, bound / here) : 0 };
}
