/** How many of a scenario's numbers rest on what, by confidence. */
import type { Scenario } from "../scenario/schema.ts";

/** Parts that are no inputs of the simulation. */
const APART = new Set(["levers", "actuals", "catalogue", "uncertainty", "questions", "announcements"]);
/** Factors that change nothing at 1, which is what they are where a scenario leaves them out. */
const FACTORS = new Set(["oversubscription", "multiplier", "scale", "modelScale"]);

const CHOICES = new Set([
  "binHours",
  "seed",
  "priority",
  "shiftHours",
  "replicas",
  "survivesHosts",
  "serverChips",
  "reserve",
  "lookAheadHours",
]);

const ADDITIONS = new Set([
  "extraMonths",
  "priceElasticity",
  "delayMonths",
  "rampDays",
  "minGain",
  "inflationPerYear",
  "escalationPerYear",
  "fallsPerYearOfAge",
  "fallsPerYear",
  "discount",
  "earlierUsd",
  "paidBeforeMonths",
  "overlapMonths",
  "portingUsd",
  "egressUsd",
  "tax",
]);

/** By part of the scenario (its top-level keys), then by confidence. */
export function countInputParts(scenario: Scenario): Record<string, Record<string, number>> {
  const parts: Record<string, Record<string, number>> = {};
  for (const [key, value] of Object.entries(scenario)) {
    const counts = APART.has(key) ? {} : countIn(value, key);
    if (Object.keys(counts).length > 0) parts[key] = counts;
  }
  return parts;
}

/** All parts together. */
export function countInputs(
  parts: Readonly<Record<string, Readonly<Record<string, number>>>>,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const part of Object.values(parts))
    for (const [confidence, count] of Object.entries(part))
      counts[confidence] = (counts[confidence] ?? 0) + count;
  return counts;
}

function countIn(root: unknown, name: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const visit = (value: unknown, key: string): void => {
    if (typeof value === "number") {
      // Counts and switches are choices, not measurements.
      if (CHOICES.has(key)) return;
      if ((value === 1 && FACTORS.has(key)) || (value === 0 && ADDITIONS.has(key))) return;
      counts["yours"] = (counts["yours"] ?? 0) + 1;
    } else if (Array.isArray(value)) {
      // A list of numbers (a curve by quarter) is one input.
      visit(value[0], key);
    } else if (typeof value === "object" && value !== null) {
      const confidence: unknown = "value" in value && "confidence" in value ? value.confidence : undefined;
      if (typeof confidence === "string") counts[confidence] = (counts[confidence] ?? 0) + 1;
      else for (const [name, item] of Object.entries(value)) visit(item, name);
    }
  };
  visit(root, name);
  return counts;
}
