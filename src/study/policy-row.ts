/** What one sharing policy makes of a fleet, in the figures by which policies are compared. */
import { missedDeadline } from "../results/deadlines.ts";
import type { Result } from "../results/types.ts";

export interface PolicyRow {
  readonly policy: string;
  /** Part of each pool that is training's own, where the policy has one. */
  readonly trainingShare: number;
  readonly digest: string;
  /** Of all output tokens asked for; NaN without demand. */
  readonly servedShare: number;
  readonly unservedShare: number;
  /** The same by reason, where reasons are recorded. */
  readonly unservedBecause: Readonly<Record<string, number>>;
  readonly trainedFlops: number;
  readonly heldChipHours: number;
  readonly productiveChipHours: number;
  readonly lostChipHours: number;
  /** Scheduling x runtime x program goodput of what does not serve. */
  readonly goodput: number;
  readonly preemptions: number;
  readonly servingChipHours: number;
  readonly headroomChipHours: number;
  readonly switchingChipHours: number;
  readonly idleChipHours: number;
  readonly campaignsDone: number;
  readonly campaigns: number;
  readonly deadlinesMissed: number;
  readonly deadlines: number;
}

const BECAUSE = /^unserved-([a-z]+)\.all$/;

export function policyRow(result: Result, policy: string, trainingShare: number): PolicyRow {
  const { binSeconds, horizonSeconds, series, jobs, goodput } = result;
  const amount = (id: string): number =>
    (series.find((each) => each.id === id)?.mean ?? new Float64Array(0)).reduce(
      (sum, level, bin) =>
        sum + level * (Math.min(horizonSeconds, (bin + 1) * binSeconds) - bin * binSeconds),
      0,
    );
  const hours = new Map<string, number>();
  result.ledger.forEach((value, i) => {
    const state = result.states[Math.floor(i / result.bins) % result.states.length] ?? "";
    hours.set(state, (hours.get(state) ?? 0) + value);
  });
  const of = (...states: readonly string[]): number =>
    states.reduce((sum, id) => sum + (hours.get(id) ?? 0), 0);
  const demand = amount("demand.all");
  const campaigns = jobs.filter((job) => job.kind === "campaign");
  const because = series.flatMap(({ id }) => {
    const reason = BECAUSE.exec(id)?.[1];
    return reason === undefined ? [] : [[reason, amount(id) / demand] as const];
  });
  return {
    policy,
    trainingShare,
    digest: result.digest,
    servedShare: amount("served.all") / demand,
    unservedShare: amount("unserved.all") / demand,
    unservedBecause: Object.fromEntries(because),
    trainedFlops: jobs.reduce((sum, job) => sum + job.flopsDone, 0),
    heldChipHours: amount("training.chips") / 3600,
    productiveChipHours: of("productive"),
    lostChipHours: of("lost"),
    goodput: goodput.goodput,
    preemptions: jobs.reduce((sum, job) => sum + job.preemptions, 0),
    servingChipHours: of("serving"),
    headroomChipHours: of("headroom"),
    switchingChipHours: of("switching"),
    idleChipHours: of("idle-no-demand", "idle-no-fit", "idle-policy"),
    campaignsDone: campaigns.filter((job) => job.state === "done").length,
    campaigns: campaigns.length,
    deadlinesMissed: jobs.filter((job) => missedDeadline(job, horizonSeconds)).length,
    deadlines: jobs.filter((job) => job.deadlineSeconds >= 0).length,
  };
}
