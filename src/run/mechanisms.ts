/**
 * Mechanisms that only some models use, apart from the run: a page fetches them for those models alone. Who runs a
 * Model hands them over; a new one is a line here, in `all-mechanisms.ts` and in `fetchMechanisms`.
 */
import type { Refresh } from "../fleet/refresh.ts";
import type { Model } from "../model/types.ts";
import type { RunParts } from "./parts.ts";
import type { StreamQueue } from "./stream-queue.ts";

export interface Mechanisms {
  /** Queue disciplines for jobs of streams. */
  readonly StreamQueue?: typeof StreamQueue;
  /** Old systems that make way for new ones. */
  readonly Refresh?: typeof Refresh;
}

/** @throws Error where the run was not given what its model asks for */
export function mechanismOf<K extends keyof Mechanisms>(
  mechanisms: Mechanisms,
  name: K,
): NonNullable<Mechanisms[K]> {
  const mechanism = mechanisms[name];
  if (mechanism === undefined) throw new Error(`the model asks for ${name}, which the run was not given`);
  return mechanism;
}

/** What a model asks for; nothing else is fetched. */
export async function fetchMechanisms(model: Model, { discipline }: RunParts): Promise<Mechanisms> {
  const [queue, refresh] = await Promise.all([
    model.queue === undefined && discipline === undefined ? undefined : import("./stream-queue.ts"),
    model.refresh === undefined ? undefined : import("../fleet/refresh.ts"),
  ]);
  return { ...queue, ...refresh };
}
