// A cell says what the roofline says, in both layouts, with and without drafts.
import { maturity } from "../../src/engine/index.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSeconds, prefillSeconds } from "../../src/inference/roofline.ts";
import { prefillOf } from "../../src/inference/service-times.ts";
import { servingCell, tpotAt } from "../../src/inference/serving-cell.ts";
import type { CellOptions, ServingCell } from "../../src/inference/serving-cell.ts";
import { NO_SPECULATION, tokensPerStep } from "../../src/inference/speculation.ts";
import { caseOf, chips, mixes, models, promises } from "./cases.ts";

const MIX = { inputTokens: 4000, outputTokens: 500, prefixHit: 0.4 };
const PROMISE = { tpotSeconds: 0.05, ttftSeconds: Infinity };

function cellOf(options: CellOptions = {}, promise = PROMISE, mix = MIX): ServingCell {
  const { served, chip, config } = caseOf(0, 0);
  const cell = servingCell(served, chip, config, mix, promise, options);
  if (cell.kind !== "cell") throw new Error(cell.why);
  return cell;
}

describe("a cell", () => {
  it("meets its promise with its batch and would not with one more", () => {
    for (const layout of ["disaggregated", "aggregated"] as const) {
      const cell = cellOf({ layout }, { tpotSeconds: 0.03, ttftSeconds: Infinity });
      expect(cell.tpotSeconds).toBeLessThanOrEqual(0.03);
      const perSequence = (cell.tpotSeconds - tpotAt(cell, cell.batch * 0.9)) / (cell.batch * 0.1);
      expect(cell.tpotSeconds + 2 * perSequence).toBeGreaterThan(0.03);
    }
  });

  it("shares chips between prefill and decode as the tokens ask", () => {
    const cell = cellOf();
    // Chip-seconds of one request: its fresh prompt over the prefill rate, its output over the decode rate.
    const prefill = (4000 * 0.6) / cell.prefillPerChip;
    const decode = 500 / cell.decodePerChip;
    expect(cell.prefillShare).toBeCloseTo(prefill / (prefill + decode), 12);
    expect(cell.outputPerChip).toBeCloseTo(500 / (prefill + decode), 9);
  });

  it("gives up batch where prefill runs between its steps, and never more than the same rate", () => {
    fc.assert(
      fc.property(models, chips, mixes, promises, (m, n, mix, promise) => {
        const { served, chip, config } = caseOf(m, n);
        const apart = servingCell(served, chip, config, mix, promise);
        const together = servingCell(served, chip, config, mix, promise, { layout: "aggregated" });
        if (apart.kind !== "cell" || together.kind !== "cell") return;
        expect(together.batch).toBeLessThanOrEqual(apart.batch);
        expect(together.outputPerChip).toBeLessThanOrEqual(apart.outputPerChip * (1 + 1e-9));
      }),
    );
  });

  it("loses rate without its cache, and prefill takes the longer", () => {
    const cell = cellOf();
    expect(cell.cold.outputPerChip).toBeLessThan(cell.outputPerChip);
    expect(cell.cold.batch).toBe(cell.batch);
  });

  it("has the prefill time of any prompt in two coefficients", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tokens, hit) => {
          const { served, chip, config } = caseOf(0, 0);
          const exact = prefillSeconds(served, chip, config, tokens, hit);
          const { prefillLinear: linear, prefillQuadratic: quadratic } = cellOf();
          expect(Math.abs(prefillOf({ linear, quadratic }, tokens, hit) - exact)).toBeLessThanOrEqual(
            1e-12 * exact,
          );
        },
      ),
    );
  });

  it("knows the time per token at any batch within the error it states, and that is under 1 %", () => {
    fc.assert(
      fc.property(
        models,
        chips,
        mixes,
        promises,
        fc.constantFrom("disaggregated", "aggregated"),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (m, n, mix, promise, layout, part) => {
          const { served, chip, config } = caseOf(m, n);
          const cell = servingCell(served, chip, config, mix, promise, { layout });
          if (cell.kind !== "cell") return;
          expect(cell.tpotError).toBeLessThan(0.01);
          const batch = 1 + part * (cell.batch - 1);
          const step = decodeSeconds(served, chip, config, batch, mix.inputTokens + mix.outputTokens / 2);
          const prefill = prefillSeconds(served, chip, config, mix.inputTokens, mix.prefixHit);
          const exact = step + (layout === "aggregated" ? (batch / mix.outputTokens) * prefill : 0);
          expect(Math.abs(tpotAt(cell, batch) / exact - 1)).toBeLessThanOrEqual(1.5 * cell.tpotError + 1e-4);
        },
      ),
      { numRuns: 400 },
    );
    const cell = cellOf();
    expect(tpotAt(cell, 0)).toBe(tpotAt(cell, 1));
    expect(tpotAt(cell, 1e9)).toBe(cell.tpotSeconds);
  });

  it("says why there is none", () => {
    const { served, chip, config } = caseOf(0, 0);
    const small = servingCell(served, chip, { ...config, chips: 4, replicas: 4 }, MIX, PROMISE);
    // 17.1 GB on each chip and 653.9 GB of experts: 653.9 / (0.9 x 103.1 - 17.1) = 8.6.
    expect(small).toMatchObject({ kind: "unmet", why: "memory", chipsNeeded: 9 });
    const fast = servingCell(served, chip, config, MIX, { ...PROMISE, tpotSeconds: 0.005 });
    expect(fast).toMatchObject({ kind: "unmet", why: "tpot", parts: { layers: 61 * 150e-6 } });
    const soon = servingCell(served, chip, config, MIX, { ...PROMISE, ttftSeconds: 0.001 });
    expect(soon).toMatchObject({
      kind: "unmet",
      why: "ttft",
      best: prefillSeconds(served, chip, config, 4000, 0),
    });
    const again = servingCell(
      served,
      chip,
      { ...config, chips: soon.kind === "unmet" ? soon.chipsNeeded : 0 },
      MIX,
      { tpotSeconds: 1, ttftSeconds: 0.001 },
    );
    expect(again.kind).toBe("cell");
  });
});

describe("drafts", () => {
  it.each([
    [0, 4, 1],
    [0.5, 1, 1.5],
    [0.8, 2, 2.44],
    [0.8, 4, 3.3616],
    [1, 4, 5],
  ])("accepted with chance %f, %i of them: %f tokens a step", (acceptance, drafts, tokens) => {
    expect(tokensPerStep({ acceptance, drafts, draftCost: 0 })).toBeCloseTo(tokens, 12);
  });

  it("are more tokens the more there are and the likelier each is", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 16 }), (p, drafts) => {
        const at = (acceptance: number, g: number): number =>
          tokensPerStep({ acceptance, drafts: g, draftCost: 0 });
        expect(at(p, drafts + 1)).toBeGreaterThanOrEqual(at(p, drafts) - 1e-12);
        expect(at(Math.min(1, p + 0.05), drafts)).toBeGreaterThanOrEqual(at(p, drafts) - 1e-12);
        expect(at(p, drafts)).toBeLessThanOrEqual(drafts + 1 + 1e-12);
      }),
    );
    expect(tokensPerStep(NO_SPECULATION)).toBe(1);
  });

  it("speed up a lone sequence by nearly their tokens, and cost their share", () => {
    const drafted = (draftCost: number): number =>
      tpotAt(cellOf({ speculation: { acceptance: 0.8, drafts: 4, draftCost } }), 1);
    const plain = tpotAt(cellOf(), 1);
    expect(plain / drafted(0)).toBeGreaterThan(2.5);
    expect(plain / drafted(0)).toBeLessThan(3.3616);
    expect(drafted(0.05) - drafted(0)).toBeCloseTo((4 * 0.05 * plain) / 3.3616, 12);
  });

  it("buy nothing where none is accepted", () => {
    const speculation = { acceptance: 0, drafts: 4, draftCost: 0.05 };
    expect(cellOf({ speculation }).outputPerChip).toBeLessThan(cellOf().outputPerChip);
  });
});

describe("software", () => {
  it("starts at its share, has 1 - (1 - s) / e of the rate after its time constant and all of it in the end", () => {
    const ramp = { initial: 0.4, seconds: 100 };
    expect(maturity(ramp, -5)).toBe(0.4);
    expect(maturity(ramp, 0)).toBe(0.4);
    expect(maturity(ramp, 100)).toBeCloseTo(1 - 0.6 * 0.36787944117144233, 14);
    expect(maturity(ramp, 1e6)).toBe(1);
    expect(maturity(undefined, 0)).toBe(1);
  });
});
