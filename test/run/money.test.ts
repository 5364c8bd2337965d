// Every cent of any money block on any run: what flows, what is owed, what is left, counted again from the basis alone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel, forkRun, loadScenarioOrThrow, resumeRun, startRun } from "../../src/index.ts";
import { moneyOnWorld, settlerOf } from "./money-world.ts";
import { randomScenario } from "./random-scenario.ts";

describe("any money on one run", () => {
  it("closes, and is what its basis and its prices say", { timeout: 120_000 }, () => {
    const settle = settlerOf();
    const kinds = new Map<string, number>();
    let settled = 0;
    fc.assert(
      fc.property(moneyOnWorld, (scenario) => {
        const { info, faults } = settle(scenario);
        for (const { kind, cents } of info.flows)
          if (cents.some((each) => each > 0)) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        if (info.commitment?.years.some((year) => year.settled) === true) settled++;
        expect(faults).toEqual([]);
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
