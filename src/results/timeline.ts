/** The lines of the jobs -> columns of a Result: segments sorted by job, then by time. */
import type { World } from "../run/world.ts";
import type { JobTimeline } from "./types.ts";

const HOUR = 3600;

/** What a job does in a segment, in the order of the codes. */
const KINDS = [
  "waiting",
  "reserving chips",
  "running",
  "running, power-capped",
  "saving before it changes size",
  "restarting",
  "stalled for a spare",
  "paused",
  "running and restarting, not told apart",
  "not recorded",
] as const;

/** Why a segment began or, of a wait, why it lasts; in the order of the codes. */
const REASONS = [
  "",
  "no chips it may use are in service yet",
  "fewer chips are in service than it needs at least",
  "its pool has shrunk below what it needs at least",
  "its site has no power for jobs",
  "other jobs hold the chips",
  "jobs ahead of it in the queue took the chips",
  "free chips are set aside for a campaign",
  "serving has the chips",
  "the sharing policy keeps free chips from training",
  "the chips are under repair",
  "enough chips are free, but not in one piece",
  "chips, a host or a fabric failed",
  "the job itself failed",
  "chips it held left service",
  "serving took chips",
  "a stalled job took the chips that were set aside",
  "the site draws as much as it may",
  "it takes more chips",
  "it goes on after a pause",
  "a spare came",
  "there is room, and the queue's discipline keeps it for others",
  "a job that comes before it took its chips",
  "maintenance or another stop was planned",
  "silent corruption of its work was found",
  "one of the causes that the scenario lists interrupted it",
  "free chips are kept as spares",
] as const;

export function buildTimeline(world: World): JobTimeline {
  const { jobs } = world.jobs;
  const { line } = world.jobs.holdings;
  const covered = line.covered(jobs.length);
  const first = new Int32Array(covered + 1);
  for (let at = 0; at < line.count; at++) {
    const slot = line.job[at] ?? -1;
    if (slot >= 0) first[slot + 1] = (first[slot + 1] ?? 0) + 1;
  }
  for (let slot = 0; slot < covered; slot++) first[slot + 1] = (first[slot + 1] ?? 0) + (first[slot] ?? 0);
  const count = first[covered] ?? 0;
  const from = new Float64Array(count);
  const kind = new Uint8Array(count);
  const reason = new Uint8Array(count);
  const chipHours = new Float64Array(count);
  const next = first.slice(0, covered);
  // Kept in the order of their beginnings, so those of one job stay in order.
  for (let at = 0; at < line.count; at++) {
    const slot = line.job[at] ?? -1;
    if (slot < 0) continue;
    const to = next[slot] ?? 0;
    next[slot] = to + 1;
    from[to] = line.from[at] ?? 0;
    kind[to] = line.kind[at] ?? 0;
    reason[to] = line.why[at] ?? 0;
    chipHours[to] = (line.held[at] ?? 0) / HOUR;
  }
  for (let slot = 0; slot < covered; slot++) {
    const last = (first[slot + 1] ?? 0) - 1;
    chipHours[last] = (jobs[slot]?.lineHeld ?? 0) / HOUR;
  }
  return {
    jobs: covered,
    jobsDropped: jobs.length - covered,
    segmentsMerged: line.merged,
    segmentsDropped: line.dropped,
    kinds: KINDS,
    reasons: REASONS,
    first,
    from,
    kind,
    reason,
    chipHours,
  };
}
