// Every comparison with figures of others, in the order of docs/validation.md.
import { queues } from "./queues.ts";
import type { OracleGroup } from "./row.ts";
import { scheduling } from "./scheduling.ts";

export const oracleGroups: readonly OracleGroup[] = [scheduling, queues];
