// capsim run --samples: what it prints, writes, refuses, and how it stops.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { studyText } from "../../src/cli/study-text.ts";
import {
  answersOf,
  headlineSpreads,
  loadScenarioOrThrow,
  outcomeOf,
  parseCsv,
  questionsOf,
  runDraw,
  simulateSync,
} from "../../src/index.ts";
import { tiny } from "../scenario/tiny.ts";
import { capsim, scratch, startCapsim } from "./capsim.ts";

const STUDY = ["study.json", "bands.csv", "samples.csv", "questions.csv"];
const json = (path: string): ReturnType<typeof JSON.parse> => JSON.parse(readFileSync(path, "utf8"));
const rowsOf = (path: string): readonly Readonly<Record<string, string>>[] => {
  const { records, faults } = parseCsv(readFileSync(path, "utf8"));
  expect(faults).toEqual([]);
  const [header, ...rows] = records;
  return rows.map(({ fields }) =>
    Object.fromEntries((header?.fields ?? []).map((name, i) => [name, fields[i] ?? ""])),
  );
};
const few = ["run", "first-campus", "--samples", "4", "--replications", "3"];

describe("capsim run --samples", { timeout: 120_000 }, () => {
  test("writes its files beside those of the base run, the same whatever runs at once", async () => {
    const [one, two] = [join(scratch(), "one"), join(scratch(), "two")];
    const ask = ["--ask", "site:campus:building:12:2026-12-01", "--ask", "campaign:alpha:1:2026-05-10"];
    expect(await capsim([...few, ...ask, "--jobs", "1", "--out", one])).toMatchObject({ code: 0 });
    expect(await capsim([...few, ...ask, "--jobs", "3", "--out", two])).toMatchObject({ code: 0 });
    for (const name of readdirSync(one))
      expect(readFileSync(join(two, name), "utf8"), name).toBe(readFileSync(join(one, name), "utf8"));

    const manifest = json(join(one, "manifest.json"));
    expect(manifest["command"]).toBe(
      "capsim run first-campus --samples 4 --replications 3 --ask site:campus:building:12:2026-12-01 --ask campaign:alpha:1:2026-05-10",
    );
    for (const name of STUDY) {
      const entry = manifest["files"].find((file: { name: string }) => file.name === name);
      const content = readFileSync(join(one, name));
      expect(entry).toEqual({
        name,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      });
    }

    const study = json(join(one, "study.json"));
    expect(study).toMatchObject({ format: "capsim-study/1", samples: 4, replications: 3, failed: [] });
    const summary = json(join(one, "summary.json"));
    expect(study["runs"][0]).toEqual({ sample: 0, replication: 0, digest: summary["digest"] });
    expect(study["headlines"].map(({ id, base }: { id: string; base: number }) => [id, base])).toEqual(
      summary["headlines"].map(({ id, value }: { id: string; value: number }) => [id, value]),
    );

    const samples = rowsOf(join(one, "samples.csv"));
    expect(samples.map(({ sample, replication }) => `${sample}/${replication}`)).toEqual([
      "0/0",
      "1/0",
      "2/0",
      "3/0",
      "4/0",
      "0/1",
      "0/2",
      "0/3",
    ]);
    const watts = samples.map((row) => row["catalogue.chips.trainium2.allInWatts"]);
    expect(watts[0]).toBe("840");
    expect(new Set(watts).size).toBe(5);
    expect(new Set(samples.map(({ digest }) => digest)).size).toBe(8);

    const bands = rowsOf(join(one, "bands.csv"));
    expect(bands.filter(({ series }) => series === "power.drawn.all")).toHaveLength(24);
    for (const { p10, p50, p90 } of bands) {
      expect(Number(p10)).toBeLessThanOrEqual(Number(p50));
      expect(Number(p50)).toBeLessThanOrEqual(Number(p90));
    }
    const questions = rowsOf(join(one, "questions.csv"));
    expect(questions.map(({ id }) => id)).toEqual([
      "site.campus.building.12.2026-12-01",
      "campaign.alpha.1.2026-05-10",
      "deadlines.alpha",
      "deadlines.beta",
      "deadlines.gamma",
      "demand.2026-Q4",
      "demand.2027-Q4",
    ]);
    expect(questions[0]).toMatchObject({ chance: "1", samples: "4", late: "0", base: "1" });
    expect(questions[1]).toMatchObject({ chance: "0", late: "4" });
    expect(Number(questions[1]?.["lateP50Days"])).toBeGreaterThan(1);
  });

  test("prints what a stranger can read in 80 columns", async () => {
    const { stdout, code } = await capsim(few);
    expect(code).toBe(0);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const part of [
      "First campus (made up) (illustrative)",
      "2026-01-01 to 2028-01-01, seed 1: 4 draws of inputs, 3 of events",
      /Headlines\n +base +p10 +p50 +p90 +inputs\n/,
      /~ Peak drawn, MW +\d\.\d\d +\d\.\d\d +\d\.\d\d +\d\.\d\d +\d+ %\n/,
      /Alpha: a run ends by its deadline +100 % +60 to 100 %\n/,
      "Input numbers by confidence:",
    ])
      expect(stdout).toMatch(part);
  });

  test("gives the study as JSON, and changes nothing in the run without it", async () => {
    const run = JSON.parse((await capsim(["run", "first-campus", "--json"])).stdout);
    const study = JSON.parse((await capsim([...few, "--json"])).stdout);
    expect(study).toMatchObject({ format: "capsim-study/1", samples: 4, replications: 3 });
    expect(study.runs[0].digest).toBe(run.digest);
  });
});

describe("the text of a study", () => {
  const scenario = loadScenarioOrThrow(tiny, {
    patch: {
      end: "2026-04-01",
      fleet: { burnInHours: { value: 100, low: 20, high: 400 } },
      training: {
        campaigns: { one: { name: "A campaign with a name as long as its work", deadlineDays: 20 } },
      },
      questions: {
        far: { kind: "site", site: "campus", measure: "drawn", mw: 19, by: "2026-03-01" },
        never: { kind: "campaign", campaign: "one", by: "2026-02-10" },
      },
    },
  });
  const base = simulateSync(scenario);
  const draws = [1, 2, 3].map((sample) => runDraw(scenario, { sample, seed: 1, replication: 0 }));
  const outcomes = {
    base: outcomeOf(base, 0),
    samples: draws,
    replications: [],
    failed: [{ job: { variant: 0, sample: 4, seed: 1, replication: 0 }, error: "no\u001b[31m chips" }],
  };
  const report = {
    scenario,
    outcomes,
    headlines: headlineSpreads(outcomes),
    answers: answersOf(scenario, questionsOf(scenario), outcomes),
  };

  test.each([40, 64, 80, 100])("keeps within %i columns", (columns) => {
    const lines = studyText(report, base, { columns, colour: false }).split("\n");
    const widest = lines.toSorted((a, b) => b.length - a.length)[0] ?? "";
    // The numbers of a row alone need 60.
    expect(widest.length, widest).toBeLessThanOrEqual(Math.max(60, columns));
  });

  test("says what failed, what never comes, and what is not known", () => {
    const text = studyText(report, base, { columns: 80, colour: false });
    expect(text).toContain("1 run failed and is left out; sample 4: no?[31m chips");
    expect(text).toMatch(/campus: 19 MW drawn by 2026-03-01 +0 % +0 to 47 % +never +never\n/);
    // Two draws of events are too few to part chance from inputs.
    expect(text).toMatch(/Peak drawn, MW.* –\n/);
  });
});

describe("bad input", () => {
  const refused: readonly (readonly [readonly string[], string])[] = [
    [["--replications", "3"], "--replications needs --samples: it is about many runs"],
    [["--ask", "demand:2026-Q4"], "--ask needs --samples: it is about many runs"],
    [["--jobs", "2"], "--jobs needs --samples: it is about many runs"],
    [["--samples", "0"], "It must be a whole number from 1 to 100000."],
    [["--samples", "many"], "It must be a whole number from 1 to 100000."],
    [
      ["--samples", "2", "--ask", "weather:2026"],
      '--ask must be campaign:<id>:<run>[:<date>] or demand:<year>-Q<1-4>[:<share unserved>] or site:<id>:<building|energised|provisioned|drawn>:<MW>:<date> (found "weather:2026")',
    ],
    [
      ["--samples", "2", "--ask", "campaign:alpa:1"],
      '--ask campaign:alpa:1 must be a campaign of this scenario; did you mean "alpha"? (found "alpa")',
    ],
    [
      ["--samples", "2", "--ask", "site:campus:energised:5:2031-01-01"],
      '--ask site:campus:energised:5:2031-01-01 must be after 2026-01-01 and up to 2028-01-01 (found "2031-01-01")',
    ],
    [
      ["--samples", "2", "--set", 'uncertainty={"factors":{"a":{"loading":1,"paths":["fleet.burnInDays"]}}}'],
      'uncertainty.factors.a.paths.0 must be the path of a number, with * for any one name; did you mean "fleet.burnInHours"? (found "fleet.burnInDays")',
    ],
  ];
  test.each(refused)("%j: %s", async (args, message) => {
    const { code, stdout, stderr } = await capsim(["run", "first-campus", ...args]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

test("Ctrl-C ends a study at once and leaves nothing behind", { timeout: 60_000 }, async () => {
  const out = join(scratch(), "out");
  // A note on the standard error is the sign that the run begins; a while later, threads are at work.
  const set = [
    "--set",
    "training.campaigns.gamma.start=2029-01-01",
    "--set",
    "training.campaigns.gamma.deadlineDays=null",
  ];
  const child = startCapsim(["run", "first-campus", "--samples", "500", "--out", out, ...set]);
  let stderr = "";
  await new Promise<void>((resolve) =>
    child.stderr?.on("data", (part: Buffer) => {
      stderr += part.toString();
      resolve();
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const asked = performance.now();
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(performance.now() - asked).toBeLessThan(10_000);
  expect(code).toBe(130);
  expect(stderr).toMatch(/^note: .*is after the end 2028-01-01.*\ninterrupted; nothing was written\n$/);
  expect(existsSync(out)).toBe(false);
});
