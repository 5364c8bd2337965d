/**
 * Chips that nobody has announced: each projected number is that of the chip it starts from, times the gain per
 * watt once a generation. The watts are those of that chip, so the gain per chip is the gain per watt; its price
 * per watt is that chip's too. What somebody states of a projected chip stands as stated.
 */
import { addMonths, isoDate } from "../engine/index.ts";
import { firstDayOf } from "../scenario/catalogue-lookup.ts";
import { PROJECTED } from "../scenario/catalogue-schema.ts";
import type { Chip, DatedFact, Projection } from "../scenario/catalogue-schema.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Quantity } from "../scenario/quantity.ts";
import { DAY, YEAR } from "./context.ts";
import type { Context } from "./context.ts";

/** What a projection reads of a run. */
export interface ProjectionContext {
  readonly scenario: Pick<Context["scenario"], "projection">;
  readonly catalogue: Pick<Context["catalogue"], "chips">;
}

/** `chip` as the scenario's gain and cadence have it, or the catalogue's where the scenario states none. */
export function projectedChip({ scenario, catalogue }: ProjectionContext, chip: Chip): Chip {
  const { projection } = chip;
  const from = projection && catalogue.chips[projection.from];
  if (projection === undefined || from === undefined) return chip;
  const gain = power(
    valueOf(scenario.projection?.gainPerWatt ?? projection.gainPerWatt),
    projection.generations,
  );
  const cadence = valueOf(scenario.projection?.cadenceMonths ?? projection.cadenceMonths);
  const { peakTflops: peak } = from;
  const { peakTflops, hbm, hbmTbPerS, a2aGbPerS, allInWatts, available, purchaseUsd } = chip;
  const watts = allInWatts && scaled(allInWatts, from.allInWatts, 1);
  return {
    ...chip,
    peakTflops: {
      ...peakTflops,
      ...(peakTflops.bf16 && { bf16: scaled(peakTflops.bf16, peak.bf16, gain) }),
      ...(peakTflops.fp8 && { fp8: scaled(peakTflops.fp8, peak.fp8, gain) }),
      ...(peakTflops.fp4 && { fp4: scaled(peakTflops.fp4, peak.fp4, gain) }),
    },
    hbm: scaled(hbm, from.hbm, gain),
    hbmTbPerS: scaled(hbmTbPerS, from.hbmTbPerS, gain),
    ...(a2aGbPerS && { a2aGbPerS: scaled(a2aGbPerS, from.a2aGbPerS, gain) }),
    ...(watts && { allInWatts: watts }),
    ...(purchaseUsd && {
      purchaseUsd: scaled(
        purchaseUsd,
        from.purchaseUsd,
        watts && from.allInWatts ? watts.value / from.allInWatts.value : 1,
      ),
    }),
    ...(available && { available: moved(available, from.available, projection, cadence) }),
  };
}

/** In the unit of `base`; a number that is not projected, or has nothing to start from, stays. */
const scaled = <Field extends Quantity>(stated: Field, base: Field | undefined, factor: number): Field =>
  stated.source === PROJECTED && base !== undefined
    ? { ...stated, unit: base.unit, value: base.value * factor }
    : stated;

/** Whole months by the calendar, the rest in days. */
function moved(
  stated: DatedFact,
  base: DatedFact | undefined,
  { generations }: Projection,
  cadenceMonths: number,
): DatedFact {
  if (stated.source !== PROJECTED || base === undefined) return stated;
  const months = generations * cadenceMonths;
  const whole = Math.floor(months);
  const days = Math.round(((months - whole) * YEAR) / (12 * DAY));
  return { ...stated, date: isoDate(addMonths(firstDayOf(base.date), whole) + days * DAY) };
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}
