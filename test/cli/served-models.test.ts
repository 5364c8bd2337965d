// Served models at the command line: when each was released and why, what it served, and the files of it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/scenario/index.ts";
import { capsim, scratch } from "./capsim.ts";

const scenario = {
  extends: "first-campus",
  id: "next",
  title: "Alpha makes the next model",
  end: "2026-09-01",
  inference: {
    price: { inputUsdPerMtok: 3, outputUsdPerMtok: 15 },
    models: { next: { llm: "llama-3-70b", modelScale: 2, releasedBy: { campaign: "alpha" }, rampDays: 30 } },
  },
};

describe("capsim run of a scenario with served models", () => {
  test.each([80, 50])("says at %i columns when one was released and why", async (columns) => {
    const file = join(scratch(), "next.json");
    writeFileSync(file, JSON.stringify(scenario));
    const { code, stdout } = await capsim(["run", file], { COLUMNS: String(columns) });
    expect(code).toBe(0);
    const section = stdout.slice(stdout.indexOf("Served models\n"), stdout.indexOf("What binds"));
    const words = section.replaceAll(/\s+/g, " ");
    expect(words).toMatch(/main at first .* next 2026-05-2\d/);
    expect(words).toMatch(
      /2026-05-2\d: next released: 100 % of its classes' traffic moves to it over 30 days, as alpha-1 ends\./,
    );
    expect(Math.max(...section.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    // Two figures, as most of it is assumed; none for what has no price.
    expect(stdout).toMatch(/Revenue at list price ~\s+\d?\d?\d M USD/);
    expect(section.split("\n").find((line) => line.startsWith("  next"))).toMatch(/–$/);
  });

  test("writes tokens by model and class, and their series", async () => {
    const directory = scratch();
    const [file, out] = [join(directory, "next.json"), join(directory, "out")];
    writeFileSync(file, JSON.stringify(scenario));
    expect(await capsim(["run", file, "--out", out])).toMatchObject({ code: 0 });
    const rowsOf = (name: string): readonly (readonly string[])[] =>
      parseCsv(readFileSync(join(out, name), "utf8")).records.map(({ fields }) => fields);
    const [header, ...rows] = rowsOf("served.csv");
    expect(header).toEqual(["model", "class", "tokens", "chipHours", "usd"]);
    expect(rows.map(([model, klass]) => [model, klass])).toEqual([
      ["main", "office"],
      ["next", "office"],
    ]);
    expect(Number(rows[0]?.[4])).toBeGreaterThan(0);
    expect(rows[1]?.[4]).toBe("");
    const series = new Set(rowsOf("series.csv").map(([id]) => id));
    for (const id of ["served.model.main", "served.model.next", "revenue.main", "revenue.all"])
      expect(series.has(id), id).toBe(true);
    const summary: { served: { models: readonly { id: string; tokens: number }[] } } = JSON.parse(
      readFileSync(join(out, "summary.json"), "utf8"),
    );
    expect(summary.served.models.map(({ tokens }) => tokens)).toEqual(rows.map((row) => Number(row[2])));
    const released = rowsOf("events.csv").filter((row) => row[3] === "model-released");
    expect(released).toHaveLength(1);
  });
});
