/** Tables that come as CSV: what columns they have, and what part of a scenario they become. */
import { parseCsv } from "./csv.ts";
import { IssueList, suggestion } from "./issues.ts";
import type { Issue } from "./issues.ts";
import { checkSize } from "./limits.ts";
import { isoDate } from "./quantity.ts";
import { isoHour } from "./iso-hour.ts";

/** Texts of CSV files. */
export interface Tables {
  /** `series,date,value,unit[,low,high,source]`: replaces `actuals`. */
  readonly actuals?: string;
  /** `start,region,class,tokensPerSecond`: replaces `inference.hourly`. */
  readonly demand?: string;
  /** `date,site,system,chips[,id,ordered,leadTimeDays,note]`: replaces `deliveries`. */
  readonly deliveries?: string;
  /** By site, `date,itMw[,hall,id,note]`: replaces the site's `phases`. */
  readonly phases?: Readonly<Record<string, string>>;
}

type Type = "text" | "day" | "hour" | "number";
export interface Column {
  readonly name: string;
  readonly type: Type;
  readonly optional?: true;
  readonly help: string;
}

const column = (name: string, type: Type, help: string): Column => ({ name, type, help });
const maybe = (name: string, type: Type, help: string): Column => ({ name, type, help, optional: true });

/** Columns by table, in the order in which the reference lists them. */
export const COLUMNS = {
  actuals: [
    column("series", "text", "id of a series of the result, such as power.building.new-carlisle"),
    column("date", "day", "day on which it was so"),
    column("value", "number", "the value"),
    column("unit", "text", "its unit, the series' own"),
    maybe("low", "number", "5th percentile"),
    maybe("high", "number", "95th percentile"),
    maybe("source", "text", "who says so"),
  ],
  demand: [
    column("start", "hour", "first minute of the hour, as 2026-01-01T05:00Z"),
    column("region", "text", "a region of inference.regions"),
    column("class", "text", "a class of inference.classes"),
    column("tokensPerSecond", "number", "output tokens a second in that hour"),
  ],
  deliveries: [
    maybe("date", "day", "arrival; or leave it empty and give ordered and leadTimeDays"),
    column("site", "text", "a site of the scenario"),
    column("system", "text", "a system of the catalogue"),
    column("chips", "number", "chips in the batch"),
    maybe("id", "text", "id of the delivery; row-<line> when left out"),
    maybe("ordered", "day", "day of the order"),
    maybe("leadTimeDays", "number", "days from order to arrival"),
    maybe("note", "text", "a remark"),
  ],
  phases: [
    column("date", "day", "planned date"),
    column("itMw", "number", "building MW from then on, cumulative"),
    maybe("hall", "text", "air or liquid; air when left out"),
    maybe("id", "text", "id of the phase; row-<line> when left out"),
    maybe("note", "text", "a remark"),
  ],
} as const satisfies Readonly<Record<keyof Tables, readonly Column[]>>;

/** One record read: values by column, absent where the field is empty. */
export interface Row {
  readonly line: number;
  readonly values: Readonly<Record<string, string | number>>;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const RULES: Readonly<Record<Type, string>> = {
  text: "must not be empty",
  day: "must be a day that exists, as YYYY-MM-DD",
  hour: "must be a full hour in UTC, as YYYY-MM-DDTHH:00Z",
  number: "must be a number, with a point and without thousands separators",
};

function read(type: Type, text: string): string | number | undefined {
  switch (type) {
    case "text":
      return text;
    case "day":
      return isoDate.safeParse(text).success ? text : undefined;
    case "hour":
      return isoHour.safeParse(text).success ? text : undefined;
    case "number":
      return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
}

/** Reads a table; every fault carries the line as `name:line`. Column order is free. */
export function readTable(
  name: string,
  text: string,
  columns: readonly Column[],
): { readonly rows: readonly Row[]; readonly issues: readonly Issue[] } {
  const list = new IssueList();
  const tooBig = checkSize(name, text.length);
  if (tooBig !== undefined) return { rows: [], issues: [tooBig] };
  const { records, faults } = parseCsv(text);
  for (const fault of faults) list.add({ path: `${name}:${fault.line}`, message: fault.message });
  const [header, ...body] = records;
  const names = columns.map((each) => each.name);
  if (header === undefined)
    return {
      rows: [],
      issues: [
        { path: name, message: `must begin with a header line: ${names.join(",")}`, found: "an empty file" },
      ],
    };
  for (const [i, field] of header.fields.entries()) {
    if (!names.includes(field))
      list.report(
        `${name}:${header.line}`,
        `must have columns of ${names.join(",")}${near(field, names)}`,
        field,
      );
    else if (header.fields.indexOf(field) !== i)
      list.report(`${name}:${header.line}`, "must have each column once", field);
  }
  for (const { name: wanted, optional } of columns)
    if (optional !== true && !header.fields.includes(wanted))
      list.add({
        path: `${name}:${header.line}`,
        message: `must have the column ${wanted}`,
        found: header.fields.join(","),
      });
  if (list.issues.length > 0) return { rows: [], issues: list.issues };
  const rows = body.map(({ line, fields }) =>
    readRow(list, `${name}:${line}`, line, header.fields, fields, columns),
  );
  return { rows, issues: list.issues };
}

const near = (word: string, names: readonly string[]): string => {
  const hint = suggestion(word, names);
  return hint.startsWith("; did") ? hint : "";
};

function readRow(
  list: IssueList,
  path: string,
  line: number,
  header: readonly string[],
  fields: readonly string[],
  columns: readonly Column[],
): Row {
  const values: Record<string, string | number> = {};
  // Optional fields at the end of a row may be left away, as many programs write them.
  const spare = header
    .slice(fields.length)
    .every((name) => columns.some((c) => c.name === name && c.optional === true));
  if (fields.length > header.length || !spare)
    list.add({
      path,
      message: `must have ${header.length} fields, as the header`,
      found: String(fields.length),
    });
  else
    for (const { name, type, optional } of columns) {
      const text = (fields[header.indexOf(name)] ?? "").trim();
      if (text === "" && optional === true) continue;
      const value = text === "" ? undefined : read(type, text);
      if (value === undefined) list.report(`${path} ${name}`, RULES[type], text);
      else values[name] = value;
    }
  return { line, values };
}
