/** Finds what a command is given: a preset, or a JSON or YAML file; and what `extends` names beside it. */
import { readFileSync, statSync } from "node:fs";
import { dirname, extname, relative, resolve as resolvePath } from "node:path";
import { isAlias, LineCounter, parseDocument, visit } from "yaml";
import { checkSize, parseJson, presets } from "../index.ts";
import type { Issue, LoadOptions } from "../index.ts";

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const refuse = (path: string, message: string, found?: string): Read<never> => ({
  ok: false,
  issues: [found === undefined ? { path, message } : { path, message, found }],
});

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EACCES: "must be readable",
  EPERM: "must be readable",
  ELOOP: "must not be a loop of links",
  ENAMETOOLONG: "has a name that is too long",
  ENOTDIR: "does not exist",
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

/** Text of a file, refused by size before it is read. */
export function readText(path: string): Read<string> {
  try {
    const stat = statSync(path);
    if (!stat.isFile())
      return refuse(path, "must be a file", stat.isDirectory() ? "a directory" : "something else");
    const tooBig = checkSize(path, stat.size);
    if (tooBig !== undefined) return { ok: false, issues: [tooBig] };
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    const reason = REASONS[codeOf(error)];
    if (reason !== undefined) return refuse(path, reason);
    if (error instanceof TypeError) return refuse(path, "must be UTF-8 text");
    throw error;
  }
}

/** Bytes of a YAML text; its parser keeps far more per byte than the JSON one. */
const YAML_BYTES = 5_000_000;
const MOST_ALIASES = 100;

function parseYaml(name: string, text: string): Read<unknown> {
  if (text.length > YAML_BYTES)
    return refuse(
      name,
      "must be at most 5 MB as YAML; give it as JSON",
      `${Math.round(text.length / 1e6)} MB`,
    );
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
    const issues = document.errors.map((error): Issue => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { path: `${name}:${line}:${col}`, message: `must be YAML: ${error.message}` };
    });
    if (issues.length > 0) return { ok: false, issues };
    let aliases = 0;
    visit(document, (_, node) => (isAlias(node) && ++aliases > MOST_ALIASES ? visit.BREAK : undefined));
    if (aliases > MOST_ALIASES) return refuse(name, `must use at most ${MOST_ALIASES} aliases`);
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return { ok: true, value };
  } catch (error) {
    if (error instanceof RangeError) return refuse(name, "must not nest deeper than 100 levels", "more");
    if (error instanceof ReferenceError) return refuse(name, `must use fewer aliases: ${error.message}`);
    throw error;
  }
}

/** A JSON or YAML file as a value: YAML by its ending, JSON otherwise. */
export function readDocument(path: string): Read<unknown> {
  const text = readText(path);
  if (!text.ok) return text;
  if ([".yaml", ".yml"].includes(extname(path).toLowerCase())) return parseYaml(path, text.value);
  const parsed = parseJson(path, text.value);
  return parsed.ok ? parsed : { ok: false, issues: [parsed.issue] };
}

const looksLikePath = (reference: string): boolean => /[./\\]/.test(reference);

/** A scenario named on the command line, ready for `loadScenario`. */
export function readScenario(name: string): Read<{ readonly input: unknown; readonly options: LoadOptions }> {
  const options = { resolve: resolveFile };
  if (presets.some(({ id }) => id === name)) return { ok: true, value: { input: name, options } };
  // A single word that is no file is a misspelt preset: loadScenario knows what was meant.
  if (!looksLikePath(name) && statSync(name, { throwIfNoEntry: false }) === undefined)
    return { ok: true, value: { input: name, options } };
  const read = readDocument(name);
  if (read.ok && typeof read.value === "string") return refuse(shown(name), "must be an object", "a text");
  return read.ok
    ? { ok: true, value: { input: read.value, options: { ...options, name: shown(name) } } }
    : read;
}

/** One name for one file, however it was written, so that a cycle of `extends` is seen. */
const shown = (path: string): string => relative(".", resolvePath(path));

/** `extends` with a path in it: a file, found from the file that says so. */
function resolveFile(reference: string, from: string): ReturnType<NonNullable<LoadOptions["resolve"]>> {
  if (!looksLikePath(reference)) return undefined;
  const path = resolvePath(dirname(from), reference);
  const read = readDocument(path);
  return read.ok ? { name: shown(path), value: read.value } : { issues: read.issues };
}
