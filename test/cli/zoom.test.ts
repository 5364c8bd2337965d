// capsim zoom: exit codes, what it says, what it writes.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { capsim, scratch } from "./capsim.ts";

const POOL = ["--prefill-tokens-per-second", "500", "--token-ms", "20,40", "--slots", "32"];
const DRAWN = [
  ...POOL,
  "--prompt",
  "1155,1020,4142",
  "--output",
  "211,129",
  "--instances",
  "2",
  "--hours",
  "1",
];
const TRACE = `TIMESTAMP,ContextTokens,GeneratedTokens
2023-11-16 18:17:03.9799600,4808,10
2023-11-16 18:17:04.0319600,3180,8
2023-11-16 18:17:40.0000000,0,27
2023-11-16 18:18:10.0000000,2500,300
`;

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch(), name);
  writeFileSync(path, content);
  return path;
}
const json = (text: string): ReturnType<typeof JSON.parse> => JSON.parse(text);
const refused = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await capsim(["zoom", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr;
};

describe("capsim zoom", () => {
  test("prints both ways in 80 columns, plain where it is no terminal", async () => {
    const { code, stdout, stderr } = await capsim(["zoom", ...DRAWN, "--load", "0.6"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("2 instances of 500 prompt tokens/s and 32 slots\n");
    expect(stdout).toMatch(/events +closed +error\n/);
    expect(stdout).toMatch(/first token, mean +[\d.]+ m?s +[\d.]+ m?s +[+−][\d.]+ %\n/);
    expect(stdout).not.toContain("\u001b");
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("takes the load of an hour of the scenario's run", async () => {
    const ask = ["first-campus", "--instances", "2", "--hours", "1", "--json"];
    const { code, stdout, stderr } = await capsim(["zoom", ...ask, "--at", "2026-07-15T19:00Z"]);
    expect(code).toBe(0);
    const [, busy = "", all = ""] = /: ([\d,]+) chips busy of ([\d,]+) of replicas/.exec(stderr) ?? [];
    const load = Number(busy.replaceAll(",", "")) / Number(all.replaceAll(",", ""));
    // Replicas follow demand to the cap of 0.85; slots and prefill are full at the same load.
    expect(load).toBeCloseTo(0.85, 2);
    expect(json(stdout).points[0].closed.prefillBusy / load).toBeCloseTo(1, 3);
  });

  test("refuses an hour outside the run, one without serving, a site elsewhere, and a load beside it", async () => {
    expect(await refused("first-campus", "--at", "2031-01-01T00:00Z")).toContain(
      "from 2026-01-01 to before 2028",
    );
    expect(await refused("first-campus", "--at", "2026-07-15")).toContain("must be a full hour in UTC");
    expect(await refused("first-campus", "--at", "2026-01-02T00:00Z")).toContain(
      "in which nothing is served",
    );
    expect(await refused("first-campus", "--at", "2026-07-15T19:00Z", "--site", "campis")).toContain(
      'did you mean "campus"?',
    );
    expect(await refused("first-campus", "--at", "2026-07-15T19:00Z", "--load", "0.5")).toContain("--load");
    expect(await refused("first-campus", "--site", "campus")).toContain("needs --at");
  });

  test("gives the same bytes for the same seed, and others for another", async () => {
    const once = await capsim(["zoom", ...DRAWN, "--load", "0.6", "--json"]);
    const again = await capsim(["zoom", ...DRAWN, "--load", "0.6", "--json"]);
    const other = await capsim(["zoom", ...DRAWN, "--load", "0.6", "--json", "--seed", "2"]);
    expect(again.stdout).toBe(once.stdout);
    expect(other.stdout).not.toBe(once.stdout);
    const { format, points } = json(once.stdout);
    expect(format).toBe("capsim-zoom/1");
    expect(points[0].load).toBeCloseTo(0.6, 4);
    expect(points[0].zoom.prefillBusy).toBeCloseTo(0.6, 1);
  });

  test("sweeps loads and writes what it found", async () => {
    const out = join(scratch(), "out");
    const { code, stdout } = await capsim(["zoom", ...DRAWN, "--sweep", "0.5,0.8", "--out", out]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/0\.50 +events[^\n]+\n +closed[^\n]+\n0\.80 +events/);
    expect(readdirSync(out).sort()).toEqual(["loads.csv", "minutes.csv", "zoom.json"]);
    const rows = readFileSync(join(out, "loads.csv"), "utf8").trim().split("\n");
    expect(rows.length).toBe(3);
    const [low, high] = rows.slice(1).map((row) => Number(row.split(",")[3]));
    expect(high).toBeGreaterThan(low!);
    expect(readFileSync(join(out, "minutes.csv"), "utf8").trim().split("\n").length).toBe(61);
  });

  test("replays a trace, zipped or not, and names what it drops", async () => {
    const plain = await capsim(["zoom", ...POOL, "--trace", file("a.csv", TRACE), "--json"]);
    const zipped = await capsim(["zoom", ...POOL, "--trace", file("a.csv.gz", gzipSync(TRACE)), "--json"]);
    expect(plain.stderr).toBe("note: line 4 is dropped: 2023-11-16 18:17:40.0000000,0,27\n");
    expect(json(zipped.stdout).points).toEqual(json(plain.stdout).points);
    const [{ zoom }] = json(plain.stdout).points;
    expect(zoom.requests).toBe(3);
    // The long first prompt alone takes 4808 / 500 s.
    expect(zoom.ttft.p99).toBeGreaterThanOrEqual(9.6);
  });

  test("takes model, tokens and rates of a scenario", async () => {
    const { code, stdout, stderr } = await capsim([
      "zoom",
      "first-campus",
      "--class",
      "office",
      "--load",
      "0.4",
      "--instances",
      "1",
      "--hours",
      "1",
      "--json",
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain("note: rates are the roofline's, without the production derate\n");
    const { title, spec, points } = json(stdout);
    expect(title).toContain("class office");
    expect(spec.prefill.hit).toBe(0.4);
    expect(points[0].zoom.prefillBusy).toBeGreaterThan(0.35);
    expect(points[0].zoom.prefillBusy).toBeLessThan(0.45);
  });

  test("refuses, with all that is wrong, and writes nothing", async () => {
    expect(await refused()).toContain("--prefill-tokens-per-second must be given where no scenario is");
    expect(await refused(...POOL)).toContain("--prompt must be given");
    expect(await refused(...DRAWN, "--routing", "share")).toContain('did you mean "shares"?');
    expect(await refused(...DRAWN, "--sweep", "0.5,x")).toContain("must be 1 to 50 numbers above 0");
    expect(await refused(...DRAWN, "--hit", "1")).toContain("from 0 to below 1 (found 1)");
    expect(await refused("first-campus", "--class", "ofice")).toContain('did you mean "office"?');
    expect(await refused(...POOL, "--trace", file("b.csv", "TIMESTAMP,Context\n1,2\n"))).toContain(
      "must have a column ContextTokens, GeneratedTokens",
    );
    const out = join(scratch(), "never");
    await refused(...DRAWN, "--share-cv", "99", "--out", out);
    expect(existsSync(out)).toBe(false);
  });
});
