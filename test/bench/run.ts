// `npm run bench`: prints events per CPU-second of the engine beside simjs as published, and the cost of the presets;
// fails when a target is missed. Options: --only TEXT runs the engine cases whose name contains it, and no presets.
import { fileURLToPath } from "node:url";
import { engineCases } from "./engine-cases.ts";
import { compare, holds, tableOf, timeHere } from "./harness.ts";

const args = process.argv.slice(2);
const value = (option: string): string | undefined => {
  const index = args.indexOf(option);
  return index < 0 ? undefined : args[index + 1];
};

const single = value("--case");
if (single !== undefined) {
  const found = engineCases.find((bench) => bench.name === single);
  if (found === undefined) throw new Error(`--case must name a case (found ${single})`);
  const side = value("--side") === "baseline" ? found.baseline : found.subject;
  console.log(JSON.stringify(timeHere(side, found.events)));
} else {
  const only = value("--only");
  const script = fileURLToPath(import.meta.url);
  const rows = engineCases
    .filter((bench) => bench.name.includes(only ?? ""))
    .map((bench) => compare(script, bench));
  console.log(tableOf(rows));
  if (!rows.every(holds)) process.exitCode = 1;
  if (only === undefined) {
    // Not above: the timed processes need not load the whole program.
    const { fleetRows, fleetTable } = await import("./fleet.ts");
    const { replayRows } = await import("./replay.ts");
    const { gangRows } = await import("./gang.ts");
    const { servingRows } = await import("./serving-hours.ts");
    const { moneyRows } = await import("./money.ts");
    const fleet = [...fleetRows(), ...replayRows(), ...gangRows(), ...servingRows(), ...(await moneyRows())];
    console.log(`\n${fleetTable(fleet)}`);
    if (!fleet.every((row) => row.found <= row.limit)) process.exitCode = 1;
  }
}
