/** JSON merge patch, RFC 7396: null removes, objects merge, everything else replaces. */
import { FORBIDDEN_KEYS, LIMITS } from "./limits.ts";

export type JsonObject = { readonly [key: string]: unknown };

/** True for an object with keys, not a list and not null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The target changed by the patch; neither is altered. Nulls inside an added object are dropped, as the
 * RFC's algorithm does.
 * @throws {TypeError} on `__proto__`, `constructor` or `prototype`, {RangeError} beyond the depth limit:
 * callers with untrusted input run `checkValue` first and report these as issues.
 */
export function mergePatch(target: unknown, patch: unknown, depth = 0): unknown {
  if (!isObject(patch)) return patch;
  if (depth > LIMITS.depth) throw new RangeError(`patch nests deeper than ${LIMITS.depth} levels`);
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (FORBIDDEN_KEYS.has(key)) throw new TypeError(`patch must not have the key ${key}`);
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(Object.hasOwn(merged, key) ? merged[key] : undefined, value, depth + 1);
  }
  return merged;
}
