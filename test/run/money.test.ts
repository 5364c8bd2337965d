// Every cent of any money block on any run: what flows, what is owed, what is left, counted again from the basis alone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  compileModel,
  compileMoneyOf,
  forkRun,
  loadScenarioOrThrow,
  resumeRun,
  settleMoney,
  startRun,
} from "../../src/index.ts";
import type { Model, Result } from "../../src/index.ts";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { moneyFaults } from "./check-money.ts";
import { moneyed } from "./random-money.ts";
import { randomScenario } from "./random-scenario.ts";

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
} as const;

describe("any money on one run", () => {
  const input: ScenarioInput = structuredClone(world) as never;
  let run: { readonly model: Model; readonly result: Result } | undefined;
  const once = (): { readonly model: Model; readonly result: Result } => {
    const model = compileModel(
      loadScenarioOrThrow({ ...input, money: { contract: { usdPerGwYear: 1e10 } } }),
    );
    run ??= { model, result: startRun(model).finish() };
    return run;
  };

  it("closes, and is what its basis and its prices say", { timeout: 120_000 }, () => {
    const { model, result } = once();
    const basis = result.money?.basis;
    if (basis === undefined) throw new Error("no basis");
    const kinds = new Map<string, number>();
    let settled = 0;
    fc.assert(
      fc.property(moneyed(input), (scenario) => {
        const money = compileMoneyOf(loadScenarioOrThrow(scenario), basis);
        if (money === undefined) throw new Error("no money");
        const info = settleMoney(basis, money);
        for (const { kind, cents } of info.flows)
          if (cents.some((each) => each > 0)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (info.commitment?.years.some((year) => year.settled) === true) settled++;
        // Limits are asked before a run and not of its books.
        const there = { ...model, money, limits: undefined };
        expect(moneyFaults(there, { ...result, money: { basis, info } })).toEqual([]);
      }),
      { numRuns: 300 },
    );
    // Nothing went unseen.
    const all = [
      "capacity",
      "energy-billed",
      "shortfall",
      "equity",
      "sales",
      "reseller",
      "chips",
      "buildings",
    ];
    for (const kind of [...all, "energy", "upkeep", "elsewhere", "porting", "egress"])
      expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(20);
    expect(settled).toBeGreaterThan(50);
  });
});

it("money of a run resumed or forked from any moment is that of one go", { timeout: 120_000 }, () => {
  const some = randomScenario.filter(({ money }) => money !== undefined);
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 1000 }), (input, at) => {
      const model = compileModel(loadScenarioOrThrow(input));
      const whole = startRun(model).finish().money;
      const run = startRun(model);
      run.advance((model.horizonSeconds * at) / 1000);
      const saved = structuredClone(run.snapshot());
      expect(resumeRun(model, saved).finish().money).toEqual(whole);
      expect(forkRun(model, saved).finish().money).toEqual(whole);
      expect(run.finish().money).toEqual(whole);
    }),
    { numRuns: 15 },
  );
});
