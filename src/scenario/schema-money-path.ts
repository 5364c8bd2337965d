/** A price over time: one number for all of it, or dated steps that may fall slowly in between. */
import { z } from "zod";
import { isoDate, limited, quantity, writtenObject } from "./quantity.ts";
import type { Limits, QuantityInput } from "./quantity.ts";

export const currencyCode = z.string().regex(/^[A-Z]{3}$/, "must be three capital letters, as EUR");

const fallsPerYear = quantity("share/year", { min: -1, max: 0.99 });

/**
 * Schema of a price in `unit`: a quantity, or `{ steps: { "2026-01-01": 8, "2028-01-01": 7 } }`. A step holds until
 * the next, or ends on `until`; from its date it falls by the share `fallsPerYear` of what is left, each year.
 */
export const pricePath = (unit: string, limits: Limits = { min: 0, max: 1e15 }) =>
  z
    .union([
      limited(limits),
      writtenObject(unit, limits),
      z.strictObject({
        steps: z.record(
          isoDate,
          z.union([
            limited(limits),
            writtenObject(unit, limits),
            z.strictObject({ usd: quantity(unit, limits), until: isoDate.optional() }),
          ]),
        ),
        fallsPerYear: fallsPerYear.optional(),
        currency: currencyCode.optional(),
      }),
    ])
    .meta({ unit, ...limits, steps: true });

export interface PriceSteps {
  readonly steps: Readonly<
    Record<string, QuantityInput | { readonly usd: QuantityInput; readonly until?: string | undefined }>
  >;
  readonly fallsPerYear?: QuantityInput | undefined;
  readonly currency?: string | undefined;
}

/** A price as a scenario writes it. */
export type PricePath = QuantityInput | PriceSteps;

/** Factors on a price by date; 1 before the first. */
export const FactorPath = z.strictObject({
  steps: z.record(isoDate, quantity("1", { min: 0, max: 1000 })).default({}),
  fallsPerYear: fallsPerYear.default(0),
});
