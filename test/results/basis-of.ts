// What a run did by calendar month, without a scenario's money block: the basis does not depend on prices.
import type { MoneyBasis } from "../../src/economics/basis.ts";
import { monthStarts } from "../../src/engine/index.ts";
import type { Model, MoneyModel } from "../../src/model/types.ts";
import { readLedger } from "../../src/results/ledger-view.ts";
import { basisCrossFoot, buildMoneyBasis } from "../../src/results/money-basis.ts";
import { ALL_MECHANISMS } from "../../src/run/all-mechanisms.ts";
import { World } from "../../src/run/world.ts";

export function startsOf({ startEpochSeconds, horizonSeconds }: Model): Float64Array {
  const later = monthStarts(startEpochSeconds + 1, startEpochSeconds + horizonSeconds);
  return Float64Array.of(0, ...later.map((epoch) => epoch - startEpochSeconds), horizonSeconds);
}

/** A money block in which nothing costs anything: a run of it records what money asks. */
export function withMoney(model: Model): Model {
  const starts = startsOf(model);
  const periods = Array.from({ length: starts.length - 1 }, (_, m) => String(m));
  const none = (rows: number): Float64Array => new Float64Array(rows * periods.length).fill(NaN);
  const money: MoneyModel = {
    starts,
    periods,
    parties: [],
    customer: 0,
    provider: 0,
    discountFactor: none(1),
    discountPerYear: 0,
    priceLevel: none(1),
    contract: { pays: "installed", energy: "included", usdPerGwYear: none(1), usdPerChipHour: undefined },
    usdPerMwh: none(model.sites.length),
    gramsCo2PerKwh: new Float64Array(model.sites.length).fill(NaN),
    waterLitresPerKwh: new Float64Array(model.sites.length).fill(NaN),
    commitment: undefined,
    investment: undefined,
    costs: undefined,
    moves: [],
    tokenPrice: none(model.demand?.served.length ?? 0),
    confidence: {
      contract: "assumed",
      energy: "assumed",
      chips: "assumed",
      buildings: "assumed",
      commitment: "assumed",
      tokens: "assumed",
    },
  };
  return { ...model, money };
}

export interface BasisRun {
  readonly world: World;
  readonly basis: MoneyBasis;
  /** Of each cross-foot the larger of absolute (below 1e-6) and relative difference. */
  readonly worst: number;
}

export function read(world: World): BasisRun {
  const view = readLedger(world);
  const basis = buildMoneyBasis(world, view, startsOf(world.model));
  const worst = Math.max(
    ...basisCrossFoot(world, view, basis).map(([what, one, other]) => {
      const most = Math.max(Math.abs(one), Math.abs(other));
      if (Number.isNaN(most)) throw new Error(`${what}: ${one}, ${other}`);
      return most < 1e-6 ? 0 : Math.abs(one - other) / most;
    }),
  );
  return { world, basis, worst };
}

/** Runs a model to its end, with what money asks recorded. */
export function basisOf(model: Model): BasisRun {
  const world = new World(withMoney(model), ALL_MECHANISMS);
  world.advance(model.horizonSeconds);
  world.close();
  return read(world);
}
