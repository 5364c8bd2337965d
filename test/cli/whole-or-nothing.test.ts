// Files are written whole or not at all: interrupted, killed, on a full disk.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { capsim, scratch, spawnCapsim, startCapsim } from "./capsim.ts";

const closed = (child: ReturnType<typeof startCapsim>): Promise<number | null> =>
  new Promise((resolve) => child.once("close", (code) => resolve(code)));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Nothing of a run that was killed stands under a final name, or all of it does. */
function wholeOrNothing(directory: string): "whole" | "nothing" {
  if (!existsSync(directory)) return "nothing";
  const manifest = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8"));
  for (const { name, sha256 } of manifest.files)
    expect(
      createHash("sha256")
        .update(readFileSync(join(directory, name)))
        .digest("hex"),
    ).toBe(sha256);
  return "whole";
}

describe("as a process of its own", () => {
  test("a good run ends with 0, a bad one with 2", () => {
    const directory = join(scratch(), "out");
    expect(spawnCapsim(["run", "first-campus", "--out", directory])).toMatchObject({
      code: 0,
      stderr: `written to ${directory}\n`,
    });
    expect(wholeOrNothing(directory)).toBe("whole");
    expect(spawnCapsim(["run", "first-campus", "--set", "seeed=1"])).toEqual({
      code: 2,
      stdout: "",
      stderr: 'seeed is not a known key; did you mean "seed"? (found 1)\n',
    });
  });
});

describe("interrupted", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)(
    "%s ends a run with code %i and nothing written",
    async (signal, code) => {
      const home = scratch();
      // Long enough to be in the middle of the run, on a slow machine too.
      const began = performance.now();
      spawnCapsim(["validate", "five-gigawatts"]);
      const startUp = performance.now() - began;
      const child = startCapsim(["run", "five-gigawatts", "--out", join(home, "out")]);
      await pause(startUp * 2 + 500);
      child.kill(signal);
      expect(await closed(child)).toBe(code);
      expect(readdirSync(home)).toEqual([]);
    },
    180_000,
  );
});

describe("killed", () => {
  test("at any moment: whole or nothing, and the next run clears what was left", async () => {
    const home = scratch();
    const seen = new Set<string>();
    for (let i = 0; i < 6; i++) {
      const directory = join(home, `out-${i}`);
      const child = startCapsim(["run", "first-campus", "--out", directory]);
      const ended = closed(child);
      await pause(450 + i * 120);
      child.kill("SIGKILL");
      await ended;
      seen.add(wholeOrNothing(directory));
    }
    expect([...seen].every((state) => state === "whole" || state === "nothing")).toBe(true);
    // The same name again: what an earlier one left beside it goes.
    for (let i = 0; i < 6; i++)
      expect((await capsim(["run", "first-campus", "--out", join(home, `out-${i}`)])).code).toBe(0);
    expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

/** A file system of 400 kB, less than a run writes; undefined where this machine does not let us mount one. */
function smallDisk(): string | undefined {
  if (process.platform !== "linux") return undefined;
  const directory = mkdtempSync(join(tmpdir(), "capsim-full-"));
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=400k", "capsim-test", directory]);
  if (status === 0) return directory;
  rmSync(directory, { recursive: true });
  return undefined;
}

const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

describe.skipIf(disk === undefined)("full disk (needs the right to mount one)", async () => {
  test("a new directory does not appear", async () => {
    const { code, stderr } = await capsim(["run", "first-campus", "--out", join(disk!, "out")]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--out .* could not be written.*no space/s);
    expect(readdirSync(disk!)).toEqual([]);
  });
  test("one that exists stays as it was", async () => {
    const directory = join(disk!, "old");
    mkdirSync(directory);
    expect((await capsim(["run", "first-campus", "--out", directory])).code).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });
});
