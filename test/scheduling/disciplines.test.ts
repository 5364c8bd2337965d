// Disciplines beyond those with reference schedules, by cases worked by hand; and one of a script's own.
import { describe, expect, it } from "vitest";
import { DISCIPLINES, replay, workloadOf } from "../../src/index.ts";
import type { Discipline, LogJob, ReplayOptions, Schedule } from "../../src/index.ts";
import { lastFirst } from "./last-first.ts";

type Row = Partial<LogJob> & Pick<LogJob, "submit" | "procs" | "run">;

function scheduled(id: string, rows: readonly Row[], more: Partial<ReplayOptions> = {}): Schedule {
  const jobs = rows.map((row, k): LogJob => ({ id: k + 1, estimate: row.run, ...row }));
  return replay(workloadOf(jobs), { procs: 10, discipline: DISCIPLINES[id]!, ...more });
}

describe("priority", () => {
  const rows = [
    { submit: 0, procs: 10, run: 100, priority: 1 },
    { submit: 10, procs: 4, run: 20, priority: 1 },
    { submit: 30, procs: 6, run: 50, priority: 5 },
  ];
  it("preempts what is lower once it has run for the grace period, and lets it go on with what is left", () => {
    const { start, end, preemptions } = scheduled("priority", rows, { settings: { graceSeconds: 40 } });
    // Job 1 stops at 40 with 60 to go; jobs 3 and 2 run; job 1 goes on when all ten are free, at 90.
    expect([...start]).toEqual([0, 40, 40]);
    expect([...end]).toEqual([150, 60, 90]);
    expect([...preemptions]).toEqual([1, 0, 0]);
  });
  it("waits where nothing may be preempted", () => {
    const { start, preemptions } = scheduled("priority", rows, { settings: { graceSeconds: 1000 } });
    expect([...start]).toEqual([0, 100, 100]);
    expect([...preemptions]).toEqual([0, 0, 0]);
  });
  it("pays for the save before and the restart after", () => {
    const { start, end } = scheduled("priority", rows, {
      settings: { graceSeconds: 40 },
      saveSeconds: 5,
      restartSeconds: 7,
    });
    expect([...start]).toEqual([0, 45, 45]);
    expect([...end]).toEqual([95 + 60 + 7, 65, 95]);
  });
});

describe("fair-share", () => {
  const job = (user: number, submit: number): Row => ({ submit, procs: 10, run: 100, user });
  it("lets a team go first that has used less", () => {
    const { start } = scheduled("fair-share", [job(1, 0), job(1, 1), job(2, 2)]);
    expect([...start]).toEqual([0, 200, 100]);
  });
  it("weighs use by shares", () => {
    const shares = new Map([
      [1, 0.8],
      [2, 0.2],
    ]);
    // After a job each, team 1 has half the use for 0.8 of the shares, team 2 half for 0.2.
    const rows = [job(1, 0), job(2, 0), job(2, 0), job(1, 1)];
    expect([...scheduled("fair-share", rows, { settings: { shares } }).start]).toEqual([0, 100, 300, 200]);
    expect([...scheduled("fair-share", rows).start]).toEqual([0, 100, 300, 200]);
    const reversed = new Map([
      [1, 0.2],
      [2, 0.8],
    ]);
    expect([...scheduled("fair-share", rows, { settings: { shares: reversed } }).start]).toEqual([
      0, 100, 200, 300,
    ]);
  });
  it("forgets by the half-life", () => {
    // Team 1 used 4 x 100 long ago, team 2 the last 2 x 100: with a short half-life team 1 goes first.
    const rows = [
      job(1, 0),
      job(1, 100),
      job(1, 200),
      job(1, 300),
      job(2, 400),
      job(2, 500),
      job(2, 501),
      job(1, 502),
    ];
    const last = (halfLifeSeconds: number): readonly number[] =>
      [...scheduled("fair-share", rows, { halfLifeSeconds }).start].slice(6);
    expect(last(50)).toEqual([700, 600]);
    expect(last(1e6)).toEqual([600, 700]);
  });
});

describe("quota", () => {
  const shares = new Map([
    [1, 0.5],
    [2, 0.5],
  ]);
  const lent = [
    { submit: 0, procs: 5, run: 100, user: 1 },
    { submit: 0, procs: 5, run: 100, user: 1 },
    { submit: 10, procs: 5, run: 50, user: 2 },
  ];
  it("lends what nobody needs and takes it back, the last start first", () => {
    const { start, end, preemptions } = scheduled("quota", lent, { settings: { shares, graceSeconds: 20 } });
    expect([...start]).toEqual([0, 0, 20]);
    expect([...preemptions]).toEqual([0, 1, 0]);
    // Its 80 s of work go on when team 2 is done.
    expect([...end]).toEqual([100, 150, 70]);
  });
  it("does not take back where it may not", () => {
    const { start } = scheduled("quota", lent, { settings: { shares, reclaim: false } });
    expect([...start]).toEqual([0, 0, 100]);
  });
  it("does not lend where it may not", () => {
    const { start } = scheduled("quota", lent, { settings: { shares, borrow: false } });
    expect([...start]).toEqual([0, 100, 10]);
  });
  it("refuses a job that its quota can never hold", () => {
    const large = [{ submit: 0, procs: 6, run: 1, user: 1 }];
    expect(() => scheduled("quota", large, { settings: { shares, borrow: false } })).toThrow(
      "it asks for 6 processors, its team's quota is 5",
    );
  });
});

describe("a discipline of one's own", () => {
  const three = workloadOf([1, 2, 3].map((id) => ({ id, submit: id, procs: 10, run: 10, estimate: 10 })));

  it("is passed in and run like the others", () => {
    expect([...replay(three, { procs: 10, discipline: lastFirst }).start]).toEqual([1, 21, 11]);
  });
  it("is told when it starts what does not fit, or leaves jobs waiting", () => {
    const greedy: Discipline = {
      ...lastFirst,
      open: (machine) => ({
        submit: (job) => machine.start(job),
        end: () => undefined,
        pass: () => undefined,
      }),
    };
    expect(() => replay(three, { procs: 10, discipline: greedy })).toThrow(
      "job 2 must fit to start: it asks for 10 processors, 0 are free",
    );
    const idle: Discipline = {
      ...lastFirst,
      open: () => ({ submit: () => undefined, end: () => undefined, pass: () => undefined }),
    };
    expect(() => replay(three, { procs: 10, discipline: idle })).toThrow("left 3 of 3 jobs waiting");
  });
  it("is never asked to run a job that cannot fit", () => {
    expect(() => replay(three, { procs: 9, discipline: lastFirst })).toThrow(
      "job 1 can never start: it asks for 10 processors, the machine has 9",
    );
  });
});
