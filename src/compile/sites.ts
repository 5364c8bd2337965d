/** Sites: halls and utility by date, slips drawn. */
import { epochSeconds, isoDate, monthStarts } from "../engine/index.ts";
import { AGENDA } from "../model/types.ts";
import type { SiteModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { SiteSpec } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import type { Context } from "./context.ts";

/** One addition to a site's halls: planned and slipped date in seconds from the start, W of IT load. */
export interface HallAddition {
  readonly site: string;
  readonly phase: string;
  readonly hall: "air" | "liquid";
  readonly plannedDate: string;
  readonly planned: number;
  readonly ready: number;
  readonly watts: number;
}

export function compileSites(
  context: Context,
  agenda: AgendaBuilder,
): { readonly sites: SiteModel[]; readonly halls: HallAddition[] } {
  const halls: HallAddition[] = [];
  const sites = Object.entries(context.scenario.sites).map(([id, spec], index): SiteModel => {
    const region = context.catalogue.regions[spec.region];
    if (region === undefined)
      context.faults.push(`sites.${id}.region is not in the catalogue (found ${spec.region})`);
    const mine = hallAdditions(context, id, spec);
    halls.push(...mine);
    addHalls(agenda, index, mine);
    if (spec.utility !== undefined) addUtility(context, agenda, index, id, spec);
    for (const [key, cut] of Object.entries(spec.curtailments)) {
      agenda.add(
        context.seconds(cut.from),
        AGENDA.curtail,
        index,
        valueOf(cut.mw) * 1e6,
        `curtailment ${key}`,
      );
      agenda.add(context.seconds(cut.to), AGENDA.curtail, index, 0, `curtailment ${key} ends`);
    }
    return {
      id,
      name: spec.name ?? id,
      region: spec.region,
      tenancyShare: valueOf(spec.tenancyShare),
      annualPue: spec.annualPue === undefined ? (region?.annualPue.value ?? 1) : valueOf(spec.annualPue),
      peakPue: spec.peakPue === undefined ? (region?.peakPue.value ?? 1) : valueOf(spec.peakPue),
      utilityKnown: spec.utility !== undefined,
      illustrative: spec.illustrative,
      buildingItWatts: valueOf(spec.buildingItMw) * 1e6,
      usdPerMwh: region?.usdPerMwh?.value,
      pools: [],
    };
  });
  return { sites, halls };
}

function hallAdditions(context: Context, id: string, spec: SiteSpec): HallAddition[] {
  const { construction, start } = context.scenario;
  const known = construction.knownUntil ?? start;
  const phases = Object.entries(spec.phases).toSorted(
    ([, a], [, b]) => epochSeconds(a.date) - epochSeconds(b.date) || valueOf(a.itMw) - valueOf(b.itMw),
  );
  let before = 0;
  return phases.map(([key, phase]) => {
    const watts = (valueOf(phase.itMw) - before) * 1e6;
    before = valueOf(phase.itMw);
    const history = epochSeconds(phase.date) <= epochSeconds(known);
    const planned = context.seconds(phase.date);
    const months = history
      ? 0
      : context.slip(phase.slip ?? construction.slip, `sites.${id}.phases.${key}`) +
        valueOf(construction.extraMonths);
    return {
      site: id,
      phase: key,
      hall: phase.hall,
      plannedDate: phase.date,
      planned,
      ready: planned + context.months(months),
      watts,
    };
  });
}

function addHalls(agenda: AgendaBuilder, site: number, halls: readonly HallAddition[]): void {
  for (const hall of ["air", "liquid"] as const) {
    const kind = hall === "air" ? AGENDA.buildingAir : AGENDA.buildingLiquid;
    let watts = 0;
    const byDate = halls.filter((h) => h.hall === hall && h.watts > 0).toSorted((a, b) => a.ready - b.ready);
    for (const addition of byDate) {
      watts += addition.watts;
      agenda.add(addition.ready, kind, site, watts, `phase ${addition.phase}`);
    }
  }
}

/** A ramp is taken in monthly steps, each at the value its line has when the month begins. */
function addUtility(context: Context, agenda: AgendaBuilder, site: number, id: string, spec: SiteSpec): void {
  const supplies = Object.entries(spec.utility ?? {});
  const times = new Set<number>([0]);
  for (const [key, supply] of supplies) {
    const from = epochSeconds(supply.from);
    times.add(from - context.startEpoch);
    if (supply.rampUntil === undefined) continue;
    const until = epochSeconds(supply.rampUntil);
    if (until <= from)
      context.faults.push(
        `sites.${id}.utility.${key}.rampUntil must be after from (found ${isoDate(until)})`,
      );
    for (const month of monthStarts(from, until)) times.add(month - context.startEpoch);
    times.add(until - context.startEpoch);
  }
  const steps = [...times].filter((t) => t >= 0 && t < context.horizon).toSorted((a, b) => a - b);
  for (const t of steps) {
    let mw = 0;
    for (const [, supply] of supplies) {
      const from = epochSeconds(supply.from) - context.startEpoch;
      const full = valueOf(supply.mw);
      if (t < from) continue;
      const until =
        supply.rampUntil === undefined ? from : epochSeconds(supply.rampUntil) - context.startEpoch;
      mw += until > from ? full * Math.min(1, (t - from) / (until - from)) : full;
    }
    agenda.add(t, AGENDA.utility, site, mw * 1e6, "utility supply");
  }
}
