// Ranges and swings of money beside full runs of the same draws: what a fleet without work says, they say.
import { beforeAll, describe, expect, it } from "vitest";
import {
  dated,
  datedRange,
  loadCompiler,
  loadScenarioOrThrow,
  moneyRangesOf,
  openMoneyStudy,
  sampleInputs,
  settleMoney,
  simulateSync,
  swingOf,
} from "../../src/index.ts";
import type { LoadOptions, MoneyDone, MoneyRanges, MoneyStudy, Result, Scenario } from "../../src/index.ts";
import { asUsed } from "../../src/study/as-used.ts";
import { figuresOf, valuesOf } from "../../src/study/money-figures.ts";
import { swingInputs } from "../../src/study/money-inputs.ts";

/** Two years with an agreement of their own: 10 B USD promised over three years. */
const COMMITTED = {
  end: "2027-01-01",
  questions: null,
  actuals: null,
  money: {
    commitment: {
      payer: "anthropic",
      payee: "amazon",
      totalUsd: { value: 1e10, low: 0.9e10, high: 1.2e10, source: "assumed", confidence: "assumed" },
      start: "2025-01-01",
      years: 3,
      trueUp: "cumulative",
    },
  },
};
const rainier = (options: LoadOptions = {}): Scenario =>
  loadScenarioOrThrow("rainier", { ...options, patch: COMMITTED });

const runOf = (scenario: Scenario, sample = 0): Result =>
  simulateSync(scenario, { seed: scenario.seed, replication: 0, sample });

/** What a full run says of dates, sums and unit costs. */
function saidBy(result: Result): Record<string, number> {
  if (result.money === undefined) throw new Error("no money");
  const { unitCosts, commitment, flows } = result.money.info;
  const paid = flows
    .filter(({ kind, from }) => from === "anthropic" && (kind === "capacity" || kind === "energy-billed"))
    .reduce((sum, { cents }) => sum + cents.reduce((a, b) => a + b, 0), 0);
  const all = unitCosts.find(({ id, view }) => id === "all" && view === "customer");
  return {
    exhausted: commitment?.exhaustedSeconds ?? Infinity,
    spend: paid / 100,
    shortfall: commitment?.shortfallUsd ?? NaN,
    "customer/all/usdPerGwYear": all?.usdPerGwYear ?? NaN,
    "customer/all/usdPerChipHour": all?.usdPerChipHour ?? NaN,
  };
}

/** USD from the customer to the provider. */
function paidBy({ money }: Result): number {
  if (money === undefined) throw new Error("no money");
  const { flows, customer, provider } = money.info;
  return flows
    .filter(({ kind, from, to }) => from === customer && to === provider && kind !== "shortfall")
    .reduce((sum, { cents }) => sum + cents.reduce((a, b) => a + b, 0) / 100, 0);
}

const closeTo = (found: Readonly<Record<string, number>>, wanted: Readonly<Record<string, number>>): void => {
  for (const [id, value] of Object.entries(wanted))
    if (value === Infinity) expect(found[id], id).toBe(Infinity);
    else expect(Math.abs((found[id] ?? NaN) - value), id).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-3);
};

const DAY = 86_400;

describe("a study of money", { timeout: 240_000 }, () => {
  const scenario = rainier();
  let result: Result;
  let study: MoneyStudy;
  let done: readonly MoneyDone[];
  let ranges: MoneyRanges;
  beforeAll(async () => {
    result = runOf(scenario);
    if (result.money === undefined) throw new Error("no money");
    study = openMoneyStudy(scenario, result.money.basis, await loadCompiler(), { money: 60, all: 25 });
    done = await Promise.all(study.tasks.map((task) => study.run(task)));
    ranges = moneyRangesOf(study, done);
  }, 240_000);

  it("begins with what the run says", () => {
    closeTo(valuesOf(study.figures), saidBy(result));
    expect(study.figures.every(({ figures }) => figures <= 2)).toBe(true);
    expect(saidBy(result)["exhausted"]).toBeLessThan(result.horizonSeconds);
  });

  it.each([1, 2])("says of draw %i of all inputs what a full run of it says", (sample) => {
    const drawn = sampleInputs(scenario, { seed: scenario.seed, sample });
    const values = done.flatMap((each) => (each.kind === "draws" && each.of === "all" ? each.values : []));
    closeTo(values[sample - 1] ?? {}, saidBy(runOf(drawn, sample)));
    // Work is not what a fleet without work can speak of.
    expect(Object.keys(values[0] ?? {}).filter((id) => /Mtok|Exaflop/.test(id))).toEqual([]);
  });

  it("says of one number at its low what a full run with it says", () => {
    const low = rainier({ settings: [{ path: "sites.new-carlisle.tenancyShare.value", value: 0.8 }] });
    const swing = ranges.swings.find(({ id }) => id === "sites.new-carlisle.tenancyShare");
    expect(swing).toMatchObject({ changes: "chips", confidence: "assumed", low: 0.8 });
    const ends = Object.fromEntries(Object.entries(swing?.at ?? {}).map(([id, [at]]) => [id, at]));
    closeTo(ends, saidBy(runOf(low)));
  });

  it("moves the numbers of one lever together, and the price alone where a price moves", () => {
    const mississippi = ranges.swings.find(({ id }) => id === "lever.tenancy");
    expect(mississippi?.paths.length).toBeGreaterThan(1);
    const price = ranges.swings.find(({ id }) => id === "money.contract.chipHours.usd.trainium2");
    expect(price).toMatchObject({ changes: "prices", label: "Trainium2: price of a chip-hour" });
    const [low, high] = price?.at["customer/trainium2/usdPerChipHour"] ?? [];
    expect([low, high]).toEqual([0.8, 1.2].map((usd) => expect.closeTo(usd, 9)));
    // More is promised: it lasts longer, and nothing that is paid changes.
    const total = ranges.swings.find(({ id }) => id === "money.commitment.totalUsd");
    const [early, late] = total?.at["exhausted"] ?? [];
    expect(late).toBeGreaterThan((early ?? NaN) + 30 * DAY);
    expect(total?.at["spend"]?.[0]).toBe(total?.at["spend"]?.[1]);
  });

  it("counts what cannot move it, and every number once", () => {
    const rows = swingInputs(scenario);
    const barred = new Set(ranges.swings.map(({ id }) => id));
    expect(rows.length).toBe(ranges.swings.length + ranges.still.sameModel + ranges.still.sameFigures);
    expect(ranges.still.unseen).toBe(0);
    for (const id of [
      "reliability.hazards.chipPerHour",
      "inference.tpotMs",
      "training.softwareRamp.initial",
    ]) {
      expect(
        rows.some((row) => row.id === id),
        id,
      ).toBe(true);
      expect(barred.has(id), id).toBe(false);
    }
    expect(new Set(rows.flatMap(({ inputs }) => inputs.map(({ path }) => path))).size).toBe(
      rows.reduce((sum, { inputs }) => sum + inputs.length, 0),
    );
  });

  it("sorts bars by how far they move the date, and names the largest that is assumed", () => {
    const [first] = ranges.figures;
    expect(first?.id).toBe("exhausted");
    const lengths = ranges.swings.map((swing) => swingOf(swing, "exhausted", ranges));
    expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
    expect(ranges.sentence).toMatch(
      /^Of what is (assumed|derived|estimated), .+ moves the date most: \w+ \d{4} to /,
    );
    const assumed = ranges.swings.find(({ confidence }) => confidence === "assumed");
    const [a = NaN, b = NaN] = (assumed?.at["exhausted"] ?? []).toSorted((x, y) => x - y);
    const { startEpochSeconds, horizonSeconds } = ranges;
    for (const end of [a, b])
      expect(ranges.sentence).toContain(dated(end, startEpochSeconds, horizonSeconds));
  });

  it("spreads wider with all inputs than with prices alone, and holds order statistics together", () => {
    for (const { id, money, all } of ranges.figures) {
      for (const range of [money, all]) {
        if (range === undefined) continue;
        const ends = [range.low, range.p5, range.p50, range.p95, range.high];
        expect(ends, id).toEqual(ends.toSorted((x, y) => x - y));
      }
      expect(all === undefined, id).toBe(/Mtok|Exaflop/.test(id));
    }
    const spend = ranges.figures.find(({ id }) => id === "spend");
    expect(spend?.money?.draws).toBe(60);
    expect(spend?.all?.draws).toBe(25);
    const width = (range: { p5: number; p95: number } | undefined): number =>
      (range?.p95 ?? NaN) - (range?.p5 ?? NaN);
    expect(width(spend?.all)).toBeGreaterThan(width(spend?.money));
  });

  it("is the same in whatever order its tasks end, and says less with fewer", () => {
    expect(moneyRangesOf(study, done.toReversed())).toEqual(ranges);
    const some = moneyRangesOf(study, done.slice(0, 2));
    expect(some.done).toBe(2);
    expect(some.total).toBe(study.tasks.length);
    expect(some.figures.every(({ all }) => all === undefined)).toBe(true);
    expect(some.sentence).toBeUndefined();
  });

  it("counts tasks that fail and goes on", () => {
    const broken = moneyRangesOf(study, [...done.slice(1), { kind: "failed", error: "no such thing" }]);
    expect(broken.done).toBe(study.tasks.length);
    expect(broken.notes.join("\n")).toContain("1 of them failed and are left out: no such thing");
  });

  it("takes energy and work of the same chips as the run had them", () => {
    if (result.money === undefined) throw new Error("no money");
    const { basis } = result.money;
    const pue = basis.sites.map((_, site) => {
      const pool = basis.pools.findIndex((each) => each.site === site);
      const at = basis.itMwh.findIndex(
        (mwh, i) => mwh > 0 && Math.floor(i / (basis.starts.length - 1)) === pool,
      );
      return (basis.facilityMwh[at] ?? 1) / (basis.itMwh[at] ?? 1);
    });
    const again = asUsed({ ...basis, itMwh: new Float64Array(basis.itMwh.length) }, basis, pue);
    for (const name of ["itMwh", "facilityMwh", "tokens", "flops", "trainingChipHours"] as const)
      for (const [i, value] of basis[name].entries())
        expect(Math.abs((again[name][i] ?? NaN) - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
  });
});

describe("what takes full runs", { timeout: 120_000 }, () => {
  it("is said where the contract pays for use: of other chips, and of work, nothing is claimed", async () => {
    const scenario = loadScenarioOrThrow("first-campus", {
      patch: { end: "2026-09-01", money: { contract: { pays: "used" } } },
    });
    const { money } = runOf(scenario);
    if (money === undefined) throw new Error("no money");
    const study = openMoneyStudy(scenario, money.basis, await loadCompiler(), { money: 20, all: 20 });
    const done = await Promise.all(study.tasks.map((task) => study.run(task)));
    const { figures, swings, still, notes } = moneyRangesOf(study, done);
    const spend = figures.find(({ id }) => id === "spend");
    expect(spend?.money?.draws).toBe(20);
    expect(spend?.all).toBeUndefined();
    expect(still.sameModel).toBe(0);
    expect(still.unseen).toBeGreaterThan(10);
    expect(notes.join(" ")).toContain("bills for use");
    for (const { changes, at } of swings) expect("spend" in at).toBe(changes === "prices");
  });

  it("lets a price move chips where annual limits put orders off", async () => {
    const patch = { end: "2027-06-01", money: { limits: { capitalUsdPerYear: 6e7 } } };
    const scenario = loadScenarioOrThrow("first-campus", { patch });
    const { money } = runOf(scenario);
    if (money === undefined) throw new Error("no money");
    const study = openMoneyStudy(scenario, money.basis, await loadCompiler(), { money: 1, all: 0 });
    const row = study.rows.findIndex(({ id }) => id === "catalogue.chips.trainium2.purchaseUsd");
    const swing = await study.run({ kind: "swing", row });
    expect(swing).toMatchObject({ kind: "swing", changes: "chips" });
    if (swing.kind !== "swing") throw new Error("no swing");
    const dear = loadScenarioOrThrow("first-campus", {
      patch,
      settings: [{ path: "catalogue.chips.trainium2.purchaseUsd.value", value: 15_000 }],
    });
    // Energy is billed apart here, and taken as each chip drew it: within a hundredth of the bill.
    const paid = paidBy(runOf(dear));
    expect(Math.abs((swing.high["spend"] ?? NaN) / paid - 1)).toBeLessThan(0.01);
    expect(swing.high["spend"]).toBeLessThan(0.95 * (swing.low["spend"] ?? NaN));
    // And so each draw of prices has chips of its own.
    const drawn = await study.run({ kind: "draws", of: "money", from: 1, count: 1 });
    if (drawn.kind !== "draws") throw new Error("no draw");
    expect(Object.keys(drawn.values[0] ?? {})).toContain("spend");
    expect(Object.keys(drawn.values[0] ?? {})).not.toContain("customer/all/usdPerMtok");
  });

  it("draws nothing that a price cannot touch when it draws prices alone", async () => {
    const scenario = loadScenarioOrThrow("first-campus", { patch: { end: "2026-09-01" } });
    const { money } = runOf(scenario);
    if (money === undefined) throw new Error("no money");
    const compile = await loadCompiler();
    const study = openMoneyStudy(scenario, money.basis, compile, { money: 3, all: 0 });
    const found = await study.run({ kind: "draws", of: "money", from: 2, count: 1 });
    // The same draw by way of a whole compilation.
    const { isMoney } = await import("../../src/study/money-inputs.ts");
    const { rangedInputs } = await import("../../src/study/ranged-inputs.ts");
    const inputs = rangedInputs(scenario).filter(isMoney);
    const compiled = compile(sampleInputs(scenario, { seed: scenario.seed, sample: 2, inputs }), {
      seed: scenario.seed,
    });
    if (!compiled.ok || compiled.model.money === undefined) throw new Error("no model");
    const values = valuesOf(figuresOf(settleMoney(money.basis, compiled.model.money), compiled.model.money));
    expect(found).toEqual({ kind: "draws", of: "money", values: [values] });
  });
});

describe("months of a range", () => {
  it("are one where both ends fall into it, and open beyond the run", () => {
    const epoch = Date.UTC(2026, 0, 1) / 1000;
    const year = 365 * DAY;
    expect(datedRange(0, 20 * DAY, epoch, year)).toBe("Jan 2026");
    expect(datedRange(0, 40 * DAY, epoch, year)).toBe("Jan 2026 to Feb 2026");
    expect(datedRange(40 * DAY, Infinity, epoch, year)).toBe("Feb 2026 or later");
    expect(datedRange(Infinity, Infinity, epoch, year)).toBe("after Dec 2026");
  });
});
