// Every row of docs/validation.md is a test; those whose data is not on this machine are skipped by name.
import { describe, expect, it } from "vitest";
import { oracleGroups } from "./rows/index.ts";

const found = oracleGroups.map(({ title, rows }) => ({ title, rows: rows() }));

for (const { title, rows } of found) {
  describe(title, () => {
    for (const row of rows)
      it.skipIf(row.verdict === "not run")(`${row.what}: ${row.expected}`, () => {
        expect(row, `${row.simulated}, tolerance ${row.tolerance}`).toMatchObject({ verdict: "agrees" });
      });
  });
}

describe("rows of the validation page", () => {
  it("have names of their own and a source", () => {
    const rows = found.flatMap((group) => group.rows);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.filter(({ source }) => source === "")).toEqual([]);
  });
});
