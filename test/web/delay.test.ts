// What a delay costs, in words, from two runs made by hand.
import { describe, expect, it } from "vitest";
import type { MoneyInfo } from "../../web/api.ts";
import { delayCosts, gwYears, mostBehind } from "../../web/view/delay.ts";
import type { RunView } from "../../web/view/run-view.ts";
import { moneyView, tinyMoney } from "./tiny-money.ts";
import { columns, day, tinyView } from "./tiny-view.ts";

/** Three days of so many MW of installed chips, in all and at East. */
const view = (all: number, east: number, change: Partial<RunView> = {}): RunView =>
  tinyView({
    scopes: {
      all: columns({ "power.provisioned": all, "state.staged-no-hall": 0 }),
      east: columns({ "power.provisioned": east }),
    },
    ...change,
  });
const text = (run: RunView, before: RunView, id: string): string | undefined =>
  delayCosts(run, before, "east").find((line) => line.id === id)?.text;

describe("capacity", () => {
  it("is MW of installed chips over time: 365.25 GW for three days are three GW-years", () => {
    expect(gwYears(view(365_250, 0), "all")).toBeCloseTo(3, 12);
    // The last bin is cut short by the end of the run.
    expect(gwYears({ ...view(365_250, 0), end: view(0, 0).start + 2.5 * day }, "all")).toBeCloseTo(2.5, 12);
  });

  it("is told for the fleet, and for the site where others take its room", () => {
    const before = view(365_250, 200_000);
    expect(text(view(243_500, 78_250), before, "gw-years")).toBe(
      "1 GW-years fewer of installed chips over the run, of 3.",
    );
    expect(text(view(304_375, 78_250), before, "gw-years")).toBe(
      "0.5 GW-years fewer of installed chips over the run (1 GW-years fewer at this site), of 3.",
    );
  });
});

describe("money", () => {
  const with_ = (flows: MoneyInfo["flows"], change: Partial<MoneyInfo> = {}): RunView => ({
    ...moneyView({ flows, ...change }),
    scopes: view(1, 1).scopes,
  });
  const flow = (kind: "capacity" | "chips", cents: readonly number[]): MoneyInfo["flows"][number] => {
    const all = new Float64Array(tinyMoney.periods.length);
    all.set(cents);
    return { kind, label: kind, from: "lab", to: "cloud", cents: all };
  };

  it("says what the missing capacity is worth at contract price, and today", () => {
    const before = with_([flow("capacity", [5e11, 5e11])]);
    const after = with_([flow("capacity", [5e11, 3e11])], { presentValue: { customerPaysUsd: 7.2e9 } });
    expect(text(after, before, "contract")).toBe(
      "At contract price it is worth $2 B ($1.8 B today): Lab has less capacity for it, Cloud less revenue.",
    );
    expect(text(before, before, "contract")).toContain("it is worth nothing:");
  });

  it("says how much capital is put off, and until all of it is spent", () => {
    expect(mostBehind(Float64Array.of(0, 0, 9), Float64Array.of(4, 3, 2))).toEqual({ usd: 7, month: 1 });
    const before = with_([flow("chips", [4e11, 3e11])]);
    expect(text(with_([flow("chips", [0, 4e11, 3e11])]), before, "capital")).toBe(
      "At most $4 B of spend on chips and buildings is put off, in Jul 2026; by the end of the run all of it is spent.",
    );
    expect(text(with_([flow("chips", [0, 4e11])]), before, "capital")).toContain("over the run $3 B less.");
    expect(text(before, before, "capital")).toBe("No spend on chips and buildings is put off.");
  });

  it("counts chips that wait at what a chip-hour costs their provider", () => {
    const unitCosts = [
      { id: "all", name: "All", view: "provider", usdPerChipHour: 2, figures: 2, confidence: "assumed" },
    ] as const;
    const before = with_([], { unitCosts });
    const waiting = { ...before, scopes: { all: columns({ "state.staged-no-hall": 1000 }) } };
    const short = (run: RunView): RunView => ({ ...run, end: run.start + 3 * run.binMs });
    // 3 bins of 30 days: 2,160 h of 1,000 chips.
    expect(text(short(waiting), short(before), "idle")).toBe(
      "Chips wait 2.16 M chip-hours more for a hall or power, at what a chip-hour costs its provider $4.3 M.",
    );
    expect(text(before, before, "idle")).toContain("No chip waits longer");
  });

  it("says that there are no prices where there are none", () => {
    expect(text(view(1, 1), view(1, 1), "contract")).toBeUndefined();
    expect(text(view(1, 1), view(1, 1), "no-money")).toBe("The scenario states no prices.");
  });

  it("has the day the commitment is spent, in both", () => {
    const before = with_([]);
    const { commitment } = tinyMoney;
    if (commitment === undefined) throw new Error("no commitment");
    const { exhaustedSeconds: _, ...open } = commitment;
    const never = with_([], { commitment: { ...open, shortfallUsd: 5e8 } });
    expect(text(never, before, "commitment")).toBe(
      "Not spent within the run; it was on 1 Jul 2028; $500 M more falls short.",
    );
    expect(text(before, before, "commitment")).toBe("Spent as before: 1 Jul 2028; nothing more falls short.");
  });
});

it("what is served and what is late stand beside what they were", () => {
  const headline = (id: string, value: number, unit: string): RunView["headlines"][number] => ({
    id,
    label: id,
    value,
    unit,
    illustrative: false,
  });
  const before = view(1, 1, {
    headlines: [headline("unserved", 0.3, "share"), headline("deadlines-missed", 4, "of 9")],
  });
  const after = view(1, 1, {
    headlines: [headline("unserved", 0.32, "share"), headline("deadlines-missed", 4, "of 9")],
  });
  expect(text(after, before, "unserved")).toBe("30 % become 32 %.");
  expect(text(after, before, "deadlines-missed")).toBe("As before: 4 of 9.");
});
