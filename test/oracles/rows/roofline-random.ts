// Random points of the serving roofline: the second implementation's figures are in ../data/roofline.json, as it gave them.
import { readFileSync } from "node:fs";
import { FITTED, PREFILL_SHARE_FP4, decodeSeconds, prefillSeconds } from "../../../src/inference/roofline.ts";
import type { ServingChip } from "../../../src/inference/roofline.ts";
import { mixedTpot } from "../../../src/inference/serving-cell.ts";
import { tokensPerStep } from "../../../src/inference/speculation.ts";
import { servedModelOf } from "../served-model.ts";
import { closeRow } from "./row.ts";
import type { OracleRow } from "./row.ts";

type Row = readonly [string, string, "bf16" | "fp8" | "fp4", ...number[]];
interface Reference {
  /** bf16, fp8, fp4 FLOP/s; HBM B/s and B; all-to-all B/s; s a layer. */
  readonly chips: Readonly<Record<string, readonly (number | null)[]>>;
  readonly models: Readonly<Record<string, readonly number[]>>;
  readonly rows: readonly Row[];
}

const BYTES = { bf16: 2, fp8: 1, fp4: 0.5625 };
const COLUMN = { bf16: 0, fp8: 1, fp4: 2 };
const figures = [
  "decode step",
  "prefill",
  "time a token of mixed batches",
  "output of mixed batches",
] as const;

function chipOf(numbers: readonly (number | null)[], precision: keyof typeof BYTES): ServingChip {
  const at = (i: number): number => numbers[i] ?? NaN;
  return {
    ...FITTED,
    ...(precision === "fp4" ? { prefillShare: PREFILL_SHARE_FP4 } : {}),
    flops: at(COLUMN[precision]),
    attnFlops: at(0),
    bytesPerSecond: at(3),
    memoryBytes: at(4),
    exchangeBytesPerSecond: at(5),
    layerSeconds: at(6),
  };
}

/** Largest relative difference of each figure over all points. */
function differences({ chips, models, rows }: Reference): readonly number[] {
  const worst = [0, 0, 0, 0];
  for (const [model, chip, precision, ...numbers] of rows) {
    const [n = 0, replicas = 0, batch = 0, input = 0, output = 0, hit = 0, kvBytes = 0, p = 0, drafts = 0] =
      numbers;
    const served = servedModelOf(models[model] ?? []);
    const silicon = chipOf(chips[chip] ?? [], precision);
    const config = { chips: n, weightBytes: BYTES[precision], kvBytes, replicas };
    const step = decodeSeconds(served, silicon, config, batch, input + output / 2);
    const prefill = prefillSeconds(served, silicon, config, input, hit);
    const accepted = tokensPerStep({ acceptance: p, drafts, draftCost: 0 });
    const tpot = mixedTpot(step, prefill, batch, output, accepted);
    [step, prefill, tpot, batch / (tpot * n)].forEach((found, i) => {
      worst[i] = Math.max(worst[i] ?? 0, Math.abs(found / (numbers[9 + i] ?? NaN) - 1));
    });
  }
  return worst;
}

export function randomRows(source: string): readonly OracleRow[] {
  const reference = JSON.parse(
    readFileSync(new URL("../data/roofline.json", import.meta.url), "utf8"),
  ) as Reference;
  return differences(reference).map((worst, i) =>
    closeRow({
      id: `roofline.random-${["decode", "prefill", "mixed-token", "mixed-output"][i]}`,
      what: `Largest relative difference in the ${figures[i]} over ${reference.rows.length} random points (nine models, eleven chips, bf16 to fp4, cached prompts, drafts)`,
      expected: 0,
      simulated: worst,
      within: 1e-12,
      tolerance: "at most 1e-12",
      say: (value) => (value === 0 ? "0" : value.toExponential(1)),
      unit: "",
      source,
    }),
  );
}
