/** From what a user wrote to a Scenario, or to the list of everything that is wrong with it. */
import { blamed, tellNews, wantedNews } from "./announcements.ts";
import type { NewsBase, Told } from "./announcements.ts";
import { patchCatalogue } from "./catalogue-patch.ts";
import { runChecks } from "./checks.ts";
import type { Tables } from "./csv-tables.ts";
import { admit, resolveExtends } from "./extends.ts";
import type { Extended, PresetSource, Resolve } from "./extends.ts";
import { formatIssue, IssueList, suggestion } from "./issues.ts";
import type { Issue } from "./issues.ts";
import { checkText, LIMITS } from "./limits.ts";
import { applyTables } from "./load-tables.ts";
import type { Relocate } from "./load-tables.ts";
import { mergePatch } from "./merge-patch.ts";
import type { JsonObject } from "./merge-patch.ts";
import { builtinPresets } from "./presets.ts";
import { Reader } from "./reader.ts";
import { Origin } from "./schema-news.ts";
import { Scenario } from "./schema.ts";
import { knownKeys, schemasAt } from "./schema-path.ts";
import { checkSettingPath, getPath, setKeys, splitPath } from "./set-path.ts";
import type { Setting } from "./set-path.ts";
import { warningsOf } from "./warnings.ts";
import { addZodIssues } from "./zod-issues.ts";

export interface LoadOptions {
  /** JSON merge patch (RFC 7396) over the scenario, after `extends`. */
  readonly patch?: unknown;
  /** Single values by path, after the patch and the tables; unknown paths are faults. */
  readonly settings?: readonly Setting[];
  /** CSV texts that replace parts of the scenario. */
  readonly tables?: Tables;
  /** Finds files that `extends` names; without it, only presets are known. */
  readonly resolve?: Resolve;
  /** What the input is called in messages. */
  readonly name?: string;
}

export type Loaded =
  | { readonly ok: true; readonly scenario: Scenario; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * Reads a scenario: the id of a preset, a JSON text (it begins with a brace), or a value.
 * Never throws on bad input: every fault is in `issues`, at once, with path, rule and what was found.
 *
 * @example
 * const loaded = loadScenario("first-campus", { settings: [{ path: "sharing.policy", value: "partition" }] });
 * if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
 */
export function loadScenario(input: unknown, options: LoadOptions = {}): Loaded {
  return loadWith(builtinPresets, input, options);
}

/** The same with presets from elsewhere. */
export function loadWith(presets: PresetSource, input: unknown, options: LoadOptions): Loaded {
  const list = new IssueList();
  const loaded = load(list, input, options, presets);
  if (loaded?.scenario !== undefined && list.issues.length === 0) {
    const { scenario, told } = loaded;
    return { ok: true, scenario, warnings: [...told.notes, ...warningsOf(scenario)] };
  }
  return { ok: false, issues: capped(list.issues) };
}

/**
 * The scenario, for callers who would rather have an error.
 * @throws {TypeError} with one line per fault
 */
export function loadScenarioOrThrow(input: unknown, options: LoadOptions = {}): Scenario {
  const loaded = loadScenario(input, options);
  if (loaded.ok) return loaded.scenario;
  throw new TypeError(
    `scenario has ${loaded.issues.length} fault(s):\n${loaded.issues.map(formatIssue).join("\n")}`,
  );
}

function capped(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= LIMITS.issues) return issues;
  const more = issues.length - LIMITS.issues;
  return [...issues.slice(0, LIMITS.issues), { path: "", message: `and ${more} more faults` }];
}

function load(
  list: IssueList,
  input: unknown,
  options: LoadOptions,
  presets: PresetSource,
): { readonly scenario: Scenario | undefined; readonly told: Told } | undefined {
  const layers = readLayers(list, input, options, presets);
  if (layers === undefined) return undefined;
  const { base, preset, over } = layers;
  const { tables = {}, settings = [] } = options;
  const from = newsBase(base, preset, presets);
  const told = tellNews(list, from, wantedNews([base, ...over], settings), presets);
  const judged = (under: JsonObject, into: IssueList): Scenario | undefined => {
    const merged = over.reduce<unknown>((below, layer) => mergePatch(below, layer), under);
    const { raw, relocate } = applyTables(into, merged, tables);
    return judge(into, applySettings(into, raw, settings), relocate);
  };
  if (told.applied.length === 0) return { scenario: judged(told.base, list), told };
  const found = new IssueList();
  const scenario = judged(told.base, found);
  if (found.issues.length === 0) return { scenario, told };
  const plain = new IssueList();
  judged(base, plain);
  for (const issue of blamed(found.issues, plain.issues, told)) list.add(issue);
  return { scenario, told };
}

/** What the input starts from and what is written over it, the patch of the options last. */
export function readLayers(
  list: IssueList,
  input: unknown,
  options: LoadOptions,
  presets: PresetSource,
): Extended | undefined {
  const source = readInput(list, input, options.name, presets);
  if (source === undefined) return undefined;
  const document = admit(list, source.name, source.value);
  const patch = options.patch === undefined ? {} : admit(list, "patch", options.patch);
  if (document === undefined || patch === undefined) return undefined;
  if (patch["extends"] !== undefined)
    list.report("patch.extends", "must not be given, as the patch comes after `extends`", patch["extends"]);
  const resolved = resolveExtends(list, source.name, document, options.resolve, presets);
  return resolved && { ...resolved, over: [...resolved.over, { ...patch, extends: null }] };
}

/** A scenario that was written down whole says itself which preset is behind it, by its origin or by its id. */
export function newsBase(base: JsonObject, preset: string | undefined, presets: PresetSource): NewsBase {
  const parsed = Origin.safeParse(base["origin"]);
  const origin = parsed.success ? parsed.data : { news: {} };
  const id = presets.ids.find((each) => each === base["id"]);
  return { base, preset: preset ?? origin.preset ?? id, holds: origin.news };
}

function readInput(
  list: IssueList,
  input: unknown,
  name: string | undefined,
  presets: PresetSource,
): { readonly name: string; readonly value: unknown } | undefined {
  if (typeof input !== "string") return { name: name ?? "scenario", value: input };
  const preset = presets.file(input);
  if (preset !== undefined) return { name: input, value: preset };
  const text = input.charCodeAt(0) === 0xfeff ? input.slice(1) : input;
  const called = name ?? "scenario";
  if (name === undefined && /^[\w.-]*$/.test(text.trim())) {
    list.report(called, `must be a preset or a JSON text${suggestion(text.trim(), presets.ids)}`, text);
    return undefined;
  }
  const parsed = parseJson(called, text);
  if (parsed.ok) return { name: called, value: parsed.value };
  list.add(parsed.issue);
  return undefined;
}

/** JSON text to a value; size and depth are checked before the parser sees it. */
export function parseJson(
  name: string,
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issue: Issue } {
  const refused = checkText(name, text);
  if (refused !== undefined) return { ok: false, issue: refused };
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, issue: { path: name, message: `must be JSON: ${why}` } };
  }
}

/**
 * Settings go on top of the scenario with its defaults filled in, so that a path that exists by default
 * exists. Below `catalogue`, what the patch patches counts as there.
 */
function applySettings(list: IssueList, raw: unknown, settings: readonly Setting[]): unknown {
  if (settings.length === 0) return raw;
  const parsed = Scenario.safeParse(raw);
  let changed: unknown = parsed.success ? parsed.data : raw;
  for (const { path, value } of settings) {
    const inCatalogue = path.startsWith("catalogue.");
    const root = inCatalogue
      ? { catalogue: patchCatalogue(new Reader(changed).get("catalogue").value).merged }
      : changed;
    const wrong = checkSettingPath(root, path);
    const issue = wrong === undefined ? valueIssue(list, path, value) : leftOut(wrong, root);
    if (issue === undefined) changed = setKeys(changed, splitPath(root, path), value, path);
    else list.add(issue);
  }
  return changed;
}

/** A part that a scenario may have and this one does not is no misspelling: it is given as a whole. */
function leftOut(issue: Issue, root: unknown): Issue {
  const keys = splitPath(root, issue.path);
  const known = schemasAt(Scenario, keys.slice(0, -1)).flatMap((schema) => knownKeys(schema));
  if (getPath(root, issue.path) !== undefined || !known.includes(keys.at(-1) ?? "")) return issue;
  return {
    path: issue.path,
    message: `is left out of this scenario; set it as a whole: ${issue.path}={...}`,
  };
}

/** A value that comes from outside is admitted like any document. */
function valueIssue(list: IssueList, path: string, value: unknown): Issue | undefined {
  const probe = new IssueList();
  admit(probe, path, { value });
  for (const issue of probe.issues.slice(1)) list.add(issue);
  return probe.issues[0];
}

/** Schema first, then the rules between fields, on defaults where the schema is content and on the raw input else. */
function judge(list: IssueList, raw: unknown, relocate: Relocate): Scenario | undefined {
  const seen = new Set(list.issues.map((issue) => issue.path));
  const found = new IssueList();
  const parsed = Scenario.safeParse(raw);
  if (!parsed.success) addZodIssues(found, Scenario, raw, parsed.error.issues);
  const reader = new Reader(parsed.success ? parsed.data : raw);
  const patched = patchCatalogue(reader.get("catalogue").value);
  for (const issue of patched.issues) found.add(issue);
  const world = patched.catalogue === undefined ? {} : { world: patched.catalogue };
  runChecks({ scenario: reader, catalogue: new Reader(patched.merged), ...world, report: found.report });
  for (const issue of found.issues) if (!seen.has(issue.path)) list.add(relocate(issue));
  return parsed.success ? parsed.data : undefined;
}
