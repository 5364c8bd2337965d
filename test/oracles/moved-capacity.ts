// Serving capacity of five-gigawatts on its first days, all of it in the US or a quarter of it abroad: the same chips, MW and
// demand. Deliveries after the first day are left out, so that chips stay as they are.
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result, Scenario } from "../../src/index.ts";

const MOVED = 0.25;
/** Demand abroad is 25 and 15 % of the world's: the quarter is split alike. */
const SPLIT = { europe: 5 / 8, asia: 3 / 8 };
const CHIPS = { "new-carlisle": 500_000, madison: 311_040 };
const MW = { "new-carlisle": 626, madison: 284 };
const PHASES = { "new-carlisle": "bldg-1-11", madison: "bldg-1-5" };
const US = ["new-carlisle", "madison"] as const;
const ULTRASERVER = 64;

const assumed = (value: number, unit: string): object => ({
  value,
  unit,
  source: "assumed",
  confidence: "assumed",
});
const gone = (part: object | undefined): object =>
  Object.fromEntries(Object.keys(part ?? {}).map((id) => [id, null]));
const servers = (chips: number): number => Math.round(chips / ULTRASERVER) * ULTRASERVER;

export interface Abroad {
  readonly europe: string;
  readonly asia: string;
}

/** Eighteen days in hourly bins; `abroad` names the regions a quarter of the chips and MW of the US is moved to. */
export function firstDays(abroad?: Abroad): Scenario {
  const base = loadScenarioOrThrow("five-gigawatts");
  const kept = abroad === undefined ? 1 : 1 - MOVED;
  const sites: Record<string, object> = {};
  const deliveries: Record<string, object | null> = { ...gone(base.deliveries) };
  const stands = (site: string, chips: number): void => {
    deliveries[`now-${site}`] = {
      kind: "standing",
      site,
      system: "trn2-ultraserver",
      since: "2025-08-15",
      chips: assumed(servers(chips), "chips"),
    };
  };
  for (const site of US) {
    sites[site] = { phases: { [PHASES[site]]: { itMw: assumed(MW[site] * kept, "MW IT") } } };
    stands(site, CHIPS[site] * kept);
  }
  const moved = abroad === undefined ? [] : (["europe", "asia"] as const);
  for (const part of moved) {
    const share = MOVED * SPLIT[part];
    sites[`${part}-now`] = {
      name: `${part}, moved`,
      region: abroad?.[part],
      illustrative: true,
      phases: {
        first: {
          date: "2026-01-01",
          itMw: assumed((MW["new-carlisle"] + MW.madison) * share, "MW IT"),
          hall: "air",
        },
      },
    };
    stands(`${part}-now`, (CHIPS["new-carlisle"] + CHIPS.madison) * share);
  }
  // Training may go where the chips go: it keeps its share of every pool, and serving the rest.
  const research = base.training.campaigns["research-b"];
  return loadScenarioOrThrow("five-gigawatts", {
    patch: {
      end: "2026-01-19",
      binHours: 1,
      sites,
      deliveries,
      training: {
        campaigns: {
          "research-b": { sites: [...(research?.sites ?? []), ...moved.map((part) => `${part}-now`)] },
        },
      },
      levers: gone(base.levers),
      questions: gone(base.questions),
      uncertainty: null,
      actuals: null,
      // No pool above 0.8, and no region that its own pools cannot serve at its peak.
      inference: {
        utilisationCap: { value: 0.75 },
        firstMonthUtilisation: { value: 0.6 },
        scale: { value: 0.5 },
      },
    },
  });
}

export interface PoolHours {
  readonly region: string;
  /** Chip-hours by hour: busy, and of replicas. */
  readonly busy: Float64Array;
  readonly replicas: Float64Array;
  readonly delivered: number;
}

/** Busy chips, those of replicas and all of them, by pool. */
export function poolHours(scenario: Scenario, result: Result): readonly PoolHours[] {
  const { states, bins, ledger, pools, delivered } = result;
  const hoursOf = (pool: number, state: string): Float64Array => {
    const row = pool * states.length + states.findIndex((id) => id === state);
    return ledger.slice(row * bins, (row + 1) * bins);
  };
  return pools.map(({ site }, p) => {
    const busy = hoursOf(p, "serving");
    const headroom = hoursOf(p, "headroom");
    return {
      region: scenario.sites[site]?.region ?? "",
      busy,
      replicas: busy.map((chips, hour) => chips + (headroom[hour] ?? 0)),
      delivered: delivered.subarray(p * bins, (p + 1) * bins).reduce((a, b) => a + b, 0),
    };
  });
}

export interface FirstDays {
  readonly scenario: Scenario;
  readonly result: Result;
  readonly pools: readonly PoolHours[];
}

export function runFirstDays(abroad?: Abroad): FirstDays {
  const scenario = firstDays(abroad);
  const result = simulateSync(scenario);
  return { scenario, result, pools: poolHours(scenario, result) };
}

/** Chips busy over chips of replicas, in an hour, of the pools that stand in some regions. */
export function loadIn(pools: readonly PoolHours[], regions: readonly string[], hour: number): number {
  let [busy, replicas] = [0, 0];
  for (const pool of pools)
    if (regions.includes(pool.region)) {
      busy += pool.busy[hour] ?? 0;
      replicas += pool.replicas[hour] ?? 0;
    }
  return busy / replicas;
}

/** Most chips busy at once in the pools that stand in some regions. */
export function peakIn(pools: readonly PoolHours[], regions: readonly string[]): number {
  const here = pools.filter(({ region }) => regions.includes(region));
  const hours = here[0]?.busy.length ?? 0;
  return Math.max(
    ...Array.from({ length: hours }, (_, h) => here.reduce((sum, { busy }) => sum + (busy[h] ?? 0), 0)),
  );
}
