// Money of whole runs: to the cent in every period, held against the run, and apart from what happened.
import { describe, expect, it } from "vitest";
import {
  compileModel,
  exportFiles,
  loadScenarioOrThrow,
  runModel,
  startRun,
  summaryOf,
} from "../../src/index.ts";
import type { Model, Result } from "../../src/index.ts";
import { buildResult } from "../../src/results/build.ts";
import { ALL_MECHANISMS } from "../../src/run/all-mechanisms.ts";
import { World } from "../../src/run/world.ts";
import { outcomeOf } from "../../src/study/outcome.ts";

const modelOf = (preset: string, patch: object = {}): Model =>
  compileModel(loadScenarioOrThrow(preset, { patch }));
const moneyOf = ({ money }: Result): NonNullable<Result["money"]> => {
  if (money === undefined) throw new Error("the run says nothing of money");
  return money;
};
const valueOf = (result: Result, id: string): number =>
  result.headlines.find((row) => row.id === id)?.value ?? NaN;
const total = (values: Float64Array): number => values.reduce((sum, each) => sum + each, 0);

describe.each(["first-campus", "rainier"])("%s", (preset) => {
  const result = startRun(modelOf(preset)).finish();
  const { basis, info } = moneyOf(result);

  it("closes to the cent in every period, each ledger from counters of its own", () => {
    expect(info.closings.length).toBeGreaterThan(10);
    expect(info.closings.filter(({ worstCents }) => worstCents !== 0)).toEqual([]);
    for (const { cents } of info.flows) expect(cents.every((each) => Number.isInteger(each))).toBe(true);
  });

  it("cross-foots with ledger, recorder and jobs", () => {
    const rows = result.crossFoot.filter(({ what }) => what.startsWith("money: "));
    expect(rows).toHaveLength(8);
    for (const { what, relative } of rows) expect(relative, what).toBeLessThan(1e-9);
    if (result.agreement !== undefined)
      expect(total(basis.gwYears) / result.agreement.gwYears).toBeCloseTo(1, 9);
  });

  it("has the customer's spend and what it gets for it as headlines, marked as far as they may be read", () => {
    const paid = info.flows.filter(
      ({ from, kind }) => from === info.customer && ["capacity", "energy-billed", "elsewhere"].includes(kind),
    );
    const usd = paid.reduce((sum, { cents }) => sum + total(cents) / 100, 0);
    expect(valueOf(result, "spend")).toBeCloseTo(usd / 1e9, 9);
    for (const id of ["spend", "usd-per-mtok", "usd-per-gw-year"])
      expect(
        result.headlines.find((row) => row.id === id),
        id,
      ).toMatchObject({ figures: 2 });
    expect(result.findings.money).toBe(info.finding);
    expect(new Set(result.notes).size).toBe(result.notes.length);
  });

  it("never counts equity in what capacity costs", () => {
    const { investment, ...rest } = modelOf(preset).money!;
    const without = startRun({ ...modelOf(preset), money: { ...rest, investment: undefined } }).finish();
    expect(moneyOf(without).info.unitCosts).toEqual(info.unitCosts);
    expect(valueOf(without, "spend")).toBe(valueOf(result, "spend"));
    expect(investment === undefined || investment.tranches.length > 0).toBe(true);
  });
});

describe("a run of first-campus", () => {
  const base = startRun(modelOf("first-campus")).finish();

  it("has the same digest at other prices, and without any", () => {
    const dear = startRun(modelOf("first-campus", { money: { commitment: { totalUsd: 1e9 } } })).finish();
    expect(moneyOf(dear).info).not.toEqual(moneyOf(base).info);
    expect(moneyOf(dear).basis).toEqual(moneyOf(base).basis);
    const none = startRun(modelOf("first-campus", { money: null })).finish();
    expect(none).not.toHaveProperty("money");
    expect(none.findings).not.toHaveProperty("money");
    expect(none.headlines.some(({ id }) => id === "spend")).toBe(false);
    expect([dear.digest, none.digest]).toEqual([base.digest, base.digest]);
  });

  it("is the same where money is fetched on demand, and says so where it was not given", async () => {
    const fetched = await runModel(modelOf("first-campus"));
    expect(moneyOf(fetched)).toEqual(moneyOf(base));
    const world = new World(modelOf("first-campus"), ALL_MECHANISMS);
    world.advance(world.model.horizonSeconds);
    world.close();
    expect(() => buildResult(world, undefined)).toThrow("readMoney, which the run was not given");
  });

  it("gives files of money, and a summary without months", () => {
    const scenario = loadScenarioOrThrow("first-campus");
    const names = exportFiles(base, scenario, { version: "0", command: "" }).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["money.csv", "ledgers.csv", "unit-costs.csv"]));
    const text = JSON.stringify(summaryOf(base)["money"]);
    expect(text.length).toBeLessThan(20_000);
    expect(text).toContain("usdPerMtok");
  });

  it("leaves its months of money to a study: spend so far, and cash as it stands", () => {
    const outcome = outcomeOf(base, 0);
    const spend = outcome.monthly["money.spend"]!;
    expect(spend).toHaveLength(outcome.months.length);
    expect(spend.at(-1)).toBeCloseTo(valueOf(base, "spend"), 9);
    expect([...spend]).toEqual([...spend].toSorted((a, b) => a - b));
    const { info } = moneyOf(base);
    const counted = outcome.monthly["money.counted"]!.at(-1)!;
    expect(counted * 1e9).toBeCloseTo(info.commitment!.countedUsd.at(-1)!, 0);
    for (const { party, cash } of info.ledgers)
      expect(outcome.monthly[`money.cash.${party}`]!.at(-1)! * 1e11).toBeCloseTo(cash.closing.at(-1)!, 0);
  });
});
