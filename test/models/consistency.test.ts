// What the fact sheet's own arithmetic says about the catalogue (checks C1, C10) and the worked hazards.
import { describe, expect, it } from "vitest";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";
import { hallTypesFor, rttMsBetween } from "../../src/scenario/catalogue-lookup.ts";
import type { Chip, System } from "../../src/scenario/catalogue-schema.ts";

const catalogue = builtinCatalogue();
const chip = (id: string): Chip => catalogue.chips[id]!;
const system = (id: string): System => catalogue.systems[id]!;

describe("C10, Trainium3 over Trainium2", () => {
  const fp8 = (id: string): number => chip(id).peakTflops.fp8!.value;
  const server = (id: string, perChip: (chip: Chip) => number): number =>
    system(id).chips.value * perChip(chip(system(id).chip));

  it("is 4.36 in FP8 and 3.80 in bandwidth by UltraServer", () => {
    expect(server("trn3-gen2", (c) => c.peakTflops.fp8!.value) / 1000).toBeCloseTo(362.4, 1);
    expect(server("trn2-ultraserver", (c) => c.peakTflops.fp8!.value) / 1000).toBeCloseTo(83.1, 1);
    expect(
      server("trn3-gen2", (c) => c.peakTflops.fp8!.value) /
        server("trn2-ultraserver", (c) => c.peakTflops.fp8!.value),
    ).toBeCloseTo(4.36, 2);
    expect(server("trn3-gen2", (c) => c.hbmTbPerS.value)).toBeCloseTo(705.6, 1);
    expect(server("trn2-ultraserver", (c) => c.hbmTbPerS.value)).toBeCloseTo(185.6, 1);
    expect(
      server("trn3-gen2", (c) => c.hbmTbPerS.value) / server("trn2-ultraserver", (c) => c.hbmTbPerS.value),
    ).toBeCloseTo(3.8, 2);
  });

  it("is 1.94 in FP8, 1.69 in bandwidth, 1.01 in BF16 and 1.5 in memory by chip", () => {
    expect(fp8("trainium3") / fp8("trainium2")).toBeCloseTo(1.94, 2);
    expect(chip("trainium3").hbmTbPerS.value / chip("trainium2").hbmTbPerS.value).toBeCloseTo(1.69, 2);
    expect(chip("trainium3").peakTflops.bf16!.value / chip("trainium2").peakTflops.bf16!.value).toBeCloseTo(
      1.01,
      2,
    );
    expect(chip("trainium3").hbm.value / chip("trainium2").hbm.value).toBe(1.5);
  });

  it("is 1.33 in FP8 per IT watt", () => {
    const perWatt = (id: string): number => fp8(id) / chip(id).allInWatts!.value;
    expect(perWatt("trainium3") / perWatt("trainium2")).toBeCloseTo(1.33, 2);
  });
});

describe("C1, chips that 398 MW of IT carries", () => {
  it("are 457,000 to 531,000 Trainium2 all-in, and 796,000 by chip TDP alone", () => {
    const { low, high } = chip("trainium2").allInWatts!;
    expect(398e6 / high!).toBeCloseTo(457_471, 0);
    expect(398e6 / low!).toBeCloseTo(530_667, 0);
    expect(398e6 / chip("trainium2").tdpWatts!.value).toBe(796_000);
  });
});

describe("halls", () => {
  it.each([
    ["trn1", ["air", "liquid"]],
    ["inf2", ["air", "liquid"]],
    ["trn2", ["air", "liquid"]],
    ["trn2-ultraserver", ["air", "liquid"]],
    ["trn3-gen1", ["air", "liquid"]],
    ["trn3-gen2", ["liquid"]],
    ["dgx-h100", ["air", "liquid"]],
    ["dgx-b200", ["air", "liquid"]],
    ["dgx-b300", ["air", "liquid"]],
    ["gb200-nvl72", []],
    ["gb300-nvl72", []],
    ["trn4", undefined],
    ["trn4-ultraserver", ["liquid"]],
    ["trn5-ultraserver", ["liquid"]],
    ["trn6-ultraserver", ["liquid"]],
  ])("%s fits %j", (id, halls) => {
    expect(hallTypesFor(catalogue, system(id))).toEqual(halls);
  });
});

describe("regions", () => {
  it("are the twelve of AWS and Mississippi", () => {
    expect(Object.keys(catalogue.regions)).toEqual([
      "ap-northeast-1",
      "ap-south-1",
      "ap-southeast-1",
      "ap-southeast-2",
      "ap-southeast-4",
      "eu-central-1",
      "eu-north-1",
      "eu-south-2",
      "eu-west-1",
      "us-east-1",
      "us-east-2",
      "us-mississippi",
      "us-west-2",
    ]);
  });

  it("have peak PUE = max(1.20, annual + 0.07)", () => {
    for (const { annualPue, peakPue } of Object.values(catalogue.regions))
      expect(peakPue.value).toBeCloseTo(Math.max(1.2, annualPue.value + 0.07), 9);
  });

  it.each([
    ["eu-west-1", 178.2, 162, 194.4],
    ["eu-central-1", 162, 140.4, 183.6],
    ["eu-north-1", 90, undefined, undefined],
    ["eu-south-2", 130, undefined, undefined],
    ["ap-northeast-1", 165, 150, 180],
    ["ap-southeast-2", 130, 110, 150],
    ["ap-southeast-4", 130, 110, 150],
  ])("%s pays an assumed %d USD/MWh, where no tariff of a large site is published", (id, ...usd) => {
    const { value, low, high, confidence } = catalogue.regions[id]?.usdPerMwh ?? {};
    expect([value, low, high, confidence]).toEqual([...usd, "assumed"]);
  });

  it("have carbon and water as reported, but Mississippi, of which nobody says", () => {
    for (const { id, gridGramsCo2PerKwh, waterLitresPerKwh } of Object.values(catalogue.regions))
      expect([gridGramsCo2PerKwh?.confidence, waterLitresPerKwh?.confidence]).toEqual(
        id === "us-mississippi" ? [undefined, undefined] : ["reported", "reported"],
      );
  });

  it("know the round trip between any two", () => {
    const ids = Object.keys(catalogue.regions);
    for (const from of ids)
      for (const to of ids) expect(rttMsBetween(catalogue, from, to)).toBeGreaterThan(0);
    expect(rttMsBetween(catalogue, "us-east-1", "eu-west-1")).toBe(69.6);
    expect(rttMsBetween(catalogue, "us-mississippi", "eu-west-1")).toBe(80.5);
    expect(rttMsBetween(catalogue, "eu-west-1", "us-mississippi")).toBe(80.1);
  });
});

describe("hazards", () => {
  const { observed, hazards, per1000HostDays } = catalogue.reliability["llama3"]!;
  const hours = observed.days.value * 24;
  const accelerators = observed.accelerators.value;

  it("come from counts that add up to 419", () => {
    expect(observed.chip.value + observed.host.value + observed.fabric.value + observed.job.value).toBe(419);
    expect(observed.planned.value).toBe(47);
  });

  it("are the counts over the exposure, to four digits", () => {
    const near = (found: number, exact: number): void =>
      expect(Math.abs(found / exact - 1)).toBeLessThan(5e-4);
    near(hazards.perChipHour.value, 268 / (accelerators * hours));
    near(hazards.perHostHour.value, (53 / ((accelerators / 8) * hours)) * (hazards.hostChips / 8));
    near(hazards.perUltraServerFabricHour.value, (35 / (accelerators * hours)) * hazards.ultraServerChips);
    near(hazards.perJobHour.value, 63 / hours);
  });

  it("add up to 7.58 per 1,000 days of a 16-chip host, 3.8 to 13", () => {
    const perHostDay =
      24 *
      (16 * hazards.perChipHour.value +
        hazards.perHostHour.value +
        hazards.perUltraServerFabricHour.value / 4);
    const software = (63 / (accelerators * hours)) * 16 * 24;
    expect(1000 * (perHostDay + software)).toBeCloseTo(7.58, 2);
    expect([per1000HostDays.value, per1000HostDays.low, per1000HostDays.high]).toEqual([7.58, 3.8, 13]);
  });
});

describe("demand profiles", () => {
  it("have mean 1 over a weekday, to the rounding of the fact sheet", () => {
    for (const { weekday } of Object.values(catalogue.profiles))
      expect(weekday.values.reduce((sum, v) => sum + v, 0) / 24).toBeCloseTo(1, 1);
  });

  it("peak at the hours that were observed", () => {
    const peakHour = (id: string): number => {
      const { values } = catalogue.profiles[id]!.weekday;
      return values.indexOf(Math.max(...values));
    };
    expect([
      peakHour("code"),
      peakHour("chat-world"),
      peakHour("office"),
      peakHour("consumer-china"),
    ]).toEqual([19, 14, 19, 22]);
    expect(catalogue.profiles["consumer-china"]?.weekday.values.slice(4, 8)).toEqual([
      0.27, 0.27, 0.34, 0.58,
    ]);
    expect([0.32, 0.57, 0.16]).toEqual(
      ["code", "chat-world", "office"].map((id) => catalogue.profiles[id]?.weekendFactor?.value),
    );
  });
});

describe("language models", () => {
  it.each([
    ["llama-3-8b", 65_536],
    ["llama-3-70b", 163_840],
    ["llama-3.1-405b", 258_048],
    ["deepseek-v3", 35_136],
    ["kimi-k2", 35_136],
    ["qwen3-235b", 96_256],
  ])("%s caches %d elements a token", (id, elements) => {
    expect(catalogue.llms[id]?.kvElementsPerToken.value).toBe(elements);
  });

  it("have the attention cost of the reference roofline", () => {
    const { "deepseek-v3": v3, "kimi-k2": k2, "llama-3-70b": dense } = catalogue.llms;
    expect(v3?.attnFlopPerTokenContext.value).toBe(61 * 2 * 128 * (576 + 512));
    expect(v3?.prefillAttnFlopPerTokenContext.value).toBe(61 * 2 * 128 * (192 + 128));
    expect(v3?.routedExpertParams.value).toBeCloseTo(58 * 256 * 44.04e6, -3);
    expect(k2?.attnFlopPerTokenContext.value).toBe(61 * 2 * 64 * (576 + 512));
    expect(dense?.attnFlopPerTokenContext.value).toBe(4 * 80 * 64 * 128);
    expect(dense?.prefillAttnFlopPerTokenContext.value).toBe(4 * 80 * 64 * 128);
  });
});
