/** Saving a run and going on from it: apart from the run itself, as a run from end to end saves nothing. */
import { HANDLER } from "./handlers.ts";
import { checkSharedPast, pastItems, relocate, shapeOf } from "./fork.ts";
import type { RunShape } from "./fork.ts";
import type { WorldSnapshot } from "./snapshot.ts";
import type { World } from "./world.ts";

const shapeOfWorld = ({ model, hosts }: World): RunShape => shapeOf(model, hosts.usBase, hosts.hostBase);

export function snapshotOf(world: World): WorldSnapshot {
  return {
    format: "capsim-snapshot/1",
    scenario: world.model.scenarioId,
    seed: world.model.seed,
    shape: shapeOfWorld(world),
    engine: world.engine.snapshot(),
    recorder: world.recorder.snapshot(),
    log: world.log.snapshot(),
    ledger: world.ledger.snapshot(),
    hosts: world.hosts.snapshot(),
    jobs: world.jobs.snapshot(),
    serving: world.serving?.snapshot(),
    balance: world.balance.snapshot(),
    throttle: world.throttle.snapshot(),
    reliability: world.reliability.snapshot(),
    commissioning: world.commissioning.snapshot(),
    retrofit: world.retrofit.snapshot(),
    refresh: world.refresh?.snapshot(),
    supply: world.supply.snapshot(),
    queue: world.dispatch.streams?.snapshot(),
    misc: structuredClone(world.misc),
    placement: world.placement && { ...world.placement.sums },
    wanted: world.wanted.slice(),
    below: world.below.slice(),
    fleetChips: world.sharing.fleetChips,
  };
}

/**
 * Goes on from the run of another model that shares its past; from here the calendar is this model's.
 * @throws Error naming what differs before the moment of the fork
 */
export function forkFrom(world: World, from: WorldSnapshot): void {
  const shape = shapeOfWorld(world);
  checkSharedPast(from.shape, shape, from.engine.now);
  restore(world, relocate(from, shape, HANDLER));
  world.engine.cancel(world.misc.agendaHandle);
  world.misc.cursor = pastItems(world.model.agenda, world.engine.now);
  world.armAgenda();
  world.model.pools.forEach((_, pool) => world.reliability.rearm(pool));
}

/**
 * Goes on from a run of this same model.
 * @throws Error where it was saved under another model, seed or replication
 */
export function resumeFrom(world: World, from: WorldSnapshot): void {
  if (from.shape.model !== shapeOfWorld(world).model) {
    throw new Error(
      `cannot resume: the snapshot was saved under another model (scenario ${from.scenario}, seed ${from.seed}); compile that one, or fork`,
    );
  }
  restore(world, from);
}

function restore(world: World, from: WorldSnapshot): void {
  if (from.format !== "capsim-snapshot/1")
    throw new Error(`snapshot.format must be capsim-snapshot/1 (found ${String(from.format)})`);
  world.engine.restore(from.engine);
  world.recorder.restore(from.recorder);
  world.log.restore(from.log);
  world.ledger.restore(from.ledger);
  world.hosts.restore(from.hosts);
  world.jobs.restore(from.jobs);
  if (from.serving !== undefined) world.serving?.restore(from.serving);
  world.balance.restore(from.balance);
  world.throttle.restore(from.throttle);
  world.reliability.restore(from.reliability);
  world.commissioning.restore(from.commissioning);
  world.retrofit.restore(from.retrofit);
  if (from.refresh !== undefined) world.refresh?.restore(from.refresh);
  world.supply.restore(from.supply);
  if (from.queue !== undefined) world.dispatch.streams?.restore(from.queue);
  world.misc = structuredClone(from.misc);
  if (world.placement !== undefined && from.placement !== undefined)
    world.placement.sums = { ...from.placement };
  world.wanted.set(from.wanted);
  world.below.set(from.below);
  world.sharing.fleetChips = from.fleetChips;
}
