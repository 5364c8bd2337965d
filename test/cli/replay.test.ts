// capsim replay: exit codes, what it says, what it writes, and that nothing is left of what was stopped.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { capsim, scratch, spawnCapsim, startCapsim } from "./capsim.ts";
import type { Outcome } from "./capsim.ts";

const line = (id: number, submit: number, procs: number, run: number, estimate: number, user = 1): string =>
  `${id} ${submit} 0 ${run} ${procs} -1 -1 ${procs} ${estimate} -1 1 ${user} 1 -1 -1 -1 -1 -1`;

/** Ten processors; under EASY the third job passes the second (the starts that the reference schedulers give). */
const LOG = `; MaxProcs: 10\n${line(1, 0, 8, 10, 20)}\n${line(2, 1, 10, 5, 5, 2)}\n${line(3, 10, 2, 8, 8)}\n`;

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch(), name);
  writeFileSync(path, content);
  return path;
}

const json = (text: string): ReturnType<typeof JSON.parse> => JSON.parse(text);
const refused = async (args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await capsim(["replay", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr;
};

describe("capsim replay", () => {
  test("prints metrics in 80 columns, plain where it is no terminal, and nothing else", async () => {
    const { code, stdout, stderr } = await capsim(["replay", file("a.swf", LOG)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("a.swf: easy on 10 processors\n3 of 3 jobs, submissions first at one instant\n");
    expect(stdout).toMatch(/Mean wait +5\.67 s +5\.6666666666\d* s\n/);
    expect(stdout).toMatch(/Makespan +23\.0 s +23 s\n/);
    expect(stdout).not.toContain("\u001b");
    for (const each of stdout.split("\n")) expect(each.length, each).toBeLessThanOrEqual(80);
  });

  test.each([
    ["easy", "submit-first", "0,18,10"],
    ["easy", "end-first", "0,10,15"],
    ["fcfs", "submit-first", "0,10,15"],
  ])("starts as %s does, %s", async (policy, ties, starts) => {
    const out = join(scratch(), "out");
    await capsim(["replay", file("a.swf", LOG), "--policy", policy, "--ties", ties, "--out", out]);
    const rows = readFileSync(join(out, "jobs.csv"), "utf8").trim().split("\n");
    expect(rows[0]).toBe("id,submit,start,end,procs");
    expect(
      rows
        .slice(1)
        .map((row) => row.split(",")[2])
        .join(),
    ).toBe(starts);
  });

  test("--json is JSON on the standard output, the same that --out writes, with the report", async () => {
    const out = join(scratch(), "deep/out");
    const log = file("a.swf", `${LOG}${line(4, -1, 2, 8, 8)}\n${line(5, 11, 11, 8, 8)}`);
    const { code, stdout, stderr } = await capsim(["replay", log, "--json", "--out", out]);
    expect(code).toBe(0);
    expect(stderr.split("\n")).toEqual([
      "note: 1 line dropped: it is submitted before the log begins (line 5: -1 s)",
      "note: 1 line dropped: it can never start: it asks for more than the 10 processors there are (line 6: 11)",
      `written to ${out}`,
      "",
    ]);
    expect(stdout).toBe(readFileSync(join(out, "metrics.json"), "utf8"));
    expect(json(stdout)).toMatchObject({
      format: "capsim-replay/1",
      log: "a.swf",
      procs: 10,
      policy: "easy",
      ties: "submit-first",
      report: { read: 5, kept: 3 },
      metrics: { jobs: 3, meanWaitSeconds: 17 / 3, makespanSeconds: 23 },
    });
    expect(readdirSync(out).sort()).toEqual(["jobs.csv", "manifest.json", "metrics.json"]);
    for (const { name, bytes, sha256 } of json(readFileSync(join(out, "manifest.json"), "utf8"))["files"]) {
      const content = readFileSync(join(out, name));
      expect([content.length, createHash("sha256").update(content).digest("hex")]).toEqual([bytes, sha256]);
    }
  });

  test("the manifest's command has all that moves a start, ready for a shell", async () => {
    const out = join(scratch(), "out");
    const log = file("my log.swf", LOG);
    const options =
      "--policy quota --procs 20 --teams group --shares 1=0.5 --half-life-hours 5 --grace-hours 0";
    const more = "--save-seconds 3 --restart-seconds 4 --no-borrow --no-reclaim";
    await capsim(["replay", log, ...options.split(" "), ...more.split(" "), "--out", out]);
    const command: string = json(readFileSync(join(out, "manifest.json"), "utf8"))["command"];
    expect(command).toContain(`capsim replay '${log}' `);
    for (const pair of `${options} ${more}`.split(/ (?=--)/)) expect(command).toContain(pair);
    await capsim(["replay", file("a.swf", LOG), "--out", out]);
    expect(json(readFileSync(join(out, "manifest.json"), "utf8"))["command"]).toMatch(
      /a\.swf --policy easy --ties submit-first$/,
    );
  });

  test("reads gzip by its content and tables by their name", async () => {
    const of = ({ code, stdout }: Outcome): unknown => [code, json(stdout)["metrics"]];
    const plain = of(await capsim(["replay", file("a.swf", LOG), "--json"]));
    expect(of(await capsim(["replay", file("a.swf.gz", gzipSync(LOG)), "--json"]))).toEqual(plain);
    expect(of(await capsim(["replay", file("packed.txt", gzipSync(LOG)), "--json"]))).toEqual(plain);
    const table = "job,submit,gpus,run,estimate\n1,0,8,10,20\n2,1,10,5,5\n3,10,2,8,8\n";
    const columns = ["--procs", "10", "--columns", "id=job, procs=gpus", "--json"];
    expect(of(await capsim(["replay", file("a.csv", table), ...columns]))).toEqual(plain);
    expect(of(await capsim(["replay", file("a.csv.gz", gzipSync(table)), ...columns]))).toEqual(plain);
  });
});

describe("bad input ends with 2 and one line for each fault", () => {
  const log = (): string => file("a.swf", LOG);

  test.each([
    [["--policy", "esay"], '--policy esay is not known; did you mean "easy"?\n'],
    [["--policy", "conservativ"], '--policy conservativ is not known; did you mean "conservative"?\n'],
    [["--ties", "end-frist"], '--ties end-frist is not known; did you mean "end-first"?\n'],
    [["--teams", "user-id"], "--teams user-id is not known"],
    [["--shares", "1=2"], "--shares 1=2 must be a team's number, once, = and its share"],
    [["--shares", "3="], "--shares 3= must be"],
    [["--shares", "1=0.2,1=0.3"], "--shares 1=0.3 must be"],
    [["--shares", "1=0.7,2=0.7"], "--shares must add up to 1 at most (found 1.4)\n"],
    [["--columns", "gpus=x"], "--columns gpus is no column that is read"],
    [["--columns", "procs"], "--columns procs must be followed by ="],
    [["--procs", "0"], "It must be a whole number from 1 to 2147483647."],
    [["--procs", "1.5"], "It must be a whole number"],
    [["--grace-hours", "-1"], "It must be a number of 0 or more."],
  ])("%j", async (args, message) => {
    expect(await refused([log(), ...args])).toContain(message);
  });

  test("all faults of the options at once", async () => {
    const said = await refused([log(), "--policy", "x", "--ties", "y", "--teams", "z", "--shares", "a=b"]);
    expect(said.trim().split("\n")).toHaveLength(4);
  });

  test("a job that no quota can hold is named with both numbers", async () => {
    const args = ["--policy", "quota", "--no-borrow", "--shares", "1=0.5,2=0.5"];
    expect(await refused([log(), ...args])).toContain(
      "it asks for 8 processors, its team's quota is 5 and it may not borrow",
    );
  });

  test("a file that is not there, is a directory, is empty, holds no job that can run", async () => {
    const directory = scratch();
    expect(await refused([join(directory, "none.swf")])).toMatch(/none\.swf does not exist\n$/);
    expect(await refused([directory])).toMatch(/must be a file \(found a directory\)\n$/);
    expect(await refused([file("a.swf", ""), "--procs", "4"])).toMatch(
      /must hold a job that can run \(found none\)\n$/,
    );
    expect(await refused([file("a.swf", LOG), "--procs", "1"])).toMatch(
      /note: 3 lines dropped: it can never start.*\n.*must hold a job that can run \(found 3 lines, all dropped\)\n$/,
    );
  });

  test("a machine whose size nobody says", async () => {
    expect(await refused([file("a.swf", line(1, 0, 1, 1, 1))])).toBe(
      "--procs must be given: the log's header has no MaxProcs\n",
    );
    expect(await refused([file("a.csv", "id,submit,procs,run\n1,0,1,1\n")])).toBe(
      "--procs must be given: a table does not say how large the machine is\n",
    );
  });

  test("a gzip file that ends early or is damaged", async () => {
    const packed = gzipSync(LOG.repeat(50));
    expect(await refused([file("a.swf.gz", packed.subarray(0, packed.length - 20))])).toMatch(
      /a\.swf\.gz must be a whole gzip file \(found one that ends early\)\n$/,
    );
    const damaged = Uint8Array.from(packed);
    damaged.fill(0xff, 20, 40);
    expect(await refused([file("a.swf.gz", damaged)])).toMatch(
      /must be a gzip file \(found one that is damaged/,
    );
  });

  test("nothing is written, whatever is wrong", async () => {
    const home = scratch();
    await refused([log(), "--policy", "x", "--out", join(home, "out")]);
    await refused([file("a.swf", ""), "--procs", "4", "--out", join(home, "out")]);
    expect(readdirSync(home)).toEqual([]);
    writeFileSync(join(home, "taken"), "mine");
    expect(await refused([log(), "--out", join(home, "taken")])).toContain("--out");
    expect(readFileSync(join(home, "taken"), "utf8")).toBe("mine");
  });
});

describe("interrupted", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s ends a replay with code %i and nothing written",
    async (signal, code) => {
      const home = scratch();
      mkdirSync(join(home, "logs"));
      // A queue that only grows, under the discipline that looks at all of it: minutes of work.
      const many = Array.from({ length: 60_000 }, (_, k) => line(k, k, 1 + (k % 7), 50 + (k % 13), 200)).join(
        "\n",
      );
      const log = join(home, "logs/long.swf");
      writeFileSync(log, `; MaxProcs: 8\n${many}\n`);
      // In the middle of it, on a slow machine too: reading takes about as long as a replay that is short.
      const began = performance.now();
      spawnCapsim(["replay", log, "--procs", "8", "--policy", "fcfs"]);
      const startUp = performance.now() - began;
      const child = startCapsim(["replay", log, "--policy", "conservative", "--out", join(home, "out")]);
      let stderr = "";
      child.stderr!.on("data", (part: Buffer) => (stderr += part.toString()));
      await new Promise((resolve) => setTimeout(resolve, 2 * startUp + 500));
      expect(child.exitCode).toBe(null);
      child.kill(signal);
      expect(await new Promise((resolve) => child.once("close", resolve))).toBe(code);
      expect(stderr).toContain("interrupted; nothing was written");
      expect(existsSync(join(home, "out"))).toBe(false);
      expect(readdirSync(home)).toEqual(["logs"]);
    },
    120_000,
  );
});
