// The coordinator: order, stages, failures and cancelling depend on the list of jobs alone.
import { describe, expect, it } from "vitest";
import { studyJobs } from "../../src/study/jobs.ts";
import type { Settled } from "../../src/study/study.ts";
import { runStudy } from "../../src/study/study.ts";

/** Ends jobs in an order of our choice. */
const later = (turns: number): Promise<void> =>
  turns === 0 ? Promise.resolve() : Promise.resolve().then(() => later(turns - 1));

const numbers = Array.from({ length: 20 }, (_, i) => i);
const outputs = (settled: readonly Settled<number, number>[]): (number | string)[] =>
  settled.map((each) => (each.ok ? each.output : each.error));

describe("runStudy", () => {
  it.each([1, 2, 3, 8, 40])("gives outcomes in the order of the jobs with %i at once", async (parallel) => {
    const ended: number[] = [];
    const settled = await runStudy(
      numbers,
      async (n) => {
        await later((n * 7) % 11);
        ended.push(n);
        return n * n;
      },
      { parallel },
    );
    expect(outputs(settled)).toEqual(numbers.map((n) => n * n));
    if (parallel > 2) expect(ended).not.toEqual(numbers);
  });

  it("never has more in flight than it may", async () => {
    let now = 0;
    let most = 0;
    await runStudy(
      numbers,
      async (n) => {
        most = Math.max(most, ++now);
        await later(n % 3);
        now--;
      },
      { parallel: 3 },
    );
    expect(most).toBe(3);
  });

  it.each([1, 5])("shows the first 1, 4, 16 jobs and then all, with %i at once", async (parallel) => {
    const stages: (number | string)[][] = [];
    const progress: number[] = [];
    await runStudy(
      numbers,
      async (n) => {
        await later((n * 5) % 7);
        return n;
      },
      {
        parallel,
        onStage: (settled) => stages.push(outputs(settled)),
        onProgress: (done, total) => progress.push(done / total),
      },
    );
    expect(stages).toEqual([1, 4, 16, 20].map((length) => numbers.slice(0, length)));
    expect(progress).toEqual(numbers.map((n) => (n + 1) / 20));
  });

  it("reports a job that fails and goes on", async () => {
    const settled = await runStudy([1, 2, 3], async (n) => {
      if (n === 2) throw new RangeError("no chips");
      return n;
    });
    expect(outputs(settled)).toEqual([1, "no chips", 3]);
    expect(settled.map((each) => each.ok)).toEqual([true, false, true]);
  });

  it("begins nothing more once it is aborted, and says why", async () => {
    const controller = new AbortController();
    const begun: number[] = [];
    let told = 0;
    const study = runStudy(
      numbers,
      (n, signal) => {
        begun.push(n);
        signal.addEventListener("abort", () => told++);
        if (n === 4) controller.abort(new Error("enough"));
        return n < 4 ? Promise.resolve(n) : new Promise<number>(() => undefined);
      },
      { parallel: 2, signal: controller.signal },
    );
    await expect(study).rejects.toThrow("enough");
    expect(begun.at(-1)).toBeLessThanOrEqual(5);
    expect(told).toBeGreaterThan(0);
    await expect(runStudy(numbers, async (n) => n, { signal: controller.signal })).rejects.toThrow("enough");
  });

  it("refuses to run nothing at once", async () => {
    await expect(runStudy([1], async (n) => n, { parallel: 0 })).rejects.toThrow(
      "parallel must be a whole number from 1 (found 0)",
    );
    expect(await runStudy([], async (n) => n)).toEqual([]);
  });
});

describe("studyJobs", () => {
  it("begins with the base run and spreads replications among the samples", () => {
    const jobs = studyJobs({ samples: 4, replications: 2, seed: 7 });
    expect(jobs.map((job) => `${job.sample}/${job.replication}`)).toEqual([
      "0/0",
      "1/0",
      "2/0",
      "0/1",
      "3/0",
      "4/0",
      "0/2",
    ]);
    expect(new Set(jobs.map((job) => job.seed))).toEqual(new Set([7]));
  });

  it("gives every variant the same draws", () => {
    const jobs = studyJobs({ samples: 2, replications: 1, seed: 1, variants: 2 });
    const of = (variant: number): string[] =>
      jobs.filter((job) => job.variant === variant).map((job) => `${job.sample}/${job.replication}`);
    expect(of(0)).toEqual(["0/0", "1/0", "2/0", "0/1"]);
    expect(of(1)).toEqual(of(0));
  });

  it("knows replications without samples", () => {
    expect(studyJobs({ samples: 0, replications: 2, seed: 1 }).map((job) => job.replication)).toEqual([
      0, 1, 2,
    ]);
  });
});
