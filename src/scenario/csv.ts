/** CSV by RFC 4180: quoted fields, doubled quotes, line breaks in quotes, CRLF or LF, an optional BOM. */

export interface CsvRecord {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvFault {
  readonly line: number;
  readonly message: string;
}

/** Splits a text into records; blank lines and lines that begin with # are left out. */
export function parseCsv(text: string): {
  readonly records: readonly CsvRecord[];
  readonly faults: readonly CsvFault[];
} {
  const records: CsvRecord[] = [];
  const faults: CsvFault[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const begin = line;
    const fields: string[] = [];
    if (text[at] === "#") {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end + 1;
      line++;
      continue;
    }
    for (let more = true; more;) {
      const [field, next, lines, fault] = text[at] === '"' ? quotedField(text, at) : plainField(text, at);
      if (fault !== "") faults.push({ line, message: fault });
      fields.push(field);
      line += lines;
      at = next;
      more = text[at] === ",";
      if (more) at++;
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    line++;
    if (fields.length > 1 || (fields[0] ?? "").trim() !== "") records.push({ line: begin, fields });
  }
  return { records, faults };
}

type Field = readonly [text: string, next: number, lineBreaks: number, fault: string];

const endsField = (c: string | undefined): boolean =>
  c === undefined || c === "," || c === "\n" || c === "\r";

function plainField(text: string, from: number): Field {
  let end = from;
  while (!endsField(text[end])) end++;
  const field = text.slice(from, end);
  return [
    field.trim(),
    end,
    0,
    field.includes('"') ? "a quote must begin its field, or be doubled inside quotes" : "",
  ];
}

function quotedField(text: string, from: number): Field {
  let value = "";
  let lines = 0;
  let at = from + 1;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return [value + text.slice(at), text.length, lines, "a quoted field must be closed"];
    const part = text.slice(at, close);
    for (let i = part.indexOf("\n"); i >= 0; i = part.indexOf("\n", i + 1)) lines++;
    value += part;
    at = close + 1;
    if (text[at] !== '"') break;
    value += '"';
    at++;
  }
  let end = at;
  while (!endsField(text[end])) end++;
  return [
    value,
    end,
    lines,
    text.slice(at, end).trim() === "" ? "" : "a quoted field must end at its closing quote",
  ];
}

/** One field as RFC 4180 wants it. Numbers are written in full, so that reading gives the same bits back. */
export function csvField(value: string | number): string {
  const text = typeof value === "number" ? String(value) : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as CSV text, LF at each line's end. */
export function toCsv(header: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = [header.map(csvField).join(",")];
  for (const row of rows) lines.push(row.map(csvField).join(","));
  return `${lines.join("\n")}\n`;
}
