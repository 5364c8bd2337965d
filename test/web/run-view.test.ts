// The page's view of a run, held against the run itself; and its baked form against the view.
import { beforeAll, describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { bands } from "../../web/charts/bands.ts";
import { bake, unbake } from "../../web/view/baked.ts";
import { binAt, columnOf, groupFor, visible } from "../../web/view/bins.ts";
import type { RunView } from "../../web/view/run-view.ts";
import { execute } from "../../web/worker/execute.ts";
import { prepare } from "../../web/worker/prepare.ts";
import { run } from "../../web/worker/whole.ts";

let result: Result;
let view: RunView;
beforeAll(async () => {
  result = simulateSync(loadScenarioOrThrow("first-campus"));
  const outcome = await run({ preset: "first-campus", patch: {} });
  if (outcome.kind !== "done") throw new Error("first-campus does not run");
  ({ view } = outcome);
});

const total = (column: Float64Array | undefined): number =>
  (column ?? new Float64Array(0)).reduce((sum, value) => sum + value, 0);

describe("a run view", () => {
  it("has the digest of the run", () => {
    expect(view.digest).toBe(result.digest);
  });
  it("holds every chip of every bin in exactly one state, one band and one of service or staged", () => {
    const all = view.scopes["all"] ?? {};
    const { "chips.delivered": delivered = new Float64Array(0) } = all;
    for (let bin = 0; bin < view.bins; bin += 13) {
      const sumOf = (prefix: string): number =>
        Object.entries(all).reduce(
          (sum, [key, column]) => sum + (key.startsWith(prefix) ? (column[bin] ?? 0) : 0),
          0,
        );
      expect(sumOf("state.")).toBeCloseTo(delivered[bin] ?? 0, 6);
      expect(sumOf("fleet.")).toBeCloseTo(delivered[bin] ?? 0, 6);
    }
    for (const state of view.states)
      expect(
        bands.filter(({ has }) => has(state)),
        state.id,
      ).toHaveLength(1);
  });
  it("keeps chip-hours", () => {
    const hours = total(view.scopes["all"]?.["chips.delivered"]) * 24;
    expect(hours / total(result.delivered)).toBeCloseTo(1, 9);
  });
  it("adds the sites up to the whole", () => {
    const sites = view.sites.map(({ id }) => total(view.scopes[id]?.["power.drawn"]));
    expect(sites.reduce((sum, each) => sum + each, 0)).toBeCloseTo(
      total(view.scopes["all"]?.["power.drawn"]),
      6,
    );
  });
  it("has demand and what is served of it, by region and in all", () => {
    const {
      "demand.all": asked,
      "served.all": served,
      "demand.unserved": unserved,
    } = view.scopes["all"] ?? {};
    expect(total(asked)).toBeGreaterThan(0);
    expect(total(served) + total(unserved)).toBeCloseTo(total(asked), -2);
    const parts = view.regions.map(({ id }) => total(view.scopes["all"]?.[`served.${id}`]));
    expect(parts.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total(served), -2);
  });
  it("knows every lever's value in the preset", () => {
    expect(view.levers.length).toBeGreaterThanOrEqual(6);
    for (const lever of view.levers) {
      if (lever.kind === "choice") continue;
      expect(lever.preset, lever.id).toBeGreaterThanOrEqual(lever.min);
      expect(lever.preset, lever.id).toBeLessThanOrEqual(lever.max);
    }
  });
  it("shows about as many chips held by campaigns as their jobs held on average", () => {
    for (const { id, kind, jobs } of view.campaigns) {
      if (kind !== "campaign") continue;
      const binHours = view.binMs / 3_600_000;
      const held = total(view.scopes["all"]?.[`campaign.${id}.chips`]) * binHours;
      const expected = jobs.reduce(
        (sum, job) =>
          sum +
          (job.start === undefined ? 0 : (job.meanChips * ((job.end ?? view.end) - job.start)) / 3_600_000),
        0,
      );
      expect(held / expected, id).toBeGreaterThan(0.94);
      expect(held / expected, id).toBeLessThan(1.06);
    }
  });
  it("answers bad input with every issue", async () => {
    const outcome = await run({ preset: "first-campus", patch: { end: "2020-01-01", seeed: 1 } });
    expect(outcome.kind).toBe("issues");
    if (outcome.kind === "issues")
      expect(outcome.issues.map(({ path }) => path)).toEqual(expect.arrayContaining(["end", "seeed"]));
  });
  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const prepared = await prepare({ preset: "first-campus", patch: {} });
    if (prepared.kind === "issues") throw new Error("the preset must be sound");
    const going = execute(prepared.model, prepared.shown, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(going).rejects.toThrow("enough");
  });
});

describe("a baked run", () => {
  it("is the view in weekly bins, to a six-hundredth of each column's greatest value", () => {
    const copy = unbake(JSON.parse(JSON.stringify(bake(view, []))));
    expect(copy.digest).toBe(view.digest);
    expect(copy.bins).toBe(Math.ceil(view.bins / 7));
    for (const [key, column] of Object.entries(copy.scopes["all"] ?? {})) {
      const exact = columnOf(view, "all", key, 7);
      // The gap is worked out from two others and has the error of both.
      const of = key === "power.gap" ? columnOf(view, "all", "power.energised", 7) : exact;
      const most = of.reduce((greatest, value) => Math.max(greatest, value), 0);
      column.forEach((value, bin) =>
        expect(Math.abs(value - (exact[bin] ?? 0)), key).toBeLessThanOrEqual(
          (key === "power.gap" ? 2 : 1) * (most / 1190),
        ),
      );
    }
  });
  it("has every column that has anything in it", () => {
    const copy = unbake(bake(view, []));
    for (const [key, column] of Object.entries(view.scopes["all"] ?? {}))
      if (column.some((value) => value > 0)) expect(Object.keys(copy.scopes["all"] ?? {})).toContain(key);
  });
  it("has every job, its moments to the hour", () => {
    const copy = unbake(JSON.parse(JSON.stringify(bake(view, []))));
    const jobs = view.campaigns.flatMap((row) => row.jobs);
    const copies = copy.campaigns.flatMap((row) => row.jobs);
    expect(copies.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id));
    copies.forEach((job, index) => {
      const exact = jobs[index];
      for (const key of ["submit", "start", "end", "deadline"] as const) {
        expect(job[key] === undefined, `${job.id} ${key}`).toBe(exact?.[key] === undefined);
        expect(Math.abs((job[key] ?? 0) - (exact?.[key] ?? 0)), `${job.id} ${key}`).toBeLessThanOrEqual(
          1.8e6,
        );
      }
      const { name, state, chip, site, maxChips, failures } = job;
      expect({ name, state, chip, site, maxChips, failures }).toEqual({
        name: exact?.name,
        state: exact?.state,
        chip: exact?.chip,
        site: exact?.site,
        maxChips: exact?.maxChips,
        failures: exact?.failures,
      });
    });
  });
});

describe("bins", () => {
  const day = 86_400_000;
  it("are grouped in whole weeks, which do not beat against the weekend", () => {
    expect(groupFor(view, 100 * day, 200)).toBe(1);
    expect(groupFor(view, 730 * day, 200)).toBe(7);
    expect(groupFor(view, 730 * day, 100)).toBe(14);
  });
  it("cut short by the end go on into the week before", () => {
    const columns = { served: Float64Array.from([7, 7, 7, 7, 7, 0, 0, 7, 7, 7]) };
    const short = { ...view, bins: 10, scopes: { all: columns } };
    expect([...columnOf(short, "all", "served", 7)]).toEqual([5, 5]);
  });
  it("of a window are those that it touches", () => {
    expect(visible(view, view.start + 3.5 * day, view.start + 5.5 * day, 1)).toEqual({ first: 3, last: 6 });
    expect(visible(view, view.start - day, view.end + day, 7)).toEqual({
      first: 0,
      last: Math.ceil(view.bins / 7),
    });
    expect(binAt(view, view.end + day)).toBe(view.bins - 1);
  });
});
