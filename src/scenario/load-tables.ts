/** Puts CSV tables into a scenario, and gives faults found later in a row the line they come from. */
import { COLUMNS, readTable } from "./csv-tables.ts";
import type { Column, Row, Tables } from "./csv-tables.ts";
import { suggestion } from "./issues.ts";
import type { Issue, IssueList } from "./issues.ts";
import { FORBIDDEN_KEYS } from "./limits.ts";
import { isObject } from "./merge-patch.ts";
import { getPath, setPath } from "./set-path.ts";

/** Turns `inference.hourly.7.region` back into `demand.csv:9 region`, `deliveries.x.site` into `deliveries.csv:2 site`. */
export type Relocate = (issue: Issue) => Issue;

/** Where a table went, and the line that what stands below a key came from. */
interface Part {
  readonly path: string;
  readonly name: string;
  readonly lines: ReadonlyMap<string, number>;
}

/** Rows of a sound table; undefined when it has faults, and the scenario then keeps what it had. */
function lines(
  list: IssueList,
  name: string,
  text: string,
  columns: readonly Column[],
): readonly Row[] | undefined {
  const { rows, issues } = readTable(name, text, columns);
  for (const issue of issues) list.add(issue);
  return issues.length > 0 ? undefined : rows;
}

const listed = (path: string, name: string, rows: readonly Row[]): Part => ({
  path,
  name,
  lines: new Map(rows.map(({ line }, index) => [String(index), line])),
});

const idOf = (row: Row): string => String(row.values["id"] ?? `row-${row.line}`);

const byId = (path: string, name: string, rows: readonly Row[]): Part => ({
  path,
  name,
  lines: new Map(rows.map((row) => [idOf(row), row.line])),
});

/** Rows keyed by their `id` column, or by line. */
function keyed(
  list: IssueList,
  name: string,
  rows: readonly Row[],
  entry: (row: Row) => unknown,
): Readonly<Record<string, unknown>> {
  const entries: Record<string, unknown> = {};
  for (const row of rows) {
    const id = idOf(row);
    const place = `${name}:${row.line} id`;
    if (Object.hasOwn(entries, id)) list.add({ path: place, message: "must be given once", found: id });
    else if (FORBIDDEN_KEYS.has(id)) list.add({ path: place, message: "is not allowed as an id", found: id });
    else entries[id] = entry(row);
  }
  return entries;
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
    if (rows !== undefined) {
      changed = setPath(
        changed,
        "actuals",
        rows.map((row) => row.values),
      );
      parts.push(listed("actuals.", "actuals.csv", rows));
    }
  }
  if (tables.demand !== undefined) {
    const rows = lines(list, "demand.csv", tables.demand, COLUMNS.demand);
    if (!isObject(getPath(changed, "inference")))
      list.add({ path: "demand.csv", message: "needs a scenario with inference" });
    else if (rows !== undefined) {
      changed = setPath(
        changed,
        "inference.hourly",
        rows.map((row) => row.values),
      );
      parts.push(listed("inference.hourly.", "demand.csv", rows));
    }
  }
  if (tables.deliveries !== undefined) {
    const rows = lines(list, "deliveries.csv", tables.deliveries, COLUMNS.deliveries);
    if (rows !== undefined) {
      changed = setPath(changed, "deliveries", keyed(list, "deliveries.csv", rows, delivery));
      parts.push(byId("deliveries.", "deliveries.csv", rows));
    }
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
    else if (rows !== undefined) {
      changed = setPath(changed, `sites.${site}.phases`, keyed(list, name, rows, withoutId));
      parts.push(byId(`sites.${site}.phases.`, name, rows));
    }
  }
  return { raw: changed, relocate: (issue) => relocate(parts, issue) };
}

function relocate(parts: readonly Part[], issue: Issue): Issue {
  for (const { path, name, lines: lineOf } of parts) {
    if (!issue.path.startsWith(path)) continue;
    const below = issue.path.slice(path.length).split(".");
    // Ids may hold dots: the longest that is one counts.
    for (let taken = below.length; taken > 0; taken--) {
      const line = lineOf.get(below.slice(0, taken).join("."));
      if (line !== undefined) return { ...issue, path: [`${name}:${line}`, ...below.slice(taken)].join(" ") };
    }
  }
  return issue;
}
