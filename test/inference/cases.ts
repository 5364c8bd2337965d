// Models, chips, mixes and promises that properties of serving are tried on.
import fc from "fast-check";
import { FITTED } from "../../src/inference/roofline.ts";
import type { ServedModel, ServingChip, ServingConfig } from "../../src/inference/roofline.ts";
import { chipOf, modelOf } from "../oracles/rows/roofline.ts";

const MODELS: readonly ServedModel[] = [
  modelOf("dsv3"),
  modelOf("qwen3-235b"),
  modelOf("llama-405b"),
  modelOf("llama-70b"),
  modelOf("llama-8b"),
];
const CHIPS: readonly (readonly [ServingChip, number])[] = [
  [chipOf("trn2", "fp8"), 64],
  [chipOf("trn3", "fp8"), 144],
  [chipOf("h200", "fp8"), 16],
  [chipOf("b200", "bf16"), 32],
  [{ ...chipOf("h100", "fp8"), ...FITTED }, 8],
];

export const models = fc.nat({ max: MODELS.length - 1 });
export const chips = fc.nat({ max: CHIPS.length - 1 });
export const mixes = fc.record({
  inputTokens: fc.integer({ min: 16, max: 30_000 }),
  outputTokens: fc.integer({ min: 8, max: 4000 }),
  prefixHit: fc.double({ min: 0, max: 0.95, noNaN: true }),
});
export const promises = fc.record({
  tpotSeconds: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
  ttftSeconds: fc.constant(Infinity),
});

export function caseOf(
  model: number,
  chip: number,
): { readonly served: ServedModel; readonly chip: ServingChip; readonly config: ServingConfig } {
  const served = MODELS[model] ?? modelOf("dsv3");
  const [silicon, count] = CHIPS[chip] ?? [chipOf("trn2", "fp8"), 64];
  const replicas = served.routedExpertParams > 0 ? count : 1;
  return { served, chip: silicon, config: { chips: count, weightBytes: 1, kvBytes: 2, replicas } };
}
