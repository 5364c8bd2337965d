/** The models that are served, and the kinds of load a chip's rate depends on. */
import type { ServedModelModel, ServingKindModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { SystemFacts } from "./systems.ts";
import { servingRates } from "./work.ts";

type Inference = NonNullable<Context["scenario"]["inference"]>;

/** The first is the one `inference` itself describes. */
export function compileServed(context: Context, inference: Inference): ServedModelModel[] {
  const first = {
    id: "main",
    name: context.catalogue.llms[inference.llm]?.name ?? inference.llm,
    releaseSeconds: -Infinity,
    campaign: -1,
    run: 0,
    rampSeconds: 0,
    adoption: 1,
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

/** Output tokens/s per chip of a system by kind. */
export function kindRates(context: Context, system: SystemFacts): Float64Array {
  const { inference } = context.scenario;
  if (inference === undefined) return new Float64Array(0);
  const models = [undefined, ...Object.values(inference.models)];
  const rates = models.map((spec) =>
    [false, true].map((cold) => servingRates(served(context, inference, spec, cold), system)),
  );
  return Float64Array.from(
    servingKinds(inference),
    ({ klass, served: m, cold }) => rates[m]?.[cold ? 1 : 0]?.[klass] ?? 0,
  );
}

/** The scenario as if one model were the only one served, with or without what its prompts find in caches. */
function served(
  context: Context,
  inference: Inference,
  spec: Inference["models"][string] | undefined,
  cold: boolean,
): Parameters<typeof servingRates>[0] {
  const one = {
    ...inference,
    llm: spec?.llm ?? inference.llm,
    // A further model's size is its own.
    modelScale: spec === undefined ? inference.modelScale : spec.modelScale,
    precision: spec?.precision ?? inference.precision,
    instanceChips: spec?.instanceChips ?? inference.instanceChips,
    tpotMs: spec?.tpotMs ?? inference.tpotMs,
  };
  const catalogue = cold
    ? {
        ...context.catalogue,
        tokenMixes: Object.fromEntries(
          Object.entries(context.catalogue.tokenMixes).map(([id, mix]) => [
            id,
            { ...mix, prefixHit: { ...mix.prefixHit, value: 0 } },
          ]),
        ),
      }
    : context.catalogue;
  return { faults: context.faults, catalogue, scenario: { ...context.scenario, inference: one } };
}
