/** Result -> RunView: sums over pools and sites, mean chips for chip-hours, milliseconds for seconds. */
import type { LedgerState, Result } from "../api.ts";
import { campaignColumns } from "./campaign-columns.ts";
import { campaignsOf } from "./campaigns-of.ts";
import { jobLinesOf } from "./job-lines.ts";
import type { Commitments } from "./commitments.ts";
import { demandColumns, regionsOf, servedModelsOf } from "./demand-columns.ts";
import { latencyColumns } from "./latency-columns.ts";
import type { PlannerView } from "./planner.ts";
import type { IssueView, LeverView, RunView } from "./run-view.ts";
import { moneyFindings } from "./settled.ts";
import { poolColumns, sitesOf } from "./sites-of.ts";

export interface About {
  readonly preset: string;
  readonly description: string;
  readonly levers: readonly LeverView[];
  readonly states: readonly LedgerState[];
  readonly warnings: readonly IssueView[];
  readonly planner?: PlannerView;
  /** What is noted beside the sum that is committed. */
  readonly commitmentNote?: string;
  readonly commitments?: Commitments;
}

/** What reading the scenario tells of it; the rest of `About` goes with the simulator. */
export type Shown = Omit<About, "states">;

const powerKinds = ["utility", "building", "energised", "provisioned", "drawn"] as const;

/** `about` is what the scenario says and the result does not repeat. */
export function runViewOf(result: Result, about: About): RunView {
  const start = result.startEpochSeconds * 1000;
  const scopes: Record<string, Record<string, Float64Array>> = {};
  for (const scope of ["all", ...result.sites.map(({ id }) => id)]) {
    scopes[scope] = {
      ...powerColumns(result, scope),
      ...chipColumns(result, scope),
      ...poolColumns(result, scope),
    };
  }
  Object.assign(scopes["all"] ?? {}, campaignColumns(result), demandColumns(result), latencyColumns(result));
  return {
    preset: about.preset,
    title: result.scenario.title,
    description: about.description,
    illustrative: result.scenario.illustrative,
    seed: result.seed,
    digest: result.digest,
    start,
    end: start + result.horizonSeconds * 1000,
    binMs: result.binSeconds * 1000,
    bins: result.bins,
    sites: sitesOf(result),
    generations: generationsOf(result),
    regions: regionsOf(result),
    latencyClasses: result.latency?.classes ?? [],
    servedModels: servedModelsOf(result),
    ...(result.servingRates === undefined ? {} : { servingRates: result.servingRates }),
    states: about.states,
    scopes,
    campaigns: campaignsOf(result),
    timeline: jobLinesOf(result),
    ...(result.money === undefined ? {} : { money: result.money.info, basis: result.money.basis }),
    ...(about.commitmentNote === undefined ? {} : { commitmentNote: about.commitmentNote }),
    ...(about.planner === undefined ? {} : { planner: about.planner }),
    ...(about.commitments === undefined ? {} : { commitments: about.commitments }),
    binds: result.binds,
    headlines: result.headlines,
    findings: {
      ...result.findings,
      ...(result.money === undefined ? {} : moneyFindings(result.money.info)),
    },
    backtest: result.backtest,
    inputs: result.inputs,
    levers: about.levers,
    warnings: about.warnings,
    notes: result.notes,
    eventsExecuted: result.eventsExecuted,
    eventsDropped: result.eventsDropped,
  };
}

function generationsOf(result: Result): { id: string; name: string }[] {
  const names = new Map(result.pools.map(({ chip, chipName }) => [chip, chipName]));
  return [...names].map(([id, name]) => ({ id, name }));
}

/**
 * Power of a scope, facility MW of our share. Buildings come as IT MW of all tenants and are converted.
 * The fleet's utility is left out as soon as one site's is not known.
 */
function powerColumns(result: Result, scope: string): Record<string, Float64Array> {
  const columns: Record<string, Float64Array> = {};
  const sites = result.sites.filter(({ id }) => scope === "all" || scope === id);
  for (const kind of powerKinds) {
    const means = sites.flatMap(({ id, peakPue, tenancyShare }): Float64Array[] => {
      const found = result.series.find((each) => each.id === `power.${kind}.${id}`)?.mean;
      if (found === undefined) return [];
      return [kind === "building" ? found.map((mw) => mw * peakPue * tenancyShare) : found];
    });
    if (kind === "utility" && !sites.every(({ utilityKnown }) => utilityKnown)) continue;
    if (means.length > 0) columns[`power.${kind}`] = sum(means, result.bins);
  }
  const peak = result.series.find(({ id }) => id === `power.drawn.${scope}`)?.max;
  if (peak !== undefined) columns["power.drawn.max"] = peak;
  const energised = columns["power.energised"];
  const drawn = columns["power.drawn"];
  if (energised !== undefined && drawn !== undefined) {
    columns["power.gap"] = energised.map((mw, bin) => Math.max(0, mw - (drawn[bin] ?? 0)));
  }
  return columns;
}

/** Mean chips by state and generation; what stands in the first three states is not in service. */
function chipColumns(result: Result, scope: string): Record<string, Float64Array> {
  const { bins } = result;
  const hours = hoursOfBins(result);
  const columns: Record<string, Float64Array> = { "chips.delivered": new Float64Array(bins) };
  const column = (key: string): Float64Array => (columns[key] ??= new Float64Array(bins));
  result.pools.forEach((pool, p) => {
    if (scope !== "all" && pool.site !== scope) return;
    addChips(column("chips.delivered"), result.delivered, p * bins, hours);
    result.states.forEach((state, s) => {
      const at = (p * result.states.length + s) * bins;
      addChips(column(`state.${state}`), result.ledger, at, hours);
      const where = notInService.has(state) ? "staged" : "service";
      addChips(column(`fleet.${where}.${pool.chip}`), result.ledger, at, hours);
    });
  });
  return columns;
}

const notInService = new Set(["staged-no-hall", "staged-no-power", "burn-in"]);

function addChips(into: Float64Array, chipHours: Float64Array, at: number, hours: Float64Array): void {
  for (let bin = 0; bin < into.length; bin++) {
    into[bin] = (into[bin] ?? 0) + (chipHours[at + bin] ?? 0) / (hours[bin] ?? 1);
  }
}

/** Length of each bin; the last one may be cut short by the horizon. */
function hoursOfBins(result: Result): Float64Array {
  return Float64Array.from({ length: result.bins }, (_, bin) => {
    const from = bin * result.binSeconds;
    return (Math.min(result.horizonSeconds, from + result.binSeconds) - from) / 3600;
  });
}

function sum(columns: readonly Float64Array[], bins: number): Float64Array {
  const total = new Float64Array(bins);
  for (const column of columns) {
    for (let bin = 0; bin < bins; bin++) total[bin] = (total[bin] ?? 0) + (column[bin] ?? 0);
  }
  return total;
}
