/**
 * Seconds of one decode step and of one prefill from datasheet numbers: a roofline of weights, KV cache, arithmetic
 * and the mixture-of-experts exchange. SI units. The four shares are fitted on 42 measured deployments, none of them
 * on Trainium: there, at large batch, the result is a prediction. Equations and errors: docs/model.md, Serving.
 */
import { pow } from "../engine/index.ts";

export interface ServedModel {
  readonly params: number;
  readonly activeParams: number;
  readonly routedExpertParams: number;
  readonly experts: number;
  readonly topK: number;
  readonly layers: number;
  readonly hidden: number;
  /** Cached elements per token, all layers. */
  readonly kvElements: number;
  /** FLOP per (token x context token) in decode and in prefill. */
  readonly attnFlop: number;
  readonly prefillAttnFlop: number;
}

/** What software makes of a chip's datasheet. */
export interface ServingEfficiency {
  /** Share of the memory's bandwidth that weights and cache are read at. */
  readonly bandwidthShare: number;
  /** Share of the peak arithmetic in decode and in prefill. */
  readonly decodeShare: number;
  readonly prefillShare: number;
  /** Part of the experts' exchange that hides behind arithmetic. */
  readonly exchangeOverlap: number;
  /** Overhead per layer and step, s. */
  readonly layerSeconds: number;
}

export interface ServingChip extends ServingEfficiency {
  /** Dense FLOP/s of the matrix products, and of attention, each at the precision it runs in. */
  readonly flops: number;
  readonly attnFlops: number;
  readonly bytesPerSecond: number;
  readonly memoryBytes: number;
  /** All-to-all bandwidth per chip, B/s. */
  readonly exchangeBytesPerSecond: number;
}

export interface ServingConfig {
  readonly chips: number;
  readonly weightBytes: number;
  readonly kvBytes: number;
  /** Replicas of the weights that are not experts (attention data parallel). */
  readonly replicas: number;
}

/** Fitted on 42 measured deployments; a chip's catalogue entry may state its own. */
export const FITTED: ServingEfficiency = {
  bandwidthShare: 0.7,
  decodeShare: 0.5,
  prefillShare: 0.45,
  exchangeOverlap: 0.5,
  layerSeconds: 100e-6,
};
/** Share of the peak in prefill where the matrix products run in fp4. */
export const PREFILL_SHARE_FP4 = 0.35;
const MEMORY_SHARE = 0.9;
/** Beyond this batch per chip the mixture-of-experts roofline is known to be wrong by 2 to 3 times. */
const MAX_EXPERT_BATCH_PER_CHIP = 256;
/** Where a model keeps no cache, nothing else bounds the search. */
const MAX_BATCH = 1_073_741_824;

/** What a decode step spends its time on, s. Weights and arithmetic overlap, so do cache and attention; the rest adds up. */
export interface DecodeParts {
  readonly weights: number;
  readonly math: number;
  readonly cache: number;
  readonly attention: number;
  readonly exchange: number;
  readonly layers: number;
}

/** Parts of one decode step of `batch` sequences with `context` tokens each, that checks `width` tokens of each. */
export function decodeParts(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  batch: number,
  context: number,
  width = 1,
): DecodeParts {
  const tokens = batch * width;
  const dense = m.params - m.routedExpertParams;
  const touched = 1 - pow(1 - m.topK / m.experts, tokens);
  const weights = c.weightBytes * (dense * c.replicas + m.routedExpertParams * touched);
  return {
    weights: weights / (c.chips * chip.bytesPerSecond * chip.bandwidthShare),
    math: (2 * m.activeParams * tokens) / (c.chips * chip.flops * chip.decodeShare),
    cache:
      (batch * context * m.kvElements * c.kvBytes) / (c.chips * chip.bytesPerSecond * chip.bandwidthShare),
    attention: (tokens * context * m.attnFlop) / (c.chips * chip.attnFlops * chip.decodeShare),
    // One byte out and two back per routed copy of a token.
    exchange:
      m.routedExpertParams > 0 && c.replicas > 1
        ? (((tokens / c.chips) * m.topK * m.hidden * 3 * m.layers * (1 - 1 / c.chips)) /
            chip.exchangeBytesPerSecond) *
          (1 - chip.exchangeOverlap)
        : 0,
    layers: m.layers * chip.layerSeconds,
  };
}

/** Seconds of one decode step; see decodeParts. */
export function decodeSeconds(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  batch: number,
  context: number,
  width = 1,
): number {
  const { weights, math, cache, attention, exchange, layers } = decodeParts(
    m,
    chip,
    c,
    batch,
    context,
    width,
  );
  return Math.max(weights, math) + Math.max(cache, attention) + exchange + layers;
}

/** Seconds to prefill one prompt of `tokens`, of which the share `hit` is in the prefix cache. */
export function prefillSeconds(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  tokens: number,
  hit: number,
): number {
  const fresh = tokens * (1 - hit);
  const math = (fresh * 2 * m.activeParams) / (c.chips * chip.flops * chip.prefillShare);
  const attn =
    (fresh * m.prefillAttnFlop * (tokens * hit + fresh / 2)) / (c.chips * chip.attnFlops * chip.prefillShare);
  return math + attn;
}

/** Bytes the weights take on one instance. */
export function weightBytes(m: ServedModel, c: ServingConfig): number {
  return c.weightBytes * (m.params + (c.replicas - 1) * (m.params - m.routedExpertParams));
}

/** Sequences of `maxContext` tokens that fit beside the weights, and that the roofline may be asked about. */
export function batchLimit(m: ServedModel, chip: ServingChip, c: ServingConfig, maxContext: number): number {
  const memory = MEMORY_SHARE * c.chips * chip.memoryBytes - weightBytes(m, c);
  const byMemory = Math.floor(memory / (maxContext * m.kvElements * c.kvBytes));
  return m.routedExpertParams > 0 ? Math.min(byMemory, MAX_EXPERT_BATCH_PER_CHIP * c.chips) : byMemory;
}

/**
 * Chips of an instance that hold the weights and one sequence. `replicated`: what is not experts is copied to each
 * chip. Infinity where those copies alone fill a chip.
 */
export function chipsToHold(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  maxContext: number,
  replicated: boolean,
): number {
  const each = MEMORY_SHARE * chip.memoryBytes;
  const sequence = maxContext * m.kvElements * c.kvBytes;
  if (!replicated) return Math.ceil((c.weightBytes * m.params + sequence) / each);
  const room = each - c.weightBytes * (m.params - m.routedExpertParams);
  return room > 0 ? Math.ceil((c.weightBytes * m.routedExpertParams + sequence) / room) : Infinity;
}

/** Largest batch up to `limit` that `allows`, which holds below each batch it holds for; 0 where none. */
export function largestWhere(limit: number, allows: (batch: number) => boolean): number {
  if (!(limit >= 1) || !allows(1)) return 0;
  let low = 1;
  let high = Math.min(limit, MAX_BATCH);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (allows(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Largest batch whose step stays within `tpotSeconds` and whose KV cache fits; 0 where none does. */
export function largestBatch(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  tpotSeconds: number,
  context: number,
  maxContext: number,
): number {
  return largestWhere(
    batchLimit(m, chip, c, maxContext),
    (batch) => decodeSeconds(m, chip, c, batch, context) <= tpotSeconds,
  );
}
