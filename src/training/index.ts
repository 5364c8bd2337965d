export { expectedEttr, optimalInterval, segmentSeconds } from "./checkpoint.ts";
export { efficiency } from "./efficiency.ts";
export type { Job, JobPhase } from "./job.ts";
export { runClock } from "./job.ts";
export { Jobs } from "./jobs.ts";
export type { GangHosts, JobPorts } from "./jobs.ts";
export { computeUpTo, durableAt, planRun } from "./run-clock.ts";
export type { RunPlan } from "./run-clock.ts";
export { durableFlops, settle } from "./settle.ts";
