// What a run rests on is drawn, once, and nothing else: a projected chip's start, gain and cadence; prices that money reads.
import { expect, it } from "vitest";
import { loadScenarioOrThrow } from "../../src/index.ts";
import { rangedInputs } from "../../src/study/ranged-inputs.ts";
import { sampleInputs } from "../../src/study/sample-inputs.ts";
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

const moneyPaths = (
  money: object | null,
  system = "trn2-ultraserver",
  rest: object = {},
): readonly string[] =>
  rangedInputs(
    loadScenarioOrThrow(tiny, { patch: { deliveries: { first: { system, chips: 2880 } }, money, ...rest } }),
  )
    .map(({ path }) => path)
    .filter((path) => /Usd|usd|reseller/.test(path));
const contract = { usdPerGwYear: range(8e9, 7e9, 9e9) };
const price = "money.contract.usdPerGwYear";
const bought = "catalogue.chips.trainium2.purchaseUsd";

it("draws no price that nothing reads", () => {
  expect(moneyPaths(null)).toEqual([]);
  expect(moneyPaths({ contract })).toEqual([price]);
});

it("draws what chips cost where costs are asked for and the scenario has no price of its own", () => {
  expect(moneyPaths({ contract, costs: {} })).toEqual([price, bought]);
  const own = { chipUsd: { trainium2: range(8, 7, 9) } };
  expect(moneyPaths({ contract, costs: own })).toEqual([price, "money.costs.chipUsd.trainium2"]);
  const later = "trn5-ultraserver";
  expect(moneyPaths({ contract, costs: {} }, later)).toEqual([
    price,
    "catalogue.chips.trainium4.purchaseUsd",
  ]);
  expect(moneyPaths({ contract, costs: { chipUsd: { trainium5: 8 } } }, later)).toEqual([price]);
});

it("draws what energy costs where sites stand, unless the scenario says", () => {
  const rest = { sites: { campus: { region: "eu-central-1" } } };
  const energy = "catalogue.regions.eu-central-1.usdPerMwh";
  expect(moneyPaths({ contract }, "trn2-ultraserver", rest)).toEqual([price, energy]);
  const own = { usdPerMwh: { "eu-central-1": 80 } };
  expect(moneyPaths({ contract, energy: own }, "trn2-ultraserver", rest)).toEqual([price]);
  const asked = { inference: { regions: { home: { origin: "eu-central-1" } } } };
  expect(moneyPaths({ contract }, "trn2-ultraserver", asked)).toEqual([price]);
});

it("draws steps of a price and rates like any other number", () => {
  const steps = { "2026-01-01": range(8e9, 7e9, 9e9), "2026-06-01": { usd: range(7e9, 6e9, 8e9) } };
  const money = {
    contract: { usdPerGwYear: { ...range(9e9, 8e9, 10e9), steps } },
    discount: { perYear: range(0.08, 0.05, 0.12) },
  };
  expect(
    rangedInputs(loadScenarioOrThrow(tiny, { patch: { money } }))
      .filter(({ path }) => path.startsWith("money"))
      .map(({ path, min, max }) => [path, min, max]),
  ).toEqual([
    [`money.discount.perYear`, -0.9, 10],
    [price, 0, 1e15],
    [`${price}.steps.2026-01-01`, 0, 1e15],
    [`${price}.steps.2026-06-01.usd`, 0, 1e15],
  ]);
  const drawn = sampleInputs(loadScenarioOrThrow(tiny, { patch: { money } }), { seed: 1, sample: 1 });
  const path = drawn.money?.contract.usdPerGwYear;
  expect(path).toMatchObject({
    value: expect.closeTo(9e9, -9.4),
    steps: { "2026-06-01": { usd: { value: expect.any(Number) } } },
  });
  expect(JSON.stringify(path)).not.toContain("low");
});
