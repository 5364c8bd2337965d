// One site of Trainium2 UltraServers (64 chips, 4 hosts) in service from the first day, and what a run of it says.
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Model, Result, ScenarioInput } from "../../src/index.ts";

export const HOSTS_PER_US = 4;
export const CHIPS_PER_US = 64;

type Reliability = ScenarioInput["reliability"];

export interface FleetCase {
  readonly us: number;
  readonly days: number;
  readonly hazards?: Partial<Reliability["hazards"]>;
  readonly repair?: Partial<Reliability["repair"]>;
  readonly reliability?: Omit<Partial<Reliability>, "hazards" | "repair">;
  /** UltraServers of a gang that runs all the time: least and most. */
  readonly gang?: { readonly least: number; readonly most: number };
  /** A second gang takes all that the first leaves, down to one UltraServer. */
  readonly filler?: boolean;
  readonly recoveryMinutes?: number;
  readonly checkpoint?: { readonly writeSeconds: number; readonly interval: number | "optimum" };
  readonly outages?: ScenarioInput["sites"][string]["outages"];
}

export function fleetModel(fleet: FleetCase): Model {
  const start = "2026-01-01";
  return compileModel(
    loadScenarioOrThrow({
      id: "one-fleet",
      title: "One fleet",
      start,
      end: new Date(Date.UTC(2026, 0, 1 + fleet.days)).toISOString().slice(0, 10),
      fleet: { burnInHours: 0 },
      sites: {
        campus: {
          region: "us-east-2",
          phases: { hall: { date: start, itMw: 1000, hall: "air" } },
          buildingItMw: 1000,
          ...(fleet.outages === undefined ? {} : { outages: fleet.outages }),
        },
      },
      deliveries: {
        all: {
          kind: "batch",
          site: "campus",
          date: start,
          system: "trn2-ultraserver",
          chips: fleet.us * CHIPS_PER_US,
        },
      },
      reliability: {
        hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0, ...fleet.hazards },
        repair: { autoHours: 2, manualHours: 48, manualShare: 0, fabricHours: 8, ...fleet.repair },
        recoveryMinutes: { [start]: fleet.recoveryMinutes ?? 0 },
        ...fleet.reliability,
      },
      ...(fleet.gang === undefined
        ? {}
        : {
            training: {
              campaigns: {
                ...(fleet.filler === true
                  ? {
                      filler: {
                        start,
                        maxShare: 1,
                        minChips: CHIPS_PER_US,
                        days: 3650,
                        mfu: 0.4,
                        priority: 0,
                        checkpoint: { writeSeconds: 0, interval: 60 },
                      },
                    }
                  : {}),
                gang: {
                  start,
                  maxChips: fleet.gang.most * CHIPS_PER_US,
                  minChips: fleet.gang.least * CHIPS_PER_US,
                  days: 3650,
                  mfu: 0.4,
                  checkpoint: fleet.checkpoint ?? { writeSeconds: 0, interval: 1 },
                },
              },
            },
          }),
    }),
  );
}

/** One run for each seed from 1 on. */
export const runs = (model: Model, count: number): Result[] =>
  Array.from({ length: count }, (_, k) => startRun({ ...model, seed: k + 1 }).finish());

/** Chip-hours of states over a run. */
export function hoursIn(result: Result, ...states: readonly string[]): number {
  const { bins } = result;
  let hours = 0;
  result.states.forEach((id, state) => {
    if (!states.includes(id)) return;
    for (let pool = 0; pool < result.pools.length; pool++) {
      const first = (pool * result.states.length + state) * bins;
      for (const value of result.ledger.subarray(first, first + bins)) hours += value;
    }
  });
  return hours;
}

export const delivered = (result: Result): number => result.delivered.reduce((sum, hours) => sum + hours, 0);

/** Chip-hours in which chips may fail: in service and not out. */
export const exposed = (result: Result): number =>
  delivered(result) - hoursIn(result, "site-outage", "maintenance", "repair");

/** Failures by a cause, or by all of them. */
export const failuresBy = (result: Result, ...causes: readonly string[]): number =>
  result.failures.reduce((sum, row) => (causes.includes(row.cause) ? sum + row.count : sum), 0);
