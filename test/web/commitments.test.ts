// A commitment under both ways to pay, of one run: the scenario's own is the run's, and use pays no more than all.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import { commitmentsOf } from "../../web/worker/commitments.ts";
import type { Commitments } from "../../web/view/commitments.ts";
import { tiny } from "../scenario/tiny.ts";

const commitment = { payer: "customer", payee: "provider", totalUsd: 20e6, start: "2026-01-01", years: 1 };
const of = (pays: "installed" | "used", change: object = {}): { found: Commitments; own: number } => {
  const money = { contract: { pays, usdPerGwYear: 9e9 }, commitment };
  const model = compileModel(loadScenarioOrThrow(tiny, { patch: { money, ...change } }));
  const result = startRun(model).finish();
  if (result.money === undefined) throw new Error("the run has no money");
  const { commitments } = commitmentsOf(model, result.money.basis);
  if (commitments === undefined) throw new Error("nothing is committed");
  return { found: commitments, own: result.money.info.commitment?.spentShare ?? NaN };
};

describe("a commitment", () => {
  it("is the run's own in the way the scenario pays", () => {
    for (const pays of ["installed", "used"] as const) {
      const { found, own } = of(pays);
      expect(found.pays).toBe(pays);
      expect(found.by[pays].spentShare).toBe(own);
    }
  });

  it("is spent by use no faster than by what is installed, and the shares say by how much", () => {
    const { found } = of("installed");
    const { installed, used } = found.by;
    expect(found.usedShare).toBeGreaterThan(0);
    expect(found.usedShare).toBeLessThan(1);
    expect(used.spentShare / installed.spentShare).toBeCloseTo(found.usedShare, 9);
    // Met where use is the break-even share of the whole.
    expect(installed.spentShare * found.breakEvenShare).toBeCloseTo(1, 9);
  });

  it("does not depend on demand where all that is installed is paid for, and does where use is", () => {
    const [much, little] = [1e5, 1e3].map((outputTokensPerSecond) =>
      of("installed", { training: { campaigns: { one: null } }, inference: { outputTokensPerSecond } }),
    );
    expect(little?.found.by.installed.spentShare).toBeCloseTo(much?.found.by.installed.spentShare ?? NaN, 6);
    expect(little?.found.by.used.spentShare).toBeLessThan((much?.found.by.used.spentShare ?? NaN) / 2);
  });
});
