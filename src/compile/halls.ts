/** Halls of every site by phase: how much, when it was planned, when it is ready, and what of it is ours. */
import { epochSeconds } from "../engine/index.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { SiteSpec } from "../scenario/schema.ts";
import type { Context } from "./context.ts";

/** One addition to a site's halls: planned and slipped date in seconds from the start, W of IT load. */
export interface HallAddition {
  readonly site: string;
  readonly phase: string;
  readonly hall: "air" | "liquid";
  readonly plannedDate: string;
  readonly planned: number;
  readonly ready: number;
  /** All tenants. */
  readonly watts: number;
  /** What is ours of it, by tenancy and, where there is one, under the agreement's ceiling. */
  ours: number;
}

/** Additions of all sites in the order of the scenario, slips drawn, the agreement's ceiling applied. */
export function hallAdditions(context: Context): HallAddition[] {
  const sites = Object.entries(context.scenario.sites);
  const residual = residualItWatts(context);
  const halls = sites.flatMap(([id, spec]) => ofSite(context, id, spec, residual.get(id) ?? 0));
  applyAgreement(context, halls);
  return halls;
}

/** Facility watts on the agreement's basis that one IT watt at a site counts. */
export function basisFactor(context: Context, site: string): number {
  const { agreement, sites } = context.scenario;
  const spec = sites[site];
  if (agreement?.basis === "it" || spec === undefined) return 1;
  return peakPueOf(context, spec);
}

export function peakPueOf(context: Context, spec: SiteSpec): number {
  if (spec.peakPue !== undefined) return valueOf(spec.peakPue);
  return context.catalogue.regions[spec.region]?.peakPue.value ?? 1;
}

/** IT watts, all tenants, of each site that takes a share of what phases with itMw leave of the agreement. */
function residualItWatts(context: Context): Map<string, number> {
  const { agreement, sites } = context.scenario;
  const found = new Map<string, number>();
  if (agreement?.residual === undefined) return found;
  let left = valueOf(agreement.capacityMw) * 1e6;
  for (const [id, spec] of Object.entries(sites)) {
    const most = Math.max(
      0,
      ...Object.values(spec.phases).map((p) => (p.itMw === undefined ? 0 : valueOf(p.itMw))),
    );
    left -= most * 1e6 * valueOf(spec.tenancyShare) * basisFactor(context, id);
  }
  const parts = residualParts(agreement);
  for (const [id, part] of parts) {
    const tenancy = valueOf(sites[id]?.tenancyShare ?? 1);
    const ours = (Math.max(0, left) * part) / basisFactor(context, id);
    found.set(id, tenancy > 0 ? ours / tenancy : 0);
  }
  return found;
}

/** Parts of the residual by site, the first one's replaced where the scenario says so. */
function residualParts(
  agreement: NonNullable<Context["scenario"]["agreement"]>,
): readonly [string, number][] {
  const parts = Object.entries(agreement.residual ?? {}).map(([id, part]): [string, number] => [
    id,
    valueOf(part),
  ]);
  const [first, ...others] = parts;
  if (agreement.residualFirst === undefined || first === undefined || others.length === 0) return parts;
  const part = valueOf(agreement.residualFirst);
  const sum = others.reduce((total, [, each]) => total + each, 0);
  const scaled = (each: number): number => (sum > 0 ? (each / sum) * (1 - part) : (1 - part) / others.length);
  return [[first[0], part], ...others.map(([id, each]): [string, number] => [id, scaled(each)])];
}

function ofSite(context: Context, id: string, spec: SiteSpec, residualWatts: number): HallAddition[] {
  const { construction, start } = context.scenario;
  const known = construction.knownUntil ?? start;
  const megawatts = (phase: SiteSpec["phases"][string]): number =>
    phase.itMw === undefined ? (valueOf(phase.residual ?? 0) * residualWatts) / 1e6 : valueOf(phase.itMw);
  const phases = Object.entries(spec.phases).toSorted(
    ([, a], [, b]) => epochSeconds(a.date) - epochSeconds(b.date) || megawatts(a) - megawatts(b),
  );
  const tenancy = valueOf(spec.tenancyShare);
  let before = 0;
  return phases.map(([key, phase]) => {
    const watts = (megawatts(phase) - before) * 1e6;
    before = megawatts(phase);
    const history = epochSeconds(phase.date) <= epochSeconds(known);
    const planned = context.seconds(phase.date);
    const months = history
      ? 0
      : context.slip(phase.slip ?? construction.slip, `sites.${id}.phases.${key}`) +
        valueOf(construction.extraMonths) +
        valueOf(spec.extraMonths);
    return {
      site: id,
      phase: key,
      hall: phase.hall,
      plannedDate: phase.date,
      planned,
      ready: planned + context.months(months),
      watts,
      ours: watts * tenancy,
    };
  });
}

/** First come, first served by the day a hall is ready: what would exceed the ceiling is not ours. */
function applyAgreement(context: Context, halls: readonly HallAddition[]): void {
  const { agreement } = context.scenario;
  if (agreement === undefined) return;
  let left = valueOf(agreement.capacityMw) * 1e6;
  for (const hall of halls.toSorted((a, b) => a.ready - b.ready)) {
    const factor = basisFactor(context, hall.site);
    const granted = Math.min(hall.ours * factor, Math.max(0, left));
    left -= granted;
    hall.ours = granted / factor;
  }
}
