/** Which of the CSV tables a text is, told by its header, for where nobody says so. */
import { COLUMNS } from "./csv-tables.ts";
import type { Tables } from "./csv-tables.ts";
import { parseCsv } from "./csv.ts";

type Kind = keyof Tables;
const kinds = ["actuals", "demand", "deliveries", "phases"] as const satisfies readonly Kind[];

/** Characters in which a header must end; comments may stand before it. */
const HEAD = 10_000;

/** The table most of whose columns the header names, at least two; undefined where none or several come first. */
export function recogniseTable(text: string): Kind | undefined {
  const [header] = parseCsv(text.slice(0, HEAD)).records;
  if (header === undefined) return undefined;
  const ranked = kinds
    .map((kind) => ({ kind, known: knownOf(kind, header.fields) }))
    .toSorted((one, other) => other.known - one.known);
  const [first, second] = ranked;
  if (first === undefined || first.known < 2 || first.known === second?.known) return undefined;
  return first.kind;
}

const knownOf = (kind: Kind, fields: readonly string[]): number =>
  COLUMNS[kind].filter(({ name }) => fields.includes(name)).length;

/** Whether a text is a log of jobs: its header names at least these four columns. */
export function isJobLog(text: string): boolean {
  const [header] = parseCsv(text.slice(0, HEAD)).records;
  return ["id", "submit", "start", "end"].every((name) => header?.fields.includes(name) === true);
}

/** The headers that are recognised, for a message: `actuals: series,date,value,unit`. */
export const TABLE_HEADERS: readonly string[] = kinds.map(
  (kind) =>
    `${kind}: ${COLUMNS[kind]
      .filter((column) => !("optional" in column) || column.name === "date")
      .map(({ name }) => name)
      .join(",")}`,
);
