/** Value today, and the return a year at which it is nothing. */
import { pow } from "../engine/index.ts";
import { YEAR_SECONDS } from "./periods.ts";
import type { Periods } from "./periods.ts";
import { at } from "./tables.ts";

/** USD at the middle of each period, plus what is there at the start and what is left at the horizon. */
export interface CashFlows {
  readonly opening: number;
  readonly usd: Float64Array;
  readonly closing: number;
}

/** @param factors value today of a USD in the middle of each period */
export function presentValue(
  flows: CashFlows,
  factors: Float64Array,
  discountPerYear: number,
  periods: Periods,
): number {
  let value = flows.opening;
  flows.usd.forEach((usd, p) => {
    value += usd * at(factors, p);
  });
  return value + flows.closing * pow(1 + discountPerYear, -periods.horizon / YEAR_SECONDS);
}

function valueAt(rate: number, flows: CashFlows, periods: Periods): number {
  let value = flows.opening;
  for (let p = 0; p < periods.count; p++) {
    const usd = at(flows.usd, p);
    if (usd !== 0) value += usd * pow(1 + rate, -periods.middle(p) / YEAR_SECONDS);
  }
  return value + flows.closing * pow(1 + rate, -periods.horizon / YEAR_SECONDS);
}

const LEAST = -0.95;
const MOST = 10;
const STEPS = 40;

/**
 * Rate a year r with sum CF (1 + r)^-t = 0, by bisection in [-95 %, 1,000 %] to 1e-11 of that range; undefined where the value has the same sign at both ends, so
 * where all flows have one sign. Where several rates do, it is one of them.
 */
export function internalReturn(flows: CashFlows, periods: Periods): number | undefined {
  let low = LEAST;
  let high = MOST;
  const atLow = valueAt(low, flows, periods);
  const atHigh = valueAt(high, flows, periods);
  if (!(atLow * atHigh < 0)) return undefined;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (valueAt(middle, flows, periods) > 0 === atLow > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
