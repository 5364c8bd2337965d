// `npm run bench`: prints events per CPU-second of every case, and fails when a target is missed.
// Options: --only TEXT runs the cases whose name contains it; --json prints the rows.
import { fileURLToPath } from "node:url";
import { engineCases } from "./engine-cases.ts";
import { holds, measure, measureApart, tableOf } from "./harness.ts";
import type { BenchCase } from "./harness.ts";

/** Every case there is: add a folder's cases here. */
const cases: readonly BenchCase[] = [...engineCases];

const args = process.argv.slice(2);
const value = (option: string): string | undefined => {
  const index = args.indexOf(option);
  return index < 0 ? undefined : args[index + 1];
};

const single = value("--case");
if (single !== undefined) {
  const found = cases.find((bench) => bench.name === single);
  if (found === undefined) throw new Error(`--case must name a case (found ${single})`);
  console.log(JSON.stringify(measure(found)));
} else {
  const only = value("--only") ?? "";
  const script = fileURLToPath(import.meta.url);
  const rows = cases
    .filter((bench) => bench.name.includes(only))
    .map((bench) => measureApart(script, bench.name));
  console.log(args.includes("--json") ? JSON.stringify(rows, null, 2) : tableOf(rows));
  if (!rows.every(holds)) process.exitCode = 1;
}
