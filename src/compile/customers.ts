/** Customers counted by the head, as the classes of demand they make. */
import type { Catalogue } from "../scenario/catalogue.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Scenario } from "../scenario/schema.ts";

type Inference = NonNullable<Scenario["inference"]>;

/** Output tokens/s of so many customers, mean over the week: count x requests a day x output tokens / 86,400. */
export const customerTokens = (count: number, requestsPerDay: number, outputTokens: number): number =>
  (count * requestsPerDay * outputTokens) / 86_400;

/** The scenario with a class for each kind of customer, whose share is their part of all tokens; itself without any. */
export function withCustomers(scenario: Scenario, catalogue: Catalogue): Scenario {
  const { inference } = scenario;
  if (inference?.customers === undefined) return scenario;
  const base = valueOf(inference.outputTokensPerSecond ?? 0);
  const made = Object.entries(inference.customers).flatMap(([id, customers]) => {
    const archetype = catalogue.archetypes[customers.archetype ?? id];
    const mix = archetype && catalogue.tokenMixes[archetype.tokenMix];
    if (archetype === undefined || mix === undefined) return [];
    const requests =
      customers.requestsPerDay === undefined
        ? archetype.requestsPerDay.value
        : valueOf(customers.requestsPerDay);
    return [
      {
        id,
        tokens: customerTokens(valueOf(customers.count), requests, mix.outputTokens.value),
        name: customers.name ?? archetype.name,
        profile: archetype.profile,
        tokenMix: archetype.tokenMix,
        sloClass: archetype.sloClass,
        newSessionShare: archetype.newSessionShare.value,
        waitHours: 0,
        patienceSeconds: 0,
        ...(customers.growth === undefined ? {} : { growth: customers.growth }),
        ...(customers.regions === undefined ? {} : { regions: customers.regions }),
      },
    ];
  });
  const total = made.reduce((sum, { tokens }) => sum + tokens, base);
  const part = (tokens: number): number => (total > 0 ? tokens / total : 0);
  const classes: Inference["classes"] = {};
  for (const [id, klass] of Object.entries(inference.classes))
    classes[id] = { ...klass, share: valueOf(klass.share) * part(base) };
  for (const { id, tokens, ...klass } of made) classes[id] = { ...klass, share: part(tokens) };
  return { ...scenario, inference: { ...inference, outputTokensPerSecond: total, classes } };
}
