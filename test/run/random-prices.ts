// Prices of served models in random scenarios, and one more model that serves from the first day.
import fc from "fast-check";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { number, optional } from "./random-parts.ts";

const price = optional(
  fc.record({ inputUsdPerMtok: number(0, 10), outputUsdPerMtok: number(0, 50), batch: number(0, 1) }),
  1,
).map((drawn) => (drawn === undefined ? {} : { price: drawn }));
const twin = fc.record({
  llm: fc.constantFrom("llama-3-8b", "llama-3-70b"),
  part: fc.oneof(fc.constant(1), number(0.01, 1)),
});

/** The same world, every other time with prices here and there, and now and then with a model beside the first. */
export const withPrices = (base: ScenarioInput): fc.Arbitrary<ScenarioInput> => {
  const { inference } = base;
  if (inference === undefined) return fc.constant(base);
  const models = Object.entries(inference.models ?? {});
  const drawn = fc.record({
    first: price,
    others: fc.array(price, { minLength: models.length, maxLength: models.length }),
    twin: optional(twin, 1),
  });
  return optional(drawn, 1).map((more) => {
    if (more === undefined) return base;
    const priced = Object.fromEntries(
      models.map(([id, model], i) => [id, { ...model, ...more.others[i] }] as const),
    );
    const beside = more.twin;
    if (beside === undefined) return { ...base, inference: { ...inference, ...more.first, models: priced } };
    const parts = { main: 1 - beside.part, twin: beside.part };
    return {
      ...base,
      inference: {
        ...inference,
        ...more.first,
        models: { twin: { llm: beside.llm }, ...priced },
        classes: Object.fromEntries(
          Object.entries(inference.classes).map(([id, klass]) => [id, { ...klass, models: parts }]),
        ),
      },
    };
  });
};
