// Money on the page: the chart, prices that need no run, what decides, announcements. On the small preset.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDraft } from "../../web/state/draft.ts";
import { encodeShare } from "../../web/state/share.ts";
import { appUrl, describeInChromium, launchChromium } from "./chromium.ts";
import { data, expectQuiet, inkOf, newVisit, setLever, settled } from "./visit.ts";
import type { Visit } from "./visit.ts";

declare global {
  interface Window {
    /** What the page said to its workers. */
    orders: string[];
  }
}

const lever = { group: "assumption", unit: "USD/GW-year", help: "What a GW-year costs.", zones: [] };
const patch = {
  levers: {
    price: {
      ...lever,
      label: "Price",
      path: "money.contract.usdPerGwYear",
      min: 5e9,
      max: 2e10,
      step: 1e8,
    },
  },
};

/** Opened with a lever of the price, all orders to workers counted. */
async function open(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const visit = await newVisit(browser, options);
  await visit.page.addInitScript(() => {
    window.orders = [];
    const say = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function post(this: Worker, message: { readonly kind: string }): void {
      window.orders.push(message.kind);
      say.call(this, message);
    };
  });
  const hash = await encodeShare({ draft: { ...freshDraft("first-campus"), patch }, view: {} });
  await visit.page.goto(`${appUrl()}#${hash}`);
  await settled(visit.page);
  return visit;
}
const runs = async (page: Page): Promise<number> =>
  await page.evaluate(() => window.orders.filter((kind) => kind === "run").length);
const kpi = async (page: Page, id: string): Promise<string | null> =>
  await page.locator(`[data-kpi="${id}"] .value`).textContent();

describeInChromium("money", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is a chart with a finding, a table by month and exports, and absent where there is none", async () => {
    const visit = await open(browser);
    const { page } = visit;
    const figure = page.locator("#chart-spend");
    expect(await figure.locator("h2").textContent()).toMatch(/USD are spent/);
    expect(await figure.locator(".legend").textContent()).toMatch(/Counted so far \$.*Commitment \$180 M/);
    await expect.poll(() => inkOf(page, "spend")).toBeGreaterThan(500);
    await figure.getByLabel("Show").selectOption("by-year");
    await expect.poll(() => figure.locator(".legend").textContent()).toMatch(/Capacity: Lab to Cloud/);
    await figure.getByRole("button", { name: "Table" }).click();
    await expect.poll(() => figure.locator("tbody tr").count()).toBe(24);
    for (const kind of ["CSV", "PNG"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        figure.getByRole("button", { name: new RegExp(kind) }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/spend/);
    }
    await page.getByLabel("Preset", { exact: true }).selectOption("llama3-54-days");
    await settled(page);
    await expect.poll(() => figure.isVisible()).toBe(false);
    expectQuiet(visit);
    await page.context().close();
  });

  it("answers another price without a run, and a run where chips change", async () => {
    const visit = await open(browser);
    const { page } = visit;
    const [digest, spent, before] = [await data(page, "digest"), await kpi(page, "spend"), await runs(page)];
    const finding = await page.locator("#chart-spend h2").textContent();
    await setLever(page, "price", 17);
    await settled(page);
    expect(await kpi(page, "spend")).not.toBe(spent);
    expect(await page.locator("#chart-spend h2").textContent()).not.toBe(finding);
    expect(await page.locator('[data-kpi="spend"] .delta').textContent()).toMatch(/\+/);
    expect(await data(page, "digest")).toBe(digest);
    expect(await runs(page)).toBe(before);
    expect(await page.locator("#chart-spend .baseline-key").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Undo" }).click();
    await settled(page);
    expect(await kpi(page, "spend")).toBe(spent);
    const [chips = ""] = await page
      .locator("[data-lever]")
      .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("data-lever") ?? ""));
    await page.locator(`[data-lever="${chips}"] input[type=range]`).focus();
    await page.keyboard.press("ArrowRight");
    await settled(page);
    expect(await runs(page)).toBe(before + 1);
    expectQuiet(visit);
    await page.context().close();
  });

  it("says what a unit costs, who pays whom and which number decides most", async () => {
    const visit = await open(browser);
    const { page } = visit;
    const money = page.locator("#money");
    await money.focus();
    await money.locator("#tornado li").first().waitFor({ timeout: 60_000 });
    expect(await money.locator(".said").textContent()).toMatch(/^Of what is assumed, .* moves the date most/);
    expect(await money.locator("#tornado li").first().textContent()).toMatch(/^~ /);
    await expect
      .poll(() => page.locator('#chart-spend [data-series="exhausted"]').textContent())
      .toMatch(/\sto\s.*\)/);
    const text = await money.textContent();
    expect(text).toMatch(/Lab → Cloud/);
    expect(text).toMatch(/Who pays is a field, money\.commitment\.payer/);
    expect(text).toMatch(/Dollars in equal dollars out to the cent in all 24 months/);
    await page.locator("#unit-cost").selectOption("usdPerGwYear");
    await expect.poll(() => money.locator("td.number").first().textContent()).toMatch(/^\$\d+ B/);
    expectQuiet(visit);
    await page.context().close();
  });

  it("switches an announcement, says in a sentence what it changed, and takes it back", async () => {
    const visit = await open(browser);
    const { page } = visit;
    const digest = await data(page, "digest");
    await page.getByRole("button", { name: "Announcements" }).click();
    const row = page.locator('[data-news="campus-slips"]');
    await row.getByRole("switch").check();
    await settled(page);
    await expect.poll(() => row.locator(".says").textContent()).toMatch(/: .*\d.*\.$/);
    expect(await data(page, "digest")).not.toBe(digest);
    expect(await page.locator(".news-link").textContent()).toMatch(/1 switched/);
    await page.getByRole("button", { name: "Undo" }).click();
    await settled(page);
    await expect.poll(() => row.getByRole("switch").isChecked()).toBe(false);
    expect(await data(page, "digest")).toBe(digest);
    expectQuiet(visit);
    await page.context().close();
  });

  it("takes an announcement of one's own in a line of JSON, and says what is wrong with another", async () => {
    const visit = await open(browser);
    const { page } = visit;
    await page.getByRole("button", { name: "Announcements" }).click();
    const [box, add] = [page.locator("#own-news"), page.locator("#add-news")];
    await box.fill("{");
    await add.click();
    expect(await page.locator(".own-news .wrong").textContent()).toMatch(/no JSON/);
    await box.fill(
      '{"title": "Burn-in takes a month", "patches": {"any": {"with": {"fleet": {"burnInHours": 720}}}}}',
    );
    await add.click();
    await settled(page);
    const row = page.locator('[data-news="mine"]');
    await expect.poll(() => row.getByRole("switch").isChecked()).toBe(true);
    await row.getByRole("button", { name: /Remove/ }).click();
    await settled(page);
    await expect.poll(() => row.count()).toBe(0);
    expectQuiet(visit);
    await page.context().close();
  });

  for (const [width, colorScheme] of [
    [360, "light"],
    [1280, "dark"],
  ] as const)
    it(`axe finds nothing in it at ${width} px in ${colorScheme}, and it fits`, async () => {
      const { page } = await open(browser, { viewport: { width, height: 800 }, colorScheme });
      await page.locator("#money").focus();
      await page.locator("#tornado li").first().waitFor({ timeout: 60_000 });
      await page.locator("#news").focus();
      await page.locator('[data-news="campus-slips"]').waitFor();
      await page.locator(".news-idle summary").click();
      const report = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      expect(
        report.violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
        ),
      ).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    });
});
