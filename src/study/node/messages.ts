/** What goes between the pool and its threads. */
import type { Scenario } from "../../scenario/schema.ts";
import type { StudyJob } from "../jobs.ts";
import type { Outcome } from "../outcome.ts";

export interface Start {
  readonly scenarios: readonly Scenario[];
}

export interface Request {
  readonly job: StudyJob;
}

export type Reply =
  | { readonly ok: true; readonly outcome: Outcome }
  | { readonly ok: false; readonly error: string };
