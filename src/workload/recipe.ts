/** A stream of jobs as a recipe: how they arrive, how large they are, how long they run, what their users say. */
import { exponential, Stream } from "../engine/index.ts";
import { draw } from "./draws.ts";
import type { Distribution } from "./draws.ts";
import { workloadOf } from "./jobs.ts";
import type { LogJob, Workload } from "./jobs.ts";

export interface Arrivals {
  readonly perHour: number;
  /** `poisson`: independent of each other. `even`: at equal distances. */
  readonly kind: "poisson" | "even";
  /** Factors by hour of the day and by day of the week, from Monday; their mean is made 1. */
  readonly hours?: readonly number[] | undefined;
  readonly weekdays?: readonly number[] | undefined;
}

export type Estimates =
  | { readonly kind: "exact" }
  /** So many times the run time. */
  | { readonly kind: "factor"; readonly factor: Distribution }
  /**
   * As users do: after a factor, up to the next of a few round times (Tsafrir, Etsion and Feitelson 2005,
   * https://doi.org/10.1007/11605300_1).
   */
  | { readonly kind: "round"; readonly factor: Distribution; readonly roundSeconds: readonly number[] };

export interface Recipe {
  readonly jobs: number;
  readonly arrivals: Arrivals;
  readonly procs: Distribution;
  readonly runSeconds: Distribution;
  readonly estimates?: Estimates | undefined;
  readonly priorities?: Distribution | undefined;
  readonly teams?: Distribution | undefined;
  /** Longest run time; longer ones are cut. */
  readonly mostRunSeconds?: number | undefined;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * The jobs of a recipe. Each draw is keyed by the job's number, so that a change of sizes moves no arrival.
 * @throws RangeError for arrivals that never come, and for a distribution that gives no number
 */
export function jobsOf(recipe: Recipe, seed: number, replication = 0): Workload {
  const stream = (purpose: string): Stream => new Stream(seed, replication, `workload-${purpose}`);
  const [sizes, runs, factors, ranks, teams] = ["size", "run", "estimate", "priority", "team"].map(stream);
  const submits = arrivalTimes(recipe, stream("arrival"), stream("thinning"));
  const rows = Array.from({ length: recipe.jobs }, (_, job): LogJob => {
    const run = Math.min(recipe.mostRunSeconds ?? Infinity, draw(recipe.runSeconds, uniformAt(runs, job)));
    const size = draw(recipe.procs, uniformAt(sizes, job));
    if (!(run >= 0) || !Number.isFinite(size))
      throw new RangeError(
        `a recipe's run times must be 0 s or more and its sizes numbers (found ${run} s on ${size} processors)`,
      );
    return {
      id: job + 1,
      submit: submits[job] ?? 0,
      procs: Math.max(1, Math.round(size)),
      run,
      estimate: estimateOf(recipe.estimates, run, uniformAt(factors, job)),
      priority:
        recipe.priorities === undefined ? 0 : Math.round(draw(recipe.priorities, uniformAt(ranks, job))),
      user: recipe.teams === undefined ? 0 : Math.round(draw(recipe.teams, uniformAt(teams, job))),
    };
  });
  return workloadOf(rows);
}

/**
 * Jobs an hour at which those of a recipe ask for a part of `procs` processors: by the work they are drawn with, since the
 * mean of a few thousand long-tailed ones is far from that of all.
 */
export function perHourFor(recipe: Recipe, load: number, procs: number, seed: number): number {
  const drawn = jobsOf({ ...recipe, arrivals: { kind: "even", perHour: 1 } }, seed);
  const work = drawn.run.reduce((sum, seconds, job) => sum + seconds * (drawn.procs[job] ?? 0), 0);
  return (load * procs * HOUR * recipe.jobs) / work;
}

const uniformAt = (stream: Stream | undefined, job: number): number => stream?.uniform(0, job) ?? 0.5;

function estimateOf(estimates: Estimates | undefined, run: number, u: number): number {
  if (estimates === undefined || estimates.kind === "exact") return run;
  const wanted = run * Math.max(1, draw(estimates.factor, u));
  if (estimates.kind === "factor") return wanted;
  return estimates.roundSeconds.find((each) => each >= wanted) ?? wanted;
}

/** Poisson arrivals of a rate that changes by the hour are those of the highest rate, thinned. */
function arrivalTimes({ jobs, arrivals }: Recipe, gaps: Stream, keeps: Stream): Float64Array {
  const average = (factors: readonly number[]): number =>
    factors.reduce((sum, f) => sum + f, 0) / factors.length;
  const [hours, weekdays] = [arrivals.hours ?? [1], arrivals.weekdays ?? [1]];
  const [meanHour, meanDay] = [average(hours), average(weekdays)];
  const factorAt = (seconds: number): number =>
    ((hours[Math.floor((seconds % DAY) / HOUR) % hours.length] ?? 1) / meanHour) *
    ((weekdays[Math.floor(seconds / DAY) % weekdays.length] ?? 1) / meanDay);
  const peak = (Math.max(...hours) / meanHour) * (Math.max(...weekdays) / meanDay);
  const gap = HOUR / (arrivals.perHour * peak);
  // Of none an hour, or in no hour at all, the next would be looked for without end.
  if (!(gap > 0 && Number.isFinite(gap)))
    throw new RangeError(
      `a recipe's arrivals must be more than 0 an hour, and not 0 in every hour or on every day (found ${arrivals.perHour})`,
    );
  const times = new Float64Array(jobs);
  let now = 0;
  for (let job = 0, tried = 0; job < jobs; tried++) {
    now += arrivals.kind === "even" ? gap : exponential(gaps.uniform(0, tried), gap);
    if (keeps.uniform(0, tried) * peak <= factorAt(now)) times[job++] = now;
  }
  return times;
}
