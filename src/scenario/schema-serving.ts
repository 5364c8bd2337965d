/** How one served model is run: precision, instance, layout and what is promised. Shared by all that name a model. */
import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { quantity } from "./quantity.ts";
import { id, share } from "./schema-parts.ts";

/** Number formats, widest first. */
export const PRECISIONS = ["bf16", "fp8", "fp4"] as const;
export type Precision = (typeof PRECISIONS)[number];
const precision = z.enum(PRECISIONS);

export const instanceChips = quantity("chips", { min: 1, max: 4096 });

/** A zod raw shape: spread it into the object that names the model. */
export const servedShape = {
  precision: precision
    .default("fp8")
    .describe(
      "Weights and matrix products. A chip without it computes at the next wider and keeps the bytes.",
    ),
  attentionPrecision: precision.default("bf16").describe("Attention's arithmetic."),
  cachePrecision: precision.default("bf16").describe("Key-value cache: 2, 1 or 0.5625 bytes an element."),
  instanceChips: instanceChips.default(64),
  onChip: z
    .record(
      id,
      z.strictObject({
        precision: precision.optional(),
        attentionPrecision: precision.optional(),
        cachePrecision: precision.optional(),
        instanceChips: instanceChips.optional(),
      }),
    )
    .optional()
    .describe("By chip, what differs there."),
  layout: z
    .enum(["disaggregated", "aggregated"])
    .default("disaggregated")
    .describe("Prefill on chips of its own, or between the decode steps of the same ones."),
  speculative: z
    .strictObject({
      acceptance: share().describe("Chance that a drafted token is accepted after those before it."),
      drafts: quantity("tokens", { min: 1, max: 16, integer: true }).describe("Tokens drafted for a step."),
      draftCost: share().describe("Time of one draft as a share of a step."),
    })
    .optional()
    .describe("Speculative decoding. Absent: one token a step."),
  sloClass: id.default("standard-chat"),
  tpotMs: quantity("ms", { min: 1, max: 10_000 })
    .optional()
    .describe("Time per output token the batch size is chosen for. Absent: the SLO class's."),
  ttftSeconds: quantity("s", { min: 0.001, max: 1_000_000 })
    .optional()
    .describe("Time to the first token of the 99th percentile prompt, uncached. Absent: the SLO class's."),
  modelScale: quantity("1", { min: 0.001, max: 1000 })
    .default(1)
    .describe("Parameters of the served model, in multiples of the catalogue's; its cache stays."),
};

const Served = z.strictObject({ llm: id, ...servedShape });
/** A served model with its defaults filled in. */
export type ServedSpec = DeepReadonly<z.infer<typeof Served>>;
