import { describe, expect, it } from "vitest";
import { checkFiles, recogniseTable } from "../../src/index.ts";

describe("recogniseTable", () => {
  it.each([
    ["series,date,value,unit\nx,2026-01-01,1,MW", "actuals"],
    ["start,region,class,tokensPerSecond\n", "demand"],
    ["date,site,system,chips", "deliveries"],
    ["chips,system,site,ordered,leadTimeDays", "deliveries"],
    ["date,itMw", "phases"],
    ["# planned\n\nitMw,hall,date\n", "phases"],
    ['\uFEFF"date","itMw"\r\n', "phases"],
    // A column is missing or unknown: still that table, so that the fault names it.
    ["series,date,value\n", "actuals"],
    ["start,region,klass,tokensPerSecond\n", "demand"],
  ])("takes %j for %s", (text, kind) => {
    expect(recogniseTable(text)).toBe(kind);
  });
  it.each([[""], ["date"], ["date,note"], ["a,b,c\n1,2,3"], ["{}"], ["\u0000\u0001"]])(
    "takes %j for none",
    (text) => {
      expect(recogniseTable(text)).toBeUndefined();
    },
  );
});

describe("checkFiles", () => {
  const file = (size: number, name = "a.csv"): { name: string; size: number } => ({ name, size });
  it("lets pass what is small and few", () => {
    expect(checkFiles([file(20_000_000), file(1000)])).toEqual([]);
  });
  it("refuses a large file by its name, many files, and much in all", () => {
    expect(checkFiles([file(20_000_001, "big.csv"), file(1)])).toEqual([
      { path: "big.csv", message: "must be at most 20 MB", found: "20 MB" },
    ]);
    expect(checkFiles(Array.from({ length: 21 }, () => file(1)))).toEqual([
      { path: "", message: "must be at most 20 files at once", found: "21" },
    ]);
    expect(checkFiles([file(15e6), file(15e6), file(15e6)])).toEqual([
      { path: "", message: "files must be at most 40 MB in all", found: "45 MB" },
    ]);
  });
});
