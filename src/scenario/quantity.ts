/**
 * A number that knows where it came from. The catalogue holds nothing but these; a scenario field may
 * hold one, or a bare number, which is then the user's own ("yours").
 */
import { z } from "zod";
import { CONFIDENCES } from "./confidence.ts";
import type { Confidence, Origin } from "./confidence.ts";
import type { DeepReadonly } from "./deep-readonly.ts";

export { CONFIDENCES };
export type { Confidence, Origin };

/** Shapes an uncertain number may be drawn from. */
export const DISTRIBUTIONS = ["normal", "lognormal", "triangular", "uniform", "fixed"] as const;

/** A day in UTC, as in 2026-03-23. */
export const isoDate = z.iso.date();

/** Limits of one field, both ends included, in the field's unit. */
export interface Limits {
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** Schema of a bare number within `limits`. */
export const limited = (limits: Limits): z.ZodNumber => {
  let schema = limits.integer === true ? z.int() : z.number();
  if (limits.min !== undefined) schema = schema.min(limits.min);
  if (limits.max !== undefined) schema = schema.max(limits.max);
  return schema;
};

interface Ranged {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly bounds?: boolean | undefined;
}

/** What is wrong with the range of `q`: a list of [key, rule]. */
const rangeFaults = (q: Ranged): readonly (readonly [keyof Ranged, string])[] => {
  const faults: (readonly [keyof Ranged, string])[] = [];
  if (q.low !== undefined && q.low > q.value) faults.push(["low", `must be <= value ${q.value}`]);
  if (q.high !== undefined && q.high < q.value) faults.push(["high", `must be >= value ${q.value}`]);
  if (q.bounds === true && (q.low === undefined || q.high === undefined))
    faults.push(["bounds", "needs both low and high"]);
  return faults;
};

const needsAddress = (origin: Origin): boolean => origin === "published" || origin === "reported";

/** Where a fact came from. Published and reported facts must name an https address. */
export const provenance = {
  source: z.string().min(1),
  confidence: z.enum(CONFIDENCES),
  note: z.string().min(1).optional(),
};

type Checked = { value: { source: string; confidence: Confidence }; issues: z.core.$ZodRawIssue[] };

/** Schema check for anything that spreads `provenance`: what others said is shown with its address. */
export const checkSource = (ctx: Checked): void => {
  const { source, confidence } = ctx.value;
  if (needsAddress(confidence) && !source.startsWith("https://"))
    ctx.issues.push({
      code: "custom",
      path: ["source"],
      message: `must begin with https:// when the confidence is ${confidence}`,
      input: source,
    });
};

const checkRange = (ctx: { value: Ranged; issues: z.core.$ZodRawIssue[] }): void => {
  for (const [key, message] of rangeFaults(ctx.value))
    ctx.issues.push({ code: "custom", path: [key], message, input: ctx.value[key] });
};

const sourcedObject = <Unit extends z.ZodType<string>>(unit: Unit, limits: Limits) =>
  z
    .strictObject({
      value: limited(limits),
      /** 5th percentile, or the hard lower bound where `bounds` is true. */
      low: limited(limits).optional(),
      /** 95th percentile, or the hard upper bound where `bounds` is true. */
      high: limited(limits).optional(),
      /** true: low and high are hard bounds. */
      bounds: z.literal(true).optional(),
      /** How it spreads between low and high; absent: see src/study/README.md. */
      distribution: z.enum(DISTRIBUTIONS).optional(),
      unit,
      ...provenance,
      /** Catalogue paths this was computed from; its confidence may not be better than theirs. */
      inputs: z.array(z.string().min(1)).min(1).optional(),
    })
    .check(checkRange)
    .check(checkSource);

/** Any number of the catalogue, of whatever unit. */
export const Quantity = sourcedObject(z.string().min(1), {});
export type Quantity = DeepReadonly<z.infer<typeof Quantity>>;

/** Schema of a catalogue field of one `unit` (or one of several) within `limits`: always with its source. */
export const sourced = <const Unit extends string>(unit: Unit | readonly Unit[], limits: Limits = {}) =>
  sourcedObject(z.enum(typeof unit === "string" ? [unit] : unit), limits);

/** A field without a unit of its own ("") takes the unit of what it describes. */
const unitSchema = (unit: string): z.ZodType<string> => (unit === "" ? z.string().min(1) : z.literal(unit));

/** What a number as an object may say. */
export const writtenFields = (unit: string, limits: Limits) => ({
  value: limited(limits),
  low: limited(limits).optional(),
  high: limited(limits).optional(),
  bounds: z.literal(true).optional(),
  distribution: z.enum(DISTRIBUTIONS).optional(),
  unit: unitSchema(unit).optional(),
  source: z.string().min(1).optional(),
  confidence: z.enum([...CONFIDENCES, "yours"]).optional(),
  note: z.string().min(1).optional(),
  inputs: z.array(z.string().min(1)).min(1).optional(),
});

type Sourced = { readonly source?: string | undefined; readonly confidence?: Origin | undefined };

/** Schema check of an object that says where its number came from. */
export const checkWritten = (ctx: { value: Ranged & Sourced; issues: z.core.$ZodRawIssue[] }): void => {
  checkRange(ctx);
  const { source, confidence = "yours" } = ctx.value;
  if (confidence === "yours") return;
  if (source === undefined)
    ctx.issues.push({
      code: "custom",
      path: ["source"],
      message: `is missing (a number that is ${confidence} names its source)`,
      input: source,
    });
  else checkSource({ value: { source, confidence }, issues: ctx.issues });
};

/** A number as an object in a scenario: only a number that is somebody else's must say whose. */
export const writtenObject = (unit: string, limits: Limits) =>
  z.strictObject(writtenFields(unit, limits)).check(checkWritten);

/** A number as a scenario may write it: bare, or an object with a range, a source, or both. */
export type WrittenQuantity = DeepReadonly<z.infer<ReturnType<typeof writtenObject>>>;
export type QuantityInput = number | WrittenQuantity;

/**
 * Schema of a scenario field in `unit`. Accepts a bare number, `{ value, low, high }` of the user's own
 * ("yours"), or the full quantity with source and confidence. The value is kept as written: read it
 * with `valueOf`, `rangeOf`, `originOf`.
 */
export const quantity = (unit: string, limits: Limits = {}) =>
  z.union([limited(limits), writtenObject(unit, limits)]).meta({ unit, ...limits });

/** The number itself, in the field's unit. */
export const valueOf = (q: QuantityInput): number => (typeof q === "number" ? q : q.value);

/** Low, value and high, in the field's unit; an end nobody gave equals the value. */
export const rangeOf = (
  q: QuantityInput,
): { readonly low: number; readonly value: number; readonly high: number } =>
  typeof q === "number"
    ? { low: q, value: q, high: q }
    : { low: q.low ?? q.value, value: q.value, high: q.high ?? q.value };

/** Who says so. */
export const originOf = (q: QuantityInput): Origin =>
  typeof q === "number" ? "yours" : (q.confidence ?? "yours");

/** 0 for the best confidence, 5 for the worst. */
export const rankOf = (confidence: Confidence): number => CONFIDENCES.indexOf(confidence);
