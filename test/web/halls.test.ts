import { describe, expect, it } from "vitest";
import { hallsAt, phaseRows } from "../../web/view/halls.ts";
import { day, start, tinySite } from "./tiny-view.ts";

const site = {
  ...tinySite("east", "East"),
  phases: [
    { id: "a", hall: "air" as const, planned: start, ready: start, itMw: 100 },
    { id: "b", hall: "liquid" as const, planned: start + 10 * day, ready: start + 71 * day, itMw: 160 },
    { id: "c", hall: "air" as const, planned: start + 20 * day, ready: start + 20 * day, itMw: 200 },
  ],
  retrofits: [{ from: start + 30 * day, until: start + 60 * day, itMw: 40 }],
};

describe("halls of a site", () => {
  it.each([
    [-1, { air: 0, liquid: 0, away: 0, ready: 0 }],
    [0, { air: 100, liquid: 0, away: 0, ready: 1 }],
    [25, { air: 140, liquid: 0, away: 0, ready: 2 }],
    [40, { air: 100, liquid: 0, away: 40, ready: 2 }],
    [61, { air: 100, liquid: 40, away: 0, ready: 2 }],
    [71, { air: 100, liquid: 100, away: 0, ready: 3 }],
  ])("on day %d are those that are ready, less those being made liquid", (days, halls) => {
    expect(hallsAt(site, start + days * day)).toEqual(halls);
  });
  it("as rows have the slip in months, and a dagger after the end of the run", () => {
    const rows = phaseRows(site, start + 71 * day);
    expect(rows.map(({ slip }) => slip)).toEqual(["0", "+2.0", "0"]);
    expect(rows.map(({ ready }) => ready)).toEqual(["11 Mar 2029", "21 May 2029 †", "31 Mar 2029"]);
  });
});
