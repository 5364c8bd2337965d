// Headlines, files and summary of money, on a settlement made by hand.
import { describe, expect, it } from "vitest";
import { monthOfYear } from "../../src/index.ts";
import type { Headline, MoneyInfo } from "../../src/index.ts";
import { epochSeconds } from "../../src/engine/index.ts";
import { moneyFiles, moneySummary, usdText } from "../../src/results/export-money.ts";
import { decimalYear } from "../../src/results/format.ts";
import { moneyHeadlines } from "../../src/results/money-headlines.ts";
import { parseCsv } from "../../src/scenario/index.ts";
import { madeMoney } from "./made-money.ts";

const START = epochSeconds("2026-01-01");
const sure = {
  contract: "published",
  energy: "published",
  chips: "published",
  buildings: "published",
  commitment: "published",
  tokens: "published",
} as const;
const headlines = (info: MoneyInfo, change: object = {}): Record<string, Headline> =>
  Object.fromEntries(
    moneyHeadlines(info, START, { ...sure, ...change }, { money: { assumed: 3, published: 1 } }).map(
      (row) => [row.id, row],
    ),
  );

describe("headlines of money", () => {
  it("have what the customer pays for capacity and energy, and neither shortfall nor equity", () => {
    const { spend } = headlines(madeMoney());
    expect(spend).toMatchObject({ unit: "B USD", illustrative: true });
    expect(spend?.value).toBeCloseTo(6.00000000013, 12);
    expect(spend).not.toHaveProperty("figures");
    expect(headlines(madeMoney(), { contract: "assumed" })["spend"]).toMatchObject({ figures: 2 });
  });

  it("have no spend where nothing was paid: a price that is not known is no zero", () => {
    expect(headlines(madeMoney({ flows: [] }))).not.toHaveProperty("spend");
  });

  it("have the day the total was counted as a year with its part: 21 March is day 79 of 365", () => {
    const { "commitment-spent": spent, shortfall } = headlines(madeMoney());
    expect(spent).toMatchObject({ unit: "date" });
    expect(spent?.value).toBeCloseTo(2026 + 79 / 365, 12);
    expect(spent).not.toHaveProperty("figures");
    expect(shortfall?.value).toBeCloseTo(0.04, 12);
  });

  it("have no such day where it is not within the run, and nothing of a commitment where there is none", () => {
    const { exhaustedSeconds: _, ...open } = madeMoney().commitment!;
    expect(headlines(madeMoney({ commitment: open }))).not.toHaveProperty("commitment-spent");
    const { commitment: __, ...free } = madeMoney();
    expect(Object.keys(headlines(free))).not.toContain("shortfall");
  });

  it("have unit costs of all chips with the figures of their inputs, and only those there are", () => {
    const found = headlines(madeMoney());
    expect(found["usd-per-mtok"]).toMatchObject({ value: 0.123456, unit: "USD", figures: 2 });
    expect(found["usd-per-gw-year"]).toMatchObject({ unit: "B USD", figures: 2 });
    expect(found["usd-per-gw-year"]?.value).toBeCloseTo(8.567, 12);
    expect(found).not.toHaveProperty("usd-per-exaflop-day");
  });

  it("have what a GW-year costs its provider, where it is known of all chips, and what all is worth today", () => {
    const found = headlines(madeMoney());
    expect(found).not.toHaveProperty("cost-per-gw-year");
    expect(found["spend-today"]).toMatchObject({ value: 6, unit: "B USD" });
    const cost = { id: "all", name: "", usdPerGwYear: 3.4e9, figures: 2, confidence: "assumed" } as const;
    const both = headlines(madeMoney({ unitCosts: [{ ...cost, view: "provider" }] }));
    expect(both["cost-per-gw-year"]).toMatchObject({ value: 3.4, unit: "B USD", figures: 2 });
    expect(both).not.toHaveProperty("usd-per-gw-year");
  });

  it("add up energy and carbon of sites, and are silent where one is not known", () => {
    const found = headlines(madeMoney());
    expect(found["energy-cost"]?.value).toBeCloseTo(9e-4, 12);
    expect(found["tonnes-co2"]).toMatchObject({ value: 4, unit: "t CO2" });
    const row = { region: "q", site: "c", facilityMwh: 1 };
    const part = headlines(madeMoney({ energy: [...madeMoney().energy, row] }));
    expect(part).not.toHaveProperty("energy-cost");
    expect(part).not.toHaveProperty("tonnes-co2");
  });
});

describe("days as years", () => {
  it.each(["2026-01-01", "2026-03-31", "2028-02-29", "2034-12-31"])("%s is read as its month", (day) => {
    const month = monthOfYear(decimalYear(epochSeconds(day)));
    expect(month).toBe(
      new Date(`${day}T00:00:00Z`).toLocaleString("en-US", {
        month: "short",
        year: "numeric",
        timeZone: "UTC",
      }),
    );
  });
  it("that never come say so", () => {
    expect(monthOfYear(Infinity)).toBe("never");
  });
});

describe("files of money", () => {
  const files = Object.fromEntries(
    moneyFiles(madeMoney()).map(({ name, text }) => [
      name,
      parseCsv(text).records.map(({ fields }) => fields),
    ]),
  );

  it("write every cent", () => {
    expect([0, 5, 100, -7, 123456, 9e15 + 1].map((each) => usdText(each))).toEqual([
      "0.00",
      "0.05",
      "1.00",
      "-0.07",
      "1234.56",
      "90000000000000.01",
    ]);
  });

  it("have a row for each payment that was made, and none for those that were not", () => {
    const [header, ...rows] = files["money.csv"]!;
    expect(header).toEqual(["period", "flow", "label", "from", "to", "usd"]);
    expect(rows).toHaveLength(9);
    expect(rows[0]).toEqual(["2026-01", "capacity", "Capacity", "us", "them", "1000000000.01"]);
    expect(rows.some((row) => row[5] === "0.00")).toBe(false);
  });

  it("have all accounts of a party, and unit costs of no more figures than they may show", () => {
    expect(files["ledgers.csv"]).toHaveLength(1 + (4 + 11) * 3);
    expect(files["ledgers.csv"]!.at(12)).toEqual(["us", "cash", "closing", "2026-03", "-1040000000.13"]);
    const [, all, chip] = files["unit-costs.csv"]!;
    expect(all).toEqual(["all", "All chips", "customer", "0.12", "", "8600000000", "", "2", "assumed"]);
    expect(chip?.slice(3)).toEqual(["", "", "", "1.23", "3", "published"]);
  });

  it("sum up without months", () => {
    expect(JSON.stringify(moneySummary(madeMoney())).length).toBeLessThan(2500);
    expect(moneySummary(madeMoney())).toMatchObject({
      commitment: { countedUsd: 6e9, totalUsd: 5e9 },
      cash: [{ party: "us", received: 5e9, closing: -1040000000.13 }],
    });
  });
});
