// Distance of doubles in units in the last place, and inputs spread over all of them.
const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** Rank of a double among all doubles, by value. */
function rank(x: number): bigint {
  double[0] = x;
  const raw = bits[0]!;
  return raw < 0n ? -(raw & 0x7fffffffffffffffn) : raw;
}

/** How many doubles lie between two; 0 for equal ones, NaN beside NaN included. */
export function ulps(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  const distance = rank(a) - rank(b);
  return Number(distance < 0n ? -distance : distance);
}

/** `count` doubles between two positive ones, even in their exponents. */
export function spread(low: number, high: number, count: number): number[] {
  const first = rank(low);
  const width = rank(high) - first;
  return Array.from({ length: count }, (_, index) => {
    // A fixed irrational-ish step visits mantissas that a plain division would not.
    bits[0] =
      first + (width * BigInt(index) + BigInt((index * 2_654_435_761) % 4_294_967_296)) / BigInt(count);
    return double[0]!;
  });
}
