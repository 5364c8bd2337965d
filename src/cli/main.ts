#!/usr/bin/env node
/** The `capsim` command. */
import { CommanderError } from "commander";
import { CommandFault, EXIT } from "./fail.ts";
import { buildProgram, usageExitCode } from "./program.ts";

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.internal);
});

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = usageExitCode(error.code);
  else if (error instanceof CommandFault) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(
      `capsim failed, which is a fault of the program: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = EXIT.internal;
  }
}
