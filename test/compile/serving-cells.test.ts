// What a scenario's cells are made of, and what is said where a chip or all of them cannot serve.
import { describe, expect, it } from "vitest";
import { kindCells } from "../../src/compile/served-models.ts";
import type { CompiledCell } from "../../src/compile/serving-cells.ts";
import { compileSystems } from "../../src/compile/systems.ts";
import { CompileError, compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import { tiny } from "../scenario/tiny.ts";
import { contextOf } from "./parts.ts";

const OLD = "trn2-ultraserver";
const NEW = "trn3-gen2";
const both = {
  deliveries: {
    second: {
      kind: "ramp",
      site: "campus",
      from: "2026-07-01",
      to: "2026-08-01",
      system: NEW,
      chips: 1440,
    },
  },
};

function cellsOf(patch: object): Readonly<Record<string, CompiledCell>> {
  const context = contextOf(patch);
  return Object.fromEntries(
    [...compileSystems(context)].flatMap(([id, system]) => {
      const cell = kindCells(context, system)[0];
      return cell?.kind === "cell" ? [[id, cell]] : [];
    }),
  );
}

function faultsOf(patch: object): readonly string[] {
  try {
    compileModel(loadScenarioOrThrow(tiny, { patch }));
    return [];
  } catch (error) {
    if (error instanceof CompileError) return error.faults;
    throw error;
  }
}

const notesOf = (patch: object): readonly string[] =>
  compileModel(loadScenarioOrThrow(tiny, { patch })).notes;

describe("a cell of a scenario", () => {
  it("says for which model, chip and promise it is, and that Trainium's is a prediction within 40 %", () => {
    expect(cellsOf({})[OLD]).toMatchObject({
      llm: "deepseek-v3",
      chip: "trainium2",
      sloClass: "standard-chat",
      layout: "disaggregated",
      instanceChips: 64,
      prediction: true,
      band: 0.4,
    });
  });

  it("is no prediction where deployments were measured", () => {
    const cell = cellsOf({ deliveries: { first: { system: "dgx-h100" } } })["dgx-h100"];
    expect(cell).toMatchObject({ chip: "h100", prediction: false, band: 0.35 });
  });

  it("has its band in the table of generations too", () => {
    expect(compileModel(loadScenarioOrThrow(tiny)).generations).toMatchObject([
      { chip: "trainium2", prediction: true, band: 0.4 },
    ]);
  });

  it("takes a generation's efficiencies from the catalogue as a scenario changes it", () => {
    const before = cellsOf({})[OLD]!;
    const fast = cellsOf({ catalogue: { chips: { trainium2: { serving: { layerMicroseconds: 0 } } } } })[
      OLD
    ]!;
    // 61 layers of 150 us are gone from a step.
    expect(before.knotTpot[0]! - fast.knotTpot[0]!).toBeCloseTo(61 * 150e-6, 12);
    const prefill = cellsOf({ catalogue: { chips: { trainium2: { serving: { prefillShare: 0.9 } } } } })[
      OLD
    ]!;
    expect(before.prefillSeconds / prefill.prefillSeconds).toBeCloseTo(2, 12);
    const wide = cellsOf({ catalogue: { chips: { trainium2: { serving: { bandwidthShare: 0.35 } } } } })[
      OLD
    ]!;
    expect(wide.outputPerChip).toBeLessThan(before.outputPerChip);
  });

  it("runs in the precision that is asked for, by chip where that differs", () => {
    const plain = cellsOf(both);
    const mixed = cellsOf({ ...both, inference: { onChip: { trainium3: { precision: "fp4" } } } });
    expect(mixed[OLD]).toEqual(plain[OLD]);
    // Trainium3's fp4 peak is its fp8 peak; prefill has 0.35 of it instead of 0.45 in its matrix products.
    expect(mixed[NEW]!.prefillLinear / plain[NEW]!.prefillLinear).toBeCloseTo(0.45 / 0.35, 12);
    expect(mixed[NEW]!.knotTpot[0]!).toBeLessThan(plain[NEW]!.knotTpot[0]!);
    // DeepSeek-V3's small cache hides behind its attention; that of a dense model does not.
    const [wide, narrow] = ["bf16", "fp8"].map(
      (cachePrecision) => cellsOf({ inference: { llm: "llama-3-70b", cachePrecision } })[OLD]!,
    );
    expect(narrow!.outputPerChip).toBeGreaterThan(wide!.outputPerChip);
    const attention = cellsOf({ inference: { attentionPrecision: "fp8" } })[OLD]!;
    expect(plain[OLD]!.prefillQuadratic / attention.prefillQuadratic).toBeCloseTo(1299 / 667, 12);
  });

  it("computes at the next wider precision where a chip lacks one, and the run says so", () => {
    const inference = { precision: "fp4" };
    expect(cellsOf({ inference })[OLD]!.prefillLinear).toBe(cellsOf({})[OLD]!.prefillLinear);
    expect(cellsOf({ inference })[OLD]!.knotTpot[0]!).toBeLessThan(cellsOf({})[OLD]!.knotTpot[0]!);
    expect(notesOf({ inference })).toContain(
      "inference: trainium2 has no fp4 arithmetic; matrix products on fp4 weights run in fp8",
    );
    expect(notesOf({})).toEqual([]);
  });

  it("of a class with its own SLO class is held to that", () => {
    const [standard, interactive] = [{}, { sloClass: "interactive" }].map(
      (chat) => cellsOf({ inference: { tpotMs: 60, classes: { chat } } })[OLD]!,
    );
    expect(standard!.tpotSeconds).toBeGreaterThan(0.055);
    expect(interactive!.tpotSeconds).toBeLessThanOrEqual(0.04);
    expect(interactive!.sloClass).toBe("interactive");
  });

  it("has the largest batch that may be asked about where nothing is promised a token", () => {
    expect(cellsOf({ inference: { sloClass: "batch" } })[OLD]!.batch).toBe(256 * 64);
  });
});

describe("what no chip can serve", () => {
  it("names the chips that a model needs", () => {
    expect(faultsOf({ inference: { instanceChips: 4 } })).toEqual([
      "inference.instanceChips must be at least 9 on trainium2 to hold deepseek-v3 and one sequence (found 4)",
    ]);
    expect(faultsOf({ inference: { modelScale: 10 } })).toEqual([
      "inference.instanceChips holds deepseek-v3 with no number of trainium2: what is not experts is on each chip and fills it (found 64)",
    ]);
  });

  it("names the best time per token, on which chip and what it is spent on", () => {
    const [fault, ...more] = faultsOf({ ...both, inference: { tpotMs: 5 } });
    expect(more).toEqual([]);
    expect(fault).toMatch(
      /^inference\.tpotMs must be at least ([\d.]+) ms, the best there is: one sequence on 64 trainium[23], 9\.15 ms overhead of the layers of it \(found 5 ms\)$/,
    );
    // And what it says is the best will do.
    const best = Number(/at least ([\d.]+)/.exec(fault!)![1]);
    expect(faultsOf({ ...both, inference: { tpotMs: best } })).toEqual([]);
  });

  it("refuses demand that is a share of chips of which none serves yet", () => {
    const [, best] = /at least ([\d.]+)/.exec(faultsOf({ ...both, inference: { tpotMs: 5 } })[0] ?? "") ?? [];
    const shared = { outputTokensPerSecond: null, firstMonthUtilisation: 0.7 };
    expect(faultsOf({ ...both, inference: shared })).toEqual([]);
    expect(faultsOf({ ...both, inference: { ...shared, tpotMs: Number(best) } })[0]).toMatch(
      /^inference\.firstMonthUtilisation must be of chips that keep what is promised within 30 days of .*: none of those there does \(found trn2-ultraserver\)$/,
    );
  });

  it("names the best time to the first token, and the chips that would do", () => {
    const [fault] = faultsOf({ inference: { ttftSeconds: 0.005 } });
    expect(fault).toMatch(
      /^inference\.ttftSeconds must be at least 0\.0\d+ s, the best there is: the 99th percentile prompt uncached on 64 trainium2; \d+ chips would do \(found 0\.005 s\)$/,
    );
    const instanceChips = Number(/(\d+) chips would do/.exec(fault!)![1]);
    expect(faultsOf({ inference: { ttftSeconds: 0.005, instanceChips } })).toEqual([]);
  });

  it("names the SLO class where that promises it", () => {
    const catalogue = { sloClasses: { "standard-chat": { tpotP99Ms: 3 } } };
    expect(faultsOf({ catalogue })[0]).toMatch(
      /^inference\.sloClass must be at least [\d.]+ ms, .* \(found 3 ms of SLO class standard-chat\)$/,
    );
    const classes = { chat: { sloClass: "interactive" } };
    expect(
      faultsOf({ inference: { classes }, catalogue: { sloClasses: { interactive: { tpotP99Ms: 3 } } } })[0],
    ).toMatch(/^inference\.classes\.chat\.sloClass must be at least .* of SLO class interactive\)$/);
  });

  it("is a note where another chip can", () => {
    const inference = { instanceChips: 8 };
    expect(faultsOf({ ...both, inference })).toEqual([]);
    expect(notesOf({ ...both, inference })).toEqual([
      "trainium2 does not serve chat: inference.instanceChips must be at least 9 on trainium2 to hold deepseek-v3 and one sequence (found 8)",
    ]);
  });

  it("is said once, whatever the number of classes and pools", () => {
    const classes = {
      chat: { share: 0.5 },
      more: { share: 0.5, profile: "flat", tokenMix: "chat" },
    };
    expect(faultsOf({ inference: { instanceChips: 4, classes } })).toHaveLength(1);
  });
});
