/**
 * What the annual limits of money leave for a refresh, first come, first served. A swap is paid as a whole. UltraServers
 * are counted by pool and year from the watts that come free, rounded up, at the year's highest price: never too little.
 */
import type { AnnualLimit, LimitsModel, PoolModel } from "../model/types.ts";
import { firstPaidIn, paidYear, startOfYear, yearOf } from "./annual-limits.ts";

/** New chips for the watts of old ones; a part may come later than the rest, when its halls are liquid. */
export interface SwapCost {
  readonly pool: number;
  readonly parts: readonly { readonly watts: number; readonly delaySeconds: number }[];
  /** Paid when the old ones go; 0 where nobody states it. */
  readonly retrofitUsd: number;
  readonly old: { readonly pool: number; readonly us: number };
}

export interface MoneyRoomSnapshot {
  readonly capital: Float64Array;
  readonly spend: Float64Array;
  readonly watts: Float64Array;
}

export class MoneyRoom {
  private readonly limits: LimitsModel;
  private readonly pools: readonly PoolModel[];
  private readonly horizon: number;
  private readonly years: number;
  /** USD by year that swaps take, beyond what deliveries do; and W that come free for a pool, [pool][year]. */
  private readonly capital: Float64Array;
  private readonly spend: Float64Array;
  private readonly watts: Float64Array;
  /** [pool][year] */
  private readonly highest: Float64Array;

  constructor(limits: LimitsModel, pools: readonly PoolModel[], horizon: number) {
    this.limits = limits;
    this.pools = pools;
    this.horizon = horizon;
    this.years = limits.years.length;
    this.capital = new Float64Array(this.years);
    this.spend = new Float64Array(this.years);
    this.watts = new Float64Array(pools.length * this.years);
    this.highest = new Float64Array(pools.length * this.years);
    const months = limits.yearOfMonth.length;
    limits.usdPerUs.forEach((usd, row) => {
      const cell =
        Math.floor(row / months) * this.years + Math.max(0, limits.paidYearOfMonth[row % months] ?? 0);
      this.highest[cell] = Math.max(this.highest[cell] ?? 0, usd);
    });
  }

  /** The first moment from `at` on at which the swap can be paid, and takes its money; Infinity: not within the run. */
  take(swap: SwapCost, at: number): number {
    let when = at;
    while (when < this.horizon) {
      const next = this.attempt(swap, when);
      if (next === when) return when;
      when = next;
    }
    return Infinity;
  }

  /** Takes the money and returns `at`, or returns the next moment at which another year's money is asked. */
  private attempt(swap: SwapCost, at: number): number {
    const before = this.snapshot();
    this.charge(swap, at);
    if (this.holds(before)) return at;
    this.restore(before);
    const { limits } = this;
    const next = [startOfYear(limits, yearOf(limits, at) + 1)];
    for (const { delaySeconds } of swap.parts) {
      const arrives = at + delaySeconds;
      if (arrives >= this.horizon) continue;
      next.push(firstPaidIn(limits, paidYear(limits, arrives) + 1) - delaySeconds);
      next.push(startOfYear(limits, yearOf(limits, arrives) + 1) - delaySeconds);
    }
    return Math.min(...next.filter((each) => each > at));
  }

  private charge({ pool, parts, old, retrofitUsd }: SwapCost, at: number): void {
    const { limits, years, capital, spend } = this;
    const usWatts = usWattsOf(this.pools[pool]);
    add(capital, yearOf(limits, at), retrofitUsd);
    for (const { watts, delaySeconds } of parts) {
      const arrives = at + delaySeconds;
      if (watts <= 0 || arrives >= this.horizon) continue;
      const year = Math.max(0, paidYear(limits, arrives));
      const cell = pool * years + year;
      const had = this.watts[cell] ?? 0;
      this.watts[cell] = had + watts;
      const us = whole((had + watts) / usWatts) - whole(had / usWatts);
      add(capital, year, us * (this.highest[cell] ?? 0));
      for (let y = yearOf(limits, arrives); y < years; y++)
        add(spend, y, (watts / usWatts) * this.bill(pool, y));
    }
    // What goes is billed no more from the next year on.
    for (let y = yearOf(limits, at) + 1; y < years; y++) add(spend, y, -old.us * this.bill(old.pool, y));
  }

  /** Whether every year holds what was added since. */
  private holds(before: MoneyRoomSnapshot): boolean {
    return (
      within(this.limits.capital, this.capital, before.capital) &&
      within(this.limits.spend, this.spend, before.spend)
    );
  }

  private bill(pool: number, year: number): number {
    return this.limits.usdPerUsYear[pool * this.years + year] ?? 0;
  }

  snapshot(): MoneyRoomSnapshot {
    return { capital: this.capital.slice(), spend: this.spend.slice(), watts: this.watts.slice() };
  }

  restore(from: MoneyRoomSnapshot): void {
    this.capital.set(from.capital);
    this.spend.set(from.spend);
    this.watts.set(from.watts);
  }
}

const usWattsOf = (pool: PoolModel | undefined): number =>
  pool === undefined ? Infinity : pool.wattsPerChip * pool.chipsPerUs;

const whole = (us: number): number => Math.ceil(us - 1e-9);

function add(to: Float64Array, year: number, usd: number): void {
  to[year] = (to[year] ?? 0) + usd;
}

function within(limit: AnnualLimit | undefined, now: Float64Array, before: Float64Array): boolean {
  if (limit === undefined) return true;
  return now.every((usd, year) => {
    const most = (limit.usd[year] ?? Infinity) - (limit.taken[year] ?? 0);
    return usd <= (before[year] ?? 0) || usd <= most * (1 + 1e-12);
  });
}
