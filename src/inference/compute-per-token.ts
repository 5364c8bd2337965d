import { exp } from "../engine/index.ts";

/**
 * Chip time of a token over the first day's, after t years: max(floor, e^(trend t)), trend the ln of a yearly
 * factor. 1 before the first day.
 */
export function computePerToken(years: number, trend: number, floor: number): number {
  return trend === 0 || years <= 0 ? 1 : Math.max(floor, exp(trend * years));
}

/**
 * Demand over what it were at the first day's price, where the price follows compute per token c:
 * c^(-elasticity) (constant elasticity).
 * @param lnCompute ln of c
 */
export function priceResponse(lnCompute: number, elasticity: number): number {
  return elasticity === 0 || lnCompute === 0 ? 1 : exp(-elasticity * lnCompute);
}
