import { inferenceFirst } from "./inference-first.ts";
import { partition } from "./partition.ts";
import type { SharingPolicy } from "./policy.ts";

const ALL: readonly SharingPolicy[] = [inferenceFirst, partition];

/** Every sharing policy by name: a new one is a file and its name in the list above. */
export const SHARING_POLICIES: Readonly<Record<string, SharingPolicy>> = Object.fromEntries(ALL.map((p) => [p.id, p]));
