// A run with access paths: what comes here and what goes elsewhere add up to all demand, and the result says who came how.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { tiny } from "../scenario/tiny.ts";

const run = (inference: object): Result =>
  startRun(compileModel(loadScenarioOrThrow(tiny, { patch: { end: "2026-02-01", inference } }))).finish();
const meanOf = (result: Result, id: string): number => {
  const values = result.series.find((series) => series.id === id)?.mean ?? new Float64Array(0);
  return values.reduce((a, b) => a + b, 0) / values.length;
};

describe("a run with access paths", () => {
  const accessPaths = { native: {}, bedrock: {}, vertex: {} };
  const all = run({});
  const split = run({ accessPaths, regions: { home: { keepsData: 0.3 } } });

  it("conserves demand: here and elsewhere are all there is", () => {
    expect(meanOf(split, "elsewhere.home")).toBeGreaterThan(0);
    expect(meanOf(split, "demand.home") + meanOf(split, "elsewhere.home")).toBeCloseTo(
      meanOf(all, "demand.home"),
      3,
    );
    expect(all.series.some(({ id }) => id.startsWith("elsewhere"))).toBe(false);
    expect(all.accessPaths).toBeUndefined();
  });

  it("says what came by each, and that external ones are served elsewhere", () => {
    const rows = split.accessPaths ?? [];
    expect(rows.map(({ id, pool }) => [id, pool])).toEqual([
      ["native", "own"],
      ["bedrock", "region-bound"],
      ["vertex", "external"],
    ]);
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(rows[2]?.tokensPerSecond).toBeCloseTo(meanOf(split, "elsewhere.home"), 3);
  });

  it("is refused where no path leads to this fleet", () => {
    expect(() => run({ accessPaths: { vertex: {}, foundry: {} } })).toThrow(
      "inference.accessPaths must lead some of region home to this fleet (found external ones only: vertex, foundry)",
    );
  });
});
