// Money at the command line: a section that fits the terminal, and no zero where there is nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/scenario/index.ts";
import { capsim, scratch } from "./capsim.ts";

const sectionOf = (stdout: string): string =>
  stdout.slice(stdout.indexOf("\nMoney\n") + 1, stdout.indexOf("\nWhat binds"));

describe("capsim run of a scenario with money", () => {
  test.each([80, 50])("says at %i columns what is spent, what it buys, who pays", async (columns) => {
    const { code, stdout } = await capsim(["run", "first-campus"], { COLUMNS: String(columns) });
    expect(code).toBe(0);
    const section = sectionOf(stdout);
    expect(Math.max(...section.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(section).toContain("counted so far");
    expect(section).toContain("▁");
    expect(section).toMatch(/Committed: Lab to Cloud, [\d.]+ B USD\s+in 2 years\./);
    for (const words of ["by chip", "by year", "by site"]) expect(section).toContain(words);
    expect(section).toMatch(/\n {2}Trainium2 +customer/);
    expect(section).toMatch(/\n {2}2026 /);
    expect(section).not.toMatch(/(^| )0(\.0+)?( |$)/m);
    expect(stdout).toMatch(/Commitment spent ~? +[A-Z][a-z]{2} 2027/);
    // Two figures of what rests on assumptions.
    expect(stdout).toMatch(/Spend on capacity ~ +0\.\d\d B USD/);
  });

  test("writes who paid whom, to the cent, and no ledger that does not add up", async () => {
    const out = join(scratch(), "out");
    expect(await capsim(["run", "first-campus", "--out", out])).toMatchObject({ code: 0 });
    const rowsOf = (name: string): readonly (readonly string[])[] =>
      parseCsv(readFileSync(join(out, name), "utf8"))
        .records.map(({ fields }) => fields)
        .slice(1);
    const centsOf = (usd: string | undefined): number => Number(usd?.replace(".", ""));
    const paid = new Map<string, number>();
    for (const [, , , from = "", to = "", usd] of rowsOf("money.csv")) {
      paid.set(from, (paid.get(from) ?? 0) - centsOf(usd));
      paid.set(to, (paid.get(to) ?? 0) + centsOf(usd));
    }
    expect([...paid.values()].reduce((sum, cents) => sum + cents, 0)).toBe(0);
    const ledgers = rowsOf("ledgers.csv");
    for (const party of ["lab", "cloud"]) {
      const rows = (account: string): readonly (readonly string[])[] =>
        ledgers.filter((row) => row[0] === party && row[1] === "cash" && row[2] === account);
      const change = centsOf(rows("closing").at(-1)?.[4]) - centsOf(rows("opening")[0]?.[4]);
      expect(change, party).toBe(paid.get(party));
    }
    expect(rowsOf("unit-costs.csv").length).toBeGreaterThan(3);
  });
});
