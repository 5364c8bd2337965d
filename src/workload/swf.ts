/**
 * The Standard Workload Format (https://www.cs.huji.ac.il/labs/parallel/workload/swf.html) as logs really are: floats,
 * leading blanks, no line break at the end, -1 for what is not known, lines in any order.
 */
import { WorkloadBuilder } from "./build.ts";
import type { Workload } from "./jobs.ts";
import type { LogReport } from "./report.ts";

export interface SwfLog {
  /** `; Key: value` lines; the first where a key comes twice. */
  readonly header: ReadonlyMap<string, string>;
  readonly workload: Workload;
  readonly report: LogReport;
}

/** Fields of a line, from 0. */
const [ID, SUBMIT, RUN, ALLOCATED, ASKED, ASKED_TIME, USER, GROUP, QUEUE] = [0, 1, 3, 4, 7, 8, 11, 12, 14];
const LEAST_FIELDS = 5;
const ALL_FIELDS = 18;

/**
 * Reads a log. Processors are those asked for (field 8), or those it got (field 5); run time is field 4, cut to the time
 * asked for (field 9). `procs`: those of the machine, by default the header's MaxProcs; jobs that ask for more are dropped.
 */
export function readSwf(text: string, procs?: number): SwfLog {
  const header = headerOf(text);
  const builder = new WorkloadBuilder(procs ?? machineOf(header));
  let [at, line] = [0, 0];
  while (at < text.length) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const record = text.slice(at, end).trim();
    at = end + 1;
    line++;
    if (record === "" || record.startsWith(";")) continue;
    const fields = record.split(/\s+/, ALL_FIELDS).map(Number);
    if (fields.some((field) => !Number.isFinite(field))) builder.drop("not all fields are numbers", line);
    else if (fields.length < LEAST_FIELDS)
      builder.drop(`it must have ${ALL_FIELDS} fields, the first ${LEAST_FIELDS} at least`, line);
    else if (builder.add(rowOf(fields), line) && fields.length < ALL_FIELDS)
      builder.changed.add(`fewer than ${ALL_FIELDS} fields, the rest taken as not known`, line);
  }
  return { header, ...builder.finish() };
}

function rowOf(fields: readonly number[]): Parameters<WorkloadBuilder["add"]>[0] {
  const field = (index: number): number => fields[index] ?? -1;
  return {
    id: field(ID),
    submit: field(SUBMIT),
    procs: field(ASKED) > 0 ? field(ASKED) : field(ALLOCATED),
    run: field(RUN),
    estimate: field(ASKED_TIME),
    user: field(USER),
    group: field(GROUP),
    queue: field(QUEUE),
  };
}

function headerOf(text: string): ReadonlyMap<string, string> {
  const header = new Map<string, string>();
  for (const [, key = "", value = ""] of text.matchAll(/^\s*;\s*([A-Za-z]\w*)\s*:[ \t]*(.*?)\s*$/gm))
    if (!header.has(key)) header.set(key, value);
  return header;
}

/** Processors of the machine by the header; undefined where it does not say. */
export function machineOf(header: ReadonlyMap<string, string>): number | undefined {
  const procs = Number.parseInt(header.get("MaxProcs") ?? header.get("MaxNodes") ?? "", 10);
  return procs >= 1 ? procs : undefined;
}
