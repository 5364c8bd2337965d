/**
 * Orders that wait for money. Batches keep their order in time: the first that a year's limit does not hold, whole
 * UltraServer by whole UltraServer, waits for the next year with room, and those behind it wait with it. So more money
 * never brings any of them later, and of a year that binds less than the price of one UltraServer is left over.
 */
import { epochSeconds } from "../engine/index.ts";
import { firstPaidIn, monthOf, paidYear, startOfYear, yearOf } from "../fleet/annual-limits.ts";
import type {
  AnnualLimit,
  LimitsModel,
  MoneyModel,
  PoolModel,
  PutOffModel,
  SiteModel,
} from "../model/types.ts";
import { YEAR } from "./context.ts";
import type { Batch } from "./deliveries.ts";

const HOUR = 3600;

/** USD of a calendar year ("2027"); undefined: none in that year, or at all. */
export interface YearlyUsd {
  readonly capital?: ((year: string) => number | undefined) | undefined;
  readonly spend?: ((year: string) => number | undefined) | undefined;
}

export interface LimitedFleet {
  readonly horizon: number;
  /** From arrival to retirement by age; Infinity: none. */
  readonly lifeSeconds: number;
  readonly oversubscription: number;
  readonly pools: readonly PoolModel[];
  readonly sites: readonly SiteModel[];
  readonly money: MoneyModel;
}

/**
 * Changes the times of batches and splits them. Capital: chips at the price on arrival, in the year they are paid. Spend: what all that
 * has arrived is billed for a whole year; this year and each later one of the run must hold it. What stood before the
 * start was paid before. A price nobody states counts nothing. What comes after the run is left as it is.
 */
export function applyLimits(fleet: LimitedFleet, limits: YearlyUsd, batches: Batch[]): LimitsModel {
  const queue = new MoneyQueue(fleet, limits);
  const came = batches.filter((batch) => batch.time < fleet.horizon);
  for (const batch of came) if (batch.since !== undefined) queue.stands(batch, batch.since);
  const waits = came.filter((batch) => batch.since === undefined).toSorted((a, b) => a.time - b.time);
  for (const batch of waits) batches.push(...queue.place(batch));
  batches.sort((a, b) => a.time - b.time);
  return { ...queue.limits, putOff: queue.putOff };
}

/** How many UltraServers a moment holds; where not all, what stops them and the first moment of the next year. */
interface Room {
  readonly us: number;
  readonly by: PutOffModel["by"];
  readonly next: number;
}

class MoneyQueue {
  readonly limits: LimitsModel;
  readonly putOff: PutOffModel[] = [];
  private readonly fleet: LimitedFleet;
  /** Nobody passes who came later; why the last of them waited. */
  private now = 0;
  private reason: PutOffModel["by"] = "capital";

  constructor(fleet: LimitedFleet, limits: YearlyUsd) {
    this.fleet = fleet;
    this.limits = withoutPutOff(fleet, limits);
  }

  stands(batch: Batch, since: number): void {
    this.bill(this.poolOf(batch), batch.us, 0, since);
  }

  /** Sets when a batch comes, or its first part; returns the others. */
  place(batch: Batch): Batch[] {
    const natural = batch.time;
    const pool = this.poolOf(batch);
    const parts: { us: number; time: number; by: PutOffModel["by"] }[] = [];
    let left = batch.us;
    let at = Math.max(this.now, natural, 0);
    while (left > 0 && at < this.fleet.horizon) {
      const room = this.room(pool, at, left);
      if (room.us > 0) {
        this.pay(pool, room.us, at);
        const time = at > Math.max(0, natural) ? at : natural;
        parts.push({ us: room.us, time, by: this.reason });
        left -= room.us;
      }
      this.now = at;
      if (left === 0) break;
      this.reason = room.by;
      at = room.next;
    }
    if (left > 0) {
      this.now = Infinity;
      parts.push({ us: left, time: Infinity, by: this.reason });
    }
    for (const part of parts) if (part.time > natural) this.note(batch, pool, natural, part);
    const dated = parts.map(({ us, time }) => ({ us, time }));
    Object.assign(batch, dated[0]);
    return dated.slice(1).map((part) => ({ ...batch, ...part }));
  }

  private poolOf({ site, system }: Batch): number {
    return this.fleet.pools.findIndex(({ id }) => id === `${site}/${system}`);
  }

  private usdPerUs(pool: number, at: number): number {
    const months = this.limits.yearOfMonth.length;
    return this.limits.usdPerUs[pool * months + monthOf(this.limits, at)] ?? 0;
  }

  private usdPerUsYear(pool: number, year: number): number {
    return this.limits.usdPerUsYear[pool * this.limits.years.length + year] ?? 0;
  }

  private room(pool: number, at: number, most: number): Room {
    const { capital, spend, years } = this.limits;
    let us = most;
    let by: PutOffModel["by"] = "capital";
    if (capital !== undefined)
      us = Math.min(us, fit(capital, paidYear(this.limits, at), this.usdPerUs(pool, at)));
    if (spend !== undefined)
      for (let year = yearOf(this.limits, at); year < years.length; year++) {
        const held = fit(spend, year, this.usdPerUsYear(pool, year));
        if (held >= us) continue;
        us = held;
        by = "spend";
      }
    const next =
      by === "capital"
        ? firstPaidIn(this.limits, paidYear(this.limits, at) + 1)
        : startOfYear(this.limits, yearOf(this.limits, at) + 1);
    return { us, by, next };
  }

  private pay(pool: number, us: number, at: number): void {
    const { capital } = this.limits;
    if (capital !== undefined) add(capital, paidYear(this.limits, at), us * this.usdPerUs(pool, at));
    this.bill(pool, us, at, at);
  }

  /** Billed from the year of arrival to that in which they are too old. */
  private bill(pool: number, us: number, from: number, since: number): void {
    const { spend } = this.limits;
    if (spend === undefined) return;
    const gone = since + this.fleet.lifeSeconds;
    const last = gone < this.fleet.horizon ? yearOf(this.limits, gone) : this.limits.years.length - 1;
    for (let year = yearOf(this.limits, from); year <= last; year++)
      add(spend, year, us * this.usdPerUsYear(pool, year));
  }

  private note(
    batch: Batch,
    pool: number,
    from: number,
    { us, time, by }: { readonly us: number; readonly time: number; readonly by: PutOffModel["by"] },
  ): void {
    const { limits } = this;
    const year = Math.min(yearOf(limits, Math.max(0, from)) + 1, limits.years.length - 1);
    this.putOff.push({
      delivery: batch.delivery,
      phase: batch.phase,
      pool,
      us,
      chips: us * (this.fleet.pools[pool]?.chipsPerUs ?? 0),
      from: Math.max(0, from),
      until: time,
      by,
      usd: us * (by === "capital" ? this.usdPerUs(pool, from) : this.usdPerUsYear(pool, year)),
    });
  }
}

/** Whole UltraServers that a year still holds (one before the run: any); a limit that is a whole number of them must not lose one to rounding. */
function fit({ usd, taken }: AnnualLimit, year: number, each: number): number {
  const left = (usd[year] ?? Infinity) - (taken[year] ?? 0);
  return each > 0 ? Math.max(0, Math.floor(left / each + 1e-9)) : Infinity;
}

function add({ taken }: AnnualLimit, year: number, usd: number): void {
  taken[year] = (taken[year] ?? 0) + usd;
}

function withoutPutOff(
  { pools, sites, money, oversubscription }: LimitedFleet,
  limits: YearlyUsd,
): LimitsModel {
  const { periods, starts, costs, contract } = money;
  const years = [...new Set(periods.map((period) => period.slice(0, 4)))];
  const yearOfMonth = Int32Array.from(periods, (period) => years.indexOf(period.slice(0, 4)));
  // As the books have it: what arrives in a month does so in its middle.
  const paidYearOfMonth = yearOfMonth.map((_, month) => {
    const middle = ((starts[month] ?? 0) + (starts[month + 1] ?? 0)) / 2;
    const paid = middle - (costs?.paidBeforeSeconds ?? 0);
    return paid < 0 ? -1 : (yearOfMonth[starts.findLastIndex((start) => start <= paid)] ?? -1);
  });
  const usdPerUs = new Float64Array(pools.length * periods.length);
  const usdPerUsYear = new Float64Array(pools.length * years.length);
  const covered = new Float64Array(years.length);
  const length = (month: number): number => (starts[month + 1] ?? 0) - (starts[month] ?? 0);
  yearOfMonth.forEach((year, month) => (covered[year] = (covered[year] ?? 0) + length(month)));
  pools.forEach((pool, p) => {
    const watts = (pool.chipsPerUs * pool.wattsPerChip * (sites[pool.site]?.peakPue ?? 1)) / oversubscription;
    yearOfMonth.forEach((year, month) => {
      const row = p * periods.length + month;
      // Of a year that the run has only a part of, as if it went on like that.
      const seconds = (length(month) * secondsOf(years[year] ?? "")) / (covered[year] ?? 1);
      const bill =
        contract.usdPerChipHour === undefined
          ? ((contract.usdPerGwYear?.[month] ?? NaN) * (watts / 1e9) * seconds) / YEAR
          : ((contract.usdPerChipHour[row] ?? NaN) * pool.chipsPerUs * seconds) / HOUR;
      usdPerUs[row] = stated((costs?.chipUsd[row] ?? NaN) * pool.chipsPerUs);
      const cell = p * years.length + year;
      usdPerUsYear[cell] = (usdPerUsYear[cell] ?? 0) + stated(bill);
    });
  });
  const limit = (usd: YearlyUsd["capital"]): AnnualLimit | undefined =>
    usd && {
      usd: Float64Array.from(years, (year) => usd(year) ?? Infinity),
      taken: new Float64Array(years.length),
    };
  return {
    years,
    monthStarts: starts,
    yearOfMonth,
    paidYearOfMonth,
    capital: limit(limits.capital),
    spend: limit(limits.spend),
    usdPerUs,
    usdPerUsYear,
    putOff: [],
  };
}

const secondsOf = (year: string): number =>
  epochSeconds(`${Number(year) + 1}-01-01`) - epochSeconds(`${year}-01-01`);

const stated = (usd: number): number => (Number.isNaN(usd) ? 0 : usd);
