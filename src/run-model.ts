/** A whole run of a Model: what the page's run worker loads, without the reading of scenarios and without what few models use. */
import type { Model } from "./model/types.ts";
import type { Result } from "./results/types.ts";
import { fetchMechanisms } from "./run/mechanisms.ts";
import type { RunParts } from "./run/parts.ts";
import { World } from "./run/world.ts";

export interface WatchOptions {
  /** Called with the share of simulated time done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Aborting it rejects with its reason; nothing is returned. */
  readonly signal?: AbortSignal;
}

/** Slices of a watched run: between two of them other work gets its turn. */
const SLICES = 50;

/** Runs a Model to its end; yields between slices where it is watched, so that a worker can take a cancel. */
export async function runModel(model: Model, options: WatchOptions & RunParts = {}): Promise<Result> {
  // In a browser what reads out the books comes while the run goes on.
  const results = import("./results/run-results.ts");
  results.catch(() => undefined);
  const money = model.money && import("./results/run-money.ts");
  money?.catch(() => undefined);
  const world = new World(model, await fetchMechanisms(model, options), options);
  const { onProgress, signal } = options;
  if (onProgress !== undefined || signal !== undefined)
    for (let slice = 1; slice <= SLICES; slice++) {
      signal?.throwIfAborted();
      world.advance((model.horizonSeconds * slice) / SLICES);
      onProgress?.(slice / SLICES);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  signal?.throwIfAborted();
  world.advance(model.horizonSeconds);
  world.close();
  return (await results).buildResult(world, (await money)?.readMoney);
}
