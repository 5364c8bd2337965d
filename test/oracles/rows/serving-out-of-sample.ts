// The serving roofline beside measurements that its constants were not chosen on. It leaves out what a deployment loses beside
// its arithmetic and bandwidth: rows outside say by how much.
import { decodeSeconds, prefillSeconds } from "../../../src/inference/roofline.ts";
import { fit } from "../serving-fit.ts";
import { SERIES, promptSeconds, servedModel, servingPoints, stepSeconds } from "../serving-points.ts";
import type { Constants, Deployment } from "../serving-points.ts";
import { OFFLINE, offline, reasoning } from "./mlperf.ts";
import { chipOf, configOf, modelOf } from "./roofline.ts";
import { closeRow, equalRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const NEURON = "https://awsdocs-neuron.readthedocs-hosted.com (aws-neuron-sdk, inference benchmarks)";
const PROFILE = "https://github.com/alibaba/InferSim (DeepSeek's profile data)";
const DEEPSEEK = "https://github.com/deepseek-ai/open-infra-index, day 6 (27 February 2025)";
const SGLANG = "https://lmsys.org/blog/2025-05-05-large-scale-ep";
const MLPERF =
  "https://github.com/mlcommons/inference_results_v5.1, NVIDIA's closed results, read from their logs; not verified by MLCommons";
const REFERENCE =
  "a second implementation in Python, from the formulas alone, with 0.45 of the peak in prefill for fp4 too";

/** How far a planner's figure may be from a deployment's. */
const WITHIN = 0.25;
const HOPPER = SERIES.h100;
const TRAINIUM = "Trainium";

const digits = (value: number): string => String(Number(value.toPrecision(4)));
type Measured = Omit<Parameters<typeof closeRow>[0], "withinShare" | "say"> & { readonly series: string };

/** A rate in tokens/s a chip, or a time in ms a token, as its unit says. */
function row({ series, ...measured }: Measured): OracleRow {
  const { expected, simulated, unit } = measured;
  const panel = unit === "ms" ? "time" : "rate";
  return closeRow({
    withinShare: WITHIN,
    say: digits,
    point: { panel, measured: expected, predicted: simulated, series },
    ...measured,
  });
}

const dsv3 = servedModel("DeepSeek");
/** H800 has the H100's arithmetic and memory. */
const onHopper = (of: Partial<Deployment>): Deployment => ({
  served: dsv3,
  chip: "h100",
  chips: 1,
  precision: "fp8",
  replicas: 1,
  batch: 1,
  inputTokens: 4096,
  outputTokens: 1024,
  ...of,
});

/** Output tokens/s a chip of DeepSeek-V3 in fp8, expert parallel. */
const expertParallel = (chips: number, batchAChip: number, context: number, constants?: Constants): number =>
  batchAChip /
  stepSeconds(onHopper({ chips, replicas: chips, batch: batchAChip * chips }), constants, context);

/** Tokens/s a chip, of those that were not cached. */
const prefillRate = (inputTokens: number, hit = 0, constants?: Constants): number =>
  (inputTokens * (1 - hit)) / promptSeconds(onHopper({ inputTokens }), constants, undefined, hit);

/** Seconds a token on 16 chips in bf16. */
const trainium = (
  model: "llama-70b" | "llama-405b",
  chip: "trn1" | "trn2",
  batch: number,
  context: number,
): number => decodeSeconds(modelOf(model), chipOf(chip, "bf16"), configOf(16, "bf16", 1, 2), batch, context);

/** Seconds to the first token of 10,000. */
const firstToken = (model: "llama-70b" | "llama-405b"): number =>
  prefillSeconds(modelOf(model), chipOf("trn2", "bf16"), configOf(16, "bf16", 1, 2), 10_000, 0);

const LAYER =
  "Trainium's time a layer, 150 µs, may have been chosen with this figure in view: nothing else is published.";
const NEURON_TOKEN = {
  unit: "ms",
  source: NEURON,
  kind: "calibration",
  note: LAYER,
  series: TRAINIUM,
} as const;
const RATE = "tokens/s a chip";

function trainiumRows(): readonly OracleRow[] {
  return [
    row({
      id: "serving-out-of-sample.trn2-405b-token",
      what: "Time a token of Llama 3.1 405B on 16 Trainium2, bf16, batch 1, context 10,000",
      expected: 37.9,
      simulated: 1000 * trainium("llama-405b", "trn2", 1, 10_000),
      ...NEURON_TOKEN,
    }),
    row({
      id: "serving-out-of-sample.trn2-70b-token",
      what: "Time a token of Llama 3.3 70B on 16 Trainium2, bf16, batch 1, context 10,000",
      expected: 19.6,
      simulated: 1000 * trainium("llama-70b", "trn2", 1, 10_000),
      ...NEURON_TOKEN,
    }),
    row({
      id: "serving-out-of-sample.trn1-70b-token",
      what: "Time a token of Llama 3 70B on 16 Trainium1, bf16, batch 1, context 128 to 1,152",
      expected: 24.48,
      simulated: 1000 * trainium("llama-70b", "trn1", 1, 640),
      ...NEURON_TOKEN,
    }),
    row({
      id: "serving-out-of-sample.trn1-70b-token-short-4",
      what: "The same at batch 4",
      expected: 28.38,
      simulated: 1000 * trainium("llama-70b", "trn1", 4, 640),
      ...NEURON_TOKEN,
    }),
    row({
      id: "serving-out-of-sample.trn1-70b-token-4",
      what: "The same at batch 4, context 2,048 to 4,096",
      expected: 32.33,
      simulated: 1000 * trainium("llama-70b", "trn1", 4, 3072),
      ...NEURON_TOKEN,
    }),
    row({
      id: "serving-out-of-sample.trn2-405b-first",
      what: "Prefill of 10,000 tokens of Llama 3.1 405B on 16 Trainium2, bf16, from its time to the first token, 2,442 ms",
      expected: 10_000 / 2.442 / 16,
      simulated: 10_000 / firstToken("llama-405b") / 16,
      unit: RATE,
      source: NEURON,
      series: TRAINIUM,
      outside:
        "The measured time holds all up to the first token, the roofline's its arithmetic alone at an efficiency fitted on other chips.",
    }),
    row({
      id: "serving-out-of-sample.trn2-70b-first",
      what: "The same of Llama 3.3 70B, from 814 ms",
      expected: 10_000 / 0.8142 / 16,
      simulated: 10_000 / firstToken("llama-70b") / 16,
      unit: RATE,
      source: NEURON,
      series: TRAINIUM,
      outside:
        "As for 405B, and more so: the smaller model's arithmetic is a smaller part of the time. Which part is what is not published.",
    }),
  ];
}

function expertRows(): readonly OracleRow[] {
  return [
    row({
      id: "serving-out-of-sample.h800-decode-128",
      what: "Decode of DeepSeek-V3 on 128 H800, expert parallel, 128 sequences a chip, context 4,096",
      expected: 2324,
      simulated: expertParallel(128, 128, 4096),
      unit: RATE,
      source: PROFILE,
      series: HOPPER,
    }),
    row({
      id: "serving-out-of-sample.h800-decode-144",
      what: "Decode of DeepSeek's own service on 144 H800, 88 sequences a chip, mean context 4,989",
      expected: 1850,
      simulated: expertParallel(144, 88, 4989),
      unit: RATE,
      source: DEEPSEEK,
      series: HOPPER,
    }),
    row({
      id: "serving-out-of-sample.sglang-decode",
      what: "Decode of DeepSeek-V3 by SGLang on 72 H100, 256 sequences a chip, context about 2,050",
      expected: 22_300 / 8,
      simulated: expertParallel(72, 256, 2050),
      unit: RATE,
      source: SGLANG,
      series: HOPPER,
      outside:
        "The largest batch of the three: uneven experts and an exchange that is not hidden by half are not in the roofline. Which of them it is was not published.",
    }),
    row({
      id: "serving-out-of-sample.h800-prefill",
      what: "Prefill of 4,096 tokens of DeepSeek-V3 on H800",
      expected: 7839,
      simulated: prefillRate(4096),
      unit: RATE,
      source: PROFILE,
      series: HOPPER,
    }),
    row({
      id: "serving-out-of-sample.sglang-prefill-4k",
      what: "Prefill of 4,096 tokens of DeepSeek-V3 by SGLang on 32 H100",
      expected: 50_302 / 8,
      simulated: prefillRate(4096),
      unit: RATE,
      source: SGLANG,
      series: HOPPER,
      outside:
        "The same arithmetic as DeepSeek's profile, and a rate that does not reach it although its experts were balanced artificially: software, at its time.",
    }),
    row({
      id: "serving-out-of-sample.sglang-prefill-2k",
      what: "Prefill of 2,000 tokens of DeepSeek-V3 by SGLang on 32 H100",
      expected: 52_300 / 8,
      simulated: prefillRate(2000),
      unit: RATE,
      source: SGLANG,
      series: HOPPER,
      outside: "As at 4,096, with experts that are not balanced.",
    }),
    row({
      id: "serving-out-of-sample.h800-prefill-service",
      what: "Prefill in DeepSeek's own service, tokens not in the cache, prompts taken as 4,096 of which 56.3 % cached",
      expected: (73_700 * 0.437) / 8,
      simulated: prefillRate(4096, 0.563),
      unit: RATE,
      source: DEEPSEEK,
      series: HOPPER,
      outside:
        "A service's mean over a day holds idle time, uneven experts and a share of prompts; the roofline holds none of them. Rates of a fleet are derated for it.",
    }),
  ];
}

const offlineRows = (): readonly OracleRow[] =>
  OFFLINE.map(([id, what, expected, of, series, note, outside]) =>
    row({
      id: `serving-out-of-sample.${id}`,
      what: `MLPerf v5.1 offline: ${what}`,
      expected,
      simulated: offline(of),
      unit: RATE,
      source: MLPERF,
      series,
      ...(note === undefined ? {} : { note }),
      ...(outside === undefined ? {} : { outside }),
    }),
  );

/** The constants that fit the 42 best, asked about what they were not fitted on: why the model does not take them. */
function refitRows(): readonly OracleRow[] {
  const best = fit(servingPoints());
  const common = { unit: RATE, source: PROFILE, withinShare: WITHIN, say: digits } as const;
  return [
    closeRow({
      id: "serving-out-of-sample.refit-decode",
      what: "Decode of DeepSeek-V3 on 128 H800 with the constants that fit the 42 best",
      expected: 2324,
      simulated: expertParallel(128, 128, 4096, best),
      ...common,
    }),
    closeRow({
      id: "serving-out-of-sample.refit-prefill",
      what: "Prefill of 4,096 tokens on H800 with those constants",
      expected: 7839,
      simulated: prefillRate(4096, 0, best),
      outside:
        "Why the model does not take the constants that fit the 42 best: those hardly hold any prefill, and what they make of it is twice too fast.",
      ...common,
    }),
  ];
}

/** What a second implementation prints for the rows above. Contexts end halfway through the answer. */
function referenceRow(): OracleRow {
  const whole = (value: number): string => value.toFixed(0);
  const simulated = [
    whole(expertParallel(128, 128, 4608)),
    whole(expertParallel(144, 88, 4989)),
    whole(expertParallel(72, 256, 2050)),
    whole(prefillRate(4096)),
    whole(prefillRate(2000)),
    whole(prefillRate(4096, 0.563)),
    ...OFFLINE.slice(0, 6).map(([, , , of]) => whole(offline(of, 1))),
    ...(["b200", "gb200", "gb300"] as const).map(
      (chip) => `${(offline(reasoning(chip, 512), 1) / 1000).toFixed(1)}k`,
    ),
    (1000 * trainium("llama-405b", "trn2", 1, 10_750)).toFixed(1),
    (1000 * trainium("llama-70b", "trn2", 1, 10_750)).toFixed(1),
    whole(1000 * firstToken("llama-405b")),
    whole(1000 * firstToken("llama-70b")),
  ].join(", ");
  return equalRow({
    id: "serving-out-of-sample.reference",
    what: "The predictions of a second implementation for these rows: decode, prefill, MLPerf, Trainium",
    expected:
      "2598, 2223, 3669, 9426, 10602, 8401, 63, 232, 346, 2825, 2965, 11651, 12.2k, 12.9k, 13.1k, 44.1, 16.5, 1776, 321",
    simulated,
    source: REFERENCE,
    note: "It took 512 sequences a chip for R1, and contexts that hold half of the answer: 4,608 in the first, 10,750 on Trainium2.",
  });
}

export const servingOutOfSample: OracleGroup = {
  id: "serving-out-of-sample",
  title: "Serving, as measured elsewhere",
  about:
    "Rates and times of the serving roofline, before the derate that a fleet gets, beside measurements its constants were not chosen on. Trainium's are of one to four sequences: at large batch nothing is published, and the model's rate there is a prediction, ±40 %. H800 has the H100's arithmetic and memory.",
  rows: () => [...expertRows(), ...offlineRows(), ...trainiumRows(), ...refitRows(), referenceRow()],
};
