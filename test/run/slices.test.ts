// A run can be cut anywhere: in slices, into a saved value, into another process, into another future.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serialize } from "node:v8";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileModel, forkRun, loadScenarioOrThrow, resumeRun, startRun } from "../../src/index.ts";
import type { Model, Result, Run, WorldSnapshot } from "../../src/index.ts";
import { runOnce, seriesOf, withoutWork } from "../oracles/read-run.ts";
import { HUNTED } from "./hunted.ts";
import { randomScenario } from "./random-scenario.ts";

const DAY = 86_400;
const modelOf = (preset: string, patch: object = {}): Model =>
  compileModel(loadScenarioOrThrow(preset, { patch }));
/** A quarter with jobs, demand and failures. */
const busyRainier = (): Model => modelOf("rainier", { end: "2025-12-01" });

function finishInSlices(model: Model, slices: number): Result {
  const run = startRun(model);
  for (let slice = 1; slice <= slices; slice++) run.advance((model.horizonSeconds * slice) / slices);
  return run.finish();
}

/** A run of `model` at a share of its time, and what it has saved there. */
function savedAt(model: Model, share: number): { readonly run: Run; readonly saved: WorldSnapshot } {
  const run = startRun(model);
  run.advance(model.horizonSeconds * share);
  return { run, saved: run.snapshot() };
}

describe("ten slices of a run", () => {
  it("equal one go: first-campus", () => {
    const model = modelOf("first-campus");
    expect(finishInSlices(model, 10).digest).toBe(startRun(model).finish().digest);
  });

  it("equal one go: rainier", () => {
    const model = busyRainier();
    expect(finishInSlices(model, 10).digest).toBe(startRun(model).finish().digest);
  });

  it("equal one go, and so does a run resumed from any of its moments: random scenarios", () => {
    fc.assert(
      fc.property(randomScenario, fc.integer({ min: 0, max: 10_000 }), (input, at) => {
        const model = compileModel(loadScenarioOrThrow(input));
        const { digest } = startRun(model).finish();
        expect(finishInSlices(model, 10).digest).toBe(digest);
        const { run, saved } = savedAt(model, at / 10_000);
        expect(resumeRun(model, structuredClone(saved)).finish().digest).toBe(digest);
        expect(forkRun(model, saved).finish().digest).toBe(digest);
        expect(run.finish().digest).toBe(digest);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a saved run", () => {
  const folder = mkdtempSync(join(tmpdir(), "capsim-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is a plain value: a structured clone of it goes on to the same bytes, and the original is untouched", () => {
    const model = modelOf("first-campus");
    const { digest } = startRun(model).finish();
    const { saved } = savedAt(model, 0.5);
    const before = serialize(saved);
    expect(resumeRun(model, structuredClone(saved)).finish().digest).toBe(digest);
    expect(resumeRun(model, saved).finish().digest).toBe(digest);
    expect(serialize(saved).equals(before)).toBe(true);
  });

  it("goes on in a fresh process to the same bytes", () => {
    const model = modelOf("first-campus");
    const file = join(folder, "half.bin");
    writeFileSync(file, serialize(savedAt(model, 0.5).saved));
    const child = fileURLToPath(new URL("resume-child.ts", import.meta.url));
    const printed = execFileSync(process.execPath, [child, "first-campus", file], { encoding: "utf8" });
    expect(printed).toBe(startRun(model).finish().digest);
  });

  it.each([
    { preset: "first-campus", of: "simulated time" },
    // Its fleet grows sixfold: the last tenth of its time is a quarter of its events.
    { preset: "rainier", of: "events" },
  ])(
    "of $preset finishes its last tenth of $of for at most 15 % of a full run's events",
    ({ preset, of }) => {
      const model = modelOf(preset);
      const began = performance.now();
      const full = startRun(model).finish();
      const fullMs = performance.now() - began;
      const run = startRun(model);
      let saved: WorldSnapshot;
      let percent = 90;
      do {
        run.advance((model.horizonSeconds * percent++) / 100);
        saved = run.snapshot();
      } while (of === "events" && saved.engine.executed < 0.9 * full.eventsExecuted);
      const resumed = performance.now();
      const rest = resumeRun(model, saved).finish();
      const restMs = performance.now() - resumed;
      const share = (rest.eventsExecuted - saved.engine.executed) / full.eventsExecuted;
      console.log(
        `${preset}: the last tenth is ${(100 * share).toFixed(1)} % of the events and took ` +
          `${restMs.toFixed(0)} of ${fullMs.toFixed(0)} ms, restoring and building the result included`,
      );
      expect(rest.digest).toBe(full.digest);
      expect(share).toBeGreaterThan(0.01);
      expect(share).toBeLessThanOrEqual(0.15);
    },
  );
});

describe("a fork", () => {
  const forkDay = 300;
  let base: Model;
  let past: Result;
  let saved: WorldSnapshot;
  beforeAll(() => {
    base = modelOf("first-campus");
    const run = startRun(base);
    run.advance(forkDay * DAY);
    saved = run.snapshot();
    past = run.finish();
  });

  const cut = {
    sites: { campus: { curtailments: { heat: { from: "2027-05-01", to: "2027-06-01", mw: 12 } } } },
  };
  const more = {
    deliveries: {
      late: { kind: "batch", site: "campus", system: "trn3-gen2", date: "2027-06-01", chips: 1440 },
      later: { kind: "batch", site: "campus", system: "trn2-ultraserver", date: "2027-07-01", chips: 640 },
    },
  };

  it.each([
    { title: "the same future", patch: {}, same: true },
    { title: "a curtailment", patch: cut, same: false },
    { title: "further chips", patch: more, same: false },
  ])(
    "into $title equals a run that had it from the start, and shares its past to the byte",
    ({ patch, same }) => {
      const model = modelOf("first-campus", patch);
      const forked = forkRun(model, structuredClone(saved)).finish();
      expect(forked.digest).toBe(startRun(model).finish().digest);
      expect(forked.digest === past.digest).toBe(same);
      expectSharedPast(forked, past, forkDay);
    },
  );

  it("amid retrofits and replacements goes on in larger pools as if they had been so from the start", () => {
    const input = HUNTED["makingWay"];
    const late = { kind: "batch", site: "north", system: "trn2-ultraserver", date: "2026-03-01", chips: 640 };
    const [plain, larger] = [{}, { deliveries: { late } }].map((patch) =>
      compileModel(loadScenarioOrThrow(input, { patch })),
    );
    for (const day of [10, 15.5, 20, 40, 54]) {
      const run = startRun(plain!);
      run.advance(day * DAY);
      const forked = forkRun(larger!, run.snapshot()).finish();
      expect(forked.digest).toBe(startRun(larger!).finish().digest);
      expect(forked.retrofits.length).toBeGreaterThan(0);
    }
  });

  it("into other demand shares its past to the byte and then differs", () => {
    const model = modelOf("first-campus", { inference: { scale: 1.3 } });
    const forked = forkRun(model, structuredClone(saved)).finish();
    expectSharedPast(forked, past, forkDay);
    expect(forked.digest).not.toBe(past.digest);
  });

  it("into another past is refused, and says what differs", () => {
    const other = modelOf("first-campus", {
      deliveries: {
        early: { kind: "batch", site: "campus", system: "trn2-ultraserver", date: "2026-02-01", chips: 64 },
      },
    });
    expect(() => forkRun(other, saved)).toThrow(/cannot fork at .* the calendar before it must be the same/);
    expect(() => forkRun(busyRainier(), saved)).toThrow(/cannot fork: start must be/);
  });
});

describe("another site", () => {
  const added = {
    sites: {
      aardvark: {
        region: "us-east-1",
        phases: { first: { date: "2026-03-01", itMw: 100 }, second: { date: "2026-09-01", itMw: 200 } },
      },
    },
  };

  it("changes none of the other sites' slips, under any seed", () => {
    const [plain, larger] = [
      loadScenarioOrThrow("rainier"),
      loadScenarioOrThrow("rainier", { patch: added }),
    ];
    for (let seed = 1; seed <= 50; seed++) {
      const before = compileModel(plain, { seed }).slips;
      const {
        "sites.aardvark.phases.first": first,
        "sites.aardvark.phases.second": second,
        ...others
      } = compileModel(larger, { seed }).slips;
      expect(others).toEqual(before);
      expect(first).toBeGreaterThan(0);
      expect(second).toBeGreaterThan(0);
    }
  });

  it("moves no other site's halls or supply by a byte", () => {
    const before = runOnce(withoutWork("rainier"));
    const after = runOnce(withoutWork("rainier", added));
    // Chips are another matter: the world makes only so many, and a new site takes its part.
    const supply = before.series.filter(
      ({ id, site }) => site !== undefined && /^power\.(building|utility|energised)\./.test(id),
    );
    expect(supply.length).toBe(7);
    for (const series of supply)
      expect(sameBytes(series.mean, seriesOf(after, series.id).mean), series.id).toBe(true);
  });
});

/** Unlike a comparison of values, tells 0 from -0 and prints no thousand lines. */
const sameBytes = (a: Float64Array, b: Float64Array): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));

/** Every whole bin and every event before the day, equal to the byte. */
function expectSharedPast(a: Result, b: Result, day: number): void {
  const bins = Math.floor((day * DAY) / a.binSeconds);
  expect(a.series.map(({ id }) => id)).toEqual(b.series.map(({ id }) => id));
  a.series.forEach((series, i) => {
    for (const key of ["mean", "min", "max"] as const)
      expect(sameBytes(series[key].slice(0, bins), b.series[i]![key].slice(0, bins)), series.id).toBe(true);
  });
  const before = (result: Result): Result["events"] =>
    result.events.filter((event) => event.seconds < day * DAY);
  expect(before(a).length).toBeGreaterThan(100);
  expect(before(a)).toEqual(before(b));
}
