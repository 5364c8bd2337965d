/** Finds the numbers of a scenario that are inputs of the simulation, as they are written. */
import { isObject } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";

/** A number where it stands: bare, or an object with value, range and source. */
export interface NumberAt {
  readonly keys: readonly string[];
  readonly path: string;
  readonly written: number | JsonObject;
}

/** Parts of a scenario that ask of it or describe it. `hourly` rows are measurements, hundreds of thousands of them. */
const NO_INPUTS = new Set([
  "levers",
  "actuals",
  "questions",
  "uncertainty",
  "catalogue",
  "announcements",
  "seed",
  "binHours",
]);
const MEASURED = new Set(["inference.hourly"]);

/** An object that stands for one number; a distribution of job sizes has a `value` too, and a `kind`. */
const isWritten = (value: JsonObject): boolean =>
  typeof value["value"] === "number" && value["kind"] === undefined;

/** Every number under `value`, in the order of the file. */
export function* numbersOf(value: unknown, keys: readonly string[] = []): Generator<NumberAt> {
  if (typeof value === "number" || (isObject(value) && isWritten(value))) {
    yield { keys, path: keys.join("."), written: value };
    // A price may go on in steps.
    if (isObject(value))
      for (const key of ["steps", "fallsPerYear"]) yield* numbersOf(value[key], [...keys, key]);
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* numbersOf(item, [...keys, String(i)]);
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) yield* numbersOf(part, [...keys, key]);
  }
}

/** Every number of a scenario that a run takes in; its patch of the catalogue is not looked into. */
export function* inputNumbersOf(scenario: unknown): Generator<NumberAt> {
  if (!isObject(scenario)) return;
  for (const [key, part] of Object.entries(scenario)) {
    if (NO_INPUTS.has(key)) continue;
    if (!isObject(part)) yield* numbersOf(part, [key]);
    else
      for (const [name, inner] of Object.entries(part))
        if (!MEASURED.has(`${key}.${name}`)) yield* numbersOf(inner, [key, name]);
  }
}
