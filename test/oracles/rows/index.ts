// Every comparison with figures of others, in the order of docs/validation.md.
import { llama3 } from "./llama3.ts";
import { hazards } from "./hazards.ts";
import { queues } from "./queues.ts";
import { recovery } from "./recovery.ts";
import type { OracleGroup } from "./row.ts";
import { scheduling } from "./scheduling.ts";

export const oracleGroups: readonly OracleGroup[] = [scheduling, queues, hazards, recovery, llama3];
