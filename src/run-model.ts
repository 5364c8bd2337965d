/** One run of a Model: what the page's run worker loads, without the reading of scenarios. */
import type { Model } from "./model/types.ts";
import { buildResult } from "./results/build.ts";
import type { Result } from "./results/types.ts";
import { World } from "./run/world.ts";
import type { WorldSnapshot } from "./run/snapshot.ts";

export interface WatchOptions {
  /** Called with the share of simulated time done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Aborting it rejects with its reason; nothing is returned. */
  readonly signal?: AbortSignal;
}

/** Slices of a watched run: between two of them other work gets its turn. */
const SLICES = 50;

/** Runs a Model to its end; yields between slices where it is watched, so that a worker can take a cancel. */
export async function runModel(model: Model, options: WatchOptions = {}): Promise<Result> {
  const run = startRun(model);
  const { onProgress, signal } = options;
  if (onProgress === undefined && signal === undefined) return run.finish();
  for (let slice = 1; slice <= SLICES; slice++) {
    signal?.throwIfAborted();
    run.advance((run.horizonSeconds * slice) / SLICES);
    onProgress?.(slice / SLICES);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  signal?.throwIfAborted();
  return run.finish();
}

/** A run that can be stopped, saved, resumed and forked. Times are seconds from the start. */
export interface Run {
  readonly model: Model;
  readonly now: number;
  readonly horizonSeconds: number;
  advance(untilSeconds: number): void;
  /** The whole state as a plain value (structured clone, file, other process). */
  snapshot(): WorldSnapshot;
  /** Runs to the horizon, if it is not there, and gives the result. The run is over. */
  finish(): Result;
}

export function startRun(model: Model): Run {
  return wrap(new World(model));
}

/**
 * Goes on from a snapshot under the model it was made with.
 * @throws Error where the model is another
 */
export function resumeRun(model: Model, snapshot: WorldSnapshot): Run {
  const world = new World(model);
  world.resume(snapshot);
  return wrap(world);
}

/**
 * Goes on from a snapshot under another model that shares its past: same sites, pools, jobs, demand regions and
 * classes, horizon and bins, and the same calendar up to the snapshot's moment; what comes later may differ.
 * @throws Error where the two do not share the past, naming what differs
 */
export function forkRun(model: Model, snapshot: WorldSnapshot): Run {
  const world = new World(model);
  world.fork(snapshot);
  return wrap(world);
}

function wrap(world: World): Run {
  let over = false;
  const check = (): void => {
    if (over) throw new Error("the run is over: start another, or resume from a snapshot taken before");
  };
  return {
    model: world.model,
    get now() {
      return world.engine.now;
    },
    horizonSeconds: world.model.horizonSeconds,
    advance: (until) => {
      check();
      world.advance(until);
    },
    snapshot: () => {
      check();
      return world.snapshot();
    },
    finish: () => {
      check();
      world.advance(world.model.horizonSeconds);
      over = true;
      world.close();
      return buildResult(world);
    },
  };
}
