/**
 * Sine and cosine by fdlibm's k_sin.c, k_cos.c and the medium reduction of e_rem_pio2.c (Sun Microsystems, 1993;
 * freely distributable). Error below 1 ulp for |x| up to 2^19 pi, far more than a day's or a year's cycle needs.
 */
import { highWord } from "./bits.ts";

/** 2^19 pi: beyond it the reduction below loses digits. */
const LIMIT = 1_647_099;
const INV_PIO2 = 0.6366197723675814;
const PIO2_1 = 1.5707963267341256;
const PIO2_1T = 6.077100506506192e-11;
const PIO2_2 = 6.077100506303966e-11;
const PIO2_2T = 2.0222662487959506e-21;
const PIO2_3 = 2.0222662487111665e-21;
const PIO2_3T = 8.4784276603689e-32;

const S1 = -0.16666666666666632;
const S2 = 0.00833333333332249;
const S3 = -0.0001984126982985795;
const S4 = 0.0000027557313707070068;
const S5 = -2.5050760253406863e-8;
const S6 = 1.58969099521155e-10;
const C1 = 0.0416666666666666;
const C2 = -0.001388888888887411;
const C3 = 0.00002480158728947673;
const C4 = -2.7557314351390663e-7;
const C5 = 2.087572321298175e-9;
const C6 = -1.1359647557788195e-11;

/** Head and tail of the angle left after whole quarter turns. */
const rest = new Float64Array(2);

/** Sine of an angle [rad]; throws beyond 2^19 pi. */
export function sin(x: number): number {
  return turned(x, 0);
}

/** Cosine of an angle [rad]; throws beyond 2^19 pi. */
export function cos(x: number): number {
  return turned(x, 1);
}

/** sin(x + quarters pi/2) */
function turned(x: number, quarters: number): number {
  if (Number.isNaN(x) || Math.abs(x) === Infinity) return NaN;
  const n = (reduce(x) + quarters) & 3;
  const head = rest[0] ?? 0;
  const tail = rest[1] ?? 0;
  const value = (n & 1) === 0 ? kernelSin(head, tail) : kernelCos(head, tail);
  return n < 2 ? value : -value;
}

/** Leaves x - n pi/2 in `rest`, at most pi/4 in size, and returns n. */
function reduce(x: number): number {
  if ((highWord(x) & 0x7fffffff) <= 0x3fe921fb) {
    rest[0] = x;
    rest[1] = 0;
    return 0;
  }
  if (!(Math.abs(x) <= LIMIT)) throw new RangeError(`angle must lie within ${LIMIT} rad (found ${x})`);
  const n = Math.floor(x * INV_PIO2 + 0.5);
  let r = x - n * PIO2_1;
  let w = n * PIO2_1T;
  const exponent = (highWord(x) >> 20) & 0x7ff;
  let y = r - w;
  if (exponent - ((highWord(y) >> 20) & 0x7ff) > 16) {
    // The difference cancelled: take in the next 33 bits of pi/2, good to 118 bits.
    let t = r;
    w = n * PIO2_2;
    r = t - w;
    w = n * PIO2_2T - (t - r - w);
    y = r - w;
    if (exponent - ((highWord(y) >> 20) & 0x7ff) > 49) {
      t = r;
      w = n * PIO2_3;
      r = t - w;
      w = n * PIO2_3T - (t - r - w);
      y = r - w;
    }
  }
  rest[0] = y;
  rest[1] = r - y - w;
  return n;
}

function kernelSin(x: number, tail: number): number {
  if ((highWord(x) & 0x7fffffff) < 0x3e400000) return x;
  const z = x * x;
  const v = z * x;
  const r = S2 + z * (S3 + z * (S4 + z * (S5 + z * S6)));
  return x - (z * (0.5 * tail - v * r) - tail - v * S1);
}

function kernelCos(x: number, tail: number): number {
  const z = x * x;
  const r = z * (C1 + z * (C2 + z * (C3 + z * (C4 + z * (C5 + z * C6)))));
  const hz = 0.5 * z;
  const w = 1 - hz;
  return w + (1 - w - hz + (z * r - x * tail));
}
