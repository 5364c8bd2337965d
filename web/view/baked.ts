/**
 * The baked form of a RunView: columns in weekly bins, each a scale and whole numbers that say by how much
 * a value differs from the one before. It is drawn at first paint, until a run confirms it.
 */
import { packCampaign, unpackCampaign } from "./baked-rows.ts";
import type { BakedCampaign } from "./baked-rows.ts";
import { columnOf } from "./bins.ts";
import type { Bind } from "../api.ts";
import type { PresetView, RunView, SiteView } from "./run-view.ts";

/** Values of a column are `scale` times the running sum of `steps`; runs of zeros are written as text. */
export interface BakedColumn {
  readonly scale: number;
  readonly steps: string;
}

export interface Baked {
  readonly presets: readonly PresetView[];
  readonly run: Omit<
    RunView,
    "scopes" | "campaigns" | "timeline" | "money" | "basis" | "planner" | "commitmentNote" | "commitments"
  > & {
    readonly campaigns: readonly BakedCampaign[];
    readonly columns: Readonly<Record<string, BakedColumn>>;
  };
}

const levels = 600;
/** Of latency what the chart shows at first is baked; the rest would be a third of the whole. */
export const isLate = (key: string): boolean => /^latency\.(?!ttft-p99\.[^.]+$)/.test(key);
const week = 7 * 86_400_000;

/** Only columns of the whole fleet are baked: a site is looked at once the first run is there. */
export function bake(view: RunView, presets: readonly PresetView[]): Baked {
  // The lines of the jobs come with the first run: they would be most of what is baked.
  const {
    timeline: _timeline,
    basis: _basis,
    planner: _planner,
    commitmentNote: _note,
    commitments: _commitments,
    ...kept
  } = view;
  const { scopes, campaigns, sites, binds, money, ...rest } = kept;
  const size = Math.max(1, Math.round(week / view.binMs));
  const columns: Record<string, BakedColumn> = {};
  for (const key of Object.keys(scopes["all"] ?? {})) {
    // What lies between two other columns is worked out again.
    const packed = key === "power.gap" || isLate(key) ? undefined : pack(columnOf(view, "all", key, size));
    if (packed !== undefined) columns[key] = packed;
  }
  return {
    presets,
    run: {
      ...rest,
      ...(money === undefined ? {} : { late: true }),
      sites: sites.map(coarseSite),
      binds: binds.map(coarseBind),
      campaigns: campaigns.map((row) => packCampaign(row, view.start)),
      binMs: size * view.binMs,
      bins: Math.ceil(view.bins / size),
      columns,
    },
  };
}

export function unbake({ run }: Baked): RunView {
  const { columns, campaigns, ...rest } = run;
  const all = Object.fromEntries(
    Object.entries(columns).map(([key, column]) => [key, unpack(column, run.bins)]),
  );
  for (const [key, column] of Object.entries(all))
    if (key.startsWith("latency.")) all[key] = column.map((value) => (value === 0 ? NaN : value));
  const { "power.energised": energised, "power.drawn": drawn } = all;
  if (energised !== undefined && drawn !== undefined)
    all["power.gap"] = energised.map((mw, bin) => Math.max(0, mw - (drawn[bin] ?? 0)));
  return { ...rest, campaigns: campaigns.map((row) => unpackCampaign(row, run.start)), scopes: { all } };
}

/** What a site's own panel shows comes with the first run. */
const coarseSite = (site: SiteView): SiteView => ({ ...site, phases: [], retrofits: [], pools: [] });

const coarseBind = (bind: Bind): Bind => ({
  ...bind,
  chipHours: fourDigits(bind.chipHours),
  usefulChipHours: fourDigits(bind.usefulChipHours),
  deliveredChipHours: fourDigits(bind.deliveredChipHours),
});

const fourDigits = (value: number): number => Number(value.toPrecision(4));

function pack(column: Float64Array): BakedColumn | undefined {
  let most = 0;
  for (const value of column) if (Math.abs(value) > most) most = Math.abs(value);
  if (most === 0) return undefined;
  const scale = Number((most / levels).toPrecision(6));
  const steps: string[] = [];
  let before = 0;
  let zeros = 0;
  for (const value of column) {
    // What is not there is written as nothing.
    const level = Number.isNaN(value) ? 0 : Math.round(value / scale);
    if (level === before) zeros += 1;
    else {
      if (zeros > 0) steps.push(`z${zeros}`);
      zeros = 0;
      steps.push(String(level - before));
    }
    before = level;
  }
  return { scale, steps: steps.join(" ") };
}

function unpack({ scale, steps }: BakedColumn, bins: number): Float64Array {
  const column = new Float64Array(bins);
  let bin = 0;
  let level = 0;
  for (const step of steps.split(" ")) {
    const repeats = step.startsWith("z") ? Number(step.slice(1)) : 1;
    if (!step.startsWith("z")) level += Number(step);
    for (let k = 0; k < repeats; k++) column[bin++] = level * scale;
  }
  return column.fill(level * scale, bin);
}
