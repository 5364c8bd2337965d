/** Hourly demand for output tokens by region and class. */
import { exp, log } from "../engine/index.ts";
import type { DemandModel } from "../model/types.ts";
import { computePerToken, priceResponse } from "./compute-per-token.ts";

const YEAR_SECONDS = 365.25 * 86_400;

/**
 * Demand over its first day's, after t years: growth that decays from g0 to gInf (both ln of a yearly factor)
 * with the time constant theta: exp(gInf t + (g0 - gInf) theta (1 - e^(-t / theta))).
 */
export function growthFactor(years: number, g0: number, gInf: number, thetaYears: number): number {
  return exp(gInf * years + (g0 - gInf) * thetaYears * (1 - exp(-years / thetaYears)));
}

/**
 * Tokens/s of every region and class that come to this fleet in the hour that begins at `now`, into `out`
 * ([region][class]).
 * @param startHourOfWeek hour of the week (Monday 00:00 UTC is 0) at the scenario's start
 */
export function hourlyDemand(
  demand: DemandModel,
  now: number,
  startHourOfWeek: number,
  out: Float64Array,
): void {
  const hour = Math.floor(now / 3600);
  const classes = demand.classes.length;
  const hourOfWeek = (startHourOfWeek + hour) % 168;
  const begun = now >= demand.fromSeconds;
  const years = (now - demand.fromSeconds) / YEAR_SECONDS;
  const moved = demand.rampSeconds > 0 ? Math.min(1, (now - demand.fromSeconds) / demand.rampSeconds) : 1;
  const price = begun
    ? priceResponse(demand.computeTrend === 0 ? 0 : log(computeAt(demand, now)), demand.priceElasticity)
    : 0;
  const base = begun ? moved * demand.tokensPerSecond : 0;
  const common = begun ? base * growthFactor(years, demand.g0, demand.gInf, demand.thetaYears) * price : 0;
  for (let c = 0; c < classes; c++) {
    const klass = demand.classes[c];
    if (klass === undefined) continue;
    const { growth, regionShares, share, week, localShift } = klass;
    const volume =
      growth === undefined || !begun
        ? common
        : base * growthFactor(years, growth.g0, growth.gInf, growth.thetaYears) * price;
    for (let r = 0; r < demand.regions.length; r++) {
      const region = demand.regions[r];
      if (region === undefined) continue;
      const later = region.shiftHours + (localShift[r] ?? 0);
      const at = hourOfWeek - later;
      const local = at >= 0 && at < 168 ? at : ((at % 168) + 168) % 168;
      const measured = demand.hourly?.[(r * classes + c) * demand.hours + hour];
      const all =
        measured !== undefined && !Number.isNaN(measured)
          ? measured
          : volume * (regionShares?.[r] ?? region.share) * share * (week[local] ?? 0);
      out[r * classes + c] = all * region.hereShare;
    }
  }
}

/** Chip time of a token at a moment over the first day's. */
export function computeAt(demand: DemandModel, now: number): number {
  const years = (now - demand.fromSeconds) / YEAR_SECONDS;
  return computePerToken(years, demand.computeTrend, demand.computeFloor);
}

/** Multipliers by hour of the week with mean 1, from 24 weekday values and the weekend's level. */
export function weekShape(weekday: readonly number[], weekendFactor: number): Float64Array {
  const week = new Float64Array(168);
  let sum = 0;
  for (let h = 0; h < 168; h++) {
    week[h] = (weekday[h % 24] ?? 0) * (h >= 120 ? weekendFactor : 1);
    sum += week[h] ?? 0;
  }
  for (let h = 0; h < 168; h++) week[h] = sum > 0 ? ((week[h] ?? 0) * 168) / sum : 0;
  return week;
}
