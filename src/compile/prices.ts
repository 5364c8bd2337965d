/** List prices by kind of load. */
import { revenuePerMillion } from "../inference/price.ts";
import type { ServingKindModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Context } from "./context.ts";

type Inference = NonNullable<Context["scenario"]["inference"]>;

/**
 * USD of an output token together with the prompt it answers; 0 where its model has no price, undefined where none has.
 * The prompt is billed by what the chips find in the cache, so traffic that lost its cache pays for writing it again.
 */
export function usdPerToken(
  context: Context,
  inference: Inference,
  kinds: readonly ServingKindModel[],
): Float64Array | undefined {
  const prices = [inference.price, ...Object.values(inference.models).map(({ price }) => price)];
  if (prices.every((price) => price === undefined)) return undefined;
  const classes = Object.values(inference.classes);
  return Float64Array.from(kinds, ({ klass, served, cold }) => {
    const price = prices[served];
    const of = classes[klass];
    const mix = context.catalogue.tokenMixes[of?.tokenMix ?? ""];
    if (price === undefined || of === undefined || mix === undefined) return 0;
    const perOutput = mix.inputTokens.value / mix.outputTokens.value;
    const perMillion = revenuePerMillion(
      {
        input: valueOf(price.inputUsdPerMtok),
        output: valueOf(price.outputUsdPerMtok),
        cacheWrite: valueOf(price.cacheWrite),
        cacheRead: valueOf(price.cacheRead),
      },
      perOutput,
      cold ? 0 : mix.prefixHit.value,
    );
    const off = valueOf(of.waitHours) > 0 ? valueOf(price.batch) : 1;
    // Per million tokens of both kinds: an output token comes with `perOutput` of input.
    return (perMillion * (perOutput + 1) * off) / 1e6;
  });
}
