// The package as a user gets it: packed, unpacked, imported and run, so that nothing works only in the clone.
// Run after `npm run build`.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { closingLine, count, noTally, runCommand } from "./checks.ts";

const Packed = z.array(z.object({ filename: z.string(), unpackedSize: z.number() })).min(1);

const tally = noTally();
const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), "capsim-pack-"));
try {
  const answer = execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    encoding: "utf8",
  });
  const packed = Packed.parse(JSON.parse(answer))[0];
  if (packed === undefined) throw new Error("npm pack named no file");
  console.log(`${packed.filename}: ${(packed.unpackedSize / 1000).toFixed(0)} kB unpacked`);
  execFileSync("tar", ["-xzf", join(folder, packed.filename), "-C", folder]);
  // The dependencies are those of the clone; only the package itself is under test.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const program = join(folder, "package/dist/cli/main.js");
  const library = join(folder, "package/dist/index.js");

  count(tally, "publint", runCommand("publint", "publint", ["--strict"]));
  count(
    tally,
    "the packed library can be imported",
    runNode(["--input-type=module", "--eval", `await import(${JSON.stringify(library)})`]),
  );
  count(tally, "the packed command prints its help", runNode([program, "--help"]));
  const out = join(folder, "out");
  count(
    tally,
    "the packed command runs first-campus",
    runNode([program, "run", "first-campus", "--out", out]),
  );
  count(
    tally,
    "the packed command runs a study in threads",
    runNode([program, "run", "first-campus", "--samples", "2", "--jobs", "2"]),
  );
  count(tally, "it writes summary.json", existsSync(join(out, "summary.json")));
  count(tally, "bad input exits with 2 and writes nothing", refusesBadInput(program));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(closingLine(tally));
process.exitCode = tally.failed > 0 ? 1 : 0;

function runNode(args: readonly string[]): boolean {
  return runCommand("node", process.execPath, args);
}

function refusesBadInput(program: string): boolean {
  const file = join(folder, "bad.json");
  const out = join(folder, "none");
  writeFileSync(file, readFileSync(join(root, "package.json")));
  try {
    execFileSync(process.execPath, [program, "run", file, "--out", out], { stdio: "pipe" });
    return false;
  } catch (error) {
    const status = error instanceof Error && "status" in error ? error.status : undefined;
    return status === 2 && !existsSync(out);
  }
}
