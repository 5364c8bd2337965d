// Threads change nothing but the time it takes.
import { describe, expect, it, onTestFinished } from "vitest";
import {
  loadScenarioOrThrow,
  outcomesOf,
  runDraw,
  runDrawInterruptibly,
  runStudy,
  studyJobs,
} from "../../src/index.ts";
import type { Outcome, Scenario, Settled, StudyJob } from "../../src/index.ts";
import { poolSize, StudyPool } from "../../src/study/node/pool.ts";
import { tiny } from "../scenario/tiny.ts";

const small = (patch: unknown = {}): Scenario =>
  loadScenarioOrThrow(tiny, {
    patch: {
      end: "2026-04-01",
      fleet: { burnInHours: { value: 100, low: 20, high: 400 } },
      construction: { slip: { kind: "exponential", meanMonths: 1 } },
      inference: { scale: { value: 1, low: 0.5, high: 2 } },
      ...Object(patch),
    },
  });
const poolOf = (scenarios: readonly Scenario[]): StudyPool => {
  const pool = new StudyPool(scenarios);
  onTestFinished(() => pool.close());
  return pool;
};
const jobs = studyJobs({ samples: 5, replications: 2, seed: 3 });
const outputs = (settled: readonly Settled<StudyJob, Outcome>[]): (Outcome | string)[] =>
  settled.map((each) => (each.ok ? each.output : each.error));

describe("a pool of threads", () => {
  const scenario = small();
  const here = jobs.map((job) => runDraw(scenario, job));

  it.each([1, 3])("of %i gives the bytes of a plain loop", { timeout: 60_000 }, async (parallel) => {
    const settled = await runStudy(jobs, poolOf([scenario]).run, { parallel });
    expect(outputs(settled)).toEqual(here);
    // Inputs differ by sample, events by replication.
    expect(new Set(here.map(({ digest }) => digest)).size).toBe(jobs.length);
  });

  it("gives what a run that yields gives", async () => {
    const signal = new AbortController().signal;
    const [, first] = jobs;
    if (first === undefined) throw new Error("no job");
    expect(await runDrawInterruptibly(scenario, first, signal)).toEqual(here[1]);
  });

  it("runs several scenarios, each with its own", { timeout: 60_000 }, async () => {
    const other = small({ reliability: { multiplier: 5 } });
    const both = studyJobs({ samples: 1, seed: 3, variants: 2 });
    const settled = await runStudy(both, poolOf([scenario, other]).run, { parallel: 2 });
    expect(outcomesOf(settled, 0).samples).toEqual([here[1]]);
    expect(outcomesOf(settled, 1).samples).toEqual([runDraw(other, { sample: 1, seed: 3, replication: 0 })]);
  });

  it("tells of a run that fails and goes on with the same threads", { timeout: 60_000 }, async () => {
    // A scenario that was never checked: its drawn copy has no system to deliver.
    const broken: Scenario = { ...scenario, catalogue: { systems: { "trn2-ultraserver": { hosts: null } } } };
    const list = [1, 0, 1].map((variant) => ({ variant, sample: 1, seed: 3, replication: 0 }));
    const settled = await runStudy(list, poolOf([scenario, broken]).run);
    expect(settled.map(({ ok }) => ok)).toEqual([false, true, false]);
    expect(outputs(settled)[0]).toMatch(/hosts is not published and is needed/);
    expect(outcomesOf(settled, 1).failed).toHaveLength(2);
  });

  it("lets go at once of what is aborted, and can run again", { timeout: 60_000 }, async () => {
    const long = loadScenarioOrThrow("rainier");
    const pool = poolOf([long, scenario]);
    const controller = new AbortController();
    const started = performance.now();
    const study = runStudy(studyJobs({ samples: 8, seed: 1 }), pool.run, {
      parallel: 2,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(new Error("enough")), 300);
    await expect(study).rejects.toThrow("enough");
    expect(performance.now() - started).toBeLessThan(5000);
    const signal = new AbortController().signal;
    const job = { variant: 1, sample: 1, seed: 3, replication: 0 };
    expect(await pool.run(job, signal)).toEqual(here[1]);
    await expect(pool.run(job, AbortSignal.abort(new Error("never")))).rejects.toThrow("never");
  });

  it("has a thread for each core, up to eight", () => {
    expect(poolSize()).toBeGreaterThanOrEqual(1);
    expect(poolSize()).toBeLessThanOrEqual(8);
  });
});
