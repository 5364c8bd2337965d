/** A customer's commitment to spend, settled year by year. USD. */

export interface Commitment {
  /** Least spend of each year of the term. */
  readonly floors: readonly number[];
  /**
   * `annual`: what a year lacks is owed for that year; `cumulative`: what the term lacks is owed at its end; `none`: nothing
   * is owed.
   */
  readonly trueUp: "annual" | "cumulative" | "none";
  /** annual: spend above a year's floor counts for later years. */
  readonly carriesOver?: boolean;
  /** Share that discounts take off eligible spend before it counts. */
  readonly discount?: number;
  /** cumulative: owed by the end of the term. Absent: the sum of the floors. */
  readonly total?: number;
}

export interface CommitmentYear {
  /** What counted, and what is owed beyond it. */
  readonly spend: number;
  readonly shortfall: number;
  /** Spend since the start that counted. */
  readonly drawn: number;
}

export interface Settled {
  readonly years: readonly CommitmentYear[];
  readonly shortfall: number;
  /** Spend and shortfall together. */
  readonly paid: number;
}

/**
 * S_y = eligible spend (1 - discount); annual: max(0, F_y - S_y - carry); cumulative: max(0, total - sum S) in the last year.
 * A shortfall is billed as if it had been consumed: with it the floor is met and nothing is carried from that year.
 * @throws {RangeError} where years do not match
 */
export function settleCommitment(commitment: Commitment, spend: readonly number[]): Settled {
  const { floors, trueUp, carriesOver = false, discount = 0 } = commitment;
  if (floors.length === 0 || spend.length !== floors.length)
    throw new RangeError(
      `spend must have a value for each of ${floors.length} years (found ${spend.length})`,
    );
  const { total = floors.reduce((sum, floor) => sum + floor, 0) } = commitment;
  let carry = 0;
  let drawn = 0;
  const years = floors.map((floor, y): CommitmentYear => {
    const counted = (spend[y] ?? 0) * (1 - discount);
    drawn += counted;
    if (trueUp === "none") return { spend: counted, shortfall: 0, drawn };
    if (trueUp === "cumulative")
      return { spend: counted, shortfall: y === floors.length - 1 ? Math.max(0, total - drawn) : 0, drawn };
    const shortfall = Math.max(0, floor - counted - carry);
    carry = carriesOver ? Math.max(0, carry + counted - floor) : 0;
    return { spend: counted, shortfall, drawn };
  });
  const shortfall = years.reduce((sum, year) => sum + year.shortfall, 0);
  return { years, shortfall, paid: drawn + shortfall };
}

/** GW in service for a year that a sum buys. */
export const gwYearsFor = (usd: number, usdPerGwYear: number): number => usd / usdPerGwYear;

/**
 * Years until a sum is spent on so many GW by year, evenly within each; Infinity where it never is.
 * @param gw yearly means; the last holds for no longer than its year
 */
export function yearsUntilSpent(usd: number, gw: readonly number[], usdPerGwYear: number): number {
  let left = usd;
  for (const [year, mean] of gw.entries()) {
    const spend = mean * usdPerGwYear;
    if (spend >= left) return year + left / spend;
    left -= spend;
  }
  return Infinity;
}

const HOURS_A_YEAR = 8760;

/** Part of its time that so many GW must be in paid use for a year's floor to be met. */
export const breakEvenUtilisation = (floorUsd: number, gw: number, usdPerGwHour: number): number =>
  floorUsd / (gw * HOURS_A_YEAR * usdPerGwHour);
