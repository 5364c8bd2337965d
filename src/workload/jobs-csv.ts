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
    ...JOB_COLUMNS.filter(
      (column, k) => index.get(column) === -1 && (k < NEEDED || names[column] !== undefined),
    ).map(
      (column) =>
        `there must be a column ${names[column] ?? column} (found ${head.fields.join(", ")})${names[column] === undefined ? `; name another by --columns ${column}=...` : ""}`,
    ),
  ];
  if (wrong.length > 0) return { ok: false, faults: wrong };
  const builder = new WorkloadBuilder(procs);
  const numbers = { user: numbering(), group: numbering(), queue: numbering() };
  for (const { line, fields } of rows) {
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
    const bad = JOB_COLUMNS.find((column) => Number.isNaN(row[column]));
    if (bad === undefined) builder.add(row, line);
    else builder.drop(`${names[bad] ?? bad} must be a number${bad === "submit" ? " or a date" : ""}`, line);
  }
  return { ok: true, ...builder.finish() };
}

/** Seconds, or those of a date since 1970. */
const secondsOf = (text: string): number =>
  text === "" ? NaN : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(withZone(text)) / 1000 : Number(text);

/** A date and time without a zone is UTC. */
const withZone = (text: string): string =>
  /(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes(":") ? text : `${text.replace(" ", "T")}Z`;

function numbering(): (text: string) => number {
  const seen = new Map<string, number>();
  return (text) => {
    if (text === "") return -1;
    const number = Number(text);
    if (Number.isInteger(number)) return number;
    let found = seen.get(text);
    if (found === undefined) seen.set(text, (found = seen.size + 1));
    return found;
  };
}
