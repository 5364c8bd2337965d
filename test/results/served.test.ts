// Served models in a run: what they serve and bring in, the release and its cause, and that nothing else moves.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileModel, forkRun, loadScenarioOrThrow, resumeRun, startRun } from "../../src/index.ts";
import type { Model, Result } from "../../src/index.ts";
import { runOnce, seriesOf } from "../oracles/read-run.ts";
import { checkedRun, modelOf } from "../run/checked-run.ts";
import { tiny } from "../scenario/tiny.ts";

const DAY = 86_400;
const price = (inputUsdPerMtok: number, outputUsdPerMtok: number): object => ({
  inputUsdPerMtok,
  outputUsdPerMtok,
});
const next = (change: object = {}): object => ({
  price: price(3, 15),
  models: {
    next: {
      llm: "llama-3-70b",
      modelScale: 2,
      releasedBy: { campaign: "alpha" },
      rampDays: 20,
      adoption: 0.8,
      price: price(5, 25),
      ...change,
    },
  },
});
const END = "2026-09-01";
const scenario = (inference: object, rest: object = {}) =>
  // A quarter of the demand: never short of chips, or who is served first would tell.
  loadScenarioOrThrow("first-campus", {
    patch: { end: END, inference: { scale: 0.25, ...inference }, ...rest },
  });
const run = (inference: object, rest: object = {}): Result => runOnce(scenario(inference, rest));
const servedOf = ({ served }: Result): NonNullable<Result["served"]> => {
  if (served === undefined) throw new Error("the run says nothing of served models");
  return served;
};
const of = (result: Result, id: string): NonNullable<Result["served"]>["models"][number] => {
  const found = servedOf(result).models.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no served model ${id}`);
  return found;
};

describe("revenue at list price", () => {
  const result = run(next());

  it("is tokens times the blended price of each model", () => {
    // The office mix: 1,155 tokens in, 211 out, 40 % in the cache; writing costs 1.25, reading 0.1 of the input price.
    const r = 1155 / 211;
    const perToken = (input: number, output: number): number =>
      (r * input * (0.6 * 1.25 + 0.4 * 0.1) + output) / 1e6;
    expect(of(result, "main").usd).toBeCloseTo(of(result, "main").tokens * perToken(3, 15), 0);
    expect(of(result, "next").usd).toBeCloseTo(of(result, "next").tokens * perToken(5, 25), 0);
    const headline = result.headlines.find(({ id }) => id === "revenue");
    expect(headline?.value).toBeCloseTo((servedOf(result).usd ?? NaN) / 1e6, 6);
    // Most of the preset is assumed, so a reader is shown two figures.
    expect(headline).toMatchObject({ unit: "M USD", illustrative: true, figures: 2 });
  });

  it("is counted twice, by pool and as it comes, and a series adds up to it", () => {
    const rows = result.crossFoot.filter(({ what }) => /USD|served model/.test(what));
    expect(rows).toHaveLength(2);
    for (const { relative } of rows) expect(relative).toBeLessThan(1e-9);
    const hourly = seriesOf(result, "revenue.all").mean;
    const usd = hourly.reduce((sum, perHour) => sum + perHour * (result.binSeconds / 3600), 0);
    expect(usd / (servedOf(result).usd ?? NaN)).toBeCloseTo(1, 9);
  });

  it("of what may wait is half, and of what has no price nothing, which is said", () => {
    const alone = { price: price(3, 15) };
    // Hours are enough for all that waits to be served by the end, give or take the last of them.
    const patient = run({ ...alone, classes: { office: { waitHours: 1 } } });
    const now = run(alone);
    const perToken = (each: Result): number => (of(each, "main").usd ?? NaN) / of(each, "main").tokens;
    expect(perToken(patient) / perToken(now)).toBeCloseTo(0.5, 9);
    const free = run(next({ price: undefined }));
    expect(of(free, "next").usd).toBeUndefined();
    expect(servedOf(free).usd).toBe(of(free, "main").usd);
    expect(free.notes.join(" ")).toMatch(/No price is stated for \d+ % of the tokens served/);
  });

  it("falls with compute per token where demand answers that price", () => {
    const trend = { ...next(), computePerToken: { perYear: 0.5 } };
    const flat = run(trend);
    const falling = run({ ...trend, priceElasticity: 1 });
    const perToken = (each: Result): number => (of(each, "main").usd ?? NaN) / of(each, "main").tokens;
    expect(perToken(falling)).toBeLessThan(perToken(flat) * 0.99);
    for (const { what, relative } of [...flat.crossFoot, ...falling.crossFoot])
      expect(relative, what).toBeLessThan(1e-9);
  });

  it("of traffic that lost its cache on the way pays for writing all of it again", () => {
    const { demand } = compileModel(
      scenario({
        price: price(3, 15),
        routing: { spill: "any" },
        classes: { office: { newSessionShare: 0.5 } },
      }),
    );
    const r = 1155 / 211;
    const perToken = (cold: boolean): number =>
      demand?.usdPerToken?.[demand.kinds.findIndex((kind) => kind.cold === cold)] ?? NaN;
    expect(perToken(false)).toBeCloseTo((r * 3 * 0.79 + 15) / 1e6, 12);
    expect(perToken(true)).toBeCloseTo((r * 3 * 1.25 + 15) / 1e6, 12);
  });

  it("moves nothing else: with prices a run is what it was without, to the byte", () => {
    const [priced, plain] = [run({ price: price(3, 15) }), run({})];
    expect(plain.served).toBeUndefined();
    expect(plain.headlines.some(({ id }) => id === "revenue")).toBe(false);
    expect(plain.series.some(({ id }) => /^revenue|^served\.model/.test(id))).toBe(false);
    expect(priced.ledger).toEqual(plain.ledger);
    expect(priced.events).toEqual(plain.events);
    expect(seriesOf(priced, "served.all")).toEqual(seriesOf(plain, "served.all"));
  });
});

describe("a release", () => {
  it("is an event with the campaign's end as its cause, at that moment", () => {
    const result = run(next());
    const released = result.events.find(({ kind }) => kind === "model-released");
    const end = result.events.find(({ id }) => id === released?.cause);
    expect(end).toMatchObject({ kind: "job-end", subject: "alpha-1", seconds: released?.seconds });
    expect(released?.text).toBe("next released: 80 % of its classes' traffic moves to it over 20 days");
    expect(of(result, "next")).toMatchObject({ state: "released", releasedSeconds: end?.seconds });
  });

  it("of what replaces some says which", () => {
    const small = { llm: "llama-3-8b" };
    const { models } = next({ replaces: ["main"] }) as { models: object };
    const result = run({
      models: { ...models, small },
      classes: { office: { models: { main: 0.7, small: 0.3 } } },
    });
    const released = result.events.find(({ kind }) => kind === "model-released");
    expect(released?.text).toBe(
      "next released: 80 % of its classes' traffic on main moves to it over 20 days",
    );
    expect(of(result, "small").share).toBeCloseTo(0.3, 9);
  });

  it("moves the traffic from then on, by the ramp, and no token is lost on the way", () => {
    const result = run(next());
    const at = of(result, "next").releasedSeconds ?? NaN;
    const [old, fresh, all] = ["served.model.main", "served.model.next", "served.all"].map(
      (id) => seriesOf(result, id).mean,
    );
    all?.forEach((tokens, bin) => {
      expect(Math.abs((old?.[bin] ?? NaN) + (fresh?.[bin] ?? NaN) - tokens)).toBeLessThan(
        1e-6 * (tokens + 1),
      );
      if ((bin + 1) * result.binSeconds <= at) expect(fresh?.[bin]).toBe(0);
      if (bin * result.binSeconds > at + 20 * DAY && tokens > 0)
        expect((fresh?.[bin] ?? NaN) / tokens).toBeCloseTo(0.8, 6);
    });
  });

  it("of a larger model lowers what could be served, as its tokens take more chip time", () => {
    const dated = { releasedBy: undefined, from: "2026-06-15", rampDays: 0, adoption: 1 };
    const quiet = {
      levers: null,
      training: { campaigns: null, streams: null },
      reliability: { multiplier: 0 },
    };
    const result = run({ ...next(dated), scale: 0.001 }, quiet);
    const capacity = result.servingBalance?.tokensPerSecond ?? new Float64Array(0);
    const chips = seriesOf(result, "fleet.in-service").mean;
    const perChip = (bin: number): number => (capacity[bin] ?? NaN) / (chips[bin] ?? NaN);
    const model = compileModel(scenario(next(dated)));
    const [small = NaN, large = NaN] = model.pools[0]?.tokensPerSecond ?? [];
    expect(perChip(166) / perChip(164)).toBeCloseTo(large / small, 6);
    expect(large / small).toBeLessThan(0.7);
  });

  it("by a day of its own has no cause, and before the start is no event", () => {
    const [dated, earlier] = ["2026-05-01", "2025-05-01"].map((from) =>
      run(next({ releasedBy: undefined, from })),
    );
    expect(dated?.events.filter(({ kind }) => kind === "model-released")).toMatchObject([
      { seconds: 120 * DAY, cause: -1 },
    ]);
    expect(earlier?.events.some(({ kind }) => kind === "model-released")).toBe(false);
    // 80 % from the first token on.
    expect(earlier === undefined ? NaN : of(earlier, "next").share).toBeCloseTo(0.8, 6);
  });

  it.each([
    ["its run has not ended", { training: { campaigns: { alpha: { days: 300 } } } }, {}, "had not ended"],
    [
      "its run has not come",
      { training: { campaigns: { alpha: { everyDays: 200 } } } },
      { releasedBy: { campaign: "alpha", run: 2 } },
      "Alpha run 2 had not been submitted",
    ],
    ["its day is after the end", {}, { from: "2027-01-01" }, "its day, 2027-01-01, is after the end"],
  ] as const)("that never comes is noted: %s", (_, rest, change, said) => {
    const result = run(next(change), rest);
    expect(result.notes.find((note) => note.startsWith("next is never released"))).toContain(said);
    expect(of(result, "next")).toMatchObject({ state: "waiting", tokens: 0 });
  });
});

describe("a late campaign", () => {
  // Half the chips, so twice the days.
  const slow = { training: { campaigns: { alpha: { maxChips: 1024, minChips: 512, days: 60 } } } };
  const [plan, late] = [run(next()), run(next(), slow)];

  it("releases later, so less of the larger model is served, on fewer chips, for less", () => {
    const days =
      ((of(late, "next").releasedSeconds ?? NaN) - (of(plan, "next").releasedSeconds ?? NaN)) / DAY;
    expect(days).toBeGreaterThan(20);
    expect(days).toBeLessThan(50);
    expect(of(late, "next").tokens).toBeLessThan(of(plan, "next").tokens);
    const chipHours = (each: Result): number =>
      servedOf(each).models.reduce((sum, row) => sum + row.chipHours, 0);
    expect(chipHours(late)).toBeLessThan(chipHours(plan) * 0.95);
    expect(servedOf(late).usd).toBeLessThan((servedOf(plan).usd ?? NaN) * 0.97);
  });

  it("moves revenue by the tokens not moved times the difference of the prices", () => {
    const r = 1155 / 211;
    const dearer = (r * 2 * 0.79 + 10) / 1e6;
    const cheaper = (r * 3 * 0.79 + 15) / 1e6;
    const [a, b] = [of(plan, "next").tokens, of(late, "next").tokens];
    const tokens = (each: Result): number => of(each, "main").tokens + of(each, "next").tokens;
    const expected = (a - b) * dearer + (tokens(plan) - tokens(late)) * cheaper;
    expect((servedOf(plan).usd ?? NaN) - (servedOf(late).usd ?? NaN)).toBeCloseTo(expected, 0);
  });
});

describe("parts from the first day", () => {
  it("of one and the same model change nothing but the account", () => {
    const same = {
      models: { twin: { llm: "llama-3-70b" } },
      classes: { office: { models: { main: 0.7, twin: 0.3 } } },
    };
    const [split, whole] = [run(same), run({})];
    expect(of(split, "twin").share).toBeCloseTo(0.3, 9);
    for (const id of ["demand.all", "served.all", "serving.chips"]) {
      const [a, b] = [seriesOf(split, id).mean, seriesOf(whole, id).mean];
      a.forEach((value, bin) => expect(Math.abs(value - (b[bin] ?? NaN))).toBeLessThan(1e-6 * (1 + value)));
    }
  });

  it("count in what could be served and in the demand of a first month", () => {
    const big = {
      models: { big: { llm: "llama-3-70b", modelScale: 2 } },
      classes: { office: { models: { main: 0.5, big: 0.5 } } },
      outputTokensPerSecond: null,
      firstMonthUtilisation: 0.5,
    };
    const demand = (inference: object): number =>
      compileModel(scenario(inference)).demand?.tokensPerSecond ?? NaN;
    const [mixed, main] = [demand(big), demand({ outputTokensPerSecond: null, firstMonthUtilisation: 0.5 })];
    expect(mixed).toBeLessThan(main * 0.8);
    expect(mixed).toBeGreaterThan(main * 0.5);
  });
});

describe("a saved run", () => {
  const model: Model = compileModel(scenario(next()));
  const straight = startRun(model).finish();
  const at = (of(straight, "next").releasedSeconds ?? NaN) / DAY;

  it.each([at - 10, at + 1 / 48, at + 7])("at day %d goes on to the same bytes", (day) => {
    const half = startRun(model);
    half.advance(day * DAY);
    const rest = resumeRun(model, structuredClone(half.snapshot())).finish();
    expect(rest.digest).toBe(straight.digest);
    expect(rest.served).toEqual(straight.served);
  });

  it("goes on to the same bytes within an hour in which some chips do not serve yet", () => {
    const second = { kind: "batch", site: "campus", system: "trn3-gen1", date: "2026-01-01", chips: 640 };
    const rest = { end: "2026-06-15", reliability: { multiplier: 30 }, deliveries: { second } };
    const short = compileModel(scenario({ ...next(), scale: 4 }, rest));
    const whole = startRun(short).finish();
    for (const { what, relative } of whole.crossFoot) expect(relative, what).toBeLessThan(1e-9);
    // In these hours chips taken from jobs load weights for ten minutes, in both pools.
    for (const hour of [3805, 3829, 3853, 3877, 3901]) {
      const half = startRun(short);
      half.advance(hour * 3600 + 60);
      expect(resumeRun(short, half.snapshot()).finish().digest).toBe(whole.digest);
    }
  });

  it("forks into another price and another day to come; what is released stays so", () => {
    const before = startRun(model);
    before.advance((at - 10) * DAY);
    const saved = before.snapshot();
    const held = forkRun(compileModel(scenario(next({ from: "2026-08-01" }))), saved).finish();
    expect(of(held, "next").releasedSeconds).toBe(212 * DAY);
    before.advance((at + 10) * DAY);
    const kept = forkRun(compileModel(scenario(next({ from: "2026-08-01" }))), before.snapshot()).finish();
    expect(of(kept, "next").releasedSeconds).toBe(of(straight, "next").releasedSeconds);
    expect(kept.served).toEqual(straight.served);
  });

  it("does not fork into one whose models other runs make", () => {
    const before = startRun(model);
    before.advance(10 * DAY);
    const other = compileModel(scenario(next({ releasedBy: { campaign: "beta" } })));
    expect(() => forkRun(other, before.snapshot())).toThrow(
      "cannot fork: models must be those of the saved run (was main,next by run 1 of alpha, got main,next by run 1 of beta)",
    );
  });
});

describe("any served models", () => {
  it("keep every ledger closed and serve what is demanded between them", { timeout: 60_000 }, () => {
    const some = fc.record({
      llm: fc.constantFrom("llama-3-70b", "deepseek-v3", "qwen3-235b"),
      modelScale: fc.constantFrom(0.5, 1, 2),
      rampDays: fc.constantFrom(0, 30),
      adoption: fc.constantFrom(0.3, 1),
      when: fc.constantFrom({ from: "2026-03-01" }, { releasedBy: { campaign: "one" } }),
      priced: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 3 }), (all) => {
        const models = Object.fromEntries(
          all.map(({ when, priced, ...model }, i) => [
            `m${i}`,
            { ...model, ...when, ...(priced ? { price: price(1 + i, 5) } : {}) },
          ]),
        );
        const input = {
          ...tiny,
          end: "2026-05-01",
          inference: {
            ...tiny.inference,
            models,
          },
        };
        const { faults } = checkedRun(modelOf(input), [0.4, 0.8]);
        expect(faults).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });
});
