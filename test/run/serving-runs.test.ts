// Runs whose demand is routed, waits, is scaled for or moves to further models: they close, and can be cut anywhere.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel, forkRun, loadScenarioOrThrow, resumeRun, startRun } from "../../src/index.ts";
import type { ScenarioInput } from "../../src/scenario/index.ts";
import { checkedRun, modelOf } from "./checked-run.ts";
import { randomScenario } from "./random-scenario.ts";

const isBusy = ({ inference, sharing }: ScenarioInput): boolean =>
  inference?.autoscaler !== undefined ||
  inference?.routing !== undefined ||
  Object.keys(inference?.models ?? {}).length > 0 ||
  (inference !== undefined && sharing?.policy === "harvest");
const busy = randomScenario.filter(isBusy);
const HOLDS = { leadMinutes: 45, foresightHours: 2, holdHours: 24 };

describe("a run with more in its serving", () => {
  it("closes its ledgers, in ten slices as in one go, resumed and forked", { timeout: 120_000 }, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(busy, fc.integer({ min: 0, max: 10_000 }), (input, at) => {
        const model = modelOf(input);
        const { faults, result } = checkedRun(model, [at / 10_000]);
        expect(faults).toEqual([]);
        for (const { id, mean } of result.series)
          if (/^(unserved|waiting|serving)/.test(id) && mean.some((level) => level > 0)) seen.add(id);
        const run = startRun(model);
        for (let slice = 1; slice < 10; slice++) run.advance((model.horizonSeconds * slice) / 10);
        expect(run.finish().digest).toBe(result.digest);
        const other = startRun(model);
        other.advance((model.horizonSeconds * at) / 10_000);
        const saved = other.snapshot();
        expect(resumeRun(model, structuredClone(saved)).finish().digest).toBe(result.digest);
        expect(forkRun(model, saved).finish().digest).toBe(result.digest);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
    );
    // Or nothing would have been tried.
    for (const id of ["capacity", "residency", "expired", "starting"])
      expect(seen, id).toContain(`unserved-${id}.all`);
    for (const id of ["waiting.all", "serving.replicas", "serving.least-replicas"])
      expect(seen).toContain(id);
  });

  it("goes on under another autoscaler and another policy, and is refused one that records other things", () => {
    const model = (patch: object): ReturnType<typeof compileModel> =>
      compileModel(loadScenarioOrThrow("first-campus", { patch: { end: "2026-09-01", ...patch } }));
    const scaled = { inference: { autoscaler: { leadMinutes: 10 } } };
    const run = startRun(model(scaled));
    run.advance(100 * 86_400);
    const saved = run.snapshot();
    const { digest } = run.finish();
    for (const patch of [
      { inference: { autoscaler: HOLDS } },
      { ...scaled, sharing: { policy: "harvest", trainingShare: 0.1 } },
    ]) {
      const forked = forkRun(model(patch), structuredClone(saved)).finish();
      expect(forked.crossFoot.filter(({ relative }) => relative > 1e-9)).toEqual([]);
      expect(forked.digest).not.toBe(digest);
    }
    expect(() => forkRun(model({}), saved)).toThrow(
      "cannot fork: serving must be those of the saved run (was autoscaler, got )",
    );
    const waits = { inference: { ...scaled.inference, classes: { office: { waitHours: 5 } } } };
    expect(() => forkRun(model(waits), saved)).toThrow(/cannot fork: serving must be .*office waits 5 h/);
  });
});
