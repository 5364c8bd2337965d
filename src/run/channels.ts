/** Where each quantity of a run is recorded. */
import { LATENCY_MEASURES } from "../inference/latency-measures.ts";
import { UNSERVED } from "../inference/router.ts";
import type { ServingChannels } from "../inference/serving-ports.ts";
import { CHANNELS_PER_POOL, DELIVERED } from "../ledger/chip-ledger.ts";
import { S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";

export interface Channels extends ServingChannels {
  readonly count: number;
  /** First channel of each block, by site, region or (pool, class). */
  readonly power: number;
  /** All sites together, MW of facility load at annual PUE. */
  readonly drawnMw: number;
  readonly buildingItMw: number;
  readonly utilityMw: number;
  readonly energisedMw: number;
  readonly curtailedMw: number;
  readonly provisionedMw: number;
  readonly agreementMw: number;
  readonly jobsWaiting: number;
  readonly jobsActive: number;
  readonly trainingChips: number;
  readonly servingChips: number;
  /** FLOP/s of preserved work by pool; -1 where nobody asks: only money does. */
  readonly flops: number;
}

export function layOut(model: Model): Channels {
  const sites = model.sites.length;
  const regions = model.demand?.regions.length ?? 0;
  const cells = model.pools.length * (model.demand?.kinds.length ?? 0);
  let next = model.pools.length * CHANNELS_PER_POOL;
  const block = (size: number): number => {
    const first = next;
    next += size;
    return first;
  };
  const blocks = {
    power: block(sites),
    drawnMw: block(1),
    buildingItMw: block(sites),
    utilityMw: block(sites),
    energisedMw: block(sites),
    curtailedMw: block(sites),
    provisionedMw: block(sites),
    demand: block(regions),
    served: block(regions),
    busy: block(cells),
    tokens: block(cells),
    jobsWaiting: block(1),
    jobsActive: block(1),
    trainingChips: block(1),
    servingChips: block(1),
    agreementMw: block(sites),
  };
  const trends = (model.demand?.computeTrend ?? 0) !== 0 || model.demand?.softwareRamp !== undefined;
  const { demand } = model;
  const waits = demand?.classes.some((klass) => klass.waitSeconds > 0) === true;
  const channels = {
    ...blocks,
    work: trends ? block(cells) : blocks.busy,
    unserved:
      waits || demand?.routing !== undefined || demand?.autoscaler !== undefined
        ? block(UNSERVED.length * regions)
        : -1,
    waiting: waits ? block(regions) : -1,
    replicas: demand?.autoscaler === undefined ? -1 : block(2),
    models: demand !== undefined && demand.served.length > 1 ? block(demand.served.length) : -1,
    revenue: demand?.usdPerToken === undefined ? -1 : block(demand.served.length),
    latency:
      demand?.latency?.recorded === true
        ? block(regions * demand.classes.length * LATENCY_MEASURES.length)
        : -1,
    flops: model.money === undefined ? -1 : block(model.pools.length),
  };
  return { ...channels, count: next };
}

/** States of a pool whose least and greatest level a series shows; of the others it shows the mean. */
const SHOWN = [S.stagedNoHall, S.stagedNoPower, S.burnIn, DELIVERED] as const;

/** Channels whose extremes are read: all but most states of the pools, and what is counted by pool and class. */
export function extremesOf(model: Model, channels: Channels): number[] {
  const cells = model.pools.length * (model.demand?.kinds.length ?? 0);
  const summed = [channels.busy, channels.work, channels.tokens];
  // The last block.
  const isFlops = (channel: number): boolean => channels.flops >= 0 && channel >= channels.flops;
  const kept = model.pools.flatMap((_, pool) => SHOWN.map((state) => pool * CHANNELS_PER_POOL + state));
  for (let channel = model.pools.length * CHANNELS_PER_POOL; channel < channels.count; channel++)
    if (!isFlops(channel) && !summed.some((first) => channel >= first && channel < first + cells))
      kept.push(channel);
  return kept;
}
