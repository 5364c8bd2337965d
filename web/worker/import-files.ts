/**
 * Files brought in by the reader -> a draft: a scenario as JSON takes the draft's place, tables as CSV go over
 * it. All or nothing: what is wrong comes back with file and line, and the draft stays as it was.
 */
import {
  checkFiles,
  fetchScenario,
  isJobLog,
  parseJson,
  presetIds,
  recogniseTable,
  TABLE_HEADERS,
} from "../../src/index.ts";
import type { Issue, Scenario } from "../../src/index.ts";
import { ownPreset } from "../state/draft.ts";
import { diffPatch, isObject, setPath } from "../state/patch.ts";
import type { JsonObject } from "../state/patch.ts";
import type { IssueView } from "../view/run-view.ts";
import { linesOf } from "./json-lines.ts";
import { baseOf, issueView, prepare } from "./prepare.ts";
import type { Imported, ImportOrder, RunRequest } from "./protocol.ts";

interface Text {
  readonly name: string;
  readonly text: string;
}

interface Sorted {
  readonly scenarios: readonly Text[];
  readonly tables: Readonly<Record<"actuals" | "demand" | "deliveries" | "phases", readonly Text[]>>;
  readonly issues: readonly IssueView[];
}

export async function importFiles({ files, request, sites }: ImportOrder): Promise<Imported> {
  const refused = checkFiles(files);
  if (refused.length > 0) return faulty(refused.map(issueView));
  const texts = await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() })));
  const log = texts.find(({ text }) => isJobLog(text));
  if (log !== undefined) {
    const other = texts.find((text) => text !== log);
    if (other === undefined) return { kind: "log", file: log.name };
    return faulty([
      { path: log.name, message: `is a log of jobs and must come alone (found ${other.name} too)` },
    ]);
  }
  const sorted = sortTexts(texts);
  if (sorted.issues.length > 0) return faulty(sorted.issues);
  const [scenario] = sorted.scenarios;
  const base = scenario === undefined ? request : requestOf(scenario);
  if ("issues" in base) return faulty(base.issues);
  const place = scenario === undefined ? plainPlace : placeIn(scenario);
  // With its own faults the scenario is of no use to the tables.
  const loaded = await fetchScenario(baseOf(base), { patch: base.patch });
  if (!loaded.ok) return faulty([...alone(base, scenario), ...place(loaded.issues.map(issueView))]);
  const phases = phasesBySite(sorted.tables.phases, loaded.scenario, sites);
  return phases.kind === "by-site" ? withTables(base, sorted, phases.tables, place) : phases;
}

/** A part of a scenario lacks the rest: most likely it was meant as a change to a preset. */
function alone(base: RunRequest, scenario: Text | undefined): readonly IssueView[] {
  if (scenario === undefined || base.own === undefined || "sites" in base.own) return [];
  const message = `extends no preset, so it must be a whole scenario; to change one, begin with { "extends": "${presetIds[0] ?? ""}", ... }`;
  return [{ path: scenario.name, message }];
}

const faulty = (issues: readonly IssueView[]): Imported => ({ kind: "issues", issues });

/** Which file is what; a second of a kind, and what is neither, are faults. */
function sortTexts(texts: readonly Text[]): Sorted {
  const issues: IssueView[] = [];
  const scenarios: Text[] = [];
  const tables = { actuals: [], demand: [], deliveries: [], phases: [] } satisfies Record<string, Text[]>;
  const into = (list: Text[], text: Text, what: string): void => {
    if (list.length > 0)
      issues.push({
        path: text.name,
        message: `must be the only ${what} (found ${list[0]?.name ?? ""} too)`,
      });
    list.push(text);
  };
  for (const each of texts) {
    const begins = each.text.trimStart()[0];
    if (/\.json$/i.test(each.name) || begins === "{") into(scenarios, each, "scenario");
    else {
      const kind = recogniseTable(each.text);
      const list: Text[] = kind === undefined ? [] : tables[kind];
      if (kind === "phases") list.push(each);
      else if (kind !== undefined) into(list, each, `table of ${kind}`);
      else issues.push({ path: each.name, message: unknown(each.text) });
    }
  }
  return { scenarios, tables, issues };
}

const unknown = (text: string): string =>
  text.trim() === ""
    ? "must not be empty"
    : `must be a scenario as JSON, or a table as CSV with one of these headers: ${TABLE_HEADERS.join("; ")}`;

/** A scenario that extends a preset is a patch on it; any other stands for itself. */
function requestOf({ name, text }: Text): RunRequest | { readonly issues: readonly IssueView[] } {
  const parsed = parseJson(name, text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (!parsed.ok) return { issues: [syntaxFault(name, text, parsed.issue)] };
  if (!isObject(parsed.value))
    return { issues: [{ path: name, message: "must be a JSON object in braces" }] };
  const { extends: base, $schema: _, ...rest } = parsed.value;
  if (base === undefined) return { preset: ownPreset, own: rest, patch: {} };
  if (typeof base === "string" && presetIds.includes(base)) return { preset: base, patch: rest };
  const message = `must be the id of a preset: ${presetIds.join(", ")} (found ${JSON.stringify(base)})`;
  return { issues: placeIn({ name, text })([{ path: "extends", message }]) };
}

function syntaxFault(name: string, text: string, issue: Issue): IssueView {
  const { message } = issueView(issue);
  const position = /position (\d+)/.exec(message)?.[1];
  const line =
    /line (\d+)/.exec(message)?.[1] ??
    (position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length);
  return { path: line === undefined ? name : `${name}:${line}`, message };
}

type Place = (issues: readonly IssueView[]) => readonly IssueView[];
const plainPlace: Place = (issues) => issues;

/** Paths of a scenario's faults with the file and the line in front. */
const placeIn =
  ({ name, text }: Text): Place =>
  (issues) => {
    const lines = linesOf(
      text,
      issues.map(({ path }) => path),
    );
    return issues.map(({ path, message }) => {
      const line = lines.get(path);
      return { path: `${name}${line === undefined ? "" : `:${line}`} ${path}`.trim(), message };
    });
  };

type Phases = Readonly<Record<string, Text>>;

/** Tables of phases by site: as the reader said, as the file is called, or the only site there is. */
function phasesBySite(
  tables: readonly Text[],
  scenario: Scenario,
  said: Readonly<Record<string, string>>,
): Imported | { readonly kind: "by-site"; readonly tables: Phases } {
  const ids = Object.keys(scenario.sites);
  const bySite: Record<string, Text> = {};
  for (const table of tables) {
    const site = said[table.name] ?? siteInName(table.name, ids) ?? (ids.length === 1 ? ids[0] : undefined);
    if (site === undefined)
      return {
        kind: "which-site",
        file: table.name,
        sites: ids.map((id) => ({ id, name: scenario.sites[id]?.name ?? id })),
      };
    const other = bySite[site]?.name;
    if (other !== undefined)
      return faulty([
        { path: table.name, message: `must be the only table of phases of ${site} (found ${other} too)` },
      ]);
    bySite[site] = table;
  }
  return { kind: "by-site", tables: bySite };
}

/** `new-carlisle.csv` and `phases-new-carlisle.csv` name their site. */
function siteInName(file: string, ids: readonly string[]): string | undefined {
  const stem = file.replace(/\.\w+$/, "").toLowerCase();
  return [stem, stem.replace(/^phases[-_. ]+|[-_. ]+phases$/g, "")].find((id) => ids.includes(id));
}

async function withTables(
  base: RunRequest,
  { tables, scenarios }: Sorted,
  phases: Phases,
  place: Place,
): Promise<Imported> {
  const [actuals, demand, deliveries] = [tables.actuals[0], tables.demand[0], tables.deliveries[0]];
  const given = {
    ...(actuals === undefined ? {} : { actuals: actuals.text }),
    ...(demand === undefined ? {} : { demand: demand.text }),
    ...(deliveries === undefined ? {} : { deliveries: deliveries.text }),
    phases: Object.fromEntries(Object.entries(phases).map(([site, { text }]) => [site, text])),
  };
  const names: readonly (readonly [string, string | undefined])[] = [
    ["actuals.csv", actuals?.name],
    ["demand.csv", demand?.name],
    ["deliveries.csv", deliveries?.name],
    ...Object.entries(phases).map(([site, { name }]) => [`phases of ${site}`, name] as const),
  ];
  let request = base;
  let dropped: readonly string[] = [];
  if (names.some(([, name]) => name !== undefined)) {
    const plain = await fetchScenario(baseOf(base));
    const first = await fetchScenario(baseOf(base), { patch: base.patch, tables: given });
    dropped = first.ok ? [] : leversWithout(first.issues);
    const patch = withoutLevers(base.patch, dropped);
    const changed =
      dropped.length === 0 ? first : await fetchScenario(baseOf(base), { patch, tables: given });
    if (!changed.ok) return faulty(changed.issues.map((issue) => underItsName(issueView(issue), names)));
    const whole = diffPatch(plain.ok ? jsonOf(plain.scenario) : {}, jsonOf(changed.scenario));
    request = { ...base, patch: isObject(whole) ? whole : {} };
  }
  // What will be run is what must be sound: as a patch, a table may hold more values than a patch may.
  const prepared = await prepare(request);
  if (prepared.kind === "model") return { kind: "draft", request, dropped };
  const only = scenarios[0]?.name ?? names.find(([, name]) => name !== undefined)?.[1] ?? "";
  return faulty(
    place(prepared.issues).map((issue) => (issue.path === "" ? { ...issue, path: only } : issue)),
  );
}

/** Levers on what a table took the place of: they have nothing to move any more. */
const leversWithout = (issues: readonly Issue[]): readonly string[] => [
  ...new Set(issues.flatMap(({ path }) => /^levers\.(.+)\.path$/.exec(path)?.[1] ?? [])),
];

function withoutLevers(patch: JsonObject, dropped: readonly string[]): JsonObject {
  return dropped.reduce((left, id) => setPath(left, ["levers", id], null), patch);
}

function jsonOf(scenario: Scenario): JsonObject {
  const value: unknown = JSON.parse(JSON.stringify(scenario));
  return isObject(value) ? value : {};
}

/** The name that the loader gives a table, as in `deliveries.csv:12 site`, made that of the reader's file. */
function underItsName(
  issue: IssueView,
  names: readonly (readonly [string, string | undefined])[],
): IssueView {
  for (const [called, name] of names) {
    const rest = issue.path.startsWith(called) ? issue.path.slice(called.length) : undefined;
    if (name !== undefined && rest !== undefined && /^($|[: ])/.test(rest))
      return { ...issue, path: name + rest };
  }
  return issue;
}
