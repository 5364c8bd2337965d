/** Rows of [row][period] tables, and money in whole cents. */

export const at = (table: ArrayLike<number>, i: number): number => table[i] ?? 0;

export function add(table: Float64Array, i: number, amount: number): void {
  table[i] = (table[i] ?? 0) + amount;
}

export function sum(table: ArrayLike<number>, from = 0, to = table.length): number {
  let total = 0;
  for (let i = from; i < to; i++) total += table[i] ?? 0;
  return total;
}

/** Each amount is rounded here, once: from then on money is whole cents, exact below 2^53 of them (90,000 G USD). */
export const toCents = (usd: number): number => Math.round(usd * 100);

/** Cents of a whole that lie between two shares of it. Neighbours add up to the whole, whatever is rounded. */
export const between = (cents: number, from: number, to: number): number =>
  Math.round(cents * to) - Math.round(cents * from);
