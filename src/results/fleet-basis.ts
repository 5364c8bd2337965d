/** What money asks of a Model's chips alone, in a small part of the time of its run. */
import type { MoneyBasis } from "../economics/basis.ts";
import type { Model } from "../model/types.ts";
import { fleetOnly } from "../run/fleet-only.ts";
import { fetchMechanisms } from "../run/mechanisms.ts";
import { World } from "../run/world.ts";
import { readLedger } from "./ledger-view.ts";
import { buildMoneyBasis } from "./money-basis.ts";

/** Chips by pool and month as the full run has them; no work, no energy, no sales. */
export async function fleetBasis(model: Model, starts: Float64Array): Promise<MoneyBasis> {
  const fleet = fleetOnly(model);
  const world = new World(fleet, await fetchMechanisms(fleet, {}));
  world.advance(fleet.horizonSeconds);
  world.close();
  return buildMoneyBasis(world, readLedger(world), starts);
}
