// What may take the place of old chips, at most how much of it, and that the run says so where none can.
import { describe, expect, it } from "vitest";
import { refreshPools } from "../../src/compile/refresh.ts";
import type { Batch } from "../../src/compile/deliveries.ts";
import { epochSeconds } from "../../src/engine/index.ts";
import type { WorkPerWatt } from "../../src/fleet/useful-gain.ts";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import { tiny } from "../scenario/tiny.ts";
import { DAY, contextOf, system } from "./parts.ts";

/** Names of the catalogue, so that a scenario may give them; what they can do is made up here. */
const [FIRST, SECOND, THIRD] = ["trn2-ultraserver", "trn3-gen1", "trn3-gen2"];
const systems = new Map([
  system(FIRST),
  system(SECOND, { wattsPerChip: 250, availableEpoch: epochSeconds("2025-06-01") }),
  system(THIRD, { wattsPerChip: 400, availableEpoch: epochSeconds("2026-03-01") }),
]);
const workOf = (first: number, second: number, third: number): ReadonlyMap<string, WorkPerWatt> =>
  new Map([
    [FIRST, { trainingPerWatt: first, tokensPerWatt: first }],
    [SECOND, { trainingPerWatt: second, tokensPerWatt: second }],
    [THIRD, { trainingPerWatt: third, tokensPerWatt: third }],
  ]);
/** 12 UltraServers of 1,000 W. */
const batch = (change: Partial<Batch> = {}): Batch => ({
  delivery: "d",
  site: "campus",
  system: FIRST,
  planned: 0,
  time: 10 * DAY,
  us: 12,
  ...change,
});

function found(
  refresh: object,
  work: ReadonlyMap<string, WorkPerWatt>,
  ...batches: readonly Batch[]
): { readonly pools: Readonly<Record<string, number>>; readonly notes: readonly string[] } {
  const context = contextOf({
    fleet: { refresh: { ageYears: 0.25, systems: [SECOND, THIRD], ...refresh } },
  });
  const pools = refreshPools(context, batches, systems, work);
  return { pools: Object.fromEntries(pools.map((p) => [p.pool, p.mostUs])), notes: context.notes };
}

describe("pools that a refresh may fill", () => {
  it("have room for all the watts that are delivered to their site, in whole UltraServers", () => {
    // 12,000 W: 4 of 2,500 W, 3 of 4,000 W.
    expect(found({}, workOf(1, 2, 3), batch()).pools).toEqual({
      [`campus/${SECOND}`]: 4,
      [`campus/${THIRD}`]: 3,
    });
  });

  it("are those that beat something that gets old at their site", () => {
    expect(found({}, workOf(1, 0.9, 1.1), batch()).pools).toEqual({ [`campus/${THIRD}`]: 3 });
    // Too young at the end: 300 days and a quarter of a year are past the horizon.
    expect(found({}, workOf(1, 2, 3), batch({ time: 300 * DAY })).pools).toEqual({});
    // Old enough at the start.
    expect(found({}, workOf(1, 2, 1), batch({ time: 0, since: -400 * DAY })).pools).toEqual({
      [`campus/${SECOND}`]: 4,
    });
  });

  it("include what beats only what took a place itself", () => {
    const work = new Map([
      [FIRST, { trainingPerWatt: 1, tokensPerWatt: 0 }],
      [SECOND, { trainingPerWatt: 2, tokensPerWatt: 1 }],
      [THIRD, { trainingPerWatt: 0, tokensPerWatt: 2 }],
    ]);
    expect(Object.keys(found({}, work, batch()).pools)).toEqual([`campus/${SECOND}`, `campus/${THIRD}`]);
  });

  it("never hold an older chip than they replace, whatever it gains", () => {
    expect(found({ systems: [FIRST] }, workOf(5, 1, 1), batch({ system: SECOND })).pools).toEqual({});
  });

  it("must gain more than is asked", () => {
    expect(found({ minGain: 0.5 }, workOf(1, 1.5, 1.51), batch()).pools).toEqual({ [`campus/${THIRD}`]: 3 });
  });
});

describe("a refresh that can never pay", () => {
  it("is said with what it gains at best and what is asked", () => {
    expect(found({ minGain: 0.25 }, workOf(1, 0.94, 1.1), batch()).notes).toEqual([
      `The refresh can never pay: the best is ${THIRD} for ${FIRST} with 1.10 of its useful work per MW, and more than 1.25 is asked.`,
    ]);
    expect(found({}, workOf(1, 0.69, 0.5), batch()).notes).toEqual([
      `The refresh can never pay: the best is ${SECOND} for ${FIRST} with 0.69 of its useful work per MW, and more than 1.00 is asked.`,
    ]);
  });

  it("is not said where one can, or where nothing gets old", () => {
    expect(found({}, workOf(1, 2, 3), batch()).notes).toEqual([]);
    expect(found({}, workOf(1, 0.5, 0.5), batch({ time: 300 * DAY })).notes).toEqual([]);
  });

  it("stands in the notes of the result", () => {
    const input = {
      ...tiny,
      inference: undefined,
      fleet: { refresh: { ageYears: 0.2, systems: ["trn3-gen1"], trainingWeight: 1 } },
    };
    const training = { campaigns: { one: { ...tiny.training.campaigns.one, precision: "bf16" as const } } };
    const { notes } = startRun(compileModel(loadScenarioOrThrow({ ...input, training }))).finish();
    // BF16 per all-in watt: Trainium3 has 671 TFLOP/s in 1,220 W, Trainium2 667 in 840 W.
    expect(notes[0]).toBe(
      "The refresh can never pay: the best is trn3-gen1 for trn2-ultraserver with 0.69 of its useful work per MW, and more than 1.00 is asked.",
    );
  });
});
