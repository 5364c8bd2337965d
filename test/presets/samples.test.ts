// The ledger and energy tests of every run, for five-gigawatts as it is, for 20 draws of its inputs, and for the
// difference between two of its runs; and that it resumes and repeats to the byte.
import { describe, expect, it } from "vitest";
import {
  compileModel,
  differenceOf,
  loadScenarioOrThrow,
  resumeRun,
  sampleInputs,
  startRun,
} from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { resultFaults } from "../run/check-result.ts";

const MINUTE = 60_000;
const scenario = loadScenarioOrThrow("five-gigawatts");

describe("ledgers of five-gigawatts close", () => {
  let first: Result | undefined;

  it.each(Array.from({ length: 20 }, (_, k) => k + 1))(
    "in draw %i of its inputs",
    (sample) => {
      const model = compileModel(sampleInputs(scenario, { seed: 1, sample }), { seed: 1, sample });
      const result = startRun(model).finish();
      expect(resultFaults(model, result)).toEqual([]);
      if (first === undefined) first = result;
      else expect(differenceOf(first, result).relative).toBeLessThan(1e-9);
    },
    10 * MINUTE,
  );

  it(
    "as it is, and the run saved halfway and resumed has its digest",
    () => {
      const model = compileModel(scenario);
      const run = startRun(model);
      run.advance(0.55 * run.horizonSeconds);
      const saved = structuredClone(run.snapshot());
      const whole = run.finish();
      expect(resultFaults(model, whole)).toEqual([]);
      const again = resumeRun(compileModel(scenario), saved).finish();
      expect(again.digest).toBe(whole.digest);
    },
    10 * MINUTE,
  );
});
