import type { Discipline } from "../scheduling/index.ts";

/** Code of a script's own that a run is given beside its Model. Not part of a snapshot: resume with the same. */
export interface RunParts {
  /** Queues the jobs of streams, instead of what the scenario's training.queue names. */
  readonly discipline?: Discipline;
}
