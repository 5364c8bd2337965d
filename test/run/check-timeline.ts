// What must hold of the jobs' lines: they tile submission to end, their chip-hours are the ledger's, waits have reasons.
import { KIND, WHY } from "../../src/training/index.ts";
import type { Model } from "../../src/model/types.ts";
import type { Result } from "../../src/results/types.ts";
import type { Faults } from "./faults.ts";

const WAITS: ReadonlySet<number> = new Set([KIND.waiting, KIND.reserving, KIND.stalled, KIND.paused]);
/** Reasons that say what is lacking; a queue's discipline is one more. */
const LACKS_FROM = WHY.notDelivered;
const LACKS_TO = WHY.fragments;

export function checkTimeline(faults: Faults, model: Model, result: Result): void {
  // What stands beside a gang (standbys, replicas on their way back) is not in its line.
  const alone = new Set(
    [...model.campaigns, ...model.streams]
      .filter(({ recovery }) => recovery.by === "restart")
      .map(({ id }) => id),
  );
  const { timeline, jobs, horizonSeconds } = result;
  const { first, from, kind, reason, chipHours } = timeline;
  if (timeline.jobs + timeline.jobsDropped !== jobs.length || first.length !== timeline.jobs + 1)
    faults.add(`timeline of ${timeline.jobs} jobs and ${timeline.jobsDropped} more, of ${jobs.length}`);
  if (first[timeline.jobs] !== from.length) faults.add(`timeline: ${from.length} segments are not counted`);
  for (let slot = 0; slot < timeline.jobs; slot++) {
    const job = jobs[slot];
    if (job === undefined) continue;
    const end = job.endSeconds < 0 ? horizonSeconds : job.endSeconds;
    const [at, to] = [first[slot] ?? 0, first[slot + 1] ?? 0];
    if (from[at] !== job.submitSeconds)
      faults.add(`${job.id}: line begins at ${from[at]}, submitted ${job.submitSeconds}`);
    const hours = new Float64Array(timeline.kinds.length);
    let started = -1;
    for (let i = at; i < to; i++) {
      const until = i + 1 < to ? (from[i + 1] ?? NaN) : end;
      const [k, why] = [kind[i] ?? -1, reason[i] ?? -1];
      const what = `${job.id}: ${timeline.kinds[k]} from ${from[i]}`;
      // A job of the last instant has no time to do anything in.
      if (!(until > (from[i] ?? NaN)) && !(until === from[i] && from[i] === end && i === to - 1))
        faults.add(`${what} until ${until}`);
      if (i > at && kind[i - 1] === k && reason[i - 1] === why) faults.add(`${what} is told twice`);
      if (timeline.reasons[why] === undefined) faults.add(`${what}: reason ${why}`);
      if (WAITS.has(k) && why === WHY.none && until > (from[i] ?? NaN))
        faults.add(`${what} has no reason to wait`);
      if ((k === KIND.waiting || k === KIND.stalled) && until > (from[i] ?? NaN))
        if ((why < LACKS_FROM || why > LACKS_TO) && why !== WHY.discipline && why !== WHY.spares)
          faults.add(`${what} waits because "${timeline.reasons[why]}"`);
      if (k === KIND.running && why !== WHY.none) faults.add(`${what} has a reason to run`);
      if (!WAITS.has(k) && started < 0) started = from[i] ?? -1;
      hours[k] = (hours[k] ?? 0) + (chipHours[i] ?? NaN);
    }
    const known = kind.subarray(at, to).every((k) => k !== KIND.unrecorded);
    // A site may lose its power in the instant in which a job starts there.
    if (known && started >= 0 && !(job.startSeconds >= 0 && started >= job.startSeconds))
      faults.add(`${job.id}: first runs at ${started}, started ${job.startSeconds}`);
    if (known && alone.has(job.campaign)) checkHours(faults, job, hours);
  }
}

/** Chip-hours of the kinds against those of the ledger's states that the job was booked in. */
function checkHours(faults: Faults, { id, chipHours }: Result["jobs"][number], hours: Float64Array): void {
  const of = (...kinds: readonly number[]): number => kinds.reduce((sum, k) => sum + (hours[k] ?? 0), 0);
  const { productive, uncommitted, checkpointing, lost, powerCapped, restarting, stalled, draining } =
    chipHours;
  const ran = productive + uncommitted + checkpointing + lost + powerCapped;
  const runs = of(KIND.running, KIND.capped, KIND.saving);
  if (of(KIND.mixed) === 0) {
    faults.same(`${id}: chip-hours of running`, runs, ran);
    faults.same(`${id}: chip-hours of restarting`, of(KIND.restarting), restarting);
  } else
    faults.same(
      `${id}: chip-hours of running and restarting`,
      runs + of(KIND.restarting, KIND.mixed),
      ran + restarting,
    );
  faults.same(`${id}: chip-hours of stalled`, of(KIND.stalled), stalled);
  // What joins at the end of a save is drained too, and is not yet the job's.
  if (of(KIND.saving, KIND.mixed) === 0)
    faults.same(`${id}: chip-hours set aside`, of(KIND.reserving), draining);
  if (of(KIND.waiting) !== 0 || of(KIND.paused) !== 0)
    faults.add(`${id}: holds chips while it waits without`);
}
