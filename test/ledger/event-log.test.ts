import { describe, expect, it } from "vitest";
import { EVENT_KINDS, EventLog } from "../../src/ledger/event-log.ts";

describe("the event log", () => {
  it.each([
    "demand-unserved",
    "demand-met",
    "power-cap",
    "power-free",
    "job-pause",
    "job-interrupt",
  ] as const)("keeps what the plan brings after 100,000 times %s, and counts what it left out", (flood) => {
    const log = new EventLog();
    for (let i = 0; i < 100_000; i++) log.add(flood, i, -1, 0, "pool", 1);
    const kept = log.rows.length;
    expect(kept).toBeLessThan(100_000);
    expect(log.dropped).toBe(100_000 - kept);
    const planned = EVENT_KINDS.filter((k) => !/^(demand|power|job)-/.test(k));
    const ids = planned.map((kind) => log.add(kind, 100_000, -1, 0, "pool", 1));
    expect(log.rows.slice(kept).map((row) => row.id)).toEqual(ids);
  });

  it("goes on from a snapshot with the same room left", () => {
    const log = new EventLog();
    for (let i = 0; i < 100_000; i++) log.add("demand-met", i, -1, 0, "pool", 1);
    const again = new EventLog();
    again.restore(structuredClone(log.snapshot()));
    again.add("demand-met", 100_000, -1, 0, "pool", 1);
    again.add("retired", 100_000, -1, 0, "pool", 1);
    expect(again.dropped).toBe(log.dropped + 1);
    expect(again.rows.at(-1)?.kind).toBe("retired");
  });
});
