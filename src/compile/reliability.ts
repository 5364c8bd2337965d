/** Hazards by cause, repair, maintenance and outages as numbers in seconds. */
import { exp, gamma } from "../engine/math.ts";
import { AGENDA } from "../model/types.ts";
import type { Model, PoolModel, SiteModel } from "../model/types.ts";
import type {
  CauseModel,
  CauseOf,
  CauseShares,
  CorruptionModel,
  KnownFailure,
  SparesModel,
  WearModel,
} from "../model/reliability.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { QuantityInput } from "../scenario/quantity.ts";
import type { AgendaBuilder } from "./agenda.ts";
import { DAY, YEAR } from "./context.ts";
import type { Context } from "./context.ts";

const HOUR = 3600;

interface Rate extends CauseModel {
  /** Per hour and chip, 16 chips, 64 chips or job; of a site per year. */
  readonly rate: number;
}

const optional = (q: QuantityInput | undefined, absent: number): number =>
  q === undefined ? absent : valueOf(q);

/** Every cause in the order in which results list them: the classes as such, then the scenario's own. */
function ratesOf(context: Context): readonly Rate[] {
  const { hazards } = context.scenario.reliability;
  const plain: readonly (readonly [CauseOf, QuantityInput | undefined])[] = [
    ["chip", hazards.chipPerHour],
    ["host", hazards.hostPerHour],
    ["fabric", hazards.fabricPerHour],
    ["ultraserver", hazards.ultraServerPerHour],
    ["job", hazards.jobPerHour],
    ["site", hazards.site?.perYear],
    ["corruption", hazards.corruption?.perHour],
  ];
  return [
    ...plain.map(([of, rate]): Rate => ({ id: of, of, rate: optional(rate, 0) })),
    ...Object.entries(hazards.causes ?? {}).map(([id, { of, perHour }]): Rate => ({
      id,
      of,
      rate: valueOf(perHour),
    })),
  ];
}

/** What each cause of these kinds takes of their sum. */
function sharesOf(rates: readonly Rate[], weight: (rate: Rate) => number): CauseShares {
  const parts = rates.map((rate, cause) => ({ cause, part: weight(rate) })).filter(({ part }) => part > 0);
  const all = parts.reduce((sum, { part }) => sum + part, 0);
  let upTo = 0;
  return {
    cause: Int32Array.from(parts, ({ cause }) => cause),
    upTo: Float64Array.from(parts, ({ part }) => (upTo += part) / all),
  };
}

function corruptionOf(context: Context, rates: readonly Rate[]): CorruptionModel | undefined {
  const { hazards, multiplier } = context.scenario.reliability;
  const perHour = sumOf(rates, "corruption") * valueOf(multiplier);
  if (hazards.corruption === undefined || perHour === 0) return undefined;
  return {
    gapSeconds: HOUR / perHour,
    ageSeconds: valueOf(hazards.corruption.ageHours) * HOUR,
    cause: rates.findIndex(({ of }) => of === "corruption"),
  };
}

function sparesOf(spares: NonNullable<Context["scenario"]["reliability"]["spares"]>): SparesModel {
  return spares.by === "share"
    ? { by: "share", share: valueOf(spares.share) }
    : { by: spares.by, quantile: valueOf(spares.quantile) };
}

/**
 * Expected part of the UltraServers that are out or have a host out: each by itself, out for u = rate x mean repair of the
 * time it is up, so a part u / (1 + u) of all time.
 */
function usOutShare(context: Context, host: number, us: number, hostsPerUs: number): number {
  const { repair, detectMinutes, maintenance } = context.scenario.reliability;
  const rates = ratesOf(context);
  const detect = optional(detectMinutes, 0) / 60;
  const hostHours =
    detect + valueOf(repair.autoHours) + valueOf(repair.manualShare) * valueOf(repair.manualHours);
  const [fabric, other] = [sumOf(rates, "fabric"), sumOf(rates, "ultraserver")];
  const all = fabric + other;
  const otherHours = valueOf(repair.ultraServerHours ?? repair.fabricHours);
  const usHours = all > 0 ? detect + (fabric * valueOf(repair.fabricHours) + other * otherHours) / all : 0;
  const up = (rate: number, hours: number): number => 1 / (1 + rate * HOUR * hours);
  const planned =
    maintenance === undefined ? 0 : valueOf(maintenance.hours) / 24 / valueOf(maintenance.everyDays);
  const visits = maintenance?.of === "host" ? hostsPerUs : 1;
  let share = up(us, usHours) * Math.max(0, 1 - visits * planned);
  for (let h = 0; h < hostsPerUs; h++) share *= up(host, hostHours);
  return 1 - share;
}

/** Scale (or median) of a distribution of mean 1: 1 / Gamma(1 + 1/k), e^(-sigma^2 / 2). */
function wearOf(wear: Context["scenario"]["reliability"]["wear"]): WearModel | undefined {
  if (wear === undefined) return undefined;
  if (wear.kind === "weibull") {
    const shape = valueOf(wear.shape);
    return { kind: "weibull", scale: 1 / gamma(1 + 1 / shape), shape };
  }
  const sigma = valueOf(wear.sigma);
  return { kind: "lognormal", scale: exp((-sigma * sigma) / 2), shape: sigma };
}

const sumOf = (rates: readonly Rate[], of: CauseOf): number =>
  rates.reduce((sum, rate) => (rate.of === of ? sum + rate.rate : sum), 0);

type PoolHazards = Pick<
  PoolModel,
  | "hostFailuresPerSecond"
  | "fabricFailuresPerSecond"
  | "usOutShare"
  | "hostCauses"
  | "fabricCauses"
  | "gangFailuresPerChipSecond"
>;

/** Host and fabric rates are stated per 16 and per 64 chips. */
export function poolHazards(context: Context, chipsPerHost: number, chipsPerUs: number): PoolHazards {
  const { multiplier, lemons } = context.scenario.reliability;
  const perSecond = valueOf(multiplier) / HOUR;
  const rates = ratesOf(context);
  const host = (sumOf(rates, "chip") * chipsPerHost + (sumOf(rates, "host") * chipsPerHost) / 16) * perSecond;
  const us = (((sumOf(rates, "fabric") + sumOf(rates, "ultraserver")) * chipsPerUs) / 64) * perSecond;
  const lemon = lemons === undefined ? 1 : 1 + valueOf(lemons.share) * (valueOf(lemons.factor) - 1);
  return {
    hostFailuresPerSecond: host,
    fabricFailuresPerSecond: us,
    usOutShare: usOutShare(context, host * lemon, us, chipsPerUs / chipsPerHost),
    hostCauses: sharesOf(rates, ({ of, rate }) => (of === "chip" ? rate : of === "host" ? rate / 16 : 0)),
    fabricCauses: sharesOf(rates, ({ of, rate }) => (of === "fabric" || of === "ultraserver" ? rate : 0)),
    gangFailuresPerChipSecond: (host * lemon) / chipsPerHost + us / chipsPerUs,
  };
}

export const detectSeconds = (context: Context): number =>
  optional(context.scenario.reliability.detectMinutes, 0) * 60;

/** The rest of what can go wrong; dated outages go into the calendar. */
export function compileReliability(
  context: Context,
  agenda: AgendaBuilder,
  sites: readonly SiteModel[],
  pools: readonly PoolModel[],
): Pick<Model, "reliability" | "repair" | "jobFailuresPerSecond"> {
  const { reliability, sites: specs } = context.scenario;
  const { hazards, repair, lemons, diagnosis, maintenance, replace } = reliability;
  const rates = ratesOf(context);
  const scale = valueOf(reliability.multiplier);
  const causes = rates.map(({ id, of }): CauseModel => ({ id, of }));
  sites.forEach((site, s) => {
    for (const [id, outage] of Object.entries(specs[site.id]?.outages ?? {}))
      agenda.add(context.seconds(outage.from), AGENDA.siteOutage, s, valueOf(outage.hours) * HOUR, id);
  });
  const sitePerYear = sumOf(rates, "site") * scale;
  return {
    repair: {
      autoSeconds: valueOf(repair.autoHours) * HOUR,
      manualSeconds: valueOf(repair.manualHours) * HOUR,
      manualShare: valueOf(repair.manualShare),
      fabricSeconds: valueOf(repair.fabricHours) * HOUR,
      ultraServerSeconds: valueOf(repair.ultraServerHours ?? repair.fabricHours) * HOUR,
      autoSuccess: optional(repair.autoSuccess, 1),
      manualSuccess: optional(repair.manualSuccess, 1),
      autoCrews: repair.crews?.auto ?? Infinity,
      manualCrews: repair.crews?.manual ?? Infinity,
    },
    jobFailuresPerSecond: (sumOf(rates, "job") * scale) / HOUR,
    reliability: {
      causes,
      jobCauses: sharesOf(rates, ({ of, rate }) => (of === "job" ? rate : 0)),
      detectSeconds: detectSeconds(context),
      returnSeconds: optional(repair.returnHours, Infinity) * HOUR,
      missed: optional(diagnosis?.missed, 0),
      blamed: optional(diagnosis?.blamed, 0),
      lemonShare: optional(lemons?.share, 0),
      lemonFactor: optional(lemons?.factor, 1),
      wear: wearOf(reliability.wear),
      corruption: corruptionOf(context, rates),
      replace: replace && {
        failures: replace.failures,
        windowSeconds: valueOf(replace.days) * DAY,
        seconds: valueOf(replace.hours) * HOUR,
      },
      spares: reliability.spares && sparesOf(reliability.spares),
      known: knownFailures(context, agenda, sites, pools, causes),
      maintenance: maintenance && {
        wholeUs: maintenance.of === "ultraserver",
        everySeconds: valueOf(maintenance.everyDays) * DAY,
        seconds: valueOf(maintenance.hours) * HOUR,
      },
      siteGapSeconds: sitePerYear > 0 ? YEAR / sitePerYear : Infinity,
      siteSeconds: optional(hazards.site?.hours, 0) * HOUR,
      siteCause: rates.findIndex(({ of }) => of === "site"),
    },
  };
}

/** Dated failures go into the calendar by their number in the list; causes that no hazard has are added. */
function knownFailures(
  context: Context,
  agenda: AgendaBuilder,
  sites: readonly SiteModel[],
  pools: readonly PoolModel[],
  causes: CauseModel[],
): KnownFailure[] {
  return (context.scenario.reliability.failures ?? []).map((row, i): KnownFailure => {
    const site = sites.findIndex(({ id }) => id === row.site);
    const pool = pools.findIndex((p) => p.site === site && p.system === row.system);
    if (row.system !== undefined && pool < 0)
      context.faults.push(
        `reliability.failures.${i}.system must be one that is delivered to ${row.site} (found ${row.system})`,
      );
    let cause = causes.findIndex(({ id }) => id === row.cause);
    if (cause < 0) cause = causes.push({ id: row.cause, of: row.of }) - 1;
    agenda.add(context.seconds(row.at), AGENDA.failure, i, 0, row.cause);
    const repairSeconds = valueOf(row.repairHours) * HOUR;
    return { site, pool, wholeUs: row.of === "ultraserver", unit: row.number ?? -1, cause, repairSeconds };
  });
}
