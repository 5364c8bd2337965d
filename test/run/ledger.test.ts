// The chip-hour ledger closes, in every bin and pool, and agrees with everything else that counts the same thing.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HUNTED } from "./hunted.ts";
import { checkedRun, modelOf } from "./checked-run.ts";
import { randomScenario } from "./random-scenario.ts";

const AUDITS = [0, 0.03, 0.11, 0.26, 0.42, 0.55, 0.68, 0.81, 0.94, 1];

describe("ledgers close", () => {
  test("in first-campus, at every audit and in every bin", () => {
    expect(checkedRun(modelOf("first-campus"), AUDITS).faults).toEqual([]);
  });

  test("in rainier, where every state that the first light has is used", () => {
    const { faults, result } = checkedRun(modelOf("rainier"), [0.2, 0.5, 0.7, 0.95]);
    expect(faults).toEqual([]);
    const hours = new Map(result.states.map((id) => [id, 0]));
    result.ledger.forEach((value, i) => {
      const id = result.states[Math.floor(i / result.bins) % result.states.length] ?? "";
      hours.set(id, (hours.get(id) ?? 0) + value);
    });
    const used = [
      "staged-no-hall",
      "staged-no-power",
      "burn-in",
      "repair",
      "stranded",
      "productive",
      "checkpointing",
      "lost",
      "restarting",
      "draining",
      "switching",
      "serving",
      "headroom",
    ];
    for (const id of used) expect(hours.get(id), id).toBeGreaterThan(0);
    const idle = ["idle-no-demand", "idle-no-fit", "idle-policy"].filter((id) => (hours.get(id) ?? 0) > 0);
    expect(idle.length).toBeGreaterThanOrEqual(2);
  });

  test("in 200 random scenarios", { timeout: 240_000 }, () => {
    const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(randomScenario, parts, (scenario, audits) => {
        expect(checkedRun(modelOf(scenario), audits).faults).toEqual([]);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 220_000, markInterruptAsFailure: true },
    );
  });

  test.each(Object.entries(HUNTED))("where they once did not, or nearly: %s", (_, scenario) => {
    expect(checkedRun(modelOf(scenario), AUDITS).faults).toEqual([]);
  });
});
