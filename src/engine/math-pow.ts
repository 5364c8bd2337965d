/** Powers by fdlibm's e_pow.c (Sun Microsystems, 2004; freely distributable). Error below 0.70 ulp. */
import { clearLowWord, highWord, lowWord, scaleBy, withHighWord } from "./bits.ts";

const BP = [1, 1.5] as const;
const DP_HI = [0, 0.5849624872207642] as const;
const DP_LO = [0, 1.350039202129749e-8] as const;
const TWO_53 = 9007199254740992;
// Coefficients of (3/2) (log x - 2 s - 2/3 s^3).
const L1 = 0.5999999999999946;
const L2 = 0.4285714285785502;
const L3 = 0.33333332981837743;
const L4 = 0.272728123808534;
const L5 = 0.23066074577556175;
const L6 = 0.20697501780033842;
const P1 = 0.16666666666666602;
const P2 = -0.0027777777777015593;
const P3 = 0.00006613756321437934;
const P4 = -0.0000016533902205465252;
const P5 = 4.1381367970572385e-8;
const LG2 = 0.6931471805599453;
const LG2_HI = 0.6931471824645996;
const LG2_LO = -1.904654299957768e-9;
/** -(1024 - log2(overflow threshold + 0.5 ulp)) */
const OVT = 8.008566259537294e-17;
const CP = 0.9617966939259756;
const CP_HI = 0.9617967009544373;
const CP_LO = -7.028461650952758e-9;
const INV_LN2 = 1.4426950408889634;
const INV_LN2_HI = 1.4426950216293335;
const INV_LN2_LO = 1.9259629911266175e-8;

/** x^y, with `Math.pow`'s special cases. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const ax = Math.abs(x);
  const ay = Math.abs(y);
  if (ay === Infinity) {
    if (ax === 1) return NaN;
    return ax > 1 === y > 0 ? Infinity : 0;
  }
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 2) return x * x;
  const negative = x < 0 || Object.is(x, -0);
  const odd = negative && isOdd(ay);
  if (ax === Infinity || ax === 0 || ax === 1) {
    const z = y < 0 ? 1 / ax : ax;
    if (x === -1) return Number.isInteger(y) ? (odd ? -1 : 1) : NaN;
    return odd ? -z : z;
  }
  if (negative && !Number.isInteger(y)) return NaN;
  if (y === 0.5 && !negative) return Math.sqrt(x);
  const z = positivePower(ax, y);
  return odd ? -z : z;
}

/** Whether a positive double is an odd whole number; above 2^53 all are even. */
function isOdd(value: number): boolean {
  return value < TWO_53 && Number.isInteger(value) && value % 2 === 1;
}

/** x^y for finite x > 0, x other than 1, and finite y. */
function positivePower(x: number, y: number): number {
  const iy = highWord(y) & 0x7fffffff;
  const ix = highWord(x);
  let t1: number;
  let t2: number;
  if (iy > 0x41e00000) {
    // |y| > 2^31: the result overflows, underflows, or x is next to 1.
    if (iy > 0x43f00000) {
      if (ix <= 0x3fefffff) return y < 0 ? Infinity : 0;
      if (ix >= 0x3ff00000) return y > 0 ? Infinity : 0;
    }
    if (ix < 0x3fefffff) return y < 0 ? Infinity : 0;
    if (ix > 0x3ff00000) return y > 0 ? Infinity : 0;
    // |1 - x| <= 2^-20: log x by x - x^2/2 + x^3/3 - x^4/4.
    const t = x - 1;
    const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25));
    // fdlibm multiplies by t whole, which rounds: 33 + 24 bits. Its head alone keeps the product exact.
    const tHead = clearLowWord(t);
    const u = INV_LN2_HI * tHead;
    const v = INV_LN2_HI * (t - tHead) + t * INV_LN2_LO - w * INV_LN2;
    t1 = clearLowWord(u + v);
    t2 = v - (t1 - u);
  } else {
    let scaled = x;
    let high = ix;
    let n = 0;
    if (high < 0x00100000) {
      scaled *= TWO_53;
      n -= 53;
      high = highWord(scaled);
    }
    n += (high >> 20) - 0x3ff;
    const j = high & 0x000fffff;
    high = j | 0x3ff00000;
    let k: 0 | 1;
    if (j <= 0x3988e) {
      k = 0; // |x| < sqrt(3/2)
    } else if (j < 0xbb67a) {
      k = 1; // |x| < sqrt(3)
    } else {
      k = 0;
      n += 1;
      high -= 0x00100000;
    }
    scaled = withHighWord(scaled, high);
    // s = s_h + s_l = (x - 1) / (x + 1) or (x - 1.5) / (x + 1.5)
    let u = scaled - BP[k];
    let v = 1 / (scaled + BP[k]);
    const s = u * v;
    const sH = clearLowWord(s);
    let tH = withHighWord(0, ((high >> 1) | 0x20000000) + 0x00080000 + (k << 18));
    let tL = scaled - (tH - BP[k]);
    const sL = v * (u - sH * tH - sH * tL);
    let s2 = s * s;
    let r = s2 * s2 * (L1 + s2 * (L2 + s2 * (L3 + s2 * (L4 + s2 * (L5 + s2 * L6)))));
    r += sL * (sH + s);
    s2 = sH * sH;
    tH = clearLowWord(3 + s2 + r);
    tL = r - (tH - 3 - s2);
    u = sH * tH;
    v = sL * tH + tL * s;
    const pH = clearLowWord(u + v);
    const pL = v - (pH - u);
    const zH = CP_HI * pH;
    const zL = CP_LO * pH + pL * CP + DP_LO[k];
    t1 = clearLowWord(zH + zL + DP_HI[k] + n);
    t2 = zL - (t1 - n - DP_HI[k] - zH);
  }
  // y log2(x) = z + pL, split so that the product is exact.
  const y1 = clearLowWord(y);
  const pL = (y - y1) * t1 + y * t2;
  const pH = y1 * t1;
  return twoToThe(pH, pL);
}

/** 2^(pH + pL) with |pL| much below 1. */
function twoToThe(high: number, pL: number): number {
  let pH = high;
  const z = pL + pH;
  const j = highWord(z);
  const i = j & 0x7fffffff;
  if (j >= 0x40900000) {
    if (j > 0x40900000 || lowWord(z) !== 0 || pL + OVT > z - pH) return Infinity;
  } else if (i >= 0x4090cc00) {
    if (i > 0x4090cc00 || lowWord(z) !== 0 || pL <= z - pH) return 0;
  }
  let n = 0;
  if (i > 0x3fe00000) {
    // |z| > 0.5: n = round(z)
    n = Math.floor(z + 0.5);
    pH -= n;
  }
  const t = clearLowWord(pL + pH);
  const u = t * LG2_HI;
  const v = (pL - (t - pH)) * LG2 + t * LG2_LO;
  const w = u + v;
  const rest = v - (w - u);
  const t2 = w * w;
  const t1 = w - t2 * (P1 + t2 * (P2 + t2 * (P3 + t2 * (P4 + t2 * P5))));
  const r = (w * t1) / (t1 - 2) - (rest + w * rest);
  return scaleBy(1 - (r - w), n);
}
