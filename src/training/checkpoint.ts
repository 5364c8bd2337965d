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
