/** A gang as numbers: seconds, rates per second, counts. What `runGang` takes. */
import { valueOf } from "../scenario/quantity.ts";
import type { Gang, SelectionPolicy } from "./schema.ts";

export interface GangParams {
  readonly job: { readonly servers: number; readonly computeSeconds: number };
  readonly pools: { readonly working: number; readonly spares: number; readonly standbys: number };
  readonly failures: {
    /** Mean rate of a good server [1/s]. */
    readonly goodRate: number;
    /** Mean rate of a bad server: a good one's and the systematic part on top [1/s]. */
    readonly badRate: number;
    readonly badShare: number;
    readonly distribution: "exponential" | "weibull" | "lognormal";
    readonly weibullShape: number;
    readonly lognormalSigma: number;
    readonly always: boolean;
    readonly hot: boolean;
  };
  readonly times: {
    readonly recoverySeconds: number;
    readonly hostSelectionSeconds: number;
    readonly spareWaitSeconds: number;
  };
  readonly repair: {
    readonly autoSeconds: number;
    readonly manualSeconds: number;
    readonly escalateShare: number;
    readonly escalateFailedOnly: boolean;
    readonly autoFailShare: number;
    readonly manualFailShare: number;
    /** Infinity: no limit. */
    readonly autoCrews: number;
    readonly manualCrews: number;
  };
  readonly diagnosis: { readonly foundShare: number; readonly wrongShare: number };
  readonly selection: {
    readonly policy: SelectionPolicy;
    readonly waitForStandbys: boolean;
    readonly rackServers: number;
  };
  readonly scores: {
    readonly initial: number;
    readonly penalty: number;
    readonly credit: number;
    readonly periodSeconds: number;
  };
  readonly retirement: {
    readonly policy: "never" | "threshold" | "score";
    readonly failures: number;
    readonly windowSeconds: number;
    readonly score: number;
  };
  readonly regeneration: { readonly everySeconds: number; readonly partOfBadShare: number };
  readonly checkpoint: { readonly intervalSeconds: number; readonly writeSeconds: number };
}

const MINUTE = 60;
const DAY = 86_400;
const limitOf = (crews: number): number => (crews === 0 ? Infinity : crews);

export function gangParams(gang: Gang): GangParams {
  const { job, pools, failures, times, repair, diagnosis, selection } = gang;
  const { scores, retirement, regeneration, checkpoint } = gang;
  const goodRate = valueOf(failures.perServerDay) / DAY;
  return {
    job: { servers: valueOf(job.servers), computeSeconds: valueOf(job.computeDays) * DAY },
    pools: {
      working: valueOf(pools.working),
      spares: valueOf(pools.spares),
      standbys: valueOf(pools.standbys),
    },
    failures: {
      goodRate,
      badRate: goodRate + valueOf(failures.badMultiplier) * goodRate,
      badShare: valueOf(failures.badShare),
      distribution: failures.distribution,
      weibullShape: valueOf(failures.weibullShape),
      lognormalSigma: valueOf(failures.lognormalSigma),
      always: failures.during === "always",
      hot: failures.idle === "hot",
    },
    times: {
      recoverySeconds: valueOf(times.recoveryMinutes) * MINUTE,
      hostSelectionSeconds: valueOf(times.hostSelectionMinutes) * MINUTE,
      spareWaitSeconds: valueOf(times.spareWaitMinutes) * MINUTE,
    },
    repair: {
      autoSeconds: valueOf(repair.autoMinutes) * MINUTE,
      manualSeconds: valueOf(repair.manualMinutes) * MINUTE,
      escalateShare: valueOf(repair.escalateShare),
      escalateFailedOnly: repair.escalate === "failed",
      autoFailShare: valueOf(repair.autoFailShare),
      manualFailShare: valueOf(repair.manualFailShare),
      autoCrews: limitOf(valueOf(repair.autoCrews)),
      manualCrews: limitOf(valueOf(repair.manualCrews)),
    },
    diagnosis: { foundShare: valueOf(diagnosis.foundShare), wrongShare: valueOf(diagnosis.wrongShare) },
    selection: {
      policy: selection.policy,
      waitForStandbys: selection.waitFor === "job-and-standbys",
      rackServers: valueOf(selection.rackServers),
    },
    scores: {
      initial: valueOf(scores.initial),
      penalty: valueOf(scores.penalty),
      credit: valueOf(scores.credit),
      periodSeconds: valueOf(scores.periodDays) * DAY,
    },
    retirement: {
      policy: retirement.policy,
      failures: valueOf(retirement.failures),
      windowSeconds: valueOf(retirement.windowDays) * DAY,
      score: valueOf(retirement.score),
    },
    regeneration: {
      everySeconds: valueOf(regeneration.everyDays) * DAY,
      partOfBadShare: valueOf(regeneration.partOfBadShare),
    },
    checkpoint: {
      intervalSeconds: valueOf(checkpoint.intervalMinutes) * MINUTE,
      writeSeconds: valueOf(checkpoint.writeMinutes) * MINUTE,
    },
  };
}
