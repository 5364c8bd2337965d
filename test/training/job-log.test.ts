// The log of what jobs do stays within its bounds, and every job's line stays whole.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JobLog, KIND, WHY } from "../../src/training/index.ts";

interface Made {
  readonly log: JobLog;
  readonly jobs: readonly { readonly slot: number; lineHeld: number }[];
}

/** Jobs that go from kind to kind at random moments, some in the same instant; a chip-second a second each. */
function play(
  limits: { jobs: number; segments: number; perJob: number },
  jobs: number,
  steps: readonly (readonly [job: number, kind: number, why: number, gap: number])[],
): Made {
  const log = new JobLog(limits);
  const made = Array.from({ length: jobs }, (_, slot) => ({ slot, lineHeld: 0 }));
  for (const job of made) log.submit(job, 0);
  let now = 0;
  for (const [slot, kind, why, gap] of steps) {
    now += gap;
    for (const job of made) job.lineHeld += gap;
    log.mark(made[slot % jobs]!, kind, why, now);
  }
  return { log, jobs: made };
}

/** From, kind, reason and chip-seconds of a job's segments. */
function lineOf({ log, jobs }: Made, slot: number): number[][] {
  const rows: number[][] = [];
  for (let at = 0; at < log.count; at++)
    if (log.job[at] === slot) rows.push([log.from[at]!, log.kind[at]!, log.why[at]!, log.held[at]!]);
  const last = rows.at(-1);
  if (last !== undefined) last[3] = jobs[slot]!.lineHeld;
  return rows;
}

const LIMITS = { jobs: 3, segments: 40, perJob: 4 };
const step = fc.tuple(
  fc.nat(3),
  fc.constantFrom(KIND.running, KIND.restarting, KIND.paused, KIND.stalled, KIND.reserving),
  fc.integer({ min: WHY.notDelivered, max: WHY.fragments }),
  fc.nat(2),
);

describe("the log of jobs", () => {
  it("keeps one segment of what follows at once on itself, and none that lasts no time", () => {
    const made = play({ ...LIMITS, perJob: 20 }, 1, [
      [0, KIND.waiting, WHY.held, 0],
      [0, KIND.running, WHY.none, 5],
      [0, KIND.capped, WHY.power, 5],
      [0, KIND.running, WHY.none, 5],
      [0, KIND.capped, WHY.power, 0],
      [0, KIND.restarting, WHY.hostFailed, 5],
    ]);
    expect(lineOf(made, 0)).toEqual([
      [0, KIND.waiting, WHY.held, 5],
      [5, KIND.running, WHY.none, 5],
      [10, KIND.capped, WHY.power, 10],
      [20, KIND.restarting, WHY.hostFailed, 0],
    ]);
  });

  it("stops to tell restarts apart after so many, and still tells every wait", () => {
    const restart = [
      [0, KIND.restarting, WHY.hostFailed, 1],
      [0, KIND.running, WHY.none, 1],
    ] as const;
    const made = play(LIMITS, 1, [...restart, ...restart, ...restart, [0, KIND.paused, WHY.serving, 1]]);
    expect(lineOf(made, 0).map(([, kind]) => kind)).toEqual([
      KIND.waiting,
      KIND.restarting,
      KIND.running,
      KIND.restarting,
      KIND.running,
      KIND.mixed,
      KIND.paused,
    ]);
    expect(made.log.merged).toBe(1);
  });

  it("stays within its bounds, begins at submission, rises and adds up, whatever happens", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const made = play(LIMITS, 4, steps);
        const total = steps.reduce((sum, [, , , gap]) => sum + gap, 0);
        expect(made.log.count).toBeLessThanOrEqual(LIMITS.segments);
        for (let slot = 0; slot < 3; slot++) {
          const line = lineOf(made, slot);
          expect(line[0]?.[0]).toBe(0);
          for (let i = 1; i < line.length; i++) expect(line[i]![0]).toBeGreaterThan(line[i - 1]![0]!);
          expect(line.reduce((sum, row) => sum + row[3]!, 0)).toBe(total);
        }
        expect(lineOf(made, 3)).toEqual([]);
      }),
    );
  });

  it("goes on from a snapshot as if it had never stopped", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.nat(80), (steps, cut) => {
        const whole = play(LIMITS, 3, steps);
        const { log, jobs } = play(LIMITS, 3, steps.slice(0, cut));
        const resumed = new JobLog(LIMITS);
        resumed.restore(structuredClone(log.snapshot()));
        let now = steps.slice(0, cut).reduce((sum, [, , , gap]) => sum + gap, 0);
        for (const [slot, kind, why, gap] of steps.slice(cut)) {
          now += gap;
          for (const job of jobs) job.lineHeld += gap;
          resumed.mark(jobs[slot % 3]!, kind, why, now);
        }
        expect(resumed.snapshot()).toEqual(whole.log.snapshot());
        for (let slot = 0; slot < 3; slot++)
          expect(lineOf({ log: resumed, jobs }, slot)).toEqual(lineOf(whole, slot));
      }),
    );
  });
});
