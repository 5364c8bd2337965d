// What tests of single steps of the compiler start from: a context of the tiny scenario, systems with round numbers.
import { Context } from "../../src/compile/context.ts";
import type { SystemFacts } from "../../src/compile/systems.ts";
import { epochSeconds } from "../../src/engine/index.ts";
import { loadScenarioOrThrow } from "../../src/index.ts";
import { catalogueOf } from "../../src/scenario/catalogue-patch.ts";
import { tiny } from "../scenario/tiny.ts";

export const DAY = 86_400;
export const YEAR = 365.25 * DAY;

/** The tiny scenario (2026-01-01 to 2027-01-01) with a patch, ready to be compiled step by step. */
export function contextOf(patch: object): Context {
  const scenario = loadScenarioOrThrow(tiny, { patch });
  return new Context(scenario, catalogueOf(scenario), {});
}

/** 10 chips of 100 W in an UltraServer of 2 hosts, 1 FLOP/s a chip, there since long before the start. */
export const system = (id: string, change: Partial<SystemFacts> = {}): [string, SystemFacts] => [
  id,
  {
    id,
    chip: `${id}-chip`,
    chipName: id,
    chips: 10,
    hosts: 2,
    wattsPerChip: 100,
    fitsAir: true,
    fitsLiquid: true,
    peakBf16: 1,
    peakFp8: 2,
    availableEpoch: epochSeconds("2024-01-01"),
    serving: () => {
      throw new Error("not asked here");
    },
    ...change,
  },
];
