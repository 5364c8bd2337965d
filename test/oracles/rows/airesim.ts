// AIReSim's published figures, cell by cell, against the same gang simulated here. The figures are data
// (data/airesim.json), each group with its address; this file runs the cells and judges every column.
import { readFileSync } from "node:fs";
import { loadGangOrThrow, runGang } from "../../../src/index.ts";
import type { GangResult } from "../../../src/index.ts";
import { mean, standardError } from "../statistics.ts";

/** Mean over replications, and their standard deviation where it is published. */
type Published = readonly [mean: number, deviation?: number];

interface Cell {
  readonly id: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, Published>>;
}

export interface Group {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly semantics: string;
  readonly preset: string;
  readonly replications: number;
  readonly set: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

/** One comparison: a line of the validation page. */
export interface GangRow {
  readonly id: string;
  readonly what: string;
  readonly expected: string;
  readonly simulated: string;
  readonly tolerance: string;
  readonly verdict: "agrees" | "differs";
  readonly kind: "validation";
  readonly source: string;
  /** Difference in standard errors of both sides. */
  readonly deviations: number;
  /** Part of the three that it takes. */
  readonly used: number;
}

interface Column {
  readonly of: (result: GangResult) => number;
  readonly unit: string;
  /** A count is held against a Poisson where its spread is not published. */
  readonly count?: true;
}

const hours = (of: (result: GangResult) => number): Column => ({ of: (r) => of(r) / 3600, unit: "h" });
const count = (of: (result: GangResult) => number): Column => ({ of, unit: "", count: true });

const COLUMNS: Readonly<Record<string, Column>> = {
  hours: hours((r) => r.totalSeconds),
  etr: { of: (r) => r.etr, unit: "" },
  stretchMinutes: { of: (r) => r.meanStretchSeconds / 60, unit: "min" },
  computeHours: hours((r) => r.seconds.compute),
  recoveryHours: hours((r) => r.seconds.recovery),
  hostSelectionHours: hours((r) => r.seconds.hostSelection),
  spareWaitHours: hours((r) => r.seconds.spareWait),
  failures: count((r) => r.failures.total),
  randomFailures: count((r) => r.failures.random),
  systematicFailures: count((r) => r.failures.systematic),
  autoRepairs: count((r) => r.repairs.auto),
  manualRepairs: count((r) => r.repairs.manual),
  repairsThatSucceed: count((r) => r.repairs.succeeded),
  repairsThatFail: count((r) => r.repairs.failed),
  repairsThatLeaveBad: count((r) => r.repairs.stillBad),
  repairsOfGoodServers: count((r) => r.repairs.ofGoodServers),
  misattributedRepairs: count((r) => r.repairs.misattributed),
  hostSelections: count((r) => r.hostSelections),
  preemptions: count((r) => r.preemptions),
  stalls: count((r) => r.stalls),
  retired: count((r) => r.retired),
  depletedShare: { of: (r) => Number(r.depleted), unit: "" },
  badActive: { of: (r) => r.meanBad.active, unit: "" },
};

const file = new URL("../data/airesim.json", import.meta.url);
export const airesimGroups: readonly Group[] = (
  JSON.parse(readFileSync(file, "utf8")) as { groups: readonly Group[] }
).groups;

const SEED = 20_260_307;

function judged(
  group: Group,
  cell: Cell,
  key: string,
  published: Published,
  values: readonly number[],
): GangRow {
  const column = COLUMNS[key];
  if (column === undefined) throw new Error(`${group.id}: no column ${key}`);
  const [expected, deviation] = published;
  const simulated = mean(values);
  const ours = standardError(values);
  const [n, m] = [group.replications, values.length];
  const rate = (expected * n + simulated * m) / (n + m);
  const poisson = deviation === undefined && column.count === true;
  // The variance of one replication, from both sides' replications; from ours alone where theirs is not published.
  const variance = poisson ? rate : pooledVariance(ours * ours * m, m, deviation, n);
  const error = Math.sqrt(variance * (1 / n + 1 / m));
  const difference = Math.abs(simulated - expected);
  // What never varies must be the same.
  const deviations = error > 0 ? difference / error : difference < 1e-6 ? 0 : Infinity;
  const say = (value: number): string =>
    `${Number(value.toPrecision(6))}${column.unit === "" ? "" : ` ${column.unit}`}`;
  return {
    id: `airesim.${group.id}.${cell.id}.${key}`,
    what: `${group.title}: ${cell.id}, ${key}`,
    expected:
      deviation === undefined
        ? say(expected)
        : `${say(expected)} ± ${(deviation / Math.sqrt(n)).toPrecision(3)}`,
    simulated: `${say(simulated)} ± ${ours.toPrecision(3)}`,
    tolerance: `3 ${poisson ? "standard errors of Poisson counts" : "pooled standard errors"}: ${(3 * error).toPrecision(3)}`,
    verdict: deviations <= 3 ? "agrees" : "differs",
    kind: "validation",
    source: group.source,
    deviations,
    used: deviations / 3,
  };
}

function pooledVariance(ours: number, m: number, deviation: number | undefined, n: number): number {
  if (deviation === undefined) return ours;
  return ((m - 1) * ours + (n - 1) * deviation * deviation) / (m + n - 2);
}

/** Every column of every cell of a group, from `replications` runs of each cell. */
export function airesimRows(group: Group, replications: number): readonly GangRow[] {
  return group.cells.flatMap((cell) => {
    const settings = Object.entries({ ...group.set, ...cell.set }).map(([path, value]) => ({ path, value }));
    const params = loadGangOrThrow(group.preset, { settings });
    const results = Array.from({ length: replications }, (_, k) => runGang(params, SEED, k));
    return Object.entries(cell.expect).map(([key, published]) =>
      judged(
        group,
        cell,
        key,
        published,
        results.map((result) => COLUMNS[key]?.of(result) ?? NaN),
      ),
    );
  });
}

/** Replications of a group's cells: more than theirs where they cost little, many more of the small scenarios. */
export function replicationsOf(group: Group): number {
  if (group.preset !== "airesim-table1") return 1000;
  return group.id.startsWith("baseline") ? 40 : 24;
}

/** All of it, as a group of the validation page. */
export const airesim = {
  id: "airesim",
  title: "A gang on servers that break",
  about:
    "AIReSim's published results (https://arxiv.org/abs/2603.07041), its own semantics as options: time, failures, repairs and retirement, mean by mean over replications.",
  rows: (): readonly GangRow[] => airesimGroups.flatMap((group) => airesimRows(group, replicationsOf(group))),
};
