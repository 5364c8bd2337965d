import { conservative } from "./conservative.ts";
import type { Discipline } from "./discipline.ts";
import { easySjbf } from "./easy-sjbf.ts";
import { easy } from "./easy.ts";
import { fairShare } from "./fair-share.ts";
import { fcfs } from "./fcfs.ts";
import { priority } from "./priority.ts";
import { quota } from "./quota.ts";

const ALL: readonly Discipline[] = [fcfs, easy, easySjbf, conservative, priority, fairShare, quota];

/** Names of the disciplines, in the order in which help lists them. */
export const DISCIPLINE_IDS: readonly string[] = ALL.map(({ id }) => id);

/** Every discipline by name: a new one is a file and its name in the list above. */
export const DISCIPLINES: Readonly<Record<string, Discipline>> = Object.fromEntries(
  ALL.map((d) => [d.id, d]),
);
