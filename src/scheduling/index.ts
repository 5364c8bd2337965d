export type { Discipline, DisciplineOptions, Machine, Queue, QueuedJobs } from "./discipline.ts";
export { DISCIPLINE_IDS, DISCIPLINES } from "./registry.ts";
