/** Requests from a table with the columns TIMESTAMP, ContextTokens, GeneratedTokens: the form of Azure's traces of 2023. */
import type { RequestList } from "./spec.ts";

export type RequestTable =
  | { readonly ok: true; readonly requests: RequestList; readonly dropped: readonly string[] }
  | { readonly ok: false; readonly faults: readonly string[] };

const COLUMNS = ["TIMESTAMP", "ContextTokens", "GeneratedTokens"] as const;
const TIME = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|\+00:00)?$/;
const MOST_NAMED = 5;

/**
 * Seconds are counted from the first request; a TIMESTAMP may be a number of seconds. Lines without a prompt or an output
 * are dropped and named; lines out of order are sorted.
 */
export function readRequests(text: string): RequestTable {
  const lines = text.split(/\r?\n/);
  const header = (lines[0] ?? "").split(",").map((name) => name.trim());
  const at = COLUMNS.map((name) => header.indexOf(name));
  const missing = COLUMNS.filter((_, i) => (at[i] ?? -1) < 0);
  if (missing.length > 0) return { ok: false, faults: [`must have a column ${missing.join(", ")}`] };
  const rows: (readonly [number, number, number])[] = [];
  const dropped: string[] = [];
  let lost = 0;
  for (let line = 1; line < lines.length; line++) {
    const fields = (lines[line] ?? "").split(",");
    if (fields.length === 1 && (fields[0] ?? "").trim() === "") continue;
    const [time = NaN, prompt = NaN, output = NaN] = at.map((column, i) =>
      i === 0 ? secondsOf((fields[column] ?? "").trim()) : Number(fields[column] || NaN),
    );
    if (Number.isFinite(time) && prompt > 0 && output >= 1) rows.push([time, prompt, output]);
    else if (++lost <= MOST_NAMED) dropped.push(`line ${line + 1} is dropped: ${printed(lines[line] ?? "")}`);
  }
  if (lost > MOST_NAMED) dropped.push(`${lost - MOST_NAMED} more lines are dropped`);
  if (rows.length === 0) return { ok: false, faults: ["must hold a request", ...dropped] };
  rows.sort((a, b) => a[0] - b[0]);
  const first = rows[0]?.[0] ?? 0;
  return {
    ok: true,
    dropped,
    requests: {
      seconds: Float64Array.from(rows, ([time]) => time - first),
      promptTokens: Float64Array.from(rows, ([, prompt]) => prompt),
      outputTokens: Float64Array.from(rows, ([, , output]) => output),
    },
  };
}

const printed = (line: string): string => (line.length > 60 ? `${line.slice(0, 59)}…` : line);

function secondsOf(text: string): number {
  const found = TIME.exec(text);
  if (found === null) return text === "" ? NaN : Number(text);
  const [, year, month, day, hour, minute, second] = found;
  return (
    Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) / 1000 +
    Number(second)
  );
}
