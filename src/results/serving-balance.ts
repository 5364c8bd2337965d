/**
 * Demand beside what the fleet could serve: chips that no job holds and that are up, all busy to the utilisation
 * cap, at the rate of the class mix and of the day. Above it even demand without a daily swing would be turned away.
 */
import { isoDate, maturity } from "../engine/index.ts";
import { computeAt } from "../inference/demand.ts";
import { sharesAt } from "../inference/model-shares.ts";
import { LEDGER_STATES, S } from "../ledger/states.ts";
import type { Model } from "../model/types.ts";
import type { LedgerView } from "./ledger-view.ts";
import type { Series, ServingBalance } from "./types.ts";

const FREE = [S.switching, S.serving, S.headroom, S.standby, S.idleNoDemand, S.idleNoFit, S.idlePolicy];
const YEAR = 365.25 * 86_400;
const QUARTER = YEAR / 4;

export function servingBalance(
  model: Model,
  view: LedgerView,
  series: readonly Series[],
  releasedAt: Float64Array = new Float64Array(0),
): ServingBalance | undefined {
  const demand = series.find((s) => s.id === "demand.all")?.mean;
  if (model.demand === undefined || demand === undefined) return undefined;
  const capacity = capacityOf(model, model.demand, view, demand.length, releasedAt);
  return { tokensPerSecond: capacity, crossings: crossingsOf(model, demand, capacity) };
}

function capacityOf(
  model: Model,
  demand: NonNullable<Model["demand"]>,
  view: LedgerView,
  bins: number,
  releasedAt: Float64Array,
): Float64Array {
  const capacity = new Float64Array(bins);
  const shares = new Float64Array(demand.classes.length * demand.served.length);
  const ratesAt = (now: number): readonly number[] => {
    sharesAt(demand, releasedAt, now, shares);
    return model.pools.map((pool) => mixedRate(demand, shares, pool.tokensPerSecond));
  };
  let rates = ratesAt(0);
  for (let b = 0; b < bins; b++) {
    const from = b * model.binSeconds;
    const hours = (Math.min(model.horizonSeconds, from + model.binSeconds) - from) / 3600;
    const gain = demand.utilisationCap / computeAt(demand, from + (hours * 3600) / 2);
    if (demand.served.length > 1) rates = ratesAt(from + (hours * 3600) / 2);
    let tokens = 0;
    for (let p = 0; p < rates.length; p++) {
      let chipHours = 0;
      for (const state of FREE) chipHours += view.ledger[(p * LEDGER_STATES.length + state) * bins + b] ?? 0;
      const age = from + (hours * 3600) / 2 - (model.pools[p]?.availableSeconds ?? 0);
      tokens += (chipHours / hours) * (rates[p] ?? 0) * maturity(demand.softwareRamp, age);
    }
    capacity[b] = tokens * gain;
  }
  return capacity;
}

/** Output tokens/s of a chip on the mix of classes and models: chip time adds up, so rates combine harmonically. */
function mixedRate(demand: NonNullable<Model["demand"]>, shares: Float64Array, rates: Float64Array): number {
  const { classes, served } = demand;
  let time = 0;
  classes.forEach((klass, c) =>
    served.forEach((_, m) => {
      const share = klass.share * (shares[c * served.length + m] ?? 0);
      if (share > 0) time += share / (rates[m * classes.length + c] ?? 0);
    }),
  );
  return time > 0 && time < Infinity ? 1 / time : 0;
}

/** Quarters in which the past year's demand passes the past year's capacity, upwards or downwards. */
function crossingsOf(
  model: Model,
  demand: Float64Array,
  capacity: Float64Array,
): ServingBalance["crossings"] {
  const crossings: { date: string; above: boolean }[] = [];
  let above: boolean | undefined;
  for (let at = YEAR; at <= model.horizonSeconds; at += QUARTER) {
    const last = Math.min(demand.length, Math.floor(at / model.binSeconds));
    const first = Math.max(0, Math.floor((at - YEAR) / model.binSeconds));
    let asked = 0;
    let could = 0;
    for (let b = first; b < last; b++) {
      asked += demand[b] ?? 0;
      could += capacity[b] ?? 0;
    }
    if (could === 0) continue;
    const now = asked > could;
    if (above !== undefined && now !== above)
      crossings.push({ date: isoDate(model.startEpochSeconds + at), above: now });
    above = now;
  }
  return crossings;
}
