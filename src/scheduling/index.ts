export type { Discipline, DisciplineOptions, Machine, Queue, QueuedJobs } from "./discipline.ts";
export { DEFAULT_GRACE_SECONDS, DEFAULT_HALF_LIFE_SECONDS, DISCIPLINE_IDS } from "./names.ts";
export type { DisciplineId } from "./names.ts";
export { DISCIPLINES } from "./registry.ts";
export { Running } from "./running.ts";
export { TeamUse } from "./team-use.ts";
