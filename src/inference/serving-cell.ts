/**
 * One served model on one chip under one promise, compiled once to a few numbers, so that no hour evaluates the
 * roofline. Two layouts: `disaggregated` (prefill and decode on chips of their own, in the ratio the tokens ask for) and
 * `aggregated` (one kind of instance; each step also carries the share of prefill that refills its batch). SI units.
 */
import { knotsOf } from "./knots.ts";
import type { ServedModel, ServingChip, ServingConfig } from "./roofline.ts";
import {
  batchLimit,
  chipsToHold,
  decodeParts,
  decodeSeconds,
  largestWhere,
  prefillSeconds,
} from "./roofline.ts";
import type { DecodeParts } from "./roofline.ts";
import { NO_SPECULATION, tokensPerStep } from "./speculation.ts";
import type { Speculation } from "./speculation.ts";

export type Layout = "disaggregated" | "aggregated";

export interface RequestMix {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of the input found in a prefix cache. */
  readonly prefixHit: number;
  /** Prompt that one in a hundred exceeds; absent: the mean. */
  readonly longInputTokens?: number;
}

export interface ServicePromise {
  /** Seconds per output token, and to the first one for the long prompt with nothing cached. Infinity: none promised. */
  readonly tpotSeconds: number;
  readonly ttftSeconds: number;
}

export interface CellOptions {
  readonly layout?: Layout;
  readonly speculation?: Speculation;
}

/** Rates of one chip at one share of cached input, before any derate. */
export interface CellRates {
  readonly batch: number;
  /** Tokens/s per chip of a decode pool, and of a prefill pool (tokens that are not cached). */
  readonly decodePerChip: number;
  readonly prefillPerChip: number;
  /** Output tokens/s per chip of both together. */
  readonly outputPerChip: number;
  /** Part of chips, or of a step's time where they are aggregated, that is prefill. */
  readonly prefillShare: number;
}

export interface ServingCell extends CellRates {
  readonly kind: "cell";
  readonly layout: Layout;
  readonly instanceChips: number;
  /** At the full batch. */
  readonly tpotSeconds: number;
  /** The same with nothing in the prefix cache, as after a spill to another region. */
  readonly cold: CellRates;
  /** The mean prompt, with its mean hit. */
  readonly prefillSeconds: number;
  /** Seconds of a fresh token, and of a fresh token per token of context; see prefillOf in service-times.ts. */
  readonly prefillLinear: number;
  readonly prefillQuadratic: number;
  /** Time per token by batch of an instance, from 1 up to the full one; see tpotAt. */
  readonly knotBatch: Float64Array;
  readonly knotTpot: Float64Array;
  /** Largest error of the line between two knots, as a share. */
  readonly tpotError: number;
}

/** Why there is no cell, and the best there is. */
export interface Unmet {
  readonly kind: "unmet";
  readonly why: "memory" | "tpot" | "ttft";
  /** s; of one sequence alone (tpot) or of the long prompt (ttft). */
  readonly best: number;
  /** Chips of an instance that would do; Infinity where none does. */
  readonly chipsNeeded: number;
  /** Of a step of one sequence. */
  readonly parts?: DecodeParts;
}

/** The cell of `m` on instances of `c.chips` chips, or why there is none. */
export function servingCell(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  mix: RequestMix,
  promise: ServicePromise,
  { layout = "disaggregated", speculation = NO_SPECULATION }: CellOptions = {},
): ServingCell | Unmet {
  const { inputTokens, outputTokens, prefixHit } = mix;
  const context = inputTokens + outputTokens / 2;
  const limit = batchLimit(m, chip, c, inputTokens + outputTokens);
  if (!(limit >= 1)) {
    const chipsNeeded = chipsToHold(m, chip, c, inputTokens + outputTokens, c.replicas > 1);
    return { kind: "unmet", why: "memory", best: Infinity, chipsNeeded };
  }
  const accepted = tokensPerStep(speculation);
  const decode = (batch: number): number => stepSeconds(m, chip, c, batch, context, speculation);
  const prefill = (hit: number): number => prefillSeconds(m, chip, c, inputTokens, hit);
  const tpot = (batch: number, hit: number): number =>
    layout === "aggregated"
      ? mixedTpot(decode(batch), prefill(hit), batch, outputTokens, accepted)
      : decode(batch) / accepted;

  const ttft =
    prefillSeconds(m, chip, c, mix.longInputTokens ?? inputTokens, 0) +
    (layout === "aggregated" ? decode(1) : 0);
  if (ttft > promise.ttftSeconds) {
    const rest = promise.ttftSeconds - (layout === "aggregated" ? decode(1) : 0);
    const chipsNeeded =
      rest > 0 ? Math.ceil(((ttft - promise.ttftSeconds + rest) * c.chips) / rest) : Infinity;
    return { kind: "unmet", why: "ttft", best: ttft, chipsNeeded };
  }
  const ratesAt = (hit: number): CellRates => {
    const batch = largestWhere(limit, (b) => tpot(b, hit) <= promise.tpotSeconds);
    if (batch === 0) return NO_RATES;
    const decodePerChip = (accepted * batch) / (decode(batch) * c.chips);
    const seconds = prefill(hit);
    const fresh = inputTokens * (1 - hit);
    const chipSeconds = seconds * c.chips + outputTokens / decodePerChip;
    return {
      batch,
      decodePerChip,
      prefillPerChip: seconds > 0 ? fresh / (seconds * c.chips) : Infinity,
      outputPerChip: outputTokens / chipSeconds,
      prefillShare: (seconds * c.chips) / chipSeconds,
    };
  };
  const warm = ratesAt(prefixHit);
  if (warm.batch === 0) {
    const parts = decodeParts(m, chip, c, 1, context);
    return { kind: "unmet", why: "tpot", best: tpot(1, prefixHit), chipsNeeded: Infinity, parts };
  }
  const knots = knotsOf(warm.batch, (batch) => tpot(batch, prefixHit));
  return {
    kind: "cell",
    layout,
    instanceChips: c.chips,
    ...warm,
    tpotSeconds: tpot(warm.batch, prefixHit),
    cold: ratesAt(0),
    prefillSeconds: prefill(prefixHit),
    prefillLinear: (2 * m.activeParams) / (c.chips * chip.flops * chip.prefillShare),
    prefillQuadratic: m.prefillAttnFlop / (c.chips * chip.attnFlops * chip.prefillShare),
    knotBatch: knots.batch,
    knotTpot: knots.value,
    tpotError: knots.error,
  };
}

/** Seconds per token where each step also prefills what takes the place of the sequences that end in it. */
export const mixedTpot = (
  decodeStep: number,
  prefill: number,
  batch: number,
  outputTokens: number,
  accepted: number,
): number => (decodeStep + accepted * (batch / outputTokens) * prefill) / accepted;

/** Seconds of a step that checks the drafts of each sequence, and of making them. */
export function stepSeconds(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  batch: number,
  context: number,
  { drafts, draftCost }: Speculation,
): number {
  const step = decodeSeconds(m, chip, c, batch, context, 1 + drafts);
  return drafts > 0 ? step + drafts * draftCost * decodeSeconds(m, chip, c, batch, context) : step;
}

const NO_RATES: CellRates = {
  batch: 0,
  decodePerChip: 0,
  prefillPerChip: 0,
  outputPerChip: 0,
  prefillShare: 0,
};

/** Seconds per token with `batch` sequences in an instance: a line between knots, within `tpotError`. Allocates nothing. */
export function tpotAt(
  { knotBatch, knotTpot }: Pick<ServingCell, "knotBatch" | "knotTpot">,
  batch: number,
): number {
  const last = knotBatch.length - 1;
  for (let i = 1; i <= last; i++) {
    const high = knotBatch[i] ?? 0;
    if (batch > high && i < last) continue;
    const low = knotBatch[i - 1] ?? 0;
    const from = knotTpot[i - 1] ?? 0;
    const to = knotTpot[i] ?? 0;
    if (!(high > low)) return to;
    return from + (to - from) * Math.min(1, Math.max(0, (batch - low) / (high - low)));
  }
  return knotTpot[0] ?? 0;
}
