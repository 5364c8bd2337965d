// What five-gigawatts says of its commitment: the direction in which each of the largest numbers moves the date, and which one
// that is assumed moves it most. By chips alone, which is what the contract pays for: no full run is needed.
import { beforeAll, describe, expect, it } from "vitest";
import {
  compileModel,
  loadCompiler,
  loadScenarioOrThrow,
  moneyRangesOf,
  openMoneyStudy,
} from "../../src/index.ts";
import type { MoneyDone, MoneyRanges } from "../../src/index.ts";
import { fleetBasis } from "../../src/results/fleet-basis.ts";

const DAY = 86_400;
const YEAR = 365.25 * DAY;

describe("five-gigawatts", { timeout: 240_000 }, () => {
  let ranges: MoneyRanges;
  beforeAll(async () => {
    const scenario = loadScenarioOrThrow("five-gigawatts");
    const model = compileModel(scenario);
    if (model.money === undefined) throw new Error("no money");
    const basis = await fleetBasis(model, model.money.starts);
    const study = openMoneyStudy(scenario, basis, await loadCompiler(), { money: 40, all: 40 });
    const done: MoneyDone[] = [];
    for (const task of study.tasks) done.push(await study.run(task));
    ranges = moneyRangesOf(study, done);
  }, 240_000);

  /** Days by which the date at its high lies after that at its low. */
  const laterAtHigh = (id: string): number => {
    const swing = ranges.swings.find((each) => each.id === id);
    if (swing === undefined) throw new Error(`${id} moves nothing`);
    const [low = NaN, high = NaN] = swing.at["exhausted"] ?? [];
    return (high - low) / DAY;
  };

  // C5 of the consistency checks: 100 B USD at 8.5 B per GW-year are 11.8 GW-years, far fewer than ten years of 5 GW.
  it("exhausts the commitment within its term, in the years that the published ramp gives", () => {
    const [date] = ranges.figures;
    expect(date).toMatchObject({ id: "exhausted", unit: "date", figures: 2 });
    const since = ((date?.value ?? NaN) - 109 * DAY) / YEAR;
    expect(since).toBeGreaterThan(3);
    expect(since).toBeLessThan(6);
    expect(date?.all?.beyond).toBe(0);
    expect(date?.money?.p5).toBeLessThan(date?.value ?? NaN);
    expect(date?.money?.p95).toBeGreaterThan(date?.value ?? NaN);
  });

  it.each([
    ["money.contract.usdPerGwYear", "a dearer GW-year brings it forward", -1],
    ["lever.tenancy", "more of Mississippi brings it forward", -1],
    ["lever.fill", "fuller halls bring it forward", -1],
    ["deliveries.standing-madison.chips", "more chips at once bring it forward", -1],
    ["construction.slip.meanMonths", "later sites put it off", 1],
    ["chipSupply.ramps.trainium3.delayMonths", "a later chip puts it off", 1],
    ["chipSupply.ramps.trainium4.delayMonths", "a later chip puts it off", 1],
    ["chipSupply.scale", "more chips made bring it forward", -1],
  ])("%s: %s", (id, _, sign) => {
    expect(sign * laterAtHigh(id)).toBeGreaterThan(7);
  });

  it("is moved most by the price, which is derived, and of what is assumed by whose Mississippi is", () => {
    const [first] = ranges.swings;
    expect(first).toMatchObject({ id: "money.contract.usdPerGwYear", confidence: "derived" });
    const assumed = ranges.swings.find(({ confidence }) => confidence === "assumed");
    expect(assumed?.id).toBe("lever.tenancy");
    expect(ranges.sentence).toMatch(
      /^Of what is derived, the price of a GW-year moves the date most: .+; of what is assumed, our share of Mississippi: .+\.$/,
    );
  });

  it("is not moved by what chips do", () => {
    const moving = new Set(ranges.swings.flatMap(({ paths }) => paths.map((path) => path.split(".")[0])));
    for (const part of ["training", "reliability", "sharing"]) expect(moving.has(part), part).toBe(false);
    expect(ranges.still.sameModel).toBeGreaterThan(50);
  });
});
