/** Jobs and their events -> rows of the campaigns chart. */
import { groupBy } from "./group-by.ts";
import type { EventRow, JobRow, Result } from "../api.ts";
import type { CampaignView, JobView } from "./run-view.ts";

type Span = readonly [number, number];

export function campaignsOf(result: Result): CampaignView[] {
  const chips = new Map(result.pools.map(({ system, chip }) => [system, chip]));
  const pauses = pausesByJob(result);
  const byCampaign = groupBy(result.jobs, ({ campaign }) => campaign);
  const rows = [...byCampaign].map(([id, jobs]): CampaignView => {
    const [first] = jobs;
    return {
      id,
      name: first === undefined || first.name === "" ? id : first.name,
      kind: first?.kind ?? "campaign",
      jobs: jobs.map((job) =>
        jobView(result, job, jobs.length > 1, chips.get(job.system) ?? "", pauses.get(job.id) ?? []),
      ),
    };
  });
  return rows.sort((one, other) => rank(one.kind) - rank(other.kind) || largest(other) - largest(one));
}

const largest = ({ jobs }: CampaignView): number => Math.max(0, ...jobs.map(({ maxChips }) => maxChips));
const rank = (kind: JobRow["kind"]): number => (kind === "campaign" ? 0 : 1);

function jobView(
  result: Result,
  job: JobRow,
  numbered: boolean,
  chip: string,
  pauses: readonly Span[],
): JobView {
  const at = (seconds: number): number => (result.startEpochSeconds + seconds) * 1000;
  const name = job.name === "" ? job.campaign : job.name;
  return {
    id: job.id,
    name: numbered ? `${name} ${runNumber(job.id)}`.trim() : name,
    state: job.state,
    submit: at(Math.max(0, job.submitSeconds)),
    ...(job.startSeconds < 0 ? {} : { start: at(job.startSeconds) }),
    ...(job.endSeconds < 0 ? {} : { end: at(job.endSeconds) }),
    ...(job.deadlineSeconds < 0 || !Number.isFinite(job.deadlineSeconds)
      ? {}
      : { deadline: at(job.deadlineSeconds) }),
    chip,
    site: job.site,
    maxChips: job.maxChips,
    meanChips: Math.round(job.meanChips),
    done: job.flopsGoal > 0 ? rounded(Math.min(1, job.flopsDone / job.flopsGoal)) : 0,
    ettr: rounded(job.ettr),
    failures: job.failures,
    preemptions: job.preemptions,
    pauses: pauses.map(([from, to]) => [at(from), at(to)] as const),
  };
}

const rounded = (share: number): number => Math.round(1e4 * share) / 1e4;
const runNumber = (id: string): string => /(\d+)$/.exec(id)?.[1] ?? "";

/** Spans between a pause and the next resume of each job, in seconds. */
function pausesByJob(result: Result): Map<string, Span[]> {
  const spans = new Map<string, Span[]>();
  const open = new Map<string, number>();
  const close = (subject: string, seconds: number): void => {
    const from = open.get(subject);
    if (from === undefined) return;
    open.delete(subject);
    // Within a bin the chart shows how many chips were held on average, which says it better.
    if (seconds - from < Math.max(result.binSeconds, 86_400)) return;
    spans.set(subject, [...(spans.get(subject) ?? []), [from, seconds]]);
  };
  for (const event of result.events) {
    if (isPause(event)) open.set(event.subject, open.get(event.subject) ?? event.seconds);
    else if (event.kind === "job-resume" || event.kind === "job-end") close(event.subject, event.seconds);
  }
  for (const subject of open.keys()) close(subject, result.horizonSeconds);
  return spans;
}

const isPause = ({ kind }: EventRow): boolean => kind === "job-pause";
