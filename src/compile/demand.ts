/** Inference demand, what serves it and how it is sent there, resolved to numbers. */
import { log } from "../engine/index.ts";
import { weekShape } from "../inference/demand.ts";
import { interpolateGaps } from "../inference/hourly-gaps.ts";
import type { DemandClassModel, DemandModel, GrowthModel, PoolModel, SiteModel } from "../model/types.ts";
import { rttMsBetween } from "../scenario/catalogue-lookup.ts";
import { valueOf } from "../scenario/quantity.ts";
import { compileAccess } from "./access.ts";
import type { AccessModel } from "./access.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { PlannedFleet } from "./planned-fleet.ts";
import { compileLatency } from "./latency.ts";
import { usdPerToken } from "./prices.ts";
import { compileRouting } from "./routing.ts";
import type { SystemFacts } from "./systems.ts";
import { compileServed, servingKinds } from "./served-models.ts";

export function compileDemand(
  context: Context,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
  planned: PlannedFleet,
  systems: ReadonlyMap<string, SystemFacts>,
): DemandModel | undefined {
  const { inference } = context.scenario;
  if (inference === undefined) return undefined;
  const { autoscaler } = inference;
  const served = compileServed(context, inference);
  const kinds = servingKinds(inference);
  const access = compileAccess(context);
  const regions = compileRegions(context, inference, pools, sites, access);
  const hours = Math.ceil(context.horizon / 3600);
  const growth = growthOf(inference.growth);
  return {
    fromSeconds: context.seconds(inference.from),
    rampSeconds: valueOf(inference.rampDays) * DAY,
    tokensPerSecond: firstDayTokens(context, inference, pools, planned) * valueOf(inference.scale),
    ...growth,
    utilisationCap: valueOf(inference.utilisationCap),
    computeTrend:
      inference.computePerToken === undefined ? 0 : log(valueOf(inference.computePerToken.perYear)),
    computeFloor: inference.computePerToken === undefined ? 1 : valueOf(inference.computePerToken.floor),
    priceElasticity: valueOf(inference.priceElasticity),
    classes: Object.entries(inference.classes).map(([id, klass]) => classOf(context, id, klass, inference)),
    regions,
    served,
    kinds,
    usdPerToken: usdPerToken(context, inference, kinds),
    routing: compileRouting(context, inference, pools, sites),
    latency: compileLatency(context, inference, pools, systems, kinds, access),
    autoscaler: autoscaler && {
      leadSeconds: valueOf(autoscaler.leadMinutes) * 60,
      foresightHours: autoscaler.foresightHours,
      holdHours: autoscaler.holdHours,
    },
    softwareRamp: inference.softwareRamp && {
      initial: valueOf(inference.softwareRamp.initial),
      seconds: context.months(valueOf(inference.softwareRamp.months)),
    },
    instanceChips: Float64Array.from([inference, ...Object.values(inference.models)], ({ instanceChips }) =>
      valueOf(instanceChips ?? inference.instanceChips),
    ),
    paths: access.paths,
    hourly: hourlyTable(context, inference, hours),
    hours,
  };
}

type Inference = NonNullable<Context["scenario"]["inference"]>;

function classOf(
  context: Context,
  id: string,
  klass: Inference["classes"][string],
  { models, regions }: Inference,
): DemandClassModel {
  const profile = context.catalogue.profiles[klass.profile];
  if (profile === undefined)
    context.faults.push(`inference.classes.${id}.profile is not in the catalogue (found ${klass.profile})`);
  const weekend =
    klass.weekendFactor === undefined ? (profile?.weekendFactor?.value ?? 1) : valueOf(klass.weekendFactor);
  const shape = weekShape(profile?.weekday.values ?? [], weekend);
  // The profile's clock to UTC.
  const offset = profile?.utcOffsetHours ?? 0;
  const week = Float64Array.from(shape, (_, h) => shape[(h + offset + 168) % 168] ?? 0);
  return {
    id,
    name: klass.name ?? id,
    share: valueOf(klass.share),
    growth: klass.growth && growthOf(klass.growth),
    regionShares:
      klass.regions && Float64Array.from(Object.keys(regions), (region) => klass.regions?.[region] ?? 0),
    week,
    localShift: Float64Array.from(Object.values(regions), ({ localTime, origin }) => {
      const home = profile?.homeUtcOffsetHours?.value;
      const there = context.catalogue.regions[origin]?.utcOffsetHours;
      // A clock in the west reads the same hour later. Half hours round.
      return localTime === true && home !== undefined && there !== undefined ? Math.round(home - there) : 0;
    }),
    newShare: valueOf(klass.newSessionShare),
    waitSeconds: valueOf(klass.waitHours) * 3600,
    servedShares: servedShares(klass, models),
    takes: Uint8Array.from([undefined, ...Object.values(models)], (model) =>
      model?.classes?.includes(id) === false ? 0 : 1,
    ),
  };
}

function compileRegions(
  context: Context,
  inference: Inference,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
  access: AccessModel,
): DemandModel["regions"] {
  return Object.entries(inference.regions).map(([id, region], r) => {
    const reach = pools
      .map((pool, index) => ({
        index,
        rtt: rttMsBetween(context.catalogue, region.origin, sites[pool.site]?.region ?? "") ?? Infinity,
        pool,
      }))
      .filter(({ pool }) => pool.tokensPerSecond.some((rate) => rate > 0))
      .toSorted((a, b) => compare(a.rtt, b.rtt) || a.pool.site - b.pool.site || a.index - b.index);
    // Where pools have no rate for want of an input, that input is what is missing.
    if (reach.length === 0 && (pools.length === 0 || context.faults.length === 0))
      context.faults.push(
        `inference.regions.${id} has no pool that can serve it (found ${pools.length === 0 ? "no pools at all" : `${pools.map((pool) => pool.id).join(", ")}, none of which serves`})`,
      );
    return {
      id,
      name: region.name ?? id,
      share: valueOf(region.share),
      shiftHours: region.shiftHours,
      hereShare: 1 - (access.regions[r]?.external ?? 0),
      boundShare: access.regions[r]?.bound ?? 0,
      pools: reach.map(({ index }) => index),
      rttMs: reach.map(({ rtt }) => rtt),
    };
  });
}

const growthOf = ({ perYear, finalPerYear, decayYears }: Inference["growth"]): GrowthModel => ({
  g0: log(valueOf(perYear)),
  gInf: log(valueOf(finalPerYear)),
  thetaYears: valueOf(decayYears),
});

/** Measured demand [region][class][hour] within the run, gaps filled as the scenario says; a gap across its start is not. */
function hourlyTable(context: Context, inference: Inference, hours: number): Float64Array | undefined {
  if (inference.hourly === undefined) return undefined;
  const classIds = Object.keys(inference.classes);
  const regionIds = Object.keys(inference.regions);
  const table = new Float64Array(classIds.length * regionIds.length * hours).fill(NaN);
  for (const row of inference.hourly) {
    const hour = Math.floor(context.seconds(row.start) / 3600);
    const cell = regionIds.indexOf(row.region) * classIds.length + classIds.indexOf(row.class);
    if (cell >= 0 && hour >= 0 && hour < hours) table[cell * hours + hour] = row.tokensPerSecond;
  }
  if (inference.hourlyGaps === "interpolate")
    for (let from = 0; from < table.length; from += hours) interpolateGaps(table, from, from + hours);
  return table;
}

/** Parts of a class's traffic by served model on the first day. */
function servedShares(
  { models: parts }: Inference["classes"][string],
  models: Inference["models"],
): Float64Array {
  return Float64Array.from(["main", ...Object.keys(models)], (id, m) =>
    parts === undefined ? (m === 0 ? 1 : 0) : (parts[id] ?? 0),
  );
}

/**
 * Output tokens/s of one chip of a pool on the first day's mix of classes and models: chip time adds up, so rates
 * combine harmonically.
 */
export function mixedRate(context: Context, tokensPerSecond: Float64Array): number {
  const { inference } = context.scenario;
  if (inference === undefined) return 0;
  const classes = Object.values(inference.classes);
  let time = 0;
  classes.forEach((klass, c) =>
    servedShares(klass, inference.models).forEach((part, m) => {
      const share = valueOf(klass.share) * part;
      // The first kinds are those of sessions at home: model by model, class by class.
      if (share > 0) time += share / (tokensPerSecond[m * classes.length + c] ?? 0);
    }),
  );
  return time > 0 && time < Infinity ? 1 / time : 0;
}

/** Weekly mean on the first day: as stated, or what keeps a share of the planned fleet's first month busy. */
function firstDayTokens(
  context: Context,
  inference: NonNullable<Context["scenario"]["inference"]>,
  pools: readonly PoolModel[],
  planned: PlannedFleet,
): number {
  if (inference.firstMonthUtilisation === undefined) return valueOf(inference.outputTokensPerSecond ?? 0);
  const from = context.seconds(inference.from);
  const { training, sharing } = context.scenario;
  const kept =
    sharing.policy === "inference-first" ? valueOf(training.share ?? 0) : valueOf(sharing.trainingShare);
  let tokens = 0;
  const silent = new Set<string>();
  for (const pool of pools) {
    const chips = planned.meanChips(pool.id, from, from + 30 * DAY);
    if (chips > 0) silent.add(pool.system);
    tokens += chips * (pool.trainable ? 1 - kept : 1) * mixedRate(context, pool.tokensPerSecond);
  }
  // Demand would be 0 for good, and nobody would know why.
  if (tokens === 0 && silent.size > 0)
    context.faults.push(
      `inference.firstMonthUtilisation must be of chips that keep what is promised within 30 days of ${inference.from}: none of those there does (found ${[...silent].join(", ")})`,
    );
  return tokens * valueOf(inference.firstMonthUtilisation);
}

/** Two unknown latencies are alike: Infinity - Infinity would be no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
