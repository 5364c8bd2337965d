// Runs commands and counts what passed, so that every script here closes with the same line.
import { spawnSync } from "node:child_process";

export type Tally = { passed: number; failed: number; skipped: number };

export const noTally = (): Tally => ({ passed: 0, failed: 0, skipped: 0 });

/** Runs one command with its output on the terminal; true when it exits with 0. */
export function runCommand(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n> ${title}: ${[command, ...args].join(" ")}`);
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (error !== undefined) console.error(`${command} did not start: ${error.message}`);
  return status === 0;
}

/** Adds one check to the tally and says its outcome. */
export function count(tally: Tally, title: string, ok: boolean): void {
  if (ok) tally.passed += 1;
  else tally.failed += 1;
  console.log(`${ok ? "ok" : "FAILED"}: ${title}`);
}

/** The closing line, alone on its line: `N passed, N failed`, and skipped ones where there are any. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
