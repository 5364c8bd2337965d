/** Finds every sourced number of a catalogue, so that it can be listed, explained and tested. */
import type { Confidence } from "./quantity.ts";

/** One fact with its path: a number, a table of numbers, a date or a row. */
export interface Fact {
  readonly path: string;
  readonly value: unknown;
  readonly low?: unknown;
  readonly high?: unknown;
  readonly unit?: string;
  readonly source: string;
  readonly confidence: Confidence;
  readonly note?: string;
  readonly inputs?: readonly string[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isConfidence = (value: unknown): value is Confidence =>
  value === "measured" ||
  value === "published" ||
  value === "reported" ||
  value === "derived" ||
  value === "estimated" ||
  value === "assumed";

const factOf = (path: string, node: Readonly<Record<string, unknown>>): Fact | undefined => {
  const { source, confidence, unit, note, low, high, inputs } = node;
  if (typeof source !== "string" || !isConfidence(confidence)) return undefined;
  return {
    path,
    value: node["value"] ?? node["values"] ?? node["date"] ?? node["rows"] ?? node["region"] ?? node["name"],
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(typeof unit === "string" ? { unit } : {}),
    source,
    confidence,
    ...(typeof note === "string" ? { note } : {}),
    ...(Array.isArray(inputs) ? { inputs: inputs.filter((input) => typeof input === "string") } : {}),
  };
};

/** Every fact under `node`, in file order; `path` begins each fact's own. */
export function* factsOf(node: unknown, path = ""): Generator<Fact> {
  if (Array.isArray(node)) {
    for (const [i, item] of node.entries()) yield* factsOf(item, `${path}[${i}]`);
    return;
  }
  if (!isRecord(node)) return;
  const fact = factOf(path, node);
  if (fact !== undefined) yield fact;
  for (const [key, child] of Object.entries(node))
    yield* factsOf(child, path === "" ? key : `${path}.${key}`);
}
