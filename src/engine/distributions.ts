/**
 * Inverse distribution functions: each turns one uniform, strictly inside (0, 1), into a variate.
 * One uniform a variate keeps draws keyed and monotone, so that common random numbers stay in step.
 */
import { exp, log, log1p, pow } from "./math.ts";

/** Exponential with the given mean. */
export function exponential(u: number, mean: number): number {
  return -mean * log1p(-u);
}

/** Uniform on (low, high). */
export function uniformBetween(u: number, low: number, high: number): number {
  return low + (high - low) * u;
}

/** Normal with the given mean and standard deviation. */
export function normal(u: number, mean: number, deviation: number): number {
  return mean + deviation * standardNormal(u);
}

/** Lognormal with the given median; `sigma` is the standard deviation of its logarithm. */
export function lognormal(u: number, median: number, sigma: number): number {
  return median * exp(sigma * standardNormal(u));
}

/** Weibull with the given scale and shape; shape 1 is exponential. */
export function weibull(u: number, scale: number, shape: number): number {
  return scale * pow(-log1p(-u), 1 / shape);
}

/** Triangular on [low, high] with the given mode. */
export function triangular(u: number, low: number, mode: number, high: number): number {
  const width = high - low;
  if (!(width > 0)) return low;
  const split = (mode - low) / width;
  if (u < split) return low + Math.sqrt(u * width * (mode - low));
  return high - Math.sqrt((1 - u) * width * (high - mode));
}

/** Quantile of the standard normal, to about 1e-16: Wichura, "Algorithm AS 241" PPND16, Appl. Stat. 37 (1988) 477. */
export function standardNormal(u: number): number {
  const q = u - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * ratio(r, A, B);
  }
  const tail = Math.sqrt(-log(q < 0 ? u : 1 - u));
  const value = tail <= 5 ? ratio(tail - 1.6, C, D) : ratio(tail - 5, E, F);
  return q < 0 ? -value : value;
}

/**
 * Probability that a standard normal is at most `z`: what `standardNormal` inverts. Relative error below 2e-15 for z from
 * -37.5 up. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969) 631, as in his ANORM.
 */
export function normalCdf(z: number): number {
  const size = Math.abs(z);
  if (size <= 0.67448975) {
    const square = z * z;
    return 0.5 + z * ratio(square, G, H);
  }
  const lower = size < 38.6 ? density(size) * tailRatio(size) : 0;
  return z < 0 ? lower : 1 - lower;
}

/** exp(-y^2 / 2), the square split so that no digits are lost. */
function density(y: number): number {
  const coarse = Math.floor(y * 16) / 16;
  return exp(-0.5 * coarse * coarse) * exp(-0.5 * (y - coarse) * (y + coarse));
}

/** Upper tail of the standard normal at y over `density(y)`. */
function tailRatio(y: number): number {
  if (y <= SQRT_32) return ratio(y, J, K);
  const inverse = 1 / (y * y);
  return (INV_SQRT_2PI - inverse * ratio(inverse, L, M)) / y;
}

const SQRT_32 = 5.656854249492381;
const INV_SQRT_2PI = 0.3989422804014327;

/** Numerator and denominator polynomials, highest power first. */
function ratio(r: number, above: readonly number[], below: readonly number[]): number {
  let top = 0;
  for (const coefficient of above) top = top * r + coefficient;
  let bottom = 0;
  for (const coefficient of below) bottom = bottom * r + coefficient;
  return top / bottom;
}

const A = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
  1971.5909503065513, 133.14166789178438, 3.3871328727963665,
];
const B = [
  5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
  687.1870074920579, 42.31333070160091, 1,
];
const C = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const D = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
];
const E = [
  2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124,
  0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
];
const F = [
  2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133,
  0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
];

const G = [
  0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356,
];
const H = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673];
const J = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
];
const K = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097,
  34900.95272114598, 38912.00328609327, 19685.429676859992,
];
const L = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  2.9112874951168793e-5,
];
const M = [
  1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5,
];
