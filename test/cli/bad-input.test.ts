// Bad input ends with code 2, says all that is wrong, and writes nothing.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tiny } from "../scenario/tiny.ts";
import { capsim, scratch } from "./capsim.ts";

async function refused(args: readonly string[]): Promise<readonly string[]> {
  const out = join(scratch(), "out");
  const { code, stdout, stderr } = await capsim(["run", ...args, "--out", out]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(existsSync(out)).toBe(false);
  return stderr.trimEnd().split("\n");
}

function file(name: string, text: string): string {
  const path = join(scratch(), name);
  writeFileSync(path, text);
  return path;
}

const scenario = (change: object): string => file("scenario.json", JSON.stringify({ ...tiny, ...change }));

describe("the command line", () => {
  test.each([
    [["--sed", "3", "first-campus"], "unknown option '--sed'"],
    [["first-campus", "--seed", "x"], "whole number"],
    [["first-campus", "--seed", "-1"], "whole number"],
    [["first-campus", "--seed", "1e99"], "whole number"],
    [["rainer"], 'did you mean "rainier"?'],
    [["first-campus", "--set", "seed"], "--set must be path=value"],
    [["first-campus", "--set", "sites.nowhere.tenancyShare=1"], "sites.nowhere does not exist"],
    [["first-campus", "--set", "seed=NaN"], 'seed must be a number (found "NaN")'],
    [["first-campus", "--phases", "x"], "--phases must be SITE=FILE.csv"],
    [["first-campus", "--actuals", "nowhere.csv"], "nowhere.csv does not exist"],
    [["."], ". must be a file (found a directory)"],
    [["nowhere.json"], "nowhere.json does not exist"],
  ])("%j", async (args, message) => {
    expect((await refused(args)).join("\n")).toContain(message);
  });

  test("without a command or a scenario", async () => {
    expect((await capsim(["run"])).code).toBe(2);
    expect(await capsim(["runn", "rainier"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("unknown command 'runn'"),
    });
    expect(await capsim(["--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("rainier") });
    expect((await capsim(["--version"])).code).toBe(0);
  });

  test("an output that cannot be one is refused before anything runs", async () => {
    const path = file("taken", "");
    expect(await capsim(["run", "first-campus", "--out", path])).toMatchObject({
      code: 2,
      stderr: `--out ${path} must be a directory (found a file)\n`,
    });
    expect((await capsim(["run", "first-campus", "--out", join(path, "below")])).code).toBe(2);
  });
});

describe("files", () => {
  test("all faults at once, from the file and from the options", async () => {
    const messages = await refused([
      scenario({ seeed: 1, end: "2025-01-01" }),
      "--set",
      "seed",
      "--actuals",
      "nowhere.csv",
    ]);
    expect(messages).toEqual([
      "nowhere.csv does not exist",
      '--set must be path=value (found "seed")',
      'seeed is not a known key; did you mean "seed"? (found 1)',
      'end must be after start 2026-01-01 (found "2025-01-01")',
    ]);
  });
  test("not JSON, not YAML, not text", async () => {
    expect((await refused([file("a.json", "{ not json")]))[0]).toMatch(/a\.json must be JSON: /);
    expect((await refused([file("a.yaml", "a: [1\nb: 2")]))[0]).toMatch(/a\.yaml:\d+:\d+ must be YAML: /);
    expect((await refused([file("a.yaml", "just text")]))[0]).toMatch(/must be an object/);
    const binary = join(scratch(), "a.json");
    writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    expect((await refused([binary]))[0]).toMatch(/must be UTF-8 text$/);
  });
  test("50 MB", async () => {
    expect((await refused([file("big.json", `{"a": "${"x".repeat(50_000_000)}"}`)]))[0]).toMatch(
      /big\.json must be at most 20 MB \(found 50 MB\)$/,
    );
    expect((await refused([file("big.yaml", `a: "${"x".repeat(6_000_000)}"`)]))[0]).toMatch(
      /at most 5 MB as YAML/,
    );
  });
  test.each([
    ["deep.json", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["deep.json", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["deep.yaml", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["deep.yaml", `a: ${"- ".repeat(100_000)}1`],
    ["deep.yml", `${"- ".repeat(100_000)}1`],
    ["deep.yml", `${"? ".repeat(50_000)}1`],
    ["deep.yml", Array.from({ length: 1_500 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
  ])("too deep: %s %.10s", async (name, text) => {
    expect((await refused([file(name, text)]))[0]).toMatch(
      /must not nest deeper than 100 levels|must be YAML|must be a/,
    );
  });
  test("YAML that grows out of aliases", async () => {
    const bomb = [
      "a0: &a0 [x, x]",
      ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`),
    ].join("\n");
    expect((await refused([file("bomb.yaml", bomb)]))[0]).toMatch(/alias/i);
  });
  test.each([
    ["p.json", '{"__proto__": {"a": 1}}'],
    ["p.yaml", "__proto__:\n  a: 1\n"],
    ["p.yaml", "sites:\n  constructor:\n    a: 1\n"],
  ])("keys that reach the prototype: %s %j", async (name, text) => {
    expect((await refused([file(name, text)]))[0]).toMatch(
      /(__proto__|sites\.constructor) is not allowed as a key; remove it/,
    );
  });
  test("NaN and infinity, which YAML can write", async () => {
    expect((await refused([file("n.yaml", `seed: .nan\nbinHours: .inf\n`)])).slice(0, 2)).toEqual([
      "seed must be a finite number (found NaN)",
      "binHours must be a finite number (found Infinity)",
    ]);
  });
  test("a control sequence in a file does not reach the terminal", async () => {
    expect((await refused([scenario({ start: "\u001b[31mred" })])).join("")).not.toContain("\u001b");
  });
});

describe("extends by path", () => {
  test("is found from the file that says so, JSON and YAML mixed", async () => {
    const directory = scratch();
    mkdirSync(join(directory, "base"));
    writeFileSync(join(directory, "base/base.yaml"), `extends: ../tiny.json\nid: base\n`);
    writeFileSync(join(directory, "tiny.json"), JSON.stringify(tiny));
    writeFileSync(
      join(directory, "mine.yml"),
      "extends: ./base/base.yaml\ntitle: Mine\nsites:\n  campus:\n    tenancyShare: 0.5 # ours\n",
    );
    const { code, stdout } = await capsim(["validate", join(directory, "mine.yml"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: "base",
      title: "Mine",
      sites: { campus: { tenancyShare: 0.5, region: "us-east-2" } },
    });
  });
  test("a cycle is named with its chain, whatever the paths look like", async () => {
    const directory = scratch();
    writeFileSync(join(directory, "a.json"), '{"extends": "./b.json"}');
    writeFileSync(join(directory, "b.json"), '{"extends": "../x/../a.json"}'.replace("../x/..", "./."));
    expect((await refused([join(directory, "a.json")]))[0]).toMatch(
      /must not lead back to itself: \S*a\.json -> \S*b\.json -> \S*a\.json$/,
    );
  });
  test("a file that is not there is named", async () => {
    expect((await refused([scenario({ extends: "./nowhere.json" })]))[0]).toMatch(
      /nowhere\.json does not exist$/,
    );
  });
});
