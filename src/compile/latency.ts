/** What latency hangs on beside the load of the hour: prompts, prefill, slots and promises, in seconds and tokens. */
import { lengthsByMedian, promptLengths } from "../inference/service-times.ts";
import type { TokenLengths } from "../inference/service-times.ts";
import type { LatencyCellModel, LatencyModel, PoolModel, ServingKindModel } from "../model/types.ts";
import type { TokenMix } from "../scenario/catalogue-schema.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { AccessModel } from "./access.ts";
import type { Context } from "./context.ts";
import { kindCells, promisedTo, servedSpecs } from "./served-models.ts";
import { derateOf, promiseOf } from "./serving-cells.ts";
import type { CompiledCell } from "./serving-cells.ts";
import type { SystemFacts } from "./systems.ts";

type Inference = NonNullable<Context["scenario"]["inference"]>;

/** Assumed where a scenario states none: what all customers of a region do at once. */
const BURST = 0.05;
const IMBALANCE = 0.05;
/** Where a token mix gives no percentiles of its prompts they are spread as in Azure's conversations: p50 and p99. */
const USUAL = [1020, 4142] as const;

export function compileLatency(
  context: Context,
  inference: Inference,
  pools: readonly PoolModel[],
  systems: ReadonlyMap<string, SystemFacts>,
  kinds: readonly ServingKindModel[],
  access: AccessModel,
): LatencyModel | undefined {
  const { latency, routing } = inference;
  if (latency === undefined && routing?.spill !== "slo") return undefined;
  const classes = Object.values(inference.classes);
  const derate = derateOf(inference.derate);
  const cells: LatencyCellModel[] = [];
  const indexOf = new Map<string, number>();
  // Models that are served alike share what is made of a cell.
  const index = (cell: LatencyCellModel): number => {
    const key = JSON.stringify(cell);
    const found = indexOf.get(key) ?? cells.push(cell) - 1;
    indexOf.set(key, found);
    return found;
  };
  const cellsOf = new Map<string, readonly number[]>();
  for (const system of new Set(pools.map((pool) => pool.system))) {
    const facts = systems.get(system);
    const compiled = facts === undefined ? [] : kindCells(context, facts);
    const own = kinds.map(({ klass, cold }, k) => {
      const spec = classes[klass];
      const mix = context.catalogue.tokenMixes[spec?.tokenMix ?? ""];
      const cell = compiled[k];
      const burst = spec === undefined ? BURST : burstOf(spec);
      return index(
        cell?.kind === "cell" && mix !== undefined ? cellOf(cell, mix, cold, derate, burst) : NONE,
      );
    });
    cellsOf.set(system, own);
  }
  const promises = classes.map((klass) => {
    const first = servedSpecs(inference)[0]?.spec ?? inference;
    return promiseOf(context, promisedTo(klass, first));
  });
  const own = access.paths.filter((path) => path.pool !== "external");
  /** Mean over those who come by a path to these chips, by region. */
  const overPaths = (without: number, read: (path: AccessModel["paths"][number]) => number): Float64Array =>
    Float64Array.from(Object.keys(inference.regions), (_, r) => {
      const all = own.reduce((sum, path) => sum + (path.shares[r] ?? 0), 0);
      return all > 0 ? own.reduce((sum, path) => sum + (path.shares[r] ?? 0) * read(path), 0) / all : without;
    });
  return {
    recorded: latency !== undefined,
    cells,
    cellOf: Int32Array.from(pools.flatMap((pool) => cellsOf.get(pool.system) ?? [])),
    ttftSeconds: Float64Array.from(promises, (promise) => promise.ttftSeconds),
    tpotSeconds: Float64Array.from(promises, (promise) => promise.tpotSeconds),
    imbalance: imbalanceOf(inference),
    patienceSeconds: Float64Array.from(classes, (klass) => valueOf(klass.patienceSeconds)),
    pathSeconds: overPaths(0, (path) => path.ttftSeconds),
    pathSpeed: overPaths(1, (path) => path.speed),
  };
}

export const burstOf = ({ burst }: Inference["classes"][string]): number =>
  burst === undefined ? BURST : valueOf(burst);

export const imbalanceOf = ({ latency }: Inference): number =>
  latency === undefined ? IMBALANCE : valueOf(latency.imbalance);

const NONE: LatencyCellModel = {
  serves: false,
  prompt: { median: 1, sigma: 0, most: Infinity },
  outputTokens: 1,
  linear: 0,
  quadratic: 0,
  hit: 0,
  busyAtFull: 1,
  requestsPerSecond: 0,
  slots: 1,
  knotBatch: Float64Array.of(1),
  knotTpot: Float64Array.of(1),
  decodeDuringPrefill: 1,
  minuteCv: 0,
};

/**
 * Prefill takes the roofline's time over the derate, as the rates do, so that load 1 is the derated rate. Where prefill
 * has chips of its own, in the ratio the tokens ask for, they are as busy as the others at any load.
 */
function cellOf(
  cell: CompiledCell,
  mix: TokenMix,
  cold: boolean,
  derate: number,
  minuteCv: number,
): LatencyCellModel {
  const rates = cold ? cell.cold : cell;
  const apart = cell.layout === "disaggregated";
  const tpot = cell.knotTpot[cell.knotTpot.length - 1] ?? cell.tpotSeconds;
  return {
    serves: rates.batch > 0,
    prompt: promptsOf(mix),
    outputTokens: mix.outputTokens.value,
    linear: cell.prefillLinear / derate,
    quadratic: cell.prefillQuadratic / derate,
    hit: cold ? 0 : mix.prefixHit.value,
    busyAtFull: apart ? 1 : rates.prefillShare,
    requestsPerSecond: (derate * rates.batch) / (tpot * mix.outputTokens.value),
    slots: rates.batch,
    knotBatch: cell.knotBatch,
    knotTpot: cell.knotTpot,
    decodeDuringPrefill: apart ? 1 : 0,
    minuteCv,
  };
}

function promptsOf(mix: TokenMix): TokenLengths {
  const mean = mix.inputTokens.value;
  const { inputP50, inputP99 } = mix;
  if (inputP50 !== undefined && inputP99 !== undefined)
    return promptLengths(mean, inputP50.value, inputP99.value);
  return inputP50 !== undefined && inputP50.value <= mean
    ? lengthsByMedian(mean, inputP50.value)
    : promptLengths(mean, ...USUAL);
}
