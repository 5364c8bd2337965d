/**
 * The jobs of a run or of a log as columns: what the time line draws. Times are seconds on the clock of the lines,
 * -1 where something has not happened.
 */
import type { JobTimeline, Result } from "../api.ts";

/** Where jobs are: a pool of a site, or the machine of a log. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  readonly siteName: string;
}

/** What each job did, segment after segment, from its submission on; as in a Result. */
export type Segments = Pick<JobTimeline, "kinds" | "reasons" | "first" | "from" | "kind" | "reason"> &
  Partial<JobTimeline>;

export interface JobLines {
  readonly title: string;
  /** Milliseconds since 1970 at second 0; absent: the clock of a log, which begins somewhere. */
  readonly zero?: number;
  /** The seconds that hold everything. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** What chips are called: "chips", "processors". */
  readonly unit: string;
  readonly lanes: readonly Lane[];
  readonly lane: Int32Array;
  /** Names, which of them a job has, and its number among those that share it (0: it has none). */
  readonly names: readonly string[];
  readonly name: Int32Array;
  readonly number: Int32Array;
  /** 1 for jobs of streams: their rows come below those of campaigns. */
  readonly small: Uint8Array;
  readonly submit: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Most chips a job may hold. */
  readonly chips: Float64Array;
  readonly failures?: Int32Array;
  readonly preemptions?: Int32Array;
  /** Absent: a job waits from submission to start and runs from start to end. */
  readonly segments?: Segments;
  /** What is not shown, in whole sentences, where the counts of the segments do not say it. */
  readonly notes?: readonly string[];
}

/** The lines of a run. */
export function jobLinesOf(result: Result): JobLines {
  const { timeline, pools } = result;
  const count = timeline.jobs;
  const jobs = result.jobs.slice(0, count);
  const siteNames = new Map(result.sites.map(({ id, name }) => [id, name]));
  const lanes = pools.map(({ id, site, chipName, system }): Lane => ({
    id,
    name: `${chipName}, ${system}`,
    site,
    siteName: siteNames.get(site) ?? site,
  }));
  const laneOf = new Map(pools.map(({ site, system }, index) => [`${site} ${system}`, index]));
  const nowhere = lanes.length;
  const names: string[] = [];
  const known = new Map<string, number>();
  const runs = new Map<string, number>();
  for (const { campaign } of jobs) runs.set(campaign, (runs.get(campaign) ?? 0) + 1);
  const nameOf = (campaign: string, name: string): number => {
    const at = known.get(campaign);
    if (at !== undefined) return at;
    known.set(campaign, names.length);
    return names.push(name === "" ? campaign : name) - 1;
  };
  const lane = Int32Array.from(jobs, ({ site, system }) => laneOf.get(`${site} ${system}`) ?? nowhere);
  return {
    title: result.scenario.title,
    zero: result.startEpochSeconds * 1000,
    from: 0,
    to: result.horizonSeconds,
    count,
    unit: "chips",
    lanes: [...lanes, { id: "", name: "No place yet", site: "", siteName: "No place yet" }],
    lane,
    names,
    name: Int32Array.from(jobs, (job) => nameOf(job.campaign, job.name)),
    number: Int32Array.from(jobs, ({ id, campaign }) =>
      (runs.get(campaign) ?? 0) > 1 ? Number(id.slice(campaign.length + 1)) : 0,
    ),
    small: Uint8Array.from(jobs, ({ kind }) => (kind === "stream" ? 1 : 0)),
    submit: Float64Array.from(jobs, ({ submitSeconds }) => submitSeconds),
    start: Float64Array.from(jobs, ({ startSeconds }) => startSeconds),
    end: Float64Array.from(jobs, ({ endSeconds }) => endSeconds),
    chips: Float64Array.from(jobs, ({ maxChips }) => maxChips),
    failures: Int32Array.from(jobs, ({ failures }) => failures),
    preemptions: Int32Array.from(jobs, ({ preemptions }) => preemptions),
    segments: timeline,
  };
}
