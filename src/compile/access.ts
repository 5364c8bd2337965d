/** Access paths of a scenario: the catalogue's with its own numbers on top, their effect in this run, and how each region splits. */
import { Stream, hashKey } from "../engine/index.ts";
import { pathEffect, splitDemand } from "../inference/access.ts";
import type { Path, Split } from "../inference/access.ts";
import type { AccessPathModel } from "../model/types.ts";
import { valueOf } from "../scenario/quantity.ts";
import type { Context } from "./context.ts";

export interface AccessModel {
  /** None: customers come straight to the fleet. */
  readonly paths: readonly AccessPathModel[];
  /** By region, in the order of the scenario. */
  readonly regions: readonly Split[];
}

const PRICE_SLOPE = 1.5;
const LATENCY_SLOPE = 0.5;
/** Below this share no demand comes here. */
const NOTHING = 1e-9;

type Found = Path & Omit<AccessPathModel, "shares">;

/** Faults: a path the catalogue does not have; none that leads here. Effects are drawn once a run, by the path alone. */
export function compileAccess(context: Context): AccessModel {
  const { inference } = context.scenario;
  const draws = new Stream(context.seed, context.replication, "access");
  const paths = Object.entries(inference?.accessPaths ?? {}).flatMap(([id, own]): Found[] => {
    const path = context.catalogue.accessPaths[id];
    if (path === undefined) {
      context.faults.push(`inference.accessPaths.${id} is not in the catalogue (found ${id})`);
      return [];
    }
    const premium =
      own.regionalPremium === undefined ? path.regionalPremium?.value : valueOf(own.regionalPremium);
    const { ttftSeconds, speed } = pathEffect(draws, hashKey(id), path.ttftSd.value, path.speedSd.value);
    return [
      {
        id,
        name: path.name,
        pool: own.pool ?? path.pool,
        price: own.priceMultiplier === undefined ? path.priceMultiplier.value : valueOf(own.priceMultiplier),
        ...(premium === undefined ? {} : { regionalPremium: premium }),
        bonus: valueOf(own.commitBonus),
        residencyFit: valueOf(own.residencyFit),
        resellerShare:
          own.resellerShare === undefined ? path.resellerShare.value : valueOf(own.resellerShare),
        commitment: path.commitment,
        ttftSeconds,
        speed,
      },
    ];
  });
  const choice = inference?.accessChoice;
  const priceSlope = choice === undefined ? PRICE_SLOPE : valueOf(choice.priceSlope);
  const latencySlope = choice === undefined ? LATENCY_SLOPE : valueOf(choice.latencySlope);
  const regions = Object.values(inference?.regions ?? {}).map(({ keepsData }): Split => {
    const keeps = valueOf(keepsData);
    return paths.length === 0
      ? { shares: new Float64Array(0), external: 0, bound: keeps }
      : splitDemand(paths, keeps, priceSlope, latencySlope);
  });
  Object.keys(inference?.regions ?? {}).forEach((id, r) => {
    if ((regions[r]?.external ?? 0) > 1 - NOTHING)
      context.faults.push(
        `inference.accessPaths must lead some of region ${id} to this fleet (found external ones only: ${paths.map((path) => path.id).join(", ")})`,
      );
  });
  return {
    paths: paths.map(({ id, name, pool, price, resellerShare, commitment, ttftSeconds, speed }, i) => ({
      id,
      name,
      pool,
      price,
      resellerShare,
      commitment,
      ttftSeconds,
      speed,
      shares: Float64Array.from(regions, ({ shares }) => shares[i] ?? 0),
    })),
    regions,
  };
}
