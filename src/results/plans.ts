/** What was planned and what came of it: orders, retrofits, generations, the agreement, and notes on all of them. */
import { isoDate } from "../engine/index.ts";
import type { Model } from "../model/types.ts";
import type { World } from "../run/world.ts";
import { limitNotes, putOffOf } from "./put-off.ts";
import { servedNotes } from "./served.ts";
import type { AgreementInfo, GenerationRow, OrderRow, Result, RetrofitRow, Series } from "./types.ts";

const YEAR = 365.25 * 86_400;

export function buildPlans(
  world: World,
  series: readonly Series[],
  served: Result["served"],
): Pick<Result, "retrofits" | "orders" | "generations" | "notes"> & { agreement?: AgreementInfo } {
  const { model } = world;
  const agreement = agreementOf(model, series);
  return {
    retrofits: retrofitsOf(world),
    orders: ordersOf(model),
    generations: generationsOf(model),
    ...(agreement === undefined ? {} : { agreement }),
    notes: [
      ...model.notes,
      ...limitNotes(model),
      ...refreshNotes(world),
      ...retrofitNotes(world),
      ...servedNotes(world, served),
    ],
  };
}

function retrofitsOf(world: World): RetrofitRow[] {
  return world.retrofit.jobs.map((job) => ({
    site: world.model.sites[job.site]?.id ?? "",
    fromSeconds: job.from,
    untilSeconds: job.until,
    itMw: job.watts / 1e6,
    ...(Number.isNaN(job.usdPerWatt) ? {} : { usd: job.watts * job.usdPerWatt }),
  }));
}

/** Orders of a scenario; they need no run. */
export function ordersOf(model: Model): OrderRow[] {
  return model.orders.map((order) => {
    const { orderBySeconds, orderedSeconds, hallReadySeconds, phase, watts, putOff, ...same } = order;
    const usdPerChip = chipUsdAt(model, `${order.site}/${order.system}`, order.arrivesSeconds);
    return {
      ...same,
      itMw: watts / 1e6,
      ...stated({ orderBySeconds, orderedSeconds, hallReadySeconds, usd: order.chips * usdPerChip }),
      ...(phase === "" ? {} : { phase }),
      ...(putOff === undefined ? {} : { putOff: putOffOf(order.chips, putOff) }),
    };
  });
}

/** Without what is not a number: it is not stated. */
const stated = <Key extends string>(values: Readonly<Record<Key, number>>): Partial<Record<Key, number>> => {
  const found: Partial<Record<Key, number>> = {};
  for (const key in values) if (!Number.isNaN(values[key])) found[key] = values[key];
  return found;
};

/** USD for a chip of a pool on a day of the run; NaN where nobody states it, or the day is not in the run. */
function chipUsdAt(model: Model, poolId: string, seconds: number): number {
  const { money, pools } = model;
  const pool = pools.findIndex(({ id }) => id === poolId);
  if (money?.costs === undefined || pool < 0) return NaN;
  const count = money.periods.length;
  const period = money.starts.findIndex(
    (start, i) => start <= seconds && seconds < (money.starts[i + 1] ?? 0),
  );
  return period < 0 ? NaN : (money.costs.chipUsd[pool * count + period] ?? NaN);
}

/** The ratio a vendor claims, as this model has it: tokens per MW, or FLOP per watt for "performance per watt". */
function modelledRatio(
  model: Model,
  row: Model["generations"][number],
  measure: string,
  than: string,
): number | undefined {
  const other = model.generations.find((g) => g.system === than);
  if (other === undefined) return undefined;
  const ratio = (a: number, b: number): number | undefined => (b > 0 ? a / b : undefined);
  if (measure === "output tokens per MW") return ratio(row.tokensPerSecondPerMw, other.tokensPerSecondPerMw);
  if (measure === "performance per watt") return ratio(row.fp8FlopsPerWatt, other.fp8FlopsPerWatt);
  return undefined;
}

function generationsOf(model: Model): GenerationRow[] {
  return model.generations.map((row) => ({
    chip: row.chip,
    name: row.name,
    system: row.system,
    available: isoDate(model.startEpochSeconds + row.availableSeconds),
    projected: row.projected,
    allInWatts: row.wattsPerChip,
    halls: row.halls,
    // FLOP/s per W is MFLOP/s per MW: 1e12 of them are an EFLOP/s per MW.
    bf16EflopsPerMw: row.bf16FlopsPerWatt / 1e12,
    fp8EflopsPerMw: row.fp8FlopsPerWatt / 1e12,
    tokensPerSecondPerMw: row.tokensPerSecondPerMw,
    prediction: row.prediction,
    band: row.band,
    claims: row.claims.map(({ measure, than, factor, source }) => {
      const modelled = modelledRatio(model, row, measure, than);
      return { measure, than, claimed: factor, ...(modelled === undefined ? {} : { modelled }), source };
    }),
  }));
}

function agreementOf(model: Model, series: readonly Series[]): AgreementInfo | undefined {
  const { agreement } = model;
  if (agreement === undefined) return undefined;
  const find = (id: string): Series | undefined => series.find((s) => s.id === id);
  const peakMw = (find("power.agreement.all")?.mean ?? new Float64Array(0)).reduce(
    (a, b) => Math.max(a, b),
    0,
  );
  const provisioned = find("power.provisioned.all")?.mean ?? new Float64Array(0);
  let gwSeconds = 0;
  provisioned.forEach((mw, bin) => {
    const width = Math.min(model.horizonSeconds, (bin + 1) * model.binSeconds) - bin * model.binSeconds;
    gwSeconds += (mw / 1000) * width;
  });
  const gwYears = gwSeconds / YEAR;
  return {
    name: agreement.name,
    basis: agreement.basis,
    capacityMw: agreement.capacityWatts / 1e6,
    peakMw,
    gwYears,
  };
}

/** How much was replaced and how much stayed, with the best figure that was not enough. */
function refreshNotes(world: World): string[] {
  const { model, log } = world;
  if (model.refresh === undefined) return [];
  const notes: string[] = [];
  const declined = log.rows.filter((row) => row.kind === "refresh-declined" && row.amount > 0);
  const best = declined.toSorted((a, b) => b.amount - a.amount)[0];
  const replaced = log.rows.filter((row) => row.kind === "refresh").length;
  if (best !== undefined) {
    const [old = "", next = ""] = best.subject.split(" > ");
    notes.push(
      `${replaced === 0 ? "Nothing was replaced by age" : "Not every chip was replaced by age"}: the best that was declined is ${next} for ${old} with ${best.amount.toFixed(2)} times the useful work per MW, and more than ${(1 + model.refresh.minGain).toFixed(2)} is asked.`,
    );
  }
  return notes;
}

/** Where the scenario speaks of money, that says it. */
const retrofitNotes = (world: World): string[] =>
  world.model.money === undefined && world.retrofit.jobs.some((job) => Number.isNaN(job.usdPerWatt))
    ? ["What a retrofit of halls costs per MW is not stated, so no sum is shown."]
    : [];
