// A model without its work puts the same chips into service at the same moments as the whole one.
import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { compileModel, loadScenario, loadScenarioOrThrow } from "../../src/index.ts";
import type { LoadOptions, Model } from "../../src/index.ts";
import { CHANNELS_PER_POOL, DELIVERED } from "../../src/ledger/chip-ledger.ts";
import { S } from "../../src/ledger/states.ts";
import { ALL_MECHANISMS } from "../../src/run/all-mechanisms.ts";
import { fleetOnly, sameFleet } from "../../src/run/fleet-only.ts";
import { World } from "../../src/run/world.ts";
import { modelOf } from "./checked-run.ts";
import { randomScenario } from "./random-scenario.ts";

const modelFor = (preset: string, options: LoadOptions = {}): Model =>
  compileModel(loadScenarioOrThrow(preset, options));

/** Chip-hours by pool and bin: delivered, waiting for a hall, for power, burning in; then MW provisioned by site. */
function installedOf(model: Model): Record<string, Float64Array> {
  const world = new World(model, ALL_MECHANISMS);
  world.advance(model.horizonSeconds);
  world.close();
  const { recorder, channels } = world;
  const read = (channel: number): Float64Array =>
    recorder.integral.slice(channel * recorder.bins, (channel + 1) * recorder.bins);
  const states = { delivered: DELIVERED, noHall: S.stagedNoHall, noPower: S.stagedNoPower, burnIn: S.burnIn };
  return Object.fromEntries([
    ...model.pools.flatMap((pool, p) =>
      Object.entries(states).map(([name, state]) => [
        `${name} ${pool.id}`,
        read(p * CHANNELS_PER_POOL + state),
      ]),
    ),
    ...model.sites.map((site, s) => [`provisioned ${site.id}`, read(channels.provisionedMw + s)]),
  ]);
}

/** Largest difference, over the largest level, with the name of what differs. */
function worst(a: Record<string, Float64Array>, b: Record<string, Float64Array>, without = ""): string[] {
  expect(Object.keys(a)).toEqual(Object.keys(b));
  return Object.entries(a).flatMap(([name, values]) => {
    if (without !== "" && name.startsWith(without)) return [];
    const other = b[name] ?? new Float64Array(0);
    const most = Math.max(1, ...values.map(Math.abs));
    const off = values.findIndex((value, bin) => !(Math.abs(value - (other[bin] ?? NaN)) <= 1e-9 * most));
    return off < 0 ? [] : [`${name}, bin ${off}: ${values[off]} and ${other[off]}`];
  });
}

describe("fleetOnly", { timeout: 240_000 }, () => {
  it.each([
    ["first-campus", {}],
    ["rainier", {}],
    // Two and a half years with a replacement of old chips in them.
    [
      "five-gigawatts",
      {
        patch: { end: "2028-07-01", questions: null, fleet: { refresh: { ageYears: { value: 2, low: 2 } } } },
      },
    ],
  ] as const)("has the chips of the full run: %s", (preset, options) => {
    const model = modelFor(preset, options);
    const whole = installedOf(model);
    expect(worst(whole, installedOf(fleetOnly(model)))).toEqual([]);
    const falls = Object.entries(whole).some(
      ([name, hours]) =>
        name.startsWith("delivered") && hours.some((now, bin) => now < 0.9 * (hours[bin - 1] ?? 0)),
    );
    expect(falls).toBe(preset === "five-gigawatts");
  });

  // Chips that are switched off for want of power while they burn in are counted as capped: burn-in alone may differ.
  propertyTest.prop([randomScenario], { numRuns: 30 })("has the chips of any scenario", (input) => {
    fc.pre(loadScenario(input).ok);
    const model = modelOf(input);
    expect(worst(installedOf(model), installedOf(fleetOnly(model)), "burnIn")).toEqual([]);
  });

  it("tells inputs that decide which chips are in from those that do not", () => {
    const base = modelFor("rainier");
    const moved = (path: string, value: number): Model =>
      modelFor("rainier", { settings: [{ path, value }] });
    expect(sameFleet(base, modelFor("rainier"))).toBe(true);
    expect(sameFleet(base, moved("reliability.multiplier", 3))).toBe(true);
    expect(sameFleet(base, moved("sites.new-carlisle.tenancyShare", 0.5))).toBe(false);
    expect(sameFleet(base, moved("fleet.burnInHours", 100))).toBe(false);
  });
});
