// What a projected chip rests on is drawn once: the chip it starts from, and one gain and cadence.
import { expect, it } from "vitest";
import { loadScenarioOrThrow } from "../../src/index.ts";
import { rangedInputs } from "../../src/study/ranged-inputs.ts";
import { tiny } from "../scenario/tiny.ts";

const range = (value: number, low: number, high: number) => ({ value, low, high });
const pathsWith = (projection?: unknown): readonly string[] =>
  rangedInputs(
    loadScenarioOrThrow(tiny, {
      patch: {
        deliveries: { first: { system: "trn5-ultraserver", chips: 1440 } },
        ...(projection === undefined ? {} : { projection }),
      },
    }),
  )
    .map(({ path }) => path)
    .filter((path) => path.includes("trainium") || path.startsWith("projection"));

const four = [
  "catalogue.chips.trainium4.peakTflops.bf16",
  "catalogue.chips.trainium4.allInWatts",
  "catalogue.chips.trainium4.a2aGbPerS",
];

it("draws the catalogue's gain and cadence where the scenario has none", () => {
  expect(pathsWith()).toEqual([
    ...four,
    "catalogue.chips.trainium5.projection.gainPerWatt",
    "catalogue.chips.trainium5.projection.cadenceMonths",
  ]);
});

it("draws the scenario's in their place where it has both", () => {
  expect(pathsWith({ gainPerWatt: range(1.5, 1, 2), cadenceMonths: range(24, 18, 30) })).toEqual([
    "projection.gainPerWatt",
    "projection.cadenceMonths",
    ...four,
  ]);
});
