// The fleet part of `npm run bench`: CPU time and peak memory of the presets, each in a process of its own, and how
// the cost of an event grows when the fleet is ten times as large.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileModel, loadScenarioOrThrow, startRun } from "../../src/index.ts";
import type { Scenario } from "../../src/index.ts";

interface Run {
  readonly cpuMs: number;
  readonly events: number;
}

interface Report {
  readonly runs: readonly Run[];
  readonly peakMb: number;
}

export interface FleetRow {
  readonly name: string;
  readonly found: number;
  readonly limit: number;
  readonly unit: string;
}

/** CPU of compiling, running and reading out one scenario. */
function timed(scenario: Scenario): Run {
  const before = process.cpuUsage();
  const result = startRun(compileModel(scenario)).finish();
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, events: result.eventsExecuted };
}

/** Rainier with `factor` times the megawatts, chips and demand; nothing limits the supply of chips. */
function scaledRainier(factor: number): Scenario {
  const base = loadScenarioOrThrow("rainier");
  const times = (q: number | { readonly value: number }): number =>
    (typeof q === "number" ? q : q.value) * factor;
  const sites = Object.fromEntries(
    Object.entries(base.sites).map(([id, site]) => [
      id,
      {
        ...site,
        phases: Object.fromEntries(
          Object.entries(site.phases).map(([key, phase]) => [
            key,
            { ...phase, itMw: times(phase.itMw ?? 0) },
          ]),
        ),
        utility:
          site.utility &&
          Object.fromEntries(
            Object.entries(site.utility).map(([key, u]) => [key, { ...u, mw: times(u.mw) }]),
          ),
      },
    ]),
  );
  const inference = base.inference && {
    ...base.inference,
    outputTokensPerSecond: times(base.inference.outputTokensPerSecond ?? 0),
  };
  return { ...base, supply: {}, sites, inference };
}

function report(what: string): Report {
  const [name = "", factor = "1", repeats = "1"] = what.split(":");
  const scenario = name === "scaled" ? scaledRainier(Number(factor)) : loadScenarioOrThrow(name);
  const runs = Array.from({ length: Number(repeats) }, () => timed(scenario));
  return { runs, peakMb: process.resourceUsage().maxRSS / 1024 };
}

function apart(what: string): Report {
  const script = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, [script, what], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${what} failed (exit ${child.status})`);
  return JSON.parse(child.stdout) as Report;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const perEventNs = (r: Report): number => median(r.runs.map((run) => (run.cpuMs * 1e6) / run.events));

/** Run in the command's own process before it starts; its last words are what the process has used. */
const lastWords = `data:text/javascript,${encodeURIComponent(`
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 };
    process.stderr.write("\\n" + JSON.stringify(used));
  });
`)}`;

/** The decade as a reader runs it: the built command from start to end, its start included. */
function decade(): { readonly cpuSeconds: number; readonly peakMb: number } {
  const command = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
  if (!existsSync(command)) throw new Error("dist/cli/main.js must be there: run npm run build:lib first");
  const args = ["--import", lastWords, command, "run", "five-gigawatts", "--json"];
  const child = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (child.status !== 0) throw new Error(`the decade failed (exit ${child.status}): ${child.stderr}`);
  return JSON.parse(child.stderr.split("\n").at(-1) ?? "") as ReturnType<typeof decade>;
}

/** One row a target; the fleet is run cold for CPU and memory, warm for the small preset and the cost of an event. */
export function fleetRows(): FleetRow[] {
  const cold = [1, 2, 3].map(() => apart("rainier:1:1"));
  const small = apart("first-campus:1:25");
  // Alternating processes: what slows the machine slows both.
  const ratios = [1, 2, 3].map(() => {
    const one = perEventNs(apart("scaled:1:3"));
    return perEventNs(apart("scaled:10:1")) / one;
  });
  const decades = [1, 2, 3].map(decade);
  return [
    {
      name: "five-gigawatts, the command",
      found: median(decades.map((used) => used.cpuSeconds)),
      limit: 8,
      unit: "s CPU",
    },
    {
      name: "five-gigawatts, peak memory",
      found: median(decades.map((used) => used.peakMb)),
      limit: 200,
      unit: "MB",
    },
    {
      name: "rainier, events, cold process",
      found: median(cold.map((r) => (r.runs[0]?.cpuMs ?? NaN) / 1000)),
      limit: 5,
      unit: "s CPU",
    },
    { name: "rainier, peak memory", found: median(cold.map((r) => r.peakMb)), limit: 300, unit: "MB" },
    {
      name: "first-campus, warm",
      found: median(small.runs.slice(5).map((r) => r.cpuMs)),
      limit: 50,
      unit: "ms CPU",
    },
    { name: "cost of an event, 10x chips over 1x", found: median(ratios), limit: 1.3, unit: "x" },
  ];
}

export function fleetTable(rows: readonly FleetRow[]): string {
  return rows
    .map(
      (row) =>
        `${row.name.padEnd(38)} ${row.found.toFixed(2).padStart(8)} ${row.unit.padEnd(7)} at most ${Number(row.limit.toPrecision(3))}  ${row.found <= row.limit ? "ok" : "MISSED"}`,
    )
    .join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(report(process.argv[2] ?? "first-campus")));
