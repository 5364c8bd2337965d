/**
 * Serving rate of a chip from datasheet numbers: a roofline of weights, KV cache, arithmetic and the
 * mixture-of-experts exchange, with three fitted constants. SI units. For Trainium at large batch this is a
 * prediction: no measurement is public.
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

export interface ServingChip {
  /** Dense FLOP/s of the matrix products at the serving precision, and of attention (bf16). */
  readonly flops: number;
  readonly attnFlops: number;
  readonly bytesPerSecond: number;
  readonly memoryBytes: number;
  /** All-to-all bandwidth per chip, B/s. */
  readonly exchangeBytesPerSecond: number;
  /** Overhead per layer and step, s. */
  readonly layerSeconds: number;
}

export interface ServingConfig {
  readonly chips: number;
  readonly weightBytes: number;
  readonly kvBytes: number;
  /** Replicas of the weights that are not experts (attention data parallel). */
  readonly replicas: number;
}

/** Fitted on 42 measured deployments; see docs/model.md. */
export const ETA_BANDWIDTH = 0.7;
export const ETA_DECODE = 0.5;
export const ETA_PREFILL = 0.45;
export const EXCHANGE_OVERLAP = 0.5;
export const LAYER_SECONDS_TRAINIUM = 150e-6;
export const LAYER_SECONDS_GPU = 100e-6;
const MEMORY_SHARE = 0.9;
/** Beyond this batch per chip the mixture-of-experts roofline is known to be wrong by 2 to 3 times. */
const MAX_BATCH_PER_CHIP = 256;

/** Seconds of one decode step of `batch` sequences with `context` tokens each. */
export function decodeSeconds(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  batch: number,
  context: number,
): number {
  const dense = m.params - m.routedExpertParams;
  const touched = 1 - pow(1 - m.topK / m.experts, batch);
  const weights = c.weightBytes * (dense * c.replicas + m.routedExpertParams * touched);
  const weightTime = weights / (c.chips * chip.bytesPerSecond * ETA_BANDWIDTH);
  const mathTime = (2 * m.activeParams * batch) / (c.chips * chip.flops * ETA_DECODE);
  const kvTime =
    (batch * context * m.kvElements * c.kvBytes) / (c.chips * chip.bytesPerSecond * ETA_BANDWIDTH);
  const attnTime = (batch * context * m.attnFlop) / (c.chips * chip.attnFlops * ETA_DECODE);
  // One byte out and two back per routed copy of a token.
  const exchange =
    m.routedExpertParams > 0 && c.replicas > 1
      ? (((batch / c.chips) * m.topK * m.hidden * 3 * m.layers * (1 - 1 / c.chips)) /
          chip.exchangeBytesPerSecond) *
        (1 - EXCHANGE_OVERLAP)
      : 0;
  return (
    Math.max(weightTime, mathTime) + Math.max(kvTime, attnTime) + exchange + m.layers * chip.layerSeconds
  );
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
  const math = (fresh * 2 * m.activeParams) / (c.chips * chip.flops * ETA_PREFILL);
  const attn =
    (fresh * m.prefillAttnFlop * (tokens * hit + fresh / 2)) / (c.chips * chip.attnFlops * ETA_PREFILL);
  return math + attn;
}

/** Bytes the weights take on one instance. */
export function weightBytes(m: ServedModel, c: ServingConfig): number {
  return c.weightBytes * (m.params + (c.replicas - 1) * (m.params - m.routedExpertParams));
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
  const memory = MEMORY_SHARE * c.chips * chip.memoryBytes - weightBytes(m, c);
  const byMemory = Math.floor(memory / (maxContext * m.kvElements * c.kvBytes));
  let high = Math.min(byMemory, MAX_BATCH_PER_CHIP * c.chips);
  if (high < 1 || decodeSeconds(m, chip, c, 1, context) > tpotSeconds) return 0;
  let low = 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (decodeSeconds(m, chip, c, middle, context) <= tpotSeconds) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface ServingRate {
  readonly batch: number;
  /** Tokens/s per chip of a decode pool and of a prefill pool. */
  readonly decodePerChip: number;
  readonly prefillPerChip: number;
  /** Output tokens/s per chip of both together, before any derate. */
  readonly outputPerChip: number;
}

/**
 * Disaggregated serving: prefill and decode chips in the ratio that the token mix asks for. Output tokens/s per
 * chip = O / (I (1 - h) / prefill + O / decode), per request of I input (hit share h) and O output tokens.
 */
export function servingRate(
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  tpotSeconds: number,
  mix: { readonly inputTokens: number; readonly outputTokens: number; readonly prefixHit: number },
): ServingRate {
  const context = mix.inputTokens + mix.outputTokens / 2;
  const batch = largestBatch(m, chip, c, tpotSeconds, context, mix.inputTokens + mix.outputTokens);
  if (batch === 0) return { batch, decodePerChip: 0, prefillPerChip: 0, outputPerChip: 0 };
  const decodePerChip = batch / (decodeSeconds(m, chip, c, batch, context) * c.chips);
  const fresh = mix.inputTokens * (1 - mix.prefixHit);
  const prefillTime = prefillSeconds(m, chip, c, mix.inputTokens, mix.prefixHit);
  const prefillPerChip = prefillTime > 0 ? fresh / (prefillTime * c.chips) : Infinity;
  const chipSeconds = prefillTime * c.chips + mix.outputTokens / decodePerChip;
  return { batch, decodePerChip, prefillPerChip, outputPerChip: mix.outputTokens / chipSeconds };
}
