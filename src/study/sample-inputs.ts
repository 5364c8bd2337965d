/**
 * Draws every uncertain input of a scenario. A draw is a pure function of (seed, sample, path): changing one input, or
 * adding another, leaves all other draws as they were.
 */
import { CommonFactors } from "../compile/factors.ts";
import { hashKey, standardNormal, Stream } from "../engine/index.ts";
import { catalogueOf } from "../scenario/catalogue-patch.ts";
import { isObject } from "../scenario/merge-patch.ts";
import type { JsonObject } from "../scenario/merge-patch.ts";
import type { Scenario } from "../scenario/schema.ts";
import { getPath, setKeys } from "../scenario/set-path.ts";
import { Draft, makeConsistent, standing } from "./consistent.ts";
import { rangedInputs } from "./ranged-inputs.ts";
import type { RangedInput } from "./ranged-inputs.ts";
import { spreadAt } from "./spread.ts";

export interface SampleOptions {
  readonly seed: number;
  /** Number of the draw, from 1. */
  readonly sample: number;
  /** Those of its inputs that are drawn, with the values they have when all are; all where left out. */
  readonly inputs?: readonly RangedInput[];
}

/** One input as it was drawn. */
export interface DrawnInput {
  readonly path: string;
  readonly unit: string;
  /** As written. */
  readonly base: number;
  readonly value: number;
}

export interface DrawnScenario {
  readonly scenario: Scenario;
  readonly inputs: readonly DrawnInput[];
}

/** The scenario with every ranged input drawn; it has no ranges of its own and loads like any other. */
export const sampleInputs = (scenario: Scenario, options: SampleOptions): Scenario =>
  drawInputs(scenario, options).scenario;

/**
 * The same, with what was drawn.
 * @throws RangeError where the sample is not a whole number from 1
 */
export function drawInputs(
  scenario: Scenario,
  { seed, sample, inputs: ranged = rangedInputs(scenario) }: SampleOptions,
): DrawnScenario {
  if (!Number.isInteger(sample) || sample < 1)
    throw new RangeError(`sample must be a whole number from 1 (found ${sample})`);
  const draws = new Stream(seed, sample, "input");
  const factors = new CommonFactors(scenario.uncertainty, seed, sample);
  const drawn = new Map<string, number>();
  for (const input of ranged) {
    const own = standardNormal(draws.uniform(hashKey(input.path), 0));
    drawn.set(input.path, within(input, spreadAt(input.spread, factors.mixed(input.keys, own))));
  }
  return withValues(scenario, ranged, drawn);
}

/** The scenario with these inputs at these values by path; what must fit together gives way as after a draw. */
export function withValues(
  scenario: Scenario,
  ranged: readonly RangedInput[],
  values: ReadonlyMap<string, number>,
): DrawnScenario {
  const world = { catalogue: catalogueOf(scenario) };
  const draft = new Draft(new Map(values), (path) =>
    path.startsWith("catalogue.") ? valueAt(world, path) : standing(scenario, path),
  );
  makeConsistent(scenario, draft);
  const inputs = ranged.map((input): DrawnInput => ({
    path: input.path,
    unit: input.unit,
    base: input.spread.value,
    value: draft.get(input.path) ?? input.spread.value,
  }));
  return { scenario: withInputs(scenario, ranged, inputs), inputs };
}

function within({ min, max, whole }: RangedInput, value: number): number {
  const clipped = Math.min(max, Math.max(min, value));
  return whole ? Math.round(clipped) : clipped;
}

function valueAt(root: unknown, path: string): number | undefined {
  const fact = getPath(root, path);
  return isObject(fact) && typeof fact["value"] === "number" ? fact["value"] : undefined;
}

/**
 * A drawn number has no range any more; where it came from stays with it. A patch of the catalogue cannot take a range
 * away and keep the source: there, both ends are the number itself.
 */
function written(input: RangedInput, value: number): JsonObject {
  const { low, high, bounds: _, distribution: __, ...rest } = input.written;
  if (input.keys[0] !== "catalogue") return { ...rest, value };
  return {
    ...rest,
    value,
    ...(low === undefined ? {} : { low: value }),
    ...(high === undefined ? {} : { high: value }),
  };
}

function withInputs(
  scenario: Scenario,
  ranged: readonly RangedInput[],
  inputs: readonly DrawnInput[],
): Scenario {
  let changed: unknown = scenario;
  ranged.forEach((input, i) => {
    const value = inputs[i]?.value ?? input.spread.value;
    changed = setKeys(changed, input.keys, written(input, value), input.path);
  });
  if (!isScenario(changed, scenario)) throw new TypeError("drawing changed the shape of the scenario");
  return changed;
}

/** Drawn numbers took the places of numbers, within the schema's limits: the shape is that of the scenario given. */
const isScenario = (value: unknown, like: Scenario): value is Scenario =>
  isObject(value) && Object.keys(value).join() === Object.keys(like).join();
