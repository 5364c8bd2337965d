// Measured demand by the hour, replayed through a run on more chips than it needs.
import { existsSync, readFileSync } from "node:fs";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { seriesOf } from "./read-run.ts";

/** Traces of others, beside the project where they are at hand. */
const TRACES = new URL("../../../shared/traces/inference/", import.meta.url);

/** Columns of a trace by name; undefined where it is not at hand. */
export function columnsOf(file: string): ReadonlyMap<string, readonly string[]> | undefined {
  const url = new URL(file, TRACES);
  if (!existsSync(url)) return undefined;
  const [head = "", ...lines] = readFileSync(url, "utf8").trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(","));
  return new Map(head.split(",").map((name, i) => [name, rows.map((row) => row[i] ?? "")]));
}

/** Part of all demand, and by how many hours its clock is ahead. */
export interface Place {
  readonly share: number;
  readonly ahead: number;
}

const HOME: readonly Place[] = [{ share: 1, ahead: 0 }];

/** Runs a series, hour by hour from `start`, in places whose clocks differ; it goes round at its end. */
export function replayed(start: string, tokens: readonly number[], places = HOME): Result {
  const begin = Date.parse(`${start}T00:00Z`);
  const hourOf = (h: number): string => `${new Date(begin + h * 3_600_000).toISOString().slice(0, 13)}:00Z`;
  return run(start, tokens.length / 24, {
    outputTokensPerSecond: 0,
    classes: { all: { share: 1, profile: "flat", tokenMix: "chat" } },
    regions: regionsOf(places),
    hourly: places.flatMap(({ share, ahead }, i) =>
      tokens.map((_, h) => ({
        start: hourOf(h),
        region: idOf(i),
        class: "all",
        tokensPerSecond: share * (tokens[(h + ahead) % tokens.length] ?? 0),
      })),
    ),
  });
}

/** Runs a preset profile for a week in places whose clocks differ. */
export const profiled = (profile: string, places: readonly Place[]): Result =>
  run("2026-01-05", 7, {
    outputTokensPerSecond: 10_000,
    classes: { all: { share: 1, profile, tokenMix: "chat" } },
    regions: regionsOf(places),
  });

const idOf = (i: number): string => `place-${i}`;

const regionsOf = (places: readonly Place[]): object =>
  Object.fromEntries(
    places.map(
      ({ share, ahead }, i) => [idOf(i), { share, origin: "us-east-2", shiftHours: -ahead }] as const,
    ),
  );

/** Demand alone, on 6,400 chips at one site that never fail. */
function run(start: string, days: number, inference: object): Result {
  const end = new Date(Date.parse(`${start}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const scenario = loadScenarioOrThrow({
    id: "replayed",
    title: "Measured demand",
    start,
    end,
    binHours: 1,
    fleet: { burnInHours: 0 },
    sites: {
      campus: { region: "us-east-2", phases: { hall: { date: start, itMw: 50, hall: "air" } } },
    },
    deliveries: {
      all: { kind: "batch", site: "campus", date: start, system: "trn2-ultraserver", chips: 6400 },
    },
    reliability: {
      hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
      repair: { autoHours: 1, manualHours: 1, manualShare: 0, fabricHours: 1 },
      recoveryMinutes: { [start]: 10 },
    },
    inference: {
      llm: "llama-3-8b",
      instanceChips: 16,
      derate: { production: 0.68, containsHeadroom: 0.85, containsRepairs: 0.985 },
      from: start,
      growth: { perYear: 1, finalPerYear: 1, decayYears: 1 },
      ...inference,
    },
  });
  return startRun(compileModel(scenario)).finish();
}

export interface Shape {
  /** Of tokens served, over their mean. */
  readonly peak: number;
  readonly trough: number;
  /** Mean of Saturday and Sunday over mean of the other days; NaN where there is no weekend. */
  readonly weekend: number;
}

export function shapeOf(result: Result): Shape {
  const served = seriesOf(result, "served.all").mean;
  const mean = meanOf(served);
  const weekdayOf = (h: number): number => new Date((result.startEpochSeconds + h * 3600) * 1000).getUTCDay();
  const isWeekend = (h: number): boolean => weekdayOf(h) % 6 === 0;
  return {
    peak: Math.max(...served) / mean,
    trough: Math.min(...served) / mean,
    weekend: meanOf(served.filter((_, h) => isWeekend(h))) / meanOf(served.filter((_, h) => !isWeekend(h))),
  };
}

/** Capacity saved by serving all places from one pool: 1 - pooled peak / sum of peaks. */
export function poolingGain(result: Result): number {
  const peaks = result.series
    .filter(({ id }) => id.startsWith("demand.place-"))
    .map(({ mean }) => Math.max(...mean));
  return 1 - Math.max(...seriesOf(result, "served.all").mean) / peaks.reduce((a, b) => a + b, 0);
}

const meanOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
