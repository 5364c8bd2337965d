// MLPerf Inference v5.1, offline, as deployments of the serving roofline: rates of a chip, without any limit on latency.
import { SERIES, mixedSeconds, servedModel } from "../serving-points.ts";
import type { Deployment } from "../serving-points.ts";
import { modelOf } from "./roofline.ts";

const [LLAMA_70B, LLAMA_405B] = [modelOf("llama-70b"), modelOf("llama-405b")];
/** Output tokens/s a chip where one instance prefills and decodes. */
export const offline = (of: Deployment, fp4Prefill?: number): number =>
  of.batch / (of.chips * mixedSeconds(of, undefined, fp4Prefill));
/** 9,428 tokens in and 685 out, the means of the benchmark. */
const long = (chip: Deployment["chip"], precision: "fp8" | "fp4", batch: number): Deployment => ({
  served: LLAMA_405B,
  chip,
  chips: 8,
  precision,
  replicas: 1,
  batch,
  inputTokens: 9428,
  outputTokens: 684.68,
  kvBytes: 1,
});
/** 294 in and 294 out; the batch is what fits beside the weights. */
const short = (
  chip: Deployment["chip"],
  chips: number,
  precision: "fp8" | "fp4",
  batch: number,
): Deployment => ({
  ...long(chip, precision, batch),
  served: LLAMA_70B,
  chips,
  inputTokens: 294,
  outputTokens: 294,
});
/** Expert parallel over 8 chips, prompts taken as 800. `batchAChip` of 256 is the most that the model lets a mixture of experts have. */
export const reasoning = (chip: Deployment["chip"], batchAChip: number): Deployment => ({
  ...long(chip, "fp4", 8 * batchAChip),
  served: servedModel("DeepSeek"),
  replicas: 8,
  inputTokens: 800,
  outputTokens: 3886.2,
});

/** id, what, measured tokens/s a chip, deployment, legend; then a note and why it is outside. */
type Offline = readonly [string, string, number, Deployment, string, (string | undefined)?, string?];
const REASONING =
  "The one regime the roofline is to be kept from: sequences without limit over many experts, where the exchange and uneven experts bind. The model takes at most 256 sequences a chip.";
export const OFFLINE: readonly Offline[] = [
  [
    "mlperf-405b-h200",
    "Llama 3.1 405B on H200, fp8",
    69,
    long("h200", "fp8", 192),
    SERIES.h200,
    "Under its limits on latency the same system gives 0.54 of it (server) and 0.36 (interactive).",
  ],
  [
    "mlperf-405b-b200",
    "Llama 3.1 405B on B200, fp4",
    208,
    long("b200", "fp4", 256),
    SERIES.b200,
    "Server 0.77 of it, interactive 0.46.",
  ],
  [
    "mlperf-405b-gb300",
    "Llama 3.1 405B on GB300, fp4",
    224,
    long("gb300", "fp4", 512),
    SERIES.gb300,
    "Server 0.76 of it.",
    "The datasheet's fp4 rate is 1.7 times B200's, the measured one 1.08 times.",
  ],
  [
    "mlperf-70b-h100",
    "Llama 2 70B on H100, fp8",
    3897,
    short("h100", 2, "fp8", 761),
    SERIES.h200,
    "Server 0.98 of it.",
    "Short prompts and huge batches of a dense model run at 0.56 of the chip's peak; the model takes 0.45 to 0.50.",
  ],
  [
    "mlperf-70b-h200",
    "Llama 2 70B on H200, fp8",
    4415,
    short("h200", 1, "fp8", 584),
    SERIES.h200,
    "Server 0.97 of it, interactive 0.65.",
    "As on H100, at 0.63 of the peak.",
  ],
  [
    "mlperf-70b-b200",
    "Llama 2 70B on B200, fp4",
    12_841,
    short("b200", 1, "fp4", 1269),
    SERIES.b200,
    "Server 0.99 of it, interactive 0.61.",
  ],
  ...(["b200", "gb200", "gb300"] as const).map((chip, k): Offline => [
    `mlperf-r1-${chip}`,
    `DeepSeek-R1 on ${chip.toUpperCase()}, fp4, 256 sequences a chip`,
    [4172, 4024, 5842][k] ?? NaN,
    reasoning(chip, 256),
    SERIES[chip],
    `Server ${["0.56", "0.58", "0.50"][k]} of it.`,
    REASONING,
  ]),
];
