// The Standard Workload Format as logs really are: what is read, what is changed, what is dropped, line by line.
import { describe, expect, it } from "vitest";
import { countText, machineOf, readSwf } from "../../src/index.ts";
import type { SwfLog } from "../../src/index.ts";

/** A whole line: 18 fields. */
const line = (
  id: number | string,
  submit: number | string,
  run: number | string,
  asked: number | string = 4,
  estimate: number | string = 100,
  allocated: number | string = 4,
): string => `${id} ${submit} 0 ${run} ${allocated} -1 -1 ${asked} ${estimate} -1 1 7 8 -1 3 -1 -1 -1`;

const jobs = ({ workload }: SwfLog): readonly (readonly number[])[] =>
  Array.from({ length: workload.count }, (_, k) => [
    workload.id[k]!,
    workload.submit[k]!,
    workload.procs[k]!,
    workload.run[k]!,
    workload.estimate[k]!,
  ]);

const said = ({ report }: SwfLog): readonly string[] => [
  ...report.dropped.map((count) => countText(count, "dropped")),
  ...report.changed.map((count) => countText(count, "changed")),
];

describe("readSwf", () => {
  it("reads floats, leading blanks, tabs, CRLF, blank lines and a last line without a break", () => {
    const text = `; MaxProcs: 16\r\n\r\n   ${line(1, "10.5", "20.25")}\r\n${line(2, 30, "4e1").replaceAll(" ", "\t")}`;
    const log = readSwf(text);
    expect(jobs(log)).toEqual([
      [1, 10.5, 4, 20.25, 100],
      [2, 30, 4, 40, 100],
    ]);
    expect(log.report).toEqual({ read: 2, kept: 2, dropped: [], changed: [] });
    expect([...log.workload.user, ...log.workload.group, ...log.workload.queue]).toEqual([7, 7, 8, 8, 3, 3]);
  });

  it("takes the processors asked for, else those it got; the time asked for, else the run time", () => {
    const log = readSwf(
      [line(1, 0, 50, -1, 100, 6), line(2, 1, 50, 3, 100, 6), line(3, 2, 50, 3, -1)].join("\n"),
    );
    expect(jobs(log)).toEqual([
      [1, 0, 6, 50, 100],
      [2, 1, 3, 50, 100],
      [3, 2, 3, 50, 50],
    ]);
    expect(said(log)).toEqual(["1 line changed: no estimate, taken as the run time (line 3)"]);
  });

  it("cuts the run to the estimate and says on which lines", () => {
    const log = readSwf([line(1, 0, 150), line(2, 1, 100), line(3, 2, 101)].join("\n"));
    expect(jobs(log).map(([, , , run]) => run)).toEqual([100, 100, 100]);
    expect(said(log)).toEqual(["2 lines changed: run time cut to the estimate (lines 1, 3)"]);
  });

  it("sorts by submission, then id, and says so", () => {
    const log = readSwf([line(2, 5, 1), line(1, 5, 1), line(9, 3, 1), line(4, 8, 1)].join("\n"));
    expect(jobs(log).map(([id]) => id)).toEqual([9, 1, 2, 4]);
    expect(said(log)).toEqual(["2 lines changed: out of order, sorted by submission and id (lines 2, 3)"]);
  });

  it.each([
    [line(1, -1, 10), "it is submitted before the log begins (line 2: -1 s)"],
    [line(1, 0, -1), "how long it ran is not known (line 2)"],
    [line(1, 0, 10, 0, 100, 0), "it asks for no processor (line 2: 0)"],
    [line(1, 0, 10, -1, 100, -1), "it asks for no processor (line 2: -1)"],
    [line(1, 0, 10, 2.5), "processors must be a whole number (line 2: 2.5)"],
    [
      line(1, 0, 10, 17),
      "it can never start: it asks for more than the 16 processors there are (line 2: 17)",
    ],
    [line(1, "soon", 10), "not all fields are numbers (line 2)"],
    [line(1, "1e999", 10), "not all fields are numbers (line 2)"],
    [line(1, "NaN", 10), "not all fields are numbers (line 2)"],
    ["1 0 0 10", "it must have 18 fields, the first 5 at least (line 2)"],
  ])("drops %s with the reason and the number of the line", (bad, reason) => {
    const log = readSwf(`; MaxProcs: 16\n${bad}\n${line(2, 1, 10)}\n`);
    expect(said(log)).toEqual([`1 line dropped: ${reason}`]);
    expect(log.report).toMatchObject({ read: 2, kept: 1 });
    expect(jobs(log).map(([id]) => id)).toEqual([2]);
  });

  it("keeps a job of 0 s and one as large as the machine", () => {
    expect(jobs(readSwf(`; MaxProcs: 16\n${line(1, 0, 0, 16)}`))).toEqual([[1, 0, 16, 0, 100]]);
  });

  it("keeps a line cut short after its processors, and says so", () => {
    const log = readSwf("1 0 0 10 4 -1 -1");
    expect(jobs(log)).toEqual([[1, 0, 4, 10, 10]]);
    expect(said(log)).toEqual([
      "1 line changed: no estimate, taken as the run time (line 1)",
      "1 line changed: fewer than 18 fields, the rest taken as not known (line 1)",
    ]);
  });

  it("names the first lines only, and counts all", () => {
    const log = readSwf(Array.from({ length: 9 }, (_, k) => line(k, -5, 1)).join("\n"));
    expect(said(log)).toEqual([
      "9 lines dropped: it is submitted before the log begins (lines 1: -5 s, 2: -5 s, 3: -5 s, 4: -5 s, 5: -5 s, ...)",
    ]);
  });

  it.each(["", "\n\n", "; MaxProcs: 16", ";\n"])("finds no job in %j", (text) => {
    expect(readSwf(text).report).toEqual({ read: 0, kept: 0, dropped: [], changed: [] });
  });
});

describe("the header", () => {
  const headerOf = (text: string): ReadonlyMap<string, string> => readSwf(text).header;

  it("has its keys, the first where one comes twice, with blanks around as they come", () => {
    const header = headerOf(
      ";  MaxProcs :  100 \r\n; UnixStartTime: 843417600\n;MaxProcs: 7\n; Note: a: b\n; free text\n",
    );
    expect([...header]).toEqual([
      ["MaxProcs", "100"],
      ["UnixStartTime", "843417600"],
      ["Note", "a: b"],
    ]);
  });

  it.each([
    ["; MaxProcs: 128\n; MaxNodes: 64", 128],
    ["; MaxNodes: 64", 64],
    ["; MaxProcs: 1024 (from 1997)", 1024],
    ["; MaxProcs: -1", undefined],
    ["; MaxProcs: many", undefined],
    ["", undefined],
  ])("%j says how large the machine is: %s", (text, procs) => {
    expect(machineOf(headerOf(text))).toBe(procs);
  });

  it("gives way to the processors that are asked for", () => {
    const text = `; MaxProcs: 2\n${line(1, 0, 10, 3)}`;
    expect(readSwf(text).report.kept).toBe(0);
    expect(readSwf(text, 3).report.kept).toBe(1);
  });
});
