// Further served models in random scenarios: released by a day or a run, or there from the first, with and without prices.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { dateAt, dayOf, keyed, number, optional, whole } from "./random-parts.ts";

const price = fc.record({ inputUsdPerMtok: number(0, 10), outputUsdPerMtok: number(0, 50) });

/** The same world, every other time with one to three more served models. */
export const withModels = (base: ScenarioInput): fc.Arbitrary<ScenarioInput> => {
  const { inference } = base;
  if (inference === undefined) return fc.constant(base);
  const days = dayOf(base.end);
  const campaigns = Object.keys(base.training?.campaigns ?? {});
  const from = whole(-30, days + 10).map((day) => ({ from: dateAt(day) }));
  const made =
    campaigns.length === 0
      ? from
      : fc.constantFrom(...campaigns).map((campaign) => ({ releasedBy: { campaign } }));
  const released = fc.oneof(
    from,
    made,
    fc.tuple(from, made).map(([a, b]) => ({ ...a, ...b })),
  );
  const model = fc.record({
    llm: fc.constantFrom("llama-3-8b", "llama-3-70b"),
    modelScale: fc.constantFrom(0.5, 1, 2),
    rampDays: fc.constantFrom(0, 5, 60),
    adoption: number(0, 1),
    when: optional(released, 3),
    price: optional(price, 1),
    part: number(0.05, 0.3),
  });
  return optional(fc.tuple(fc.array(model, { minLength: 1, maxLength: 3 }), optional(price, 1)), 1).map(
    (more) => {
      if (more === undefined) return base;
      const [models, first] = more;
      const parts: Record<string, number> = {};
      models.forEach(({ when, part }, i) => {
        if (when === undefined) parts[`model-${i}`] = part;
      });
      parts["main"] = 1 - Object.values(parts).reduce((a, b) => a + b, 0);
      return {
        ...base,
        inference: {
          ...inference,
          ...(first === undefined ? {} : { price: first }),
          models: keyed(
            "model",
            models.map(({ when, price: own, part: _, ...rest }) => ({
              ...rest,
              ...when,
              ...(own === undefined ? {} : { price: own }),
            })),
          ),
          classes: Object.fromEntries(
            Object.entries(inference.classes).map(([id, klass]) => [id, { ...klass, models: parts }]),
          ),
        },
      };
    },
  );
};
