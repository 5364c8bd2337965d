// The serving roofline against an independent implementation of the same equations and against published examples.
//
// "Reference" figures come from a second implementation (Python, from the formulas alone). Worked examples: the
// scaling book's inference chapter (jax-ml.github.io/scaling-book/inference), whose equation is this one with full
// bandwidth, full arithmetic and no time a layer. What is fitted on measurements is in the three constants only.
import { compileModel, loadScenarioOrThrow } from "../../../src/index.ts";
import { FITTED, decodeSeconds, largestBatch, prefillSeconds } from "../../../src/inference/roofline.ts";
import type { ServedModel, ServingChip, ServingConfig } from "../../../src/inference/roofline.ts";
import { builtinCatalogue } from "../../../src/scenario/builtin.ts";
import { randomRows } from "./roofline-random.ts";
import { servedModelOf } from "../served-model.ts";
import { closeRow, equalRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const REFERENCE =
  "a second implementation in Python, from the formulas alone; the form is that of https://jax-ml.github.io/scaling-book/inference";
const BOOK = "https://jax-ml.github.io/scaling-book/inference";

const GIB = 2 ** 30;
/** Dense FLOP/s bf16 and fp8, HBM B/s and B, all-to-all B/s, s a layer. */
const CHIP = {
  h100: [989e12, 1979e12, 3.35e12, 80e9, 50e9, 100e-6],
  h200: [989e12, 1979e12, 4.8e12, 141e9, 450e9, 100e-6],
  b200: [2250e12, 4500e12, 8e12, 180e9, 900e9, 100e-6],
  gb200: [2500e12, 5000e12, 8e12, 186e9, 900e9, 100e-6],
  trn1: [190e12, 190e12, 0.82e12, 32e9, 192e9, 150e-6],
  trn2: [667e12, 1299e12, 2.9e12, 96 * GIB, 512e9, 150e-6],
  trn3: [671e12, 2517e12, 4.9e12, 144 * GIB, 1024e9, 150e-6],
} as const;
/** Parameters, active, routed; experts, top-k; layers, hidden; cached elements; attention FLOP in decode, prefill. */
const MODEL = {
  "llama-8b": [8.03e9, 8.03e9, 0, 1, 1, 32, 4096, 65_536, 524_288, 524_288],
  "llama-70b": [70.6e9, 70.6e9, 0, 1, 1, 80, 8192, 163_840, 2_621_440, 2_621_440],
  "llama-405b": [405.9e9, 405.9e9, 0, 1, 1, 126, 16_384, 258_048, 8_257_536, 8_257_536],
  dsv3: [671e9, 37e9, 653_905_920_000, 256, 8, 61, 7168, 35_136, 16_990_208, 4_997_120],
  "kimi-k2": [1040e9, 32.6e9, 1_014_681_600_000, 384, 8, 61, 7168, 35_136, 8_495_104, 2_498_560],
  "qwen3-235b": [235e9, 22e9, 227e9, 128, 8, 94, 4096, 96_256, 3_080_192, 3_080_192],
} as const;
type Precision = "bf16" | "fp8";

export function chipOf(name: keyof typeof CHIP, precision: Precision): ServingChip {
  const [bf16, fp8, bytesPerSecond, memoryBytes, exchangeBytesPerSecond, layerSeconds] = CHIP[name];
  const flops = precision === "fp8" ? fp8 : bf16;
  return {
    ...FITTED,
    flops,
    attnFlops: bf16,
    bytesPerSecond,
    memoryBytes,
    exchangeBytesPerSecond,
    layerSeconds,
  };
}

export const modelOf = (name: keyof typeof MODEL): ServedModel => servedModelOf(MODEL[name]);

export const configOf = (
  chips: number,
  precision: Precision,
  replicas: number,
  kvBytes: number,
): ServingConfig => ({
  chips,
  weightBytes: precision === "fp8" ? 1 : 2,
  kvBytes,
  replicas,
});

const STEPS = [
  ["dsv3", "trn2", 64, 2048, 4096, 64, "fp8", 2, 0.029604166808666524],
  ["dsv3", "trn2", 64, 64, 4096, 64, "fp8", 2, 0.022162866474661633],
  ["dsv3", "trn3", 144, 18_432, 5000, 144, "fp8", 2, 0.04973826858410083],
  ["dsv3", "h100", 144, 12_672, 4989, 144, "fp8", 2, 0.0395810192494386],
  ["dsv3", "h200", 8, 16, 4096, 1, "fp8", 2, 0.01670654069429282],
  ["kimi-k2", "trn2", 64, 1024, 8192, 64, "fp8", 2, 0.034130859978878866],
  ["qwen3-235b", "h100", 8, 32, 9000, 8, "fp8", 2, 0.026656383992218598],
  ["llama-70b", "trn2", 16, 1, 10_000, 1, "bf16", 2, 0.016448177339901476],
  ["llama-405b", "trn2", 16, 1, 10_000, 1, "bf16", 2, 0.044052738916256155],
  ["llama-70b", "trn1", 16, 1, 4096, 1, "bf16", 2, 0.02752070745644599],
  ["llama-70b", "trn1", 16, 4, 4096, 1, "bf16", 2, 0.02795913644599303],
  ["llama-8b", "trn2", 1, 256, 2048, 1, "bf16", 1, 0.034053895533604626],
  ["llama-405b", "gb200", 8, 512, 9400, 1, "fp8", 1, 0.061103808],
  ["llama-70b", "h100", 8, 300, 4096, 1, "fp8", 1, 0.02408288213792799],
] as const;

const PREFILLS = [
  ["dsv3", "trn2", 64, 4096, "fp8", 0, 0.010284142721862986],
  ["dsv3", "trn2", 64, 4096, "fp8", 0.563, 0.00503105526889551],
  ["dsv3", "trn3", 144, 16_000, "fp8", 0.9, 0.00352095370158567],
  ["llama-70b", "trn2", 16, 10_000, "bf16", 0, 0.3213126769948359],
  ["llama-405b", "trn2", 16, 10_000, "bf16", 0, 1.7763778110944526],
  ["kimi-k2", "h100", 32, 8192, "fp8", 0.5, 0.013786403770932484],
  ["llama-8b", "trn1", 1, 2048, "bf16", 0, 0.39754844009094736],
] as const;

/** Expert parallel over 64 or 144 chips at 5,000 tokens of context; dense models with fp8 cache at 4,096. */
const RATES = [
  ["dsv3", "h100", 144, 5000, 2, 2503],
  ["dsv3", "trn2", 64, 5000, 2, 2068],
  ["dsv3", "trn3", 64, 5000, 2, 2546],
  ["llama-70b", "h100", 8, 4096, 1, 1946],
  ["llama-70b", "h200", 8, 4096, 1, 2453],
  ["llama-70b", "b200", 8, 4096, 1, 4594],
  ["llama-70b", "trn2", 8, 4096, 1, 1386],
  ["llama-70b", "trn3", 8, 4096, 1, 2468],
  ["llama-405b", "h100", 8, 4096, 1, 462],
  ["llama-405b", "h200", 8, 4096, 1, 659],
  ["llama-405b", "b200", 8, 4096, 1, 1361],
  ["llama-405b", "trn2", 16, 4096, 1, 351],
  ["llama-405b", "trn3", 16, 4096, 1, 653],
] as const;

const PREFILL_RATES = [
  ["h100", 9426],
  ["b200", 21_436],
  ["trn2", 6223],
  ["trn3", 10_078],
] as const;

/** LLaMA-2-13B on 8 chips: batch, ms a step, tokens/s. */
const LLAMA_2 = [
  [1, 4.98, 200.6],
  [8, 12.13, 659.3],
  [16, 20.3, 788],
  [32, 36.65, 873.2],
  [64, 69.33, 923.1],
  [240, 249.09, 963.5],
] as const;

/** Batch above which a step is bound by arithmetic. */
const CRITICAL = [
  ["h100", "bf16", 295],
  ["b200", "bf16", 281],
  ["trn2", "bf16", 230],
  ["trn3", "bf16", 137],
  ["trn3", "fp8", 257],
] as const;

const SERVED = [
  ["trn2-ultraserver", 1176.4107476868917, 305.2299101538494],
  ["trn3-gen1", 1924.8580272396707, 392.0487987840063],
  ["trn3-gen2", 1924.8580272396707, 392.0487987840063],
] as const;

const ms = (seconds: number): number => 1000 * seconds;

function referenceRows(): readonly OracleRow[] {
  return [
    ...STEPS.map(([model, chip, chips, batch, context, replicas, precision, kvBytes, seconds]) =>
      closeRow({
        id: `roofline.step-${model}-${chip}-${chips}-${batch}`,
        what: `One decode step of ${model} on ${chip} x ${chips}, batch ${batch}, context ${context}, ${precision}`,
        expected: ms(seconds),
        simulated: ms(
          decodeSeconds(
            modelOf(model),
            chipOf(chip, precision),
            configOf(chips, precision, replicas, kvBytes),
            batch,
            context,
          ),
        ),
        withinShare: 1e-3,
        unit: "ms",
        source: REFERENCE,
      }),
    ),
    ...PREFILLS.map(([model, chip, chips, tokens, precision, hit, seconds]) =>
      closeRow({
        id: `roofline.prefill-${model}-${chip}-${chips}-${tokens}${hit > 0 ? "-cached" : ""}`,
        what: `Prefill of ${tokens} tokens of ${model} on ${chip} x ${chips}, ${precision}, ${figureOfShare(hit)} in the cache`,
        expected: ms(seconds),
        simulated: ms(
          prefillSeconds(
            modelOf(model),
            chipOf(chip, precision),
            configOf(chips, precision, 1, 2),
            tokens,
            hit,
          ),
        ),
        withinShare: 1e-3,
        unit: "ms",
        source: REFERENCE,
      }),
    ),
    ...RATES.map(([model, chip, chips, context, kvBytes, rate]) => {
      const served = modelOf(model);
      const silicon = chipOf(chip, "fp8");
      const config = configOf(chips, "fp8", served.routedExpertParams > 0 ? chips : 1, kvBytes);
      const batch = largestBatch(served, silicon, config, 0.05, context, context);
      return closeRow({
        id: `roofline.rate-${model}-${chip}-${chips}`,
        what: `Decode of ${model} on ${chip} x ${chips} at 50 ms a token, context ${context}, before any derate`,
        expected: rate,
        simulated: batch / (decodeSeconds(served, silicon, config, batch, context) * chips),
        withinShare: 1e-3 + 0.5 / rate,
        tolerance: "within 0.1 % and half a token/s, to which it is printed",
        unit: "tokens/s a chip",
        source: REFERENCE,
      });
    }),
    ...PREFILL_RATES.map(([chip, rate]) =>
      closeRow({
        id: `roofline.prefill-rate-dsv3-${chip}`,
        what: `Prefill of 4,096 tokens of DeepSeek-V3 on ${chip}`,
        expected: rate,
        simulated:
          4096 / prefillSeconds(modelOf("dsv3"), chipOf(chip, "fp8"), configOf(1, "fp8", 1, 2), 4096, 0),
        withinShare: 1e-3,
        unit: "tokens/s",
        source: REFERENCE,
      }),
    ),
  ];
}

const figureOfShare = (share: number): string => (share === 0 ? "nothing" : `${100 * share} %`);

/** A dense model whose cache is given per token. */
const plain = (params: number, kvElements: number): ServedModel => ({
  ...modelOf("llama-8b"),
  params,
  activeParams: params,
  kvElements,
  attnFlop: 0,
  prefillAttnFlop: 0,
});

/** A chip whose efficiencies are taken out, without time a layer. */
const full = (flops: number, bytesPerSecond: number, prefillShare = 1): ServingChip => ({
  ...chipOf("trn1", "bf16"),
  flops,
  bytesPerSecond,
  bandwidthShare: 1,
  decodeShare: 1,
  prefillShare,
  layerSeconds: 0,
});

function bookRows(): readonly OracleRow[] {
  const row = (
    id: string,
    what: string,
    expected: number,
    simulated: number,
    unit: string,
    withinShare = 1e-3,
  ): OracleRow =>
    closeRow({ id: `roofline.book-${id}`, what, expected, simulated, unit, withinShare, source: BOOK });
  const first = (batch: number): number =>
    ms(decodeSeconds(plain(30e9, 819e6), full(1.97e14, 8.1e11), configOf(16, "fp8", 1, 1), batch, 1));
  const second = decodeSeconds(
    plain(70e9, 163_840),
    full(1.97e14, 8.1e11),
    configOf(8, "fp8", 1, 1),
    32,
    8192,
  );
  const third = prefillSeconds(
    plain(70e9, 0),
    full(1.97e14, 8.1e11, 0.4),
    configOf(16, "bf16", 1, 2),
    8192,
    0,
  );
  return [
    row("30g-4", "30 G int8 parameters, 819 MB of cache a sequence, 16 chips, batch 4", 2.57, first(4), "ms"),
    row("30g-256", "the same at batch 256", 21.05, first(256), "ms"),
    closeRow({
      id: "roofline.book-70g",
      what: "70 G int8 parameters on 8 chips, batch 32, context 8,192",
      expected: 17.4,
      simulated: ms(second),
      within: 0.05,
      tolerance: "as printed",
      unit: "ms",
      source: BOOK,
      note: "The book's 235 tokens/s a chip divides by its rounded 17 ms.",
    }),
    row("prefill", "Prefill of 8,192 tokens, 70 G parameters, 16 chips at 40 %", 0.91, third, "s"),
    ...LLAMA_2.flatMap(([batch, milliseconds, tokensPerSecond]) => {
      // "6.5 TiB/s" in the text is rounded: the table's own slope of 1.0214 ms a sequence of 6.71 GB is 6.57e12 B/s.
      const step = decodeSeconds(
        plain(13.016e9, 2 * 40 * 40 * 128),
        full(1e18, 6.57e12 / 8),
        configOf(8, "bf16", 1, 2),
        batch,
        8192,
      );
      const what = `LLaMA-2-13B on 8 chips, batch ${batch}`;
      return [
        row(`llama-2-${batch}`, what, milliseconds, ms(step), "ms"),
        row(`llama-2-${batch}-rate`, what, tokensPerSecond, batch / step, "tokens/s"),
      ];
    }),
    ...CRITICAL.map(([name, precision, critical]) => {
      const { flops, bytesPerSecond } = chipOf(name, precision);
      const step = (batch: number): number =>
        decodeSeconds(plain(70e9, 0), full(flops, bytesPerSecond), configOf(8, precision, 1, 2), batch, 4096);
      // Flat while the weights bind, then through the origin: the two meet where the flat part is a multiple of the slope.
      const slope = (step(4e6) - step(2e6)) / 2e6;
      return closeRow({
        id: `roofline.book-critical-${name}-${precision}`,
        what: `Batch above which a step is bound by arithmetic on ${name} in ${precision}`,
        expected: critical,
        simulated: step(1) / slope,
        within: 0.5,
        tolerance: "as printed, to whole sequences",
        unit: "sequences",
        source: BOOK,
      });
    }),
  ];
}

/** Bytes of cache a token in bf16. */
const CACHE = [
  ["llama-3-70b", 327_680],
  ["llama-3.1-405b", 516_096],
  ["deepseek-v3", 70_272],
] as const;

const cacheRows = (): readonly OracleRow[] =>
  CACHE.map(([id, bytes]) => {
    const served = builtinCatalogue().llms[id];
    return equalRow({
      id: `roofline.cache-${id.replaceAll(".", "-")}`,
      what: `Cache a token of ${served?.name ?? id} in bf16, all layers`,
      expected: `${bytes} B`,
      simulated: `${2 * (served?.kvElementsPerToken.value ?? NaN)} B`,
      source: REFERENCE,
    });
  });

/** DeepSeek-V3 in fp8, expert parallel over 64 chips, 50 ms; 0.68 / (0.85 x 0.985) stays of the roofline. */
function servedRows(): readonly OracleRow[] {
  const { pools } = compileModel(loadScenarioOrThrow("rainier"));
  return SERVED.flatMap(([system, ...rates]) => {
    const pool = pools.find((each) => each.system === system);
    return rates.map((rate, k) => {
      const mix = k === 0 ? "chat" : "agents";
      return closeRow({
        id: `roofline.rainier-${system}-${mix}`,
        what: `Rate at which rainier serves ${mix} on ${system}: the reference's, times the derate`,
        expected: rate,
        simulated: pool?.tokensPerSecond[k] ?? NaN,
        withinShare: 1e-3,
        unit: "tokens/s a chip",
        source: REFERENCE,
      });
    });
  });
}

export const roofline: OracleGroup = {
  id: "roofline",
  title: "Serving rates",
  about:
    "The serving roofline against a second implementation of the same equations, and against the worked examples of the scaling book (full efficiency, no time a layer). That both implement the same equations says nothing of their three fitted constants.",
  rows: () => [...referenceRows(), ...randomRows(REFERENCE), ...bookRows(), ...cacheRows(), ...servedRows()],
};
