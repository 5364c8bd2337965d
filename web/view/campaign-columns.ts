/**
 * What campaigns held and how often they were stopped, by bin, from the event log. The log is bounded:
 * after its last minor event a job is shown at its mean size and at its mean rate of interruptions.
 */
import type { EventKind, EventRow, JobRow, Result } from "../api.ts";
import { groupBy } from "./group-by.ts";

const stops: ReadonlySet<EventKind> = new Set<EventKind>(["job-interrupt", "job-shrink", "job-pause"]);
const minor: ReadonlySet<EventKind> = new Set<EventKind>(["job-interrupt", "job-shrink", "job-grow"]);

/** `campaign.<id>.chips` (mean chips held) and `campaign.<id>.interrupts` (a day), for campaigns alone. */
export function campaignColumns(result: Result): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  const column = (key: string): Float64Array => (columns[key] ??= new Float64Array(result.bins));
  const byJob = groupBy(result.events, ({ subject }) => subject);
  const known = result.eventsDropped === 0 ? result.horizonSeconds : lastMinor(result.events);
  for (const job of result.jobs) {
    if (job.kind !== "campaign" || job.startSeconds < 0) continue;
    const bins: Bins = {
      result,
      chips: column(`campaign.${job.campaign}.chips`),
      stops: column(`campaign.${job.campaign}.interrupts`),
    };
    const events = (byJob.get(job.id) ?? []).filter(({ seconds }) => seconds <= known);
    addKnown(bins, job, events, known);
    addMean(bins, job, events, known);
  }
  return columns;
}

interface Bins {
  readonly result: Result;
  readonly chips: Float64Array;
  readonly stops: Float64Array;
}

function lastMinor(events: readonly EventRow[]): number {
  return events.findLast(({ kind }) => minor.has(kind))?.seconds ?? 0;
}

const endOf = (job: JobRow, result: Result): number =>
  job.endSeconds < 0 ? result.horizonSeconds : job.endSeconds;

function addKnown(bins: Bins, job: JobRow, events: readonly EventRow[], known: number): void {
  let held = 0;
  let since = job.startSeconds;
  for (const event of events) {
    if (event.seconds > since) spread(bins.chips, bins.result, since, event.seconds, held);
    since = Math.max(since, event.seconds);
    held = heldAfter(event, held);
    if (stops.has(event.kind)) addStops(bins, event.seconds, event.seconds, 1);
  }
  spread(bins.chips, bins.result, since, Math.min(known, endOf(job, bins.result)), held);
}

/** Chips a job holds after an event of its own. What a failure takes a spare gives back, mostly at once. */
function heldAfter({ kind, amount }: EventRow, held: number): number {
  switch (kind) {
    case "job-start":
    case "job-resume":
      return amount;
    case "job-grow":
      return held + amount;
    case "job-shrink":
      return Math.max(0, held - amount);
    case "job-pause":
    case "job-end":
      return 0;
    default:
      return held;
  }
}

function addMean(bins: Bins, job: JobRow, events: readonly EventRow[], known: number): void {
  const from = Math.max(known, job.startSeconds);
  const to = endOf(job, bins.result);
  if (to <= from) return;
  spread(bins.chips, bins.result, from, to, job.meanChips);
  const counted = events.filter(({ kind }) => stops.has(kind)).length;
  addStops(bins, from, to, Math.max(0, job.failures + job.preemptions - counted));
}

/** Adds a level that held between two moments to the means of the bins it touches. */
function spread(
  column: Float64Array,
  { binSeconds, bins }: Result,
  from: number,
  to: number,
  level: number,
): void {
  for (let bin = Math.floor(from / binSeconds); bin < bins && bin * binSeconds < to; bin++) {
    const left = Math.max(from, bin * binSeconds);
    const right = Math.min(to, (bin + 1) * binSeconds);
    if (right > left) column[bin] = (column[bin] ?? 0) + (level * (right - left)) / binSeconds;
  }
}

/** Adds `count` stops, evenly between two moments, as a rate a day. */
function addStops({ result, stops: column }: Bins, from: number, to: number, count: number): void {
  if (count === 0) return;
  const perDay = 86_400 / result.binSeconds;
  if (to > from) return spread(column, result, from, to, (count * 86_400) / (to - from));
  const bin = Math.min(result.bins - 1, Math.floor(from / result.binSeconds));
  column[bin] = (column[bin] ?? 0) + count * perDay;
}
