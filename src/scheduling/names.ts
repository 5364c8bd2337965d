/** Names of the disciplines, apart from their code: a scenario is read where none is run. In the order of help. */
export const DISCIPLINE_IDS = [
  "fcfs",
  "easy",
  "easy-sjbf",
  "conservative",
  "priority",
  "fair-share",
  "quota",
] as const;
/** Those of them a fleet can use: chips come and go, so nothing can be reserved for every job. */
export const FLEET_DISCIPLINES = ["fcfs", "easy", "easy-sjbf", "priority", "fair-share", "quota"] as const;
/** Where nothing else is said: least run before a preemption, and the half-life of past use [s]. */
export const DEFAULT_GRACE_SECONDS = 7200;
export const DEFAULT_HALF_LIFE_SECONDS = 604_800;

export type DisciplineId = (typeof DISCIPLINE_IDS)[number];
