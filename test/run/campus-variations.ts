// Small random variations of first-campus, an hour a bin: all its dates are whole days, so that nothing changes
// within a bin but what the fleet does.
import fc from "fast-check";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";

/** Plain numbers, spread evenly. */
export const spread = (min: number, max: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min: 0, max: 1000 })).map((i) => min + ((max - min) * i) / 1000);

export const NO_FAILURES = { reliability: { multiplier: 0 } };
export const NO_DEMAND = { inference: null };
export const NO_JOBS = {
  training: { campaigns: { alpha: null, beta: null, gamma: null }, streams: { research: null } },
};

/** Five months in which half the fleet comes, a campaign of 2,048 chips and research run, and offices ask. */
const BASE = {
  end: "2026-06-01",
  binHours: 1,
  levers: null,
  deliveries: { trainium2: { to: "2026-04-01", chips: 4096 } },
  training: { campaigns: { alpha: { start: "2026-02-15" }, beta: null, gamma: null } },
  inference: { from: "2026-02-15", outputTokensPerSecond: 360_000 },
};

/** Any of: other power, oversold halls, cuts, another order of who gives way, other demand, more failures. */
export const variation = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  utilityMw: spread(1, 10),
  hallMw: spread(1, 6),
  oversubscription: spread(0.8, 1.5),
  cuts: fc.array(
    fc.record({
      from: fc.integer({ min: 32, max: 140 }),
      days: fc.integer({ min: 1, max: 15 }),
      /** 12 MW leave nothing. */
      mw: fc.oneof(spread(0, 6), fc.constant(12)),
    }),
    { maxLength: 2 },
  ),
  throttleOrder: fc.shuffledSubarray(["training", "serving", "idle"], { minLength: 3, maxLength: 3 }),
  scale: spread(0, 4),
  failures: fc.oneof(fc.constant(0), spread(0, 20)),
});
export type Variation = typeof variation extends fc.Arbitrary<infer T> ? T : never;

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

/** Runs a variation, with patches laid over it in their order. */
export function runCampus(v: Partial<Variation>, ...patches: readonly object[]): Result {
  let scenario = loadScenarioOrThrow("first-campus", { patch: BASE });
  const cuts = (v.cuts ?? []).map((cut, i) => [
    `cut-${i}`,
    { from: day(cut.from), to: day(cut.from + cut.days), mw: cut.mw },
  ]);
  const varied = {
    power: {
      ...(v.oversubscription === undefined ? {} : { oversubscription: v.oversubscription }),
      ...(v.throttleOrder === undefined ? {} : { throttleOrder: v.throttleOrder }),
    },
    sites: {
      campus: {
        ...(v.utilityMw === undefined ? {} : { utility: { grid: { mw: v.utilityMw } } }),
        ...(v.hallMw === undefined ? {} : { phases: { "air-hall": { itMw: v.hallMw } } }),
        curtailments: Object.fromEntries(cuts),
      },
    },
    ...(v.scale === undefined ? {} : { inference: { scale: v.scale } }),
    ...(v.failures === undefined ? {} : { reliability: { multiplier: v.failures } }),
  };
  for (const patch of [varied, ...patches]) scenario = loadScenarioOrThrow(scenario, { patch });
  return simulateSync(scenario, v.seed === undefined ? {} : { seed: v.seed });
}
