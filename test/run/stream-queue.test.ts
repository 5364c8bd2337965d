// A fleet's queue against a replay of the same jobs, whose starts equal the field's references (test/oracles/rows): one
// pool without failures, every job a gang of whole UltraServers, so that an UltraServer is a processor.
import { describe, expect, it } from "vitest";
import {
  compileModel,
  DISCIPLINES,
  jobsOf,
  loadScenario,
  loadScenarioOrThrow,
  replay,
  simulateSync,
  startRun,
} from "../../src/index.ts";
import type { Discipline, Recipe, Result, Workload } from "../../src/index.ts";
import { lastFirst } from "../scheduling/last-first.ts";
import { FLEET_DISCIPLINES } from "../../src/scheduling/names.ts";

const US = 32;
const CHIPS_PER_US = 64;
const TEAMS = ["blue", "red"];

const recipe: Recipe = {
  jobs: 400,
  arrivals: { kind: "poisson", perHour: 2.4 },
  procs: { kind: "table", values: [1, 2, 3, 5, 8, 13, 21, 32], weights: [8, 5, 3, 3, 2, 2, 1, 1] },
  runSeconds: { kind: "lognormal", median: 3000, mean: 9000 },
  teams: { kind: "table", values: [0, 1], weights: [1, 2] },
  priorities: { kind: "table", values: [1, 2], weights: [4, 1] },
};

type Streams = Record<string, unknown>;

/** Streams of one priority and team each, since those are a stream's; their jobs are a log's. */
function streamsOf(workload: Workload): Streams {
  const streams: Streams = {};
  for (const team of [0, 1])
    for (const priority of [1, 2]) {
      const mine = [...workload.user.keys()].filter(
        (job) => workload.user[job] === team && workload.priority[job] === priority,
      );
      streams[`s${team}${priority}`] = {
        team: TEAMS[team],
        priority,
        mfu: 0.4,
        checkpoint: { writeSeconds: 0, interval: 1e6 },
        log: {
          submitSeconds: mine.map((job) => workload.submit[job]),
          chips: mine.map((job) => (workload.procs[job] ?? 0) * CHIPS_PER_US),
          runSeconds: mine.map((job) => workload.run[job]),
        },
      };
    }
  return streams;
}

function fleet(streams: Streams, queue: unknown): unknown {
  return {
    id: "one-pool",
    title: "One pool",
    start: "2026-01-01",
    end: "2026-02-15",
    fleet: { burnInHours: 0 },
    sites: {
      campus: {
        region: "us-east-2",
        phases: { hall: { date: "2026-01-01", itMw: 1000, hall: "air" } },
        buildingItMw: 1000,
      },
    },
    deliveries: {
      all: {
        kind: "batch",
        site: "campus",
        date: "2026-01-01",
        system: "trn2-ultraserver",
        chips: US * CHIPS_PER_US,
      },
    },
    reliability: {
      hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
      repair: { autoHours: 1, manualHours: 1, manualShare: 0, fabricHours: 1 },
      recoveryMinutes: { "2026-01-01": 0 },
    },
    training: { queue, streams },
  };
}

const run = (scenario: unknown): Result => startRun(compileModel(loadScenarioOrThrow(scenario))).finish();

/** Start by submission: no two jobs are submitted at one time. */
const startsBySubmit = (result: Result): Map<number, number> =>
  new Map(result.jobs.map((job) => [job.submitSeconds, job.startSeconds]));

const workload = jobsOf(recipe, 3);

describe.each(FLEET_DISCIPLINES)("%s in a fleet", (discipline) => {
  // Nothing is preempted: what a preempted job loses is the fleet's own.
  const settings = { graceSeconds: 1e9, reclaim: false, shares: new Map([[0, 0.3]]) };
  const expected = replay(workload, {
    procs: US,
    discipline: DISCIPLINES[discipline]!,
    ties: "end-first",
    settings,
    halfLifeSeconds: 2 * 86_400,
  });
  const result = run(
    fleet(streamsOf(workload), {
      discipline,
      graceHours: 8760,
      reclaim: false,
      halfLifeDays: 2,
      shares: { blue: 0.3 },
    }),
  );

  it("starts every job when the replay of its log does", () => {
    const starts = startsBySubmit(result);
    const late = [...expected.start].map(
      (start, job) => Math.abs((starts.get(workload.submit[job] ?? NaN) ?? NaN) - start) < 1e-3,
    );
    expect(late.filter((same) => !same)).toEqual([]);
    // The queue has something to decide.
    const waits = [...expected.start].filter((start, job) => start > (workload.submit[job] ?? 0) + 1);
    expect(waits.length).toBeGreaterThan(100);
  });
});

describe("a queue in a fleet", () => {
  it("preempts by priority, and the preempted job ends with all its work done", () => {
    const log = (submit: number, us: number, runSeconds: number): unknown => ({
      submitSeconds: [submit],
      chips: [us * CHIPS_PER_US],
      runSeconds: [runSeconds],
    });
    const stream = (priority: number, jobs: unknown): unknown => ({
      priority,
      mfu: 0.4,
      checkpoint: { writeSeconds: 0, interval: 600 },
      log: jobs,
    });
    const result = run(
      fleet(
        { low: stream(1, log(0, US, 40_000)), high: stream(5, log(3600, US, 7200)) },
        { discipline: "priority", graceHours: 2 },
      ),
    );
    const [low, high] = result.jobs;
    // At two hours the low one may be preempted; its last whole ten minutes are on disk.
    expect(high?.startSeconds).toBe(7200);
    expect(high?.endSeconds).toBeCloseTo(14_400, 6);
    expect(low?.preemptions).toBe(1);
    expect(low?.endSeconds).toBeCloseTo(14_400 + 40_000 - 7200, 6);
  });

  it("can be a script's own, with or without a queue in the scenario", () => {
    const expected = replay(workload, { procs: US, discipline: lastFirst, ties: "end-first" });
    for (const queue of [undefined, { discipline: "fcfs" }]) {
      const scenario = loadScenarioOrThrow(fleet(streamsOf(workload), queue));
      const starts = startsBySubmit(simulateSync(scenario, { discipline: lastFirst }));
      const wrong = [...expected.start].filter(
        (start, job) => !(Math.abs((starts.get(workload.submit[job] ?? NaN) ?? NaN) - start) < 1e-3),
      );
      expect(wrong).toEqual([]);
    }
  });

  it("tells a script's discipline what a team has used, where no shares are given", () => {
    let used = 0;
    const curious: Discipline = {
      ...lastFirst,
      open(machine, options) {
        used = Math.max(used, machine.use(0), machine.use(1));
        return lastFirst.open(machine, options);
      },
    };
    simulateSync(loadScenarioOrThrow(fleet(streamsOf(workload), undefined)), { discipline: curious });
    expect(used).toBeGreaterThan(0);
  });

  it("is refused where shares and teams do not fit", () => {
    const streams = streamsOf(workload) as Record<string, { team?: string }>;
    delete streams["s01"]!.team;
    const loaded = loadScenario(
      fleet(streams, { discipline: "fair-share", shares: { blue: 0.7, reed: 0.4 } }),
    );
    expect(loaded.ok).toBe(false);
    const said = loaded.ok ? [] : loaded.issues.map(({ path, message }) => `${path} ${message}`);
    expect(said).toEqual([
      'training.queue.shares.reed must name the team of a stream; did you mean "red"?',
      "training.queue.shares must add up to 1 at most",
      "training.streams.s01.team must be given where teams share chips",
    ]);
  });
});
