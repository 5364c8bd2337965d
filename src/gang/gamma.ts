/**
 * The gamma function for x >= 0.5, to about 1e-14: Lanczos' approximation with g = 7 and nine terms (Lanczos, "A precision
 * approximation of the gamma function", SIAM J. Numer. Anal. B 1 (1964) 86). The mean of a Weibull needs it.
 */
import { exp, pow } from "../engine/index.ts";

const G = 7;
const SQRT_2PI = 2.5066282746310002;
const TERMS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

export function gamma(x: number): number {
  const y = x - 1;
  let sum = TERMS[0] ?? 0;
  for (let k = 1; k < TERMS.length; k++) sum += (TERMS[k] ?? 0) / (y + k);
  const t = y + G + 0.5;
  // In two halves: t^(y + 1/2) alone is out of range where gamma is not.
  const half = pow(t, (y + 0.5) / 2);
  return SQRT_2PI * half * exp(-t) * half * sum;
}
