// Access paths as compiled: the catalogue's numbers with the scenario's on top, and one latency effect a run.
import { describe, expect, it } from "vitest";
import { compileAccess } from "../../src/compile/access.ts";
import type { AccessModel } from "../../src/compile/access.ts";
import { Context } from "../../src/compile/context.ts";
import type { CompileOptions } from "../../src/compile/context.ts";
import { catalogueOf, loadScenarioOrThrow } from "../../src/scenario/index.ts";
import { tiny } from "../scenario/tiny.ts";

const compiled = (inference: object, options: CompileOptions = {}): AccessModel => {
  const scenario = loadScenarioOrThrow(tiny, { patch: { inference } });
  return compileAccess(new Context(scenario, catalogueOf(scenario), options));
};
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

describe("access paths", () => {
  it("that a scenario does not have leave all demand here, and what may not leave bound", () => {
    expect(compiled({}).regions).toEqual([{ shares: new Float64Array(0), external: 0, bound: 0 }]);
    expect(compiled({ regions: { home: { keepsData: 0.3 } } }).regions[0]?.bound).toBe(0.3);
  });

  it("split a region's demand, external ones off the fleet", () => {
    const accessPaths = { native: {}, bedrock: {}, vertex: {} };
    const { paths, regions } = compiled({ accessPaths, accessChoice: { latencySlope: 0 } });
    expect(paths.map(({ id, pool }) => [id, pool])).toEqual([
      ["native", "own"],
      ["bedrock", "region-bound"],
      ["vertex", "external"],
    ]);
    for (const share of regions[0]?.shares ?? []) expect(share).toBeCloseTo(1 / 3, 12);
    expect(regions[0]?.external).toBeCloseTo(1 / 3, 12);
    expect(regions[0]?.bound).toBeCloseTo(1 / 2, 12);
  });

  it("take a scenario's own price, bonus and pool", () => {
    const { paths, regions } = compiled({
      accessPaths: {
        native: { commitBonus: 1 },
        vertex: { priceMultiplier: 1.2, pool: "own", resellerShare: 0.1 },
      },
      accessChoice: { latencySlope: 0 },
    });
    expect(paths[1]).toMatchObject({ price: 1.2, pool: "own", resellerShare: 0.1 });
    const [native = 0, vertex = 0] = regions[0]?.shares ?? [];
    // e / 1.2^-1.5
    expect(native / vertex).toBeCloseTo(Math.E * 1.2 ** 1.5, 9);
    expect(regions[0]?.external).toBe(0);
  });

  it("are slower or faster by one draw a run, which no other path moves", () => {
    const effects = (accessPaths: object, options?: CompileOptions): readonly number[] =>
      compiled({ accessPaths }, options).paths.map(({ ttftSeconds }) => ttftSeconds);
    const [bedrock] = effects({ bedrock: {} });
    expect(effects({ native: {}, bedrock: {}, foundry: {} })[1]).toBe(bedrock);
    expect(effects({ bedrock: {} })).toEqual([bedrock]);
    expect(effects({ bedrock: {} }, { replication: 1 })).not.toEqual([bedrock]);
    expect(effects({ bedrock: {} }, { seed: 2 })).not.toEqual([bedrock]);
  });

  it("add up to 1 in every run", () => {
    const accessPaths = { native: {}, "claude-platform-on-aws": {}, bedrock: {}, vertex: {}, foundry: {} };
    for (let replication = 0; replication < 20; replication++) {
      const { regions } = compiled({ accessPaths, regions: { home: { keepsData: 0.2 } } }, { replication });
      expect(sum(regions[0]?.shares ?? [])).toBeCloseTo(1, 12);
    }
  });
});
