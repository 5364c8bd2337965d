// Start times of gang schedulers against those of the field's reference simulators, start by start.
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { DISCIPLINES, metricsOf, readSwf, replay, workloadOf } from "../../../src/index.ts";
import type { Ties, Workload } from "../../../src/index.ts";
import { equalRow } from "./row.ts";
import type { OracleGroup, OracleRow } from "./row.ts";

const PYSS = "https://github.com/dinesh121991/pyss";
const SC15 =
  "https://doi.org/10.1145/2807591.2807646 (Gaussier, Glesser, Reis, Trystram, SC'15), https://github.com/dinesh121991/predictsim";

interface Golden {
  readonly procs: number;
  readonly jobs: readonly (readonly [number, number, number, number, number])[];
  readonly start: Readonly<Record<string, readonly number[]>>;
}

const disciplineOf: Readonly<Record<string, string>> = {
  fcfs: "fcfs",
  easy: "easy",
  sjbf: "easy-sjbf",
  cons: "conservative",
};

const unzipped = (path: string | URL): string => gunzipSync(readFileSync(path)).toString();
const dataFile = (name: string): URL => new URL(`../../data/${name}`, import.meta.url);

const tiesWords = (ties: Ties): string => (ties === "submit-first" ? "submissions first" : "ends first");

function workloadFrom({ jobs }: Golden): Workload {
  return workloadOf(jobs.map(([id, submit, procs, run, estimate]) => ({ id, submit, procs, run, estimate })));
}

function goldenRows(id: string, title: string, cases: readonly Golden[]): readonly OracleRow[] {
  const keys = Object.keys(cases[0]?.start ?? {});
  return keys.map((key): OracleRow => {
    const [policy = "", endsFirst] = key.split("_");
    const name = disciplineOf[policy] ?? "";
    const ties: Ties = endsFirst === undefined ? "submit-first" : "end-first";
    let [starts, wrong] = [0, 0];
    for (const each of cases) {
      const { start } = replay(workloadFrom(each), {
        procs: each.procs,
        discipline: DISCIPLINES[name]!,
        ties,
      });
      for (const [job, expected] of (each.start[key] ?? []).entries()) {
        starts++;
        if (start[job] !== expected) wrong++;
      }
    }
    return equalRow({
      id: `scheduling.${id}-${name}-${ties}`,
      what: `${title}: ${name}, ${tiesWords(ties)}, starts that differ of ${starts}`,
      expected: "0",
      simulated: String(wrong),
      source: PYSS,
    });
  });
}

const worked: readonly Golden[] = [
  {
    procs: 10,
    jobs: [
      [1, 0, 8, 10, 20],
      [2, 1, 10, 5, 5],
      [3, 10, 2, 8, 8],
    ],
    start: { easy: [0, 18, 10], easy_tb: [0, 10, 15] },
  },
  {
    procs: 10,
    jobs: [
      [1, 0, 7, 100, 100],
      [2, 1, 8, 100, 100],
      [3, 2, 9, 100, 100],
      [4, 50, 2, 250, 250],
    ],
    start: { fcfs: [0, 100, 200, 300], cons: [0, 100, 200, 300], easy: [0, 100, 300, 50] },
  },
  {
    procs: 10,
    jobs: [
      [1, 0, 7, 100, 100],
      [2, 1, 8, 50, 50],
      [3, 2, 3, 200, 200],
      [4, 3, 2, 90, 90],
      [5, 4, 3, 90, 97],
    ],
    start: { fcfs: [0, 100, 150, 150, 150], easy: [0, 100, 150, 3, 150], cons: [0, 100, 150, 3, 150] },
  },
];

/** Where logs of others lie beside the project; they are no part of it. */
const LOGS = new URL("../../../../shared/", import.meta.url);

/** Mean wait [s], mean bounded slowdown and makespan [s] that were published or found by a second program. */
const kth: readonly {
  readonly policy: string;
  readonly ties: Ties;
  readonly exact?: boolean;
  readonly wait?: string;
  readonly slowdown: string;
  readonly source: string;
}[] = [
  { policy: "fcfs", ties: "submit-first", wait: "353776.41", slowdown: "6814.973", source: PYSS },
  { policy: "easy", ties: "submit-first", wait: "6836.8721", slowdown: "92.576539734", source: SC15 },
  { policy: "easy-sjbf", ties: "submit-first", wait: "5904.0766", slowdown: "69.405400580", source: SC15 },
  { policy: "conservative", ties: "submit-first", wait: "7310.5512", slowdown: "88.997275", source: PYSS },
  {
    policy: "easy",
    ties: "submit-first",
    exact: true,
    wait: "6327.6816",
    slowdown: "71.722385112",
    source: SC15,
  },
  {
    policy: "easy-sjbf",
    ties: "submit-first",
    exact: true,
    wait: "5436.0208",
    slowdown: "49.847718931",
    source: SC15,
  },
  {
    policy: "easy",
    ties: "end-first",
    slowdown: "92.687654",
    source: "a second program, independent of both",
  },
];

const digitsOf = (text: string): number => text.split(".")[1]?.length ?? 0;

function kthRows(): readonly OracleRow[] {
  const log = new URL("traces/KTH-SP2.swf.gz", LOGS);
  const startsFile = new URL("validation/KTH-SP2_easy.starts.csv.gz", LOGS);
  const there = existsSync(log) && existsSync(startsFile);
  const workload = there ? readSwf(unzipped(log)).workload : workloadOf([]);
  const rows = kth.flatMap(
    ({ policy, ties, exact = false, wait, slowdown, source }): readonly OracleRow[] => {
      const name = `${policy}${exact ? ", estimates exact" : ""}, ${tiesWords(ties)}`;
      const id = `scheduling.kth-sp2-${policy}${exact ? "-exact" : ""}-${ties}`;
      const jobs = exact ? { ...workload, estimate: workload.run } : workload;
      const metrics = there
        ? metricsOf(replay(jobs, { procs: 100, discipline: DISCIPLINES[policy]!, ties }))
        : undefined;
      const row = (part: string, what: string, expected: string, found: number | undefined): OracleRow =>
        ifThere(there, {
          id: `${id}-${part}`,
          what: `KTH-SP2: ${name}, ${what}`,
          expected,
          simulated: found?.toFixed(digitsOf(expected)) ?? "",
          source,
        });
      return [
        ...(wait === undefined ? [] : [row("wait", "mean wait in s", wait, metrics?.meanWaitSeconds)]),
        row("slowdown", "mean bounded slowdown", slowdown, metrics?.meanBoundedSlowdown),
      ];
    },
  );
  const starts = ifThere(there, {
    id: "scheduling.kth-sp2-easy-starts",
    what: "KTH-SP2: easy, starts that differ of 28481",
    expected: "0",
    simulated: there ? String(startsThatDiffer(workload, startsFile)) : "",
    source: SC15,
  });
  return [starts, ...rows];
}

/** A row of the log, which stays with its archive: https://www.cs.huji.ac.il/labs/parallel/workload/. */
function ifThere(there: boolean, row: Parameters<typeof equalRow>[0]): OracleRow {
  const compared = equalRow({ ...row, needs: "the log KTH-SP2" });
  return there ? compared : { ...compared, verdict: "not run" };
}

function startsThatDiffer(workload: Workload, file: URL): number {
  const { start } = replay(workload, { procs: 100, discipline: DISCIPLINES["easy"]! });
  const expected = new Map(
    unzipped(file)
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").map(Number))
      .map((fields): [number, number] => [fields[0] ?? NaN, fields[5] ?? NaN]),
  );
  let wrong = expected.size === workload.count ? 0 : Math.abs(expected.size - workload.count);
  for (let job = 0; job < workload.count; job++)
    if (expected.get(workload.id[job] ?? NaN) !== start[job]) wrong++;
  return wrong;
}

export const scheduling: OracleGroup = {
  id: "scheduling",
  title: "Gang scheduling",
  about:
    "Start times of every job on one machine, against reference simulators: worked examples, 170 small random workloads with many ties, one of 5,000 jobs, and the log KTH-SP2 (28,481 jobs, 100 processors; it stays with its archive, so these rows need the log beside the project).",
  rows: () => [
    ...worked.flatMap((each, k) => goldenRows(`worked-${k + 1}`, `Worked example ${k + 1}`, [each])),
    ...goldenRows(
      "micro",
      "170 small workloads",
      (JSON.parse(unzipped(dataFile("scheduling-micro.json.gz"))) as { cases: Golden[] }).cases,
    ),
    ...goldenRows("5000", "5,000 jobs", [
      JSON.parse(unzipped(dataFile("scheduling-5000.json.gz"))) as Golden,
    ]),
    ...kthRows(),
  ],
};
