// capsim policies: its columns are runs of their own, its formats agree, it refuses bad lists and stops when told.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadScenarioOrThrow, parseCsv, policyRow, simulateSync } from "../../src/index.ts";
import type { PolicyRow } from "../../src/index.ts";
import { capsim, scratch, startCapsim } from "./capsim.ts";

const SHORT = ["first-campus", "--set", "end=2026-12-01", "--set", "inference.scale=3"];
const run = (policy: string, trainingShare: number): PolicyRow =>
  policyRow(
    simulateSync(
      loadScenarioOrThrow("first-campus", {
        patch: { end: "2026-12-01", inference: { scale: 3 }, sharing: { policy, trainingShare } },
      }),
    ),
    policy,
    trainingShare,
  );

describe("capsim policies", { timeout: 60_000 }, () => {
  test("runs each policy on the draws of a run of its own, and its formats agree", async () => {
    const out = join(scratch(), "out");
    const list = ["--policies", "inference-first=0.5,partition=0.5,harvest=0.2"];
    const { code, stdout } = await capsim(["policies", ...SHORT, ...list, "--json", "--out", out]);
    expect(code).toBe(0);
    expect(readFileSync(join(out, "policies.json"), "utf8")).toBe(stdout);
    const report = JSON.parse(stdout) as { format: string; policies: PolicyRow[] };
    expect(report.format).toBe("capsim-policies/1");
    const alone = [run("inference-first", 0.5), run("partition", 0.5), run("harvest", 0.2)];
    expect(report.policies).toEqual(JSON.parse(JSON.stringify(alone)));
    // Or the comparison would be of one thing.
    expect(new Set(report.policies.map(({ digest }) => digest)).size).toBe(3);
    expect(report.policies[1]!.preemptions).toBe(0);
    expect(report.policies[0]!.preemptions).toBeGreaterThan(0);

    const csv = await capsim(["policies", ...SHORT, ...list, "--csv"]);
    expect(csv.stdout).toBe(readFileSync(join(out, "policies.csv"), "utf8"));
    const [header, ...rows] = parseCsv(csv.stdout).records;
    const column = header!.fields.indexOf("trainedFlops");
    expect(rows.map(({ fields }) => Number(fields[column]))).toEqual(alone.map((row) => row.trainedFlops));
  });

  test("shows reasons where they are recorded, in 80 columns and in 60", async () => {
    const scaler = ["--set", `inference.autoscaler={"leadMinutes":30}`];
    const narrow = await capsim(["policies", ...SHORT, ...scaler], { COLUMNS: "60" });
    const wide = await capsim(["policies", ...SHORT, ...scaler]);
    for (const [{ stdout }, columns] of [
      [narrow, 60],
      [wide, 80],
    ] as const)
      expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(wide.stdout).toMatch(/ {4}chips not started +[<\d.]+ % +[<\d.]+ % +[<\d.]+ %/);
    expect(wide.stdout).toMatch(/inference- +partition +harvest\n +first\n/);
  });

  test("holds demand where the scenario states it as a share of what training leaves", async () => {
    const set = [
      "--set",
      "inference.outputTokensPerSecond=null",
      "--set",
      "inference.firstMonthUtilisation=0.5",
    ];
    const list = ["--policies", "partition=0.1,partition=0.6"];
    const { code, stdout, stderr } = await capsim(["policies", ...SHORT, ...set, ...list, "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const { policies } = JSON.parse(stdout) as { policies: PolicyRow[] };
    const served = policies.map((row) => row.servingChipHours / row.servedShare);
    // Chips busy for all of demand are the same, however much of it is served; but for which of two systems is asked.
    expect(served[1]! / served[0]!).toBeCloseTo(1, 2);
    expect(policies[0]!.servedShare).toBeGreaterThan(policies[1]!.servedShare + 0.05);
  });

  test("says everything that is wrong with the list, and runs nothing", async () => {
    const bad = await capsim([
      "policies",
      "first-campus",
      "--policies",
      "harvset,partition=2,harvest,harvest",
    ]);
    expect(bad).toMatchObject({ code: 2, stdout: "" });
    expect(bad.stderr.split("\n").slice(0, 3)).toEqual([
      expect.stringMatching(/^--policies must name a sharing policy.*harvest.* \(found "harvset"\)$/),
      expect.stringMatching(/^--policies must have a share of training from 0 to 1/),
      expect.stringMatching(/^--policies must name no policy twice with one share/),
    ]);
    const both = await capsim(["policies", "first-campus", "--json", "--csv"]);
    expect(both).toMatchObject({ code: 2, stdout: "" });
  });

  test("stops at Ctrl-C and writes nothing", async () => {
    const out = join(scratch(), "out");
    const child = startCapsim(["policies", "five-gigawatts", "--out", out]);
    let stderr = "";
    child.stderr?.on("data", (part: Buffer) => void (stderr += part.toString()));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
    expect(stderr).toMatch(/interrupted; nothing was written\n$/);
    expect(existsSync(out)).toBe(false);
  });
});
