/* oxlint-disable typescript/no-non-null-assertion -- every index is a job's or a team's number */
import type { QueuedJobs } from "./discipline.ts";

/** Teams of a workload by number from 0, and their parts, which add up to 1. */
export interface Teams {
  readonly count: number;
  readonly of: Int32Array;
  readonly share: Float64Array;
}

/** Teams that are not named have equal parts of what the named ones leave; of all, where none is named. */
export function teamsOf(jobs: QueuedJobs, named: ReadonlyMap<number, number>): Teams {
  const ids = [...new Set(jobs.team)].sort((a, b) => a - b);
  const index = new Map(ids.map((id, k) => [id, k]));
  const unnamed = ids.filter((id) => !named.has(id)).length;
  const given = ids.reduce((sum, id) => sum + (named.get(id) ?? 0), 0);
  const rest = unnamed > 0 ? Math.max(0, 1 - given) / unnamed : 0;
  return {
    count: ids.length,
    of: Int32Array.from(jobs.team, (id) => index.get(id)!),
    share: Float64Array.from(ids, (id) => named.get(id) ?? rest),
  };
}
