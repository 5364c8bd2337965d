// How a random scenario's demand is routed, waits, is scaled for and moves to further models, each now and then.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { dateAt, dayOf, number, optional, whole } from "./random-parts.ts";
import type { Part } from "./random-parts.ts";

type Inference = Part<"inference">;

const share = fc.oneof(fc.constantFrom(0, 1), number(0, 1));

const autoscaler = fc.record({
  leadMinutes: fc.oneof(fc.constantFrom(0, 60), number(0, 300)),
  foresightHours: whole(0, 5),
  holdHours: whole(0, 5),
});

/** The scenario with more in its serving, or as it was once in four draws. */
export const withServing = (base: ScenarioInput): fc.Arbitrary<ScenarioInput> => {
  const { inference } = base;
  if (inference === undefined) return fc.constant(base);
  const days = dayOf(base.end);
  const campaigns = Object.keys(base.training?.campaigns ?? {});
  const release = fc.oneof(
    whole(0, days - 1).map((day) => ({ from: dateAt(day) })),
    ...(campaigns.length === 0
      ? []
      : [
          fc
            .record({ campaign: fc.constantFrom(...campaigns), run: whole(1, 2) })
            .map(({ campaign, run }) => {
              const { repeatAfterDays, everyDays } = base.training?.campaigns?.[campaign] ?? {};
              const again = repeatAfterDays !== undefined || everyDays !== undefined;
              return { releasedBy: { campaign, run: again ? run : 1 } };
            }),
        ]),
  );
  const model = fc
    .tuple(
      fc.record({
        llm: fc.constantFrom("llama-3-8b", "llama-3-70b"),
        rampDays: number(0, days),
        adoption: number(0, 1),
      }),
      release,
      optional(fc.constant<string[]>(["class-0"]), 1),
    )
    .map(([spec, when, classes]) => ({ ...spec, ...when, ...(classes === undefined ? {} : { classes }) }));
  const drawn = fc.record({
    spill: optional(fc.constantFrom("none" as const, "slo" as const, "any" as const), 2),
    fresh: share,
    waits: fc.oneof(fc.constant(0), whole(1, 30)),
    keeps: share,
    autoscaler: optional(autoscaler, 2),
    models: fc.array(model, { maxLength: 2 }),
    policy: optional(fc.constantFrom(...POLICIES), 1),
    harvest: optional(fc.record({ reserve: number(0, 0.5), lookAheadHours: whole(0, 4) }), 1),
  });
  return optional(drawn, 3).map((more) => (more === undefined ? base : withMore(base, inference, more)));
};

const POLICIES = ["inference-first", "partition", "training-floor", "harvest", "harvest"] as const;

interface More {
  readonly spill: "none" | "slo" | "any" | undefined;
  readonly fresh: number;
  readonly waits: number;
  readonly keeps: number;
  readonly autoscaler: NonNullable<Inference["autoscaler"]> | undefined;
  readonly models: readonly NonNullable<Inference["models"]>[string][];
  readonly policy: string | undefined;
  readonly harvest: NonNullable<Part<"sharing">["harvest"]> | undefined;
}

function withMore(base: ScenarioInput, inference: Inference, more: More): ScenarioInput {
  const each = <T>(
    group: Readonly<Record<string, T>>,
    change: (value: T, index: number) => T,
  ): Record<string, T> =>
    Object.fromEntries(Object.entries(group).map(([id, value], i) => [id, change(value, i)]));
  const { spill, fresh, waits, keeps, autoscaler: scaler, models, policy, harvest } = more;
  return {
    ...base,
    inference: {
      ...inference,
      classes: each(inference.classes, (klass, i) => ({
        ...klass,
        newSessionShare: fresh,
        // The first is served at once or not at all, unless it is the only one.
        waitHours: i > 0 || Object.keys(inference.classes).length === 1 ? waits : 0,
      })),
      regions: each(inference.regions, (region) => ({
        ...region,
        // What may not leave takes no path that sells no premium: some must come here.
        keepsData: inference.accessPaths === undefined ? keeps : keeps * 0.9,
      })),
      models: Object.fromEntries(models.map((spec, i) => [`model-${i}`, spec])),
      ...(spill === undefined ? {} : { routing: { spill } }),
      ...(scaler === undefined ? {} : { autoscaler: scaler }),
    },
    ...(policy === undefined
      ? {}
      : { sharing: { ...base.sharing, policy, ...(harvest === undefined ? {} : { harvest }) } }),
  };
}
