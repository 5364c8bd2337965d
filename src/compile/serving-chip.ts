/** A chip of the catalogue as the serving roofline sees it, in base units. */
import { FITTED, PREFILL_SHARE_FP4 } from "../inference/roofline.ts";
import type { ServingChip } from "../inference/roofline.ts";
import type { Chip } from "../scenario/catalogue-schema.ts";
import { baseValueOf } from "../scenario/catalogue-units.ts";
import { PRECISIONS } from "../scenario/schema-serving.ts";
import type { Precision } from "../scenario/schema-serving.ts";

/** A chip at the precisions it was asked for, or at the next wider ones it has. */
export interface Silicon extends ServingChip {
  /** What matrix products and attention run in. */
  readonly precision: Precision;
  readonly attention: Precision;
  /** Nothing was measured at large batch on this chip: its rates are a prediction. */
  readonly prediction: boolean;
  /** Half-width of the error of its rates, as a share. */
  readonly band: number;
}

/**
 * Error of a rate, as a share: on chips with measured deployments (dense models outside the fitted set; experts are 10
 * to 30 % optimistic), and on chips without.
 */
const BAND_MEASURED = 0.35;
export const BAND_PREDICTION = 0.4;

export function siliconFor(chip: Chip, precision: Precision, attention: Precision): Silicon {
  const products = peakOf(chip, precision);
  const attn = peakOf(chip, attention);
  const { serving } = chip;
  const prefill =
    products.precision === "fp4"
      ? (serving?.prefillShareFp4?.value ?? PREFILL_SHARE_FP4)
      : (serving?.prefillShare?.value ?? FITTED.prefillShare);
  const micro = serving?.layerMicroseconds?.value;
  const prediction = serving?.deployments === undefined;
  return {
    precision: products.precision,
    attention: attn.precision,
    flops: products.flops,
    attnFlops: attn.flops,
    bytesPerSecond: baseValueOf(chip.hbmTbPerS),
    memoryBytes: baseValueOf(chip.hbm),
    exchangeBytesPerSecond: chip.a2aGbPerS === undefined ? 0 : baseValueOf(chip.a2aGbPerS),
    bandwidthShare: serving?.bandwidthShare?.value ?? FITTED.bandwidthShare,
    decodeShare: serving?.decodeShare?.value ?? FITTED.decodeShare,
    prefillShare: prefill,
    exchangeOverlap: serving?.exchangeOverlap?.value ?? FITTED.exchangeOverlap,
    layerSeconds: micro === undefined ? FITTED.layerSeconds : micro / 1e6,
    prediction,
    band: prediction ? BAND_PREDICTION : BAND_MEASURED,
  };
}

/** Dense FLOP/s at `asked`, or at the next wider format the chip has, or else the widest it has; 0 where it has none. */
function peakOf(chip: Chip, asked: Precision): { readonly precision: Precision; readonly flops: number } {
  const wider = PRECISIONS.slice(0, PRECISIONS.indexOf(asked) + 1).toReversed();
  for (const precision of [...wider, ...PRECISIONS]) {
    const peak = chip.peakTflops[precision];
    if (peak !== undefined) return { precision, flops: baseValueOf(peak) };
  }
  return { precision: asked, flops: 0 };
}
