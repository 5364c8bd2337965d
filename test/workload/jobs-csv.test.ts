// Jobs as a table: columns by name, dates, words for users, and every row accounted for.
import { describe, expect, it } from "vitest";
import { countText, readJobTable } from "../../src/index.ts";
import type { JobColumn, JobTable, LogReport, Workload } from "../../src/index.ts";

type Read = { readonly workload: Workload; readonly report: LogReport };

function read(text: string, names: Partial<Record<JobColumn, string>> = {}, procs?: number): Read {
  const table = readJobTable(text, names, procs);
  if (!table.ok) throw new Error(table.faults.join("\n"));
  return table;
}
const faults = (table: JobTable): readonly string[] => (table.ok ? [] : table.faults);
const said = ({ report }: Read): readonly string[] => [
  ...report.dropped.map((count) => countText(count, "dropped")),
  ...report.changed.map((count) => countText(count, "changed")),
];

describe("readJobTable", () => {
  it("finds its columns in any order, with others between, quoted or not, CRLF or LF", () => {
    const { workload, report } = read(
      'name,run,procs,"submit",id,estimate\r\n"a, b",20,4,10.5,7,30\r\nc,5,1,0,8,\r\n# a comment\r\n\r\n',
    );
    expect([...workload.id]).toEqual([8, 7]);
    expect([...workload.submit]).toEqual([0, 10.5]);
    expect([...workload.procs]).toEqual([1, 4]);
    expect([...workload.run]).toEqual([5, 20]);
    expect([...workload.estimate]).toEqual([5, 30]);
    expect(report).toMatchObject({ read: 2, kept: 2, dropped: [] });
  });

  it("takes other names for columns", () => {
    const { workload } = read("job,at,gpus,seconds,who\n1,0,8,60,3\n", {
      id: "job",
      submit: "at",
      procs: "gpus",
      run: "seconds",
      user: "who",
    });
    expect([workload.procs[0], workload.user[0]]).toEqual([8, 3]);
  });

  it("says all that is wrong with the header at once", () => {
    expect(faults(readJobTable("id,submit,runtime\n1,0,5\n", { queue: "partition" }))).toEqual([
      "there must be a column procs (found id, submit, runtime); name another by --columns procs=...",
      "there must be a column run (found id, submit, runtime); name another by --columns run=...",
      "there must be a column partition (found id, submit, runtime)",
    ]);
    expect(faults(readJobTable("id,submit,procs,run,run\n1,0,1,5,6\n"))).toEqual([
      "there must be one column run (found several)",
    ]);
    expect(faults(readJobTable(""))).toEqual(["the file must have a header and jobs (found nothing)"]);
    expect(faults(readJobTable('id,submit,procs,run\n1,"0,1,5\n'))).toEqual([
      "line 2: a quoted field must be closed",
    ]);
  });

  it("reads dates as UTC unless they say otherwise", () => {
    const submit = (text: string): number | undefined =>
      read(`id,submit,procs,run\n1,${text},1,5\n`).workload.submit[0];
    const noon = Date.UTC(2026, 0, 2, 12) / 1000;
    for (const text of [
      "2026-01-02T12:00:00Z",
      "2026-01-02 12:00",
      "2026-01-02T12:00:00",
      "2026-01-02 14:00:00+02:00",
      "2026-01-02T10:00:00-0200",
    ])
      expect(submit(text), text).toBe(noon);
    expect(submit("2026-01-02")).toBe(noon - 43_200);
    expect(submit("2026-01-02T12:00:00.5Z")).toBe(noon + 0.5);
  });

  it.each([
    ["1,2026-02-31,1,5", "submit must be a number or a date (line 2)"],
    ["1,2026-01-02T25:00,1,5", "submit must be a number or a date (line 2)"],
    ["1,2026-1-2,1,5", "submit must be a number or a date (line 2)"],
    ["1,,1,5", "submit must be a number or a date (line 2)"],
    ["1,-3,1,5", "it is submitted before the log begins (line 2: -3 s)"],
    ["1,0,0,5", "it asks for no processor (line 2: 0)"],
    ["1,0,many,5", "procs must be a number (line 2)"],
    ["1,0,1.5,5", "processors must be a whole number (line 2: 1.5)"],
    ["1,0,9,5", "it can never start: it asks for more than the 8 processors there are (line 2: 9)"],
    ["1,0,1,", "how long it ran is not known (line 2)"],
    ["1,0,1,Infinity", "run must be a number (line 2)"],
    ["1,1e999,1,5", "submit must be a number or a date (line 2)"],
    ["a,0,1,5", "id must be a number (line 2)"],
    ["1,0,1,024,5", "it must have 4 fields, as the header has (line 2: 5)"],
    ["1,0,1", "how long it ran is not known (line 2)"],
  ])("drops %s with the reason and the line", (row, reason) => {
    const table = read(`id,submit,procs,run\n${row}\n2,0,1,5\n`, {}, 8);
    expect(said(table)).toEqual([`1 line dropped: ${reason}`].concat(said(table).slice(1)));
    expect(said(table)[1]).toMatch(/no estimate/);
    expect([...table.workload.id]).toEqual([2]);
    expect(table.report).toMatchObject({ read: 2, kept: 1 });
  });

  it("calls a column in a reason as the file does", () => {
    const table = read("id,submit,gpus,run\n1,0,x,5\n", { procs: "gpus" });
    expect(said(table)[0]).toBe("1 line dropped: gpus must be a number (line 2)");
  });

  it("numbers users by their own numbers, or as they come where one is a word", () => {
    const users = (...names: readonly string[]): readonly number[] => [
      ...read(`id,submit,procs,run,user\n${names.map((name, k) => `${k},${k},1,1,${name}`).join("\n")}`)
        .workload.user,
    ];
    expect(users("4", "2", "", "4")).toEqual([4, 2, -1, 4]);
    expect(users("ann", "bob", "ann", "")).toEqual([1, 2, 1, -1]);
    // A user called 1 is not the first word.
    expect(users("ann", "1", "2")).toEqual([1, 2, 3]);
    // Nor do numbers that no column holds run into others.
    expect(users("4294967297", "1")).toEqual([1, 2]);
  });
});
