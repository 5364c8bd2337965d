// The jobs' time line of whole runs: its reasons in fleets made so that only one can be true, and its sums.
import { describe, expect, it } from "vitest";
import { compileModel, loadScenarioOrThrow, resumeRun, simulateSync, startRun } from "../../src/index.ts";
import type { Result, ScenarioInput } from "../../src/index.ts";
import { KIND, WHY } from "../../src/training/index.ts";
import { checkTimeline } from "../run/check-timeline.ts";
import { Faults } from "../run/faults.ts";

const batch = { kind: "batch", site: "campus", system: "trn2-ultraserver", date: "2026-01-05" } as const;

/** A campus of 1,024 chips from the first day on, without failures; patches are laid over it. */
const base = {
  id: "lines",
  title: "Lines",
  start: "2026-01-05",
  end: "2026-03-06",
  binHours: 24,
  seed: 1,
  fleet: { burnInHours: 0 },
  reliability: {
    hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
    multiplier: 0,
    repair: { autoHours: 2, manualHours: 48, manualShare: 0, fabricHours: 8 },
    recoveryMinutes: { "2026-01-05": 10 },
  },
  sites: {
    campus: { region: "us-east-2", phases: { a: { date: "2026-01-05", itMw: 4, hall: "air" } } },
  },
  deliveries: { first: { ...batch, chips: 1024 } },
} as const satisfies ScenarioInput;

const run = (patch: object): Result => simulateSync(loadScenarioOrThrow(base, { patch }));

/** What a job did, as "kind: reason until day". */
function lineOf(result: Result, id: string): string[] {
  const { timeline: t, jobs } = result;
  const slot = jobs.findIndex((job) => job.id === id);
  const rows: string[] = [];
  for (let i = t.first[slot]!; i < t.first[slot + 1]!; i++) {
    const next = i + 1 < t.first[slot + 1]! ? t.from[i + 1]! : jobs[slot]!.endSeconds;
    const until = next < 0 ? "the end" : `day ${(next / 86_400).toFixed(0)}`;
    rows.push(`${[t.kinds[t.kind[i]!], t.reasons[t.reason[i]!]].filter(Boolean).join(": ")} until ${until}`);
  }
  return rows;
}

const gang = (start: string, chips: number, days: number, more: object = {}): object => ({
  start,
  maxChips: chips,
  minChips: chips,
  days,
  mfu: 0.4,
  checkpoint: { writeSeconds: 0, interval: 3600 },
  ...more,
});

const campaigns = (jobs: object): object => ({ training: { campaigns: jobs } });

describe("the reason of a wait", () => {
  it("is that there are no chips, then that there are too few", () => {
    const result = run({
      deliveries: {
        first: { date: "2026-01-10", chips: 512 },
        second: { ...batch, date: "2026-01-15", chips: 512 },
      },
      ...campaigns({ one: gang("2026-01-06", 1024, 5) }),
    });
    expect(lineOf(result, "one-1")).toEqual([
      "waiting: no chips it may use are in service yet until day 5",
      "waiting: fewer chips are in service than it needs at least until day 10",
      "running until day 15",
    ]);
  });

  it("is that others hold the chips, or took them though it waited", () => {
    const result = run(
      campaigns({
        first: gang("2026-01-06", 1024, 5),
        low: gang("2026-01-07", 1024, 5),
        high: gang("2026-01-08", 1024, 5, { priority: 90 }),
      }),
    );
    expect(lineOf(result, "high-1")).toEqual([
      "waiting: other jobs hold the chips until day 6",
      "running until day 11",
    ]);
    expect(lineOf(result, "low-1")).toEqual([
      "waiting: other jobs hold the chips until day 6",
      "waiting: jobs ahead of it in the queue took the chips until day 11",
      "running until day 16",
    ]);
  });

  it("is that free chips are set aside for a campaign that gathers its own", () => {
    const result = run({
      training: {
        campaigns: { half: gang("2026-01-06", 512, 10), all: gang("2026-01-07", 1024, 5) },
        streams: {
          small: {
            perDay: 1,
            from: "2026-01-08",
            until: "2026-01-14",
            chips: { kind: "constant", value: 64 },
            days: { kind: "constant", value: 1 },
            mfu: 0.3,
          },
        },
      },
    });
    expect(lineOf(result, "all-1")).toEqual([
      "reserving chips: other jobs hold the chips until day 11",
      "running until day 16",
    ]);
    expect(lineOf(result, "small-1")[0]).toMatch(
      /^waiting: free chips are set aside for a campaign until day 11/,
    );
  });

  it("is that the discipline of the queue keeps the room there is", () => {
    const stream = (from: string, chips: number, more: object = {}): object => ({
      perDay: 1,
      from,
      chips: { kind: "constant", value: chips },
      days: { kind: "constant", value: 6 },
      mfu: 0.3,
      ...more,
    });
    const result = run({
      training: {
        queue: { discipline: "fcfs" },
        streams: {
          half: stream("2026-01-06", 320, { until: "2026-01-08" }),
          whole: stream("2026-01-08", 1024, { until: "2026-01-10" }),
          small: stream("2026-01-10", 64, { until: "2026-01-12" }),
        },
      },
    });
    expect(result.jobs.map(({ id }) => id)).toEqual(expect.arrayContaining(["half-1", "whole-1", "small-1"]));
    expect(lineOf(result, "whole-1")[0]).toMatch(/^waiting: other jobs hold the chips until/);
    // Half the chips are free behind the one that needs them all.
    const small = result.jobs
      .filter(({ campaign }) => campaign === "small")
      .flatMap(({ id }) => lineOf(result, id));
    expect(small.filter((row) => row.startsWith("waiting: there is room, and the queue's"))).not.toEqual([]);
  });

  it("is that the site is dark", () => {
    const cut = { from: "2026-01-10", to: "2026-01-12", mw: 50 };
    const result = run({
      fleet: { burnInHours: 72 },
      sites: { campus: { curtailments: { cut } } },
      // What burns in cannot run slower, so there is too little for it alone.
      deliveries: { more: { ...batch, date: "2026-01-09", chips: 512 } },
      ...campaigns({ one: gang("2026-01-09", 1024, 10), two: gang("2026-01-11", 512, 1) }),
    });
    expect(lineOf(result, "one-1").slice(0, 3)).toEqual([
      "running until day 5",
      "paused: its site has no power for jobs until day 7",
      "restarting: it goes on after a pause until day 7",
    ]);
    expect(lineOf(result, "two-1")[0]).toBe("waiting: its site has no power for jobs until day 7");
  });

  it("is that chips are under repair, where a gang needs all there are", () => {
    const result = run({
      reliability: { hazards: { hostPerHour: 1e-4 }, multiplier: 1, repair: { autoHours: 30 } },
      ...campaigns({ one: gang("2026-01-06", 1024, 20) }),
    });
    const stalls = lineOf(result, "one-1").filter((row) => row.startsWith("stalled"));
    expect(stalls.length).toBeGreaterThan(1);
    expect(stalls.filter((row) => !row.includes("the chips are under repair"))).toEqual([]);
  });

  it("is that a power cut leaves it fewer chips to run on", () => {
    const cut = { from: "2026-01-10", to: "2026-01-12", mw: 4.4 };
    const result = run({
      sites: { campus: { curtailments: { cut } } },
      ...campaigns({ one: gang("2026-01-06", 1024, 10) }),
    });
    expect(lineOf(result, "one-1").slice(0, 3)).toEqual([
      "running until day 5",
      "running, power-capped: the site draws as much as it may until day 7",
      expect.stringMatching(/^running until/),
    ]);
  });
});

describe("the lines of a preset", () => {
  const model = compileModel(loadScenarioOrThrow("first-campus"));
  const whole = startRun(model).finish();

  it("tile submission to end, each wait with its reason, with the chip-hours of the ledger", () => {
    const faults = new Faults();
    checkTimeline(faults, model, whole);
    expect(faults.list).toEqual([]);
    expect(whole.timeline.jobs).toBe(whole.jobs.length);
    expect(whole.timeline.segmentsDropped).toBe(0);
    expect(whole.timeline.kinds.length).toBe(Object.keys(KIND).length);
    expect(whole.timeline.reasons.length).toBe(Object.keys(WHY).length);
  });

  it("add up to the fleet's training in the ledger", () => {
    const { timeline, states, bins, ledger, jobs } = whole;
    const training = [
      "productive",
      "uncommitted",
      "checkpointing",
      "lost",
      "restarting",
      "stalled",
      "draining",
    ];
    let booked = 0;
    ledger.forEach((hours, i) => {
      if (training.includes(states[Math.floor(i / bins) % states.length]!)) booked += hours;
    });
    // Chips that join a job at the end of its save are set aside meanwhile, and not in its line.
    const lines = timeline.chipHours.reduce((sum, hours) => sum + hours, 0);
    const capped = jobs.reduce((sum, job) => sum + job.chipHours.powerCapped, 0);
    const joining = jobs.reduce((sum, { chipHours }, slot) => {
      let reserved = 0;
      for (let i = timeline.first[slot]!; i < timeline.first[slot + 1]!; i++)
        if (timeline.kinds[timeline.kind[i]!] === "reserving chips") reserved += timeline.chipHours[i]!;
      return sum + chipHours.draining - reserved;
    }, 0);
    expect(Math.abs(lines + joining - booked - capped)).toBeLessThan(1e-9 * booked);
    expect(joining).toBeLessThan(1e-3 * booked);
  });

  it("are the same from a snapshot of the middle", () => {
    const run = startRun(model);
    run.advance(model.horizonSeconds / 2);
    expect(resumeRun(model, run.snapshot()).finish().timeline).toEqual(whole.timeline);
  });
});
