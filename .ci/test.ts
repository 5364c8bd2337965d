// `npm test`: types, lint, format, then unit, property and browser tests.
// Ends with `N passed, N failed`, one count per static check and one per test; exits with 1 on any failure.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { closingLine, count, noTally, runCommand } from "./checks.ts";

const reportPath = "node_modules/.cache/capsim/vitest.json";

const Report = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const tally = noTally();
count(tally, "types", runCommand("types", "tsc", ["--noEmit"]));
count(tally, "lint", runCommand("lint", "oxlint", ["--deny-warnings"]));
count(tally, "format", runCommand("format", "oxfmt", ["--check"]));

mkdirSync("node_modules/.cache/capsim", { recursive: true });
rmSync(reportPath, { force: true });
const ran = runCommand("tests", "vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${reportPath}`,
]);
const skippedNames = countTests();
if (skippedNames.length > 0) console.log(`\nskipped:\n  ${skippedNames.join("\n  ")}`);
console.log(`\n${closingLine(tally)}`);
process.exitCode = tally.failed > 0 ? 1 : 0;

/** Adds the tests of vitest's own report to the tally; returns the names of the skipped ones. */
function countTests(): string[] {
  const skipped: string[] = [];
  const before = tally.failed;
  const report = readReport();
  for (const file of report?.testResults ?? []) {
    for (const { fullName, status } of file.assertionResults) {
      if (status === "passed") tally.passed += 1;
      else if (status === "failed") tally.failed += 1;
      else skipped.push(fullName);
    }
    // A file that could not be loaded has no tests to count, but it has failed.
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")) {
      count(tally, `load ${file.name}`, false);
    }
  }
  tally.skipped += skipped.length;
  // An unhandled rejection or a crash fails the run without failing a test.
  if (!ran && tally.failed === before) count(tally, "test run", false);
  return skipped;
}

function readReport(): z.infer<typeof Report> | undefined {
  try {
    return Report.parse(JSON.parse(readFileSync(reportPath, "utf8")));
  } catch (error) {
    console.error(`no test report: ${String(error)}`);
    return undefined;
  }
}
