/** One sentence for each chart. */
import { isoDate } from "../engine/index.ts";
import { S } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import { missedDeadline } from "./deadlines.ts";
import { demandFinding } from "./demand-finding.ts";
import { megawatts, monthName, percent, short } from "./format.ts";
import { last, stateHours } from "./headlines.ts";
import type { LedgerView } from "./ledger-view.ts";
import type { Bind, JobRow, Result, Series, ServingBalance } from "./types.ts";

/** "Frontier run 1". */
const nameOf = (job: JobRow): string => `${job.name} ${job.id.slice(job.campaign.length + 1)}`;

export function buildFindings(
  world: World,
  view: LedgerView,
  series: readonly Series[],
  jobs: readonly JobRow[],
  binds: readonly Bind[],
  balance: ServingBalance | undefined,
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
  const demand = demandFinding(series, model, balance?.crossings ?? []);
  return { power, fleet, utilisation, demand, campaigns: campaignText, binds: bindsText };
}
