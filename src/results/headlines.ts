/** The few numbers a run is remembered by, and one sentence for each chart. */
import { isoDate } from "../engine/index.ts";
import { LEDGER_STATES, S } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import { megawatts, monthName, percent, short } from "./format.ts";
import type { LedgerView } from "./ledger-view.ts";
import type { Bind, Headline, JobRow, Result, Series } from "./types.ts";

const STATES = LEDGER_STATES.length;

/** Chip-hours of each state over the whole run. */
export function stateHours(view: LedgerView, pools: number, bins: number): Float64Array {
  const hours = new Float64Array(STATES);
  for (let p = 0; p < pools; p++)
    for (let k = 0; k < STATES; k++)
      for (let b = 0; b < bins; b++)
        hours[k] = (hours[k] ?? 0) + (view.ledger[(p * STATES + k) * bins + b] ?? 0);
  return hours;
}

const last = (series: Series | undefined): number => series?.mean[series.mean.length - 1] ?? 0;
const sum = (array: Float64Array | undefined): number =>
  (array ?? new Float64Array(0)).reduce((a, b) => a + b, 0);

export function buildHeadlines(
  world: World,
  view: LedgerView,
  series: readonly Series[],
  jobs: readonly JobRow[],
): Headline[] {
  const { model, recorder } = world;
  const find = (id: string): Series | undefined => series.find((s) => s.id === id);
  const hours = stateHours(view, model.pools.length, recorder.bins);
  const delivered = sum(view.delivered);
  const waiting = (hours[S.stagedNoHall] ?? 0) + (hours[S.stagedNoPower] ?? 0) + (hours[S.burnIn] ?? 0);
  const service = delivered - waiting;
  const held = [S.productive, S.uncommitted, S.checkpointing, S.lost, S.restarting, S.stalled].reduce(
    (a, k) => a + (hours[k] ?? 0),
    0,
  );
  const useful = LEDGER_STATES.reduce((a, state, k) => a + (state.useful ? (hours[k] ?? 0) : 0), 0);
  const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
  const peak = (find("power.drawn.all")?.max ?? new Float64Array(0)).reduce((a, b) => Math.max(a, b), 0);
  const demand = sum(find("demand.all")?.mean);
  const campaigns = jobs.filter((job) => job.kind === "campaign");
  const done = campaigns.filter((job) => job.state === "done");
  const missed = campaigns.filter((job) => missedDeadline(job, model.horizonSeconds));
  const energy = view.energyMwh;
  let facilityGwh = 0;
  model.sites.forEach((site, s) => {
    for (let b = 0; b < recorder.bins; b++)
      facilityGwh += ((energy[s * recorder.bins + b] ?? 0) * site.annualPue) / 1000;
  });
  return [
    { id: "peak-drawn", label: "Peak drawn", value: peak, unit: "MW" },
    {
      id: "chips",
      label: "Chips in service at the end",
      value: last(find("fleet.in-service")),
      unit: "chips",
    },
    {
      id: "useful",
      label: "Useful share of chip-hours in service",
      value: share(useful, service),
      unit: "share",
    },
    {
      id: "ettr",
      label: "Productive share of training time",
      value: share(hours[S.productive] ?? 0, held),
      unit: "share",
    },
    {
      id: "serving",
      label: "Chip-hours serving",
      value: share(hours[S.serving] ?? 0, service),
      unit: "share",
    },
    {
      id: "unserved",
      label: "Demand unserved",
      value: share(sum(find("unserved.all")?.mean), demand),
      unit: "share",
    },
    { id: "campaigns-done", label: "Campaigns finished", value: done.length, unit: `of ${campaigns.length}` },
    {
      id: "deadlines-missed",
      label: "Deadlines missed",
      value: missed.length,
      unit: `of ${campaigns.filter((job) => job.deadlineSeconds >= 0).length}`,
    },
    {
      id: "staged",
      label: "Chip-hours waiting for a hall or power",
      value: share((hours[S.stagedNoHall] ?? 0) + (hours[S.stagedNoPower] ?? 0), delivered),
      unit: "share",
    },
    { id: "energy", label: "Energy", value: facilityGwh, unit: "GWh" },
  ];
}

/** "Frontier run 1". */
const nameOf = (job: JobRow): string => `${job.name} ${job.id.slice(job.campaign.length + 1)}`;

/** Late: ended after its deadline, or not ended and the deadline passed. */
export function missedDeadline(job: JobRow, horizonSeconds: number): boolean {
  if (job.deadlineSeconds < 0) return false;
  return job.endSeconds >= 0 ? job.endSeconds > job.deadlineSeconds : horizonSeconds > job.deadlineSeconds;
}

export function buildFindings(
  world: World,
  view: LedgerView,
  series: readonly Series[],
  jobs: readonly JobRow[],
  binds: readonly Bind[],
): Result["findings"] {
  const { model, recorder } = world;
  const find = (id: string): Series | undefined => series.find((s) => s.id === id);
  const dateOf = (bin: number): string => isoDate(model.startEpochSeconds + bin * model.binSeconds);
  const drawn = find("power.drawn.all")?.max ?? new Float64Array(0);
  const energised = find("power.energised.all")?.mean ?? new Float64Array(0);
  let peakBin = 0;
  for (let b = 0; b < drawn.length; b++) if ((drawn[b] ?? 0) > (drawn[peakBin] ?? 0)) peakBin = b;
  const peak = drawn[peakBin] ?? 0;
  const ready = energised[peakBin] ?? 0;
  const power =
    peak > 0
      ? `Drawn power peaks at ${megawatts(peak)} in ${monthName(dateOf(peakBin))}, of ${megawatts(ready)} energised for us`
      : "No chip draws power yet";
  const generations = series.filter((s) => s.id.startsWith("fleet.generation."));
  const inService = last(find("fleet.in-service"));
  const parts = generations.filter((g) => last(g) > 0).map((g) => `${short(last(g))} ${g.label}`);
  const fleet =
    inService > 0
      ? `${short(inService)} chips in service at the end: ${parts.join(", ")}`
      : "No chip is in service at the end";
  const hours = stateHours(view, model.pools.length, recorder.bins);
  const total = hours.reduce((a, b) => a + b, 0);
  const share = (...states: readonly number[]): number =>
    total > 0 ? states.reduce((a, k) => a + (hours[k] ?? 0), 0) / total : 0;
  const idle = share(S.idleNoDemand, S.idleNoFit, S.idlePolicy, S.headroom);
  const utilisation = `Of all chip-hours ${percent(share(S.serving))} served, ${percent(share(S.productive, S.uncommitted))} trained, ${percent(idle)} stood by or idle`;
  const campaigns = jobs.filter((job) => job.kind === "campaign" && job.deadlineSeconds >= 0);
  const missed = campaigns.filter((job) => missedDeadline(job, model.horizonSeconds));
  const first = missed[0];
  const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
  const campaignText =
    campaigns.length === 0
      ? `${plural(jobs.length, "training job")}, none with a deadline`
      : first === undefined
        ? `All ${plural(campaigns.length, "deadline")} met or still ahead`
        : `${missed.length} of ${plural(campaigns.length, "deadline")} missed, the first by ${nameOf(first)}`;
  const months = new Map<string, number>();
  for (const bind of binds)
    if (bind.deliveredChipHours > 0) months.set(bind.limit, (months.get(bind.limit) ?? 0) + 1);
  const ranked = [...months].toSorted((a, b) => b[1] - a[1]);
  const [top, second] = ranked;
  const bindsText =
    top === undefined
      ? "Nothing to hold back: no chips"
      : `Most often ${top[0]} holds a site back (${plural(top[1], "site-month")})${second === undefined ? "" : `, then ${second[0]} (${second[1]})`}`;
  return { power, fleet, utilisation, campaigns: campaignText, binds: bindsText };
}
