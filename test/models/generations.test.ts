// Trainium4 made usable, the generations projected after it, and what the vendor claims: the arithmetic behind them.
import { describe, expect, it } from "vitest";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";
import { factsOf } from "../../src/scenario/catalogue-walk.ts";
import type { Chip } from "../../src/scenario/catalogue-schema.ts";

const { chips, systems, hallTypes } = builtinCatalogue();
const chip = (id: string): Chip => chips[id]!;
const assumed = "assumed";

describe("Trainium4", () => {
  it("has a BF16 rate between Trainium3's and Trainium2's share of FP8", () => {
    const { bf16, fp8 } = chip("trainium4").peakTflops;
    expect(bf16).toMatchObject({ value: 2907, low: 2039, high: 3776, confidence: assumed });
    const share = (id: string): number => chip(id).peakTflops.bf16!.value / chip(id).peakTflops.fp8!.value;
    expect([share("trainium3"), share("trainium2")].map((s) => Math.round(100 * s))).toEqual([27, 51]);
    expect(bf16!.low! / fp8!.value).toBeCloseTo(0.27, 3);
    expect(bf16!.high! / fp8!.value).toBeCloseTo(0.5, 3);
    expect(bf16!.value / fp8!.value).toBeCloseTo((0.27 + 0.5) / 2, 3);
  });

  it("exchanges between as much as Trainium3 and four times that, in the middle twice", () => {
    const before = chip("trainium3").a2aGbPerS!.value;
    expect(chip("trainium4").a2aGbPerS).toMatchObject({
      value: 2 * before,
      low: before,
      high: 4 * before,
      confidence: assumed,
    });
    expect(before).toBe(2 * chip("trainium2").a2aGbPerS!.value);
  });
});

describe.each([4, 5, 6])("the Trn%d UltraServer", (n) => {
  const system = systems[`trn${n}-ultraserver`]!;

  it("is 144 chips of 36 hosts in four racks, all of it assumed", () => {
    const { chips: count, hosts, racks, scaleUpDomainChips, systemKw, rackKw } = system;
    expect(system.chip).toBe(`trainium${n}`);
    expect([count, hosts, racks, scaleUpDomainChips].map((q) => q?.value)).toEqual([144, 36, 4, 144]);
    expect(systemKw).toMatchObject({ value: 273.6, low: 216, high: 331.2 });
    expect(rackKw).toMatchObject({ value: 68.4, low: 54, high: 82.8 });
    for (const fact of factsOf(system)) expect(fact.confidence).toBe(assumed);
  });

  it("fits a liquid hall in four racks even at 2,300 W a chip, and in two not at 1,900", () => {
    const limit = hallTypes["liquid"]!.maxRackKw.value;
    const rackKw = (watts: number, racks: number): number => (144 * watts) / 1000 / racks;
    expect(rackKw(2300, system.racks!.value)).toBeLessThanOrEqual(limit);
    expect(system.rackKw!.high).toBeCloseTo(rackKw(2300, system.racks!.value), 9);
    expect(system.rackKw!.low).toBeCloseTo(rackKw(1500, system.racks!.value), 9);
    expect(rackKw(1900, 2)).toBeGreaterThan(limit);
  });
});

describe("the gain per watt", () => {
  const perWatt = (id: string): readonly number[] => {
    const { peakTflops, hbmTbPerS, allInWatts } = chip(id);
    return [peakTflops.fp8!, peakTflops.bf16!, hbmTbPerS].map((q) => q.value / allInWatts!.value);
  };

  it("has the inputs its note prints", () => {
    const printed = ["trainium1", "trainium2", "trainium3"].map((id) =>
      perWatt(id).map((v, i) => (i === 2 ? v * 1000 : v).toFixed(3)),
    );
    expect(printed).toEqual([
      ["0.339", "0.339", "1.464"],
      ["1.546", "0.794", "3.452"],
      ["2.063", "0.550", "4.016"],
    ]);
    const note = chip("trainium5").projection!.gainPerWatt.note!;
    for (const figure of printed.flat()) expect(note).toContain(figure);
  });

  it.each(["trainium5", "trainium6"])(
    "of %s is the geometric mean of three measures over two steps",
    (id) => {
      const { gainPerWatt } = chip(id).projection!;
      const [first, last] = [perWatt("trainium1"), perWatt("trainium3")];
      const ratios = last.map((v, i) => v / first[i]!);
      expect(gainPerWatt.value).toBeCloseTo(ratios.reduce((a, b) => a * b) ** (1 / 6), 2);
      expect(gainPerWatt.high).toBeCloseTo(Math.sqrt(ratios[0]!), 2);
      expect([gainPerWatt.value, gainPerWatt.low, gainPerWatt.high]).toEqual([1.73, 1, 2.47]);
      expect(gainPerWatt.confidence).toBe(assumed);
    },
  );
});

describe.each([
  ["trainium5", 1, "2029-H2", [13_063.23, 5029.11, 498.24, 33.908, 3543.04]],
  ["trainium6", 2, "2031-H2", [22_599.3879, 8700.3603, 861.9552, 58.66084, 6129.4592]],
] as const)("%s", (id, generations, available, numbers) => {
  const { projection, peakTflops, hbm, hbmTbPerS, a2aGbPerS, allInWatts, ...rest } = chip(id);

  it("is Trainium4 a whole number of generations on, at its watts", () => {
    expect(projection).toMatchObject({ from: "trainium4", generations });
    const { fp8, bf16 } = peakTflops;
    expect([fp8, bf16, hbm, hbmTbPerS, a2aGbPerS].map((q) => q?.value)).toEqual(numbers);
    const base = chip("trainium4");
    const times = 1.73 ** generations;
    const pairs = [
      [fp8, base.peakTflops.fp8],
      [bf16, base.peakTflops.bf16],
      [peakTflops.fp4, base.peakTflops.fp4],
      [hbm, base.hbm],
      [hbmTbPerS, base.hbmTbPerS],
      [a2aGbPerS, base.a2aGbPerS],
    ] as const;
    for (const [later, before] of pairs) {
      expect(later!.unit).toBe(before!.unit);
      expect(later!.value / before!.value).toBeCloseTo(times, 9);
    }
    expect(allInWatts?.value).toBe(base.allInWatts!.value);
  });

  it("costs as much a watt as Trainium4", () => {
    const base = chip("trainium4");
    expect(rest.purchaseUsd!.value / allInWatts!.value).toBeCloseTo(
      base.purchaseUsd!.value / base.allInWatts!.value,
      12,
    );
  });

  it("comes 24 months a generation after it, 18 to 30", () => {
    expect(projection?.cadenceMonths).toMatchObject({ value: 24, low: 18, high: 30, confidence: assumed });
    expect(rest.available?.date).toBe(available);
  });

  it("is assumed throughout, says so in its name, and has nothing nobody could know", () => {
    for (const fact of factsOf(chip(id))) expect(fact.confidence).toBe(assumed);
    expect(rest.name).toContain("(projected)");
    expect([rest.announced, rest.tdpWatts, rest.link, rest.listUsdPerChipHour]).toEqual(
      Array.from({ length: 4 }),
    );
  });

  it("has no range of its own where a run works the number out from Trainium4", () => {
    const worked = [...factsOf(chip(id))].filter(({ source, unit }) => source === "projected" && unit);
    expect(worked.length).toBe(8);
    expect(worked.filter(({ low, high }) => low !== undefined || high !== undefined)).toEqual([]);
  });
});

describe("claims of the vendor", () => {
  it("are those of the Trn3 over the Trn2 UltraServer, published", () => {
    const { claims } = systems["trn3-gen2"]!;
    expect(claims?.map(({ measure, than, factor }) => [measure, than, factor.value])).toEqual([
      ["output tokens per MW", "trn2-ultraserver", 5],
      ["performance per watt", "trn2-ultraserver", 4],
      ["performance", "trn2-ultraserver", 4.4],
      ["memory bandwidth", "trn2-ultraserver", 3.9],
    ]);
    for (const { factor } of claims ?? []) expect(factor.confidence).toBe("published");
    expect(Object.values(systems).filter((s) => s.claims !== undefined).length).toBe(1);
  });
});
