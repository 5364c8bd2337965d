// Leaves presets out of the page that its budget of data has no room for; they stay presets of the command line and the
// library.
import type { Plugin } from "vite";

const file = /src\/scenario\/builtin-scenarios\.ts$/;
const left = ["llama3-54-days"];

export function pagePresets(): Plugin {
  return {
    name: "capsim-page-presets",
    // Before types are taken out, so that the lines are as they were written.
    enforce: "pre",
    transform: (code, id) => {
      if (!file.test(id)) return undefined;
      const lean = left.reduce((text, preset) => {
        const kept = text
          .split("\n")
          .filter((line) => !line.includes(`"${preset}"`) && !line.includes(`/${preset}.json"`));
        if (text.split("\n").length - kept.length !== 2)
          throw new Error(`${preset} must be listed once, as it is written`);
        return kept.join("\n");
      }, code);
      return { code: lean, map: null };
    },
  };
}
