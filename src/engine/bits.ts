/** The two 32-bit words of a double, by one shared pair of views: little-endian, as every machine that runs this is. */

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
/** Index of the high word: 1 on little-endian machines, 0 on others. */
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
const LOW = 1 - HIGH;

/** Sign, exponent and the top 20 bits of the mantissa, as an int32. */
export function highWord(x: number): number {
  double[0] = x;
  return (words[HIGH] ?? 0) | 0;
}

/** The low 32 bits of the mantissa, as a uint32. */
export function lowWord(x: number): number {
  double[0] = x;
  return words[LOW] ?? 0;
}

/** The double with the given high word and the low word of `x`. */
export function withHighWord(x: number, high: number): number {
  double[0] = x;
  words[HIGH] = high;
  return double[0];
}

/** `x` with its low word cleared: its first 21 significant bits. */
export function clearLowWord(x: number): number {
  double[0] = x;
  words[LOW] = 0;
  return double[0];
}

/** x times 2^n for a result that may be subnormal, rounded once. `n` is a whole number. */
export function scaleBy(x: number, n: number): number {
  let y = x;
  let left = n;
  while (left > 1023) {
    y *= 8.98846567431158e307; // 2^1023
    left -= 1023;
    if (left > 3000) left = 3000;
  }
  while (left < -1022) {
    // 2^-1022 x 2^53, so that the result is not rounded twice.
    y *= 2.004168360008973e-292;
    left += 969;
    if (left < -3000) left = -3000;
  }
  return y * withHighWord(0, (left + 1023) << 20);
}
