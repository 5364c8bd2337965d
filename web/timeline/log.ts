/**
 * A log of jobs as CSV -> lines: columns id, submit, start and end in seconds, and procs (or chips) where it has them.
 * The file of a run (`jobs.csv`) has the same under `submitSeconds` and so on, and is read too.
 */
import { parseCsv } from "../../src/index.ts";
import type { JobLines, Segments } from "../view/job-lines.ts";

/** Jobs of a log that are shown. */
const MOST = 250_000;
/** Bad lines that are named. */
const NAMED = 5;

const COLUMNS = {
  id: ["id"],
  submit: ["submitSeconds", "submit"],
  start: ["startSeconds", "start"],
  end: ["endSeconds", "end"],
  chips: ["procs", "chips", "maxChips"],
} as const;

/** Codes of the two kinds of segment a log has, as those of a run, and of its one reason. */
const WAITING = 0;
const RUNNING = 2;
const QUEUED = 27;

/** @throws Error where the file is no log of jobs or has none */
export function readLog(file: string, text: string): JobLines {
  const { records, faults } = parseCsv(text);
  const [header, ...rows] = records;
  // A name that says seconds goes before one that may be a date.
  const placeOf = (key: keyof typeof COLUMNS): number =>
    COLUMNS[key].map((name) => header?.fields.indexOf(name) ?? -1).find((index) => index >= 0) ?? -1;
  const at = {
    id: placeOf("id"),
    submit: placeOf("submit"),
    start: placeOf("start"),
    end: placeOf("end"),
    chips: placeOf("chips"),
  };
  const missing = (["id", "submit", "start", "end"] as const).filter((key) => at[key] < 0);
  if (missing.length > 0) throw new Error(`${file} has no column ${missing.join(", ")}`);
  const bad: string[] = faults.map(({ line, message }) => `line ${line}: ${message}`);
  const kept: { id: string; submit: number; start: number; end: number; chips: number }[] = [];
  let beyond = 0;
  for (const { line, fields } of rows) {
    // What has not happened is empty, or -1 as the Standard Workload Format has it.
    const number = (key: keyof typeof COLUMNS): number => {
      const field = (fields[at[key]] ?? "").trim();
      return field === "" ? -1 : Number(field);
    };
    const job = {
      id: fields[at.id] ?? "",
      submit: number("submit"),
      start: number("start"),
      end: number("end"),
      chips: at.chips < 0 ? 0 : number("chips"),
    };
    const fault = faultOf(job);
    if (fault !== undefined) bad.push(`line ${line}: ${fault}`);
    else if (kept.length >= MOST) beyond++;
    else kept.push(job);
  }
  if (kept.length === 0)
    throw new Error(`${file} has no job that can be shown${bad.length > 0 ? ` (${bad[0]})` : ""}`);
  return linesOf(file, kept, [
    ...(bad.length > 0
      ? [
          `${bad.length} lines are left out: ${bad.slice(0, NAMED).join("; ")}${bad.length > NAMED ? "; …" : ""}.`,
        ]
      : []),
    ...(beyond > 0 ? [`${beyond} jobs beyond the first ${MOST} are not shown.`] : []),
  ]);
}

function faultOf(job: {
  readonly submit: number;
  readonly start: number;
  readonly end: number;
  readonly chips: number;
}): string | undefined {
  const { submit, start, end, chips } = job;
  if (![submit, start, end, chips].every(Number.isFinite)) return "times must be numbers of seconds";
  if (submit < 0) return "submit must not be negative";
  if (start >= 0 && start < submit) return `start ${start} is before submit ${submit}`;
  if (end >= 0 && (start < 0 || end < start)) return `end ${end} is before start`;
  return undefined;
}

function linesOf(
  title: string,
  jobs: readonly {
    readonly id: string;
    readonly submit: number;
    readonly start: number;
    readonly end: number;
    readonly chips: number;
  }[],
  notes: readonly string[],
): JobLines {
  const count = jobs.length;
  let from = Infinity;
  let to = -Infinity;
  for (const { submit, start, end } of jobs) {
    from = Math.min(from, submit);
    to = Math.max(to, submit + 1, start, end);
  }
  return {
    title,
    from,
    to,
    count,
    unit: "processors",
    lanes: [{ id: "log", name: title, site: "", siteName: title }],
    lane: new Int32Array(count),
    names: jobs.map(({ id }) => `job ${id}`),
    name: Int32Array.from(jobs, (_, job) => job),
    number: new Int32Array(count),
    small: new Uint8Array(count),
    submit: Float64Array.from(jobs, ({ submit }) => submit),
    start: Float64Array.from(jobs, ({ start }) => start),
    end: Float64Array.from(jobs, ({ end }) => end),
    chips: Float64Array.from(jobs, ({ chips }) => Math.max(0, chips)),
    notes,
  };
}

/** Waiting and running of jobs of which only submission, start and end are known. */
export function plainSegments({ count, submit, start }: JobLines): Segments {
  const first = new Int32Array(count + 1);
  const from: number[] = [];
  const kind: number[] = [];
  for (let job = 0; job < count; job++) {
    const [asked, began] = [submit[job] ?? 0, start[job] ?? -1];
    if (began !== asked) {
      from.push(asked);
      kind.push(WAITING);
    }
    if (began >= 0) {
      from.push(began);
      kind.push(RUNNING);
    }
    first[job + 1] = from.length;
  }
  return {
    kinds: ["waiting", "", "running"],
    reasons: Array.from({ length: QUEUED + 1 }, (_, code) =>
      code === QUEUED ? "the log does not say why" : "",
    ),
    first,
    from: Float64Array.from(from),
    kind: Uint8Array.from(kind),
    reason: Uint8Array.from(kind, (code) => (code === WAITING ? QUEUED : 0)),
  };
}
