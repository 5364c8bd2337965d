// Every bad input gets its path, the rule, and what was found; the table shows one of each.
import { describe, expect, test } from "vitest";
import { formatIssue, loadScenario } from "../../src/scenario/index.ts";
import type { LoadOptions } from "../../src/scenario/index.ts";
import { tiny } from "./tiny.ts";

const faults = (input: unknown, options?: LoadOptions): readonly string[] => {
  const loaded = loadScenario(input, options);
  return loaded.ok ? [] : loaded.issues.map(formatIssue);
};
const patched = (patch: unknown): readonly string[] => faults(tiny, { patch });
const site = (change: unknown): unknown => ({ sites: { campus: change } });
const first = (change: unknown): unknown => ({ deliveries: { first: change } });
const campaign = (change: unknown): unknown => ({ training: { campaigns: { one: change } } });

test("the scenario the cases start from is sound", () => {
  expect(loadScenario(tiny)).toMatchObject({ ok: true, warnings: [] });
});

const fill = (change: object): unknown => ({ deliveries: { more: { kind: "fill", ...change } } });
const standing = { kind: "standing", site: "campus", system: "trn2-ultraserver", chips: 64 };
const claim = {
  from: "2026-01-01",
  until: "2027-01-01",
  facilityMw: 100,
  peakPue: 1.2,
  chips: ["trainium2"],
};
/** Both sites take their part of what the agreement leaves. */
const residual = (parts: Readonly<Record<string, number>>, campus: object = {}): object => ({
  agreement: { capacityMw: 100, residual: parts },
  sites: {
    campus: {
      phases: {
        a: { itMw: null, residual: 0.5, ...("a" in campus ? Object(campus.a) : {}) },
        b: { itMw: null, residual: 1, ...("b" in campus ? Object(campus.b) : {}) },
      },
    },
    north: { region: "eu-north-1", phases: { a: { date: "2026-06-01", residual: 1 } } },
  },
});

// [what, patch, whole message]
const cases: readonly (readonly [string, unknown, string | RegExp])[] = [
  ["a misspelt key", { seeed: 1 }, 'seeed is not a known key; did you mean "seed"? (found 1)'],
  [
    "a misspelt key inside",
    site({ tenacyShare: 1 }),
    'sites.campus.tenacyShare is not a known key; did you mean "tenancyShare"? (found 1)',
  ],
  [
    "a day that does not exist",
    { start: "2026-02-30" },
    'start must be a day that exists, as YYYY-MM-DD (found "2026-02-30")',
  ],
  [
    "an end before the start",
    { end: "2025-06-01" },
    'end must be after start 2026-01-01 (found "2025-06-01")',
  ],
  ["an end on the start", { end: "2026-01-01" }, 'end must be after start 2026-01-01 (found "2026-01-01")'],
  [
    "a delivery before the start",
    first({ from: "2025-12-31" }),
    'deliveries.first.from must be on or after the start 2026-01-01; what stands before it is dated at the start (found "2025-12-31")',
  ],
  [
    "a phase before the start",
    site({ phases: { a: { date: "2025-12-31" } } }),
    'sites.campus.phases.a.date must be on or after the start 2026-01-01; what stands before it is dated at the start (found "2025-12-31")',
  ],
  [
    "a campaign before the start",
    campaign({ start: "2025-12-31" }),
    'training.campaigns.one.start must be on or after the start 2026-01-01; what stands before it is dated at the start (found "2025-12-31")',
  ],
  [
    "an order that arrives before the start",
    {
      deliveries: {
        old: {
          kind: "order",
          site: "campus",
          ordered: "2025-01-01",
          leadTimeDays: 30,
          chips: 64,
          system: "trn2-ultraserver",
        },
      },
    },
    "deliveries.old.ordered must arrive on or after the start 2026-01-01 (arrives 2025-01-31)",
  ],
  [
    "a phase whose MW fall",
    site({ phases: { b: { itMw: 8 } } }),
    "sites.campus.phases.b.itMw must be >= the phase before, as it is cumulative (was 12, got 8)",
  ],
  [
    "an unknown chip",
    { supply: { trainium22: { "2026-01-01": 5 } } },
    'supply.trainium22 must be a chip of the catalogue; did you mean "trainium2"? (found "trainium22")',
  ],
  [
    "an unknown system",
    first({ system: "trn2-ultrasever" }),
    'deliveries.first.system must be a system of the catalogue; did you mean "trn2-ultraserver"? (found "trn2-ultrasever")',
  ],
  [
    "an unknown region",
    site({ region: "us-east-22" }),
    'sites.campus.region must be a region of the catalogue; did you mean "us-east-2"? (found "us-east-22")',
  ],
  [
    "an unknown model",
    { inference: { llm: "deepseek-v4" } },
    'inference.llm must be a model of the catalogue; did you mean "deepseek-v3"? (found "deepseek-v4")',
  ],
  [
    "an unknown profile",
    { inference: { classes: { chat: { profile: "ofice" } } } },
    'inference.classes.chat.profile must be a demand profile of the catalogue; did you mean "office"? (found "ofice")',
  ],
  [
    "an unknown token mix",
    { inference: { classes: { chat: { tokenMix: "coding-agnt" } } } },
    'inference.classes.chat.tokenMix must be a token mix of the catalogue; did you mean "coding-agent"? (found "coding-agnt")',
  ],
  [
    "a delivery to an unknown site",
    first({ site: "campos" }),
    'deliveries.first.site must be a site of this scenario; did you mean "campus"? (found "campos")',
  ],
  [
    "low above the value",
    site({ phases: { b: { itMw: { value: 20, low: 30, high: 40 } } } }),
    "sites.campus.phases.b.itMw.low must be <= value 20 (found 30)",
  ],
  [
    "high below the value",
    site({ phases: { b: { itMw: { value: 20, low: 10, high: 15 } } } }),
    "sites.campus.phases.b.itMw.high must be >= value 20 (found 15)",
  ],
  [
    "a distribution whose low is above its high",
    {
      training: {
        streams: {
          s: {
            perDay: 1,
            mfu: 0.4,
            chips: { kind: "uniform", low: 64, high: 16 },
            days: { kind: "constant", value: 1 },
          },
        },
      },
    },
    "training.streams.s.chips.low must be <= high 16 (found 64)",
  ],
  [
    "peak PUE below annual",
    site({ peakPue: 1.1, annualPue: 1.2 }),
    "sites.campus.peakPue must be >= the annual PUE 1.2 (found 1.1)",
  ],
  [
    "peak PUE below the region's annual",
    site({ peakPue: 1.01 }),
    "sites.campus.peakPue must be >= the annual PUE 1.13 of its region us-east-2 (found 1.01)",
  ],
  [
    "annual PUE above the region's peak",
    site({ annualPue: 1.9 }),
    "sites.campus.annualPue must be <= the peak PUE 1.2 of its region us-east-2 (found 1.9)",
  ],
  [
    "peak PUE below annual in the catalogue",
    { catalogue: { regions: { "us-east-2": { peakPue: 1.01 } } } },
    "catalogue.regions.us-east-2.peakPue must be >= annualPue 1.13 (found 1.01)",
  ],
  [
    "a negative price",
    { catalogue: { regions: { "us-east-2": { usdPerMwh: -4 } } } },
    "catalogue.regions.us-east-2.usdPerMwh.value must be >= 0 (found -4)",
  ],
  [
    "negative MW",
    site({ phases: { b: { itMw: -1 } } }),
    "sites.campus.phases.b.itMw must be >= 0 (found -1)",
  ],
  [
    "text for a number",
    site({ tenancyShare: "all" }),
    'sites.campus.tenancyShare must be a number from 0 to 1 (share) (found "all")',
  ],
  [
    "a generation no hall can take",
    { deliveries: { first: { system: "trn3-gen2" } }, sites: { campus: { phases: { b: null } } } },
    'deliveries.first.system must fit a hall at campus, which has only air (air up to 40 kW a rack, liquid up to 90 kW a rack) (found "trn3-gen2, liquid-cooled, 87.84 kW a rack")',
  ],
  [
    "both chips and share",
    campaign({ maxShare: 0.2 }),
    'training.campaigns.one must give only one of maxChips, maxShare or partOfShare (found "maxChips, maxShare")',
  ],
  [
    "neither chips nor share",
    campaign({ maxChips: null }),
    'training.campaigns.one must give maxChips, maxShare or partOfShare (found "neither")',
  ],
  [
    "both flops and days",
    campaign({ flops: 1e25 }),
    'training.campaigns.one must give only one of flops, days or plannedDays (found "flops, days")',
  ],
  [
    "more chips at least than at most",
    campaign({ minChips: 4096 }),
    "training.campaigns.one.minChips must be <= maxChips 2048 (found 4096)",
  ],
  [
    "a deadline before the start of the work",
    campaign({ deadline: "2026-01-15" }),
    'training.campaigns.one.deadline must be after start 2026-02-01 (found "2026-01-15")',
  ],
  [
    "shares of classes that do not add up",
    { inference: { classes: { chat: { share: 0.9 } } } },
    "inference.classes must have shares that add up to 1 (found 0.9)",
  ],
  [
    "shares of regions that do not add up",
    { inference: { regions: { away: { share: 0.5, origin: "eu-west-1" } } } },
    "inference.regions must have shares that add up to 1 (found 1.5)",
  ],
  [
    "a lever whose path does not exist",
    { levers: { tenancy: { path: "sites.campus.tenancyShre" } } },
    'levers.tenancy.path must be a path of the scenario; did you mean "tenancyShare"? (found "sites.campus.tenancyShre")',
  ],
  [
    "a curtailment that ends before it begins",
    site({ curtailments: { c: { from: "2026-03-01", to: "2026-02-01", mw: 1 } } }),
    'sites.campus.curtailments.c.to must be after from 2026-03-01 (found "2026-02-01")',
  ],
  [
    "supply that falls",
    { supply: { trainium2: { "2026-01-01": 9, "2026-02-01": 8 } } },
    "supply.trainium2.2026-02-01 must be >= the date before, as it is cumulative (was 9, got 8)",
  ],
  [
    "an unknown kind of delivery",
    { deliveries: { x: { kind: "bach" } } },
    'deliveries.x.kind must be one of "batch", "standing", "ramp", "order", "fill" (found "bach")',
  ],
  ["a bin that is not offered", { binHours: 2 }, "binHours must be one of 1, 6, 24, 168 (found 2)"],
  [
    "too many bins",
    { binHours: 1, end: "2060-01-01" },
    "binHours gives 298032 bins and must give at most 100000; take longer bins or an earlier end (found 1)",
  ],
  [
    "a cause with the name of a hazard",
    { reliability: { hazards: { causes: { chip: { of: "host", perHour: 1e-5 } } } } },
    'reliability.hazards.causes.chip must not have the name of a hazard (found "chip")',
  ],
  [
    "a cause of an unknown kind",
    { reliability: { hazards: { causes: { nic: { of: "nic", perHour: 1e-5 } } } } },
    'reliability.hazards.causes.nic.of must be one of "chip", "host", "fabric", "ultraserver", "job" (found "nic")',
  ],
  [
    "diagnoses that find nothing",
    { reliability: { diagnosis: { missed: 0.7, blamed: 0.3 } } },
    "reliability.diagnosis must leave at least 0.01 of the faults to be found (found 1)",
  ],
  [
    "no crew at all",
    { reliability: { repair: { crews: { manual: 0 } } } },
    "reliability.repair.crews.manual must be >= 1 (found 0)",
  ],
  [
    "maintenance of what is not maintained",
    { reliability: { maintenance: { of: "rack", everyDays: 30, hours: 4 } } },
    'reliability.maintenance.of must be one of "host", "ultraserver" (found "rack")',
  ],
  [
    "an outage before the start",
    site({ outages: { storm: { from: "2025-12-31T05:00Z", hours: 4 } } }),
    'sites.campus.outages.storm.from must be on or after the start 2026-01-01; what stands before it is dated at the start (found "2025-12-31")',
  ],
  ["a missing part", { reliability: null }, "reliability is missing; must be an object"],
  [
    "a site id with a blank",
    { sites: { "Bad Id": tiny.sites.campus } },
    "sites.Bad Id is not a valid key: must be lower-case letters, digits, dots and dashes",
  ],
  [
    "an unknown part of the catalogue",
    { catalogue: { chip: {} } },
    'catalogue.chip is not a part of the catalogue; did you mean "chips"?',
  ],
  [
    "a misspelt key in the catalogue",
    { catalogue: { chips: { trainium2: { allInWats: 900 } } } },
    'catalogue.chips.trainium2.allInWats is not a known key; did you mean "allInWatts"? (found 900)',
  ],
  [
    "an extends in a patch",
    { extends: "rainier" },
    'patch.extends must not be given, as the patch comes after `extends` (found "rainier")',
  ],
  [
    "an order after its order-by date",
    first({ leadTimeDays: 90, ordered: "2025-11-01" }),
    'deliveries.first.ordered must be on or before the order-by date 2025-10-03 (90 days before 2026-01-01) (found "2025-11-01")',
  ],
  [
    "a fill ordered after its order-by date",
    fill({ system: "trn2-ultraserver", halls: "air", leadTimeDays: 30, ordered: "2025-12-03" }),
    'deliveries.more.ordered must be on or before the order-by date 2025-12-02 (30 days before 2026-01-01) (found "2025-12-03")',
  ],
  [
    "an order without its lead time",
    first({ ordered: "2025-11-01" }),
    "deliveries.first.leadTimeDays is needed where a day of the order is given",
  ],
  [
    "a cancellation after the last order-by date",
    first({ leadTimeDays: 90, cancelled: "2026-04-01" }),
    'deliveries.first.cancelled must be on or before 2026-03-03, the last order-by date: nothing can be cancelled after it (found "2026-04-01")',
  ],
  [
    "an order cancelled on the day after",
    {
      deliveries: {
        one: {
          kind: "order",
          site: "campus",
          ordered: "2026-02-01",
          leadTimeDays: 40.5,
          chips: 64,
          system: "trn2-ultraserver",
          cancelled: "2026-02-02",
        },
      },
    },
    'deliveries.one.cancelled must be on or before 2026-02-01, the last order-by date: nothing can be cancelled after it (found "2026-02-02")',
  ],
  [
    "a cancellation without a lead time",
    first({ cancelled: "2026-02-01" }),
    "deliveries.first.leadTimeDays is needed where a cancellation is given",
  ],
  ["a fill of nothing", fill({}), 'deliveries.more must give system or newestOf (found "neither")'],
  [
    "a fill of two things",
    fill({ system: "trn2-ultraserver", newestOf: ["trn3-gen1"] }),
    'deliveries.more must give one of system and newestOf (found "both")',
  ],
  [
    "an unknown system among the newest",
    fill({ newestOf: ["trn3-gen3"] }),
    'deliveries.more.newestOf.0 must be a system of the catalogue; did you mean "trn3-gen1"? (found "trn3-gen3")',
  ],
  [
    "chips that stand after the start",
    { deliveries: { old: { ...standing, since: "2026-02-01" } } },
    'deliveries.old.since must be on or before the start 2026-01-01 (found "2026-02-01")',
  ],
  [
    "parts of the residual that do not add up",
    residual({ campus: 0.6, north: 0.3 }),
    "agreement.residual must add up to 1 over campus, north (found 0.9)",
  ],
  [
    "a part of the residual for a site that is not there",
    residual({ campus: 0.5, north: 0.25, south: 0.25 }),
    'agreement.residual.south must be a site of this scenario; use one of campus, north (found "south")',
  ],
  [
    "phases that take a residual nobody gives them",
    residual({ campus: 1 }),
    "sites.north.phases needs agreement.residual.north, the site's part of what is left",
  ],
  [
    "a part of the residual for phases that state MW",
    { agreement: { capacityMw: 100, residual: { campus: 1 } } },
    "agreement.residual.campus needs phases of campus with residual; all of its phases state itMw",
  ],
  [
    "a phase with MW and a residual",
    residual({ campus: 0.5, north: 0.5 }, { a: { itMw: 12 } }),
    'sites.campus.phases.a must give itMw or residual (found "both")',
  ],
  [
    "a phase with neither",
    site({ phases: { b: { itMw: null } } }),
    'sites.campus.phases.b must give itMw or residual (found "neither")',
  ],
  [
    "phases of which some give MW and some a residual",
    residual({ campus: 0.5, north: 0.5 }, { a: { itMw: 12, residual: null } }),
    'sites.campus.phases must all give itMw or all give residual (found "both")',
  ],
  [
    "a first part of no residual",
    { agreement: { capacityMw: 100, residualFirst: 0.5 } },
    "agreement.residualFirst needs agreement.residual of two sites or more, whose first part it takes the place of",
  ],
  [
    "a part of the residual that falls",
    residual({ campus: 0.5, north: 0.5 }, { b: { residual: 0.2 } }),
    "sites.campus.phases.b.residual must be >= the phase before, as it is cumulative (was 0.5, got 0.2)",
  ],
  [
    "an unknown chip that can be made",
    { chipSupply: { ramps: { trainium22: { quarterlyChips: [100] } } } },
    'chipSupply.ramps.trainium22 must be a chip of the catalogue (found "trainium22")',
  ],
  [
    "an unknown chip that is claimed",
    { chipSupply: { claims: { other: { ...claim, chips: ["trainium33"] } } } },
    'chipSupply.claims.other.chips.0 must be a chip of the catalogue (found "trainium33")',
  ],
  [
    "a claim that is complete before it begins",
    { chipSupply: { claims: { other: { ...claim, until: "2025-06-01" } } } },
    'chipSupply.claims.other.until must be after from 2026-01-01 (found "2025-06-01")',
  ],
  [
    "an unknown system for a refresh",
    { fleet: { refresh: { ageYears: 5, systems: ["trn9"] } } },
    /^fleet\.refresh\.systems\.0 must be a system of the catalogue.*\(found "trn9"\)$/,
  ],
  [
    "a retrofit before the start",
    site({ retrofits: { r: { from: "2025-06-01", itMw: 1, months: 4 } } }),
    'sites.campus.retrofits.r.from must be on or after the start 2026-01-01; what stands before it is dated at the start (found "2025-06-01")',
  ],
  [
    "a part of a training share that nobody states",
    campaign({ maxChips: null, partOfShare: 0.5 }),
    "training.campaigns.one.partOfShare needs training.share, of which it is a part",
  ],
  [
    "days of a planned share for a number of chips",
    campaign({ days: null, plannedDays: 30 }),
    "training.campaigns.one.plannedDays needs maxShare or partOfShare, a share of the fleet as planned",
  ],
  [
    "a next run by the calendar and after the one before",
    campaign({ everyDays: 90, repeatAfterDays: 1 }),
    'training.campaigns.one must give at most one of repeatAfterDays and everyDays (found "both")',
  ],
  [
    "demand stated twice",
    { inference: { firstMonthUtilisation: 0.7 } },
    'inference must give one of outputTokensPerSecond and firstMonthUtilisation (found "both")',
  ],
  [
    "demand not stated",
    { inference: { outputTokensPerSecond: null } },
    'inference must give outputTokensPerSecond or firstMonthUtilisation (found "neither")',
  ],
  [
    "a lever with choices and a range",
    {
      levers: {
        tenancy: {
          choices: [
            { value: 0.5, name: "half" },
            { value: 1, name: "all" },
          ],
        },
      },
    },
    'levers.tenancy must give choices, or min, max and step (found "both")',
  ],
  [
    "a lever with neither",
    { levers: { tenancy: { min: null, max: null, step: null } } },
    'levers.tenancy must give choices, or min, max and step (found "neither")',
  ],
];

test.each(cases)("%s", (_, patch, message) => {
  expect(patched(patch)).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
});

describe("all errors at once", () => {
  test("a shape fault does not hide the faults between fields", () => {
    const messages = patched({
      seeed: 1,
      end: "2025-01-01",
      ...(site({ region: "mars", phases: { b: { itMw: 1 } } }) as object),
    });
    expect(messages.map((line) => line.split(" ")[0])).toEqual([
      "seeed",
      "end",
      "sites.campus.region",
      "sites.campus.phases.b.itMw",
    ]);
  });

  test("NaN and Infinity are named once each", () => {
    const messages = faults({ ...tiny, seed: Number.NaN, binHours: Number.POSITIVE_INFINITY });
    expect(messages).toEqual([
      "seed must be a finite number (found NaN)",
      "binHours must be a finite number (found Infinity)",
    ]);
  });

  test("no more than 200 are listed", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]));
    const messages = patched(many);
    expect(messages).toHaveLength(201);
    expect(messages[200]).toBe("and 300 more faults");
  });
});

describe("extends", () => {
  const library = (files: Readonly<Record<string, unknown>>): LoadOptions => ({
    resolve: (name) => (Object.hasOwn(files, name) ? { name, value: files[name] } : undefined),
  });

  test("states only what differs", () => {
    const loaded = loadScenario(
      { extends: "base", id: "mine", sites: { campus: { tenancyShare: 0.5 } } },
      library({ base: tiny }),
    );
    expect(loaded).toMatchObject({
      ok: true,
      scenario: { id: "mine", title: "Tiny", sites: { campus: { tenancyShare: 0.5, region: "us-east-2" } } },
    });
    expect(loaded.ok && "extends" in loaded.scenario).toBe(false);
  });

  test("a cycle is named with its chain", () => {
    const files = library({ a: { extends: "b" }, b: { extends: "c" }, c: { extends: "a" } });
    expect(faults({ extends: "a" }, files)).toEqual([
      "c: extends must not lead back to itself: scenario -> a -> b -> c -> a",
    ]);
  });

  test("what does not exist is named", () => {
    expect(faults({ ...tiny, extends: "nowhere" })[0]).toMatch(
      /^extends must be a preset.*\(found "nowhere"\)$/,
    );
    expect(faults({ ...tiny, extends: 5 })).toEqual([
      "extends must be the id of a preset or the path of a file (found 5)",
    ]);
  });

  test("a chain without end is cut", () => {
    const endless: LoadOptions = { resolve: (name) => ({ name, value: { extends: `${name}x` } }) };
    expect(faults({ extends: "x" }, endless)[0]).toContain("extends must not be longer than 20 steps");
  });
});

describe("text that is no scenario", () => {
  test("not JSON", () => {
    expect(faults('{"a":')[0]).toMatch(/^scenario must be JSON: /);
    expect(faults("no json, no preset")[0]).toMatch(/^scenario must be JSON: /);
  });
  test("a misspelt preset", () => {
    expect(faults("rainer")[0]).toMatch(/^scenario must be a preset or a JSON text/);
  });
  test("50 MB", () => {
    expect(faults(`{"a": "${"x".repeat(50_000_000)}"}`)).toEqual([
      "scenario must be at most 20 MB (found 50 MB)",
    ]);
  });
  test("100,000 levels deep, as text and as a value", () => {
    const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    let value: unknown = 1;
    for (let i = 0; i < 100_000; i++) value = { a: value };
    const refused = ["scenario must not nest deeper than 100 levels (found more)"];
    expect(faults(deep)).toEqual(refused);
    expect(faults("[".repeat(100_000), { name: "scenario" })).toEqual(refused);
    expect(faults(value)).toEqual(refused);
    expect(faults(tiny, { patch: value })).toEqual([
      "patch must not nest deeper than 100 levels (found more)",
    ]);
  });
  test("a value that holds itself", () => {
    const loop: Record<string, unknown> = {};
    loop["sites"] = loop;
    expect(faults(loop)).toEqual(["scenario must not nest deeper than 100 levels (found more)"]);
  });
  test("a million values", () => {
    expect(faults({ actuals: Array.from({ length: 1_000_001 }, () => 0) })[0]).toMatch(
      /^scenario must hold at most 1000000 values/,
    );
  });
  test.each([null, undefined, 5, true, [], () => 1, Symbol("x"), new Map(), new Date(0)])("%s", (value) => {
    expect(loadScenario(value).ok).toBe(false);
  });
});

describe("keys that reach the prototype", () => {
  test.each(["__proto__", "constructor", "prototype"])("%s is refused wherever it stands", (key) => {
    const input: unknown = JSON.parse(`{"${key}": {"polluted": 1}, "sites": {"${key}": {"polluted": 1}}}`);
    expect(faults(input)).toEqual(
      expect.arrayContaining([
        `${key} is not allowed as a key; remove it (found an object with polluted)`,
        `sites.${key} is not allowed as a key; remove it (found an object with polluted)`,
      ]),
    );
    expect(faults(tiny, { patch: input })[0]).toContain(`${key} is not allowed as a key`);
    expect(faults(tiny, { settings: [{ path: `sites.${key}.x`, value: 1 }] })).toHaveLength(1);
    expect(faults(tiny, { settings: [{ path: "sites.campus", value: input }] }).length).toBeGreaterThan(0);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
