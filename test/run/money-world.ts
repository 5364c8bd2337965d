// One run with all that money asks of it, and any money on it: settled and checked in milliseconds.
import type fc from "fast-check";
import { compileModel, compileMoneyOf, loadScenarioOrThrow, settleMoney, startRun } from "../../src/index.ts";
import type { MoneyInfo } from "../../src/index.ts";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { moneyFaults } from "./check-money.ts";
import { moneyed } from "./random-money.ts";

/** Three years and a bit from the first Monday of 2026, with all that money asks of a run in them. */
const world = {
  id: "money",
  title: "Money",
  start: "2026-01-05",
  end: "2029-03-20",
  binHours: 168,
  fleet: {
    burnInHours: 48,
    lifeYears: 2.2,
    refresh: {
      ageYears: 0.9,
      systems: ["trn3-gen2"],
      trainingWeight: 1,
      leadTimeDays: 30,
      retrofitMonths: 2,
      retrofitUsdPerMw: 2e6,
    },
  },
  sites: {
    "site-0": {
      region: "us-east-2",
      phases: {
        a: { date: "2026-01-05", itMw: 3, hall: "air" },
        b: { date: "2026-05-01", itMw: 6, hall: "liquid" },
      },
    },
    "site-1": {
      region: "eu-north-1",
      phases: { a: { date: "2026-09-09", itMw: 2, hall: "air" } },
      tenancyShare: 0.7,
    },
  },
  deliveries: {
    old: { kind: "standing", site: "site-0", system: "trn1", since: "2025-08-10", chips: 1600 },
    first: {
      kind: "ramp",
      site: "site-0",
      from: "2026-02-01",
      to: "2026-11-01",
      system: "trn2-ultraserver",
      chips: 2048,
      everyDays: 30,
    },
    north: { kind: "fill", system: "trn3-gen1", sites: ["site-1"], months: 3, share: 0.9 },
  },
  reliability: {
    hazards: { chipPerHour: 1e-5, hostPerHour: 4e-5, fabricPerHour: 1e-4, jobPerHour: 1e-3 },
    repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 24 },
    recoveryMinutes: { "2026-01-05": 10 },
  },
  training: { campaigns: { one: { start: "2026-02-01", maxShare: 0.5, days: 60, mfu: 0.4, everyDays: 90 } } },
  inference: {
    llm: "llama-3-70b",
    derate: { production: 0.68, containsHeadroom: 0.85, containsRepairs: 0.985 },
    from: "2026-02-01",
    outputTokensPerSecond: 2e4,
    growth: { perYear: 2, finalPerYear: 1.2, decayYears: 2 },
    price: { inputUsdPerMtok: 1, outputUsdPerMtok: 5, batch: 0.5 },
    classes: { chat: { share: 1, profile: "chat-world", tokenMix: "chat" } },
    regions: { home: { share: 1, origin: "us-east-2" } },
    accessPaths: { bedrock: {}, native: {} },
  },
} as const satisfies ScenarioInput;

/** The same with money in it, whatever it is. */
export const moneyOnWorld: fc.Arbitrary<ScenarioInput> = moneyed(structuredClone<ScenarioInput>(world));

export interface SettledMoney {
  readonly info: MoneyInfo;
  readonly faults: readonly string[];
}

/** Runs once; each scenario's money is then settled on what the run did. */
export function settlerOf(): (scenario: ScenarioInput) => SettledMoney {
  const model = compileModel(loadScenarioOrThrow({ ...world, money: { contract: { usdPerGwYear: 1e10 } } }));
  const result = startRun(model).finish();
  const basis = result.money?.basis;
  if (basis === undefined) throw new Error("the run has no money");
  return (scenario) => {
    const money = compileMoneyOf(loadScenarioOrThrow(scenario), basis);
    if (money === undefined) throw new Error("the scenario has no money");
    const info = settleMoney(basis, money);
    // Limits are asked before a run and not of its books.
    const there = { ...model, money, limits: undefined };
    return { info, faults: moneyFaults(there, { ...result, money: { basis, info } }) };
  };
}
