// Announcements as data: every dated one of the facts is there with its source, and each can be switched in a preset.
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  effectSentence,
  fetchNews,
  formatIssue,
  getPath,
  listNews,
  loadCompiler,
  loadScenario,
  loadScenarioOrThrow,
  presets,
  simulateSync,
} from "../../src/index.ts";
import type { NewsItem, Scenario } from "../../src/index.ts";
import { announcementFiles } from "../../src/scenario/builtin-news.ts";
import { Announcement } from "../../src/scenario/schema-news.ts";
import { filesUnder } from "../house/files.ts";

const files = announcementFiles();
const all = Object.entries(files).map(([id, file]) => ({ id, ...Announcement.parse(file) }));

const itemsIn = (preset: string): readonly NewsItem[] => {
  const listed = listNews(preset);
  if (!listed.ok) throw new Error(listed.issues.map(formatIssue).join("\n"));
  return listed.items;
};
const switchable = (preset: string): readonly NewsItem[] =>
  itemsIn(preset).filter(({ state }) => state !== "none");
const switched = (preset: string, { id, state }: NewsItem, patch = {}): Scenario =>
  loadScenarioOrThrow(preset, { patch: { ...patch, news: { [id]: state === "off" } } });

describe("announcements", () => {
  it("are one file each, called as their id, and in the bundle", () => {
    const named = filesUnder("models/announcements").map((path) => path.replace(/^.*\/|\.json$/g, ""));
    expect(Object.keys(files).toSorted()).toEqual(named.toSorted());
    for (const [id, file] of Object.entries(files)) expect(getPath(file, "id"), id).toBe(id);
  });

  it("are a chunk of their own within 12 kB", () => {
    const path = new URL("../../models/news.json", import.meta.url);
    expect(gzipSync(readFileSync(path), { level: 9 }).length).toBeLessThan(12_000);
  });

  it("name who said it and where; what nobody said is assumed and undated", () => {
    for (const { id, date, source, confidence, by, what } of all) {
      expect(what.length, id).toBeGreaterThan(20);
      if (date === undefined) expect([source, confidence, by], id).toEqual(["assumed", "assumed", "nobody"]);
      else expect(confidence, id).not.toBe("assumed");
    }
    expect(all.filter(({ date }) => date === undefined).length).toBeGreaterThanOrEqual(5);
  });

  it("end no text with a full stop that is the beginning or the end of a sentence", () => {
    for (const { id, title, otherwise, patches } of all)
      for (const text of [title, otherwise, ...Object.values(patches).map(({ says }) => says ?? "-")])
        expect(text, id).not.toMatch(/\.$|^$/);
  });

  it("mean something for presets that exist, and say what switching changes", () => {
    const known = new Set([...presets.map(({ id }) => id), "any"]);
    for (const { id, patches } of all)
      for (const [preset, { says }] of Object.entries(patches)) {
        expect(known, id).toContain(preset);
        expect(says, `${id} ${preset}`).toBeTypeOf("string");
      }
  });

  it("state what-ifs in proportion to the preset they change", () => {
    const before = loadScenarioOrThrow("five-gigawatts");
    const valueAt = (scenario: Scenario, path: string): number => Number(getPath(scenario, `${path}.value`));
    const after = (id: string): Scenario =>
      loadScenarioOrThrow("five-gigawatts", { patch: { news: { [id]: true } } });
    const price = "money.contract.usdPerGwYear";
    expect(valueAt(after("price-falls-a-fifth"), price)).toBeCloseTo(0.8 * valueAt(before, price), 0);
    const growth = "inference.growth.perYear";
    expect(valueAt(after("demand-half-as-fast"), growth)).toBeCloseTo(Math.sqrt(valueAt(before, growth)), 2);
    const rainier = loadScenarioOrThrow("rainier");
    const cheaper = loadScenarioOrThrow("rainier", { patch: { news: { "price-falls-a-fifth": true } } });
    for (const chip of ["trainium2", "trainium3"]) {
      const path = `money.contract.chipHours.usd.${chip}`;
      expect(valueAt(cheaper, path)).toBeCloseTo(0.8 * valueAt(rainier, path), 6);
    }
  });

  it("are the same where they are fetched", async () => {
    for (const { id } of presets) expect(await fetchNews(id)).toEqual(listNews(id));
  });
});

const facts = new URL("../../../shared/facts/hardware.md", import.meta.url);

/** Rows of the tables of a section, the cells apart. */
function tableRows(section: string): readonly (readonly string[])[] {
  const text = readFileSync(facts, "utf8");
  const start = text.indexOf(`### ${section} `);
  const end = text.indexOf("\n##", start + 4);
  return text
    .slice(start, end)
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[-| ]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.replaceAll("*", "").trim()),
    );
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Every date in a text as 2026-04-20, or 2026-04 where the day is not known. */
function datesIn(text: string): readonly string[] {
  const iso = text.match(/\b20\d\d-\d\d(-\d\d)?\b/g) ?? [];
  const spoken = [
    ...text.matchAll(/\b(\d{1,2})? ?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (20\d\d)\b/g),
  ];
  return [
    ...iso,
    ...spoken.map(([, day, month = "", year]) => {
      const number = String(MONTHS.indexOf(month) + 1).padStart(2, "0");
      return `${year}-${number}${day === undefined ? "" : `-${day.padStart(2, "0")}`}`;
    }),
  ];
}

describe.skipIf(!existsSync(facts))("the dates of the facts (where the facts are at hand)", () => {
  const said = new Set(all.flatMap(({ date, about }) => [...(date === undefined ? [] : [date]), ...about]));
  /** A day is known; a month is where any of its days is. */
  const known = (date: string): boolean =>
    said.has(date) || (date.length === 7 && [...said].some((each) => each.startsWith(date)));
  const cells = (section: string, columns: readonly number[], labels?: RegExp): readonly string[] =>
    tableRows(section)
      .filter((row) => labels === undefined || labels.test(row[0] ?? ""))
      .flatMap((row) => columns.map((column) => row[column] ?? ""));

  it.each([
    ["1.1", "announced and general availability", cells("1.1", [1, 2, 3, 4, 5], /^(Announced|General)/), 8],
    ["1.2", "rivals", cells("1.2", [8, 9]), 12],
    ["3.1", "sites", cells("3.1", [0, 1, 2, 3, 4, 5]), 18],
    ["3.3", "deals", cells("3.3", [0]), 12],
    ["3.4", "all of AWS", ["30 Jul 2026"], 1],
    ["6.1", "list prices", cells("6.1", [5]), 4],
    ["6.2", "run rates", cells("6.2", [0, 3]), 10],
  ] as const)("%s, %s: each has an announcement", (_, __, texts, least) => {
    const dates = [...new Set(texts.flatMap(datesIn))];
    expect(dates.length).toBeGreaterThanOrEqual(least);
    expect(dates.filter((date) => !known(date))).toEqual([]);
  });

  it("3.1, utilities: contract, start and approval", () => {
    for (const date of ["2026-06-17", "2027-01-01", "2032-12-31"]) expect(said).toContain(date);
  });

  it("3.3: every deal is one of its day, none is left out", () => {
    const deals = tableRows("3.3").flatMap(([date = ""]) => datesIn(date));
    for (const date of new Set(deals))
      expect(all.filter((one) => one.date?.startsWith(date)).length, date).toBeGreaterThanOrEqual(
        deals.filter((each) => each === date).length,
      );
  });
});

describe("switched in a preset", () => {
  it.each(presets.map(({ id }) => id))("each of %s loads without a warning and compiles", async (preset) => {
    const compile = await loadCompiler();
    const plain = loadScenario(preset);
    const usual = plain.ok ? plain.warnings.map(formatIssue) : [];
    for (const item of switchable(preset)) {
      const patch = { news: { [item.id]: item.state === "off" } };
      const loaded = loadScenario(preset, { patch });
      if (!loaded.ok) throw new Error(`${item.id}: ${loaded.issues.map(formatIssue).join("\n")}`);
      const more = loaded.warnings.map(formatIssue).filter((text) => !usual.includes(text));
      expect(more, item.id).toEqual([]);
      expect(compile(loaded.scenario), item.id).toMatchObject({ ok: true });
      // Written down whole and read again, it is the same.
      const again = loadScenario(JSON.parse(JSON.stringify(loaded.scenario)));
      expect(again.ok && again.scenario, item.id).toEqual(loaded.scenario);
    }
  });

  it("leaves a preset as it is where it means nothing there, and says why", () => {
    for (const { id } of presets) {
      const plain = loadScenarioOrThrow(id);
      for (const item of itemsIn(id).filter(({ state }) => state === "none")) {
        const loaded = loadScenario(id, { patch: { news: { [item.id]: true } } });
        expect(loaded.ok && { ...loaded.scenario, news: {} }, item.id).toEqual(plain);
        expect(loaded.ok && loaded.warnings.map(formatIssue).join(), item.id).toContain(item.otherwise);
        const nothing = { headlines: [], startEpochSeconds: 0 };
        expect(effectSentence(nothing, nothing, item)).toBe(
          `${item.title}: changes nothing in this plan: ${item.otherwise}.`,
        );
      }
    }
  });

  it.each([
    // Each is loaded and compiled whole above; the rest of the horizon costs time.
    ["first-campus", {}, 4],
    ["rainier", { end: "2025-12-01", binHours: 168 }, 20],
    ["five-gigawatts", { end: "2026-09-01", questions: null }, 20],
  ])("each of %s runs and says so in one sentence", { timeout: 300_000 }, (preset, patch, least) => {
    const base = simulateSync(loadScenarioOrThrow(preset, { patch }));
    const items = switchable(preset);
    expect(items.length).toBeGreaterThanOrEqual(least);
    // A move must be within the run, and this one comes after what is left of it.
    const early = { money: { moves: { tpus: { at: "2026-03-01" } } } };
    for (const item of items) {
      const all = item.id === "tpus-take-a-fifth" ? { ...patch, ...early } : patch;
      const sentence = effectSentence(base, simulateSync(switched(preset, item, all)), item);
      expect(sentence, item.id).toMatch(/^[A-Z][^\n]{20,400}\.$/);
      expect(sentence.startsWith(item.says ?? item.title), item.id).toBe(true);
    }
  });

  it("prices tokens where a scenario sells them at list price", () => {
    const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 5 };
    const mine = { extends: "first-campus", title: "Sold", inference: { price } };
    const base = { id: "base", title: "Base", extends: "first-campus" };
    const priced = loadScenarioOrThrow(mine).inference?.price;
    const news = { news: { "price-opus-5-5": true } };
    // What the user wrote stands; what the scenario starts from is changed.
    expect(loadScenarioOrThrow({ ...mine, ...news }).inference?.price).toEqual(priced);
    const whole = loadScenarioOrThrow({ ...base, inference: { price } });
    const sold = loadScenarioOrThrow(whole, { patch: news });
    expect(getPath(sold, "inference.price.outputUsdPerMtok.value")).toBe(20);
  });
});
