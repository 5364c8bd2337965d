import { harvest } from "./harvest.ts";
import { inferenceFirst } from "./inference-first.ts";
import { partition } from "./partition.ts";
import type { SharingPolicy } from "./policy.ts";
import { trainingFloor } from "./training-floor.ts";

const ALL: readonly SharingPolicy[] = [inferenceFirst, partition, trainingFloor, harvest];

/** What a scenario may name. */
export const POLICY_IDS: readonly string[] = ALL.map((policy) => policy.id);

/** Every sharing policy by name: a new one is a file and its name in the list above. */
export const SHARING_POLICIES: Readonly<Record<string, SharingPolicy>> = Object.fromEntries(
  ALL.map((p) => [p.id, p]),
);
