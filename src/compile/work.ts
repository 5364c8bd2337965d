/** Training jobs and inference demand, resolved to numbers. */
import { hashKey, HOURS_PER_WEEK, log } from "../engine/index.ts";
import { AGENDA } from "../model/types.ts";
import type {
  CampaignModel,
  DistributionModel,
  JobSpec,
  PoolModel,
  SiteModel,
  StreamModel,
} from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { CampaignSpec, StreamSpec } from "../scenario/schema.ts";
import type { AgendaBuilder } from "./agenda.ts";
import { DAY } from "./context.ts";
import type { Context } from "./context.ts";
import type { PlannedFleet } from "./planned-fleet.ts";
import { teamsOf } from "./queue.ts";
import { checkpointOf, recoveryOf } from "./recovery.ts";

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
