// The serving roofline beside deployments that were measured, none of which its three constants were fitted on. It leaves out
// what a deployment loses beside its arithmetic and bandwidth: rows outside say by how much.
import { decodeSeconds, prefillSeconds } from "../../../src/inference/roofline.ts";
import { chipOf, configOf, modelOf } from "./roofline.ts";
import { closeRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const NEURON = "https://awsdocs-neuron.readthedocs-hosted.com (aws-neuron-sdk, inference benchmarks)";
const PROFILE = "https://github.com/alibaba/InferSim (DeepSeek's profile data)";
const DEEPSEEK = "https://github.com/deepseek-ai/open-infra-index, day 6 (27 February 2025)";

/** How far a planner's figure may be from a deployment's. */
const WITHIN = 0.25;

type Measured = Parameters<typeof closeRow>[0];
const row = (measured: Omit<Measured, "withinShare">): OracleRow =>
  closeRow({ withinShare: WITHIN, say: (value) => String(Number(value.toPrecision(4))), ...measured });

/** ms a token on 16 chips in bf16. */
const trainium = (
  model: "llama-70b" | "llama-405b",
  chip: "trn1" | "trn2",
  batch: number,
  context: number,
): number =>
  1000 * decodeSeconds(modelOf(model), chipOf(chip, "bf16"), configOf(16, "bf16", 1, 2), batch, context);

/** ms to the first token of 10,000. */
const firstToken = (model: "llama-70b" | "llama-405b"): number =>
  1000 * prefillSeconds(modelOf(model), chipOf("trn2", "bf16"), configOf(16, "bf16", 1, 2), 10_000, 0);

/** Output tokens/s a chip of DeepSeek-V3 in fp8, expert parallel. */
function expertParallel(chips: number, batchAChip: number, context: number): number {
  const seconds = decodeSeconds(
    modelOf("dsv3"),
    chipOf("h100", "fp8"),
    configOf(chips, "fp8", chips, 2),
    batchAChip * chips,
    context,
  );
  return batchAChip / seconds;
}

const prefillRate =
  4096 / prefillSeconds(modelOf("dsv3"), chipOf("h100", "fp8"), configOf(1, "fp8", 1, 2), 4096, 0);

const LAYER =
  "Trainium's time a layer, 150 µs, may have been chosen with this figure in view: nothing else is published.";
const TRAINIUM = { unit: "ms", source: NEURON, kind: "calibration", note: LAYER } as const;

export const measured: OracleGroup = {
  id: "measured",
  title: "Serving, as measured",
  about:
    "Rates of the serving roofline, before the derate that a fleet gets, beside measured deployments. H800 has the H100's arithmetic and memory.",
  rows: () => [
    row({
      id: "measured.trn2-405b-token",
      what: "Time a token of Llama 3.1 405B on 16 Trainium2, bf16, batch 1, context 10,000",
      expected: 37.9,
      simulated: trainium("llama-405b", "trn2", 1, 10_000),
      ...TRAINIUM,
    }),
    row({
      id: "measured.trn2-70b-token",
      what: "Time a token of Llama 3.3 70B on 16 Trainium2, bf16, batch 1, context 10,000",
      expected: 19.6,
      simulated: trainium("llama-70b", "trn2", 1, 10_000),
      ...TRAINIUM,
    }),
    row({
      id: "measured.trn1-70b-token",
      what: "Time a token of Llama 3 70B on 16 Trainium1, bf16, batch 1, context 128 to 1,152",
      expected: 24.48,
      simulated: trainium("llama-70b", "trn1", 1, 640),
      ...TRAINIUM,
    }),
    row({
      id: "measured.trn1-70b-token-4",
      what: "The same at batch 4, context 2,048 to 4,096",
      expected: 32.33,
      simulated: trainium("llama-70b", "trn1", 4, 3072),
      ...TRAINIUM,
    }),
    row({
      id: "measured.trn2-405b-first",
      what: "Time to the first token of Llama 3.1 405B on 16 Trainium2, prompt of 10,000",
      expected: 2442,
      simulated: firstToken("llama-405b"),
      unit: "ms",
      source: NEURON,
      outside:
        "The measured time holds all up to the first token, the roofline's its arithmetic alone at an efficiency fitted on other chips.",
    }),
    row({
      id: "measured.trn2-70b-first",
      what: "Time to the first token of Llama 3.3 70B on 16 Trainium2, prompt of 10,000",
      expected: 814.2,
      simulated: firstToken("llama-70b"),
      unit: "ms",
      source: NEURON,
      outside:
        "As for 405B, and more so: the smaller model's arithmetic is a smaller part of the time. Which part is what is not published.",
    }),
    row({
      id: "measured.h800-decode-128",
      what: "Decode of DeepSeek-V3 on 128 H800, expert parallel, 128 sequences a GPU, context 4,096",
      expected: 2324,
      simulated: expertParallel(128, 128, 4096),
      unit: "tokens/s a GPU",
      source: PROFILE,
    }),
    row({
      id: "measured.h800-decode-144",
      what: "Decode of DeepSeek's own service on 144 H800, 88 sequences a GPU, mean context 4,989",
      expected: 1850,
      simulated: expertParallel(144, 88, 4989),
      unit: "tokens/s a GPU",
      source: DEEPSEEK,
    }),
    row({
      id: "measured.h800-prefill",
      what: "Prefill of 4,096 tokens of DeepSeek-V3 on H800",
      expected: 7839,
      simulated: prefillRate,
      unit: "tokens/s a GPU",
      source: PROFILE,
    }),
    row({
      id: "measured.h800-prefill-service",
      what: "Prefill in DeepSeek's own service, tokens not in the cache, prompts taken as 4,096",
      expected: (73_700 * 0.437) / 8,
      simulated: prefillRate,
      unit: "tokens/s a GPU",
      source: DEEPSEEK,
      outside:
        "A service's mean over a day holds idle time, uneven experts and a share of prompts; the roofline holds none of them. Rates of a fleet are derated for it.",
    }),
  ],
};
