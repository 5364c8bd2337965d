/** Runs one command line to its exit code; what goes wrong is printed here and nowhere else. */
import { CommanderError } from "commander";
import { CommandFault, EXIT } from "./fail.ts";
import { buildProgram, usageExitCode } from "./program.ts";

/** `args` without the interpreter and the script; messages go to the standard error. */
export async function execute(args: readonly string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(args, { from: "user" });
    return EXIT.ok;
  } catch (error) {
    // Commander has printed its own message.
    if (error instanceof CommanderError) return usageExitCode(error.code);
    if (error instanceof CommandFault) {
      process.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`capsim failed, which is a fault of the program: ${trace}\n`);
    return EXIT.internal;
  }
}
