// What the money panel says: unit costs, payments, tranches, moves, energy, closings; and bars of what decides.
import { describe, expect, it } from "vitest";
import type { MoneyInfo, MoneyRanges } from "../../web/api.ts";
import {
  allRestOn,
  circularitySentence,
  closingLines,
  commitmentTable,
  energyTable,
  flowTable,
  moveTable,
  trancheTable,
  unitCostTable,
  unitsOf,
} from "../../web/view/money-tables.ts";
import { swingBars, swingFigures } from "../../web/view/swings.ts";
import { moneyView, tinyMoney } from "./tiny-money.ts";

const range = { draws: 20, low: 1, p5: 1.04, p50: 1.2, p95: 1.46, high: 2, beyond: 0 };
const yearSeconds = 365 * 86_400;
const ranges: MoneyRanges = {
  startEpochSeconds: Date.UTC(2026, 6, 1) / 1000,
  horizonSeconds: 3 * yearSeconds,
  done: 3,
  total: 3,
  figures: [
    {
      id: "exhausted",
      label: "Commitment exhausted",
      unit: "date",
      value: 2 * yearSeconds,
      figures: 2,
      confidence: "assumed",
    },
    {
      id: "customer/all/usdPerMtok",
      label: "Paid",
      unit: "USD/Mtok",
      value: 1.2,
      figures: 2,
      confidence: "assumed",
      money: range,
    },
  ],
  swings: [
    {
      id: "slip",
      label: "Slip",
      paths: [],
      unit: "months",
      value: 0,
      low: -3,
      high: 6,
      confidence: "published",
      changes: "chips",
      at: { exhausted: [2 * yearSeconds, 2.2 * yearSeconds] },
    },
    {
      id: "price",
      label: "Price",
      paths: [],
      unit: "USD/GW-year",
      value: 8.5e9,
      low: 7e9,
      high: 1e10,
      confidence: "assumed",
      changes: "prices",
      at: { exhausted: [Infinity, yearSeconds], "customer/all/usdPerMtok": [1.1, 1.4] },
    },
  ],
  still: { sameModel: 0, sameFigures: 0, unseen: 0 },
  notes: [],
};

describe("tables of money", () => {
  it("give a unit cost in as many figures as its inputs allow, with p5 to p95 where draws were made", () => {
    expect(unitsOf(tinyMoney).map(({ key }) => key)).toEqual(["usdPerMtok", "usdPerGwYear"]);
    const rows = (drawn?: MoneyRanges): unknown => unitCostTable(tinyMoney, "usdPerMtok", drawn).rows;
    expect(rows()).toEqual([["All", "$1.2", "$0.99"]]);
    expect(rows(ranges)).toEqual([["All", "$1.2 (1\u00a0to\u00a01.5)", "$0.99"]]);
    expect(unitCostTable(tinyMoney, "usdPerGwYear", undefined).rows).toEqual([["All", "$8.5 B", "–"]]);
    expect(unitCostTable(tinyMoney, "usdPerMtok", undefined).columns).toEqual([
      "generation",
      "Lab pays",
      "costs Cloud",
    ]);
    expect(allRestOn(tinyMoney)).toBe("All of it rests on inputs that are assumed. ");
    const [one, other] = tinyMoney.unitCosts;
    const mixed = {
      ...tinyMoney,
      unitCosts: [one!, { ...other!, id: "trainium2", confidence: "derived" as const }],
    };
    expect(allRestOn(mixed)).toBe("");
    // Of one generation the sum says nothing more.
    expect(unitCostTable(mixed, "usdPerMtok", undefined).rows).toEqual([["All", "–", "$0.99", "derived"]]);
    const two = {
      ...mixed,
      unitCosts: [...mixed.unitCosts, { ...other!, id: "trainium3", name: "Trainium3" }],
    };
    expect(unitCostTable(two, "usdPerMtok", undefined).rows.map((row) => row.at(-1))).toEqual([
      "assumed",
      "derived",
      "assumed",
    ]);
  });

  it("name payer and payee of every payment, the largest first, and star a year that is not whole", () => {
    const { columns, rows } = flowTable(tinyMoney);
    expect(columns).toEqual(["payer → payee", "for", "2026*", "2027", "2028", "in all"]);
    expect(rows[0]).toEqual(["Lab → Cloud", "Capacity", "$2 B", "$4 B", "$4 B", "$10 B"]);
    // Agreed sums have three figures, others those of the costs.
    expect(rows.map(([who, what]) => `${who} ${what}`).slice(1)).toEqual([
      "Cloud → Chip makers Chips",
      "Cloud → Lab Equity",
      "Lab → Chip makers Egress",
    ]);
  });

  it("give a commitment by year, with what is not met", () => {
    expect(commitmentTable(tinyMoney).rows).toEqual([
      ["2026-07-01", "$3 B", "$4 B", "none", "75 %"],
      ["2027-07-01", "$3 B", "$4 B", "none", "–"],
    ]);
  });

  it("name a tranche's trigger and its day, and how far money goes round", () => {
    const investment: MoneyInfo["investment"] = {
      investor: "cloud",
      investee: "lab",
      tranches: [
        { id: "signing", amountUsd: 5e9, when: "at", unlockedSeconds: 0 },
        { id: "second", amountUsd: 2e10, when: "never" },
      ],
      circularity: 0.13,
    };
    expect(trancheTable(moneyView({ investment })).rows).toEqual([
      ["signing", "$5 B", "on a day", "1 Jul 2026"],
      ["second", "$20 B", "never, until you say when", "not in this run"],
    ]);
    expect(circularitySentence({ ...tinyMoney, investment })).toMatch(
      /^Circularity 13 %: what Cloud has put into Lab.*\$8 B that Lab is to spend with Cloud/,
    );
    expect(circularitySentence(tinyMoney)).toBeUndefined();
  });

  it("name the dominant term of a move", () => {
    const move = {
      id: "tpu",
      name: "To TPU",
      atSeconds: 0,
      portingUsd: 1e6,
      doubleRunningUsd: 5e8,
      efficiencyUsd: 0,
      egressUsd: 0,
      strandedUsd: 0,
      taxUsd: 0,
      totalUsd: 5.01e8,
      dominant: "double running",
      breakEvenGap: 0.087,
    };
    expect(moveTable(moneyView({ moves: [move] })).rows).toEqual([
      ["To TPU", "Jul 2026", "$500 M", "double running", "8.7 %"],
    ]);
  });

  it("add energy up by region, and leave a dash where one of the sites does not state it", () => {
    const energy = [
      { region: "us-east-2", site: "a", facilityMwh: 2e6, usd: 1.2e8, tonnesCo2: 1e6, waterCubicMetres: 1e6 },
      { region: "us-east-2", site: "b", facilityMwh: 1e6, usd: 6e7, tonnesCo2: 5e5 },
      { region: "us-west-2", site: "c", facilityMwh: 1e6, tonnesCo2: 1e5, waterCubicMetres: 2e5 },
      { region: "eu-north-1", site: "d", facilityMwh: 0 },
    ];
    expect(energyTable(moneyView({ energy })).rows).toEqual([
      ["us-east-2", "3", "$180 M", "1.5", "–"],
      ["us-west-2", "1", "–", "0.1", "0.2"],
      ["All", "4", "–", "1.6", "–"],
    ]);
  });

  it("close in one line, or say what does not", () => {
    expect(closingLines(tinyMoney)).toEqual(["Dollars in equal dollars out to the cent in all 30 months."]);
    const off = { what: "cash", party: "lab", worstCents: 3 };
    expect(closingLines({ ...tinyMoney, closings: [...tinyMoney.closings, off] })).toEqual([
      "Does not close: cash (lab) is off by up to 3 cents.",
    ]);
  });
});

describe("bars of what decides", () => {
  it("are sorted by the figure that is shown, a date beyond the run at its end, what is assumed marked", () => {
    const bars = swingBars(ranges, "exhausted");
    expect(bars.map(({ id, assumed, ends }) => [id, assumed, ends])).toEqual([
      ["price", true, "Jul 2027 to after Jun 2029"],
      ["slip", false, "Jun 2028 to Sep 2028"],
    ]);
    expect(bars[0]).toMatchObject({ from: 1, to: 0, now: 0.5, range: "$7 B to $10 B a GW-year" });
    expect(bars[1]?.range).toBe("−3 to 6 months");
    expect(bars[1]?.from).toBeCloseTo(0.5, 9);
    expect(bars[1]?.to).toBeCloseTo(0.6, 9);
    expect(swingBars(ranges, "customer/all/usdPerMtok").map(({ id }) => id)).toEqual(["price"]);
    expect(swingFigures(ranges).map(({ id }) => id)).toEqual(["exhausted", "customer/all/usdPerMtok"]);
  });
});
