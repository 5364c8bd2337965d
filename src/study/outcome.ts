/** What a study keeps of one run: small plain data that goes through structured clone, a thousandth of a Result. */
import type { Headline, JobRow, Result, Series } from "../results/types.ts";
import { moneySeries } from "./money-series.ts";
import { monthlyMeans, monthsOf } from "./monthly.ts";

/** Which draws a run was made with. */
export interface Draws {
  /** Number of the draw of inputs; 0: the inputs as written. */
  readonly sample: number;
  readonly seed: number;
  /** Number of the draw of events. */
  readonly replication: number;
}

/** One run of a campaign; seconds from the start of the scenario, -1 where it has not happened or is not set. */
export interface CampaignRun {
  readonly id: string;
  readonly campaign: string;
  readonly name: string;
  /** 1 for the first. */
  readonly run: number;
  readonly submitSeconds: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly deadlineSeconds: number;
  readonly state: JobRow["state"];
}

/** When a level was first reached: ascending levels, and seconds by which each surely had been. */
export interface Reach {
  readonly seconds: Float64Array;
  readonly level: Float64Array;
}

export interface Outcome extends Draws {
  readonly digest: string;
  readonly startEpochSeconds: number;
  readonly horizonSeconds: number;
  readonly headlines: readonly Headline[];
  /** Every run of every campaign that was due, with its deadline where it has one. */
  readonly campaigns: readonly CampaignRun[];
  /** "2026-03": calendar months from the start; the first and last may be parts of one. */
  readonly months: readonly string[];
  /** Label and unit of what `monthly` holds. */
  readonly series: readonly { readonly id: string; readonly label: string; readonly unit: string }[];
  /** Mean of each month, by id of the series (of money: at its end); see `monthlyMeans` for bins that straddle two months. */
  readonly monthly: Readonly<Record<string, Float64Array>>;
  /** By id of a site's power series (building, energised, provisioned, drawn). */
  readonly reach: Readonly<Record<string, Reach>>;
}

const KEPT = new Set([
  "power.agreement.all",
  "power.energised.all",
  "power.drawn.all",
  "fleet.in-service",
  "unserved.all",
  "training.chips",
  "serving.chips",
]);
const KEPT_GROUPS = [
  "power.energised.",
  "power.building.",
  "fleet.generation.",
  "demand.",
  "served.",
  "revenue.",
];
const REACHED = /^power\.(building|energised|provisioned|drawn)\./;

const isKept = (id: string): boolean => KEPT.has(id) || KEPT_GROUPS.some((group) => id.startsWith(group));

/** What is kept of `result`; `sample` is 0 for inputs as written. */
export function outcomeOf(result: Result, sample: number): Outcome {
  const { seed, replication, digest, startEpochSeconds, horizonSeconds, headlines } = result;
  const months = monthsOf(startEpochSeconds, horizonSeconds);
  const kept = result.series.filter((each) => isKept(each.id));
  const money = moneySeries(result, months.names);
  const sites = result.series.filter((each) => each.site !== undefined && REACHED.test(each.id));
  return {
    sample,
    seed,
    replication,
    digest,
    startEpochSeconds,
    horizonSeconds,
    headlines,
    campaigns: result.jobs.filter((job) => job.kind === "campaign").map(campaignRun),
    months: months.names,
    series: [...kept, ...money].map(({ id, label, unit }) => ({ id, label, unit })),
    monthly: Object.fromEntries([
      ...kept.map(
        ({ id, mean }) => [id, monthlyMeans(mean, result.binSeconds, horizonSeconds, months)] as const,
      ),
      ...money.map(({ id, values }) => [id, values] as const),
    ]),
    reach: Object.fromEntries(sites.map((each) => [each.id, reachOf(each, result)])),
  };
}

const campaignRun = (job: JobRow): CampaignRun => ({
  id: job.id,
  campaign: job.campaign,
  name: job.name,
  run: Number(job.id.slice(job.campaign.length + 1)),
  submitSeconds: job.submitSeconds,
  startSeconds: job.startSeconds,
  endSeconds: job.endSeconds,
  deadlineSeconds: job.deadlineSeconds,
  state: job.state,
});

/** A bin that is level throughout has its level from its start on; in any other, its greatest was there by its end. */
function reachOf(series: Series, { binSeconds, horizonSeconds }: Result): Reach {
  const seconds: number[] = [];
  const level: number[] = [];
  let most = 0;
  series.max.forEach((value, bin) => {
    if (value <= most) return;
    most = value;
    const even = value - (series.mean[bin] ?? 0) <= 1e-9 * value;
    seconds.push(Math.min(horizonSeconds, (even ? bin : bin + 1) * binSeconds));
    level.push(value);
  });
  return { seconds: Float64Array.from(seconds), level: Float64Array.from(level) };
}
