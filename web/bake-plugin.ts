// Gives the page `virtual:baked`: the default run, computed while the page is built, so that it is never
// out of step with the simulator that the page carries.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const id = "virtual:baked";
const script = fileURLToPath(new URL("./bake.ts", import.meta.url));
const megabytes64 = 64 * 2 ** 20;

export function bakedRun(): Plugin {
  return {
    name: "capsim-baked-run",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: async (source) => {
      if (source !== `\0${id}`) return undefined;
      // A process of its own: the simulator runs as plain Node runs it, not as the bundler sees it.
      const { stdout } = await promisify(execFile)(process.execPath, [script], { maxBuffer: megabytes64 });
      // Parsed from a string, which browsers do faster than an object literal of this size.
      return `export default JSON.parse(${JSON.stringify(stdout)});`;
    },
  };
}
