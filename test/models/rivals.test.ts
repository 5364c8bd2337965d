// Comparison chips pinned as literals against the fact sheet's table (1.2), its systems and its all-in watts (2).
import { describe, expect, it } from "vitest";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";
import type { Quantity } from "../../src/scenario/quantity.ts";

const { chips, systems } = builtinCatalogue();
const none = undefined;

/** Value and the first letter of its confidence, as the table writes them. */
const told = (q: Quantity | undefined): string | undefined =>
  q && `${q.value} ${q.confidence.slice(0, 1).toUpperCase()}`;

describe("comparison chips", () => {
  // TFLOPS BF16, FP8, FP4; GB, TB/s; W; GB/s. P published, R reported, E estimated, A assumed.
  it.each([
    ["h100", "989 P", "1979 P", none, "80 R", "3.35 R", "700 P", "900 R"],
    ["h200", "989 P", "1979 P", none, "141 R", "4.8 R", "700 P", "900 R"],
    ["b200", "2250 P", "4500 P", none, "180 R", "8 R", "1000 P", "1800 R"],
    ["b300", "2250 P", "4500 P", none, "270 R", "7.7 R", "1100 P", "1800 R"],
    ["gb200", "2500 P", "5000 P", none, "186 R", "8 R", "1200 P", "1800 R"],
    ["gb300", "2500 P", "5000 P", "15000 P", "288 R", "8 R", "1400 P", "1800 R"],
    ["tpu-v5p", "459 P", none, none, "95 R", "2.77 R", none, "600 A"],
    ["tpu-v6e", "918 P", none, none, "32 R", "1.64 R", none, "800 R"],
    ["tpu-v7", "2307 P", "4614 P", none, "192 R", "7.37 R", "980 E", "1200 R"],
    ["mi300x", "1307 P", "2615 P", none, "192 R", "5.3 R", "750 P", "896 A"],
    ["mi355x", "2517 P", "5000 P", none, "288 R", "8 R", "1400 P", "1075 A"],
  ])("%s: BF16 %s, FP8 %s, FP4 %s, HBM %s, %s, TDP %s, link %s", (id, ...numbers) => {
    const chip = chips[id]!;
    const { bf16, fp8, fp4 } = chip.peakTflops;
    expect([bf16, fp8, fp4, chip.hbm, chip.hbmTbPerS, chip.tdpWatts, chip.link].map(told)).toEqual(numbers);
    expect(chip.hbm.unit).toBe("GB");
  });

  it.each([
    ["h200", "2023-11", "2024-11", none],
    ["b200", "2024-03", "2024-11", "2025-Q1"],
    ["gb300", "2025-03", "2025-07", "2025-08"],
    ["tpu-v5p", "2023-12-06", "2023-12", "2024"],
    ["tpu-v6e", "2024-05-14", "2024-12-11", none],
    ["tpu-v7", "2025-04-09", "2025-11-06", none],
    ["mi300x", "2023-12-06", "2023-12", none],
    ["mi355x", "2025-06-12", "2025-H2", none],
  ])("%s was announced %s and available %s", (id, announced, available, late) => {
    const chip = chips[id]!;
    expect([chip.announced?.date, chip.available?.date, chip.available?.high]).toEqual([
      announced,
      available,
      late,
    ]);
  });

  it.each([
    ["h200", none, none, none],
    ["b200", "1787.5 D", none, none],
    ["b300", "1812.5 D", none, none],
    ["gb300", "1972 E", 1833, 1972],
    ["tpu-v5p", none, none, none],
    ["tpu-v6e", none, none, none],
    ["tpu-v7", "1085 E", 1000, 1200],
    ["mi300x", none, none, none],
    ["mi355x", none, none, none],
  ])("%s takes %s W all-in, where anybody says", (id, watts, low, high) => {
    const { allInWatts } = chips[id]!;
    expect([told(allInWatts), allInWatts?.low, allInWatts?.high]).toEqual([watts, low, high]);
  });

  it("say where a number of theirs is weak", () => {
    for (const id of ["tpu-v5p", "mi300x", "mi355x"]) expect(chips[id]?.link?.note).toBeTruthy();
    expect(chips["mi355x"]?.peakTflops.fp8?.note).toContain("4,600");
    expect(chips["b200"]?.hbmTbPerS).toMatchObject({ low: 7.7, high: 8 });
  });
});

describe("their systems", () => {
  it.each([
    ["dgx-b200", "b200", 8, 1, 14.3, "reported", 3200],
    ["dgx-b300", "b300", 8, 1, 14.5, "reported", 6400],
    ["gb300-nvl72", "gb300", 72, 36, 142, "estimated", none],
  ])("%s: %s x %d, %d hosts, %d kW", (id, ...numbers) => {
    const { chip, chips: count, hosts, systemKw, efaGbps } = systems[id]!;
    expect([chip, count.value, hosts?.value, systemKw?.value, systemKw?.confidence, efaGbps?.value]).toEqual(
      numbers,
    );
  });

  it("take the watts of their chips", () => {
    for (const id of ["dgx-b200", "dgx-b300", "gb300-nvl72"]) {
      const { chip, chips: count, systemKw } = systems[id]!;
      expect((chips[chip]!.allInWatts!.value * count.value) / 1000).toBeCloseTo(systemKw!.value, 1);
    }
  });
});
