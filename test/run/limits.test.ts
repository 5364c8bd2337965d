// Money as what binds: orders and replacements that wait for a year with room, what the log, the notes and the site-months say.
import { describe, expect, it } from "vitest";
import {
  compileModel,
  forkRun,
  loadScenarioOrThrow,
  orderBook,
  resumeRun,
  startRun,
} from "../../src/index.ts";
import type { Model, Result } from "../../src/index.ts";

const DAY = 86_400;
/** An UltraServer of Trainium2: 64 chips. */
const CHIP_USD = 10_000;
const US_USD = 64 * CHIP_USD;

/** Two halls of 4 MW; 32 UltraServers in spring 2026 and as many in autumn. */
const base = {
  id: "limits",
  title: "Limits",
  start: "2026-01-01",
  end: "2029-01-01",
  binHours: 24,
  sites: {
    campus: { region: "us-east-2", phases: { a: { date: "2026-01-01", itMw: 4, hall: "air" } } },
  },
  deliveries: {
    spring: { kind: "batch", site: "campus", date: "2026-03-01", system: "trn2-ultraserver", chips: 32 * 64 },
    autumn: { kind: "batch", site: "campus", date: "2026-10-01", system: "trn2-ultraserver", chips: 32 * 64 },
  },
  reliability: {
    hazards: { chipPerHour: 0, hostPerHour: 0, fabricPerHour: 0, jobPerHour: 0 },
    repair: { autoHours: 2, manualHours: 48, manualShare: 0.8, fabricHours: 8 },
    recoveryMinutes: { "2026-01-01": 10 },
  },
  training: {
    campaigns: { one: { start: "2026-03-02", maxShare: 1, days: 2000, mfu: 0.4 } },
  },
};
const money = (limits: object | undefined, costs: object = {}): object => ({
  contract: { pays: "installed", energy: "included", usdPerGwYear: 10e9 },
  costs: { chipUsd: { trainium2: CHIP_USD, trainium3: 2 * CHIP_USD }, ...costs },
  ...(limits === undefined ? {} : { limits }),
});
const modelOf = (limits: object | undefined, others: object = {}, costs: object = {}): Model =>
  compileModel(loadScenarioOrThrow({ ...base, ...others, money: money(limits, costs) }));
const run = (model: Model): Result => startRun(model).finish();
const arrivals = (result: Result): unknown =>
  result.events
    .filter(({ kind }) => kind === "delivery")
    .map(({ seconds, amount }) => [
      new Date(Date.parse(base.start) + seconds * 1000).toISOString().slice(0, 10),
      amount / 64,
    ]);

describe("a limit on capital of 40 UltraServers a year", () => {
  const result = run(modelOf({ capitalUsdPerYear: 40 * US_USD }));

  it("puts the others off to the next year", () => {
    expect(arrivals(result)).toEqual([
      ["2026-03-01", 32],
      ["2026-10-01", 8],
      ["2027-01-01", 24],
    ]);
  });

  it("is said of the order, in the log and in a note with its numbers", () => {
    expect(result.orders.map(({ delivery, putOff }) => [delivery, putOff?.text])).toEqual([
      ["spring", undefined],
      ["autumn", "put off by money: up to 92 days, 1,536 of 2,048 chips"],
    ]);
    const book = orderBook(result, 0, 365);
    expect(book.groups.flatMap(({ lines }) => lines.map(({ why }) => why)).join(" ")).toContain(
      "Put off by money: up to 92 days, 1,536 of 2,048 chips.",
    );
    expect(result.events.filter(({ kind }) => kind === "money-put-off").map(({ text }) => text)).toEqual([
      "1,536 chips of campus/trn2-ultraserver put off to 2027-01-01 at the latest by the annual limit on capital",
    ]);
    expect(result.notes).toContain(
      "USD 15.4 M of 2026's orders (1,536 chips) put off to 2027 by the limit of USD 25.6 M on capital.",
    );
  });

  it("is what binds while halls stand ready for the chips it keeps away, and no longer", () => {
    const limits = new Map(result.binds.map(({ month, limit }) => [month, limit]));
    for (const month of ["2026-10", "2026-11", "2026-12"]) expect(limits.get(month)).toBe("money");
    for (const [month, limit] of limits)
      if (month < "2026-10" || month > "2026-12") expect(limit, month).not.toBe("money");
    const bind = result.binds.find(({ month }) => month === "2026-11");
    expect(bind?.chipHours).toBeCloseTo(1536 * 30 * 24, 0);
    expect(bind?.text).toMatch(/^Nov 2026: money\. .*1\.11 M chip-hours/);
  });

  it("does bind: with 5 % more of it more chips are there in time, and with 5 % more hall or chips none", () => {
    const chipHours = (of: Result): number => of.delivered.reduce((sum, each) => sum + each, 0);
    const more = (patch: object): number =>
      chipHours(run(modelOf({ capitalUsdPerYear: 40 * US_USD }, patch))) - chipHours(result);
    const richer = run(modelOf({ capitalUsdPerYear: 1.05 * 40 * US_USD }));
    // Two UltraServers three months sooner.
    expect(chipHours(richer) - chipHours(result)).toBeCloseTo(2 * 64 * 92 * 24, 3);
    const larger = {
      campus: { region: "us-east-2", phases: { a: { date: "2026-01-01", itMw: 4.2, hall: "air" } } },
    };
    expect(more({ sites: larger })).toBe(0);
    const ordered = { ...base.deliveries.autumn, chips: 34 * 64 };
    const inTime = (of: Result): number =>
      of.events.filter(({ kind, seconds }) => kind === "delivery" && seconds < 365 * DAY).length;
    expect(
      inTime(
        run(
          modelOf(
            { capitalUsdPerYear: 40 * US_USD },
            { deliveries: { ...base.deliveries, autumn: ordered } },
          ),
        ),
      ),
    ).toBe(inTime(result));
  });

  it("does not bind where no hall stands ready for the chips it keeps away", () => {
    const small = {
      campus: { region: "us-east-2", phases: { a: { date: "2026-01-01", itMw: 2.15, hall: "air" } } },
    };
    const found = run(modelOf({ capitalUsdPerYear: 40 * US_USD }, { sites: small }));
    expect(found.binds.map(({ limit }) => limit)).not.toContain("money");
  });
});

it("a limit that never binds changes nothing", () => {
  const without = run(modelOf(undefined));
  const result = run(modelOf({ capitalUsdPerYear: 1e12, spendUsdPerYear: { 2026: 1e12, 2027: 1e12 } }));
  expect(result.digest).toBe(without.digest);
  expect(result.orders).toEqual(without.orders);
  expect(result.notes).toEqual(without.notes);
});

it("an empty hall is held back by money from its first day where nothing may be spent", () => {
  const result = run(modelOf({ capitalUsdPerYear: { 2026: 0 } }));
  expect(arrivals(result)).toEqual([
    ["2027-01-01", 32],
    ["2027-01-01", 32],
  ]);
  expect(result.binds.find(({ month }) => month === "2026-05")).toMatchObject({
    limit: "money",
    bucket: "put-off",
    text: expect.stringContaining("May 2026: money."),
  });
  expect(result.binds.find(({ month }) => month === "2026-02")?.limit).toBe("chip supply");
});

it("a limit on spend holds the fleet to what a whole year of it costs, and says when it never comes", () => {
  // 64 chips of 840 W at peak PUE 1.2 for 10 G a GW-year: 645,120 USD a year of 365.25 days each.
  const result = run(modelOf({ spendUsdPerYear: 48.5 * 645_120 * (366 / 365.25) }));
  expect(arrivals(result)).toEqual([
    ["2026-03-01", 32],
    ["2026-10-01", 16],
  ]);
  expect(result.orders[1]?.putOff).toEqual({
    chips: 1024,
    days: Infinity,
    by: "spend",
    text: "put off by money: not within the run, 1,024 of 2,048 chips",
  });
  expect(result.notes.find((note) => note.includes("put off"))).toMatch(
    /^2026's orders of USD 10\.3 M a year \(1,024 chips\) put off beyond the end of the run by the limit of USD 31\.4 M on the customer's bill\.$/,
  );
});

it("says which chips a limit on capital cannot hold back", () => {
  const { notes } = run(
    compileModel(
      loadScenarioOrThrow({
        ...base,
        deliveries: { one: { ...base.deliveries.spring, system: "trn1", chips: 64 } },
        money: money({ capitalUsdPerYear: 1 }),
      }),
    ),
  );
  expect(notes).toContain(
    "Nobody states what Trainium1 costs, so the limit on capital does not hold it back.",
  );
});

describe("replacements", () => {
  /** 8 servers of 16 Trainium1 each a week, 560 W; each eight make way for one UltraServer of 64 Trainium3 at 1,220 W. */
  const weekly = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `week-${i}`,
      {
        kind: "standing",
        site: "campus",
        system: "trn1",
        since: new Date(Date.parse("2025-06-01") + i * 7 * DAY * 1000).toISOString().slice(0, 10),
        chips: 8 * 16 * 2,
      },
    ]),
  );
  const others = {
    deliveries: weekly,
    fleet: {
      burnInHours: 24,
      refresh: { ageYears: 1, systems: ["trn3-gen1"], trainingWeight: 1, leadTimeDays: 3, retrofitMonths: 0 },
    },
  };
  const newChips = (result: Result): readonly (readonly [string, number])[] =>
    result.events
      .filter(({ kind, subject }) => kind === "delivery" && subject === "campus/trn3-gen1")
      .map(({ seconds, amount }) => [
        new Date(Date.parse(base.start) + seconds * 1000).toISOString().slice(0, 4),
        amount,
      ]);
  const perYear = (result: Result): Readonly<Record<string, number>> => {
    const sums: Record<string, number> = {};
    for (const [year, chips] of newChips(result)) sums[year] = (sums[year] ?? 0) + chips;
    return sums;
  };
  const UNLIMITED = perYear(run(modelOf(undefined, others)));
  const us = (count: number): number => count * 64 * 2 * CHIP_USD;

  it("take from the same limit what deliveries leave of it", () => {
    expect(UNLIMITED).toEqual({ 2026: 18 * 64 });
    const result = run(modelOf({ capitalUsdPerYear: us(8) }, others));
    const chips = perYear(result);
    for (const year of ["2026", "2027"]) {
      expect(chips[year]).toBeLessThanOrEqual(8 * 64);
      // A swap is paid as a whole, of two UltraServers.
      expect(chips[year]).toBeGreaterThan(5 * 64);
    }
    expect(Object.values(chips).reduce((sum, each) => sum + each, 0)).toBe(18 * 64);
    const waits = result.events.filter(({ kind }) => kind === "money-put-off");
    expect(waits[0]?.text).toMatch(/^trn3-gen1 for 256 chips of campus\/trn1 put off to 2027-01-01: /);
  });

  it("go on as they were when a run is saved, resumed and forked", () => {
    const model = modelOf({ capitalUsdPerYear: us(8) }, others);
    const { digest } = run(model);
    for (const part of [0.1, 0.17, 0.2, 0.35, 0.6]) {
      const cut = startRun(model);
      cut.advance(Math.round(model.horizonSeconds * part));
      const saved = structuredClone(cut.snapshot());
      expect(resumeRun(model, saved).finish().digest).toBe(digest);
      expect(forkRun(model, saved).finish().digest).toBe(digest);
    }
  });

  it("never come where no year of the run has the money", () => {
    const result = run(modelOf({ capitalUsdPerYear: us(0.5) }, others));
    expect(newChips(result)).toEqual([]);
    expect(result.events.find(({ kind }) => kind === "money-put-off")?.text).toContain(
      "beyond the end of the run",
    );
  });
});
