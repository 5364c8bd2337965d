/** A run in one's own hands: stopped, saved, resumed and forked at will. */
import type { Model } from "./model/types.ts";
import { buildResult } from "./results/build.ts";
import { readMoney } from "./results/run-money.ts";
import type { Result } from "./results/types.ts";
import { ALL_MECHANISMS } from "./run/all-mechanisms.ts";
import type { RunParts } from "./run/parts.ts";
import { forkFrom, resumeFrom, snapshotOf } from "./run/save.ts";
import { servingLoads } from "./run/serving-loads.ts";
import type { ServingLoad } from "./run/serving-loads.ts";
import type { WorldSnapshot } from "./run/snapshot.ts";
import { World } from "./run/world.ts";

/** A run that can be stopped, saved, resumed and forked. Times are seconds from the start. */
export interface Run {
  readonly model: Model;
  readonly now: number;
  readonly horizonSeconds: number;
  advance(untilSeconds: number): void;
  /** How busy the replicas of each pool are now, by the demand of the last full hour. */
  servingLoads(): readonly ServingLoad[];
  /** The whole state as a plain value (structured clone, file, other process). */
  snapshot(): WorldSnapshot;
  /** Runs to the horizon, if it is not there, and gives the result. The run is over. */
  finish(): Result;
}

export function startRun(model: Model, parts: RunParts = {}): Run {
  return wrap(new World(model, ALL_MECHANISMS, parts));
}

/**
 * Goes on from a snapshot under the model it was made with.
 * @throws Error where the model is another
 */
export function resumeRun(model: Model, snapshot: WorldSnapshot, parts: RunParts = {}): Run {
  const world = new World(model, ALL_MECHANISMS, parts);
  resumeFrom(world, snapshot);
  return wrap(world);
}

/**
 * Goes on from a snapshot under another model that shares its past: same sites, pools, jobs, demand regions and
 * classes, horizon and bins, and the same calendar up to the snapshot's moment; what comes later may differ.
 * @throws Error where the two do not share the past, naming what differs
 */
export function forkRun(model: Model, snapshot: WorldSnapshot, parts: RunParts = {}): Run {
  const world = new World(model, ALL_MECHANISMS, parts);
  forkFrom(world, snapshot);
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
    servingLoads: () => servingLoads(world),
    snapshot: () => {
      check();
      return snapshotOf(world);
    },
    finish: () => {
      check();
      world.advance(world.model.horizonSeconds);
      over = true;
      world.close();
      return buildResult(world, readMoney);
    },
  };
}
