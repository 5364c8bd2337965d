/**
 * The Model without what its chips do: same deliveries, halls, power and replacement, so the same chips delivered, waiting,
 * burning in, in service and retired at every moment, in a fraction of the time. Commissioning reads the calendar, the
 * halls and the replacement rule alone. Failures, outages and throttling change what chips in service do, never whether
 * they are.
 */
import type { CauseShares, ReliabilityModel, RepairModel } from "../model/reliability.ts";
import { AGENDA } from "../model/types.ts";
import type { Agenda, Model, PoolModel } from "../model/types.ts";

/** Of `model`; says nothing of training, serving, failures, load or energy. */
export function fleetOnly(model: Model): Model {
  return {
    ...model,
    pools: model.pools.map(bare),
    agenda: supplyOf(model.agenda),
    campaigns: [],
    streams: [],
    queue: undefined,
    demand: undefined,
    harvest: undefined,
    fragmentation: false,
    softwareRamp: undefined,
    generations: [],
    orders: [],
    notes: [],
    reliability: SOUND,
    repair: AT_ONCE,
    jobFailuresPerSecond: 0,
    interruptions: [],
    unplannedPerChipSecond: 0,
    recovery: { at: new Float64Array([0]), seconds: new Float64Array(1) },
    policy: "inference-first",
    trainingShare: 0,
    switchSeconds: 0,
    growStep: 1,
    campusMfuFactor: 1,
    ultraServerMfuFactor: 1,
    inputs: {},
    inputParts: {},
    actuals: [],
  };
}

/** What can be told from the two is the same: their runs give the same chips. */
export const sameFleet = (a: Model, b: Model): boolean => deciding(a) === deciding(b);

/** All that a run of `fleetOnly(model)` reads, written down. */
export function deciding(model: Model): string {
  const { sites, pools, agenda, refresh, supply, oversubscription, burnInSeconds, lifeSeconds } =
    fleetOnly(model);
  const places = sites.map(({ id, tenancyShare, peakPue, utilityKnown, retrofitUsdPerWatt, pools: of }) => ({
    id,
    tenancyShare,
    peakPue,
    utilityKnown,
    retrofitUsdPerWatt,
    of,
  }));
  const { startEpochSeconds, horizonSeconds, binSeconds, agreement } = model;
  const rest = { startEpochSeconds, horizonSeconds, binSeconds, agreement: agreement !== undefined };
  // Deliveries have waited for money already; replacements ask for it in the run.
  const limits = refresh === undefined ? undefined : model.limits;
  const lives = { oversubscription, burnInSeconds, lifeSeconds: String(lifeSeconds) };
  const all = { places, pools, agenda, refresh, supply, limits, ...lives, ...rest };
  return JSON.stringify(all, (_, value: unknown) =>
    value instanceof Float64Array || value instanceof Int32Array ? Array.from(value, String) : value,
  );
}

const NO_CAUSES: CauseShares = { cause: new Int32Array(0), upTo: new Float64Array(0) };

/** A pool whose hosts never fail, draw nothing and do nothing. */
const bare = (pool: PoolModel): PoolModel => ({
  ...pool,
  peakBf16: 0,
  peakFp8: 0,
  trainable: false,
  stateMilliwatts: new Float64Array(pool.stateMilliwatts.length),
  hostFailuresPerSecond: 0,
  fabricFailuresPerSecond: 0,
  usOutShare: 0,
  hostCauses: NO_CAUSES,
  fabricCauses: NO_CAUSES,
  gangFailuresPerChipSecond: 0,
  tokensPerSecond: new Float64Array(0),
});

const SUPPLY: ReadonlySet<number> = new Set([
  AGENDA.agreement,
  AGENDA.buildingAir,
  AGENDA.buildingLiquid,
  AGENDA.utility,
  AGENDA.curtail,
  AGENDA.retrofit,
  AGENDA.delivery,
]);

/**
 * What of the calendar decides which chips are in. A curtailment limits what they draw and not where they stand, but whoever
 * waits is then asked again for what.
 */
function supplyOf(agenda: Agenda): Agenda {
  const kept = Array.from({ length: agenda.count }, (_, i) => i).filter((i) =>
    SUPPLY.has(agenda.kind[i] ?? -1),
  );
  const pick =
    (values: ArrayLike<number>) =>
    (i: number): number =>
      values[i] ?? 0;
  return {
    count: kept.length,
    time: Float64Array.from(kept, pick(agenda.time)),
    kind: Int32Array.from(kept, pick(agenda.kind)),
    subject: Int32Array.from(kept, pick(agenda.subject)),
    amount: Float64Array.from(kept, pick(agenda.amount)),
    extra: Float64Array.from(kept, pick(agenda.extra)),
    label: kept.map((i) => agenda.label[i] ?? ""),
  };
}

const SOUND: ReliabilityModel = {
  causes: [],
  jobCauses: NO_CAUSES,
  detectSeconds: 0,
  returnSeconds: Infinity,
  missed: 0,
  blamed: 0,
  lemonShare: 0,
  lemonFactor: 1,
  wear: undefined,
  corruption: undefined,
  replace: undefined,
  spares: undefined,
  known: [],
  maintenance: undefined,
  siteGapSeconds: Infinity,
  siteSeconds: 0,
  siteCause: 0,
};

const AT_ONCE: RepairModel = {
  autoSeconds: 0,
  manualSeconds: 0,
  manualShare: 0,
  fabricSeconds: 0,
  ultraServerSeconds: 0,
  autoSuccess: 1,
  manualSuccess: 1,
  autoCrews: Infinity,
  manualCrews: Infinity,
};
