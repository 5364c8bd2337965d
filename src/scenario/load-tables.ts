/** Puts CSV tables into a scenario, and gives faults found later in a row the line they come from. */
import { COLUMNS, readTable } from "./csv-tables.ts";
import type { Column, Row, Tables } from "./csv-tables.ts";
import { suggestion } from "./issues.ts";
import type { Issue, IssueList } from "./issues.ts";
import { FORBIDDEN_KEYS } from "./limits.ts";
import { isObject } from "./merge-patch.ts";
import { getPath, setPath } from "./set-path.ts";

/** Turns `inference.hourly.7.region` back into `demand.csv:9 region`. */
export type Relocate = (issue: Issue) => Issue;

type Part = readonly [path: string, name: string, rows: readonly Row[]];

function lines(list: IssueList, name: string, text: string, columns: readonly Column[]): readonly Row[] {
  const { rows, issues } = readTable(name, text, columns);
  for (const issue of issues) list.add(issue);
  return issues.length > 0 ? [] : rows;
}

/** Rows keyed by their `id` column, or by line. */
function keyed(
  list: IssueList,
  name: string,
  rows: readonly Row[],
  entry: (row: Row) => unknown,
): Readonly<Record<string, unknown>> {
  const byId: Record<string, unknown> = {};
  for (const row of rows) {
    const id = String(row.values["id"] ?? `row-${row.line}`);
    const place = `${name}:${row.line} id`;
    if (Object.hasOwn(byId, id)) list.add({ path: place, message: "must be given once", found: id });
    else if (FORBIDDEN_KEYS.has(id)) list.add({ path: place, message: "is not allowed as an id", found: id });
    else byId[id] = entry(row);
  }
  return byId;
}

const withoutId = (row: Row): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(row.values).filter(([key]) => key !== "id"));

const delivery = (row: Row): unknown => ({
  kind: row.values["date"] === undefined ? "order" : "batch",
  ...withoutId(row),
});

/** The raw scenario with the tables in the place of what they replace. */
export function applyTables(
  list: IssueList,
  raw: unknown,
  tables: Tables,
): { readonly raw: unknown; readonly relocate: Relocate } {
  let changed = raw;
  const parts: Part[] = [];
  if (tables.actuals !== undefined) {
    const rows = lines(list, "actuals.csv", tables.actuals, COLUMNS.actuals);
    changed = setPath(
      changed,
      "actuals",
      rows.map((row) => row.values),
    );
    parts.push(["actuals.", "actuals.csv", rows]);
  }
  if (tables.demand !== undefined) {
    const rows = lines(list, "demand.csv", tables.demand, COLUMNS.demand);
    if (!isObject(getPath(changed, "inference")))
      list.add({ path: "demand.csv", message: "needs a scenario with inference" });
    else
      changed = setPath(
        changed,
        "inference.hourly",
        rows.map((row) => row.values),
      );
    parts.push(["inference.hourly.", "demand.csv", rows]);
  }
  if (tables.deliveries !== undefined) {
    const rows = lines(list, "deliveries.csv", tables.deliveries, COLUMNS.deliveries);
    changed = setPath(changed, "deliveries", keyed(list, "deliveries.csv", rows, delivery));
  }
  for (const [site, text] of Object.entries(tables.phases ?? {})) {
    const name = `phases of ${site}`;
    const rows = lines(list, name, text, COLUMNS.phases);
    const sites = getPath(changed, "sites");
    if (!isObject(sites) || !Object.hasOwn(sites, site))
      list.add({
        path: name,
        message: `must be for a site of the scenario${suggestion(site, isObject(sites) ? Object.keys(sites) : [])}`,
      });
    else changed = setPath(changed, `sites.${site}.phases`, keyed(list, name, rows, withoutId));
  }
  return { raw: changed, relocate: (issue) => relocate(parts, issue) };
}

function relocate(parts: readonly Part[], issue: Issue): Issue {
  for (const [path, name, rows] of parts) {
    if (!issue.path.startsWith(path)) continue;
    const [index = "", ...rest] = issue.path.slice(path.length).split(".");
    const row = rows[Number(index)];
    if (row !== undefined) return { ...issue, path: [`${name}:${row.line}`, ...rest].join(" ") };
  }
  return issue;
}
