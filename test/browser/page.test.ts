// The built page in a real browser: what is on screen at first paint, and what a reader does with it.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDraft } from "../../web/state/draft.ts";
import { encodeShare } from "../../web/state/share.ts";
import { appUrl, describeInChromium, launchChromium } from "./chromium.ts";
import {
  confirmed,
  data,
  expectQuiet,
  inkOf,
  levers,
  leverText,
  newVisit,
  openConfirmed,
  openSmall,
  setLever,
  settled,
} from "./visit.ts";

const charts = ["power", "fleet", "utilisation", "demand", "campaigns", "binds"];
/** The default preset records latency too. */
const chartsAtFirst = [...charts, "latency"];

describeInChromium("the page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("draws the baked run before the worker has answered", async () => {
    const visit = await newVisit(browser);
    const { page } = visit;
    // The worker's script never arrives.
    await page.route(/-worker-/, () => undefined);
    await page.goto(appUrl());
    await page.waitForFunction(
      (ids) => ids.every((id) => document.querySelector(`#chart-${id}`) !== null),
      chartsAtFirst,
    );
    await page.waitForTimeout(200);
    for (const chart of chartsAtFirst) expect(await inkOf(page, chart), chart).toBeGreaterThan(500);
    expect(await data(page, "confirmed")).toBeUndefined();
    expect(await page.locator(".kpis div").count()).toBeGreaterThanOrEqual(4);
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.context().close();
  });

  it("paints within 600 ms of asking for it (best of up to twelve)", async () => {
    let best = Infinity;
    for (let k = 0; k < 12 && best >= 600; k++) {
      const { page } = await newVisit(browser);
      await page.goto(appUrl());
      const painted = await page.waitForFunction(
        () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      );
      best = Math.min(best, (await painted.jsonValue()) ?? Infinity);
      await page.context().close();
    }
    expect(best).toBeLessThan(600);
  });

  it("computes the digest it was baked with", async () => {
    const visit = await openConfirmed(browser);
    const baked = await data(visit.page, "baked");
    expect(baked).toMatch(/^\w{8,}/);
    expect(await data(visit.page, "confirmed")).toBe(baked);
    expect(await data(visit.page, "digest")).toBe(baked);
    expect(await visit.page.locator(".status").textContent()).toContain("confirmed");
    expectQuiet(visit);
    await visit.page.context().close();
  });

  it("runs a changed lever and keeps the preset underneath as the baseline", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const before = await data(page, "digest");
    await moveFirstLever(page);
    await settled(page);
    expect(await data(page, "digest")).not.toBe(before);
    expect(await page.locator("#chart-power .baseline-key").isVisible()).toBe(true);
    expect(await page.locator(".count").textContent()).toMatch(/change/);
    expectQuiet(visit);
    await page.context().close();
  });

  it("takes edits back and does them again", async () => {
    const { page } = await openSmall(browser);
    const [first = ""] = await levers(page);
    const before = await leverText(page, first);
    const digest = await data(page, "digest");
    await moveFirstLever(page);
    await settled(page);
    expect(await data(page, "digest")).not.toBe(digest);
    const moved = await leverText(page, first);
    expect(moved).not.toBe(before);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await leverText(page, first)).toBe(before);
    await settled(page);
    expect(await data(page, "digest")).toBe(digest);
    await page.getByRole("button", { name: "Redo" }).click();
    expect(await leverText(page, first)).toBe(moved);
    await page.locator("body").press("z");
    expect(await leverText(page, first)).toBe(before);
    await page.context().close();
  });

  it("keeps the last good run when the input is bad, and says all that is wrong", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    const before = await data(page, "digest");
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    await page.locator("#json").fill('{ "sites": ');
    await page.locator("#apply-json").click();
    expect(await page.locator("#editor .problems").textContent()).toMatch(/not valid JSON/);
    await page.locator("#json").fill('{ "startt": "2024-01-01", "end": "2020-01-01", "seed": -1 }');
    await page.locator("#apply-json").click();
    await page.waitForFunction(() => document.querySelectorAll("#editor .problems li").length >= 2);
    const said = (await page.locator("#editor .problems").textContent()) ?? "";
    expect(said).toMatch(/startt/);
    expect(said).toMatch(/seed/);
    await page.getByRole("button", { name: "Close" }).click();
    expect(await page.locator("#draft-issues").isVisible()).toBe(true);
    expect(await data(page, "digest")).toBe(before);
    for (const chart of charts) expect(await inkOf(page, chart), chart).toBeGreaterThan(500);
    await page.getByRole("button", { name: "Undo the change" }).click();
    await settled(page);
    expect(await page.locator("#draft-issues").isVisible()).toBe(false);
    expectQuiet(visit);
    await page.context().close();
  });

  it("edits the scenario as JSON and lists the changes", async () => {
    const { page } = await openSmall(browser);
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    await page.getByRole("button", { name: "Whole scenario" }).click();
    await page.waitForFunction(
      () => (document.querySelector<HTMLTextAreaElement>("#json")?.value.length ?? 0) > 500,
    );
    const whole = await page.locator("#json").inputValue();
    expect(whole).toContain('"title"');
    await page.locator("#json").fill(whole.replace(/"title": "[^"]*"/, '"title": "Mine"'));
    await page.locator("#apply-json").click();
    expect(await page.locator("#editor .diff").textContent()).toContain('title "Mine"');
    await page.context().close();
  });

  it("stops a run on request and stays with the last one", async () => {
    const { page } = await openConfirmed(browser);
    const before = await data(page, "digest");
    await moveFirstLever(page);
    await page.getByRole("button", { name: "Cancel run" }).click();
    await page.waitForFunction(() => document.documentElement.dataset["status"] === "cancelled");
    expect(await data(page, "digest")).toBe(before);
    expect(await page.getByRole("button", { name: "Cancel run" }).isVisible()).toBe(false);
    await page.context().close();
  });

  it("answers the last of many quick changes", async () => {
    const { page } = await openSmall(browser);
    const [first = ""] = await levers(page);
    const range = page.locator(`[data-lever="${first}"] input[type=range]`);
    await range.focus();
    for (let k = 0; k < 6; k++) await page.keyboard.press("ArrowRight");
    const asked = await leverText(page, first);
    await settled(page);
    expect(await leverText(page, first)).toBe(asked);
    // A slide by keys is one step of undo for each stop; the first undo takes back the last.
    expect(await page.getByRole("button", { name: "Undo" }).isEnabled()).toBe(true);
    await page.context().close();
  });

  it("moves one cursor for all charts, from the keyboard too", async () => {
    const { page } = await openSmall(browser);
    const date = page.locator("input[type=date]");
    const before = await date.inputValue();
    await page.locator("body").press("]");
    expect(await date.inputValue()).not.toBe(before);
    await page.locator("body").press("[");
    expect(await date.inputValue()).toBe(before);
    await page.locator("body").press("Home");
    expect(await page.locator("#cursor").getAttribute("aria-valuetext")).toMatch(
      /^On \d+ \w+ 20\d\d the fleet draws/,
    );
    await page.locator("#cursor").focus();
    const at = Number(await page.locator("#cursor").inputValue());
    await page.keyboard.press("ArrowRight");
    expect(await page.locator("#cursor").inputValue()).toBe(String(at + 1));
    const lines = await page
      .locator("figure.chart:not([hidden]) svg .cursor")
      .evaluateAll((nodes) => nodes.map((node) => Number(node.getAttribute("x1"))));
    // And that of spend, which this preset has.
    expect(lines).toHaveLength(charts.length + 1);
    await page.context().close();
  });

  it("zooms by a drag and shows everything after a double click", async () => {
    const { page } = await openSmall(browser);
    const plot = page.locator("#chart-power .plot");
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the power chart is not on screen");
    const span = async (): Promise<string | null> => await page.locator(".window .span").textContent();
    await page.locator("body").press("f");
    const whole = await span();
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.4, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, y, { steps: 5 });
    await page.mouse.up();
    await expect.poll(span).not.toBe(whole);
    await plot.dblclick();
    await expect.poll(span).toBe(whole);
    await page.locator("body").press("w");
    await expect.poll(span).not.toBe(whole);
    await page.locator("body").press("f");
    await expect.poll(span).toBe(whole);
    await page.context().close();
  });

  it("shows the data of each chart as a table and gives it away as CSV and PNG", async () => {
    const { page } = await openSmall(browser);
    for (const chart of charts) {
      const figure = page.locator(`#chart-${chart}`);
      await figure.getByRole("button", { name: "Table" }).click();
      await expect.poll(() => figure.locator("tbody tr").count(), { message: chart }).toBeGreaterThan(2);
      await figure.getByRole("button", { name: "Chart" }).click();
      for (const kind of ["CSV", "PNG"]) {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          figure.getByRole("button", { name: new RegExp(kind) }).click(),
        ]);
        expect(download.suggestedFilename()).toMatch(kind === "CSV" ? /\.csv$/ : /\.png$/);
      }
    }
    await page.context().close();
  });

  it("picks out one series by its legend, and lets go", async () => {
    const { page } = await openSmall(browser);
    const key = page.locator('#chart-power [data-series="drawn"]');
    await key.click();
    await expect.poll(() => key.getAttribute("aria-pressed")).toBe("true");
    await page.locator("body").press("Escape");
    await expect.poll(() => key.getAttribute("aria-pressed")).toBe("false");
    await page.context().close();
  });

  it("brings preset, changes, window and cursor back from a link", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    const [first = ""] = await levers(page);
    await moveFirstLever(page);
    await settled(page);
    await page.getByLabel("Name of this draft").fill("What if");
    await page.locator("body").click({ position: { x: 5, y: 300 } });
    await page.locator("body").press("w");
    await page.locator("body").press("]");
    const [url, digest, lever] = [
      await linkOf(page),
      await data(page, "digest"),
      await leverText(page, first),
    ];
    const [span, date] = [
      await page.locator(".window .span").textContent(),
      await page.locator("input[type=date]").inputValue(),
    ];
    expect(url.length).toBeLessThan(2000);
    const other = await newVisit(browser);
    await other.page.goto(url);
    await settled(other.page);
    expect(await data(other.page, "digest")).toBe(digest);
    expect(await leverText(other.page, first)).toBe(lever);
    expect(await other.page.getByLabel("Name of this draft").inputValue()).toBe("What if");
    await expect.poll(() => other.page.locator(".window .span").textContent()).toBe(span);
    expect(await other.page.locator("input[type=date]").inputValue()).toBe(date);
    expectQuiet(other);
    await other.page.context().close();
    await page.context().close();
  });

  it("shows the default and says so when a link is bad", async () => {
    for (const hash of ["#v1.AAAA", "#v9.abc", "#v1.%%%", "#nonsense"]) {
      const { page, complaints } = await newVisit(browser);
      await page.goto(appUrl() + hash);
      await confirmed(page);
      expect(await page.locator(".notice").textContent(), hash).toMatch(/default/);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  it("comes back whole after a reload in the middle of a run", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const [first = ""] = await levers(page);
    await moveFirstLever(page);
    const moved = await leverText(page, first);
    await page.waitForFunction(() => location.hash !== "");
    await page.reload();
    await settled(page);
    expect(await leverText(page, first)).toBe(moved);
    expect(await data(page, "digest")).not.toBe(await data(page, "baked"));
    expectQuiet(visit);
    await page.context().close();
  });

  it("runs every preset", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const ids = await page
      .getByLabel("Preset", { exact: true })
      .locator("option")
      .evaluateAll((nodes) => nodes.map((node) => (node as HTMLOptionElement).value));
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids) {
      await page.getByLabel("Preset", { exact: true }).selectOption(id);
      await settled(page);
      for (const chart of charts) {
        await expect.poll(() => inkOf(page, chart), { message: `${id} ${chart}` }).toBeGreaterThan(200);
      }
    }
    expectQuiet(visit);
    await page.context().close();
  });

  it("shows latency by measure and class where a run has it, and a link keeps what was chosen", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const figure = page.locator("#chart-latency");
    expect(await figure.locator("h2").textContent()).toMatch(/first token.*prediction, ±\d+ %/);
    const row = figure.locator('[data-series="region americas"] b');
    const before = await row.textContent();
    expect(before).toMatch(/^[\d.]+ s$/);
    await figure.getByLabel("Class").selectOption("chat");
    await expect.poll(() => row.textContent()).not.toBe(before);
    await figure.getByLabel("Measure").selectOption("tpot-p99");
    await expect.poll(() => row.textContent()).toMatch(/ms\/token$/);
    expect(await figure.locator(".kicker").textContent()).toMatch(/P99; Chat/);
    await expect.poll(() => inkOf(page, "latency")).toBeGreaterThan(200);
    await figure.getByRole("button", { name: "Table" }).click();
    await expect.poll(() => figure.locator("tbody tr").count()).toBeGreaterThan(2);
    for (const kind of ["CSV", "PNG"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        figure.getByRole("button", { name: new RegExp(kind) }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/latency/);
    }
    const other = await newVisit(browser);
    await other.page.goto(await linkOf(page));
    await settled(other.page);
    const chosen = other.page.locator("#chart-latency select");
    expect(
      await chosen.evaluateAll((nodes) => nodes.map((node) => (node as HTMLSelectElement).value)),
    ).toEqual(["tpot-p99", "chat"]);
    expectQuiet(other);
    await other.page.context().close();
    // A preset without latency has no such chart, and no empty one.
    await page.getByLabel("Preset", { exact: true }).selectOption("first-campus");
    await settled(page);
    await expect.poll(() => figure.isVisible()).toBe(false);
    expect(await page.locator("#chart-replicas").isVisible()).toBe(false);
    expectQuiet(visit);
    await page.context().close();
  });

  it("shows what the autoscaler holds, why demand goes unserved, and takes plans from one another", async () => {
    const visit = await newVisit(browser);
    const { page } = visit;
    const hash = await encodeShare({
      draft: {
        ...freshDraft("first-campus"),
        patch: { inference: { latency: {}, routing: { spill: "slo" }, autoscaler: { leadMinutes: 15 } } },
      },
      view: {},
    });
    await page.goto(`${appUrl()}#${hash}`);
    await settled(page);
    expect(await page.locator("#chart-replicas h2").textContent()).toMatch(/The autoscaler holds/);
    for (const chart of ["latency", "replicas"])
      await expect.poll(() => inkOf(page, chart), { message: chart }).toBeGreaterThan(500);
    expect(await page.locator("#chart-demand .legend").textContent()).toMatch(
      /No chip free|Replicas still starting/,
    );
    await page.locator("body").press("b");
    await moveFirstLever(page);
    await settled(page);
    await page.getByRole("button", { name: "Difference", exact: true }).click();
    await expect.poll(() => page.locator("#chart-latency .kicker").textContent()).toMatch(/B less A/);
    await expect.poll(() => page.locator("#chart-replicas .kicker").textContent()).toMatch(/B less A/);
    expectQuiet(visit);
    await page.context().close();
  });

  it("opens another preset without a network once it has run one", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    // The other presets and mechanisms are fetched after the first run.
    await page.waitForTimeout(1000);
    const first = await data(page, "digest");
    await page.context().route(/./, async (route) => route.abort());
    await page.getByLabel("Preset", { exact: true }).selectOption("llama3-54-days");
    await settled(page);
    await expect.poll(() => data(page, "digest")).not.toBe(first);
    expectQuiet(visit);
    await page.context().close();
  });
});

/** Moves the first lever by a few steps. */
/** Asks for a link and waits for it: the address has an older one from the start. */
async function linkOf(page: Page): Promise<string> {
  await page.locator("body").press("l");
  await page.locator("p.notice", { hasText: /link/i }).waitFor();
  return page.url();
}

async function moveFirstLever(page: Page): Promise<void> {
  const [first = ""] = await levers(page);
  const range = page.locator(`[data-lever="${first}"] input[type=range]`);
  const { min, max, value } = await range.evaluate((node: HTMLInputElement) => ({
    min: Number(node.min),
    max: Number(node.max),
    value: Number(node.value),
  }));
  const middle = (min + max) / 2;
  await setLever(
    page,
    first,
    Math.round(Math.abs(middle - value) > (max - min) / 10 ? middle : min + 0.75 * (max - min)),
  );
}
