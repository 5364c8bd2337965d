/**
 * Cells of the serving table: one served model on one system, by token mix, from the catalogue and the scenario. Chips
 * that cannot keep the promise have none; where no chip of the scenario can, `checkServed` says the best there is.
 */
import { servingCell } from "../inference/serving-cell.ts";
import type { ServingCell, Unmet } from "../inference/serving-cell.ts";
import type { DecodeParts, ServedModel } from "../inference/roofline.ts";
import type { Llm } from "../scenario/catalogue-schema.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Precision, ServedSpec } from "../scenario/schema-serving.ts";
import type { Context } from "./context.ts";
import type { SystemFacts } from "./systems.ts";

/** What a cell is compiled from; a caller may put another catalogue or scenario in. */
export type CellContext = Pick<Context, "scenario" | "catalogue" | "faults">;

/** A cell with what a view must say beside it. */
export interface CompiledCell extends ServingCell {
  readonly llm: string;
  readonly chip: string;
  readonly sloClass: string;
  /** Nothing was measured at large batch on this chip; the rates hold within `band`, as a share. */
  readonly prediction: boolean;
  readonly band: number;
}

/** What a cell is asked for: a served model, a token mix, and where the scenario says both. */
export interface CellAsk {
  readonly spec: ServedSpec;
  /** Of the model, as in `inference.models.small`. */
  readonly path: string;
  readonly tokenMix: string;
  /** Of the SLO class, as in `inference.sloClass`. */
  readonly sloPath: string;
}

const BYTES: Readonly<Record<Precision, number>> = { bf16: 2, fp8: 1, fp4: 0.5625 };

/** The model as the roofline sees it; a fault where the catalogue lacks it. `path` names the spec in the scenario. */
export function servedModel(context: CellContext, spec: ServedSpec, path: string): ServedModel | undefined {
  const llm = context.catalogue.llms[spec.llm];
  if (llm !== undefined) return scaledModel(llm, valueOf(spec.modelScale));
  faultOnce(context, `${path}.llm is not in the catalogue (found ${spec.llm})`);
  return undefined;
}

const scaledModel = (llm: Llm, scale: number): ServedModel => ({
  params: llm.params.value * scale,
  activeParams: llm.activeParams.value * scale,
  routedExpertParams: llm.routedExpertParams.value * scale,
  experts: llm.experts.value,
  topK: llm.topK.value,
  layers: llm.layers.value,
  hidden: llm.hidden.value,
  kvElements: llm.kvElementsPerToken.value,
  attnFlop: llm.attnFlopPerTokenContext.value,
  prefillAttnFlop: llm.prefillAttnFlopPerTokenContext.value,
});

/** The cell of what is asked for on `system`, or why there is none; undefined where a fault was reported. */
export function cellFor(
  context: CellContext,
  system: SystemFacts,
  { spec, path, tokenMix }: CellAsk,
): CompiledCell | Unmet | undefined {
  const served = servedModel(context, spec, path);
  const mix = context.catalogue.tokenMixes[tokenMix];
  if (served === undefined || mix === undefined) return undefined;
  const here = spec.onChip?.[system.chip];
  const asked = here?.precision ?? spec.precision;
  const chip = system.serving(asked, here?.attentionPrecision ?? spec.attentionPrecision);
  const chips = valueOf(here?.instanceChips ?? spec.instanceChips);
  const experts = served.routedExpertParams > 0;
  if (experts && chip.exchangeBytesPerSecond === 0) {
    faultOnce(
      context,
      `catalogue.chips.${system.chip}.a2aGbPerS is not published and is needed to serve ${spec.llm}, a mixture of experts; state your own`,
    );
    return undefined;
  }
  const cell = servingCell(
    served,
    chip,
    {
      chips,
      weightBytes: BYTES[asked],
      kvBytes: BYTES[here?.cachePrecision ?? spec.cachePrecision],
      // Attention runs data parallel beside the experts, one replica a chip; a dense model is sharded whole.
      replicas: experts ? chips : 1,
    },
    {
      inputTokens: mix.inputTokens.value,
      outputTokens: mix.outputTokens.value,
      prefixHit: mix.prefixHit.value,
      ...(mix.inputP99 && { longInputTokens: mix.inputP99.value }),
    },
    promiseOf(context, spec),
    {
      layout: spec.layout,
      ...(spec.speculative && {
        speculation: {
          acceptance: valueOf(spec.speculative.acceptance),
          drafts: valueOf(spec.speculative.drafts),
          draftCost: valueOf(spec.speculative.draftCost),
        },
      }),
    },
  );
  if (cell.kind === "unmet") return cell;
  const { prediction, band } = chip;
  return { ...cell, llm: spec.llm, chip: system.chip, sloClass: spec.sloClass, prediction, band };
}

/** s; what the spec states goes before its SLO class. A class without one promises none. */
export function promiseOf(
  context: CellContext,
  spec: ServedSpec,
): { readonly tpotSeconds: number; readonly ttftSeconds: number } {
  const slo = context.catalogue.sloClasses[spec.sloClass];
  const tpotMs = spec.tpotMs === undefined ? (slo?.tpotP99Ms?.value ?? Infinity) : valueOf(spec.tpotMs);
  return {
    tpotSeconds: tpotMs / 1000,
    ttftSeconds:
      spec.ttftSeconds === undefined ? (slo?.ttftP99Seconds?.value ?? Infinity) : valueOf(spec.ttftSeconds),
  };
}

/**
 * Faults where no system serves what is asked for as promised: the best there is, on which chip and why. Where only some
 * do, a note says which do not.
 */
export function checkServed(context: Context, systems: readonly SystemFacts[], ask: CellAsk): void {
  for (const system of systems) noteFallback(context, system, ask.spec, ask.path);
  const tried = systems.map((system) => ({ system, cell: cellFor(context, system, ask) }));
  const failed = tried.flatMap(({ system, cell }) =>
    cell?.kind === "unmet" ? [{ chip: system.chip, chips: chipsOf(ask.spec, system.chip), ...cell }] : [],
  );
  const best = failed.toSorted(byNearest)[0];
  if (best === undefined) return;
  if (failed.length === tried.length) faultOnce(context, reason(context, ask, best));
  else
    for (const each of failed)
      noteOnce(context, `${each.chip} does not serve ${ask.tokenMix}: ${reason(context, ask, each)}`);
}

type Failed = Unmet & { readonly chip: string; readonly chips: number };

const chipsOf = (spec: ServedSpec, chip: string): number =>
  valueOf(spec.onChip?.[chip]?.instanceChips ?? spec.instanceChips);

/** Nearest to serving first: a promise missed before a model that does not fit, then by the best there is. */
const byNearest = (a: Failed, b: Failed): number =>
  Number(a.why === "memory") - Number(b.why === "memory") ||
  compare(a.best, b.best) ||
  compare(a.chipsNeeded, b.chipsNeeded);

/** Two that are both Infinity are alike. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** Path, rule and what was found, as every fault of a scenario. */
function reason(context: CellContext, ask: CellAsk, failed: Failed): string {
  const { spec, path } = ask;
  const { why, best, chip, chips, chipsNeeded, parts } = failed;
  if (why === "memory") {
    const need =
      chipsNeeded < Infinity
        ? `must be at least ${chipsNeeded} on ${chip} to hold ${spec.llm} and one sequence`
        : `holds ${spec.llm} with no number of ${chip}: what is not experts is on each chip and fills it`;
    return `${path}.instanceChips ${need} (found ${chips})`;
  }
  const promise = promiseOf(context, spec);
  if (why === "ttft") {
    const more = chipsNeeded < Infinity ? `; ${chipsNeeded} chips would do` : "";
    return missed(ask, "ttftSeconds", best, promise.ttftSeconds, "s", [
      `the 99th percentile prompt uncached on ${chips} ${chip}${more}`,
    ]);
  }
  return missed(ask, "tpotMs", 1000 * best, 1000 * promise.tpotSeconds, "ms", [
    `one sequence on ${chips} ${chip}`,
    ...(parts === undefined ? [] : [`${largestPart(parts)} of it`]),
  ]);
}

function missed(
  { spec, path, sloPath }: CellAsk,
  field: "tpotMs" | "ttftSeconds",
  best: number,
  asked: number,
  unit: string,
  how: readonly string[],
): string {
  const stated = spec[field] !== undefined;
  const place = stated ? `${path}.${field}` : sloPath;
  const found = `${figure(asked)} ${unit}${stated ? "" : ` of SLO class ${spec.sloClass}`}`;
  return `${place} must be at least ${figure(best)} ${unit}, the best there is: ${how.join(", ")} (found ${found})`;
}

/** Rounded up, so that what is said to be the best can be asked for. */
function figure(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return String(rounded >= value ? rounded : Number((value * 1.005).toPrecision(3)));
}

function noteFallback(context: Context, system: SystemFacts, spec: ServedSpec, path: string): void {
  const here = spec.onChip?.[system.chip];
  const products = here?.precision ?? spec.precision;
  const attention = here?.attentionPrecision ?? spec.attentionPrecision;
  const runs = system.serving(products, attention);
  const lacks = (asked: string, found: string, what: string): void => {
    if (asked !== found)
      noteOnce(context, `${path}: ${system.chip} has no ${asked} arithmetic; ${what} run in ${found}`);
  };
  lacks(products, runs.precision, `matrix products on ${products} weights`);
  lacks(attention, runs.attention, "those of attention");
}

const PARTS: Readonly<Record<keyof DecodeParts, string>> = {
  weights: "reading weights",
  math: "arithmetic",
  cache: "reading the cache",
  attention: "attention",
  exchange: "the experts' exchange",
  layers: "overhead of the layers",
};

function largestPart(parts: DecodeParts): string {
  const keys = ["weights", "math", "cache", "attention", "exchange", "layers"] as const;
  const largest = keys.toSorted((a, b) => parts[b] - parts[a])[0] ?? "weights";
  return `${figure(parts[largest] * 1000)} ms ${PARTS[largest]}`;
}

/** Roofline to production, without what the ledger counts by itself; at most 1. */
export function derateOf(derate: {
  readonly production: Parameters<typeof valueOf>[0];
  readonly containsHeadroom: Parameters<typeof valueOf>[0];
  readonly containsRepairs: Parameters<typeof valueOf>[0];
}): number {
  const own =
    valueOf(derate.production) / (valueOf(derate.containsHeadroom) * valueOf(derate.containsRepairs));
  return Math.min(1, own);
}

/** Systems are asked more than once: by pool, and for the table of generations. */
export function faultOnce(context: CellContext, fault: string): void {
  if (!context.faults.includes(fault)) context.faults.push(fault);
}

function noteOnce(context: Context, note: string): void {
  if (!context.notes.includes(note)) context.notes.push(note);
}
