// A fleet of one kind of chip without work or failures, and what money on it settles to: the whole way from a scenario.
import { compileModel, compileMoneyOf, loadScenarioOrThrow, settleMoney, startRun } from "../../src/index.ts";
import type { MoneyBasis, MoneyInfo, Result, Scenario } from "../../src/index.ts";
import type { ScenarioInput } from "../../src/scenario/index.ts";

const CHIPS_PER_US = 64;

export interface Fleet {
  readonly start: string;
  readonly end: string;
  /** All-in W of a chip, and facility over IT load at its peak. */
  readonly watts: number;
  readonly peakPue?: number;
  readonly region?: string;
  /** Chips by the day from which so many are in service, in whole UltraServers of 64; the first stood there. */
  readonly chips: Readonly<Record<string, number>>;
}

type Money = NonNullable<ScenarioInput["money"]>;

/** One site whose halls hold it all; it never fails, trains or serves. */
export function fleetOf(
  { start, end, watts, peakPue = 1, region = "us-east-2", chips }: Fleet,
  money: Money,
): Scenario {
  const days = Object.entries(chips).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const most = Math.max(...Object.values(chips));
  const base = { site: "campus", system: "trn2-ultraserver" } as const;
  return loadScenarioOrThrow({
    id: "settled",
    title: "Settled",
    start,
    end,
    binHours: 24,
    catalogue: { chips: { trainium2: { allInWatts: { value: watts } } } },
    fleet: { burnInHours: 0 },
    sites: {
      campus: {
        region,
        peakPue,
        annualPue: 1,
        // A little more than they need: no UltraServer is lost to rounding.
        phases: { all: { date: start, itMw: (1.001 * most * watts) / 1e6 + 1, hall: "air" } },
      },
    },
    deliveries: Object.fromEntries(
      days.map(([date, count], i) => {
        const more = count - (days[i - 1]?.[1] ?? 0);
        return [
          `from-${date}`,
          i === 0
            ? { ...base, kind: "standing", since: start, chips: more }
            : { ...base, kind: "batch", date, chips: more },
        ];
      }),
    ),
    reliability: {
      hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
      repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
      recoveryMinutes: { [start]: 10 },
    },
    training: { campaigns: {}, streams: {} },
    money,
  });
}

export interface Settled {
  readonly result: Result;
  readonly basis: MoneyBasis;
  readonly info: MoneyInfo;
}

export function settledRun(fleet: Fleet, money: Money): Settled {
  const result = startRun(compileModel(fleetOf(fleet, money))).finish();
  if (result.money === undefined) throw new Error("the run has no money");
  return { result, ...result.money };
}

/** The same fleet at other prices: no other run. */
export function settledAgain(fleet: Fleet, basis: MoneyBasis, money: Money): MoneyInfo {
  const model = compileMoneyOf(fleetOf(fleet, money), basis);
  if (model === undefined) throw new Error("the scenario has no money");
  return settleMoney(basis, model);
}

/** USD of a kind of flow over the run. */
export const paidUsd = ({ flows }: MoneyInfo, kind: MoneyInfo["flows"][number]["kind"]): number =>
  flows.reduce(
    (usd, flow) => (flow.kind === kind ? usd + flow.cents.reduce((sum, cents) => sum + cents, 0) / 100 : usd),
    0,
  );

/** Chips for so many facility GW, in whole UltraServers. */
export const chipsFor = (gw: number, watts: number, peakPue = 1): number =>
  CHIPS_PER_US * Math.round((gw * 1e9) / (watts * peakPue) / CHIPS_PER_US);
