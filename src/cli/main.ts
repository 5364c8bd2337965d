#!/usr/bin/env node
/** The `capsim` command. */
import { setFlagsFromString } from "node:v8";

// A run's numbers die young: a larger nursery saves no time and costs 60 MB. It grows while the program is read, too, so
// the program is read after this.
setFlagsFromString("--semi-space-growth-factor=1");
const [{ execute }, { EXIT }] = await Promise.all([import("./execute.ts"), import("./fail.ts")]);

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.internal);
});

process.exitCode = await execute(process.argv.slice(2));
