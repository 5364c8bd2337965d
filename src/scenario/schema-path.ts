/** Finds the schema of a dotted path, for suggestions, for levers and for the reference page. */
import { z } from "zod";

type Schema = z.core.$ZodType;

/** The schema inside `.optional()`, `.default()`, `.nullable()`, `.readonly()` and pipes (their input). */
export function unwrap(schema: Schema): Schema {
  let inner = schema;
  for (;;) {
    if (
      inner instanceof z.ZodOptional ||
      inner instanceof z.ZodDefault ||
      inner instanceof z.ZodNullable ||
      inner instanceof z.ZodReadonly ||
      inner instanceof z.ZodPrefault
    )
      inner = inner.def.innerType;
    else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else if (inner instanceof z.ZodLazy) inner = inner.def.getter();
    else return inner;
  }
}

/** The members of a (nested) union, or the schema alone. */
export function alternatives(schema: Schema): readonly Schema[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodUnion ? inner.def.options.flatMap((option) => alternatives(option)) : [inner];
}

/** Fields of an object schema by name. */
export const shapeOf = (schema: z.ZodObject): Readonly<Record<string, Schema>> => schema.shape;

/** The keys a strict object (or every strict object of a union) may have at this schema; [] elsewhere. */
export function knownKeys(schema: Schema): readonly string[] {
  const keys = alternatives(schema).flatMap((each) => {
    if (each instanceof z.ZodObject) return Object.keys(each.shape);
    const key = each instanceof z.ZodRecord ? each.def.keyType : undefined;
    return key instanceof z.ZodEnum ? key.options.map(String) : [];
  });
  return [...new Set(keys)];
}

function child(schema: Schema, key: string): readonly Schema[] {
  if (schema instanceof z.ZodObject) {
    const shape = shapeOf(schema);
    const inner = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return inner === undefined ? [] : alternatives(inner);
  }
  if (schema instanceof z.ZodRecord) return alternatives(schema.def.valueType);
  if (schema instanceof z.ZodArray) return /^\d+$/.test(key) ? alternatives(schema.def.element) : [];
  return schema instanceof z.ZodUnknown || schema instanceof z.ZodAny ? [schema] : [];
}

/** Every schema a value at this path may have; [] when the path is not part of the schema. */
export function schemasAt(root: Schema, path: readonly PropertyKey[]): readonly Schema[] {
  let found = alternatives(root);
  for (const key of path) found = found.flatMap((schema) => child(schema, String(key)));
  return found;
}
