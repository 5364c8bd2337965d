// capsim money: one study in three formats, bad input refused before any work, interrupted without a trace.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/index.ts";
import { capsim, scratch, startCapsim } from "./capsim.ts";

const FEW = ["--draws", "20", "--price-draws", "20"];
const SHORT = ["first-campus", "--set", "end=2026-10-01"];

interface Report {
  readonly format: string;
  readonly figures: readonly {
    readonly id: string;
    readonly value: number | string | null;
    readonly money?: Readonly<Record<string, number | string | null>>;
  }[];
  readonly swings: readonly {
    readonly id: string;
    readonly at: Readonly<Record<string, readonly (number | string | null)[]>>;
  }[];
  readonly sentence?: string;
}

describe("capsim money", { timeout: 120_000 }, () => {
  test("prints and writes one study, whatever the threads", async () => {
    const out = join(scratch(), "out");
    const { code, stdout, stderr } = await capsim(["money", ...SHORT, ...FEW, "--json", "--out", out]);
    expect(stderr).toBe(`written to ${out}\n`);
    expect(code).toBe(0);
    expect(readFileSync(join(out, "money-ranges.json"), "utf8")).toBe(stdout);
    const report = JSON.parse(stdout) as Report;
    expect(report.format).toBe("capsim-money/1");
    const again = await capsim(["money", ...SHORT, ...FEW, "--json", "--jobs", "1"]);
    expect(again.stdout).toBe(stdout);

    const [head, ...rows] = parseCsv(readFileSync(join(out, "figures.csv"), "utf8")).records;
    const at = (name: string): number => head!.fields.indexOf(name);
    for (const [i, { id, value, money }] of report.figures.entries()) {
      expect(rows[i]!.fields[0]).toBe(id);
      expect(rows[i]!.fields[at("value")]).toBe(String(value ?? ""));
      expect(rows[i]!.fields[at("prices.p95")]).toBe(String(money?.["p95"] ?? ""));
    }
    const swings = parseCsv(readFileSync(join(out, "swings.csv"), "utf8")).records.slice(1);
    const ends = report.swings.flatMap((swing) =>
      Object.entries(swing.at).map(([figure, both]) => [
        swing.id,
        figure,
        ...both.map((end) => String(end ?? "")),
      ]),
    );
    expect(swings.map(({ fields }) => [fields[0], ...fields.slice(8)])).toEqual(ends);
  });

  test("prints figures, bars and the number that moves them most within the width it is given", async () => {
    for (const columns of [80, 100]) {
      const { code, stdout } = await capsim(["money", ...SHORT, ...FEW], { COLUMNS: String(columns) });
      expect(code).toBe(0);
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(stdout).toMatch(/\n {2}Paid for capacity +\d+ M +\d+ M to \d+ M +\d+ M to \d+ M\n/);
      expect(stdout).toMatch(
        /Of what is assumed, the price of a GW-year moves the spend\s+most:\s+\d+ M\s+USD\s+to\s+\d+ M\s+USD/,
      );
      expect(stdout).toMatch(/\n {2}Price of a GW-year ~ +\d+ M █+ \d+ M\n/);
      expect(stdout).toContain("numbers with a range cannot move it");
      // Rests on assumed prices: no third figure.
      expect(stdout).not.toMatch(/\d\.\d\d B/);
    }
  });

  test("refuses a scenario without money, and a place it cannot write to, before it runs", async () => {
    const none = await capsim(["money", "llama3-54-days"]);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("this scenario says nothing of money");
    const file = await capsim(["money", "first-campus", "--out", "package.json"]);
    expect(file.code).toBe(2);
    expect(file.stderr).toContain("must be a directory");
    expect((await capsim(["money", "first-campus", "--draws", "-1"])).code).toBe(2);
  });

  test("leaves nothing behind when it is told to stop", async () => {
    const out = join(scratch(), "out");
    const process = startCapsim(["money", "rainier", "--draws", "5000", "--out", out]);
    // A busy machine takes its time to begin; thousands of draws take minutes anywhere.
    await new Promise((resolve) => setTimeout(resolve, 8000));
    process.kill("SIGINT");
    const code = await new Promise((resolve) => process.on("exit", resolve));
    expect(code).toBe(130);
    expect(existsSync(out)).toBe(false);
  });
});
