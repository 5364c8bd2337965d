// What every queue discipline must keep, over random workloads.
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { DISCIPLINE_IDS, DISCIPLINES, metricsOf, replay, TIES, workloadOf } from "../../src/index.ts";
import type { LogJob, ReplayOptions, Schedule, Workload } from "../../src/index.ts";

const PROCS = 16;

const job = fc.record({
  gap: fc.constantFrom(0, 0, 1, 2, 5, 10, 40),
  procs: fc.integer({ min: 1, max: PROCS }),
  run: fc.constantFrom(0, 1, 2, 5, 10, 20, 50, 100),
  slack: fc.constantFrom(1, 1, 2, 5),
  priority: fc.integer({ min: 0, max: 3 }),
  user: fc.integer({ min: 1, max: 3 }),
});

const workloads = fc.array(job, { minLength: 1, maxLength: 60 }).map((jobs) => {
  let submit = 0;
  return workloadOf(
    jobs.map(({ gap, procs, run, slack, priority, user }, k): LogJob => {
      submit += gap;
      return { id: k + 1, submit, procs, run, estimate: run * slack, priority, user };
    }),
  );
});

const scaled = (workload: Workload, factor: number): Workload => ({
  ...workload,
  submit: workload.submit.map((seconds) => seconds * factor),
  run: workload.run.map((seconds) => seconds * factor),
  estimate: workload.estimate.map((seconds) => seconds * factor),
});

const waitsOf = ({ start, workload }: Schedule): Float64Array =>
  start.map((seconds, k) => seconds - (workload.submit[k] ?? NaN));

/** Processors held at each start: nothing was preempted, so a job holds them from its start to its end. */
function mostHeld({ workload, start, end }: Schedule): number {
  let most = 0;
  for (let k = 0; k < workload.count; k++) {
    let held = 0;
    for (let other = 0; other < workload.count; other++)
      if ((start[other] ?? NaN) <= (start[k] ?? NaN) && (end[other] ?? NaN) > (start[k] ?? NaN))
        held += workload.procs[other] ?? NaN;
    most = Math.max(most, held);
  }
  return most;
}

const lasting = (id: string): boolean => id === "priority" || id === "quota";

test("the names a scenario may say are those of the registry", () => {
  expect(Object.keys(DISCIPLINES)).toEqual([...DISCIPLINE_IDS]);
});

describe.each(DISCIPLINE_IDS)("%s", (id) => {
  const discipline = DISCIPLINES[id]!;
  const run = (workload: Workload, more: Partial<ReplayOptions> = {}): Schedule =>
    replay(workload, { procs: PROCS, discipline, settings: { graceSeconds: 7 }, ...more });

  test.prop([workloads, fc.constantFrom(...TIES)])(
    "starts every job, none before it is submitted, never more processors than there are",
    (workload, ties) => {
      const schedule = run(workload, { ties });
      const { preemptions, start, end, heldProcSeconds } = schedule;
      for (let k = 0; k < workload.count; k++) {
        expect(start[k]).toBeGreaterThanOrEqual(workload.submit[k]!);
        if (preemptions[k] === 0) expect(end[k]).toBe(start[k]! + workload.run[k]!);
        else expect(end[k]).toBeGreaterThanOrEqual(start[k]! + workload.run[k]!);
      }
      if (preemptions.every((count) => count === 0)) expect(mostHeld(schedule)).toBeLessThanOrEqual(PROCS);
      // Nothing saves or restarts here: work is done once.
      const work = workload.run.reduce((sum, seconds, k) => sum + seconds * workload.procs[k]!, 0);
      expect(heldProcSeconds).toBeCloseTo(work, 6);
      const { meanQueueLength, meanQueueLengthByLittle, makespanSeconds } = metricsOf(schedule);
      if (makespanSeconds > 0) expect(meanQueueLength).toBeCloseTo(meanQueueLengthByLittle, 9);
    },
  );

  test.prop([workloads, fc.constantFrom(...TIES)])(
    "doubles all waits when all times double",
    (workload, ties) => {
      const once = waitsOf(run(workload, { ties, settings: { graceSeconds: 7 }, halfLifeSeconds: 50 }));
      const twice = waitsOf(
        run(scaled(workload, 2), { ties, settings: { graceSeconds: 14 }, halfLifeSeconds: 100 }),
      );
      expect([...twice]).toEqual([...once].map((wait) => 2 * wait));
    },
  );

  test.prop([workloads])("pays for saving and restarting what was preempted", (workload) => {
    const schedule = run(workload, { saveSeconds: 3, restartSeconds: 4 });
    const count = schedule.preemptions.reduce((sum, each) => sum + each, 0);
    if (!lasting(id)) expect(count).toBe(0);
    const work = workload.run.reduce((sum, seconds, k) => sum + seconds * workload.procs[k]!, 0);
    const paid = schedule.preemptions.reduce((sum, each, k) => sum + each * workload.procs[k]! * 3, 0);
    const atLeast = work + paid;
    expect(schedule.heldProcSeconds).toBeGreaterThanOrEqual(atLeast - 1e-6);
    expect(schedule.heldProcSeconds).toBeLessThanOrEqual(atLeast + (paid / 3) * 4 + 1e-6);
  });
});

describe("fcfs", () => {
  test.prop([workloads, fc.integer({ min: 1, max: 8 })])(
    "never waits longer on more processors",
    (workload, more) => {
      const few = waitsOf(replay(workload, { procs: PROCS, discipline: DISCIPLINES["fcfs"]! }));
      const many = waitsOf(replay(workload, { procs: PROCS + more, discipline: DISCIPLINES["fcfs"]! }));
      for (const [k, wait] of many.entries()) expect(wait).toBeLessThanOrEqual(few[k]!);
    },
  );
});

describe("priority", () => {
  test.prop([workloads])("is easy where all have the same", (workload) => {
    const alike = { ...workload, priority: workload.priority.map(() => 2) };
    const [a, b] = ["priority", "easy"].map((id) =>
      replay(alike, { procs: PROCS, discipline: DISCIPLINES[id]! }),
    );
    expect([...a!.start]).toEqual([...b!.start]);
  });
});
