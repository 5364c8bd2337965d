// Which drafts run alike: a false "same" would show prices on a run that never was.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow } from "../../src/index.ts";
import type { Model } from "../../src/index.ts";
import { same, sameBasis } from "../../web/worker/same-basis.ts";

const modelOf = (patch: Readonly<Record<string, unknown>> = {}): Model =>
  compileModel(loadScenarioOrThrow("first-campus", { patch }));

describe("models that run alike", () => {
  it("are those of one scenario, compiled twice", () => {
    expect(sameBasis(modelOf(), modelOf())).toBe(true);
  });

  it("differ in every part of a Model but its counts of inputs and its prices", () => {
    const model = modelOf();
    const priced = { ...model, money: { ...moneyOf(model), discountPerYear: 0.5 } };
    expect(sameBasis({ ...model, money: moneyOf(model) }, priced)).toBe(true);
    for (const key of Object.keys(model)) {
      if (key === "inputs" || key === "money") continue;
      expect(sameBasis(model, { ...model, [key]: "changed" }), key).toBe(false);
    }
  });

  it("differ in what money has beyond its prices, which a later version may add", () => {
    const money = moneyOf(modelOf());
    const withLimit: unknown = { ...money, spendLimitUsd: 1 };
    expect(sameBasis({ ...modelOf(), money }, { ...modelOf(), money: withLimit as typeof money })).toBe(
      false,
    );
    const later = { ...money, starts: Float64Array.of(0, 2) };
    expect(sameBasis({ ...modelOf(), money }, { ...modelOf(), money: later })).toBe(false);
  });

  it("differ by a chance, a delivery and a single number in a table", () => {
    expect(sameBasis(modelOf(), modelOf({ seed: 99 }))).toBe(false);
    expect(sameBasis(modelOf(), modelOf({ fleet: { burnInHours: 49 } }))).toBe(false);
    const model = modelOf();
    const time = model.agenda.time.slice();
    time[0] = (time[0] ?? 0) + 1e-6;
    expect(sameBasis(model, { ...model, agenda: { ...model.agenda, time } })).toBe(false);
  });
});

describe("values that are alike", () => {
  it("are compared to the last bit, with what is not a number like itself", () => {
    expect(
      same({ a: [1, NaN], b: Float64Array.of(NaN, 0) }, { a: [1, NaN], b: Float64Array.of(NaN, 0) }),
    ).toBe(true);
    for (const [one, other] of [
      [{ a: 1 }, { b: 1 }],
      [{ a: undefined }, {}],
      [[1, 2], [1]],
      [Float64Array.of(0), Float64Array.of(-0)],
      [Float64Array.of(1), Int32Array.of(1)],
      [new Map([[1, 2]]), new Map([[1, 3]])],
      [null, {}],
    ])
      expect(same(one, other)).toBe(false);
  });
});

function moneyOf({ money, ...model }: Model): NonNullable<Model["money"]> {
  if (money !== undefined) return money;
  const none = new Float64Array(0);
  return {
    starts: Float64Array.of(0, model.horizonSeconds),
    periods: ["2026-01"],
    parties: [],
    customer: 0,
    provider: 0,
    discountFactor: none,
    discountPerYear: 0,
    priceLevel: none,
    contract: { pays: "installed", energy: "included", usdPerGwYear: none, usdPerChipHour: undefined },
    usdPerMwh: none,
    gramsCo2PerKwh: none,
    waterLitresPerKwh: none,
    commitment: undefined,
    investment: undefined,
    costs: undefined,
    moves: [],
    tokenPrice: none,
    confidence: {
      contract: "assumed",
      energy: "assumed",
      chips: "assumed",
      buildings: "assumed",
      commitment: "assumed",
      tokens: "assumed",
    },
  };
}
