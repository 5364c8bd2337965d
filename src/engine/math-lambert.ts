/** The principal branch of Lambert's W by Halley's iteration (Corless et al. 1996, doi:10.1007/BF02124750, eq. 5.9). */
import { exp } from "./math-exp.ts";
import { log, log1p } from "./math-log.ts";

const E = 2.718281828459045;
/** 1/e to 107 bits, in two parts: near the branch point the argument's distance to it is what counts. */
const INV_E_HI = 0.36787944117144233;
const INV_E_LO = -1.2428753672788363e-17;

/** W with W e^W = x and W >= -1, for x >= -1/e; NaN below. About 2 ulp, losing digits next to the branch point. */
export function lambertW0(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x === 0 || x === Infinity) return x;
  const aboveBranch = x + INV_E_HI + INV_E_LO;
  if (aboveBranch < 0) return x === -INV_E_HI ? -1 : NaN;
  // Series in p at the branch point (ibid. eq. 4.22), accurate by itself where Halley's step would be 0 / 0.
  const p = Math.sqrt(2 * E * aboveBranch);
  const series = -1 + p * (1 - p * (1 / 3 - p * (11 / 72 - p * (43 / 540 - p * (769 / 17_280)))));
  if (p < 1e-3) return series;
  let w = x < -0.25 ? series : firstGuess(x);
  for (let step = 0; step < 16; step++) {
    const power = exp(w);
    const excess = w * power - x;
    const slope = power * (w + 1) - ((w + 2) * excess) / (2 * w + 2);
    const next = w - excess / slope;
    if (Math.abs(next - w) <= 1e-16 * Math.abs(next)) return next;
    w = next;
  }
  return w;
}

function firstGuess(x: number): number {
  if (x < 3) return log1p(x) * (1 - log1p(log1p(x)) / (2 + log1p(x)));
  const l1 = log(x);
  const l2 = log(l1);
  return l1 - l2 + l2 / l1;
}
