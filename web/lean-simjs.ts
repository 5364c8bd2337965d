// Leaves out of the workers the classes of simjs that no run uses: its random numbers, statistics, facilities, buffers,
// stores, entities and queues (src/engine brings its own queue). The bundle registers all of them on one object, where no
// bundler can see that they are not used.
import type { Plugin } from "vite";

const file = /simjs[\\/]sim\.js$/;
const unused = [
  "Queue",
  "PQueue",
  "Random",
  "Facility",
  "Buffer",
  "Store",
  "Event",
  "Entity",
  "Request",
  "DataSeries",
  "TimeSeries",
  "Population",
];

export function leanSimjs(): Plugin {
  return {
    name: "capsim-lean-simjs",
    transform: (code, id) => {
      if (!file.test(id)) return undefined;
      const lean = unused.reduce((text, name) => {
        const whole = new RegExp(
          `var ${name} = function \\(\\w*\\) \\{[^]*?\\n  return ${name};\\n\\}\\([\\w.]*\\);`,
        );
        if (!whole.test(text)) throw new Error(`simjs is not written as expected: it has no class ${name}`);
        return text.replace(whole, `var ${name} = function () {};`);
      }, code);
      return { code: lean, map: null };
    },
  };
}
