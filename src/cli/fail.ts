/** How a command ends: 0 done, 1 our fault or the system's, 2 bad input, 130 and 143 interrupted. */
import { formatIssue } from "../index.ts";
import type { Issue } from "../index.ts";
import { printable } from "./terminal.ts";

export const EXIT = { ok: 0, internal: 1, badInput: 2, interrupted: 130, terminated: 143 } as const;

/** Ends the command with a message and an exit code; the top of the program prints it. */
export class CommandFault extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.name = "CommandFault";
    this.exitCode = exitCode;
  }
}

/** Bad input: every issue on a line of its own. */
export function badInput(issues: readonly Issue[]): CommandFault {
  return new CommandFault(issues.map((issue) => printable(formatIssue(issue))).join("\n"), EXIT.badInput);
}
