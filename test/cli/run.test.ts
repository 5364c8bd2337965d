import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/scenario/index.ts";
import { capsim, scratch, startCapsim } from "./capsim.ts";

const FILES = [
  "energy.csv",
  "events.csv",
  "goodput.csv",
  "job-segments.csv",
  "jobs.csv",
  "ledger-by-pool.csv",
  "ledger.csv",
  "ledgers.csv",
  "manifest.json",
  "money.csv",
  "profiles.csv",
  "scenario.json",
  "series.csv",
  "summary.json",
  "unit-costs.csv",
];

type Table = readonly Readonly<Record<string, string>>[];

function table(path: string): Table {
  const { records, faults } = parseCsv(readFileSync(path, "utf8"));
  expect(faults).toEqual([]);
  const [header, ...rows] = records;
  return rows.map(({ fields }) => Object.fromEntries(header!.fields.map((name, i) => [name, fields[i]!])));
}

const json = (path: string): ReturnType<typeof JSON.parse> => JSON.parse(readFileSync(path, "utf8"));

describe("capsim run first-campus --out", () => {
  const out = async (): Promise<string> => {
    const directory = join(scratch(), "deep/er/out");
    expect(await capsim(["run", "first-campus", "--out", directory])).toMatchObject({ code: 0 });
    return directory;
  };

  test("writes every file, and the manifest names each with its hash", async () => {
    const directory = await out();
    expect(readdirSync(directory).sort()).toEqual(FILES);
    const manifest = json(join(directory, "manifest.json"));
    expect(manifest).toMatchObject({
      format: "capsim-manifest/1",
      scenario: { id: "first-campus" },
      seed: 1,
      command: "capsim run first-campus",
    });
    expect(manifest["files"].map(({ name }: { name: string }) => name).sort()).toEqual(
      FILES.filter((name) => name !== "manifest.json"),
    );
    for (const { name, bytes, sha256 } of manifest["files"]) {
      const content = readFileSync(join(directory, name));
      expect([name, content.length, createHash("sha256").update(content).digest("hex")]).toEqual([
        name,
        bytes,
        sha256,
      ]);
    }
    expect(statSync(directory).mode & 0o777).toBe(0o777 & ~process.umask());
    expect(readdirSync(join(directory, ".."))).toEqual(["out"]);
  });

  test("the ledger closes in every row, and so does the one by pool", async () => {
    const directory = await out();
    for (const name of ["ledger.csv", "ledger-by-pool.csv"])
      for (const row of table(join(directory, name))) {
        const { start, pool: _, site: __, system: ___, delivered, ...states } = row;
        expect(start).toMatch(/^\d{4}-\d\d-\d\d$/);
        const sum = Object.values(states).reduce((total, hours) => total + Number(hours), 0);
        expect(Math.abs(sum - Number(delivered))).toBeLessThanOrEqual(1e-9 * Math.max(1, Number(delivered)));
      }
  });

  test("jobs have their times in seconds and as dates", async () => {
    const [job] = table(join(await out(), "jobs.csv"));
    expect(Math.floor(Date.parse("2026-01-01") / 1000 + Number(job!["submitSeconds"]))).toBe(
      Date.parse(job!["submit"]!) / 1000,
    );
  });

  test("runs again from its own scenario.json to the same bytes", async () => {
    const directory = await out();
    const again = join(scratch(), "again");
    expect((await capsim(["run", join(directory, "scenario.json"), "--out", again])).code).toBe(0);
    for (const name of FILES.filter((each) => each !== "manifest.json"))
      expect(
        readFileSync(join(again, name), "utf8") === readFileSync(join(directory, name), "utf8"),
        name,
      ).toBe(true);
    expect(json(join(again, "manifest.json"))["scenario"]).toEqual(
      json(join(directory, "manifest.json"))["scenario"],
    );
  });

  test("writes into a directory that exists and leaves what else is in it", async () => {
    const directory = scratch();
    writeFileSync(join(directory, "notes.txt"), "mine");
    writeFileSync(join(directory, "summary.json"), "old");
    expect((await capsim(["run", "first-campus", "--seed", "7", "--out", directory])).code).toBe(0);
    expect(readdirSync(directory).sort()).toEqual([...FILES, "notes.txt"].sort());
    expect(json(join(directory, "summary.json"))).toMatchObject({ format: "capsim-summary/1", seed: 7 });
  });
});

describe("what is printed", () => {
  test("a summary of at most 80 columns, plain where it is no terminal", async () => {
    const { stdout, stderr } = await capsim(["run", "first-campus"]);
    expect(stdout).not.toContain("\u001b");
    expect(stderr).toBe("");
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const title of [
      "Power",
      "Chips in service",
      "Where chip-hours went",
      "Campaigns",
      "Goodput",
      "What binds",
    ])
      expect(stdout).toContain(`\n${title}\n`);
  });
  test.each(["40", "50", "60", "72", "100"])("fits %s columns", async (columns) => {
    for (const line of (await capsim(["run", "first-campus"], { COLUMNS: columns })).stdout.split("\n"))
      expect(line.length, line).toBeLessThanOrEqual(Number(columns));
  });
  test("--json is JSON on the standard output and nothing else", async () => {
    const { code, stdout } = await capsim(["run", "first-campus", "--json"]);
    expect(code).toBe(0);
    const summary = JSON.parse(stdout);
    expect(summary).toMatchObject({ format: "capsim-summary/1", scenario: { id: "first-campus" } });
    const { delivered, ...states } = summary["chipHours"];
    const sum = Object.values<number>(states).reduce((a, b) => a + b, 0);
    expect(Math.abs(sum / delivered - 1)).toBeLessThan(1e-9);
  });
  test("the seed and the settings matter, and the manifest repeats them", async () => {
    const directory = join(scratch(), "out");
    const args = ["run", "first-campus", "--seed", "5", "--set", "reliability.multiplier=3"];
    const one = await capsim([...args, "--json", "--out", directory]);
    const digest = (outcome: { stdout: string }): string => JSON.parse(outcome.stdout)["digest"];
    expect(digest(await capsim([...args, "--json"]))).toBe(digest(one));
    expect(digest(await capsim(["run", "first-campus", "--seed", "5", "--json"]))).not.toBe(digest(one));
    expect(json(join(directory, "manifest.json"))["command"]).toBe(
      "capsim run first-campus --seed 5 --set reliability.multiplier=3",
    );
  });
  test("actuals of one's own come into the backtest", async () => {
    const file = join(scratch(), "actuals.csv");
    const id: string = JSON.parse((await capsim(["run", "first-campus", "--json"])).stdout)["series"].find(
      ({ id: each }: { id: string }) => each.startsWith("power.building."),
    )["id"];
    writeFileSync(file, `series,date,value,unit\n${id},2026-06-01,11,MW IT\n${id},2026-09-01,12,MW IT\n`);
    const { stdout } = await capsim(["run", "first-campus", "--actuals", file]);
    expect(stdout).toContain("\nBacktest\n");
    expect(stdout).toContain(id);
    writeFileSync(
      file,
      `series,date,value,unit\n${id},2026-06-01,11,GW\npower.bulding.all,2026-06-01,11,MW IT\n`,
    );
    expect((await capsim(["run", "first-campus", "--actuals", file])).stderr.split("\n")).toEqual([
      `note: actuals: ${id} is in MW IT, and was compared as such (found GW)`,
      'note: actuals: power.bulding.all is not a series of the result; did you mean "power.building.all"?',
      "",
    ]);
  });
});

describe("catalog, schema, validate", () => {
  test("catalog lists, narrows down and explains", async () => {
    expect((await capsim(["catalog"])).stdout.split("\n").length).toBeGreaterThan(100);
    const one = (await capsim(["catalog", "chips.trainium2.allInWatts"])).stdout;
    expect(one).toMatch(/value\s+\d+/);
    expect(one).toMatch(/source\s+\S+/);
    expect(one).toMatch(/confidence\s+\w+/);
    expect(
      JSON.parse((await capsim(["catalog", "--json", "chips.trainium2.allInWatts"])).stdout),
    ).toMatchObject([{ path: "chips.trainium2.allInWatts", unit: "W" }]);
    expect(await capsim(["catalog", "unobtainium"])).toMatchObject({ code: 2, stdout: "" });
  });
  test("schema prints, or writes a whole file", async () => {
    const file = join(scratch(), "schema.json");
    const { stdout } = await capsim(["schema"]);
    expect(JSON.parse(stdout)).toMatchObject({ type: "object", additionalProperties: false });
    expect((await capsim(["schema", "--out", file])).code).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(stdout);
  });
  test("validate says that a preset is sound", async () => {
    expect(await capsim(["validate", "rainier"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("rainier is sound"),
    });
  });
  test("a reader that has seen enough is no fault", async () => {
    const child = startCapsim(["catalog", "--json"]);
    let stderr = "";
    child.stderr!.on("data", (part: Buffer) => (stderr += part.toString()));
    child.stdout!.once("data", () => child.stdout!.destroy());
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, stderr]).toEqual([0, ""]);
  });
});
