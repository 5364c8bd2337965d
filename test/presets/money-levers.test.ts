// Levers of money change no event: each is settled on one run of its preset, and moves the headline it names where it says.
import { beforeAll, describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import type { Result } from "../../src/index.ts";
import { atEnd, isOfPrices, settledHeadline } from "./levers.ts";

const scenario = loadScenarioOrThrow("five-gigawatts");
const levers = Object.entries(scenario.levers).filter(([, lever]) => isOfPrices(lever));
let run: Result;
beforeAll(() => {
  run = simulateSync(scenario);
}, 600_000);

describe("levers of money", () => {
  it("are settled as the run is", () => {
    for (const { id, value } of run.headlines.filter((row) => row.id.startsWith("spend")))
      expect(settledHeadline(run, scenario, id)).toBe(value);
    expect(levers.length).toBeGreaterThan(8);
  });

  it.each(levers)("%s", (id, { moves = "", direction, hiddenBy }) => {
    if (hiddenBy !== undefined) expect(run.notes.some((note) => note.startsWith(hiddenBy))).toBe(true);
    else {
      const [low, high] = [
        settledHeadline(run, atEnd("five-gigawatts", id, "low"), moves),
        settledHeadline(run, atEnd("five-gigawatts", id, "high"), moves),
      ];
      // Prices on one run have no chance in them; 1 % is what a reader would notice.
      expect(((high - low) / Math.abs(low)) * (direction === "up" ? 1 : -1)).toBeGreaterThan(
        moves === "commitment-spent" ? 1e-4 : 0.01,
      );
    }
  });

  it("of the true-up decides what is owed where less is used and demand grows slowly", () => {
    const slow = loadScenarioOrThrow("five-gigawatts", {
      settings: [
        { path: "money.contract.pays", value: "used" },
        { path: "money.contract.usdPerGwYear", value: 2e9 },
      ],
    });
    const owed = ["none", "cumulative", "annual"].map((trueUp) =>
      settledHeadline(
        run,
        {
          ...slow,
          money: slow.money && {
            ...slow.money,
            commitment: slow.money.commitment && {
              ...slow.money.commitment,
              trueUp: trueUp === "none" ? "none" : trueUp === "annual" ? "annual" : "cumulative",
            },
          },
        },
        "shortfall",
      ),
    );
    expect(owed[0]).toBe(0);
    // The term ends after the run, so that nothing is owed at its end yet.
    expect(owed[1]).toBe(0);
    expect(owed[2]).toBeGreaterThan(1);
  });
});
