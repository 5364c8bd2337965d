// The 42 measured deployments of data/serving-points.csv, and what the serving roofline says of each of them.
import { servedModelOf } from "./served-model.ts";
import { readFileSync } from "node:fs";
import { FITTED, PREFILL_SHARE_FP4, decodeSeconds, prefillSeconds } from "../../src/inference/roofline.ts";
import type { ServedModel, ServingChip, ServingConfig } from "../../src/inference/roofline.ts";
import { log } from "../../src/engine/index.ts";
import { mean } from "./statistics.ts";

export type Precision = "bf16" | "fp8" | "fp4";

/** One instance of a model on chips, as a roofline needs it. */
export interface Deployment {
  readonly served: ServedModel;
  readonly chip: keyof typeof CHIPS;
  readonly chips: number;
  readonly precision: Precision;
  readonly replicas: number;
  readonly batch: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Absent: 2. */
  readonly kvBytes?: number;
}

/** A measured deployment: an aggregated instance, or a decode instance of disaggregated serving. */
export interface ServingPoint extends Deployment {
  readonly id: string;
  readonly model: string;
  /** Whether the source says which. */
  readonly precisionStated: boolean;
  readonly aggregated: boolean;
  readonly backend: string;
  /** Measured seconds a token. */
  readonly seconds: number;
}

/** What is fitted: shares of bandwidth and of arithmetic in decode and prefill, seconds a layer. */
export interface Constants {
  readonly bandwidth: number;
  readonly decode: number;
  readonly prefill: number;
  readonly layerSeconds: number;
}

export const DEFAULTS: Constants = {
  bandwidth: FITTED.bandwidthShare,
  decode: FITTED.decodeShare,
  prefill: FITTED.prefillShare,
  layerSeconds: FITTED.layerSeconds,
};

/** Share of fp8's and bf16's efficiency in prefill that fp4 keeps. */
export const FP4_PREFILL = PREFILL_SHARE_FP4 / FITTED.prefillShare;

/** Dense FLOP/s in bf16, fp8 and fp4, HBM B/s, all-to-all B/s a chip. */
export const CHIPS = {
  h100: [989e12, 1979e12, NaN, 3.35e12, 50e9],
  h200: [989e12, 1979e12, NaN, 4.8e12, 450e9],
  b200: [2250e12, 4500e12, 9000e12, 8e12, 900e9],
  b300: [2250e12, 4500e12, 13_500e12, 8e12, 900e9],
  gb200: [2500e12, 5000e12, 10_000e12, 8e12, 900e9],
  gb300: [2500e12, 5000e12, 15_000e12, 8e12, 900e9],
  "tpu-v7": [2307e12, 4614e12, NaN, 7.37e12, 100e9],
} as const;

/** As the legend of the plot names a chip. */
export const SERIES = {
  h100: "H100, H200, H800",
  h200: "H100, H200, H800",
  b200: "B200, B300",
  b300: "B200, B300",
  gb200: "GB200, GB300",
  gb300: "GB200, GB300",
  "tpu-v7": "TPU v7",
} as const;

/** Parameters, active, routed; experts, top-k; layers, hidden; cached elements; attention FLOP in decode, prefill. */
const MODELS = {
  DeepSeek: [671e9, 37e9, 58 * 256 * 44.04e6, 256, 8, 61, 7168, 35_136, 16_990_208, 4_997_120],
  "Kimi-K2.5": [1040e9, 32.6e9, 60 * 384 * 44.04e6, 384, 8, 61, 7168, 35_136, 8_495_104, 2_498_560],
  "MiniMax-M2.5": [230e9, 10e9, 226e9, 256, 8, 62, 3072, 126_976, 1_523_712, 1_523_712],
  "Qwen3.5-397B-A17B": [397e9, 17e9, 386e9, 512, 10, 60, 4096, 15_360, 491_520, 491_520],
  "Qwen3-235B-A22B": [235e9, 22e9, 227e9, 128, 8, 94, 4096, 96_256, 3_080_192, 3_080_192],
  "Qwen3-32B": [32.8e9, 32.8e9, 0, 1, 1, 64, 5120, 131_072, 2_097_152, 2_097_152],
} as const;

/** One model under its several names: R1 is V3 trained further. */
export const familyOf = ({ model }: Pick<ServingPoint, "model">): string =>
  model.startsWith("DeepSeek") ? "DeepSeek" : model.replace(/-FP8$/, "");

export function servedModel(family: string): ServedModel {
  const found = Object.entries(MODELS).find(([name]) => name === family);
  if (found === undefined) throw new Error(`no such model: ${family}`);
  return servedModelOf(found[1]);
}

/** A weight's bytes; of fp4 with the scales of its blocks. */
const WEIGHT_BYTES = { bf16: 2, fp8: 1, fp4: 0.5625 } as const;

/** The chip with these constants and all the memory one could ask for: what was measured did fit. */
export function chipWith(of: Deployment, constants: Constants, fp4Prefill: number): ServingChip {
  const [bf16, fp8, fp4, bytesPerSecond, exchangeBytesPerSecond] = CHIPS[of.chip];
  return {
    ...FITTED,
    flops: { bf16, fp8, fp4 }[of.precision],
    attnFlops: bf16,
    bytesPerSecond,
    memoryBytes: 1e15,
    exchangeBytesPerSecond,
    bandwidthShare: constants.bandwidth,
    decodeShare: constants.decode,
    prefillShare: constants.prefill * (of.precision === "fp4" ? fp4Prefill : 1),
    layerSeconds: constants.layerSeconds,
  };
}

export const configOf = ({ chips, precision, kvBytes = 2, replicas }: Deployment): ServingConfig => ({
  chips,
  weightBytes: WEIGHT_BYTES[precision],
  kvBytes,
  replicas,
});

/** Seconds of a decode step, by default at the mean context of a request. */
export function stepSeconds(
  of: Deployment,
  constants = DEFAULTS,
  context = of.inputTokens + of.outputTokens / 2,
): number {
  return decodeSeconds(of.served, chipWith(of, constants, 1), configOf(of), of.batch, context);
}

/** Seconds to prefill one prompt, of which the share `hit` is cached. */
export function promptSeconds(
  of: Deployment,
  constants = DEFAULTS,
  fp4Prefill = FP4_PREFILL,
  hit = 0,
): number {
  const chip = chipWith(of, constants, fp4Prefill);
  return prefillSeconds(of.served, chip, configOf(of), of.inputTokens, hit);
}

/** Seconds a token where one instance does both: a step, and the part of a prompt that comes with each of its tokens. */
export const mixedSeconds = (of: Deployment, constants = DEFAULTS, fp4Prefill = FP4_PREFILL): number =>
  stepSeconds(of, constants) + (of.batch / of.outputTokens) * promptSeconds(of, constants, fp4Prefill);

export const predicted = (point: ServingPoint, constants: Constants, fp4Prefill = FP4_PREFILL): number =>
  point.aggregated ? mixedSeconds(point, constants, fp4Prefill) : stepSeconds(point, constants);

const FILE = new URL("data/serving-points.csv", import.meta.url);

export function servingPoints(): readonly ServingPoint[] {
  return readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .slice(1)
    .map(pointOf);
}

function pointOf(line: string): ServingPoint {
  const [
    id = "",
    model = "",
    chip = "",
    chips,
    precision,
    replicas,
    batch,
    isl,
    osl,
    kind,
    backend = "",
    ,
    ms,
  ] = line.split(",");
  if (!isChip(chip)) throw new Error(`no such chip: ${chip}`);
  // Lengths of the TPU's runs are drawn between 80 and 100 % of what is asked for.
  const length = chip === "tpu-v7" ? 0.9 : 1;
  return {
    id,
    model,
    served: servedModel(familyOf({ model })),
    chip,
    chips: Number(chips),
    precision: precision === "fp8" || precision === "fp8?" ? "fp8" : precision === "fp4" ? "fp4" : "bf16",
    precisionStated: precision !== "" && precision !== "fp8?",
    replicas: Number(replicas),
    batch: Number(batch),
    inputTokens: length * Number(isl),
    outputTokens: length * Number(osl),
    aggregated: kind === "agg",
    backend,
    seconds: Number(ms) / 1000,
  };
}

const isChip = (name: string): name is keyof typeof CHIPS => name in CHIPS;

/** How far a prediction is from what was measured, as a share of that. */
export const errorOf = (point: ServingPoint, prediction: number): number =>
  Math.abs(prediction / point.seconds - 1);

export interface Errors {
  readonly count: number;
  /** Shares. */
  readonly mean: number;
  readonly median: number;
  /** Geometric mean of predicted over measured. */
  readonly bias: number;
  readonly within25: number;
  readonly within50: number;
}

export function errorsOf(points: readonly ServingPoint[], predict: (point: ServingPoint) => number): Errors {
  const errors = points.map((point) => errorOf(point, predict(point)));
  return {
    count: points.length,
    mean: mean(errors),
    median: median(errors),
    bias: Math.exp(mean(points.map((point) => log(predict(point) / point.seconds)))),
    within25: errors.filter((error) => error <= 0.25).length,
    within50: errors.filter((error) => error <= 0.5).length,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
