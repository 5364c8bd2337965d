// The replay part of `npm run bench`: CPU of one replay, warm, median of several. The log stays with its archive: its rows
// are left out where it does not lie beside the project.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DISCIPLINES, readSwf, replay, workloadOf } from "../../src/index.ts";
import type { Workload } from "../../src/index.ts";
import type { FleetRow } from "./fleet.ts";

const unzipped = (url: URL): string => gunzipSync(readFileSync(url)).toString();
const log = new URL("../../../shared/traces/KTH-SP2.swf.gz", import.meta.url);
const small = new URL("../data/scheduling-5000.json.gz", import.meta.url);

/** CPU seconds of one replay among several, after some that warm up. */
function cpuSeconds(workload: Workload, procs: number, policy: string, repeats: number): number {
  const discipline = DISCIPLINES[policy];
  if (discipline === undefined) throw new Error(`${policy} is no discipline`);
  const times = Array.from({ length: repeats + 3 }, () => {
    const before = process.cpuUsage();
    replay(workload, { procs, discipline });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  }).slice(3);
  return times.toSorted((a, b) => a - b)[Math.floor(repeats / 2)] ?? NaN;
}

interface Jobs {
  readonly procs: number;
  readonly jobs: readonly (readonly [number, number, number, number, number])[];
}

export function replayRows(): FleetRow[] {
  const { procs, jobs } = JSON.parse(unzipped(small)) as Jobs;
  const made = workloadOf(
    jobs.map(([id, submit, p, run, estimate]) => ({ id, submit, procs: p, run, estimate })),
  );
  const rows: FleetRow[] = [
    {
      name: "fcfs, 5,000 jobs, a job",
      found: (cpuSeconds(made, procs, "fcfs", 51) * 1e6) / made.count,
      // 300,000 jobs a second.
      limit: 1e6 / 300_000,
      unit: "us CPU",
    },
  ];
  if (!existsSync(log)) return rows;
  const { workload } = readSwf(unzipped(log));
  const row = (policy: string, limit: number, repeats: number): FleetRow => ({
    name: `KTH-SP2, ${policy}`,
    found: cpuSeconds(workload, 100, policy, repeats),
    limit,
    unit: "s CPU",
  });
  return [...rows, row("easy", 0.3, 15), row("conservative", 5, 7)];
}
