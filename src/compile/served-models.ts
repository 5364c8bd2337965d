/** The models that are served, and the kinds of load a chip's rate depends on. */
import type { CellRates, Unmet } from "../inference/serving-cell.ts";
import type { ServedModelModel, ServingKindModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import { servedLike } from "../scenario/schema-serving.ts";
import type { ServedSpec } from "../scenario/schema-serving.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import { cellFor, checkServed, derateOf } from "./serving-cells.ts";
import type { CellAsk, CellContext, CompiledCell } from "./serving-cells.ts";
import type { SystemFacts } from "./systems.ts";

type Inference = NonNullable<Context["scenario"]["inference"]>;

/** The first is the one `inference` itself describes. */
export function compileServed(context: Context, inference: Inference): ServedModelModel[] {
  const ids = ["main", ...Object.keys(inference.models)];
  const first = {
    id: "main",
    name: context.catalogue.llms[inference.llm]?.name ?? inference.llm,
    releaseSeconds: -Infinity,
    campaign: -1,
    run: 0,
    rampSeconds: 0,
    adoption: 1,
    replaces: new Uint8Array(ids.length),
    priced: inference.price !== undefined,
  };
  const campaigns = Object.keys(context.scenario.training.campaigns);
  return [
    first,
    ...Object.entries(inference.models).map(([id, spec]) => ({
      id,
      // One of another size is not the catalogue's any more.
      name: spec.name ?? (valueOf(spec.modelScale) === 1 ? context.catalogue.llms[spec.llm]?.name : id) ?? id,
      releaseSeconds: spec.from === undefined ? -Infinity : context.seconds(spec.from),
      campaign: spec.releasedBy === undefined ? -1 : campaigns.indexOf(spec.releasedBy.campaign),
      run: spec.releasedBy?.run ?? 0,
      rampSeconds: valueOf(spec.rampDays) * DAY,
      adoption: valueOf(spec.adoption),
      replaces: Uint8Array.from(ids, (other) => (spec.replaces?.includes(other) === false ? 0 : 1)),
      priced: spec.price !== undefined,
    })),
  ];
}

/** Class by class for each model; where traffic can lose its cache on its way, all of them once more without it. */
export function servingKinds(inference: Inference): ServingKindModel[] {
  const classes = Object.entries(inference.classes);
  const served = ["main", ...Object.keys(inference.models)];
  const losesCache =
    inference.routing !== undefined && classes.some(([, klass]) => valueOf(klass.newSessionShare) < 1);
  return (losesCache ? [false, true] : [false]).flatMap((cold) =>
    served.flatMap((model, m) =>
      classes.map(([id], klass) => ({
        id: [id, ...(m > 0 ? [model] : []), ...(cold ? ["cold"] : [])].join("/"),
        klass,
        served: m,
        cold,
      })),
    ),
  );
}

/** The cell of each kind on a system, or why there is none; undefined where a fault was reported. */
export function kindCells(
  context: CellContext,
  system: SystemFacts,
): readonly (CompiledCell | Unmet | undefined)[] {
  const { inference } = context.scenario;
  if (inference === undefined) return [];
  const cells = asksOf(inference).map((asks) => asks.map((ask) => cellFor(context, system, ask)));
  return servingKinds(inference).map(({ klass, served: m }) => cells[m]?.[klass]);
}

/** A class with an SLO class of its own is promised that, whatever the model promises others. */
export function promisedTo(
  { sloClass }: Pick<Inference["classes"][string], "sloClass">,
  spec: ServedSpec,
): ServedSpec {
  return sloClass === undefined ? spec : { ...spec, sloClass, tpotMs: undefined, ttftSeconds: undefined };
}

/**
 * Output tokens/s per chip of a system by kind: roofline x derate, headroom and repairs taken out of it. `of`: of a cell,
 * where not of prompts and outputs together.
 */
export function kindRates(
  context: CellContext,
  system: SystemFacts,
  of: (rates: CellRates) => number = ({ outputPerChip }) => outputPerChip,
): Float64Array {
  const { inference } = context.scenario;
  if (inference === undefined) return new Float64Array(0);
  const derate = derateOf(inference.derate);
  const cells = kindCells(context, system);
  return Float64Array.from(servingKinds(inference), ({ cold }, k) => {
    const cell = cells[k];
    return cell?.kind === "cell" ? of(cold ? cell.cold : cell) * derate : 0;
  });
}

/** Faults and notes on what the systems of a scenario cannot serve as promised. */
export function checkKinds(context: Context, systems: Iterable<SystemFacts>): void {
  const { inference } = context.scenario;
  if (inference === undefined) return;
  const all = [...systems];
  for (const [id, { tokenMix }] of Object.entries(inference.classes)) {
    if (context.catalogue.tokenMixes[tokenMix] === undefined)
      context.faults.push(`inference.classes.${id}.tokenMix is not in the catalogue (found ${tokenMix})`);
  }
  for (const ask of asksOf(inference).flat()) checkServed(context, all, ask);
}

/** By served model, then by class. */
const asksOf = (inference: Inference): readonly (readonly CellAsk[])[] =>
  servedSpecs(inference).map(({ spec, path }) =>
    Object.entries(inference.classes).map(([id, { tokenMix, sloClass }]) =>
      sloClass === undefined
        ? { spec, path, tokenMix, sloPath: `${path}.sloClass` }
        : {
            spec: promisedTo({ sloClass }, spec),
            path,
            tokenMix,
            sloPath: `inference.classes.${id}.sloClass`,
          },
    ),
  );

/** How each served model is run, and where in the scenario that is said; the first is the one of `inference` itself. */
export const servedSpecs = (
  inference: Inference,
): readonly { readonly spec: ServedSpec; readonly path: string }[] => [
  { spec: inference, path: "inference" },
  ...Object.entries(inference.models).map(([id, own]) => ({
    spec: servedLike(inference, own),
    path: `inference.models.${id}`,
  })),
];
