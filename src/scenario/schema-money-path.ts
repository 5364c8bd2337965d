/** A price over time: one number for all of it, or dated steps that may fall slowly in between. */
import { z } from "zod";
import { checkWritten, isoDate, limited, quantity, writtenFields, writtenObject } from "./quantity.ts";
import type { Limits, Origin, QuantityInput } from "./quantity.ts";

export const currencyCode = z.string().regex(/^[A-Z]{3}$/, "must be three capital letters, as EUR");

const fallsPerYear = quantity("share/year", { min: -1, max: 0.99 });

/** A step: a price from its date on. */
const step = (unit: string, limits: Limits) =>
  z
    .union([
      limited(limits),
      writtenObject(unit, limits),
      z.strictObject({ usd: quantity(unit, limits), until: isoDate.optional() }),
    ])
    .meta({ unit, ...limits });

/**
 * Schema of a price in `unit`: a quantity, or `{ steps: { "2026-01-01": 8, "2028-01-01": 7 } }`. A step holds until
 * the next, or ends on `until`. A value beside steps is the price before the first. From its date on (a value: from
 * the start) a price falls by the share `fallsPerYear` of what is left, each year.
 */
export const pricePath = (unit: string, limits: Limits = { min: 0, max: 1e15 }) =>
  z
    .union([
      limited(limits),
      // One object for both forms: of two, a union would blame the one that fails least.
      z
        .strictObject({
          ...writtenFields(unit, limits),
          value: limited(limits).optional(),
          steps: z.record(isoDate, step(unit, limits)).optional(),
          fallsPerYear: fallsPerYear.optional(),
          currency: currencyCode.optional(),
        })
        .check(({ value: { value, ...rest }, issues }) => {
          if (value !== undefined) checkWritten({ value: { ...rest, value }, issues });
        }),
    ])
    .meta({ unit, ...limits, steps: true });

export interface PriceSteps {
  readonly value?: number | undefined;
  readonly confidence?: Origin | undefined;
  readonly steps?:
    | Readonly<
        Record<string, QuantityInput | { readonly usd: QuantityInput; readonly until?: string | undefined }>
      >
    | undefined;
  readonly fallsPerYear?: QuantityInput | undefined;
  readonly currency?: string | undefined;
}

/** A price as a scenario writes it. */
export type PricePath = number | PriceSteps;

/** Factors on a price by date; 1 before the first. */
export const FactorPath = z.strictObject({
  steps: z.record(isoDate, quantity("1", { min: 0, max: 1000 })).default({}),
  fallsPerYear: fallsPerYear.default(0),
});
