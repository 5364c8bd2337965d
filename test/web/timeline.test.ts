// The time line of jobs: rows in which none overlap, pictures whose work is bounded by pixels, and logs read from CSV.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import { styleOf, styles, stylesOf } from "../../web/timeline/inks.ts";
import { layOut } from "../../web/timeline/layout.ts";
import { plainSegments, readLog } from "../../web/timeline/log.ts";
import { drawRows, stripsOf } from "../../web/timeline/raster.ts";
import { endOf, hitRow, packRows, rowAJob, segmentAt } from "../../web/timeline/rows.ts";
import type { Rows } from "../../web/timeline/rows.ts";
import { findingOf, lengthText, momentText, timesText, waitsOf, waitsText } from "../../web/timeline/text.ts";
import { jobLinesOf } from "../../web/view/job-lines.ts";
import type { JobLines } from "../../web/view/job-lines.ts";

const csv = (rows: readonly (readonly number[])[]): string =>
  `id,submit,start,end,procs\n${rows.map((row) => row.join(",")).join("\n")}`;
const all = (lines: JobLines): Rows => packRows(lines, () => "log");

/** Submission, wait, length of jobs. */
const jobs = fc.array(fc.tuple(fc.nat(1000), fc.nat(50), fc.nat(200)), { minLength: 1, maxLength: 80 });
const linesFrom = (some: readonly (readonly [number, number, number])[]): JobLines =>
  readLog(
    "log.csv",
    csv(some.map(([submit, wait, length], id) => [id, submit, submit + wait, submit + wait + length, 1])),
  );

/** A picture of rows one pixel high, a pixel a second unless said otherwise; ink = style + 1. */
function drawn(lines: JobLines, rows: Rows, from: number, to: number, width: number) {
  const segments = lines.segments ?? plainSegments(lines);
  const height = rows.rowFirst.length - 1;
  const pixels = new Uint32Array(width * height);
  const work = drawRows(
    { pixels, width, height, ratio: 1 },
    {
      strips: stripsOf(lines, segments, stylesOf(segments), rows),
      submit: lines.submit,
      from,
      to,
      topOf: (row) => row,
      barHeight: 1,
      first: 0,
      last: height,
      inks: styles.map((_, index) => ({ line: index + 1, ground: index + 1 })),
      pale: [],
      found: undefined,
    },
  );
  return { pixels, height, ...work };
}

describe("rows", () => {
  it("hold every job once, none over another, and as few rows as jobs are there at once", () => {
    fc.assert(
      fc.property(jobs, (some) => {
        const lines = linesFrom(some);
        const rows = all(lines);
        expect([...rows.jobs].sort((a, b) => a - b)).toEqual(some.map((_, job) => job));
        const count = rows.rowFirst.length - 1;
        for (let row = 0; row < count; row++)
          for (let at = rows.rowFirst[row]! + 1; at < rows.rowFirst[row + 1]!; at++)
            expect(lines.submit[rows.jobs[at]!]).toBeGreaterThanOrEqual(endOf(lines, rows.jobs[at - 1]!));
        const atOnce = some.map(([submit]) =>
          some.reduce(
            (sum, [other], job) => sum + (other <= submit && endOf(lines, job) > submit ? 1 : 0),
            0,
          ),
        );
        // A job that ends as it begins takes a row of its own for that instant.
        const instant = some.filter((_, job) => endOf(lines, job) === lines.submit[job]).length;
        expect(count).toBeGreaterThanOrEqual(Math.max(1, ...atOnce));
        expect(count).toBeLessThanOrEqual(Math.max(1, ...atOnce) + instant);
      }),
    );
  });

  it("are one a job, of those in the window, where that is asked for", () => {
    const lines = readLog(
      "log.csv",
      csv([
        [1, 0, 0, 10, 1],
        [2, 5, 6, 20, 1],
        [3, 30, 30, 40, 1],
      ]),
    );
    const rows = rowAJob(lines, () => "log", 8, 25);
    expect([...rows.jobs]).toEqual([0, 1]);
    expect([...rows.rowOf]).toEqual([0, 1, -1]);
  });

  it("find the job under a pointer, and say how many are as near", () => {
    fc.assert(
      fc.property(jobs, fc.nat(1300), (some, time) => {
        const lines = linesFrom(some);
        const rows = all(lines);
        const segments = plainSegments(lines);
        for (let row = 0; row < rows.rowFirst.length - 1; row++) {
          const there = Array.from(rows.jobs.slice(rows.rowFirst[row], rows.rowFirst[row + 1]));
          const under = there.filter((job) => lines.submit[job]! <= time && endOf(lines, job) > time);
          const hit = hitRow(lines, segments, rows, row, time, 0);
          if (under.length > 0) expect(hit?.job).toBe(under[0]);
          const near = hitRow(lines, segments, rows, row, time, 3);
          const close = there.filter((job) => lines.submit[job]! <= time + 3 && endOf(lines, job) > time - 3);
          expect(near?.near ?? 0).toBe(close.length);
        }
      }),
    );
  });
});

describe("a picture", () => {
  it("shows at each pixel what is at its middle, and every job somewhere or under another", () => {
    fc.assert(
      fc.property(jobs, fc.nat(600), fc.integer({ min: 20, max: 900 }), (some, from, span) => {
        const lines = linesFrom(some);
        const rows = all(lines);
        const segments = plainSegments(lines);
        const width = 97;
        const { pixels, height } = drawn(lines, rows, from, from + span, width);
        for (let row = 0; row < height; row++) {
          for (let x = 0; x < width; x++) {
            const time = from + ((x + 0.5) * span) / width;
            const there = Array.from(rows.jobs.slice(rows.rowFirst[row], rows.rowFirst[row + 1]));
            const job = there.find((one) => lines.submit[one]! <= time && endOf(lines, one) > time);
            const found = pixels[row * width + x]!;
            if (job === undefined) continue;
            // Its neighbour may have needed the one pixel, where it is shorter than one.
            const short = there.some(
              (one) =>
                endOf(lines, one) - lines.submit[one]! < span / width &&
                Math.abs(lines.submit[one]! - time) <= span / width,
            );
            if (!short) expect(found).toBe(styleOf(segments, segmentAt(segments, job, time)) + 1);
          }
          for (const job of rows.jobs.slice(rows.rowFirst[row], rows.rowFirst[row + 1])) {
            const x = Math.ceil(((lines.submit[job]! - from) * width) / span - 0.5);
            if (x >= 0 && x < width && endOf(lines, job) > from) expect(pixels[row * width + x]).not.toBe(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("of 50,000 jobs takes work bounded by its pixels, not by the jobs", () => {
    // One row: each job begins where the one before it ends.
    const row = Array.from({ length: 50_000 }, (_, id) => [id, 10 * id, 10 * id + 2, 10 * id + 10, 1]);
    const lines = readLog("log.csv", csv(row));
    const rows = all(lines);
    expect(rows.rowFirst.length - 1).toBe(1);
    for (const span of [500_000, 50_000, 5000, 500]) {
      const { fills, steps } = drawn(lines, rows, 0, span, 1000);
      expect(fills).toBeLessThanOrEqual(1000);
      expect(steps).toBeLessThanOrEqual(3 * 1000 + 10);
    }
    // A tenth of the jobs in sight and wider than a pixel: the work is that of the tenth.
    expect(drawn(lines, rows, 0, 500, 1000).fills).toBe(100);
  });

  it("of many rows takes work bounded by rows times pixels, and by the segments", () => {
    const many = Array.from({ length: 50_000 }, (_, id) => [id, (id * 37) % 100_000, 0, 0, 1]).map(
      ([id = 0, submit = 0]) => [id, submit, submit + (id % 70), submit + (id % 70) + 60 + (id % 500), 4],
    );
    const lines = readLog("log.csv", csv(many));
    const rows = all(lines);
    const { fills, steps, height } = drawn(lines, rows, 0, 100_600, 900);
    expect(fills).toBeLessThanOrEqual(height * 900);
    expect(fills).toBeLessThanOrEqual(100_000);
    expect(steps).toBeLessThanOrEqual(4 * height * 900);
  });

  it("lays rows out so that all fit, and finds each again", () => {
    const lines = linesFrom([
      [0, 0, 10],
      [1, 0, 10],
      [2, 0, 10],
    ]);
    const rows = all(lines);
    for (const zoom of [1, 2, 16]) {
      const layout = layOut(rows, 60, zoom);
      for (let row = 0; row < 3; row++) expect(layout.rowAt(layout.rowTop(row) + layout.pitch / 2)).toBe(row);
      expect(layout.rowAt(3)).toBeUndefined();
      expect(layout.rowAt(layout.content + 5)).toBeUndefined();
      expect(layout.height).toBeLessThanOrEqual(60);
    }
    expect(layOut(rows, 400, 1).inSight(0)).toEqual([0, 3]);
  });
});

describe("a log as CSV", () => {
  it("gives submission, start, end and processors, by the names of its columns in any order", () => {
    const lines = readLog("kth.csv", "end,submit,id,start\n50,0,a,10\n,20,b,\n");
    expect([...lines.submit]).toEqual([0, 20]);
    expect([...lines.start]).toEqual([10, -1]);
    expect([...lines.end]).toEqual([50, -1]);
    const segments = plainSegments(lines);
    expect([...segments.from]).toEqual([0, 10, 20]);
    expect(waitsText(waitsOf(lines, segments, 0))).toBe("waiting: the log does not say why, 10 s");
    expect(timesText(lines, 1)).toBe("Submitted day 0 00:00:20, never started (30 s in the queue).");
  });

  it("reads the file of a run, with its dates and seconds", () => {
    const lines = readLog(
      "jobs.csv",
      "id,submitSeconds,submit,startSeconds,start,endSeconds,end,maxChips\na,5,2026-01-01,7,2026-01-01,9,2026-01-01,64\n",
    );
    expect([lines.submit[0], lines.start[0], lines.end[0], lines.chips[0]]).toEqual([5, 7, 9, 64]);
  });

  it("leaves bad lines out and says which and why", () => {
    const lines = readLog(
      "x.csv",
      csv([
        [1, -5, 0, 1, 1],
        [2, 10, 5, 20, 1],
        [3, 0, NaN, 1, 1],
        [4, 0, 5, 3, 1],
        [5, 0, 1, 2, 1],
      ]),
    );
    expect(lines.count).toBe(1);
    expect(lines.notes).toEqual([
      "4 lines are left out: line 2: submit must not be negative; line 3: start 5 is before submit 10; line 4: times must be numbers of seconds; line 5: end 3 is before start.",
    ]);
  });

  it("is refused where it has no such columns or no job", () => {
    expect(() => readLog("x.csv", "id,submit,start\n1,2,3\n")).toThrow("x.csv has no column end");
    expect(() => readLog("x.csv", "id,submit,start,end\n1,-2,3,4\n")).toThrow(
      /no job that can be shown \(line 2/,
    );
  });
});

describe("the lines of a run", () => {
  const result = simulateSync(loadScenarioOrThrow("first-campus"));
  const lines = jobLinesOf(result);

  it("tell every job with its name, place and chips", () => {
    expect(lines.count).toBe(result.jobs.length);
    const slot = result.jobs.findIndex(({ id }) => id === "research-17");
    expect(lines.chips[slot]).toBe(result.jobs[slot]!.maxChips);
    expect(lines.lanes[lines.lane[slot]!]!.name).toContain("Trainium2");
    expect(lines.number[slot]).toBe(17);
  });

  it("say why for every wait, in a style that the legend has", () => {
    const segments = lines.segments!;
    for (let at = 0; at < segments.from.length; at++) {
      const style = styles[styleOf(segments, at)]!;
      expect(style.id).not.toBe("wait-queue");
      if (style.hatched) expect(segments.reasons[segments.reason[at]!]).not.toBe("");
    }
    expect(findingOf(lines, segments)).toMatch(
      /^1,340 jobs waited .* to start on average; \d+ % of all waits and pauses: /,
    );
  });
});

it("lengths and moments read as one says them", () => {
  expect([45, 300, 7200, 900_000].map(lengthText)).toEqual(["45 s", "5 min", "2 h", "10.4 days"]);
  const log = readLog("x.csv", csv([[1, 0, 1, 2, 1]]));
  expect(momentText(log, 90_061)).toBe("day 1 01:01:01");
});
