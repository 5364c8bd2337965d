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
export type DisciplineId = (typeof DISCIPLINE_IDS)[number];
