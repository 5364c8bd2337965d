/** Jobs of streams as they come: drawn one after the other, or as a log lists them. */
import { exponential, hashKey, HOURS_PER_WEEK, lognormal, uniformBetween } from "../engine/index.ts";
import type { Engine, Stream } from "../engine/index.ts";
import type { DistributionModel, Model, StreamModel } from "../model/types.ts";
import type { Jobs } from "../training/index.ts";
import { CLASS, HANDLER } from "./handlers.ts";

export interface ArrivalPorts {
  readonly model: Model;
  readonly engine: Engine;
  readonly jobs: Jobs;
  /** Draws of gaps, sizes and lengths; and of which arrivals of the busiest hour's rate count at another hour. */
  readonly draws: Stream;
  readonly keeps: Stream;
  /** Jobs so far by stream, and arrivals tried, which are part of what a run saves. */
  counts(): { readonly arrivals: number[]; readonly tried: number[] };
}

const DAY = 86_400;
const HOUR = 3600;

export class Arrivals {
  private readonly ports: ArrivalPorts;

  constructor(ports: ArrivalPorts) {
    this.ports = ports;
  }

  /** A job has come: it is submitted and the next one awaited. */
  arrive(stream: number, now: number): void {
    const { model, jobs, draws } = this.ports;
    const counts = this.ports.counts();
    const spec = model.streams[stream];
    if (spec === undefined) return;
    const k = counts.arrivals[stream] ?? 0;
    counts.arrivals[stream] = k + 1;
    const { log } = spec;
    const chips =
      log === undefined ? sample(spec.chips, draws.uniform(spec.key, 3 * k + 1)) : (log.chips[k] ?? 0);
    const seconds =
      log === undefined ? sample(spec.days, draws.uniform(spec.key, 3 * k + 2)) * DAY : (log.seconds[k] ?? 0);
    jobs.submit(spec, stream, k + 1, now, -1, Math.ceil(chips), seconds, hashKey(`${spec.id}/${k}`), -1);
    this.await(stream, now);
  }

  /** Plants the next arrival of a stream. */
  await(stream: number, now: number): void {
    const { model, engine } = this.ports;
    const spec = model.streams[stream];
    if (spec === undefined) return;
    const k = this.ports.counts().arrivals[stream] ?? 0;
    const next =
      spec.log === undefined
        ? this.nextDrawn(spec, stream, k, now)
        : Math.max(now, spec.log.submit[k] ?? Infinity);
    if (next < Math.min(spec.untilSeconds, model.horizonSeconds))
      engine.at(next, CLASS.arrival, HANDLER.arrival, stream);
  }

  /** Arrivals of a rate that changes by the hour of the week are those of its highest, thinned. */
  private nextDrawn(spec: StreamModel, stream: number, k: number, now: number): number {
    const { draws, keeps, model } = this.ports;
    const counts = this.ports.counts();
    if (spec.meanGapSeconds === Infinity) return Infinity;
    const { week } = spec;
    if (week === undefined) return now + exponential(draws.uniform(spec.key, 3 * k), spec.meanGapSeconds);
    const end = Math.min(spec.untilSeconds, model.horizonSeconds);
    const peak = week.reduce((most, factor) => Math.max(most, factor), 0);
    for (let at = now; at < end;) {
      const tried = counts.tried[stream] ?? 0;
      counts.tried[stream] = tried + 1;
      at += exponential(keeps.uniform(spec.key, 2 * tried), spec.meanGapSeconds / peak);
      const hour = Math.floor((model.startEpochSeconds + at) / HOUR - MONDAY) % HOURS_PER_WEEK;
      if (keeps.uniform(spec.key, 2 * tried + 1) * peak < (week[hour] ?? 1)) return at;
    }
    return Infinity;
  }
}

/** Hours from 1970-01-01, a Thursday, to the Monday of that week's end. */
const MONDAY = 4 * 24;

/** One value of a distribution from one uniform; lognormal by its 5th and 95th percentile, clipped to them. */
export function sample(d: DistributionModel, u: number): number {
  switch (d.kind) {
    case "constant":
      return d.a;
    case "uniform":
      return uniformBetween(u, d.a, d.b);
    case "exponential":
      return exponential(u, d.a);
    case "table": {
      let left = u * (d.weights?.reduce((sum, weight) => sum + weight, 0) ?? 0);
      const index = d.weights?.findIndex((weight) => (left -= weight) < 0) ?? -1;
      return d.values?.[index] ?? d.values?.at(-1) ?? 0;
    }
    case "lognormal":
      return Math.min(d.b, Math.max(d.a, lognormal(u, Math.sqrt(d.a * d.b), d.sigma)));
  }
}
