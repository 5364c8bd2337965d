/** Sites: halls, utility, curtailment and our part under the agreement by date. */
import { epochSeconds, isoDate, monthStarts } from "../engine/index.ts";
import { AGENDA } from "../model/types.ts";
import type { PhaseModel, SiteModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { SiteSpec } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import type { Context } from "./context.ts";
import type { HallAddition } from "./halls.ts";
import { hallAdditions, peakPueOf } from "./halls.ts";

export function compileSites(
  context: Context,
  agenda: AgendaBuilder,
): { readonly sites: SiteModel[]; readonly halls: HallAddition[] } {
  const halls = hallAdditions(context);
  const sites = Object.entries(context.scenario.sites).map(([id, spec], index): SiteModel => {
    const region = context.catalogue.regions[spec.region];
    if (region === undefined)
      context.faults.push(`sites.${id}.region is not in the catalogue (found ${spec.region})`);
    const mine = halls.filter((hall) => hall.site === id);
    addHalls(agenda, index, mine);
    if (context.scenario.agreement !== undefined) addAgreement(agenda, index, mine, peakPueOf(context, spec));
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
    for (const [key, retrofit] of Object.entries(spec.retrofits))
      agenda.add(
        context.seconds(retrofit.from),
        AGENDA.retrofit,
        index,
        valueOf(retrofit.itMw) * 1e6,
        key,
        context.months(valueOf(retrofit.months)),
      );
    return {
      id,
      name: spec.name ?? id,
      region: spec.region,
      tenancyShare: valueOf(spec.tenancyShare),
      annualPue: spec.annualPue === undefined ? (region?.annualPue.value ?? 1) : valueOf(spec.annualPue),
      peakPue: peakPueOf(context, spec),
      utilityKnown: spec.utility !== undefined,
      illustrative: spec.illustrative,
      buildingItWatts: valueOf(spec.buildingItMw) * 1e6,
      retrofitUsdPerWatt: Object.fromEntries(
        Object.entries(spec.retrofits).flatMap(([key, { usdPerMw }]) =>
          usdPerMw === undefined ? [] : [[key, valueOf(usdPerMw) / 1e6]],
        ),
      ),
      pools: [],
      phases: phasesOf(mine),
    };
  });
  return { sites, halls };
}

function phasesOf(halls: readonly HallAddition[]): PhaseModel[] {
  let itMw = 0;
  return halls.map((hall) => {
    itMw += hall.watts / 1e6;
    return {
      id: hall.phase,
      hall: hall.hall,
      plannedSeconds: hall.planned,
      readySeconds: hall.ready,
      itMw,
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

/** What of the site is ours on paper, facility W at peak PUE, by the days its halls are ready. */
function addAgreement(
  agenda: AgendaBuilder,
  site: number,
  halls: readonly HallAddition[],
  peakPue: number,
): void {
  let watts = 0;
  for (const hall of halls.toSorted((a, b) => a.ready - b.ready)) {
    if (hall.ours <= 0) continue;
    watts += hall.ours * peakPue;
    agenda.add(hall.ready, AGENDA.agreement, site, watts, `phase ${hall.phase}`);
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
