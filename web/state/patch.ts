/**
 * JSON merge patches (RFC 7396) on plain JSON: the page keeps what differs from a preset as one patch.
 * Keys that reach into an object's prototype never pass.
 */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export interface JsonObject {
  readonly [key: string]: Json;
}

const forbidden = new Set(["__proto__", "constructor", "prototype"]);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a path of keys; undefined where there is none. */
export function getPath(root: unknown, path: readonly string[]): unknown {
  let value: unknown = root;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/** The object with the value under a path of keys replaced; `undefined` takes it away and empties with it. */
export function setPath(root: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
  const [key = "", ...rest] = path;
  if (forbidden.has(key)) return root;
  const child = Object.hasOwn(root, key) ? root[key] : undefined;
  const next = rest.length === 0 ? value : setPath(isObject(child) ? child : {}, rest, value);
  const empty = next === undefined || (rest.length > 0 && isObject(next) && Object.keys(next).length === 0);
  const { [key]: _, ...others } = root;
  return empty ? others : { ...root, [key]: next };
}

/** The merge patch that turns `from` into `to`; undefined when they are equal. */
export function diffPatch(from: Json | undefined, to: Json): Json | undefined {
  if (!isObject(from) || !isObject(to)) return equal(from, to) ? undefined : to;
  const patch: Record<string, Json> = {};
  for (const [key, value] of Object.entries(to)) {
    if (forbidden.has(key)) continue;
    const difference = diffPatch(Object.hasOwn(from, key) ? from[key] : undefined, value);
    if (difference !== undefined) patch[key] = difference;
  }
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null;
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Are two values of JSON alike? Parts they share, as drafts share what no edit touched, are not walked. */
export function equal(one: Json | undefined, other: Json | undefined): boolean {
  if (Object.is(one, other)) return true;
  if (isList(one) && isList(other))
    return one.length === other.length && one.every((value, index) => equal(value, other[index]));
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && equal(one[key], other[key]))
  );
}

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** Every leaf of a patch as a dotted path and its value, in order: the list of changes. */
export function leaves(
  patch: JsonObject,
  prefix = "",
): readonly { readonly path: string; readonly value: Json }[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    // A quantity is one change, not six.
    const branch = isObject(value) && !("value" in value) && Object.keys(value).length > 0;
    return branch ? leaves(value, path) : [{ path, value }];
  });
}
