// What must hold in every run, whatever the numbers: power, sharing, checkpoints, and demand's way to a job's end.
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { LEDGER_STATES, loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { JobRow, Result } from "../../src/index.ts";
import { seriesOf } from "../oracles/read-run.ts";
import { NO_DEMAND, NO_FAILURES, NO_JOBS, runCampus, spread, variation } from "./campus-variations.ts";

const HOUR = 3600;
const TRAINING = ["productive", "uncommitted", "checkpointing", "lost", "restarting", "stalled", "draining"];
const SERVING = ["switching", "serving", "headroom"];

/** Chip-hours of some states in one bin of one pool, or of all pools. */
function chipHours(result: Result, states: readonly string[], bin: number, pool?: number): number {
  let sum = 0;
  for (let p = 0; p < result.pools.length; p++) {
    if (pool !== undefined && p !== pool) continue;
    for (const state of states) {
      const k = result.states.indexOf(state);
      sum += result.ledger[(p * result.states.length + k) * result.bins + bin] ?? Number.NaN;
    }
  }
  return sum;
}

const bins = (result: Result): number[] => Array.from({ length: result.bins }, (_, bin) => bin);

describe("load", () => {
  it("never exceeds min(building, utility) less what is curtailed, at peak PUE", () => {
    let throttled = 0;
    let dark = 0;
    fc.assert(
      fc.property(variation, (v) => {
        const result = runCampus(v);
        const [it, building, utility, curtailed] = ["it", "building", "utility", "curtailed"].map((kind) =>
          seriesOf(result, `power.${kind}.campus`),
        );
        const { peakPue } = result.sites[0]!;
        const over = bins(result).filter((bin) => {
          const supply = Math.min(building!.min[bin]! * peakPue, utility!.min[bin]!) - curtailed!.max[bin]!;
          if (supply <= 0) dark++;
          return it!.max[bin]! * peakPue > Math.max(0, supply) * (1 + 1e-12);
        });
        expect(over).toEqual([]);
        if (result.events.some((event) => event.kind === "power-cap")) throttled++;
      }),
      { numRuns: 30 },
    );
    // Or the variations would test nothing.
    expect(throttled).toBeGreaterThan(5);
    expect(dark).toBeGreaterThan(24);
  });
});

describe("more utility power", () => {
  it("never gives fewer chip-hours in service, in any bin", () => {
    fc.assert(
      fc.property(variation, spread(0, 6), (v, moreMw) => {
        const inService = (utilityMw: number): number[] => [
          ...seriesOf(runCampus({ ...v, utilityMw }, NO_FAILURES, NO_DEMAND, NO_JOBS), "fleet.in-service")
            .mean,
        ];
        const [less, more] = [inService(v.utilityMw), inService(v.utilityMw + moreMw)];
        expect(less.filter((chips, bin) => more[bin]! < chips)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("without failures and preemption", () => {
  it("a campaign's ETTR is tau / (tau + C), but for its last, shorter cycle", () => {
    fc.assert(
      fc.property(
        spread(60, 20_000),
        spread(0, 600),
        spread(0.05, 20),
        spread(0, 30),
        (interval, writeSeconds, days, restart) => {
          const alpha = { days, minChips: 2048, checkpoint: { interval, writeSeconds } };
          const patch = {
            training: { campaigns: { alpha }, streams: { research: null } },
            reliability: { recoveryMinutes: { "2026-01-01": restart } },
          };
          const job = runCampus({}, NO_FAILURES, NO_DEMAND, patch).jobs[0]!;
          const work = days * 86_400;
          const cycles = Math.max(1, Math.ceil(work / interval - 1e-9));
          // Recovery is the price of an interruption, and there is none.
          const seconds = work + cycles * writeSeconds;
          expect(job.state).toBe("done");
          expect(job.endSeconds - job.startSeconds).toBeCloseTo(seconds, 3);
          expect(job.ettr).toBeCloseTo(work / seconds, 9);
          const { productive, checkpointing, lost } = job.chipHours;
          expect(lost).toBe(0);
          expect(productive / (productive + checkpointing)).toBeCloseTo(
            work / (work + cycles * writeSeconds),
            9,
          );
          // The formula itself, where whole cycles are all there is.
          const whole = Math.abs(work - cycles * Math.min(interval, work)) < 1e-6 * work;
          if (whole)
            expect(productive / (productive + checkpointing)).toBeCloseTo(
              Math.min(interval, work) / (Math.min(interval, work) + writeSeconds),
              6,
            );
        },
      ),
      {
        numRuns: 40,
        examples: [
          [600, 60, 0.5, 2],
          [3600, 10, 10, 0],
          [20_000, 0, 0.05, 30],
        ],
      },
    );
  });
});

describe("partition", () => {
  it("keeps training within its share of the chips in service, and serving within the rest", () => {
    fc.assert(
      fc.property(variation, spread(0, 1), (v, trainingShare) => {
        const sharing = { sharing: { policy: "partition", trainingShare } };
        const result = runCampus({ ...v, utilityMw: 10, hallMw: 6, cuts: [] }, sharing);
        const wrong = result.pools.flatMap((info, pool) => {
          const service = seriesOf(result, `fleet.pool.${info.id}`);
          return bins(result).filter((bin) => {
            const chips = service.max[bin]! * (1 + 1e-12);
            const [training, serving] = [TRAINING, SERVING].map((states) =>
              chipHours(result, states, bin, pool),
            );
            return training! > trainingShare * chips || serving! > (1 - trainingShare) * chips;
          });
        });
        expect(wrong).toEqual([]);
        expect(result.jobs.reduce((sum, job) => sum + job.preemptions, 0)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe("inference-first", () => {
  it("leaves demand unserved only when no preemptible chip is left to take", () => {
    let short = 0;
    fc.assert(
      fc.property(spread(0.2, 4), fc.integer({ min: 0, max: 1_000_000 }), (scale, seed) => {
        // Chips taken from a job load weights first; here at once, or that wait would be unserved too.
        const result = runCampus({ scale, seed }, NO_FAILURES, { sharing: { switchMinutes: 0 } });
        const [unserved, demand] = [seriesOf(result, "unserved.all"), seriesOf(result, "demand.all")];
        const missing = bins(result).filter((bin) => unserved.mean[bin]! > 1e-6 * demand.mean[bin]!);
        short += missing.length;
        expect(missing.filter((bin) => chipHours(result, TRAINING, bin) > 0)).toEqual([]);
      }),
      { numRuns: 15 },
    );
    expect(short).toBeGreaterThan(100);
  });

  it("serves all demand from jobs that may not be preempted only as far as they leave chips", () => {
    const result = runCampus({ scale: 4 }, NO_FAILURES, {
      training: { campaigns: { alpha: { preemptible: false } } },
    });
    const alpha = result.jobs.find((job) => job.campaign === "alpha")!;
    expect(alpha.preemptions).toBe(0);
    expect(alpha.chipHours.lost).toBe(0);
    expect(seriesOf(result, "unserved.all").mean.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0);
  });
});

describe("a rise in rainier's demand", () => {
  const run = (inference: object | undefined): Result =>
    simulateSync(
      loadScenarioOrThrow("rainier", { patch: { end: "2026-05-01", ...(inference && { inference }) } }),
    );
  let result: Result;
  let byId: Map<number, Result["events"][number]>;
  const frontier = (of: Result): JobRow => of.jobs.find((job) => job.id === "frontier-1")!;
  beforeAll(() => {
    result = run(undefined);
    byId = new Map(result.events.map((event) => [event.id, event]));
  }, 60_000);
  const of = (kind: string, subject: string): Result["events"][number][] =>
    result.events.filter((event) => event.kind === kind && event.subject === subject);
  const hours = (events: readonly Result["events"][number][]): number[] =>
    events.map((event) => Math.floor(event.seconds / HOUR) % 24);

  it("takes chips from the frontier run at that instant, and is named as the cause", () => {
    const shrinks = of("job-shrink", "frontier-1");
    expect(shrinks.length).toBeGreaterThan(20);
    for (const shrink of shrinks) {
      const rise = byId.get(shrink.cause)!;
      expect(rise.kind).toBe("demand-rise");
      expect(rise.seconds).toBe(shrink.seconds);
      expect(rise.site).toBe("new-carlisle");
      // Whole UltraServers, and no more of them than were asked for.
      expect(shrink.amount % 64).toBe(0);
      expect(shrink.amount - rise.amount).toBeLessThan(64);
    }
  });

  it("costs it the work since its last durable checkpoint", () => {
    expect(frontier(result).preemptions).toBeGreaterThan(20);
    // Without failures all that is lost is lost to demand.
    const calm = simulateSync(
      loadScenarioOrThrow("rainier", { patch: { end: "2026-01-01", reliability: { multiplier: 0 } } }),
    );
    const none = simulateSync(
      loadScenarioOrThrow("rainier", {
        patch: { end: "2026-01-01", reliability: { multiplier: 0 }, inference: { scale: 0 } },
      }),
    );
    expect(frontier(calm).failures).toBe(0);
    expect(frontier(calm).chipHours.lost).toBeGreaterThan(0);
    expect(frontier(none).chipHours.lost).toBe(0);
  });

  it("is paid back in the evening: what morning takes in America, night returns", () => {
    // UTC: 13 to 15 is the Americas' morning, 22 to 5 their evening.
    expect(new Set(hours(of("job-shrink", "frontier-1")))).toEqual(new Set([13, 14]));
    const grown = hours(of("job-grow", "frontier-1"));
    expect(grown.length).toBeGreaterThan(100);
    expect(grown.every((hour) => hour >= 22 || hour <= 5)).toBe(true);
  });

  it("moves its end: without demand it ends days earlier", () => {
    const quiet = run({ scale: 0 });
    expect(frontier(result).state).toBe("done");
    expect(frontier(quiet).preemptions).toBe(0);
    expect(frontier(result).endSeconds - frontier(quiet).endSeconds).toBeGreaterThan(10 * 86_400);
  });

  it("stands at the far end of the causes of the campaign's end", () => {
    const chain = (event: Result["events"][number]): string[] => {
      const next = byId.get(event.cause);
      return next === undefined ? [event.kind] : [event.kind, ...chain(next)];
    };
    const end = of("job-end", "frontier-1")[0];
    expect(end === undefined ? [] : chain(end).slice(-2)).toEqual([
      expect.stringMatching(/^job-(shrink|pause)$/),
      "demand-rise",
    ]);
  });
});

it("the ledger's states are those that this file speaks of", () => {
  const ids = LEDGER_STATES.map((state) => state.id);
  for (const state of [...TRAINING, ...SERVING]) expect(ids).toContain(state);
});
