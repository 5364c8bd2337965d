/** Training jobs and inference demand, resolved to numbers. */
import { hashKey, HOURS_PER_WEEK, log } from "../engine/index.ts";
import { weekShape } from "../inference/demand.ts";
import { AGENDA } from "../model/types.ts";
import type {
  CampaignModel,
  DemandModel,
  DistributionModel,
  JobSpec,
  PoolModel,
  SiteModel,
  StreamModel,
} from "../model/types.ts";
import { rttMsBetween } from "../scenario/catalogue-lookup.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { CampaignSpec, StreamSpec } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { PlannedFleet } from "./planned-fleet.ts";
import { teamsOf } from "./queue.ts";
import { checkpointOf, recoveryOf } from "./recovery.ts";
import { cellFor, derateOf, faultOnce } from "./serving-cells.ts";
import type { SystemFacts } from "./systems.ts";

/** Quantile of the standard normal at 95 %. */
const Z95 = 1.6448536269514722;

export function compileCampaigns(
  context: Context,
  agenda: AgendaBuilder,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
  planned: PlannedFleet,
): CampaignModel[] {
  const { training } = context.scenario;
  return Object.entries(training.campaigns).map(([id, spec], index) => {
    const startSeconds = context.seconds(spec.start);
    const starts = startsOf(spec, startSeconds, context.horizon);
    for (const start of starts) agenda.add(start, AGENDA.campaign, index, 0, id);
    const part = spec.partOfShare === undefined ? 0 : valueOf(spec.partOfShare) * number(training.share);
    const maxShare = part > 0 ? part : number(spec.maxShare);
    return {
      ...jobSpec(context, id, "campaign", spec, pools, sites),
      startSeconds,
      maxChips: number(spec.maxChips),
      maxShare,
      plannedFlops: Float64Array.from(
        spec.plannedDays === undefined ? [] : starts,
        (at) =>
          maxShare *
          planned.peakFlops(at, spec.precision) *
          valueOf(spec.mfu) *
          number(spec.plannedDays) *
          DAY,
      ),
      ettrFloor: number(spec.ettrFloor),
      withinBuilding: spec.withinBuilding,
      prefersSpeed: spec.prefer === "speed",
      minChips:
        spec.minChips === undefined && spec.minShareOfMax === undefined
          ? number(spec.maxChips)
          : number(spec.minChips),
      minShareOfMax: spec.minShareOfMax === undefined ? 1 : valueOf(spec.minShareOfMax),
      flops: number(spec.flops),
      days: number(spec.days),
      deadlineSeconds: spec.deadline === undefined ? -1 : context.seconds(spec.deadline),
      deadlineAfterSeconds: spec.deadlineDays === undefined ? -1 : valueOf(spec.deadlineDays) * DAY,
      repeatAfterSeconds: spec.repeatAfterDays === undefined ? -1 : valueOf(spec.repeatAfterDays) * DAY,
    };
  });
}

/** When its runs are due: once, or by the calendar to the horizon. */
function startsOf(spec: CampaignSpec, first: number, horizon: number): number[] {
  if (spec.everyDays === undefined) return [first];
  const every = valueOf(spec.everyDays) * DAY;
  const starts: number[] = [];
  for (let at = first; at < horizon; at += every) starts.push(at);
  return starts;
}

export function compileStreams(
  context: Context,
  agenda: AgendaBuilder,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
): StreamModel[] {
  return Object.entries(context.scenario.training.streams).map(([id, spec], index) => {
    const fromSeconds = spec.from === undefined ? 0 : context.seconds(spec.from);
    agenda.add(fromSeconds, AGENDA.stream, index, 0, id);
    const perDay = spec.perDay === undefined ? 0 : valueOf(spec.perDay);
    const log = spec.log && jobLog(spec.log, fromSeconds);
    return {
      ...jobSpec(context, id, "stream", spec, pools, sites),
      team: spec.team === undefined ? -1 : teamsOf(context.scenario).indexOf(spec.team),
      fromSeconds,
      untilSeconds: spec.until === undefined ? context.horizon : context.seconds(spec.until),
      meanGapSeconds: perDay > 0 ? DAY / perDay : Infinity,
      week: weekOf(spec),
      log,
      chips: spec.chips === undefined ? NONE : distribution(spec.chips),
      days: spec.days === undefined ? NONE : distribution(spec.days),
    };
  });
}

const number = (q: Parameters<typeof valueOf>[0] | undefined): number => (q === undefined ? 0 : valueOf(q));

const NONE: DistributionModel = { kind: "constant", a: 0, b: 0, sigma: 0 };

function jobLog(spec: NonNullable<StreamSpec["log"]>, fromSeconds: number): StreamModel["log"] {
  const [time, size] = [valueOf(spec.timeScale), valueOf(spec.sizeScale)];
  return {
    submit: Float64Array.from(spec.submitSeconds, (seconds) => fromSeconds + seconds * time),
    chips: Float64Array.from(spec.chips, (chips) => Math.max(1, chips * size)),
    seconds: Float64Array.from(spec.runSeconds),
  };
}

/** Factors by hour of the week from Monday, of mean 1; undefined where the rate is constant. */
function weekOf({ hoursOfDay, daysOfWeek }: StreamSpec): Float64Array | undefined {
  if (hoursOfDay === undefined && daysOfWeek === undefined) return undefined;
  const [hours, days] = [
    hoursOfDay?.map((q) => valueOf(q)) ?? [1],
    daysOfWeek?.map((q) => valueOf(q)) ?? [1],
  ];
  const week = Float64Array.from(
    { length: HOURS_PER_WEEK },
    (_, hour) => (hours[hour % hours.length] ?? 1) * (days[Math.floor(hour / 24) % days.length] ?? 1),
  );
  const mean = week.reduce((sum, factor) => sum + factor, 0) / HOURS_PER_WEEK;
  return mean > 0 ? week.map((factor) => factor / mean) : undefined;
}

function distribution(spec: NonNullable<StreamSpec["chips"]>): DistributionModel {
  if (spec.kind === "exponential") return { kind: spec.kind, a: valueOf(spec.mean), b: 0, sigma: 0 };
  if (spec.kind === "table")
    return { kind: spec.kind, a: 0, b: 0, sigma: 0, values: spec.values, weights: spec.weights };
  if (spec.kind === "constant") return { kind: spec.kind, a: valueOf(spec.value), b: 0, sigma: 0 };
  if (spec.kind === "uniform")
    return { kind: spec.kind, a: valueOf(spec.low), b: valueOf(spec.high), sigma: 0 };
  const a = valueOf(spec.p5);
  const b = valueOf(spec.p95);
  return { kind: spec.kind, a, b, sigma: log(b / a) / (2 * Z95) };
}

function jobSpec(
  context: Context,
  id: string,
  kind: JobSpec["kind"],
  spec: CampaignSpec | StreamSpec,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
): JobSpec {
  const order = spec.sites ?? sites.map((site) => site.id);
  const candidates = pools
    .map((pool, index) => ({ pool, index, rank: order.indexOf(sites[pool.site]?.id ?? "") }))
    .filter(
      ({ pool, rank }) => rank >= 0 && (spec.systems === undefined || spec.systems.includes(pool.system)),
    )
    .filter(({ pool }) => (spec.precision === "fp8" ? pool.peakFp8 : pool.peakBf16) > 0)
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ index }) => index);
  if (candidates.length === 0) {
    const where = kind === "campaign" ? "campaigns" : "streams";
    context.faults.push(
      `training.${where}.${id} has no pool that its sites, systems and precision (${spec.precision}) allow`,
    );
  }
  return {
    id,
    name: spec.name ?? id,
    kind,
    pools: candidates,
    priority: spec.priority,
    preemptible: spec.preemptible,
    precision: spec.precision,
    mfu: valueOf(spec.mfu),
    ...checkpointOf(spec.checkpoint),
    recovery: recoveryOf(spec.recovery),
    key: hashKey(id),
  };
}

/** Output tokens/s per chip of a system, by demand class: roofline x derate, headroom and repairs taken out of it. */
export function servingRates(context: Context, system: SystemFacts): Float64Array {
  const { inference } = context.scenario;
  if (inference === undefined) return new Float64Array(0);
  const derate = derateOf(inference.derate);
  return Float64Array.from(Object.entries(inference.classes), ([id, { tokenMix }]) => {
    if (context.catalogue.tokenMixes[tokenMix] === undefined)
      faultOnce(context, `inference.classes.${id}.tokenMix is not in the catalogue (found ${tokenMix})`);
    const cell = cellFor(context, system, inference, "inference", tokenMix);
    return cell?.kind === "cell" ? cell.outputPerChip * derate : 0;
  });
}

export function compileDemand(
  context: Context,
  pools: readonly PoolModel[],
  sites: readonly SiteModel[],
  planned: PlannedFleet,
): DemandModel | undefined {
  const { inference } = context.scenario;
  if (inference === undefined) return undefined;
  const hours = Math.ceil(context.horizon / 3600);
  const classIds = Object.keys(inference.classes);
  const regionIds = Object.keys(inference.regions);
  const hourly = inference.hourly && new Float64Array(classIds.length * regionIds.length * hours).fill(NaN);
  for (const row of inference.hourly ?? []) {
    const hour = Math.floor(context.seconds(row.start) / 3600);
    const cell = regionIds.indexOf(row.region) * classIds.length + classIds.indexOf(row.class);
    if (hourly !== undefined && cell >= 0 && hour >= 0 && hour < hours)
      hourly[cell * hours + hour] = row.tokensPerSecond;
  }
  return {
    fromSeconds: context.seconds(inference.from),
    rampSeconds: valueOf(inference.rampDays) * DAY,
    tokensPerSecond: firstDayTokens(context, inference, pools, planned) * valueOf(inference.scale),
    g0: log(valueOf(inference.growth.perYear)),
    gInf: log(valueOf(inference.growth.finalPerYear)),
    thetaYears: valueOf(inference.growth.decayYears),
    utilisationCap: valueOf(inference.utilisationCap),
    computeTrend:
      inference.computePerToken === undefined ? 0 : log(valueOf(inference.computePerToken.perYear)),
    computeFloor: inference.computePerToken === undefined ? 1 : valueOf(inference.computePerToken.floor),
    priceElasticity: valueOf(inference.priceElasticity),
    classes: Object.entries(inference.classes).map(([id, klass]) => {
      const profile = context.catalogue.profiles[klass.profile];
      if (profile === undefined)
        context.faults.push(
          `inference.classes.${id}.profile is not in the catalogue (found ${klass.profile})`,
        );
      const weekend =
        klass.weekendFactor === undefined
          ? (profile?.weekendFactor?.value ?? 1)
          : valueOf(klass.weekendFactor);
      const shape = weekShape(profile?.weekday.values ?? [], weekend);
      // The profile's clock to UTC.
      const offset = profile?.utcOffsetHours ?? 0;
      const week = Float64Array.from(shape, (_, h) => shape[(h + offset + 168) % 168] ?? 0);
      return { id, share: valueOf(klass.share), week };
    }),
    regions: Object.entries(inference.regions).map(([id, region]) => {
      const reach = pools
        .map((pool, index) => ({
          index,
          rtt: rttMsBetween(context.catalogue, region.origin, sites[pool.site]?.region ?? "") ?? Infinity,
          pool,
        }))
        .filter(({ pool }) => pool.tokensPerSecond.some((rate) => rate > 0))
        .toSorted((a, b) => compare(a.rtt, b.rtt) || a.pool.site - b.pool.site || a.index - b.index);
      return {
        id,
        name: region.name ?? id,
        share: valueOf(region.share),
        shiftHours: region.shiftHours,
        pools: reach.map(({ index }) => index),
        rttMs: reach.map(({ rtt }) => rtt),
      };
    }),
    hourly,
    hours,
  };
}

/** Output tokens/s of one chip of a pool on the class mix: chip time adds up, so rates combine harmonically. */
export function mixedRate(context: Context, tokensPerSecond: Float64Array): number {
  const shares = Object.values(context.scenario.inference?.classes ?? {}).map((klass) =>
    valueOf(klass.share),
  );
  const time = shares.reduce((sum, part, c) => sum + (part > 0 ? part / (tokensPerSecond[c] ?? 0) : 0), 0);
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
  const kept = sharing.policy === "inference-first" ? number(training.share) : valueOf(sharing.trainingShare);
  let tokens = 0;
  for (const pool of pools) {
    const chips = planned.meanChips(pool.id, from, from + 30 * DAY);
    tokens += chips * (pool.trainable ? 1 - kept : 1) * mixedRate(context, pool.tokensPerSecond);
  }
  return tokens * valueOf(inference.firstMonthUtilisation);
}

/** Two unknown latencies are alike: Infinity - Infinity would be no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
