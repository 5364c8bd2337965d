/** Jobs as a table with named columns. */
import { parseCsv } from "../scenario/csv.ts";
import { WorkloadBuilder } from "./build.ts";
import type { Workload } from "./jobs.ts";
import type { LogReport } from "./report.ts";

/** Columns that are read; the first four must be there. Seconds, processors; `submit` may be a date with a time. */
export const JOB_COLUMNS = [
  "id",
  "submit",
  "procs",
  "run",
  "estimate",
  "priority",
  "user",
  "group",
  "queue",
] as const;
export type JobColumn = (typeof JOB_COLUMNS)[number];
const NEEDED = 4;

export type JobTable =
  | { readonly ok: true; readonly workload: Workload; readonly report: LogReport }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads a table. `names`: what a column is called in it, where not by its own name. `procs`: those of the machine; jobs
 * that ask for more are dropped. Users, groups and queues may be words: they are numbered as they come.
 */
export function readJobTable(
  text: string,
  names: Partial<Record<JobColumn, string>> = {},
  procs?: number,
): JobTable {
  const { records, faults } = parseCsv(text);
  const [head, ...rows] = records;
  if (head === undefined)
    return { ok: false, faults: ["the file must have a header and jobs (found nothing)"] };
  const index = new Map(JOB_COLUMNS.map((column) => [column, head.fields.indexOf(names[column] ?? column)]));
  const wrong = [
    ...faults.map(({ line, message }) => `line ${line}: ${message}`),
    ...JOB_COLUMNS.map((column) => names[column] ?? column)
      .filter((name) => head.fields.indexOf(name) !== head.fields.lastIndexOf(name))
      .map((name) => `there must be one column ${name} (found several)`),
    ...JOB_COLUMNS.filter(
      (column, k) => index.get(column) === -1 && (k < NEEDED || names[column] !== undefined),
    ).map(
      (column) =>
        `there must be a column ${names[column] ?? column} (found ${head.fields.join(", ")})${names[column] === undefined ? `; name another by --columns ${column}=...` : ""}`,
    ),
  ];
  if (wrong.length > 0) return { ok: false, faults: wrong };
  const builder = new WorkloadBuilder(procs);
  const columnOf = (column: JobColumn): readonly string[] =>
    rows.map(({ fields }) => fields[index.get(column) ?? -1] ?? "");
  const numbers = {
    user: numbering(columnOf("user")),
    group: numbering(columnOf("group")),
    queue: numbering(columnOf("queue")),
  };
  for (const { line, fields } of rows) {
    // A comma too many, as in an unquoted 1,024, moves every cell after it.
    if (fields.length > head.fields.length) {
      builder.drop(
        `it must have ${head.fields.length} fields, as the header has`,
        line,
        String(fields.length),
      );
      continue;
    }
    const cell = (column: JobColumn): string => fields[index.get(column) ?? -1] ?? "";
    const number = (column: JobColumn, absent: number): number =>
      cell(column) === "" ? absent : Number(cell(column));
    const row = {
      id: number("id", NaN),
      submit: secondsOf(cell("submit")),
      procs: number("procs", NaN),
      run: number("run", -1),
      estimate: number("estimate", -1),
      priority: number("priority", 0),
      user: numbers.user(cell("user")),
      group: numbers.group(cell("group")),
      queue: numbers.queue(cell("queue")),
    };
    const bad = JOB_COLUMNS.find((column) => !Number.isFinite(row[column]));
    if (bad === undefined) builder.add(row, line);
    else builder.drop(`${names[bad] ?? bad} must be a number${bad === "submit" ? " or a date" : ""}`, line);
  }
  return { ok: true, ...builder.finish() };
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Seconds, or those of a date since 1970; without a zone it is UTC. NaN for what is neither. */
function secondsOf(text: string): number {
  if (!/^\d{4}-/.test(text)) return text === "" ? NaN : Number(text);
  const [, day = "", time = "00:00", zone = "Z"] = DATE.exec(text) ?? [];
  // A day that its month has not would roll over into the next one.
  const start = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return NaN;
  return Date.parse(`${day}T${time}${zone.replace(/^(...)(\d\d)$/, "$1:$2")}`) / 1000;
}

const MOST = 2_147_483_647;

/**
 * Numbers of users, groups or queues: their own where all are whole numbers, else from 1 as they come, so that a user
 * called 1 and the first word are not one. -1: not known.
 */
function numbering(cells: readonly string[]): (text: string) => number {
  const own = cells.every(
    (text) => text === "" || (Number.isInteger(Number(text)) && Math.abs(Number(text)) <= MOST),
  );
  const seen = new Map<string, number>();
  return (text) => {
    if (text === "") return -1;
    if (own) return Number(text);
    let found = seen.get(text);
    if (found === undefined) seen.set(text, (found = seen.size + 1));
    return found;
  };
}
