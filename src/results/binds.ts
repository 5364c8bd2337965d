/**
 * What holds a site back, month by month: the largest use of chip-hours that is no use names the limit, or,
 * where work was turned away, whatever kept chips from being there.
 */
import { isoDate } from "../engine/index.ts";
import { LEDGER_STATES } from "../ledger/states.ts";
import type { World } from "../run/world.ts";
import { megawatts, monthName, percent, short } from "./format.ts";
import type { LedgerView } from "./ledger-view.ts";
import { putOffHours } from "./put-off.ts";
import type { Bind, Series } from "./types.ts";

const STATES = LEDGER_STATES.length;

const LIMIT_OF: Readonly<Record<string, Bind["limit"]>> = {
  "staged-no-hall": "hall",
  "staged-no-power": "power",
  "power-capped": "power",
  "burn-in": "commissioning",
  "site-outage": "failures",
  maintenance: "failures",
  repair: "failures",
  stranded: "failures",
  checkpointing: "failures",
  lost: "failures",
  restarting: "failures",
  stalled: "failures",
  draining: "gang scheduling",
  "idle-no-fit": "gang scheduling",
  switching: "policy",
  "idle-policy": "policy",
  headroom: "demand",
  standby: "demand",
  "idle-no-demand": "demand",
};

/** Share of a site's chip-hours below which nothing is said to bind. */
const NOTHING = 0.02;
/** Halls are never filled to the last MW: more than this part of what is energised without chips is a lack of chips. */
const VACANT = 0.1;

export function buildBinds(world: World, view: LedgerView, series: readonly Series[]): Bind[] {
  const { model, recorder } = world;
  const month: string[] = [];
  for (let b = 0; b < recorder.bins; b++)
    month.push(isoDate(model.startEpochSeconds + b * model.binSeconds).slice(0, 7));
  const months = [...new Set(month)];
  const mean = new Map(series.map((s) => [s.id, s.mean]));
  return model.sites.flatMap((site, s) =>
    months.map((name) => {
      const bins = month.flatMap((m, b) => (m === name ? [b] : []));
      return bindOf(world, view, mean, s, site.id, name, bins);
    }),
  );
}

function bindOf(
  world: World,
  view: LedgerView,
  series: ReadonlyMap<string, Float64Array>,
  s: number,
  site: string,
  month: string,
  bins: readonly number[],
): Bind {
  const { model, recorder } = world;
  const pools = model.sites[s]?.pools ?? [];
  const hours = new Float64Array(STATES);
  let delivered = 0;
  for (const p of pools) {
    for (const b of bins) {
      delivered += view.delivered[p * recorder.bins + b] ?? 0;
      for (let k = 0; k < STATES; k++)
        hours[k] = (hours[k] ?? 0) + (view.ledger[(p * STATES + k) * recorder.bins + b] ?? 0);
    }
  }
  const sum = (id: string): number => bins.reduce((total, b) => total + (series.get(id)?.[b] ?? 0), 0);
  const average = (id: string): number => (bins.length === 0 ? 0 : sum(id) / bins.length);
  let worst = -1;
  let useful = 0;
  LEDGER_STATES.forEach((state, k) => {
    if (state.useful) useful += hours[k] ?? 0;
    else if (worst < 0 || (hours[k] ?? 0) > (hours[worst] ?? 0)) worst = k;
  });
  const state = LEDGER_STATES[worst];
  const base = { site, month, usefulChipHours: useful, deliveredChipHours: delivered };
  const when = monthName(month);
  const building = average(`power.building.${site}`);
  const waiting = waitingForMoney(
    world,
    s,
    bins,
    average(`power.energised.${site}`) - average(`power.provisioned.${site}`),
  );
  const byMoney = {
    ...base,
    limit: "money" as const,
    bucket: "put-off",
    chipHours: waiting.chipHours,
    text: `${when}: money. The annual limit put off ${short(waiting.chipHours)} chip-hours that the ${megawatts(waiting.vacantMw)} of halls without chips would have held; ${short(useful)} did useful work.`,
  };
  if (delivered === 0) {
    if (waiting.chipHours > 0) return byMoney;
    const limit = building > 0 ? "chip supply" : "hall";
    const text =
      building > 0
        ? `${when}: ${megawatts(building)} of halls stand ready and no chips were delivered.`
        : `${when}: no hall is ready.`;
    return { ...base, limit, bucket: "none", chipHours: 0, text };
  }
  const largest = worst < 0 ? 0 : (hours[worst] ?? 0);
  const missing = missingChipHours(world, series, bins);
  if (waiting.chipHours > largest && waiting.chipHours > NOTHING * delivered) return byMoney;
  if (missing > largest) {
    const energised = average(`power.energised.${site}`);
    if (energised === 0)
      return {
        ...base,
        limit: "hall",
        bucket: "unserved",
        chipHours: missing,
        text: `${when}: hall. Demand for ${short(missing)} chip-hours was turned away across the fleet, and no hall here is energised yet.`,
      };
    const provisioned = average(`power.provisioned.${site}`);
    const utility = average(`power.utility.${site}`);
    const empty = energised - provisioned > VACANT * energised;
    const known = model.sites[s]?.utilityKnown === true;
    const limit = empty ? "chip supply" : known && utility <= energised * 1.001 ? "power" : "hall";
    const why = empty
      ? `${megawatts(energised - provisioned)} of ${megawatts(energised)} energised had no chips`
      : `${megawatts(provisioned)} of ${megawatts(energised)} energised were taken`;
    return {
      ...base,
      limit,
      bucket: "unserved",
      chipHours: missing,
      text: `${when}: ${limit}. Demand for ${short(missing)} chip-hours was turned away across the fleet, and here ${why}.`,
    };
  }
  if (state === undefined || largest < NOTHING * delivered) {
    return {
      ...base,
      limit: "nothing",
      bucket: state?.id ?? "none",
      chipHours: largest,
      text: `${when}: nothing holds it back; ${percent(useful / delivered)} of ${short(delivered)} chip-hours were useful.`,
    };
  }
  const limit = LIMIT_OF[state.id] ?? "nothing";
  return {
    ...base,
    limit,
    bucket: state.id,
    chipHours: largest,
    text: `${when}: ${limit}. ${short(largest)} of ${short(delivered)} chip-hours were spent ${phrase(state.label)}; ${short(useful)} (${percent(useful / delivered)}) did useful work.`,
  };
}

/** Chip-hours that money put off and that energised halls without chips would have held. */
function waitingForMoney(
  { model }: World,
  site: number,
  bins: readonly number[],
  vacantFacilityMw: number,
): { readonly chipHours: number; readonly vacantMw: number } {
  const vacantMw = Math.max(0, vacantFacilityMw) / (model.sites[site]?.peakPue ?? 1);
  const [from, to] = [(bins[0] ?? 0) * model.binSeconds, ((bins.at(-1) ?? -1) + 1) * model.binSeconds];
  const { chipHours, wattHours } = putOffHours(model, site, from, Math.min(to, model.horizonSeconds));
  const room = (vacantMw * 1e6 * (to - from)) / 3600;
  return { chipHours: wattHours > room ? (chipHours * room) / wattHours : chipHours, vacantMw };
}

const phrase = (label: string): string => {
  const [kind = "", rest] = label.split(": ");
  return rest === undefined ? `in "${kind}"` : `${kind} (${rest})`;
};

/** Chip-hours that the demand turned away would have taken, at the fleet's mean rate. */
function missingChipHours(
  world: World,
  series: ReadonlyMap<string, Float64Array>,
  bins: readonly number[],
): number {
  const { model } = world;
  const unserved = series.get("unserved.all");
  const served = series.get("served.all");
  const serving = series.get("serving.chips");
  if (unserved === undefined || served === undefined || serving === undefined) return 0;
  let tokens = 0;
  let servedTokens = 0;
  let chips = 0;
  for (const b of bins) {
    tokens += unserved[b] ?? 0;
    servedTokens += served[b] ?? 0;
    chips += serving[b] ?? 0;
  }
  return servedTokens > 0 ? (tokens * chips * model.binSeconds) / servedTokens / 3600 : 0;
}
