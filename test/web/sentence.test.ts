import { describe, expect, it } from "vitest";
import type { Bind } from "../../src/index.ts";
import { sentenceAt } from "../../web/view/sentence.ts";
import { columns, day, start, tinySite, tinyView } from "./tiny-view.ts";

const moment = start + day;
const bind = (site: string, change: Partial<Bind> = {}): Bind => ({
  site,
  month: "2029-03",
  limit: "demand",
  bucket: "idle-no-demand",
  chipHours: 31,
  usefulChipHours: 60,
  deliveredChipHours: 100,
  text: "",
  ...change,
});
const busy = columns({
  "power.drawn": 3100,
  "power.energised": 4100,
  "chips.delivered": 3.2e6,
  "state.productive": 1e6,
  "state.serving": 0.984e6,
  "state.headroom": 1e6,
  "demand.all": 200,
  "demand.unserved": 25,
});

describe("the sentence on a moment", () => {
  it("says what is drawn, how much is of use, what holds it back most, who shares that, and what goes unserved", () => {
    const view = tinyView({
      scopes: { all: busy },
      sites: ["a", "b", "c", "d"].map((id) => tinySite(id, id.toUpperCase())),
      binds: [
        bind("a", { chipHours: 20 }),
        bind("b"),
        bind("c", { limit: "power", bucket: "power-capped", chipHours: 30 }),
        bind("d", { limit: "nothing" }),
      ],
    });
    expect(sentenceAt(view, "all", moment)).toBe(
      "On 12 Mar 2029 the fleet draws 3.1 of 4.1 GW energised and 62 % of 3.2 M chips do useful work, because lack of demand holds B back (31 % of its chip-hours that month wait for work), as it does 1 of 3 others. 13 % of demand goes unserved.",
    );
  });
  it("of a picked site speaks of that site, and of unserved demand as the fleet's", () => {
    const view = tinyView({ scopes: { all: busy, east: busy }, binds: [bind("east"), bind("west")] });
    expect(sentenceAt(view, "east", moment)).toBe(
      "On 12 Mar 2029 East draws 3.1 of 4.1 GW energised and 62 % of 3.2 M chips do useful work, because lack of demand holds it back (31 % of its chip-hours that month wait for work). 13 % of demand goes unserved across the fleet.",
    );
  });
  it("counts all the others as such, in the number of what holds them back", () => {
    const broken = { limit: "failures", bucket: "repair" } as const;
    const view = tinyView({
      scopes: { all: busy },
      binds: [bind("east", broken), bind("west", { ...broken, chipHours: 5 })],
    });
    expect(sentenceAt(view, "all", moment)).toContain(
      "because failures hold East back (31 % of its chip-hours that month are under repair), as they do the other site.",
    );
  });
  it("says how much work was turned away where that is the largest loss", () => {
    const turned = bind("west", { limit: "chip supply", bucket: "unserved", chipHours: 1.2e8 });
    const view = tinyView({ scopes: { all: busy }, binds: [bind("east"), turned] });
    expect(sentenceAt(view, "all", moment)).toContain(
      "because lack of chips holds West back (demand for 120 M chip-hours is turned away that month).",
    );
  });
  it("before the first delivery says so", () => {
    const scopes = { all: columns({ "power.energised": 0, "power.drawn": 0, "chips.delivered": 0 }) };
    const none = { limit: "hall", bucket: "none", chipHours: 0, deliveredChipHours: 0 } as const;
    expect(sentenceAt(tinyView({ scopes, binds: [bind("east", none)] }), "all", moment)).toBe(
      "On 12 Mar 2029 the fleet draws 0 of 0 MW energised and no chip is delivered yet, because lack of halls holds East back.",
    );
  });
  it("with nothing in the way says that, and leaves out what rounds to nothing", () => {
    const scopes = { all: { ...busy, ...columns({ "demand.unserved": 0.5 }) } };
    const view = tinyView({ scopes, binds: [bind("east", { limit: "nothing" })] });
    expect(sentenceAt(view, "all", moment)).toMatch(/useful work, and nothing holds it back\.$/);
  });
});
