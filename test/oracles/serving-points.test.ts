// The measured deployments are those that were published, and the fit finds constants that it is given.
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { builtinCatalogue } from "../../src/scenario/builtin.ts";
import { servingCell, tpotAt } from "../../src/inference/serving-cell.ts";
import { fit, misfit } from "./serving-fit.ts";
import {
  CHIPS,
  DEFAULTS,
  FP4_PREFILL,
  chipWith,
  configOf,
  errorsOf,
  familyOf,
  median,
  predicted,
  servingPoints,
} from "./serving-points.ts";
import type { Constants, ServingPoint } from "./serving-points.ts";

const points = servingPoints();
/** Names in the catalogue. */
const CATALOGUE: Readonly<Record<string, string>> = {
  DeepSeek: "deepseek-v3",
  "Kimi-K2.5": "kimi-k2",
  "MiniMax-M2.5": "minimax-m2.5",
  "Qwen3.5-397B-A17B": "qwen3.5-397b",
  "Qwen3-32B": "qwen3-32b",
  "Qwen3-235B-A22B": "qwen3-235b",
};

describe("the measured deployments", () => {
  it("are 42: 30 aggregated, 12 of decode alone, on seven chips", () => {
    expect(points).toHaveLength(42);
    expect(points.filter(({ aggregated }) => aggregated)).toHaveLength(30);
    expect(new Set(points.map(({ chip }) => chip)).size).toBe(7);
    expect(points.filter(({ seconds }) => !(seconds > 0.005 && seconds < 0.2))).toEqual([]);
  });

  it("run on chips with the catalogue's arithmetic and bandwidth, B300's bandwidth within 5 %", () => {
    const { chips } = builtinCatalogue();
    for (const [id, [bf16, fp8, , bandwidth]] of Object.entries(CHIPS)) {
      const chip = chips[id];
      expect(chip?.peakTflops.bf16?.value, id).toBe(bf16 / 1e12);
      expect(chip?.peakTflops.fp8?.value, id).toBe(fp8 / 1e12);
      expect(Math.abs((chip?.hbmTbPerS.value ?? 0) / (bandwidth / 1e12) - 1), id).toBeLessThan(
        id === "b300" ? 0.05 : 1e-9,
      );
      const own = points.filter((point) => point.chip === id).length;
      expect(chip?.serving?.deployments?.value, id).toBe(own);
    }
  });

  it("are of models that the catalogue holds too, within 1 %", () => {
    const { llms } = builtinCatalogue();
    for (const point of points) {
      const [served, known] = [point.served, llms[CATALOGUE[familyOf(point)] ?? ""]];
      const ratios = [
        (known?.params.value ?? NaN) / served.params,
        (known?.activeParams.value ?? NaN) / served.activeParams,
        (known?.layers.value ?? NaN) / served.layers,
        (known?.kvElementsPerToken.value ?? NaN) / served.kvElements,
        (known?.attnFlopPerTokenContext.value ?? NaN) / served.attnFlop,
      ];
      expect(
        ratios.filter((ratio) => !(Math.abs(ratio - 1) < 0.01)),
        point.id,
      ).toEqual([]);
    }
  });

  const collected = new URL("../../../shared/validation/calibration-points.csv", import.meta.url);
  it.skipIf(!existsSync(collected))("are the collected ones, each time to five digits", () => {
    const lines = readFileSync(collected, "utf8")
      .split("\n")
      .map((line) => line.split(","))
      .filter((cells) => cells[9] === "tpot" && /silicon_refs|tpuv7/.test(cells[0] ?? ""));
    expect(points.map(({ seconds }) => Number((1000 * seconds).toPrecision(5)))).toEqual(
      lines.map((cells) => Number(Number(cells[10]).toPrecision(5))),
    );
    expect(points.map(({ model, chips, batch }) => [model, chips, batch])).toEqual(
      lines.map((cells) => [cells[2], Number(cells[4]), Number(cells[6])]),
    );
  });
});

describe("the table that a run reads instead of the roofline", () => {
  it.each(points)("says of $id what its row says, within the error it states", (point) => {
    const { inputTokens, outputTokens, batch, aggregated } = point;
    const seconds = predicted(point, DEFAULTS);
    const cell = servingCell(
      point.served,
      chipWith(point, DEFAULTS, FP4_PREFILL),
      configOf(point),
      { inputTokens, outputTokens, prefixHit: 0 },
      { tpotSeconds: 1.4 * seconds, ttftSeconds: Infinity },
      { layout: aggregated ? "aggregated" : "disaggregated" },
    );
    if (cell.kind !== "cell") throw new Error(`no cell: ${cell.why}`);
    // A mixture of experts is kept from more than 256 sequences a chip, which two of the measured exceed.
    if (batch > 256 * point.chips && point.served.routedExpertParams > 0)
      expect(cell.batch).toBe(256 * point.chips);
    else {
      expect(cell.batch).toBeGreaterThanOrEqual(batch);
      expect(cell.tpotError).toBeLessThan(0.1);
      // Stated from three places between two knots: a kink between those adds up to 0.05 %.
      expect(Math.abs(tpotAt(cell, batch) / seconds - 1)).toBeLessThanOrEqual(1.5 * cell.tpotError + 5e-4);
    }
  });
});

describe("the fit", () => {
  const truths: readonly Constants[] = [
    { bandwidth: 0.6, decode: 0.4, prefill: 0.3, layerSeconds: 80e-6 },
    { bandwidth: 0.85, decode: 0.3, prefill: 0.6, layerSeconds: 150e-6 },
  ];
  it.each(truths)("finds the constants that made the times: $bandwidth, $layerSeconds s a layer", (truth) => {
    const made = points.map((point): ServingPoint => ({ ...point, seconds: predicted(point, truth) }));
    const found = fit(made);
    expect(misfit(made, found)).toBeLessThan(0.01);
    expect(found.bandwidth / truth.bandwidth).toBeCloseTo(1, 1);
    expect(found.layerSeconds / truth.layerSeconds).toBeCloseTo(1, 1);
  });

  it("does no worse than the model's own constants on what it was given", () => {
    expect(misfit(points, fit(points))).toBeLessThan(misfit(points, DEFAULTS));
  });

  it("counts errors as they are", () => {
    const [one, two, three] = [1.1, 0.5, 2].map((factor, k): ServingPoint => ({
      ...points[k]!,
      seconds: 1 / factor,
    }));
    const errors = errorsOf([one!, two!, three!], () => 1);
    expect(errors).toMatchObject({ count: 3, within25: 1, within50: 2 });
    expect(errors.median).toBeCloseTo(0.5, 12);
    expect(errors.mean).toBeCloseTo((0.1 + 0.5 + 1) / 3, 12);
    expect(errors.bias).toBeCloseTo(1.1 ** (1 / 3), 12);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
