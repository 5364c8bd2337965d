// Dollars in are dollars out, to the cent, whatever a run did and whatever things cost; and a posting that gets lost is found.
import { test as given } from "@fast-check/vitest";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Account, Books } from "../../src/economics/books.ts";
import { Cohorts } from "../../src/economics/cohorts.ts";
import { settleMoney } from "../../src/economics/index.ts";
import { Journal } from "../../src/economics/journal.ts";
import type { FlowKind, MoneyInfo } from "../../src/economics/money-info.ts";
import { basisOf, calendarMonths, commitmentOf, costsOf, modelOf, YEAR } from "./money-fixtures.ts";
import { randomMoney } from "./random-money.ts";

const sum = (row: ArrayLike<number>): number => Array.from(row).reduce((all, each) => all + each, 0);
const total = (info: MoneyInfo, kind: FlowKind): number =>
  info.flows.reduce((all, flow) => (flow.kind === kind ? all + sum(flow.cents) : all), 0);
/** Flows but for some kinds, as text to compare. */
const flowsBut = (info: MoneyInfo, ...kinds: readonly FlowKind[]): string =>
  JSON.stringify(
    info.flows
      .filter(({ kind }) => !kinds.includes(kind))
      .map((flow) => ({ ...flow, cents: [...flow.cents] })),
  );
const open = (info: MoneyInfo): unknown => info.closings.filter(({ worstCents }) => worstCents !== 0);

describe("for any run and any prices", () => {
  given.prop([randomMoney(true)], { numRuns: 200 })(
    "every identity closes to the cent, in whole cents",
    ({ basis, model }) => {
      const info = settleMoney(basis, model);
      expect(open(info)).toEqual([]);
      for (const { cents } of info.flows) expect(cents.every(Number.isSafeInteger)).toBe(true);
      for (const { cash, accrual, commitment } of info.ledgers)
        for (const row of [
          ...Object.values(cash),
          ...Object.values(accrual),
          ...Object.values(commitment ?? {}),
        ])
          expect(row.every(Number.isSafeInteger)).toBe(true);
    },
  );

  given.prop([randomMoney(true)], { numRuns: 100 })(
    "what parties receive less what they pay is what the world outside paid them",
    ({ basis, model }) => {
      const info = settleMoney(basis, model);
      const inside = new Set(info.ledgers.map(({ party }) => party));
      for (let p = 0; p < info.periods.length; p++) {
        const kept = info.ledgers.reduce(
          (all, { cash }) => all + (cash.received[p] ?? 0) - (cash.paid[p] ?? 0),
          0,
        );
        const brought = info.flows.reduce(
          (all, { from, to, cents }) =>
            all + (Number(inside.has(to)) - Number(inside.has(from))) * (cents[p] ?? 0),
          0,
        );
        expect(kept).toBe(brought);
      }
    },
  );

  given.prop([randomMoney(true)], { numRuns: 50 })(
    "the same inputs give the same figures, and are left alone",
    ({ basis, model }) => {
      const before = JSON.stringify([basis, model]);
      expect(JSON.stringify(settleMoney(basis, model))).toBe(JSON.stringify(settleMoney(basis, model)));
      expect(JSON.stringify([basis, model])).toBe(before);
    },
  );

  given.prop([randomMoney(false)], { numRuns: 50 })(
    "equity moves no unit cost, no value and no other flow",
    ({ basis, model }) => {
      const info = settleMoney(basis, model);
      const bare = settleMoney(basis, { ...model, investment: undefined });
      expect(info.unitCosts).toEqual(bare.unitCosts);
      expect(info.presentValue).toEqual(bare.presentValue);
      expect(flowsBut(info, "equity")).toBe(flowsBut(bare));
    },
  );

  given.prop([randomMoney(false)], { numRuns: 50 })(
    "a price moves what it pays for and nothing else",
    ({ basis, model }) => {
      const info = settleMoney(basis, model);
      const twice = (row: Float64Array): Float64Array => row.map((each) => 2 * each);
      const { costs } = model;
      if (costs !== undefined) {
        const chips = settleMoney(basis, { ...model, costs: { ...costs, chipUsd: twice(costs.chipUsd) } });
        expect(flowsBut(chips, "chips")).toBe(flowsBut(info, "chips"));
        const halls = settleMoney(basis, {
          ...model,
          costs: { ...costs, buildingUsdPerWatt: twice(costs.buildingUsdPerWatt) },
        });
        expect(flowsBut(halls, "buildings")).toBe(flowsBut(info, "buildings"));
        const upkeep = settleMoney(basis, {
          ...model,
          costs: { ...costs, upkeepUsdPerWattSecond: 2 * costs.upkeepUsdPerWattSecond },
        });
        expect(flowsBut(upkeep, "upkeep")).toBe(flowsBut(info, "upkeep"));
      }
      const tokens = settleMoney(basis, {
        ...model,
        tokenPrice: twice(model.tokenPrice),
        investment: undefined,
      });
      expect(flowsBut(tokens, "sales", "reseller")).toBe(flowsBut(info, "sales", "reseller", "equity"));
      const included = { ...model, contract: { ...model.contract, energy: "included" as const } };
      const dear = settleMoney(basis, { ...included, usdPerMwh: twice(model.usdPerMwh) });
      expect(flowsBut(dear, "energy")).toBe(flowsBut(settleMoney(basis, included), "energy"));
      expect(total(dear, "energy")).toBeGreaterThanOrEqual(total(info, "energy"));
    },
  );

  given.prop([randomMoney(true)], { numRuns: 50 })(
    "twice the price is twice the bill, but for what rounding takes of a cent",
    ({ basis, model }) => {
      const { contract } = model;
      const twice = (row: Float64Array | undefined): Float64Array | undefined => row?.map((each) => 2 * each);
      const dear = settleMoney(basis, {
        ...model,
        contract: {
          ...contract,
          usdPerGwYear: twice(contract.usdPerGwYear),
          usdPerChipHour: twice(contract.usdPerChipHour),
        },
      });
      const postings = 3 * basis.pools.length * model.periods.length;
      expect(
        Math.abs(total(dear, "capacity") - 2 * total(settleMoney(basis, model), "capacity")),
      ).toBeLessThanOrEqual(1.5 * postings);
    },
  );

  given.prop([randomMoney(true)], { numRuns: 100 })(
    "paying for what is used never costs more",
    ({ basis, model }) => {
      const bill = (pays: "installed" | "used"): Float64Array | undefined =>
        settleMoney(basis, { ...model, contract: { ...model.contract, pays } }).flows.find(
          ({ kind }) => kind === "capacity",
        )?.cents;
      const [used, installed] = [bill("used"), bill("installed")];
      const slack = 3 * basis.pools.length;
      used?.forEach((cents, p) => expect(cents).toBeLessThanOrEqual((installed?.[p] ?? 0) + slack));
    },
  );

  given.prop([randomMoney(true), fc.double({ min: 1, max: 3, noNaN: true })], { numRuns: 100 })(
    "higher floors raise the shortfall and nothing else",
    ({ basis, model }, factor) => {
      const { commitment } = model;
      if (commitment === undefined) return;
      const high = {
        ...commitment,
        floorsUsd: commitment.floorsUsd.map((each) => each * factor),
        totalUsd: commitment.totalUsd * factor,
      };
      const [low, more] = [commitment, high].map((each) =>
        settleMoney(basis, { ...model, commitment: each }),
      );
      if (low === undefined || more === undefined) return;
      expect(flowsBut(more, "shortfall")).toBe(flowsBut(low, "shortfall"));
      expect(total(more, "shortfall")).toBeGreaterThanOrEqual(total(low, "shortfall"));
      expect(more.unitCosts).toEqual(low.unitCosts);
    },
  );
});

describe("a posting that gets lost", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const starts = calendarMonths(24);
  const row = (at: number, value: number): Float64Array => {
    const cells = new Float64Array(24);
    cells[at] = value;
    return cells;
  };
  const basis = basisOf(starts, {
    arrivedChips: row(6, 100),
    retiredChips: row(9, 40),
    readyWatts: row(3, 1e5),
    retrofitUsd: row(4, 1e5),
    paths: [{ id: "bedrock", share: 1, price: 1, resellerShare: 0.1 }],
  });
  const base = modelOf(starts);
  const model = modelOf(starts, {
    contract: { ...base.contract, energy: "apart" },
    costs: costsOf(starts, { paidBeforeSeconds: YEAR / 4 }),
    commitment: commitmentOf({ totalUsd: 100e6, floorsUsd: Float64Array.of(50e6, 50e6), trueUp: "annual" }),
    moves: [
      {
        id: "away",
        name: "Away",
        to: 2,
        atSeconds: YEAR,
        share: 0.5,
        pools: [],
        priceRatio: 1,
        overlapMonths: 2,
        ramp: { initial: 0.4, months: 2 },
        portingUsd: 1e5,
        egressUsd: 1e4,
        tax: 0.1,
      },
    ],
    investment: {
      investor: 1,
      investee: 0,
      earlierUsd: 0,
      tranches: [{ id: "first", amountUsd: 1e6, when: "at", atSeconds: 86_400, atLeast: NaN }],
    },
  });

  test("is none to begin with, and all kinds of postings are there", () => {
    const info = settleMoney(basis, model);
    expect(open(info)).toEqual([]);
    expect(info.flows.map(({ kind }) => kind).toSorted()).toEqual([
      "buildings",
      "capacity",
      "chips",
      "egress",
      "elsewhere",
      "energy",
      "energy-billed",
      "equity",
      "porting",
      "reseller",
      "retrofit",
      "sales",
      "shortfall",
      "upkeep",
    ]);
  });

  /** Calls of a method in one settlement, and whether a check is open after each one of them has been dropped in turn. */
  function dropEach<Key extends string>(
    target: Record<Key, (...args: never[]) => unknown>,
    method: Key,
    matters: (args: readonly unknown[]) => boolean,
  ): void {
    const real = target[method];
    let calls = 0;
    let dropped = -1;
    const spy = vi.spyOn(target as Record<string, (...args: never[]) => unknown>, method);
    spy.mockImplementation(function (this: unknown, ...args: never[]): unknown {
      if (matters(args) && calls++ === dropped) return undefined;
      return real.apply(this, args);
    });
    settleMoney(basis, model);
    const all = calls;
    expect(all).toBeGreaterThan(0);
    const step = Math.max(1, Math.floor(all / 60));
    for (dropped = 0; dropped < all; dropped += step) {
      calls = 0;
      expect([method, dropped, open(settleMoney(basis, model))]).not.toEqual([method, dropped, []]);
    }
  }
  const amountIn = (at: number) => (args: readonly unknown[]) => args[at] !== 0;

  test("on either side of a payment is found", () => {
    dropEach(Books.prototype as never, "pay", amountIn(2));
    vi.restoreAllMocks();
    dropEach(Books.prototype as never, "receive", amountIn(2));
  });
  test("to any account is found", () => {
    dropEach(Account.prototype as never, "move", amountIn(1));
  });
  test("of what lasts is found", () => {
    dropEach(Books.prototype as never, "capitalise", amountIn(1));
    vi.restoreAllMocks();
    dropEach(Books.prototype as never, "depreciate", amountIn(1));
    vi.restoreAllMocks();
    dropEach(Cohorts.prototype as never, "retire", amountIn(0));
  });
  test("of the journal is found", () => {
    dropEach(Journal.prototype as never, "post", amountIn(4));
  });
});
