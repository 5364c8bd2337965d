// Announcements switched under a scenario: what wins, in which order, and what is wrong with them.
import { describe, expect, it } from "vitest";
import {
  changesBetween,
  fetchNews,
  fetchScenario,
  formatIssue,
  getPath,
  listNews,
  loadScenario,
  loadScenarioOrThrow,
} from "../../src/index.ts";
import type { LoadOptions, Scenario } from "../../src/index.ts";
import { rangedInputs } from "../../src/study/ranged-inputs.ts";

const issuesOf = (input: unknown, options: LoadOptions = {}): readonly string[] => {
  const loaded = loadScenario(input, options);
  return loaded.ok ? [] : loaded.issues.map(formatIssue);
};
const warningsOf = (input: unknown, options: LoadOptions = {}): readonly string[] => {
  const loaded = loadScenario(input, options);
  if (!loaded.ok) throw new Error(loaded.issues.map(formatIssue).join("\n"));
  return loaded.warnings.map(formatIssue).filter((text) => text.startsWith("news."));
};
const chipsOf = (scenario: Scenario): unknown => getPath(scenario, "deliveries.trainium2.chips");
/** An announcement of the user's own that changes one number of first-campus. */
const chips = (value: number, more = {}): object => ({
  title: `${value} chips`,
  patches: { any: { with: { deliveries: { trainium2: { chips: value } } } } },
  ...more,
});

describe("an announcement in a scenario", () => {
  it("is one line of a file, of a patch, of a setting, and does the same in each", () => {
    const date = "catalogue.chips.trainium4.available.date";
    const mine = { extends: "five-gigawatts", news: { "trainium4-slips": true } };
    const ways = [
      loadScenarioOrThrow(mine),
      loadScenarioOrThrow("five-gigawatts", { patch: { news: mine.news } }),
      loadScenarioOrThrow("five-gigawatts", { settings: [{ path: "news.trainium4-slips", value: true }] }),
    ];
    for (const scenario of ways) {
      expect(getPath(scenario, date)).toBe("2028-H1");
      expect(scenario).toEqual(ways[0]);
    }
    expect(getPath(loadScenarioOrThrow("five-gigawatts"), date)).toBeUndefined();
  });

  it("can be taken out where the preset holds it", () => {
    const without = loadScenarioOrThrow("five-gigawatts", { patch: { news: { "iurc-approval": false } } });
    expect(getPath(without, "sites.new-carlisle.utility.nipsco.mw.value")).toBe(2400);
    const plain = loadScenarioOrThrow("five-gigawatts");
    const named = loadScenarioOrThrow("five-gigawatts", { patch: { news: { "iurc-approval": true } } });
    expect({ ...named, news: {} }).toEqual(plain);
  });

  it("gives way to what the user wrote, wherever it stands", () => {
    const part = "chipSupply.claims.openai.part";
    const news = { "openai-trainium-2gw": true };
    const value = { chipSupply: { claims: { openai: { part: 0.3 } } } };
    const file = { extends: "five-gigawatts", news, ...value };
    expect(getPath(loadScenarioOrThrow(file), part)).toBe(0.3);
    expect(getPath(loadScenarioOrThrow("five-gigawatts", { patch: { news, ...value } }), part)).toBe(0.3);
    const settings = [{ path: part, value: 0.2 }];
    expect(getPath(loadScenarioOrThrow(file, { settings }), part)).toBe(0.2);
    // A file that extends a file that switches: the later word counts.
    const off = { extends: "mine.json", news: { "openai-trainium-2gw": false } };
    const resolve: LoadOptions["resolve"] = (name) =>
      name === "mine.json" ? { name, value: { extends: "five-gigawatts", news } } : undefined;
    expect(getPath(loadScenarioOrThrow(off, { resolve }), `${part}.value`)).toBe(0);
  });

  it("is put in by date, undated ones last, whatever the order they are written in", () => {
    const announcements = {
      later: chips(3000, { date: "2026-09" }),
      first: chips(2000, { date: "2026-05-01" }),
      never: chips(4000),
    };
    const on = (...ids: readonly string[]): unknown =>
      chipsOf(
        loadScenarioOrThrow("first-campus", {
          patch: { announcements, news: Object.fromEntries(ids.map((id) => [id, true])) },
        }),
      );
    expect(on()).toMatchObject({ value: 8000 });
    expect(on("later", "first")).toBe(3000);
    expect(on("never", "later", "first")).toBe(4000);
    expect(on("first")).toBe(2000);
  });

  it("says which scenario it is for: a preset, the scenario itself, or any that has what it needs", () => {
    const effect = { with: { seed: 7 } };
    const seed = (patches: object): number =>
      loadScenarioOrThrow(
        { extends: "first-campus", id: "mine", title: "Mine" },
        { patch: { announcements: { a: { title: "A", patches } }, news: { a: true } } },
      ).seed;
    expect(seed({ "first-campus": effect })).toBe(7);
    expect(seed({ rainier: effect })).toBe(1);
    expect(seed({ any: effect, "first-campus": { with: { seed: 8 } } })).toBe(8);
    expect(seed({ any: { ...effect, needs: ["sites.campus.utility"] } })).toBe(7);
    expect(seed({ any: { ...effect, needs: ["sites.other"] } })).toBe(1);
  });

  it("may take the place of one that comes with the program", () => {
    const announcements = { "trainium4-slips": chips(1000) };
    const patch = { announcements, news: { "trainium4-slips": true } };
    expect(chipsOf(loadScenarioOrThrow("first-campus", { patch }))).toBe(1000);
  });

  it("is kept by a scenario that was written down whole, and not put in twice", () => {
    const news = { "openai-trainium-2gw": true, "iurc-approval": false };
    const file = {
      extends: "five-gigawatts",
      id: "mine",
      news,
      chipSupply: { claims: { openai: { part: 0.3 } } },
    };
    const whole = loadScenarioOrThrow(file);
    expect(whole.origin).toEqual({ preset: "five-gigawatts", news });
    expect(loadScenarioOrThrow(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    // The preset behind it is still known.
    const slips = loadScenarioOrThrow(whole, { patch: { news: { "campus-slips": true } } });
    expect(getPath(slips, "sites.new-carlisle.extraMonths.value")).toBe(6);
    expect(warningsOf(whole, { patch: { news: { "openai-trainium-2gw": false } } })).toEqual([
      "news.openai-trainium-2gw cannot be switched off again here: nobody has written what the scenario would then hold",
    ]);
  });

  it("is a note where it means nothing", () => {
    expect(warningsOf("rainier", { patch: { news: { "trainium4-slips": true } } })).toEqual([
      "news.trainium4-slips changes nothing here: no Trainium4 in this plan",
    ]);
    const patch = { announcements: { a: { title: "A", patches: {} } }, news: { a: true } };
    expect(warningsOf("first-campus", { patch })).toEqual([
      "news.a changes nothing here: no number here depends on it",
    ]);
  });

  it("is not drawn, counted as an input or compared as a change by itself", () => {
    const patch = {
      announcements: {
        a: { title: "A", patches: { any: { with: { seed: { value: 1, low: 0, high: 2 } } } } },
      },
    };
    const own = loadScenarioOrThrow("first-campus", { patch });
    const plain = loadScenarioOrThrow("first-campus");
    expect(rangedInputs(own)).toEqual(rangedInputs(plain));
    const slips = loadScenarioOrThrow("first-campus", {
      patch: { ...patch, news: { "campus-slips": true } },
    });
    expect(changesBetween(plain, slips).flatMap(({ paths }) => paths.map(({ path }) => path))).toEqual([
      "sites.campus.extraMonths",
    ]);
  });

  it("reads the same where presets and announcements are fetched", async () => {
    const patches = [
      { news: { "trainium4-slips": true } },
      { news: { "no-such": true } },
      { news: { a: true }, announcements: { a: chips(100) } },
    ];
    for (const preset of ["five-gigawatts", "first-campus"])
      for (const patch of patches)
        expect(await fetchScenario(preset, { patch })).toEqual(loadScenario(preset, { patch }));
    expect(await fetchNews("rainier")).toEqual(listNews("rainier"));
    expect(await fetchNews("raniier")).toEqual(listNews("raniier"));
  });
});

describe("bad announcements", () => {
  it("that nobody knows are refused with the one that was probably meant", () => {
    expect(
      issuesOf("rainier", { patch: { news: { "trainium4-slip": true, "campus-slip": false } } }),
    ).toEqual([
      'news.trainium4-slip must be an announcement; did you mean "trainium4-slips"?',
      'news.campus-slip must be an announcement; did you mean "campus-slips"?',
    ]);
  });

  it("are refused by the schema like any other part", () => {
    const bad = {
      news: { "trainium4-slips": "yes" },
      announcements: {
        a: { title: "A", confidence: "published", source: "somebody" },
        b: { title: "B", patches: { any: {} } },
        c: { title: "C", patches: { any: { with: { extends: "rainier" } } } },
        d: { date: "May 2026" },
        "e.f": { title: "E" },
      },
    };
    expect(issuesOf("first-campus", { patch: bad })).toEqual([
      'news.trainium4-slips must be true or false (found "yes")',
      'announcements.a.source must begin with https:// when the confidence is published (found "somebody")',
      "announcements.b.patches.any must give with (a patch for scenarios that lack it), without (for those that hold it) or both (found an empty object)",
      'announcements.c.patches.any.with.extends must not be in the patch of an announcement (found "rainier")',
      'announcements.d.date must be YYYY[-MM[-DD]], YYYY-Qn or YYYY-Hn (found "May 2026")',
      "announcements.d.title is missing; must be text",
      "announcements.e.f is not a valid key: must be lower-case words and numbers joined by dashes",
    ]);
  });

  it("with forbidden keys are refused wherever they come from", () => {
    const bad = JSON.parse('{"title":"A","patches":{"any":{"with":{"sites":{"__proto__":{"x":1}}}}}}');
    const settings = [
      { path: "announcements.a", value: bad },
      { path: "news.a", value: true },
    ];
    for (const options of [{ settings }, { patch: { announcements: { a: bad }, news: { a: true } } }])
      expect(issuesOf("first-campus", options).join("\n")).toContain("__proto__");
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });

  it("are named by the faults they bring, and those they do not bring are left as they are", () => {
    const patch = {
      announcements: {
        hot: { title: "Hot", patches: { any: { with: { sites: { campus: { annualPue: 1.5 } } } } } },
        odd: { title: "Odd", patches: { any: { with: { seed: -1 } } } },
        fine: chips(100),
      },
      news: { hot: true, odd: true, fine: true },
      binHours: 5,
    };
    expect(issuesOf("first-campus", { patch })).toEqual([
      "binHours must be one of 1, 6, 24, 168 (found 5)",
      'seed must be >= 0; so with the announcement "odd" (found -1)',
      'sites.campus.peakPue must be >= the annual PUE 1.5; so with the announcement "hot" (found 1.2)',
    ]);
  });
});

describe("the list of a scenario", () => {
  const itemOf = (preset: string, id: string, options: LoadOptions = {}): unknown => {
    const listed = listNews(preset, options);
    return listed.ok ? listed.items.find((item) => item.id === id) : listed.issues;
  };

  it("says what is held, what can be switched, and what is the user's own", () => {
    expect(itemOf("five-gigawatts", "iurc-approval")).toMatchObject({
      state: "on",
      byDefault: true,
      switchable: true,
      own: false,
      whatIf: false,
      confidence: "reported",
    });
    expect(itemOf("five-gigawatts", "google-tpus-1m")).toMatchObject({ state: "none", switchable: false });
    const patch = { news: { "iurc-approval": false, mine: true }, announcements: { mine: chips(1) } };
    expect(itemOf("five-gigawatts", "iurc-approval", { patch })).toMatchObject({
      state: "off",
      byDefault: true,
      switchable: true,
    });
    expect(itemOf("five-gigawatts", "mine", { patch })).toMatchObject({
      state: "on",
      own: true,
      whatIf: true,
    });
  });

  it("is by date, what-ifs last", () => {
    const listed = listNews("rainier");
    const dates = listed.ok ? listed.items.map(({ date = "9999" }) => date) : [];
    expect(dates.length).toBeGreaterThan(90);
    expect(dates).toEqual(dates.toSorted());
    expect(dates.at(-1)).toBe("9999");
  });
});
