import type { Scenario } from "../scenario/schema.ts";
import { changesBetween } from "./changes.ts";

/** Why two scenarios cannot be compared, with both sides; undefined where they can. */
export function incomparable(a: Scenario, b: Scenario): string | undefined {
  if (a.start !== b.start || a.end !== b.end)
    return `the two must have one horizon: A runs from ${a.start} to ${a.end}, B from ${b.start} to ${b.end}`;
  if (a.binHours !== b.binHours)
    return `the two must have bins of one length: A has ${a.binHours} h, B ${b.binHours} h`;
  if (changesBetween(a, b).length === 0)
    return "A and B are the same scenario: nothing differs that a run reads";
  return undefined;
}
