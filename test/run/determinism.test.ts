// One scenario and seed give one digest wherever they run. (Chromium's is compared in the browser tests; the digest
// itself is pinned in test/golden.)
import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulate, simulateSync } from "../../src/index.ts";

const PRESETS = ["first-campus", "rainier"];
const root = fileURLToPath(new URL("../../", import.meta.url));
const built = join(root, "dist/index.js");

const versionOf = (node: string): string => execFileSync(node, ["--version"], { encoding: "utf8" }).trim();

/** The first Node on the path, from 20 on, that is not the project's own and not of the version that runs this. */
function otherNode(): string | undefined {
  const found = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .filter((file) => existsSync(file))
    .map((file) => realpathSync(file));
  return [...new Set(found)].find((file) => {
    const version = versionOf(file);
    return version !== process.version && Number(/^v(\d+)/.exec(version)?.[1]) >= 20;
  });
}

/** The digests that the built library gives under a Node. */
function digestsOfBuilt(node: string): unknown {
  const code = `
    const { loadScenarioOrThrow, simulateSync } = await import(process.argv[1]);
    const digests = process.argv.slice(2).map((preset) => simulateSync(loadScenarioOrThrow(preset)).digest);
    process.stdout.write(JSON.stringify(digests));`;
  const args = ["--input-type=module", "--eval", code, pathToFileURL(built).href, ...PRESETS];
  return JSON.parse(execFileSync(node, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}

const other = otherNode();
let digests: string[];

beforeAll(() => {
  digests = PRESETS.map((preset) => simulateSync(loadScenarioOrThrow(preset)).digest);
}, 60_000);

describe("the digest of each preset", () => {
  it("is the same again, in slices that yield and report progress", async () => {
    const shares: number[] = [];
    const again = await simulate(loadScenarioOrThrow("first-campus"), {
      onProgress: (share) => shares.push(share),
    });
    expect(again.digest).toBe(digests[0]);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it("is another under another seed and another replication", () => {
    const scenario = loadScenarioOrThrow("first-campus");
    const others = [{ seed: 2 }, { replication: 1 }].map((options) => simulateSync(scenario, options).digest);
    expect(new Set([digests[0], ...others]).size).toBe(3);
  });

  it("is the same in a worker thread", async () => {
    const worker = new Worker(new URL("digest-worker.ts", import.meta.url), { workerData: PRESETS });
    const answer = await new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
    });
    await worker.terminate();
    expect(answer).toEqual(digests);
  });

  // Both run the built library: a build that is older than the sources would differ from them, not between Nodes.
  it.skipIf(other === undefined || !existsSync(built))(
    `is the same from the built library on ${process.version} and on the system's Node, where it is another`,
    () => {
      expect(digestsOfBuilt(other!)).toEqual(digestsOfBuilt(process.execPath));
    },
    240_000,
  );
});
