/** Reads and changes one value of a scenario by its dotted path, without altering the scenario given. */
import { suggestion } from "./issues.ts";
import type { Issue } from "./issues.ts";
import { FORBIDDEN_KEYS } from "./limits.ts";
import { isObject } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";

export interface Setting {
  readonly path: string;
  readonly value: unknown;
}

/**
 * Splits a path at its dots. Some ids hold dots themselves (`llama-3.1-405b`): at every object the longest
 * run of segments that is one of its keys is taken as one.
 */
export function splitPath(root: unknown, path: string): readonly string[] {
  const words = path.split(".");
  const keys: string[] = [];
  let value = root;
  for (let i = 0; i < words.length;) {
    const taken = isObject(value) ? longestKey(value, words, i) : 1;
    const key = words.slice(i, i + taken).join(".");
    keys.push(key);
    value = step(value, key);
    i += taken;
  }
  return keys;
}

function longestKey(value: JsonObject, words: readonly string[], from: number): number {
  for (let taken = words.length - from; taken > 1; taken--) {
    if (Object.hasOwn(value, words.slice(from, from + taken).join("."))) return taken;
  }
  return 1;
}

function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The value at a path, or undefined where there is none. */
export function getPath(root: unknown, path: string): unknown {
  let value = root;
  for (const key of splitPath(root, path)) value = step(value, key);
  return value;
}

/**
 * A copy of `root` with `value` at `path`; what lies beside the path is shared. A number put where a
 * quantity with a source stood replaces all of it: it is the user's own from then on. `null` removes a key.
 * Objects that are missing on the way are made.
 * @throws {RangeError} on an empty path, a forbidden key, or a path that goes through a text or a number.
 */
export function setPath<T>(root: T, path: string, value: unknown): T;
export function setPath(root: unknown, path: string, value: unknown): unknown {
  return setKeys(root, splitPath(root, path), value, path);
}

/** As `setPath`, with the path already split; `path` is only for messages. */
export function setKeys(root: unknown, keys: readonly string[], value: unknown, path: string): unknown {
  if (keys.some((key) => key === "" || FORBIDDEN_KEYS.has(key)))
    throw new RangeError(`path must be names separated by dots (found ${JSON.stringify(path)})`);
  return put(root, keys, value, path);
}

function put(target: unknown, keys: readonly string[], value: unknown, path: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    const index = Number(key);
    if (!/^\d+$/.test(key) || index > target.length)
      throw new RangeError(`${path} must use an index from 0 to ${target.length} (found ${key})`);
    const list: unknown[] = Array.from<unknown>(target);
    list[index] = put(list[index], rest, value, path);
    return list;
  }
  if (target !== undefined && target !== null && !isObject(target))
    throw new RangeError(`${path} goes through a value that has no parts (at ${key})`);
  const copy: Record<string, unknown> = { ...target };
  if (rest.length === 0 && value === null) delete copy[key];
  else copy[key] = put(step(target, key), rest, value, path);
  return copy;
}

/** Reads `path=value`: the value as JSON where it is JSON, as text otherwise. */
export function parseSetting(
  text: string,
): { readonly ok: true; readonly setting: Setting } | { readonly ok: false; readonly issue: Issue } {
  const equals = text.indexOf("=");
  const path = text.slice(0, Math.max(0, equals)).trim();
  if (path === "")
    return {
      ok: false,
      issue: { path: "--set", message: "must be path=value", found: JSON.stringify(text) },
    };
  return { ok: true, setting: { path, value: jsonOrText(text.slice(equals + 1)) } };
}

function jsonOrText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}

/**
 * Says why a setting's path cannot be: every part but the last must be there. The schema judges the last,
 * which may be a field the scenario left out. `catalogue` is a patch: there, what it patches counts.
 */
export function checkSettingPath(root: unknown, path: string): Issue | undefined {
  const keys = splitPath(root, path);
  const walked: string[] = [];
  let value = root;
  for (const [index, key] of keys.entries()) {
    if (key === "" || FORBIDDEN_KEYS.has(key)) return { path, message: "must be names separated by dots" };
    if (index === keys.length - 1) break;
    const next = step(value, key);
    walked.push(key);
    if (next === undefined) {
      const there = Array.isArray(value)
        ? value.map((_, i) => String(i))
        : isObject(value)
          ? Object.keys(value)
          : [];
      return { path: walked.join("."), message: `does not exist${suggestion(key, there)}` };
    }
    if (!isObject(next) && !Array.isArray(next))
      return {
        path: walked.join("."),
        message: `has no parts; set it as a whole`,
        found: JSON.stringify(next),
      };
    value = next;
  }
  return undefined;
}
