/** What is said of a job: when, how long, and why it waited. */
import { utcFormat } from "d3";
import { formatNumber } from "../format.ts";
import type { JobLines, Segments } from "../view/job-lines.ts";
import { styleOf, styles } from "./inks.ts";
import { endOf } from "./rows.ts";

const minute = utcFormat("%-d %b %Y %H:%M");

export function nameOf(lines: JobLines, job: number): string {
  const name = lines.names[lines.name[job] ?? 0] ?? "";
  const number = lines.number[job] ?? 0;
  return number > 0 ? `${name} ${number}`.trim() : name;
}

/** A moment: the date of a run, days and hours of a log's own clock. */
export function momentText(lines: JobLines, seconds: number): string {
  if (lines.zero !== undefined) return minute(new Date(lines.zero + seconds * 1000));
  const sign = seconds < 0 ? "−" : "";
  const whole = Math.round(Math.abs(seconds));
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const days = Math.floor(whole / 86_400);
  return `${sign}day ${days} ${two((whole % 86_400) / 3600)}:${two((whole % 3600) / 60)}:${two(whole % 60)}`;
}

/** A length of time in the unit it is spoken of in. */
export function lengthText(seconds: number): string {
  if (seconds < 90) return `${formatNumber(Math.round(10 * seconds) / 10)} s`;
  if (seconds < 5400) return `${formatNumber(Math.round((10 * seconds) / 60) / 10)} min`;
  if (seconds < 172_800) return `${formatNumber(Math.round((10 * seconds) / 3600) / 10)} h`;
  return `${formatNumber(Math.round((10 * seconds) / 86_400) / 10)} days`;
}

export function untilOf(lines: JobLines, segments: Segments, job: number, segment: number): number {
  return segment + 1 < (segments.first[job + 1] ?? 0) ? (segments.from[segment + 1] ?? 0) : endOf(lines, job);
}

/** Mean chips a job held in a segment; 0 where nobody says. */
export function meanChips(lines: JobLines, segments: Segments, job: number, segment: number): number {
  const hours = (untilOf(lines, segments, job, segment) - (segments.from[segment] ?? 0)) / 3600;
  return hours > 0 ? (segments.chipHours?.[segment] ?? 0) / hours : 0;
}

/** What is not shown, in whole sentences. */
export function notesOf({ notes, segments }: JobLines): readonly string[] {
  const sentence = (count: number | undefined, rest: string): readonly string[] =>
    count === undefined || count === 0 ? [] : [`${count.toLocaleString("en")} ${rest}`];
  return [
    ...(notes ?? []),
    ...sentence(segments?.jobsDropped, "later jobs have no line."),
    ...sentence(
      segments?.segmentsMerged,
      "restarts and saves are not told apart from the running around them.",
    ),
    ...sentence(segments?.segmentsDropped, "segments were not recorded."),
  ];
}

/** "waiting: other jobs hold the chips". */
export function segmentText({ kinds, reasons, kind, reason }: Segments, segment: number): string {
  const why = reasons[reason[segment] ?? 0] ?? "";
  const what = kinds[kind[segment] ?? 0] ?? "";
  return why === "" ? what : `${what}: ${why}`;
}

const isWait = (segments: Segments, segment: number): boolean => {
  const { id } = styles[styleOf(segments, segment)] ?? { id: "" };
  return id.startsWith("wait-") || id === "reserving" || id === "stalled";
};

export interface Wait {
  readonly text: string;
  readonly seconds: number;
  readonly times: number;
}

/** The waits of a job by what was said of them, longest first. */
export function waitsOf(lines: JobLines, segments: Segments, job: number): readonly Wait[] {
  const waits = new Map<string, { seconds: number; times: number }>();
  for (let at = segments.first[job] ?? 0; at < (segments.first[job + 1] ?? 0); at++) {
    if (!isWait(segments, at)) continue;
    const text = segmentText(segments, at);
    const sum = waits.get(text) ?? { seconds: 0, times: 0 };
    waits.set(text, sum);
    sum.seconds += untilOf(lines, segments, job, at) - (segments.from[at] ?? 0);
    sum.times++;
  }
  return [...waits]
    .map(([text, { seconds, times }]) => ({ text, seconds, times }))
    .filter(({ seconds }) => seconds > 0)
    .toSorted((a, b) => b.seconds - a.seconds);
}

export const waitsText = (waits: readonly Wait[]): string =>
  waits
    .map(
      ({ text, seconds, times }) => `${text}, ${lengthText(seconds)}${times > 1 ? ` in ${times} parts` : ""}`,
    )
    .join("; ");

/** The most chips a job may hold; empty where nobody says. */
export const chipsText = ({ chips, unit }: JobLines, job: number): string => {
  const most = chips[job] ?? 0;
  return most > 0 ? `${formatNumber(most)} ${most === 1 ? unit.replace(/s$/, "") : unit}` : "";
};

/** Submitted, started, ended, and what lies between. */
export function timesText(lines: JobLines, job: number): string {
  const [submit, start, end] = [lines.submit[job] ?? 0, lines.start[job] ?? -1, lines.end[job] ?? -1];
  const parts = [`Submitted ${momentText(lines, submit)}`];
  if (start < 0) parts.push(`never started (${lengthText(lines.to - submit)} in the queue)`);
  else {
    parts.push(
      `started ${momentText(lines, start)}${start > submit ? ` after ${lengthText(start - submit)}` : " at once"}`,
    );
    parts.push(
      end < 0
        ? "had not ended when the run did"
        : `ended ${momentText(lines, end)}, ${lengthText(end - start)} later`,
    );
  }
  return `${parts.join(", ")}.`;
}

/** The finding over the chart: how long jobs waited and what for. */
export function findingOf(lines: JobLines, segments: Segments): string {
  const byReason = new Map<string, number>();
  let waited = 0;
  let jobs = 0;
  for (let job = 0; job < lines.count; job++) {
    const start = lines.start[job] ?? -1;
    jobs++;
    waited += (start < 0 ? lines.to : start) - (lines.submit[job] ?? 0);
    for (let at = segments.first[job] ?? 0; at < (segments.first[job + 1] ?? 0); at++) {
      if (!isWait(segments, at)) continue;
      const label = segments.reasons[segments.reason[at] ?? 0] ?? "";
      const seconds = untilOf(lines, segments, job, at) - (segments.from[at] ?? 0);
      byReason.set(label, (byReason.get(label) ?? 0) + seconds);
    }
  }
  if (jobs === 0) return "No jobs";
  const all = [...byReason.values()].reduce((sum, seconds) => sum + seconds, 0);
  const [most] = [...byReason].toSorted(([, a], [, b]) => b - a);
  const many = jobs === 1 ? "The one job" : `${jobs.toLocaleString("en")} jobs`;
  const first = `${many} waited ${lengthText(waited / jobs)} to start${jobs === 1 ? "" : " on average"}`;
  if (most === undefined || all <= 0 || lines.zero === undefined) return first;
  const share = Math.round((100 * most[1]) / all);
  return `${first}; ${share} % of all waits and pauses: ${most[0]}`;
}
