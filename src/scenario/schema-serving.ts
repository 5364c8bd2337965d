/** How one served model is run: precision, instance, layout and what is promised. Shared by all that name a model. */
import { z } from "zod";
import type { DeepReadonly } from "./deep-readonly.ts";
import { quantity } from "./quantity.ts";
import { id, share } from "./schema-parts.ts";

/** Number formats, widest first. */
export const PRECISIONS = ["bf16", "fp8", "fp4"] as const;
export type Precision = (typeof PRECISIONS)[number];
const precision = z.enum(PRECISIONS);

const chips = quantity("chips", { min: 1, max: 4096 });

const fields = {
  precision: precision.describe(
    "Weights and matrix products. A chip without it computes at the next wider and keeps the bytes.",
  ),
  attentionPrecision: precision.describe("Attention's arithmetic."),
  cachePrecision: precision.describe("Key-value cache: 2, 1 or 0.5625 bytes an element."),
  instanceChips: chips,
  layout: z
    .enum(["disaggregated", "aggregated"])
    .describe("Prefill on chips of its own, or between the decode steps of the same ones."),
  sloClass: id,
};

/** What has no default: absent, it is the SLO class's, or not done. */
const optional = {
  onChip: z
    .record(
      id,
      z.strictObject({
        precision: precision.optional(),
        attentionPrecision: precision.optional(),
        cachePrecision: precision.optional(),
        instanceChips: chips.optional(),
      }),
    )
    .optional()
    .describe("By chip, what differs there."),
  speculative: z
    .strictObject({
      acceptance: share().describe("Chance that a drafted token is accepted after those before it."),
      drafts: quantity("tokens", { min: 1, max: 16, integer: true }).describe("Tokens drafted for a step."),
      draftCost: share().describe("Time of one draft as a share of a step."),
    })
    .optional()
    .describe("Speculative decoding. Absent: one token a step."),
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

/** A zod raw shape: spread it into the object that names the first model. */
export const servedShape = {
  precision: fields.precision.default("fp8"),
  attentionPrecision: fields.attentionPrecision.default("bf16"),
  cachePrecision: fields.cachePrecision.default("bf16"),
  instanceChips: fields.instanceChips.default(64),
  layout: fields.layout.default("disaggregated"),
  sloClass: fields.sloClass.default("standard-chat"),
  ...optional,
};

/** The same for a further model: what it does not state is the first model's, but for its size. */
export const servedOverrides = {
  precision: fields.precision.optional(),
  attentionPrecision: fields.attentionPrecision.optional(),
  cachePrecision: fields.cachePrecision.optional(),
  instanceChips: fields.instanceChips.optional(),
  layout: fields.layout.optional(),
  sloClass: fields.sloClass.optional(),
  ...optional,
};

const Served = z.strictObject({ llm: id, ...servedShape });
/** A served model with its defaults filled in. */
export type ServedSpec = DeepReadonly<z.infer<typeof Served>>;

const Override = z.strictObject({ llm: id, ...servedOverrides });
export type ServedOverride = DeepReadonly<z.infer<typeof Override>>;

/** A further model with what the first one lends it. */
export const servedLike = (first: ServedSpec, own: ServedOverride): ServedSpec => ({
  precision: own.precision ?? first.precision,
  attentionPrecision: own.attentionPrecision ?? first.attentionPrecision,
  cachePrecision: own.cachePrecision ?? first.cachePrecision,
  instanceChips: own.instanceChips ?? first.instanceChips,
  layout: own.layout ?? first.layout,
  sloClass: own.sloClass ?? first.sloClass,
  onChip: own.onChip ?? first.onChip,
  speculative: own.speculative ?? first.speculative,
  tpotMs: own.tpotMs ?? first.tpotMs,
  ttftSeconds: own.ttftSeconds ?? first.ttftSeconds,
  modelScale: own.modelScale,
  llm: own.llm,
});
