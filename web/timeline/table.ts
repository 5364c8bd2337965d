/** The jobs as rows: what a table shows and a CSV file holds. */
import type { Table } from "../charts/chart.ts";
import type { JobLines, Segments } from "../view/job-lines.ts";
import { endOf } from "./rows.ts";
import { lengthText, meanChips, momentText, nameOf, waitsOf, waitsText } from "./text.ts";

/** Rows of a table on the page; a file has them all. */
export const mostRows = 2000;

/** Jobs that are there in a window, in the order of submission. */
export function jobsWithin(
  { count, submit }: JobLines,
  ends: (job: number) => number,
  shown: (job: number) => boolean,
  from: number,
  to: number,
): number[] {
  const jobs: number[] = [];
  for (let job = 0; job < count; job++)
    if ((submit[job] ?? 0) < to && ends(job) > from && shown(job)) jobs.push(job);
  return jobs.sort((a, b) => (submit[a] ?? 0) - (submit[b] ?? 0) || a - b);
}

const whereOf = (lines: JobLines, job: number): string => {
  const lane = lines.lanes[lines.lane[job] ?? 0];
  return lane === undefined || lane.site === "" ? "" : `${lane.siteName}: ${lane.name}`;
};

export function jobsTable(lines: JobLines, segments: Segments, jobs: readonly number[]): Table {
  const moment = (seconds: number): string => (seconds < 0 ? "" : momentText(lines, seconds));
  return {
    columns: ["job", "where", lines.unit, "submitted", "started", "ended", "failures", "to start", "waits"],
    rows: jobs.map((job) => {
      const [submit, start] = [lines.submit[job] ?? 0, lines.start[job] ?? -1];
      return [
        nameOf(lines, job),
        whereOf(lines, job),
        lines.chips[job] ?? 0,
        moment(submit),
        moment(start),
        moment(lines.end[job] ?? -1),
        lines.failures?.[job] ?? "",
        start < 0 ? "never" : lengthText(start - submit),
        waitsText(waitsOf(lines, segments, job)),
      ];
    }),
  };
}

/** One line a segment: what a script would ask for. Times in seconds of the run's or the log's clock. */
export function* csvLines(
  lines: JobLines,
  segments: Segments,
  jobs: readonly number[],
): Generator<readonly (string | number)[]> {
  const unit = lines.unit;
  yield [
    "job",
    "where",
    "submit",
    "start",
    "end",
    `most ${unit}`,
    "from",
    "until",
    "state",
    "reason",
    `mean ${unit}`,
  ];
  for (const job of jobs) {
    const facts = [
      nameOf(lines, job),
      whereOf(lines, job),
      ...[lines.submit, lines.start, lines.end].map((times) => {
        const time = times[job] ?? -1;
        return time < 0 ? "" : time;
      }),
      lines.chips[job] ?? 0,
    ];
    const last = (segments.first[job + 1] ?? 0) - 1;
    for (let at = segments.first[job] ?? 0; at <= last; at++)
      yield [
        ...facts,
        segments.from[at] ?? 0,
        at < last ? (segments.from[at + 1] ?? 0) : endOf(lines, job),
        segments.kinds[segments.kind[at] ?? 0] ?? "",
        segments.reasons[segments.reason[at] ?? 0] ?? "",
        segments.chipHours === undefined ? "" : meanChips(lines, segments, job, at),
      ];
  }
}
