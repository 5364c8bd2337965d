/** The runs of a study: which draws each is made with, and how one is run. */
import type { Scenario } from "../scenario/schema.ts";
import { simulate, simulateSync } from "../simulate.ts";
import type { Draws, Outcome } from "./outcome.ts";
import { outcomeOf } from "./outcome.ts";
import { sampleInputs } from "./sample-inputs.ts";

/** One run; `variant` is the place of its scenario in the list that is studied together. */
export interface StudyJob extends Draws {
  readonly variant: number;
}

export interface StudySize {
  /** Draws of inputs, with the events of replication 0. */
  readonly samples: number;
  /** Further draws of events, with the inputs as written. */
  readonly replications?: number;
  readonly seed: number;
  /** Scenarios studied together; each gets the same draws. */
  readonly variants?: number;
}

/**
 * Jobs in the order in which they are worth seeing: the base run, then samples with replications spread evenly among
 * them; each for every variant in turn.
 */
export function studyJobs(size: StudySize): readonly StudyJob[] {
  const { samples, replications = 0, seed, variants = 1 } = size;
  const draws: Draws[] = [{ sample: 0, seed, replication: 0 }];
  let replication = 0;
  for (let sample = 1; sample <= samples; sample++) {
    draws.push({ sample, seed, replication: 0 });
    while (replication < Math.floor((sample * replications) / samples))
      draws.push({ sample: 0, seed, replication: ++replication });
  }
  while (replication < replications) draws.push({ sample: 0, seed, replication: ++replication });
  return draws.flatMap((draw) => Array.from({ length: variants }, (_, variant) => ({ variant, ...draw })));
}

/** The scenario a job runs: the inputs drawn, or as written for sample 0. */
export const scenarioOf = (scenario: Scenario, { sample, seed }: Draws): Scenario =>
  sample === 0 ? scenario : sampleInputs(scenario, { seed, sample });

/**
 * One run of a study, without yielding.
 * @throws CompileError where the drawn scenario lacks something
 */
export function runDraw(scenario: Scenario, draws: Draws): Outcome {
  const { sample, seed, replication } = draws;
  return outcomeOf(simulateSync(scenarioOf(scenario, draws), { seed, replication, sample }), sample);
}

/** The same, yielding now and then so that `signal` can stop it. */
export async function runDrawInterruptibly(
  scenario: Scenario,
  draws: Draws,
  signal: AbortSignal,
): Promise<Outcome> {
  const { sample, seed, replication } = draws;
  const options = { seed, replication, sample, signal };
  return outcomeOf(await simulate(scenarioOf(scenario, draws), options), sample);
}
