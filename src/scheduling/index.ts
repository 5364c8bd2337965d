import { inferenceFirst } from "./inference-first.ts";
import { partition } from "./partition.ts";
import type { SharingPolicy } from "./policy.ts";

/** Every sharing policy by name: a new one is a file and a line here. */
export const SHARING_POLICIES: Readonly<Record<string, SharingPolicy>> = {
  [inferenceFirst.id]: inferenceFirst,
  [partition.id]: partition,
};

export type { PoolShare, SharingPolicy } from "./policy.ts";
