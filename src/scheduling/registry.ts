import { conservative } from "./conservative.ts";
import type { Discipline } from "./discipline.ts";
import { easySjbf } from "./easy-sjbf.ts";
import { easy } from "./easy.ts";
import { fairShare } from "./fair-share.ts";
import { fcfs } from "./fcfs.ts";
import { priority } from "./priority.ts";
import { quota } from "./quota.ts";

const ALL: readonly Discipline[] = [fcfs, easy, easySjbf, conservative, priority, fairShare, quota];

/** Every discipline by name: a new one is a file, its name in the list above and in `names.ts`. */
export const DISCIPLINES: Readonly<Record<string, Discipline>> = Object.fromEntries(
  ALL.map((d) => [d.id, d]),
);
