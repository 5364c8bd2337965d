/** Exponentials by fdlibm's e_exp.c and s_expm1.c (Sun Microsystems, 1993; freely distributable). Error below 1 ulp. */
import { highWord, scaleBy, withHighWord } from "./bits.ts";

const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019411;
const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const INV_LN2 = 1.4426950408889634;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 0.00006613756321437934;
const P4 = -0.0000016533902205465252;
const P5 = 4.1381367970572385e-8;

/** e^x; Infinity above 709.78, 0 below -745.13. */
export function exp(x: number): number {
  const hx = highWord(x);
  const ax = hx & 0x7fffffff;
  if (ax >= 0x40862e42) {
    if (Number.isNaN(x)) return NaN;
    if (x > OVERFLOW) return Infinity;
    if (x < UNDERFLOW) return 0;
  }
  let hi = 0;
  let lo = 0;
  let k = 0;
  let r = x;
  if (ax > 0x3fd62e42) {
    // |x| > 0.5 ln 2: take out k ln 2.
    if (ax < 0x3ff0a2b2) {
      // exp(1) is worth having exactly.
      if (x === 1) return 2.718281828459045;
      k = hx < 0 ? -1 : 1;
    } else {
      k = Math.trunc(INV_LN2 * x + (hx < 0 ? -0.5 : 0.5));
    }
    hi = x - k * LN2_HI;
    lo = k * LN2_LO;
    r = hi - lo;
  } else if (ax < 0x3e300000) {
    return 1 + x;
  }
  const t = r * r;
  const c = r - t * (P1 + t * (P2 + t * (P3 + t * (P4 + t * P5))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (lo - (r * c) / (2 - c) - hi);
  return scaleBy(y, k);
}

const Q1 = -0.03333333333333313;
const Q2 = 0.0015873015872548146;
const Q3 = -0.0000793650757867488;
const Q4 = 0.000004008217827329362;
const Q5 = -2.0109921818362437e-7;

/** e^x - 1, accurate for small x. */
export function expm1(x: number): number {
  const hx = highWord(x);
  const ax = hx & 0x7fffffff;
  if (ax >= 0x4043687a) {
    // |x| >= 56 ln 2
    if (Number.isNaN(x)) return NaN;
    if (x > OVERFLOW) return Infinity;
    if (hx < 0) return -1;
  }
  let k = 0;
  let c = 0;
  let r = x;
  if (ax > 0x3fd62e42) {
    if (ax < 0x3ff0a2b2) k = hx < 0 ? -1 : 1;
    else k = Math.trunc(INV_LN2 * x + (hx < 0 ? -0.5 : 0.5));
    const hi = x - k * LN2_HI;
    const lo = k * LN2_LO;
    r = hi - lo;
    c = hi - r - lo;
  } else if (ax < 0x3c900000) {
    return x;
  }
  const hfx = 0.5 * r;
  const hxs = r * hfx;
  const r1 = 1 + hxs * (Q1 + hxs * (Q2 + hxs * (Q3 + hxs * (Q4 + hxs * Q5))));
  const t = 3 - r1 * hfx;
  let e = hxs * ((r1 - t) / (6 - r * t));
  if (k === 0) return r - (r * e - hxs);
  e = r * (e - c) - c;
  e -= hxs;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) return scaleBy(1 - (e - r), k) - 1;
  if (k < 20) {
    const oneLess = withHighWord(0, 0x3ff00000 - (0x200000 >> k));
    return scaleBy(oneLess - (e - r), k);
  }
  const tiny = withHighWord(0, (0x3ff - k) << 20);
  return scaleBy(r - (e + tiny) + 1, k);
}
