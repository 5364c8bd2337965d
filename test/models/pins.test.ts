// Values pinned as literals against the fact sheet: chips (1.1), systems (2), all-in watts (2), defaults (8).
import { describe, expect, it } from "vitest";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";
import { baseValueOf } from "../../src/scenario/catalogue-units.ts";
import { factsOf } from "../../src/scenario/catalogue-walk.ts";

const catalogue = builtinCatalogue();
const facts = new Map([...factsOf(catalogue)].map((fact) => [fact.path, fact]));

type Pin = readonly [
  path: string,
  value: number,
  unit: string,
  confidence: string,
  low?: number,
  high?: number,
];

const pins: Pin[] = [
  // 1.1 chips
  ["chips.trainium1.peakTflops.bf16", 190, "TFLOPS", "published"],
  ["chips.trainium1.hbm", 32, "GiB", "published"],
  ["chips.trainium1.hbmTbPerS", 0.82, "TB/s", "published"],
  ["chips.trainium1.tdpWatts", 300, "W", "estimated"],
  ["chips.inferentia2.peakTflops.bf16", 190, "TFLOPS", "published"],
  ["chips.inferentia2.hbmTbPerS", 0.82, "TB/s", "published"],
  ["chips.inferentia2.link", 192, "GiB/s", "published"],
  ["chips.trainium2.peakTflops.bf16", 667, "TFLOPS", "published"],
  ["chips.trainium2.peakTflops.fp8", 1299, "TFLOPS", "published"],
  ["chips.trainium2.hbm", 96, "GiB", "published"],
  ["chips.trainium2.hbmTbPerS", 2.9, "TB/s", "published"],
  ["chips.trainium2.tdpWatts", 500, "W", "estimated"],
  ["chips.trainium2.link", 1280, "GB/s", "published"],
  ["chips.trainium3.peakTflops.bf16", 671, "TFLOPS", "published"],
  ["chips.trainium3.peakTflops.fp8", 2517, "TFLOPS", "published"],
  ["chips.trainium3.peakTflops.fp4", 2517, "TFLOPS", "published"],
  ["chips.trainium3.hbm", 144, "GiB", "published"],
  ["chips.trainium3.hbmTbPerS", 4.9, "TB/s", "published"],
  ["chips.trainium3.tdpWatts", 1000, "W", "estimated", 700, 1100],
  ["chips.trainium4.peakTflops.fp8", 7551, "TFLOPS", "derived"],
  ["chips.trainium4.peakTflops.fp4", 15102, "TFLOPS", "derived"],
  ["chips.trainium4.hbm", 288, "GB", "derived"],
  ["chips.trainium4.hbmTbPerS", 19.6, "TB/s", "derived"],
  ["chips.h100.peakTflops.bf16", 989, "TFLOPS", "published"],
  ["chips.h100.peakTflops.fp8", 1979, "TFLOPS", "published"],
  ["chips.h100.tdpWatts", 700, "W", "published"],
  ["chips.gb200.peakTflops.fp8", 5000, "TFLOPS", "published"],
  ["chips.gb200.tdpWatts", 1200, "W", "published"],
  // 2 systems
  ["systems.trn1.chips", 16, "chips", "published"],
  ["systems.inf2.chips", 12, "chips", "published"],
  ["systems.trn2.systemKw", 13.5, "kW", "estimated"],
  ["systems.trn2-ultraserver.chips", 64, "chips", "published"],
  ["systems.trn2-ultraserver.hosts", 4, "hosts", "published"],
  ["systems.trn2-ultraserver.systemKw", 48, "kW", "estimated"],
  ["systems.trn2-ultraserver.rackKw", 24, "kW", "estimated", 24, 27],
  ["systems.trn2-ultraserver.efaGbps", 12800, "Gb/s", "published"],
  ["systems.trn3-gen1.chips", 64, "chips", "published"],
  ["systems.trn3-gen1.hosts", 4, "hosts", "published"],
  ["systems.trn3-gen2.chips", 144, "chips", "published"],
  ["systems.trn3-gen2.hosts", 36, "hosts", "published"],
  ["systems.trn3-gen2.efaGbps", 28800, "Gb/s", "published"],
  ["systems.dgx-h100.systemKw", 10.2, "kW", "published", 8.4, 10.2],
  ["systems.gb200-nvl72.rackKw", 132, "kW", "estimated", 120, 132],
  // 2 prices
  ["chips.trainium1.listUsdPerChipHour", 0.596, "USD/chip-h", "published"],
  ["chips.trainium2.listUsdPerChipHour", 2.235, "USD/chip-h", "published"],
  // 2 and 8: all-in IT watts per chip
  ["chips.trainium2.allInWatts", 840, "W", "estimated", 750, 870],
  ["chips.trainium3.allInWatts", 1220, "W", "estimated", 1100, 1300],
  ["chips.trainium4.allInWatts", 1900, "W", "assumed", 1500, 2300],
  ["chips.h100.allInWatts", 1275, "W", "derived", 1050, 1400],
  ["chips.gb200.allInWatts", 2080, "W", "estimated", 1833, 2200],
  ["chips.trainium1.allInWatts", 560, "W", "assumed"],
  ["chips.inferentia2.allInWatts", 300, "W", "assumed"],
  // 8: peak PUE, chip prices
  ["regions.us-east-2.peakPue", 1.2, "IT W to facility W", "estimated", 1.15, 1.25],
  ["regions.us-east-2.annualPue", 1.13, "IT W to facility W", "published"],
  ["chips.trainium2.purchaseUsd", 9000, "USD", "assumed", 6000, 15000],
  ["chips.trainium3.purchaseUsd", 17000, "USD", "assumed", 11000, 25000],
  ["chips.trainium4.purchaseUsd", 28000, "USD", "assumed", 18000, 45000],
];

describe("the catalogue copies the fact sheet", () => {
  it.each(pins)("%s is %d %s, %s", (...pin) => {
    const [path, value, unit, confidence, low, high] = pin as unknown as Pin;
    const {
      value: found,
      unit: foundUnit,
      confidence: foundConfidence,
      low: l,
      high: h,
    } = facts.get(path) ?? {};
    expect([found, foundUnit, foundConfidence, l, h]).toEqual([value, unit, confidence, low, high]);
  });

  it("keeps GiB and GB apart", () => {
    const hbm = (chip: string): number => {
      const entry = catalogue.chips[chip];
      return entry === undefined ? Number.NaN : baseValueOf(entry.hbm);
    };
    expect(hbm("trainium2")).toBe(103_079_215_104);
    expect(hbm("h100")).toBe(80e9);
  });
});

describe("what nobody publishes", () => {
  it("is absent", () => {
    const { trainium2, trainium3, trainium4, h100, gb200 } = catalogue.chips;
    expect(trainium2?.peakTflops.fp4).toBeUndefined();
    expect(trainium3?.listUsdPerChipHour).toBeUndefined();
    expect(trainium4?.link).toBeUndefined();
    expect(trainium4?.listUsdPerChipHour).toBeUndefined();
    expect(h100?.purchaseUsd).toBeUndefined();
    expect(gb200?.purchaseUsd).toBeUndefined();
    const { trn4 } = catalogue.systems;
    expect([trn4?.hosts, trn4?.racks, trn4?.rackKw, trn4?.cooling]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(catalogue.regions["us-mississippi"]?.gridGramsCo2PerKwh).toBeUndefined();
    expect(catalogue.profiles["consumer-china"]?.weekendFactor).toBeUndefined();
    expect(Object.keys(catalogue.units)).toEqual(["trainium1", "trainium2"]);
  });

  it("is assumed and nothing better where Trainium4's power is given at all", () => {
    const { tdpWatts, allInWatts } = catalogue.chips["trainium4"] ?? {};
    expect([tdpWatts?.confidence, tdpWatts?.low, tdpWatts?.high]).toEqual(["assumed", 1200, 1800]);
    expect(allInWatts?.confidence).toBe("assumed");
  });
});
