/** What each served model served and, at list price, brought in; by class, from what pools count by kind of load. */
import { isoDate } from "../engine/index.ts";
import { isReleased } from "../inference/model-shares.ts";
import type { DemandModel, ServedModelModel } from "../model/types.ts";
import type { World } from "../run/world.ts";
import { HOUR, integralOf, sumOf, tripleOf } from "./bins.ts";
import { grouped, percent } from "./format.ts";
import type { Result, Series, ServedInfo, ServedRow } from "./types.ts";

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Undefined where one model alone is served and has no price. */
export function buildServed(world: World): ServedInfo | undefined {
  const { demand } = world.model;
  if (demand === undefined || (demand.served.length === 1 && demand.usdPerToken === undefined))
    return undefined;
  const cells = cellsOf(world, demand);
  const all = cells.reduce((sum, { tokens }) => sum + tokens, 0);
  const byClass = demand.served.flatMap((model, m) =>
    demand.classes.map((klass, c): ServedRow => {
      const cell = cells[m * demand.classes.length + c] ?? { tokens: 0, chipHours: 0, usd: 0 };
      const { tokens, chipHours, usd } = cell;
      return {
        model: model.id,
        class: klass.id,
        tokens,
        chipHours,
        ...(model.priced ? { usd } : {}),
      };
    }),
  );
  const models = demand.served.map((model, m) => {
    const rows = byClass.filter((row) => row.model === model.id);
    const sum = (read: (row: ServedRow) => number): number => rows.reduce((a, row) => a + read(row), 0);
    const tokens = sum((row) => row.tokens);
    const released = world.serving?.shares.releasedAt[m] ?? Infinity;
    return {
      id: model.id,
      name: model.name,
      ...(isReleased(model) && released < Infinity ? { releasedSeconds: released } : {}),
      state: isReleased(model) ? (released < Infinity ? "released" : "waiting") : "from the first day",
      tokens,
      share: all > 0 ? tokens / all : 0,
      chipHours: sum((row) => row.chipHours),
      ...(model.priced ? { usd: sum((row) => row.usd ?? 0) } : {}),
    } as const;
  });
  if (demand.usdPerToken === undefined) return { models, byClass };
  return { models, byClass, usd: models.reduce((sum, { usd = 0 }) => sum + usd, 0) };
}

interface Cell {
  tokens: number;
  chipHours: number;
  usd: number;
}

/** By (served model, class). */
function cellsOf({ model, recorder, channels }: World, demand: DemandModel): Cell[] {
  const classes = demand.classes.length;
  const cells = Array.from({ length: demand.served.length * classes }, () => ({
    tokens: 0,
    chipHours: 0,
    usd: 0,
  }));
  model.pools.forEach((pool, p) =>
    demand.kinds.forEach(({ klass, served }, k) => {
      const cell = cells[served * classes + klass];
      if (cell === undefined) return;
      const at = p * demand.kinds.length + k;
      const tokens = total(integralOf(recorder, channels.tokens + at, 1));
      const chipHours = total(integralOf(recorder, channels.busy + at, 1 / HOUR));
      cell.tokens += tokens;
      cell.chipHours += chipHours;
      // A price that falls with compute per token is that of the first day's tokens of the same chips.
      const paid = demand.priceElasticity > 0 ? chipHours * HOUR * (pool.tokensPerSecond[k] ?? 0) : tokens;
      cell.usd += paid * (demand.usdPerToken?.[k] ?? 0);
    }),
  );
  return cells;
}

/** Tokens/s by served model where there are several, and USD/h by each that has a price. */
export function servedSeries({ model, recorder, channels }: World): Series[] {
  const { demand } = model;
  if (demand === undefined) return [];
  const out: Series[] = [];
  if (channels.models >= 0)
    demand.served.forEach(({ id, name }, m) =>
      out.push({
        id: `served.model.${id}`,
        label: `${name}: served`,
        unit: "tokens/s",
        kind: "demand",
        ...tripleOf(recorder, channels.models + m, 1),
      }),
    );
  if (channels.revenue < 0) return out;
  const priced = demand.served.flatMap((served, m) =>
    served.priced ? [{ served, usd: tripleOf(recorder, channels.revenue + m, HOUR) }] : [],
  );
  const say = { unit: "USD/h", kind: "other" } as const;
  for (const { served, usd } of priced)
    out.push({ id: `revenue.${served.id}`, label: `${served.name}: at list price`, ...say, ...usd });
  const sum = sumOf(
    priced.map(({ usd }) => usd),
    recorder.bins,
  );
  return [...out, { id: "revenue.all", label: "revenue at list price", ...say, ...sum }];
}

/** Tokens and revenue counted a second time, as they come. */
export function servedCrossFoot(world: World): readonly (readonly [string, number, number])[] {
  const served = buildServed(world);
  if (served === undefined) return [];
  const { recorder, channels } = world;
  const counted = (first: number): number =>
    served.models.reduce((sum, _, m) => sum + total(integralOf(recorder, first + m, 1)), 0);
  const tokens = served.models.reduce((sum, model) => sum + model.tokens, 0);
  return [
    ...(channels.models < 0
      ? []
      : [["tokens: by pool = by served model", tokens, counted(channels.models)] as const]),
    ...(channels.revenue < 0
      ? []
      : [["USD: tokens x list price = revenue", served.usd ?? 0, counted(channels.revenue)] as const]),
  ];
}

/** Models that were never released, tokens that no price is stated for, and what the revenue is not. */
export function servedNotes(world: World, served: Result["served"]): string[] {
  const { model } = world;
  const { demand } = model;
  if (demand === undefined || served === undefined) return [];
  const notes = demand.served.flatMap((each, m) =>
    served.models[m]?.state === "waiting" ? [neverReleased(world, each)] : [],
  );
  if (served.usd === undefined) return notes;
  const unpriced = served.models.reduce((sum, { share, usd }) => sum + (usd === undefined ? share : 0), 0);
  if (unpriced > 0)
    notes.push(
      `No price is stated for ${percent(unpriced)} of the tokens served, so they are not in the revenue.`,
    );
  notes.push(
    "Revenue is tokens served times list price: no discounts, no free use, no seller's share; each prompt is paid for with what the cache holds of it.",
  );
  return notes;
}

function neverReleased({ model, jobs }: World, served: ServedModelModel): string {
  const day = (seconds: number): string => isoDate(model.startEpochSeconds + seconds);
  const campaign = model.campaigns[served.campaign];
  if (campaign !== undefined) {
    const job = jobs.jobs.find(({ kind, spec, run }) => {
      return kind === "campaign" && spec === served.campaign && run === served.run;
    });
    const run = `${campaign.name} run ${grouped(served.run)}`;
    const why =
      job === undefined ? "had not been submitted" : job.start < 0 ? "had not started" : "had not ended";
    if (job === undefined || job.phase !== "done") return `${served.id} is never released: ${run} ${why}.`;
  }
  return `${served.id} is never released: its day, ${day(served.releaseSeconds)}, is after the end.`;
}
