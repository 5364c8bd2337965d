// Draws of inputs: sound scenarios, keyed draws, nothing moved that need not move.
import { describe, expect, it } from "vitest";
import { epochSeconds } from "../../src/engine/index.ts";
import { catalogueOf, formatIssue, loadScenario, loadScenarioOrThrow } from "../../src/index.ts";
import type { LoadOptions, Scenario } from "../../src/index.ts";
import { rangedInputs } from "../../src/study/ranged-inputs.ts";
import { drawInputs, sampleInputs } from "../../src/study/sample-inputs.ts";
import { tiny } from "../scenario/tiny.ts";

const SAMPLES = Array.from({ length: 100 }, (_, i) => i + 1);
const valuesOf = (scenario: Scenario, sample: number): ReadonlyMap<string, number> =>
  new Map(drawInputs(scenario, { seed: 5, sample }).inputs.map(({ path, value }) => [path, value]));
const tinyWith = (changes: unknown, options: LoadOptions = {}): Scenario =>
  loadScenarioOrThrow(tiny, { ...options, patch: changes });
const number = (q: number | { readonly value: number } | undefined): number =>
  typeof q === "number" ? q : (q?.value ?? NaN);

describe.each(["first-campus", "rainier", "five-gigawatts"])("samples of %s", (id) => {
  const scenario = loadScenarioOrThrow(id);

  it("load, every one, within every rule of the schema and the catalogue", () => {
    const faults = SAMPLES.flatMap((sample) => {
      const drawn = sampleInputs(scenario, { seed: 5, sample });
      const loaded = loadScenario(JSON.parse(JSON.stringify(drawn)));
      return loaded.ok ? [] : loaded.issues.map((issue) => `${sample}: ${formatIssue(issue)}`);
    });
    expect(faults).toEqual([]);
  });

  it("are the same bytes in any order, and have nothing left to draw", () => {
    const text = (sample: number): string => JSON.stringify(sampleInputs(scenario, { seed: 5, sample }));
    const forwards = [1, 2, 3].map(text);
    expect([3, 2, 1].map(text)).toEqual(forwards.toReversed());
    expect(new Set(forwards).size).toBe(3);
    expect(rangedInputs(sampleInputs(scenario, { seed: 5, sample: 1 }))).toEqual([]);
  });

  it("keep who said so, and all that has no range", () => {
    const drawn = sampleInputs(scenario, { seed: 5, sample: 1 });
    const confidences = (part: unknown): string =>
      JSON.stringify(part, (key, value: unknown) =>
        ["value", "low", "high", "bounds", "distribution"].includes(key) ? undefined : value,
      );
    for (const part of ["reliability", "training", "sites", "levers", "actuals"] as const)
      expect(confidences(drawn[part])).toBe(confidences(scenario[part]));
    expect(drawn.levers).toEqual(scenario.levers);
  });
});

describe("what is drawn", () => {
  it("is every number with a range, of the scenario and of what it uses of the catalogue", () => {
    const paths = rangedInputs(loadScenarioOrThrow("first-campus")).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "reliability.hazards.chipPerHour",
        "reliability.recoveryMinutes.2026-01-01",
        "training.campaigns.alpha.mfu",
        "inference.derate.production",
        "catalogue.chips.trainium2.allInWatts",
        "catalogue.chips.trainium3.allInWatts",
        "catalogue.regions.us-east-2.peakPue",
      ]),
    );
    expect(paths.filter((path) => /rackKw|tdpWatts|h100|levers|questions/.test(path))).toEqual([]);
  });

  it("leaves alone what the user wrote by hand", () => {
    const path = "training.campaigns.alpha.mfu";
    const own = loadScenarioOrThrow("first-campus", { settings: [{ path, value: 0.5 }] });
    expect(valuesOf(own, 1).has(path)).toBe(false);
    expect(sampleInputs(own, { seed: 5, sample: 1 }).training.campaigns["alpha"]?.mfu).toBe(0.5);
    const watts = loadScenarioOrThrow("first-campus", {
      settings: [{ path: "catalogue.chips.trainium2.allInWatts", value: 900 }],
    });
    expect(
      catalogueOf(sampleInputs(watts, { seed: 5, sample: 1 })).chips["trainium2"]?.allInWatts?.value,
    ).toBe(900);
  });

  it("takes the user's own range, in the scenario and in the catalogue", () => {
    const scenario = tinyWith({
      fleet: { burnInHours: { value: 100, low: 50, high: 200 } },
      catalogue: { chips: { trainium2: { allInWatts: { value: 500, low: 400, high: 600 } } } },
    });
    const drawn = drawInputs(scenario, { seed: 5, sample: 1 });
    const watts = catalogueOf(drawn.scenario).chips["trainium2"]?.allInWatts?.value ?? NaN;
    expect(watts).toBeGreaterThan(300);
    expect(watts).toBeLessThan(700);
    expect(watts).toBe(drawn.inputs.find(({ path }) => path.endsWith("allInWatts"))?.value);
    expect(number(drawn.scenario.fleet.burnInHours)).not.toBe(100);
  });

  it("refuses a sample that is none", () => {
    for (const sample of [0, -1, 1.5])
      expect(() => sampleInputs(tinyWith({}), { seed: 1, sample })).toThrow(/from 1/);
  });
});

describe("common random numbers", () => {
  const base = loadScenarioOrThrow("first-campus");

  it("hold: changing, adding or removing one input leaves all other draws as they were", () => {
    const changed = loadScenarioOrThrow("first-campus", {
      settings: [
        { path: "training.campaigns.alpha.mfu", value: 0.5 },
        { path: "reliability.repair.autoHours", value: { value: 9, low: 8, high: 20 } },
        { path: "fleet.burnInHours", value: { value: 10, low: 5, high: 20 } },
      ],
    });
    const [before, after] = [valuesOf(base, 7), valuesOf(changed, 7)];
    const same = [...before.keys()].filter((path) => before.get(path) === after.get(path));
    expect(same.length).toBe(before.size - 2);
    expect(after.size).toBe(before.size);
  });

  it("hold within one input: a higher range gives a higher draw of the same sample", () => {
    const path = "fleet.burnInHours";
    for (const sample of SAMPLES.slice(0, 20)) {
      const at = (value: number): number =>
        valuesOf(
          tinyWith({ fleet: { burnInHours: { value, low: value / 2, high: value * 2 } } }),
          sample,
        ).get(path) ?? NaN;
      expect(at(100) / at(50)).toBeCloseTo(2, 12);
    }
  });
});

describe("what belongs together", () => {
  it("goes together by its factor's loading", () => {
    const scenario = loadScenarioOrThrow("first-campus", {
      patch: { uncertainty: { factors: { mfu: { loading: 1, paths: ["training.campaigns.*.mfu"] } } } },
    });
    for (const sample of SAMPLES.slice(0, 10)) {
      const drawn = valuesOf(scenario, sample);
      expect(drawn.get("training.campaigns.alpha.mfu")).toBe(drawn.get("training.campaigns.beta.mfu"));
      expect(drawn.get("training.campaigns.alpha.mfu")).not.toBe(
        valuesOf(loadScenarioOrThrow("first-campus"), sample).get("training.campaigns.alpha.mfu"),
      );
    }
  });

  it("reaches into the catalogue", () => {
    const scenario = loadScenarioOrThrow("first-campus", {
      patch: { uncertainty: { factors: { watts: { loading: 1, paths: ["catalogue.chips.*.allInWatts"] } } } },
    });
    const ups = SAMPLES.slice(0, 30).map((sample) => {
      const drawn = valuesOf(scenario, sample);
      const up = (chip: string, value: number): boolean =>
        (drawn.get(`catalogue.chips.${chip}.allInWatts`) ?? NaN) > value;
      return [up("trainium2", 840), up("trainium3", 1220)];
    });
    expect(ups.every(([a, b]) => a === b)).toBe(true);
    expect(new Set(ups.map(([a]) => a)).size).toBe(2);
  });
});

describe("what must fit together", () => {
  const share = (value: number): object => ({ value, low: value / 3, high: Math.min(1, value * 2) });
  const classes = {
    chat: { share: share(0.5) },
    batch: { share: share(0.3), profile: "chat-world", tokenMix: "chat" },
    code: { share: 0.2, profile: "chat-world", tokenMix: "chat" },
  };

  it("shares add up to 1, and one without a range stays", () => {
    const scenario = tinyWith({ inference: { classes } });
    for (const sample of SAMPLES) {
      const drawn = sampleInputs(scenario, { seed: 5, sample }).inference?.classes ?? {};
      const shares = Object.values(drawn).map((each) => number(each.share));
      expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
      expect(number(drawn["code"]?.share)).toBe(0.2);
    }
  });

  it("peak PUE stays at or above annual PUE, wherever each of them stands", () => {
    const pue = (value: number): object => ({ value, low: 1.05, high: 1.5 });
    for (const site of [
      { annualPue: pue(1.2), peakPue: pue(1.2) },
      { annualPue: pue(1.15) },
      { annualPue: pue(1.15), peakPue: 1.2 },
      { annualPue: 1.15, peakPue: pue(1.2) },
    ]) {
      const scenario = tinyWith({ sites: { campus: site } });
      for (const sample of SAMPLES.slice(0, 40)) {
        const drawn = sampleInputs(scenario, { seed: 5, sample });
        const region = catalogueOf(drawn).regions["us-east-2"];
        const campus = drawn.sites["campus"];
        const peak = campus?.peakPue === undefined ? region?.peakPue.value : number(campus.peakPue);
        const annual = campus?.annualPue === undefined ? region?.annualPue.value : number(campus.annualPue);
        expect(peak).toBeGreaterThanOrEqual(annual ?? NaN);
        if (typeof site.peakPue === "number") expect(peak).toBe(1.2);
      }
    }
  });

  it("cumulative levels never fall, and those without a range stay", () => {
    const wide = (value: number): object => ({ value, low: 0, high: 80 });
    const phases = {
      a: { date: "2026-01-01", itMw: wide(12), hall: "air" },
      b: { date: "2026-07-01", itMw: wide(20), hall: "liquid" },
      c: { date: "2026-09-01", itMw: 30, hall: "liquid" },
      d: { date: "2026-10-01", itMw: wide(40), hall: "liquid" },
    };
    const scenario = tinyWith({
      sites: { campus: { phases } },
      supply: { trainium2: { "2026-06-30": wide(20), "2026-01-31": wide(10) } },
    });
    let clamped = 0;
    for (const sample of SAMPLES) {
      const drawn = sampleInputs(scenario, { seed: 5, sample });
      const mw = ["a", "b", "c", "d"].map((key) => number(drawn.sites["campus"]?.phases[key]?.itMw));
      expect(mw).toEqual(mw.toSorted((a, b) => a - b));
      expect(mw[2]).toBe(30);
      if (mw[1] === 30 || mw[0] === mw[1]) clamped++;
      const supply = drawn.supply["trainium2"] ?? {};
      expect(number(supply["2026-06-30"])).toBeGreaterThanOrEqual(number(supply["2026-01-31"]));
    }
    expect(clamped).toBeGreaterThan(10);
  });

  it("a least stays at or below its most; growth that slows down does not speed up", () => {
    const scenario = tinyWith({
      training: {
        campaigns: {
          one: {
            minChips: { value: 1024, low: 100, high: 9000 },
            maxChips: { value: 2048, low: 500, high: 4000 },
          },
        },
      },
      inference: {
        growth: {
          perYear: { value: 3, low: 1.2, high: 5 },
          finalPerYear: { value: 2, low: 1, high: 4 },
        },
      },
    });
    for (const sample of SAMPLES) {
      const drawn = sampleInputs(scenario, { seed: 5, sample });
      const one = drawn.training.campaigns["one"];
      expect(number(one?.minChips)).toBeLessThanOrEqual(number(one?.maxChips));
      expect(Number.isInteger(number(one?.maxChips))).toBe(true);
      const growth = drawn.inference?.growth;
      expect(number(growth?.finalPerYear)).toBeLessThanOrEqual(number(growth?.perYear));
    }
  });

  it.each([
    ["ramp", { kind: "ramp", from: "2026-02-01", to: "2026-06-01", chips: 640, ordered: "2025-10-01" }, 123],
    ["batch", { kind: "batch", date: "2026-02-01", chips: 640, ordered: "2025-12-01" }, 62],
    ["fill", { kind: "fill", phasesFrom: "2026-02-01", ordered: "2026-03-01" }, 122],
    ["fill that was cancelled", { kind: "fill", cancelled: "2026-06-01" }, 30],
  ])("what is ordered or cancelled in time by the plan stays so: %s", (_, delivery, most) => {
    const leadTimeDays = { value: 20, low: 5, high: 300 };
    const place = delivery.kind === "fill" ? {} : { site: "campus" };
    const system = "trn2-ultraserver";
    const scenario = tinyWith({
      deliveries: { first: null, one: { ...delivery, ...place, system, leadTimeDays } },
    });
    const days = SAMPLES.map((sample) => {
      const drawn = sampleInputs(scenario, { seed: 5, sample });
      expect(loadScenario(drawn)).toMatchObject({ ok: true });
      const one = drawn.deliveries["one"];
      return one === undefined || one.kind === "standing" ? NaN : number(one.leadTimeDays);
    });
    expect(Math.max(...days)).toBe(most);
    expect(Math.min(...days)).toBeLessThan(5);
  });

  it("an order still arrives after the start", () => {
    const scenario = tinyWith({
      deliveries: {
        first: null,
        late: {
          kind: "order",
          site: "campus",
          system: "trn2-ultraserver",
          chips: 640,
          ordered: "2025-10-01",
          leadTimeDays: { value: 120, low: 10, high: 300 },
        },
      },
    });
    const days = SAMPLES.map((sample) => {
      const late = sampleInputs(scenario, { seed: 5, sample }).deliveries["late"];
      return late?.kind === "order" ? number(late.leadTimeDays) : NaN;
    });
    const least = (epochSeconds("2026-01-01") - epochSeconds("2025-10-01")) / 86_400;
    expect(Math.min(...days)).toBe(least);
    expect(Math.max(...days)).toBeGreaterThan(150);
  });
});
