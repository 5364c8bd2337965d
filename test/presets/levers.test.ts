// Each lever of five-gigawatts moves the headline it names, in the direction it names, from its low to its high end by more
// than three standard errors of chance; or a note of the run says which limit hides it.
import { beforeAll, describe, expect, it } from "vitest";
import { loadScenarioOrThrow, simulateSync } from "../../src/index.ts";
import { isOfPrices, studyLevers } from "./levers.ts";
import type { LeverStudy } from "./levers.ts";

const MINUTE = 60_000;
const levers = Object.entries(loadScenarioOrThrow("five-gigawatts").levers);
let study: LeverStudy;

beforeAll(async () => {
  study = await studyLevers("five-gigawatts");
}, 40 * MINUTE);

describe("levers of five-gigawatts", () => {
  it.each(levers)("%s says what it moves and where to", (_, lever) => {
    expect(lever.moves).toBeDefined();
    expect(lever.direction).toBeDefined();
  });

  it.each(levers.map(([id]) => id))("%s", (id) => {
    const row = study.levers.find((each) => each.id === id);
    const { hiddenBy } = levers.find(([each]) => each === id)?.[1] ?? {};
    if (hiddenBy !== undefined && study.notes.some((note) => note.startsWith(hiddenBy))) return;
    const chance = study.chance.get(row?.moves ?? "") ?? NaN;
    expect(Number.isFinite(chance)).toBe(true);
    const moved = (row?.high ?? NaN) - (row?.low ?? NaN);
    // One run at each end: the error of their difference is that of two independent runs, at most.
    const standardError = chance * Math.SQRT2;
    expect(moved * (row?.direction === "up" ? 1 : -1)).toBeGreaterThan(3 * standardError);
  });

  it(
    "of supply are hidden where chips never bind, and the run says so",
    () => {
      const filled = (scale: number): ReturnType<typeof simulateSync> =>
        simulateSync(
          loadScenarioOrThrow("five-gigawatts", {
            settings: [
              { path: "chipSupply.mode", value: "power-filled" },
              { path: "chipSupply.scale", value: scale },
              { path: "reliability.multiplier", value: 0 },
            ],
          }),
        );
      const [low, high] = [filled(0.2), filled(3)];
      expect(low.digest).toBe(high.digest);
      for (const [, lever] of levers)
        if (lever.hiddenBy !== undefined && !isOfPrices(lever))
          expect(low.notes.some((note) => note.startsWith(lever.hiddenBy ?? "-"))).toBe(true);
    },
    5 * MINUTE,
  );
});
