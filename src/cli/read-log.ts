/** A job log from a file: SWF, or a table with named columns; either may be gzipped. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  JOB_COLUMNS,
  jobsOf,
  machineOf,
  parseJson,
  perHourFor,
  readJobTable,
  readRecipe,
  readSwf,
  rowOf,
  suggestion,
  WorkloadBuilder,
  workloadFiles,
} from "../index.ts";
import type { JobColumn, LogReport, Workload } from "../index.ts";
import { badInput } from "./fail.ts";

/** A text of V8 holds half a gigabyte of letters. */
const MOST_BYTES = 500_000_000;

export interface JobLog {
  readonly workload: Workload;
  readonly report: LogReport;
  /** Processors of the machine: as asked, else as the log's header says. */
  readonly procs: number;
}

/** What makes jobs out of a recipe. */
export interface Drawing {
  readonly seed: number;
  /** Instead of the recipe's own number of jobs; and of its rate, the part of the machine they ask for. */
  readonly jobs?: number;
  readonly load?: number;
}

/** @throws {CommandFault} with all that is wrong */
export function readJobLog(
  path: string,
  procs: number | undefined,
  columns: Partial<Record<JobColumn, string>>,
  drawing: Drawing,
): JobLog {
  const mix = workloadFiles[path];
  if (mix !== undefined) return drawn(path, mix, procs, drawing);
  if (!/[./\\]/.test(path) && !existsSync(path))
    throw badInput([
      { path, message: `must be a file or a job mix${suggestion(path, Object.keys(workloadFiles))}` },
    ]);
  const text = readLogText(path);
  if (/\.json$/i.test(path)) {
    const parsed = parseJson(path, text);
    if (!parsed.ok) throw badInput([parsed.issue]);
    return drawn(path, parsed.value, procs, drawing);
  }
  if (/\.csv(\.gz)?$/i.test(path)) {
    if (procs === undefined)
      throw badInput([
        { path: "--procs", message: "must be given: a table does not say how large the machine is" },
      ]);
    const table = readJobTable(text, columns, procs);
    if (!table.ok) throw badInput(table.faults.map((message) => ({ path, message })));
    return { ...table, procs };
  }
  const log = readSwf(text, procs);
  const machine = procs ?? machineOf(log.header);
  if (machine === undefined)
    throw badInput([{ path: "--procs", message: "must be given: the log's header has no MaxProcs" }]);
  return { ...log, procs: machine };
}

function drawn(path: string, file: unknown, procs: number | undefined, drawing: Drawing): JobLog {
  const read = readRecipe(file);
  if (!read.ok) throw badInput(read.faults.map((message) => ({ path, message })));
  if (procs === undefined)
    throw badInput([
      { path: "--procs", message: "must be given: a job mix does not say how large the machine is" },
    ]);
  const { recipe } = read.file;
  const { seed, jobs = recipe.jobs, load } = drawing;
  const perHour =
    load === undefined ? recipe.arrivals.perHour : perHourFor({ ...recipe, jobs }, load, procs, seed);
  if (!(perHour > 0 && perHour < Infinity))
    throw badInput([
      { path: "--load", message: "needs sizes and run times whose means are known and above 0" },
    ]);
  const workload = jobsOf({ ...recipe, jobs, arrivals: { ...recipe.arrivals, perHour } }, seed);
  const builder = new WorkloadBuilder(procs);
  for (let job = 0; job < workload.count; job++) builder.add(rowOf(workload, job), job + 1);
  return { ...builder.finish(), procs };
}

/** Text of a log or a trace, unpacked where it is gzipped. @throws {CommandFault} */
export function readLogText(path: string): string {
  const refuse = (message: string, found?: string): Error =>
    badInput([found === undefined ? { path, message } : { path, message, found }]);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw refuse("does not exist");
  if (!stat.isFile()) throw refuse("must be a file", stat.isDirectory() ? "a directory" : "something else");
  if (stat.size > MOST_BYTES) throw refuse("must be at most 500 MB", `${Math.round(stat.size / 1e6)} MB`);
  const bytes = readFileSync(path);
  return new TextDecoder("utf-8").decode(bytes[0] === 0x1f && bytes[1] === 0x8b ? unzipped() : bytes);

  function unzipped(): Uint8Array {
    try {
      return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "ERR_BUFFER_TOO_LARGE") throw refuse("must be at most 500 MB when unpacked", "more");
      if (code === "Z_BUF_ERROR") throw refuse("must be a whole gzip file", "one that ends early");
      throw refuse("must be a gzip file", `one that is damaged (${String(code)})`);
    }
  }
}

/** `id=job_id,procs=gpus` as names of columns. @throws {CommandFault} for a column that is not known */
export function columnsOf(text: string): Partial<Record<JobColumn, string>> {
  const pairs = text.split(",").map((pair): readonly [string, string] => {
    const [column = "", name = ""] = pair.split("=", 2).map((word) => word.trim());
    return [column, name];
  });
  const wrong = pairs
    .filter(([column, name]) => !JOB_COLUMNS.some((each) => each === column) || name === "")
    .map(([column, name]) => ({
      path: `--columns ${column}`,
      message:
        name === ""
          ? "must be followed by = and the column's name in the file"
          : `is no column that is read${suggestion(column, JOB_COLUMNS)}`,
    }));
  if (wrong.length > 0) throw badInput(wrong);
  return Object.fromEntries(pairs);
}
