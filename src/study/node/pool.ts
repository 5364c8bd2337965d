/** Threads for the two kinds of study: full runs, and what follows from a run in money. */
import type { MoneyBasis } from "../../economics/basis.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { StudyJob } from "../jobs.ts";
import type { MoneyDone, MoneyStudySize, MoneyTask } from "../money-study.ts";
import type { Outcome } from "../outcome.ts";
import { Threads } from "./threads.ts";

export { poolSize } from "./threads.ts";

/** `job.variant` is a place in the list of scenarios. */
export class StudyPool extends Threads<{ readonly scenarios: readonly Scenario[] }, StudyJob, Outcome> {
  constructor(scenarios: readonly Scenario[]) {
    super("worker", { scenarios });
  }
}

export interface MoneyStart {
  readonly scenario: Scenario;
  /** What the run of the scenario did. */
  readonly basis: MoneyBasis;
  readonly size?: MoneyStudySize;
}

/** Tasks of a study of money; every thread opens it for itself. */
export class MoneyPool extends Threads<MoneyStart, MoneyTask, MoneyDone> {
  constructor(start: MoneyStart) {
    super("money-worker", start);
  }
}
