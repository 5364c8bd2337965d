export {
  asyncEttr,
  dalyInterval,
  expectedEttr,
  firstOrderEttr,
  optimalInterval,
  segmentSeconds,
  youngInterval,
} from "./checkpoint.ts";
export { accrue } from "./holdings.ts";
export type { GangHosts } from "./holdings.ts";
export { largestGang } from "./gang-limit.ts";
export type { GangConditions } from "./gang-limit.ts";
export type { Aside, Job, JobPhase } from "./job.ts";
export { hasClock, heldBeside, heldChips, isRestarting, runClock, usAside } from "./job.ts";
export { JobLog, KIND, WHY } from "./job-log.ts";
export { Jobs } from "./jobs.ts";
export type { JobPorts } from "./jobs.ts";
export { computeUpTo, copiedAt, durableAt, planRun } from "./run-clock.ts";
export type { RunPlan } from "./run-clock.ts";
export { durableFlops, settle } from "./settle.ts";
