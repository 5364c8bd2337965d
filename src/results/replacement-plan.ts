/** A Model as the question sees it when one generation should make way for another on the same megawatts. */
import type { ReplacementPair, ReplacementPlan, WorkMeasure } from "../economics/replacement-answer.ts";
import type { Steps } from "../economics/replacement.ts";
import { usefulGain } from "../fleet/useful-gain.ts";
import { AGENDA } from "../model/types.ts";
import type { GenerationModel, Model, PoolModel } from "../model/types.ts";

const YEAR = 365.25 * 86_400;
const HOURS_A_YEAR = 365.25 * 24;
/** As the schema has them, where a scenario asks for no refresh. */
const TRAINING_WEIGHT = 0.35;
const RETROFIT_MONTHS = 4;

/** Every pair of an older generation that stands in the run and a newer one that can be had before it ends. */
export function replacementPlan(model: Model): ReplacementPlan {
  const { generations, refresh, money } = model;
  const training = trainingPrecision(model);
  const trainingWeight = refresh?.trainingWeight ?? TRAINING_WEIGHT;
  const pairs = generations.flatMap((old) =>
    generations
      .filter(
        (next) =>
          next.availableSeconds > old.availableSeconds && next.availableSeconds < model.horizonSeconds,
      )
      .flatMap((next) => pairOf(model, old, next, training, trainingWeight)),
  );
  const retrofitUsd = refresh?.usdPerItWatt;
  const costs = money?.costs;
  const upkeep = costs?.upkeepUsdPerWattSecond;
  return {
    startEpochSeconds: model.startEpochSeconds,
    endYears: model.horizonSeconds / YEAR,
    ...(money === undefined ? {} : { discountPerYear: money.discountPerYear }),
    ...(costs === undefined ? {} : { lifeYears: costs.chipLifeSeconds / YEAR }),
    ...(retrofitUsd === undefined ? {} : { retrofitUsdPerMw: retrofitUsd * 1e6 }),
    retrofitYears: refresh === undefined ? RETROFIT_MONTHS / 12 : refresh.retrofitSeconds / YEAR,
    burnInYears: model.burnInSeconds / YEAR,
    trainingWeight,
    training,
    ...(upkeep === undefined || Number.isNaN(upkeep) ? {} : { upkeepUsdPerMwYear: upkeep * 1e6 * YEAR }),
    pairs,
  };
}

/** That of most campaigns, as a refresh counts it. */
function trainingPrecision({ campaigns }: Model): "bf16" | "fp8" {
  const bf16 = campaigns.filter(({ precision }) => precision === "bf16").length;
  return bf16 * 2 > campaigns.length ? "bf16" : "fp8";
}

function pairOf(
  model: Model,
  old: GenerationModel,
  next: GenerationModel,
  training: "bf16" | "fp8",
  trainingWeight: number,
): readonly ReplacementPair[] {
  const standing = model.pools.filter(({ system }) => system === old.system);
  if (standing.length === 0) return [];
  const useful = (row: GenerationModel): { trainingPerWatt: number; tokensPerWatt: number } => ({
    trainingPerWatt: training === "bf16" ? row.bf16FlopsPerWatt : row.fp8FlopsPerWatt,
    tokensPerWatt: row.tokensPerSecondPerMw / 1e6,
  });
  const chipUsd = chipPrice(model, next.system);
  const work = workWorth(model, standing);
  const energy = energyOf(model, standing);
  const bought = boughtFor(model, old, standing);
  return [
    {
      from: old.system,
      to: next.system,
      fromName: nameOf(model, old),
      toName: nameOf(model, next),
      gain: usefulGain(useful(next), useful(old), trainingWeight),
      measures: measuresOf(old, next),
      claims: next.claims
        .filter(({ than }) => than === old.system)
        .map(({ measure, factor, source }) => ({ measure, factor, source })),
      needsRetrofit: old.halls.includes("air") && !next.halls.includes("air"),
      projected: next.projected,
      ...(old.prediction || next.prediction ? { band: bandOf(old, next) } : {}),
      availableYears: next.availableSeconds / YEAR,
      chipsPerMw: 1e6 / next.wattsPerChip,
      ...(chipUsd === undefined ? {} : { chipUsd }),
      ...(work === undefined ? {} : { work }),
      ...(energy === undefined ? {} : { energy }),
      ...(bought === undefined ? {} : { old: bought }),
    },
  ];
}

/** The wider of those that are predictions. */
const bandOf = (...rows: readonly GenerationModel[]): number =>
  Math.max(...rows.filter(({ prediction }) => prediction).map(({ band }) => band));

/** The chip's name, with the system's where several hold the chip. */
const nameOf = ({ generations }: Model, { name, system, chip }: GenerationModel): string =>
  generations.filter((row) => row.chip === chip).length > 1 ? `${name} (${system})` : name;

function measuresOf(old: GenerationModel, next: GenerationModel): readonly WorkMeasure[] {
  const of = (
    id: WorkMeasure["id"],
    name: string,
    unit: string,
    read: (row: GenerationModel) => number,
  ): WorkMeasure => {
    const [a, b] = [read(old), read(next)];
    return { id, name, unit, old: a, next: b, ratio: a > 0 && b > 0 ? b / a : 0 };
  };
  // FLOP/s per W are MFLOP/s per MW: 1e12 of them are an EFLOP/s per MW.
  return [
    of("bf16", "dense BF16", "EFLOP/s per MW", (row) => row.bf16FlopsPerWatt / 1e12),
    of("fp8", "dense FP8", "EFLOP/s per MW", (row) => row.fp8FlopsPerWatt / 1e12),
    of("tokens", "tokens with their prompts", "tokens/s per MW", (row) => row.tokensPerSecondPerMw),
    of("decode", "decode alone", "tokens/s per MW", (row) => row.decodeTokensPerSecondPerMw),
    of("prefill", "prefill alone", "tokens/s per MW", (row) => row.prefillTokensPerSecondPerMw),
  ];
}

/** A row of a table by period as steps in years, equal neighbours as one; undefined where any of it is not stated. */
function stepsOf({ money }: Model, read: (period: number) => number): Steps | undefined {
  if (money === undefined) return undefined;
  const from: number[] = [];
  const value: number[] = [];
  for (let period = 0; period < money.periods.length; period++) {
    const here = read(period);
    if (Number.isNaN(here)) continue;
    if (value.length > 0 && value.at(-1) === here) continue;
    from.push((money.starts[period] ?? 0) / YEAR);
    value.push(here);
  }
  return value.length === 0 ? undefined : { from, value };
}

function chipPrice(model: Model, system: string): Steps | undefined {
  const { money, pools } = model;
  const pool = pools.findIndex((each) => each.system === system);
  const table = money?.costs?.chipUsd;
  if (money === undefined || table === undefined || pool < 0) return undefined;
  return stepsOf(model, (period) => table[pool * money.periods.length + period] ?? NaN);
}

/** Mean over pools by the most UltraServers they will hold. */
function meanOver(pools: readonly PoolModel[], read: (pool: PoolModel) => number): number {
  const weight = pools.reduce((sum, { totalUs }) => sum + totalUs, 0);
  if (weight === 0) return pools.reduce((sum, pool) => sum + read(pool), 0) / pools.length;
  return pools.reduce((sum, pool) => sum + pool.totalUs * read(pool), 0) / weight;
}

/** What the contract pays for a year of one IT MW of the old chips: by GW-year of facility load, or by chip-hour. */
function workWorth(model: Model, standing: readonly PoolModel[]): Steps | undefined {
  const { money, sites, pools } = model;
  if (money === undefined) return undefined;
  const { usdPerGwYear, usdPerChipHour } = money.contract;
  if (usdPerGwYear !== undefined) {
    const pue = meanOver(standing, ({ site }) => sites[site]?.peakPue ?? 1);
    return stepsOf(model, (period) => ((usdPerGwYear[period] ?? NaN) / 1000) * pue);
  }
  if (usdPerChipHour === undefined) return undefined;
  return stepsOf(model, (period) =>
    meanOver(standing, (pool) => {
      const usd = usdPerChipHour[pools.indexOf(pool) * money.periods.length + period] ?? NaN;
      return (usd * HOURS_A_YEAR * 1e6) / pool.wattsPerChip;
    }),
  );
}

/** At full draw and annual PUE. */
function energyOf(model: Model, standing: readonly PoolModel[]): Steps | undefined {
  const { money, sites } = model;
  if (money === undefined) return undefined;
  return stepsOf(model, (period) =>
    meanOver(standing, ({ site }) => {
      const usd = money.usdPerMwh[site * money.periods.length + period] ?? NaN;
      return usd * HOURS_A_YEAR * (sites[site]?.annualPue ?? 1);
    }),
  );
}

/** What the old chips cost per IT MW at the first price stated, and when they came on average. */
function boughtFor(
  model: Model,
  old: GenerationModel,
  standing: readonly PoolModel[],
): ReplacementPair["old"] | undefined {
  const price = chipPrice(model, old.system)?.value[0];
  if (price === undefined) return undefined;
  const { agenda, pools } = model;
  let [chips, when] = [0, 0];
  for (let i = 0; i < agenda.count; i++) {
    const pool = pools[agenda.subject[i] ?? -1];
    if (agenda.kind[i] !== AGENDA.delivery || pool === undefined || !standing.includes(pool)) continue;
    const since = agenda.extra[i] ?? NaN;
    const count = (agenda.amount[i] ?? 0) * pool.chipsPerUs;
    chips += count;
    when += count * (Number.isNaN(since) ? (agenda.time[i] ?? 0) : since);
  }
  if (chips === 0) return undefined;
  return { usdPerMw: (price * 1e6) / old.wattsPerChip, sinceYears: when / chips / YEAR };
}
