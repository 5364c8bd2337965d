/**
 * Closed forms of checkpointing under exponential failures. Seconds throughout.
 * M: mean time between failures of the gang; C: blocking write; R: restart; tau: work between checkpoints.
 */
import { exp, expm1, lambertW0 } from "../engine/math.ts";

/**
 * Interval of work that minimises the expected time of a segment: solves e^((tau+C)/M) (1 - tau/M) = 1,
 * so tau = M (1 + W0(-e^(-1-C/M))). Independent of R. Infinite when nothing fails; 0 when C is 0.
 */
export function optimalInterval(mtbfSeconds: number, writeSeconds: number): number {
  if (mtbfSeconds === Infinity) return Infinity;
  return mtbfSeconds * (1 + lambertW0(-exp(-1 - writeSeconds / mtbfSeconds)));
}

/** Young's interval, sqrt(2 C M) (1974, doi:10.1145/361147.361115). */
export function youngInterval(mtbfSeconds: number, writeSeconds: number): number {
  return mtbfSeconds === Infinity ? Infinity : Math.sqrt(2 * writeSeconds * mtbfSeconds);
}

/** Daly's higher-order estimate (2006, doi:10.1016/j.future.2004.11.016): work between writes, M where C >= 2 M. */
export function dalyInterval(mtbfSeconds: number, writeSeconds: number): number {
  if (mtbfSeconds === Infinity) return Infinity;
  if (writeSeconds >= 2 * mtbfSeconds) return mtbfSeconds;
  const x = Math.sqrt(writeSeconds / (2 * mtbfSeconds));
  return Math.sqrt(2 * writeSeconds * mtbfSeconds) * (1 + x / 3 + (x * x) / 9) - writeSeconds;
}

/**
 * Expected time of one segment (work tau, then a write C). Restarts that can fail:
 * M e^(R/M) (e^((tau+C)/M) - 1); restarts that cannot: (M + R) (e^((tau+C)/M) - 1).
 */
export function segmentSeconds(
  tau: number,
  mtbf: number,
  write: number,
  restart: number,
  restartsCanFail: boolean,
): number {
  const grow = expm1((tau + write) / mtbf);
  return restartsCanFail ? mtbf * exp(restart / mtbf) * grow : (mtbf + restart) * grow;
}

/**
 * Productive share with asynchronous writes: each stretch of X ~ Exp(M) between failures leaves floor((X - C) / z)
 * checkpoints durable, z = tau + stall, so E = e^(-C/M) / (e^(z/M) - 1) of them in M + E[restart]:
 * tau e^(-C/M) / ((e^(z/M) - 1) M e^(R/M)), or M + R for the last factor where restarts cannot fail. Needs tau >= C.
 */
export function asyncEttr(
  tau: number,
  mtbf: number,
  stall: number,
  write: number,
  restart: number,
  restartsCanFail: boolean,
): number {
  const round = restartsCanFail ? mtbf * exp(restart / mtbf) : mtbf + restart;
  return (tau * exp(-write / mtbf)) / (expm1((tau + stall) / mtbf) * round);
}

/**
 * The first-order estimate of Kokolis et al. (arXiv 2410.21680): (1 - (R + tau / 2) / M) / (1 + C / tau). It counts no
 * failure during what a failure costs, so it is low where R + tau is no small part of M.
 */
export function firstOrderEttr(tau: number, mtbf: number, write: number, restart: number): number {
  return (1 - (restart + tau / 2) / mtbf) / (1 + write / tau);
}

/** Productive share of the time a gang holds its chips: tau over the expected time of its segment. */
export function expectedEttr(
  tau: number,
  mtbf: number,
  write: number,
  restart: number,
  restartsCanFail: boolean,
): number {
  return tau / segmentSeconds(tau, mtbf, write, restart, restartsCanFail);
}
