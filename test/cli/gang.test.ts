// capsim gang: what it prints, writes, refuses, and how it stops.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/index.ts";
import { capsim, scratch, startCapsim } from "./capsim.ts";

const few = ["gang", "airesim-a", "--replications", "5"];

describe("capsim gang", () => {
  test("prints one screen: means, spreads, intervals and where the time goes", async () => {
    const { code, stdout, stderr } = await capsim(few);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines.length).toBeLessThanOrEqual(26);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/^Time to the end, h +1,6\d\d .* 1,\d{3} to 1,\d{3}$/m);
    expect(stdout).toMatch(/^Effective training ratio +9[56]\.\d % /m);
    const shares = [...stdout.matchAll(/^ {2}(?:Computing|Recovery|Host|Waiting).* ([\d.]+) % /gm)].map(
      ([, share]) => Number(share),
    );
    expect(shares.length).toBe(4);
    expect(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100)).toBeLessThan(1);
  });

  test("gives the same for the same seed, and other draws for another", async () => {
    const [one, again, other] = [
      await capsim([...few, "--json"]),
      await capsim([...few, "--json"]),
      await capsim([...few, "--json", "--seed", "2"]),
    ];
    expect(one.stdout).toBe(again.stdout);
    expect(one.stdout).not.toBe(other.stdout);
    expect(JSON.parse(one.stdout)).toMatchObject({
      format: "capsim-gang/1",
      seed: 1,
      replications: 5,
      gang: { id: "airesim-a" },
    });
  });

  test("writes the study, each replication, and a gang that gives the same again", async () => {
    const out = join(scratch(), "gang");
    const set = ["--set", "times.recoveryMinutes=5"];
    const first = await capsim([...few, ...set, "--out", out, "--json"]);
    expect(first).toMatchObject({ code: 0, stderr: `written to ${out}\n` });
    expect(readdirSync(out).sort()).toEqual(["gang.json", "replications.csv", "study.json"]);
    const { records, faults } = parseCsv(readFileSync(join(out, "replications.csv"), "utf8"));
    expect(faults).toEqual([]);
    expect(records).toHaveLength(6);
    const study = JSON.parse(readFileSync(join(out, "study.json"), "utf8"));
    expect(JSON.parse(first.stdout)).toEqual(study);
    const column = records[0]!.fields.indexOf("hours");
    const hours = records.slice(1).map(({ fields }) => Number(fields[column]));
    const measure = study.measures.find(({ id }: { id: string }) => id === "hours");
    expect(hours.reduce((a, b) => a + b, 0) / 5).toBeCloseTo(measure.mean, 9);
    const again = await capsim(["gang", join(out, "gang.json"), "--replications", "5", "--json"]);
    expect(again.stdout).toBe(first.stdout);
  });

  test("goes on until it is as accurate as asked", async () => {
    const { stdout } = await capsim([...few, "--accuracy", "0.0005", "--json"]);
    const { replications, accurate, measures } = JSON.parse(stdout);
    expect(accurate).toBe(true);
    expect(replications).toBeGreaterThan(5);
    const { mean, high } = measures[0];
    expect((high - mean) / mean).toBeLessThanOrEqual(0.0005);
  });

  test("reads YAML, and names the file in its faults", async () => {
    const file = join(scratch(), "mine.yaml");
    writeFileSync(file, "extends: airesim-b\nid: mine\ntitle: Mine\npools: { standbys: 8 }\n");
    expect((await capsim(["gang", file, "--replications", "2"])).stdout).toContain("Mine");
    writeFileSync(
      file,
      "job_size: 64\nworking_pool_size: 70\nwarm_standbys: 2\njob_length: 14400\nseed: 42\n",
    );
    const theirs = await capsim(["gang", file, "--replications", "2"]);
    expect(theirs).toMatchObject({ code: 0, stderr: expect.stringContaining("note: seed is left to") });
    writeFileSync(file, "just words");
    expect(await capsim(["gang", file])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("bad input", () => {
  test.each([
    [["airesim-tabel1"], 'did you mean "airesim-table1"?'],
    [["no/such/file.json"], "does not exist"],
    [
      ["airesim-a", "--set", "pools.working=3"],
      "pools.working must be >= job.servers + pools.standbys (256 + 4 = 260) (found 3)",
    ],
    [["airesim-a", "--set", "nonsense"], "--set must be path=value"],
    [["airesim-a", "--set", "selection.policy=randon"], 'did you mean "random"?'],
    [["airesim-a", "--replications", "0"], "It must be a whole number from 1"],
    [["airesim-a", "--accuracy", "2"], "It must be a number above 0 and below 1"],
    // R is 40 times the time between failures: it never recovers.
    [
      ["airesim-a", "--set", "failures.during=always", "--set", "failures.perServerDay=11.25"],
      "failures; it does not get on",
    ],
  ])("%j is refused with 2 and nothing written", { timeout: 120_000 }, async (args, message) => {
    const out = join(scratch(), "out");
    const { code, stdout, stderr } = await capsim(["gang", ...args, "--out", out]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(existsSync(out)).toBe(false);
  });

  test("several faults come at once", async () => {
    const set = ["--set", "pools.working=3", "--set", "failures.badShare=2", "--set", "colour=red"];
    const { stderr } = await capsim(["gang", "airesim-a", ...set]);
    expect(stderr.trim().split("\n")).toHaveLength(3);
  });
});

test("Ctrl-C stops it, and nothing is written", { timeout: 60_000 }, async () => {
  const out = join(scratch(), "out");
  const child = startCapsim(["gang", "airesim-table1", "--replications", "100000", "--out", out]);
  let said = "";
  child.stderr?.on("data", (part) => (said += String(part)));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.on("exit", resolve));
  expect({ code, said }).toEqual({ code: 130, said: "interrupted; nothing was written\n" });
  expect(existsSync(out)).toBe(false);
});
