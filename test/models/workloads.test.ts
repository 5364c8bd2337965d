// Job mixes against the published statistics they are calibrated to: that they were fitted, not that they predict.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jobsOf, readRecipe, workloadFiles } from "../../src/index.ts";
import type { WorkloadFile } from "../../src/index.ts";

const folder = new URL("../../models/workloads/", import.meta.url);
const JOBS = 200_000;

function fileOf(id: string): WorkloadFile {
  const read = readRecipe(workloadFiles[id]);
  if (!read.ok) throw new Error(read.faults.join("\n"));
  return read.file;
}

it("are the files of models/workloads", () => {
  const names = readdirSync(folder).map((name) => name.replace(".json", ""));
  expect(Object.keys(workloadFiles).sort()).toEqual(names.sort());
});

describe.each(Object.keys(workloadFiles))("the mix %s", (id) => {
  const { calibratedTo, recipe, ...file } = fileOf(id);
  const jobs = jobsOf({ ...recipe, jobs: JOBS }, 1);
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]): number => {
    const centre = mean(values);
    return mean(values.map((each) => (each - centre) ** 2));
  };
  const value = (key: string): number => calibratedTo[key]?.value ?? NaN;

  it("says its id, and where its figures are from", () => {
    expect(file.id).toBe(id);
    expect(Object.values(calibratedTo).filter(({ source }) => !source.startsWith("https://"))).toEqual([]);
  });

  it("gives them back", () => {
    if (calibratedTo["meanProcs"] !== undefined) {
      expect(mean(jobs.procs) / value("meanProcs")).toBeCloseTo(1, 1);
      expect(jobs.run.toSorted()[JOBS / 2]! / value("medianRunSeconds")).toBeCloseTo(1, 1);
      // The plain mean of so heavy a tail is off by a quarter even here; that of a lognormal is exp(m + s^2 / 2).
      const logs = Array.from(jobs.run, Math.log);
      const spread = variance(logs);
      expect(Math.exp(mean(logs) + spread / 2) / value("meanRunSeconds")).toBeCloseTo(1, 1);
      return;
    }
    const time = (least: number, below: number): number =>
      // Run times do not depend on size.
      jobs.procs.reduce((sum, procs) => sum + (procs >= least && procs < below ? procs : 0), 0) /
      jobs.procs.reduce((sum, procs) => sum + procs, 0);
    const count = (below: number): number => jobs.procs.filter((procs) => procs < below).length / JOBS;
    expect(count(2)).toBeGreaterThan(value("shareOfJobsOfOneGpuAtLeast"));
    expect(count(8)).toBeGreaterThan(value("shareOfJobsUnderANodeAtLeast") - 0.005);
    expect(time(1, 8)).toBeLessThan(value("shareOfGpuTimeUnderANodeAtMost") + 0.005);
    expect(Math.abs(time(256, Infinity) - value("shareOfGpuTimeFrom256"))).toBeLessThan(0.04);
    expect(recipe.arrivals.perHour * 24).toBeCloseTo(value("jobsPerDay"), 1);
  });
});
