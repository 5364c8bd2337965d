/** The gamma function by Lanczos' series (SIAM J. Numer. Anal. B 1, 1964, doi:10.1137/0701008; g = 7, nine terms). */
import { exp } from "./math-exp.ts";
import { pow } from "./math-pow.ts";

const G = 7;
const FIRST = 0.9999999999998099;
const TERMS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];
const SQRT_2PI = 2.5066282746310002;

/** Gamma(x) for x from 0.5 to 100, to about 1e-14 of itself. */
export function gamma(x: number): number {
  let sum = FIRST;
  TERMS.forEach((term, i) => (sum += term / (x + i)));
  const t = x + G - 0.5;
  return SQRT_2PI * pow(t, x - 0.5) * exp(-t) * sum;
}
