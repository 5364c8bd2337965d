// The gang part of `npm run bench`: CPU of one warm replication of AIReSim's baseline, 4,096 servers for 256 days. The
// original takes 16 to 33 s for it.
import { loadGangOrThrow, runGang } from "../../src/index.ts";
import type { FleetRow } from "./fleet.ts";

const WARM_UP = 20;
const MEASURED = 40;

export function gangRows(): FleetRow[] {
  const params = loadGangOrThrow("airesim-table1");
  const cpuMs = Array.from({ length: WARM_UP + MEASURED }, (_, replication) => {
    const before = process.cpuUsage();
    runGang(params, 1, replication);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  const warm = cpuMs.slice(WARM_UP).sort((a, b) => a - b);
  return [
    {
      name: "a gang of 4,096 for 256 days, warm",
      found: warm[MEASURED >> 1] ?? NaN,
      limit: 20,
      unit: "ms CPU",
    },
  ];
}
