// Chips nobody has announced follow the one they start from, the gain and the cadence; what is stated stands.
import { describe, expect, it } from "vitest";
import { projectedChip } from "../../src/compile/projection.ts";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import { catalogueOf } from "../../src/scenario/catalogue-patch.ts";
import type { Chip } from "../../src/scenario/catalogue-schema.ts";
import { tiny } from "../scenario/tiny.ts";

type Projection = { readonly gainPerWatt?: number; readonly cadenceMonths?: number };

/** A chip as a scenario with that projection and that patch of the catalogue has it. */
function chipOf(id: string, projection?: Projection, chips?: Record<string, unknown>): Chip {
  const scenario = loadScenarioOrThrow(tiny, {
    patch: { ...(projection && { projection }), catalogue: chips ? { chips } : {} },
  });
  const catalogue = catalogueOf(scenario);
  return projectedChip({ scenario, catalogue }, catalogue.chips[id]!);
}

const numbers = ({ peakTflops, hbm, hbmTbPerS, a2aGbPerS, allInWatts }: Chip): readonly number[] =>
  [peakTflops.bf16, peakTflops.fp8, peakTflops.fp4, hbm, hbmTbPerS, a2aGbPerS, allInWatts].map(
    (q) => q?.value ?? Number.NaN,
  );
const near = (found: readonly number[], wanted: readonly number[]): void =>
  found.forEach((value, i) => expect(value / wanted[i]!).toBeCloseTo(1, 12));

const four = catalogueOf(loadScenarioOrThrow(tiny)).chips["trainium4"]!;
const file = (id: string): Chip => catalogueOf(loadScenarioOrThrow(tiny)).chips[id]!;

describe("a projected chip", () => {
  it.each(["trainium5", "trainium6"])("%s is what its file says at the file's own gain and cadence", (id) => {
    for (const projection of [undefined, { gainPerWatt: 1.73, cadenceMonths: 24 }])
      near(numbers(chipOf(id, projection)), numbers(file(id)));
  });

  it.each(["trainium5", "trainium6"])("%s is Trainium4 over again at a gain of 1", (id) => {
    expect(numbers(chipOf(id, { gainPerWatt: 1 }))).toEqual(numbers(four));
  });

  it("gains once a generation, and never in watts", () => {
    const [watts, ...rest] = numbers(four).toReversed();
    for (const [id, factor] of [
      ["trainium5", 2],
      ["trainium6", 4],
    ] as const) {
      const [itsWatts, ...its] = numbers(chipOf(id, { gainPerWatt: 2 })).toReversed();
      expect(itsWatts).toBe(watts);
      expect(its).toEqual(rest.map((value) => value * factor));
    }
  });

  it.each([
    ["trainium5", 24, "2029-07-01"],
    ["trainium5", 18, "2029-01-01"],
    ["trainium5", 30, "2030-01-01"],
    ["trainium6", 24, "2031-07-01"],
    ["trainium6", 18, "2030-07-01"],
    ["trainium6", 30, "2032-07-01"],
    // 18.5 months are 18 and 15 days.
    ["trainium5", 18.5, "2029-01-16"],
  ])("%s comes at a cadence of %d months on %s", (id, cadenceMonths, date) => {
    expect(chipOf(id, { cadenceMonths }).available?.date).toBe(date);
  });

  it("takes gain and cadence from the catalogue where the scenario has none, and only there", () => {
    const own = { trainium5: { projection: { gainPerWatt: 1, cadenceMonths: 18 } } };
    const alone = chipOf("trainium5", undefined, own);
    expect(numbers(alone)).toEqual(numbers(four));
    expect(alone.available?.date).toBe("2029-01-01");
    const both = chipOf("trainium5", { gainPerWatt: 2, cadenceMonths: 30 }, own);
    expect(both.peakTflops.fp8?.value).toBe(2 * 7551);
    expect(both.available?.date).toBe("2030-01-01");
  });

  it("follows a Trainium4 that is changed", () => {
    const chips = { trainium4: { hbm: 400, allInWatts: 2300, available: { date: "2028-Q3" } } };
    const five = chipOf("trainium5", { gainPerWatt: 2 }, chips);
    expect([five.hbm.value, five.allInWatts?.value, five.available?.date]).toEqual([800, 2300, "2030-07-01"]);
  });

  it("keeps what somebody states of it, number or date", () => {
    const source = { source: "https://example.org/five", confidence: "published" };
    const chips = {
      trainium5: {
        hbm: 512,
        hbmTbPerS: { value: 40, unit: "TB/s", ...source },
        available: { date: "2028-05" },
      },
    };
    const five = chipOf("trainium5", { gainPerWatt: 2, cadenceMonths: 18 }, chips);
    expect([five.hbm.value, five.hbmTbPerS.value, five.available?.date]).toEqual([512, 40, "2028-05"]);
    expect(five.available).toEqual({ date: "2028-05", source: "yours", confidence: "assumed" });
    expect(five.peakTflops.fp8?.value).toBe(2 * 7551);
  });

  it("leaves every other chip alone", () => {
    for (const id of ["trainium3", "trainium4", "gb200"])
      expect(chipOf(id, { gainPerWatt: 2, cadenceMonths: 18 })).toBe(file(id));
  });
});

describe("a run", () => {
  const later = {
    deliveries: {
      first: { system: "trn5-ultraserver", chips: 1440, from: "2026-08-01", to: "2026-09-01" },
    },
  };
  const fiveOf = (projection: Projection) => {
    const model = compileModel(loadScenarioOrThrow(tiny, { patch: { ...later, projection } }));
    return model.generations.find(({ chip }) => chip === "trainium5")!;
  };

  it("has the gain in its training and its tokens per watt", () => {
    const [none, twice] = [fiveOf({ gainPerWatt: 1 }), fiveOf({ gainPerWatt: 2 })];
    expect(twice.fp8FlopsPerWatt / none.fp8FlopsPerWatt).toBeCloseTo(2, 9);
    expect(twice.bf16FlopsPerWatt / none.bf16FlopsPerWatt).toBeCloseTo(2, 9);
    expect(twice.tokensPerSecondPerMw).toBeGreaterThan(none.tokensPerSecondPerMw);
    expect([none.projected, none.wattsPerChip]).toEqual([true, 1900]);
    expect(none.fp8FlopsPerWatt).toBeCloseTo(7551e12 / 1900, 0);
  });

  it("has the cadence in its dates", () => {
    const days = (cadenceMonths: number): number => fiveOf({ cadenceMonths }).availableSeconds / 86_400;
    // 2026-01-01 to 2029-01-01, and to 2030-01-01.
    expect([days(18), days(30)]).toEqual([1096, 1461]);
  });

  it("reads no claim of a vendor", () => {
    const modelWith = (times: number) => {
      const claims = [
        {
          measure: "output tokens per MW",
          than: "trn2-ultraserver",
          factor: { value: times, unit: "times", source: "a talk", confidence: "estimated" },
        },
      ];
      const second = { ...tiny.deliveries.first, system: "trn3-gen1" };
      return compileModel(
        loadScenarioOrThrow(tiny, {
          patch: { deliveries: { second }, catalogue: { systems: { "trn3-gen1": { claims } } } },
        }),
      );
    };
    const [five, fifty] = [modelWith(5), modelWith(50)];
    const claimed = (model: typeof five) => model.generations.flatMap((g) => g.claims.map((c) => c.factor));
    expect([claimed(five), claimed(fifty)]).toEqual([[5], [50]]);
    const without = (model: typeof five) => ({
      ...model,
      generations: model.generations.map((g) => ({ ...g, claims: [] })),
    });
    expect(without(fifty)).toEqual(without(five));
  });
});
