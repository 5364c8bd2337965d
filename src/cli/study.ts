/** `capsim run --samples N`: many runs of one scenario, what they spread to and what they say by date. */
import {
  answersOf,
  headlineSpreads,
  outcomeOf,
  outcomesOf,
  questionsOf,
  runStudy,
  studyJobs,
} from "../index.ts";
import type { Outcome, Result, Scenario, StudyJob, StudyReport } from "../index.ts";
import { poolSize, StudyPool } from "../study/node/pool.ts";
import { badInput } from "./fail.ts";
import { progressOn } from "./progress.ts";

export interface StudyOptions {
  /** Draws of inputs. */
  readonly samples?: number;
  /** Further draws of events. */
  readonly replications?: number;
  /** Runs at once. */
  readonly jobs?: number;
  /** Questions, one line each. */
  readonly ask?: readonly string[];
}

/** Draws of events where none are asked for: enough to tell chance from ignorance, few beside the samples. */
const USUAL_REPLICATIONS = 8;

/** @throws {CommandFault} where something is asked for that only a study has */
export function refuseWithoutSamples(options: StudyOptions): void {
  if (options.samples !== undefined) return;
  const given = [
    ...(options.replications === undefined ? [] : ["--replications"]),
    ...(options.jobs === undefined ? [] : ["--jobs"]),
    ...((options.ask ?? []).length === 0 ? [] : ["--ask"]),
  ];
  if (given.length > 0)
    throw badInput(given.map((path) => ({ path, message: "needs --samples: it is about many runs" })));
}

/**
 * Runs the study around a base run that has been made; stops where `signal` says so.
 * @throws the signal's reason
 */
export async function study(
  scenario: Scenario,
  base: Result,
  options: StudyOptions,
  signal: AbortSignal,
): Promise<StudyReport> {
  const { samples = 0, jobs = poolSize() } = options;
  const { replications = Math.min(USUAL_REPLICATIONS, samples) } = options;
  const list = studyJobs({ samples, replications, seed: scenario.seed });
  const pool = new StudyPool([scenario]);
  const progress = progressOn(process.stderr, `${scenario.id}, ${list.length} runs`);
  const run = async (job: StudyJob, aborted: AbortSignal): Promise<Outcome> =>
    job.sample === 0 && job.replication === 0 ? outcomeOf(base, 0) : pool.run(job, aborted);
  try {
    const settled = await runStudy(list, run, {
      parallel: jobs,
      signal,
      onProgress: (done, total) => progress.show(done / total),
    });
    const outcomes = outcomesOf(settled);
    return {
      scenario,
      outcomes,
      headlines: headlineSpreads(outcomes),
      answers: answersOf(scenario, questionsOf(scenario), outcomes),
    };
  } finally {
    progress.end();
    await pool.close();
  }
}
