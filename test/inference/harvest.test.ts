// What the night gives to training, and what of it is useful: Hv(t) and its factor against arithmetic of their own.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/index.ts";
import { seriesOf } from "../oracles/read-run.ts";
import { dateAt, number } from "../run/random-parts.ts";
import { ratePerChip, runCurve } from "./serving-campus.ts";

const CHIPS = 800;
const US = 8;
const RATE = ratePerChip();
const NIGHT_HOURS = 8;
const DAYS = 5;

/** A gang that takes all it gets and never ends. */
const gang = (more: object = {}): object => ({
  campaigns: {
    night: {
      precision: "bf16",
      mfu: 0.4,
      checkpoint: { writeSeconds: 0, interval: 600 },
      priority: 1,
      preemptible: true,
      start: dateAt(0),
      maxChips: CHIPS,
      minChips: US,
      days: 1000,
      ...more,
    },
  },
  streams: {},
});

const chipHours = (result: Result, state: string, from: number, to: number): number => {
  const s = result.states.indexOf(state);
  let sum = 0;
  for (let p = 0; p < result.pools.length; p++)
    for (let b = from; b < to; b++)
      sum += result.ledger[(p * result.states.length + s) * result.bins + b] ?? Number.NaN;
  return sum;
};

describe("harvest", () => {
  it("lets training have max(0, C - (1 + r) x most demand within l) in every hour, and serves all", () => {
    const asked = fc.array(number(0, CHIPS), { minLength: 48, maxLength: 48 });
    fc.assert(
      fc.property(asked, number(0, 0.4), fc.integer({ min: 0, max: 4 }), (chips, reserve, lookAheadHours) => {
        const harvest = { reserve, lookAheadHours };
        const result = runCurve({
          tokens: chips.map((c) => c * RATE),
          chips: CHIPS,
          // Growing would cost a restart and so wait for a tenth of the gang; here it is free.
          sharing: { policy: "harvest", trainingShare: 0, harvest, switchMinutes: 0, growStep: 0 },
          training: gang(),
        });
        const held = seriesOf(result, "training.chips").mean;
        chips.forEach((_, t) => {
          const most = Math.max(...chips.slice(t, t + lookAheadHours + 1).map((c) => Math.ceil(c - 1e-6)));
          const lent = Math.max(0, Math.floor(CHIPS - (1 + reserve) * most));
          // Whole UltraServers: the last one may not fit, or is given back a chip early.
          expect(held[t], `hour ${t}`).toBeLessThanOrEqual(lent);
          expect(held[t], `hour ${t}`).toBeGreaterThan(lent - US);
        });
        expect(seriesOf(result, "unserved.all").mean.every((lost) => lost < 1e-6 * RATE)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  // Night of 8 h in which 600 of 800 chips are idle; by day all serve.
  const night = Array.from({ length: 24 * DAYS }, (_, h) => (h % 24 < NIGHT_HOURS ? 200 : CHIPS) * RATE);
  const IDLE = 600;
  // Write, restore and switch [s], look-ahead [h].
  it.each([
    [60, 600, 600, 0],
    [60, 600, 600, 1],
    [300, 1800, 1200, 0],
    [300, 1800, 1200, 2],
    [0, 0, 0, 0],
    [900, 60, 3000, 0],
  ])(
    "is useful for 1 - (checkpoint + restore + switch) / window: write %i s, restore %i s, switch %i s, look-ahead %i h",
    (writeSeconds, restoreSeconds, switchSeconds, lookAheadHours) => {
      // With a look-ahead weights are loaded in the hours before they are needed: those are no part of Hv.
      const away = (NIGHT_HOURS - lookAheadHours) * 3600;
      const loading = lookAheadHours === 0 ? switchSeconds : 0;
      const work = away - restoreSeconds - writeSeconds;
      const result = runCurve(
        {
          tokens: night,
          chips: CHIPS,
          sharing: {
            policy: "harvest",
            trainingShare: 0,
            harvest: { reserve: 0, lookAheadHours },
            switchMinutes: switchSeconds / 60,
          },
          // One checkpoint a night, durable when the chips are given back.
          training: gang({
            checkpoint: { writeSeconds, interval: work },
            minChips: IDLE,
            maxChips: IDLE,
          }),
        },
        { reliability: { recoveryMinutes: { [dateAt(0)]: restoreSeconds / 60 } } },
      );
      const nights = DAYS - 2;
      const useful = chipHours(result, "productive", 24, 24 * (1 + nights)) / nights;
      const switching = chipHours(result, "switching", 24, 24 * (1 + nights)) / nights;
      expect(switching).toBeCloseTo((IDLE * loading) / 3600, 6);
      const window = away + loading;
      const factor = 1 - (writeSeconds + restoreSeconds + loading) / window;
      expect(useful / ((IDLE * window) / 3600)).toBeCloseTo(factor, 9);
    },
  );

  it("loses what was done since the last checkpoint on top, where none is made for the return", () => {
    const run = (interval: number): number =>
      chipHours(
        runCurve({
          tokens: night,
          chips: CHIPS,
          sharing: { policy: "harvest", trainingShare: 0, harvest: { reserve: 0, lookAheadHours: 0 } },
          training: gang({ checkpoint: { writeSeconds: 60, interval }, minChips: IDLE, maxChips: IDLE }),
        }),
        "lost",
        24,
        48,
      );
    // 8 h less 10 min of restore hold 7 cycles of 3600 + 60 s and 2580 s.
    expect(run(3600)).toBeCloseTo((IDLE * 2580) / 3600, 6);
  });

  it("gives a job that may not be preempted its share, and lends it nothing", () => {
    for (const trainingShare of [0, 0.25]) {
      const result = runCurve({
        tokens: night,
        chips: CHIPS,
        sharing: { policy: "harvest", trainingShare },
        training: gang({ preemptible: false }),
      });
      expect(Math.max(...seriesOf(result, "training.chips").max)).toBe(trainingShare * CHIPS);
      expect(result.jobs[0]!.preemptions).toBe(0);
    }
  });
});
