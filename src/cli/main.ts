#!/usr/bin/env node
/** The `capsim` command. */
import { execute } from "./execute.ts";
import { EXIT } from "./fail.ts";

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.internal);
});

process.exitCode = await execute(process.argv.slice(2));
