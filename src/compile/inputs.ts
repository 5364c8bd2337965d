/** How many of a scenario's numbers rest on what, by confidence. */
import type { Scenario } from "../scenario/schema.ts";

/** Parts that are no inputs of the simulation. */
const APART = new Set(["levers", "actuals", "catalogue"]);
/** Factors that change nothing at 1, which is what they are where a scenario leaves them out. */
const FACTORS = new Set(["oversubscription", "multiplier", "scale"]);

export function countInputs(scenario: Scenario): Record<string, number> {
  const counts: Record<string, number> = {};
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "number") {
      // Counts and switches are choices, not measurements.
      if (key === "binHours" || key === "seed" || key === "priority" || key === "shiftHours") return;
      if (value === 1 && FACTORS.has(key)) return;
      counts["yours"] = (counts["yours"] ?? 0) + 1;
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, key);
    } else if (typeof value === "object" && value !== null) {
      const confidence: unknown = "value" in value && "confidence" in value ? value.confidence : undefined;
      if (typeof confidence === "string") counts[confidence] = (counts[confidence] ?? 0) + 1;
      else for (const [name, item] of Object.entries(value)) visit(item, name);
    }
  };
  for (const [key, value] of Object.entries(scenario)) if (!APART.has(key)) visit(value, key);
  return counts;
}
