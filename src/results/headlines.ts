/** The few numbers a run is remembered by. */
import { LEDGER_STATES, S } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import { missedDeadline } from "./deadlines.ts";
import { restsOnAssumption } from "./headline-inputs.ts";
import type { LedgerView } from "./ledger-view.ts";
import type { AgreementInfo, Headline, JobRow, Series, ServedInfo } from "./types.ts";

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

export const last = (series: Series | undefined): number => series?.mean[series.mean.length - 1] ?? 0;
const sum = (array: Float64Array | undefined): number =>
  (array ?? new Float64Array(0)).reduce((a, b) => a + b, 0);

export function buildHeadlines(
  world: World,
  view: LedgerView,
  series: readonly Series[],
  jobs: readonly JobRow[],
  agreement: AgreementInfo | undefined,
  served: ServedInfo | undefined,
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
  const rows: Omit<Headline, "illustrative">[] = [
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
  if (agreement !== undefined) {
    const onBasis = agreement.basis === "it" ? "MW IT" : "MW";
    rows.push(
      { id: "agreement-peak", label: "Most under the agreement", value: agreement.peakMw, unit: onBasis },
      { id: "gw-years", label: "GW-years of installed chips", value: agreement.gwYears, unit: "GW-years" },
    );
  }
  const tokens = find("served.all")?.mean ?? new Float64Array(0);
  const flops = jobs.reduce((total, job) => total + job.flopsDone, 0);
  if (tokens.length > 0)
    rows.push({ id: "tokens", label: "Output tokens served, mean", value: meanOf(tokens), unit: "tokens/s" });
  if (served?.usd !== undefined)
    rows.push({ id: "revenue", label: "Revenue at list price", value: served.usd / 1e6, unit: "M USD" });
  const [replicas, least] = [find("serving.replicas"), find("serving.least-replicas")];
  if (sum(least?.mean) > 0)
    rows.push({
      id: "replicas-over-least",
      label: "Replicas held over the least",
      value: sum(replicas?.mean) / sum(least?.mean) - 1,
      unit: "share",
    });
  rows.push({ id: "trained", label: "Training work done", value: flops, unit: "FLOP" });
  // A figure of what is not there is no zero.
  const absent = new Set<string>();
  if (model.demand === undefined) absent.add("serving").add("unserved");
  if (campaigns.length === 0) absent.add("campaigns-done");
  if (!campaigns.some((job) => job.deadlineSeconds >= 0)) absent.add("deadlines-missed");
  return rows
    .filter(({ id }) => !absent.has(id))
    .map((row) => {
      const illustrative = restsOnAssumption(row.id, model.inputParts);
      return { ...row, illustrative, ...(row.id === "revenue" && illustrative ? { figures: 2 } : {}) };
    });
}

const meanOf = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
