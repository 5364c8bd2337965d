/**
 * Mechanisms that only some models use, apart from the run: a page fetches them for those models alone. Who runs a
 * Model hands them over; a new one is a line of `Mechanisms`, of `FETCHED` and of `all-mechanisms.ts`.
 */
import type { Refresh } from "../fleet/refresh.ts";
import type { SeldomUsed } from "../fleet/reliability.ts";
import type { LatencyHours } from "../inference/latency-hours.ts";
import type { Model } from "../model/types.ts";
import type { RunParts } from "./parts.ts";
import type { StreamQueue } from "./stream-queue.ts";

export interface Mechanisms extends SeldomUsed {
  /** Queue disciplines for jobs of streams. */
  readonly StreamQueue?: typeof StreamQueue;
  /** Old systems that make way for new ones. */
  readonly Refresh?: typeof Refresh;
  /** Latency by region and class, and where it lets demand go. */
  readonly LatencyHours?: typeof LatencyHours;
}

interface Fetched {
  readonly isAsked: (model: Model, parts: RunParts) => boolean;
  readonly fetch: () => Promise<Mechanisms>;
}

const FETCHED: readonly Fetched[] = [
  {
    isAsked: ({ queue }, { discipline }) => queue !== undefined || discipline !== undefined,
    fetch: async () => import("./stream-queue.ts"),
  },
  {
    isAsked: ({ demand }) => demand?.latency !== undefined,
    fetch: async () => import("../inference/latency-hours.ts"),
  },
  { isAsked: ({ refresh }) => refresh !== undefined, fetch: async () => import("../fleet/refresh.ts") },
  {
    isAsked: ({ reliability: { wear, replace, maintenance } }) =>
      wear !== undefined || replace !== undefined || maintenance !== undefined,
    fetch: async () => import("../fleet/seldom.ts"),
  },
];

/** What a model asks for; nothing else is fetched. */
export async function fetchMechanisms(model: Model, parts: RunParts): Promise<Mechanisms> {
  const asked = FETCHED.filter(({ isAsked }) => isAsked(model, parts));
  const found = await Promise.all(asked.map(async ({ fetch }) => fetch()));
  return found.reduce<Mechanisms>((all, each) => ({ ...all, ...each }), {});
}

/** Fetches all of them ahead of their use, so that no later run waits, or needs a network. */
export async function fetchAllMechanisms(): Promise<void> {
  await Promise.all(FETCHED.map(async ({ fetch }) => fetch()));
}
