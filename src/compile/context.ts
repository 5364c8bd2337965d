/** What every part of the compiler shares. */
import { Stream, addMonths, epochSeconds, hashKey, isoDate } from "../engine/index.ts";
import { exponential, lognormal } from "../engine/index.ts";
import type { Catalogue } from "../scenario/catalogue.ts";
import type { Scenario, SlipSpec } from "../scenario/schema.ts";
import { valueOf } from "../scenario/quantity.ts";
import { CommonFactors } from "./factors.ts";

export interface CompileOptions {
  /** Seed of every draw; absent: the scenario's. */
  readonly seed?: number;
  readonly replication?: number;
  /** Number of the draw of inputs: slips and common factors. Absent: the replication. Failures and arrivals keep to that. */
  readonly sample?: number;
}

/** A scenario that is well formed but lacks something the engine needs; `faults` has one line each. */
export class CompileError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "CompileError";
    this.faults = faults;
  }
}

export const DAY = 86_400;
export const YEAR = 365.25 * DAY;
const MONTH = YEAR / 12;

export class Context {
  readonly scenario: Scenario;
  readonly catalogue: Catalogue;
  readonly startEpoch: number;
  readonly horizon: number;
  readonly seed: number;
  readonly replication: number;
  readonly faults: string[] = [];
  /** What the reader should know of how the scenario was taken. */
  readonly notes: string[] = [];
  readonly slips: Record<string, number> = {};
  private readonly slipDraws: Stream;
  private readonly factors: CommonFactors;

  constructor(scenario: Scenario, catalogue: Catalogue, options: CompileOptions) {
    this.scenario = scenario;
    this.catalogue = catalogue;
    this.startEpoch = epochSeconds(scenario.start);
    this.horizon = epochSeconds(scenario.end) - this.startEpoch;
    this.seed = options.seed ?? scenario.seed;
    this.replication = options.replication ?? 0;
    const sample = options.sample ?? this.replication;
    this.slipDraws = new Stream(this.seed, sample, "slip");
    this.factors = new CommonFactors(scenario.uncertainty, this.seed, sample);
  }

  /** Seconds from the start of a date in the scenario. */
  seconds(date: string): number {
    return epochSeconds(date) - this.startEpoch;
  }

  months(count: number): number {
    return count * MONTH;
  }

  addMonths(date: string, months: number): string {
    return isoDate(addMonths(epochSeconds(date), months));
  }

  /** Delay in months, drawn once by the key alone, so that adding a site moves nobody else's. */
  slip(spec: SlipSpec | undefined, key: string): number {
    if (spec === undefined || spec.kind === "none") return 0;
    const u = this.factors.slipUniform(key, this.slipDraws.uniform(hashKey(key), 0));
    const months =
      spec.kind === "fixed"
        ? valueOf(spec.months)
        : spec.kind === "exponential"
          ? exponential(u, valueOf(spec.meanMonths))
          : lognormal(u, valueOf(spec.medianMonths), valueOf(spec.sigma));
    this.slips[key] = months;
    return months;
  }
}
