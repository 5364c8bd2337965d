/** The outcomes of a study by what they are for. */
import type { StudyJob } from "./jobs.ts";
import type { Outcome } from "./outcome.ts";
import type { Settled } from "./study.ts";

export interface StudyOutcomes {
  /** Inputs as written, events of replication 0; absent while it has not ended. */
  readonly base: Outcome | undefined;
  /** Draws of inputs, with the events of replication 0. */
  readonly samples: readonly Outcome[];
  /** Inputs as written, with other draws of events. */
  readonly replications: readonly Outcome[];
  readonly failed: readonly { readonly job: StudyJob; readonly error: string }[];
}

/** Sorts what came out of `runStudy`; of several scenarios studied together, those of `variant`. */
export function outcomesOf(settled: readonly Settled<StudyJob, Outcome>[], variant = 0): StudyOutcomes {
  const mine = settled.filter((each) => each.job.variant === variant);
  const outcomes = mine.flatMap((each) => (each.ok ? [each.output] : []));
  return {
    base: outcomes.find((each) => each.sample === 0 && each.replication === 0),
    samples: outcomes.filter((each) => each.sample > 0),
    replications: outcomes.filter((each) => each.sample === 0 && each.replication > 0),
    failed: mine.flatMap((each) => (each.ok ? [] : [{ job: each.job, error: each.error }])),
  };
}
