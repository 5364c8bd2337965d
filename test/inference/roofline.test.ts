// What must hold of the serving roofline whatever the model, the chip and the tokens; its figures are test/oracles'.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FITTED,
  batchLimit,
  chipsToHold,
  decodeSeconds,
  largestBatch,
  largestWhere,
  prefillSeconds,
  weightBytes,
} from "../../src/inference/roofline.ts";
import type { ServedModel, ServingChip, ServingConfig } from "../../src/inference/roofline.ts";
import { servingCell } from "../../src/inference/serving-cell.ts";
import { caseOf, chips, mixes, models, promises } from "./cases.ts";

const rateOf = (
  m: ServedModel,
  chip: ServingChip,
  c: ServingConfig,
  mix: Parameters<typeof servingCell>[3],
  promise: Parameters<typeof servingCell>[4],
): number => {
  const cell = servingCell(m, chip, c, mix, promise);
  return cell.kind === "cell" ? cell.outputPerChip : 0;
};
/** A batch is a whole number, so a rate at a limit may fall by a sequence's part of it. */
const atLeast = (more: number, less: number): void => {
  expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));
};

describe("output per chip", () => {
  const better = ["bytesPerSecond", "flops", "attnFlops", "memoryBytes"] as const;
  for (const key of better)
    it(`does not fall with more ${key}`, () => {
      fc.assert(
        fc.property(
          models,
          chips,
          mixes,
          promises,
          fc.double({ min: 1, max: 4, noNaN: true }),
          (m, n, mix, p, f) => {
            const { served, chip, config } = caseOf(m, n);
            const more = { ...chip, [key]: chip[key] * f };
            atLeast(rateOf(served, more, config, mix, p), rateOf(served, chip, config, mix, p));
          },
        ),
      );
    });

  it("does not rise with a longer context", () => {
    fc.assert(
      fc.property(
        models,
        chips,
        mixes,
        promises,
        fc.integer({ min: 1, max: 50_000 }),
        (m, n, mix, p, longer) => {
          const { served, chip, config } = caseOf(m, n);
          const long = { ...mix, inputTokens: mix.inputTokens + longer };
          atLeast(rateOf(served, chip, config, mix, p), rateOf(served, chip, config, long, p));
        },
      ),
    );
  });

  it("does not fall with a longer time per token", () => {
    fc.assert(
      fc.property(
        models,
        chips,
        mixes,
        promises,
        fc.double({ min: 1, max: 4, noNaN: true }),
        (m, n, mix, p, f) => {
          const { served, chip, config } = caseOf(m, n);
          const slack = { ...p, tpotSeconds: p.tpotSeconds * f };
          atLeast(rateOf(served, chip, config, mix, slack), rateOf(served, chip, config, mix, p));
        },
      ),
    );
  });
});

describe("prefill", () => {
  it("is in proportion to what is not cached, within 1 % where attention is less than 1 % of it", () => {
    fc.assert(
      fc.property(models, chips, fc.double({ min: 0, max: 0.99, noNaN: true }), (m, n, hit) => {
        const { served, chip, config } = caseOf(m, n);
        const short =
          (0.01 * 2 * served.activeParams * chip.attnFlops) / (served.prefillAttnFlop * chip.flops);
        const ratio =
          prefillSeconds(served, chip, config, short, hit) / prefillSeconds(served, chip, config, short, 0);
        expect(Math.abs(ratio / (1 - hit) - 1)).toBeLessThan(0.01);
      }),
    );
  });
});

describe("batches", () => {
  const { served: moe, chip } = caseOf(0, 0);
  const config: ServingConfig = { chips: 8, weightBytes: 1, kvBytes: 1, replicas: 8 };
  const roomy = { ...chip, memoryBytes: 1e15 };

  it("of experts stop at 256 a chip, of dense models at memory", () => {
    expect(batchLimit(moe, roomy, config, 100)).toBe(2048);
    const dense = { ...moe, routedExpertParams: 0, experts: 1, topK: 1 };
    expect(batchLimit(dense, roomy, { ...config, replicas: 1 }, 100)).toBeGreaterThan(2048);
  });

  it("are the largest that a monotone rule allows, none where it forbids one", () => {
    expect(largestWhere(1000, (batch) => batch <= 37)).toBe(37);
    expect(largestWhere(20, (batch) => batch <= 37)).toBe(20);
    expect(largestWhere(20, () => false)).toBe(0);
    expect(largestWhere(0.5, () => true)).toBe(0);
    expect(largestWhere(NaN, () => true)).toBe(0);
  });

  it("just meet the time per token", () => {
    const batch = largestBatch(moe, roomy, config, 0.03, 4000, 5000);
    expect(decodeSeconds(moe, roomy, config, batch, 4000)).toBeLessThanOrEqual(0.03);
    expect(decodeSeconds(moe, roomy, config, batch + 1, 4000)).toBeGreaterThan(0.03);
  });
});

describe("chips that hold a model and one sequence", () => {
  it("are the fewest on which one fits", () => {
    fc.assert(
      fc.property(models, chips, (m, n) => {
        const { served, chip } = caseOf(m, n);
        const experts = served.routedExpertParams > 0;
        const on = (count: number): number =>
          batchLimit(
            served,
            chip,
            { chips: count, weightBytes: 1, kvBytes: 2, replicas: experts ? count : 1 },
            5000,
          );
        const config = { chips: 1, weightBytes: 1, kvBytes: 2, replicas: 1 };
        const need = chipsToHold(served, chip, config, 5000, experts);
        if (need === Infinity) expect(on(100_000)).toBeLessThan(1);
        else {
          expect(on(need)).toBeGreaterThanOrEqual(1);
          if (need > 1) expect(on(need - 1)).toBeLessThan(1);
        }
      }),
    );
  });

  it("of Llama 3.1 405B in bf16 are 12 H100: 814 GB in 72 GB a chip", () => {
    // 405.9e9 x 2 B + 5,000 x 258,048 x 2 B = 814.4 GB; 90 % of 80 GB is 72 GB; 814.4 / 72 = 11.3.
    const { served } = caseOf(2, 0);
    const h100 = { ...FITTED, ...caseOf(2, 0).chip, memoryBytes: 80e9 };
    const bf16 = { chips: 8, weightBytes: 2, kvBytes: 2, replicas: 1 };
    expect(chipsToHold(served, h100, bf16, 5000, false)).toBe(12);
    expect(weightBytes(served, bf16)).toBe(811.8e9);
  });
});
