/** Limits on what is read at all, checked before anything walks the input by recursion. */
import { IssueList, showFound } from "./issues.ts";
import type { Issue } from "./issues.ts";

export const LIMITS = {
  /** Bytes of a file or a text. */
  bytes: 20_000_000,
  /** Objects and lists inside one another. */
  depth: 100,
  /** Values in all. */
  nodes: 1_000_000,
  /** `extends` after `extends`. */
  chain: 20,
  /** Faults reported; what is over is counted. */
  issues: 200,
  /** Files brought in at once, and their bytes in all. */
  files: 20,
  filesBytes: 40_000_000,
} as const;

/** Keys that reach an object's prototype in JavaScript; no scenario needs them. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

const megabytes = (bytes: number): string => `${Math.round(bytes / 100_000) / 10} MB`;

/** Refuses an input by its size; `bytes` may come from the file system before anything is read. */
export function checkSize(name: string, bytes: number): Issue | undefined {
  if (bytes <= LIMITS.bytes) return undefined;
  return { path: name, message: `must be at most ${megabytes(LIMITS.bytes)}`, found: megabytes(bytes) };
}

/** Refuses files brought in together: too many, one too large, or all of them; nothing need be read for it. */
export function checkFiles(
  files: readonly { readonly name: string; readonly size: number }[],
): readonly Issue[] {
  if (files.length > LIMITS.files)
    return [
      { path: "", message: `must be at most ${LIMITS.files} files at once`, found: String(files.length) },
    ];
  const large = files.flatMap(({ name, size }) => checkSize(name, size) ?? []);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (large.length > 0 || total <= LIMITS.filesBytes) return large;
  return [
    {
      path: "",
      message: `files must be at most ${megabytes(LIMITS.filesBytes)} in all`,
      found: megabytes(total),
    },
  ];
}

/**
 * Depth of brackets in a JSON (or YAML flow) text, strings left out; stops counting past the limit.
 * One pass without recursion, so that no text can exhaust the stack.
 */
export function bracketDepth(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x7b || c === 0x5b) {
      depth++;
      if (depth > most) most = depth;
      if (most > LIMITS.depth) return most;
    } else if (c === 0x7d || c === 0x5d) depth--;
  }
  return most;
}

/** Size and depth of a text before it is parsed. */
export function checkText(name: string, text: string): Issue | undefined {
  const size = checkSize(name, text.length);
  if (size !== undefined) return size;
  if (bracketDepth(text) <= LIMITS.depth) return undefined;
  return { path: name, message: `must not nest deeper than ${LIMITS.depth} levels`, found: "more" };
}

interface Visit {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    (typeof prototype === "object" && Object.getPrototypeOf(prototype) === null)
  );
};

/**
 * Walks a value of any origin with a stack of its own: depth, number of values, cycles (they are too deep),
 * forbidden keys, numbers that are not finite, and things JSON cannot hold.
 */
export function checkValue(name: string, root: unknown): readonly Issue[] {
  const list = new IssueList();
  const at = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
  const stack: Visit[] = [{ value: root, path: "", depth: 0 }];
  let nodes = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, path, depth } = next;
    if (++nodes > LIMITS.nodes)
      return [{ path: name, message: `must hold at most ${LIMITS.nodes} values`, found: "more" }];
    if (list.issues.length >= LIMITS.issues) break;
    if (value === null || typeof value === "string" || typeof value === "boolean" || value === undefined)
      continue;
    if (typeof value === "number") {
      if (!Number.isFinite(value)) list.report(path || name, "must be a finite number", value);
    } else if (typeof value !== "object") {
      list.add({
        path: path || name,
        message: "must be JSON: text, number, true, false, null, list or object",
        found: typeof value,
      });
    } else if (depth >= LIMITS.depth) {
      return [{ path: name, message: `must not nest deeper than ${LIMITS.depth} levels`, found: "more" }];
    } else if (Array.isArray(value)) {
      if (value.length > LIMITS.nodes)
        return [{ path: name, message: `must hold at most ${LIMITS.nodes} values`, found: showFound(value) }];
      for (let i = value.length - 1; i >= 0; i--)
        stack.push({ value: value[i], path: at(path, String(i)), depth: depth + 1 });
    } else if (!isPlain(value)) {
      list.add({
        path: path || name,
        message: "must be a plain object",
        found: Object.prototype.toString.call(value),
      });
    } else {
      for (const [key, inner] of Object.entries(value).reverse()) {
        if (FORBIDDEN_KEYS.has(key))
          list.add({
            path: at(path, key),
            message: "is not allowed as a key; remove it",
            found: showFound(inner),
          });
        else stack.push({ value: inner, path: at(path, key), depth: depth + 1 });
      }
    }
  }
  return list.issues;
}
