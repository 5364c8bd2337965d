// `npm run prepare`, which npm runs after an install: builds the library and the command line into dist/,
// and puts `capsim` beside the other commands so that `npx capsim` works in a clone.
import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { runCommand } from "./checks.ts";

const program = "dist/cli/main.js";
const command = "node_modules/.bin/capsim";

rmSync("dist", { recursive: true, force: true });
if (!runCommand("build", "tsc", ["-p", "tsconfig.build.json"])) process.exit(1);
if (existsSync(program)) {
  chmodSync(program, 0o755);
  // Windows links commands by other means; `npx capsim` finds the package's own bin there.
  if (process.platform !== "win32" && existsSync("node_modules/.bin")) {
    rmSync(command, { force: true });
    symlinkSync(`../../${program}`, command);
  }
}
