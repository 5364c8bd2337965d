// Halls of all sites: cumulative MW become additions, slips move them, the agreement says what of each is ours.
import { describe, expect, it } from "vitest";
import { basisFactor, hallAdditions } from "../../src/compile/halls.ts";
import { contextOf } from "./parts.ts";

const site = (peakPue: number, phases: object, others: object = {}): object => ({
  region: "us-east-2",
  peakPue,
  phases,
  ...others,
});
const phase = (date: string, size: object, others: object = {}): object => ({ date, ...size, ...others });

/** [site/phase, day it is ready, MW of all tenants, MW of ours], to the watt. */
const rowsOf = (patch: object): readonly (readonly [string, number, number, number])[] =>
  hallAdditions(contextOf(patch)).map((h) => [
    `${h.site}/${h.phase}`,
    Math.round((h.ready / 86_400) * 1000) / 1000,
    Math.round(h.watts) / 1e6,
    Math.round(h.ours) / 1e6,
  ]);

const two = {
  sites: {
    campus: site(
      1.2,
      { a: phase("2026-01-01", { itMw: 20 }), b: phase("2026-07-01", { itMw: 50 }) },
      { tenancyShare: 0.5 },
    ),
    north: site(1.5, { a: phase("2026-04-01", { itMw: 40 }) }),
  },
};

describe("without an agreement", () => {
  it("an addition is what a phase has more than the one before, and ours by tenancy", () => {
    expect(rowsOf(two)).toEqual([
      ["campus/a", 0, 20, 10],
      ["campus/b", 181, 30, 15],
      ["north/a", 90, 40, 40],
    ]);
  });

  it("phases after what is known slip, and wait for what their site and all sites wait", () => {
    const slipped = {
      ...two,
      construction: { slip: { kind: "fixed", months: 2 }, extraMonths: 1 },
      sites: { ...two.sites, north: { ...two.sites.north, extraMonths: 0.5 } },
    };
    expect(rowsOf(slipped).map(([id, day]) => [id, day])).toEqual([
      ["campus/a", 0],
      // 181 and 3 months of 30.4375 days; 90 and 3.5 of them.
      ["campus/b", 272.313],
      ["north/a", 196.531],
    ]);
  });
});

describe("under an agreement", () => {
  it("of facility MW, those that are ready first have it: at peak PUE, as far as it goes", () => {
    // 10 x 1.2 = 12 of 60 MW; then 40 x 1.5 = 60, of which 48 are left; then none.
    expect(rowsOf({ ...two, agreement: { capacityMw: 60 } })).toEqual([
      ["campus/a", 0, 20, 10],
      ["campus/b", 181, 30, 0],
      ["north/a", 90, 40, 32],
    ]);
  });

  it("of IT MW, peak PUE does not count", () => {
    expect(rowsOf({ ...two, agreement: { capacityMw: 60, basis: "it" } })).toEqual([
      ["campus/a", 0, 20, 10],
      ["campus/b", 181, 30, 10],
      ["north/a", 90, 40, 40],
    ]);
  });

  it("the day a hall is ready counts, not the day it was planned for", () => {
    const late = { ...two.sites.north, extraMonths: 6 };
    const rows = rowsOf({ agreement: { capacityMw: 60 }, sites: { ...two.sites, north: late } });
    // 12, then 15 x 1.2 = 18, then 30 that are left of 60.
    expect(rows.map(([id, , , ours]) => [id, ours])).toEqual([
      ["campus/a", 10],
      ["campus/b", 15],
      ["north/a", 20],
    ]);
  });
});

describe("what the agreement leaves", () => {
  const parts = {
    sites: {
      ...two.sites,
      north: site(1.25, {
        a: phase("2026-04-01", { residual: 0.25 }),
        b: phase("2026-08-01", { residual: 1 }),
      }),
      south: site(1.4, { a: phase("2026-06-01", { residual: 1 }) }, { tenancyShare: 0.5 }),
    },
  };
  const agreement = { capacityMw: 100, residual: { north: 0.6, south: 0.4 } };

  it("goes to sites by their parts, at their own peak PUE and tenancy", () => {
    // 100 - 25 x 1.2 = 70 MW: 42 to north (33.6 IT), 28 to south (20 IT of ours, 40 of all).
    expect(rowsOf({ ...parts, agreement })).toEqual([
      ["campus/a", 0, 20, 10],
      ["campus/b", 181, 30, 15],
      ["north/a", 90, 8.4, 8.4],
      ["north/b", 212, 25.2, 25.2],
      ["south/a", 151, 40, 20],
    ]);
  });

  it("of IT MW is what IT MW leave", () => {
    // 100 - 25 = 75: 45 and 30.
    const rows = rowsOf({ ...parts, agreement: { ...agreement, basis: "it" } });
    expect(rows.slice(2).map(([id, , , ours]) => [id, ours])).toEqual([
      ["north/a", 11.25],
      ["north/b", 33.75],
      ["south/a", 30],
    ]);
  });

  it("the first site's part can be replaced, and the others keep their proportion", () => {
    const three = {
      ...parts.sites,
      east: site(1.4, { a: phase("2026-06-01", { residual: 1 }) }),
      south: site(1.4, { a: phase("2026-06-01", { residual: 1 }) }),
    };
    const rows = rowsOf({
      sites: three,
      agreement: { capacityMw: 100, residual: { north: 0.6, south: 0.3, east: 0.1 }, residualFirst: 0.2 },
    });
    // Of 70 MW: 14 to north (11.2 IT), 42 to south (30 IT), 14 to east (10 IT).
    const ours = (id: string): number =>
      rows.reduce((sum, row) => sum + (row[0].startsWith(id) ? row[3] : 0), 0);
    expect([ours("north"), ours("south"), ours("east")].map((mw) => Number(mw.toFixed(6)))).toEqual([
      11.2, 30, 10,
    ]);
  });

  it("is nothing where the sites with MW take all", () => {
    const rows = rowsOf({ ...parts, agreement: { ...agreement, capacityMw: 20 } });
    expect(rows.slice(2).map(([, , mw, ours]) => [mw, ours])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});

it("the basis factor is peak PUE, the region's where the site states none, and 1 for IT MW", () => {
  const factor = (basis: string): number[] => {
    const context = contextOf({ ...two, agreement: { capacityMw: 1, basis } });
    return [basisFactor(context, "campus"), basisFactor(context, "north")];
  };
  expect(factor("facility")).toEqual([1.2, 1.5]);
  expect(factor("it")).toEqual([1, 1]);
  expect(basisFactor(contextOf({ agreement: { capacityMw: 1 } }), "campus")).toBe(1.2);
});
