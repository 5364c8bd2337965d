// The validation page: fetched when asked for, filtered, linked to row by row, and out of the way of scenario links.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { committedReport } from "../oracles/committed.ts";
import { rowsOf } from "../oracles/report.ts";
import { appUrl, describeInChromium, launchChromium } from "./chromium.ts";
import { data, expectQuiet, newVisit, openSmall, settled } from "./visit.ts";

const report = committedReport();
const rows = report === undefined ? [] : rowsOf(report);
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Rows at first sight: of a long group the first few, and what differs. */
const briefly = (report?.groups ?? []).flatMap(({ rows: own }) =>
  own.filter(({ verdict }, k) => own.length <= 40 || k < 12 || verdict !== "agrees"),
).length;
const longest = report?.groups.toSorted((a, b) => b.rows.length - a.rows.length)[0];

const shown = (page: Page): Promise<number> => page.locator("#validation tbody tr:visible").count();

async function openPage(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Validation" }).click();
  await page.locator("#validation tbody tr").first().waitFor();
}

describeInChromium("the validation page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is fetched when it is asked for and not before, and shows every row", async () => {
    const visit = await newVisit(browser);
    const { page } = visit;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(appUrl());
    await settled(page);
    expect(asked.filter((url) => url.includes("validation"))).toEqual([]);
    await openPage(page);
    expect(asked.filter((url) => url.includes("validation.json"))).toHaveLength(1);
    expect(rows.length).toBeGreaterThan(100);
    expect(await shown(page)).toBe(briefly);
    const more = page
      .locator(`#validation-${longest?.id}`)
      .getByRole("button", { name: /^Show all \d+ rows$/ });
    await more.click();
    expect(await more.isVisible()).toBe(false);
    expect(await page.locator(`#validation-${longest?.id} tbody tr:visible`).count()).toBe(
      longest?.rows.length,
    );
    expect(await page.evaluate(() => document.activeElement?.id)).toBe(`validation-${longest?.rows[12]?.id}`);
    expect(await page.locator("#validation .headline").textContent()).toContain(`of ${rows.length} agree`);
    expect(await page.locator("#validation section").count()).toBe(report?.groups.length);
    const first = page.locator("#validation tbody tr").first();
    expect(await first.locator("td").first().textContent()).toBe(rows[0]?.expected);
    await first.locator("summary").click();
    expect(await first.locator("code").textContent()).toBe(`npm run validate -- --only ${rows[0]?.id}`);
    expect(await first.locator("details a").first().getAttribute("href")).toMatch(/^https:/);
    expectQuiet(visit);
    await page.context().close();
  });

  it("filters by words and by verdict, and says how many are left", async () => {
    const { page } = await openSmall(browser);
    await openPage(page);
    const filter = page.getByLabel("Filter by words");
    await filter.fill("kth-sp2 wait");
    const left = rows.filter(({ id, what }) => /kth-sp2/.test(id) && /wait/.test(what)).length;
    expect(left).toBeGreaterThan(3);
    expect(await shown(page)).toBe(left);
    expect(await page.locator("#validation section:visible").count()).toBe(1);
    expect(await page.locator("#validation .tools span").textContent()).toBe(
      `${left} of ${rows.length} rows`,
    );
    await filter.fill("");
    await page.getByLabel("Which rows").selectOption("calibration");
    expect(await shown(page)).toBe(rows.filter(({ kind }) => kind === "calibration").length);
    await page.getByLabel("Which rows").selectOption("differs");
    expect(await shown(page)).toBe(rows.filter(({ verdict }) => verdict === "differs").length);
    await page.getByLabel("Which rows").selectOption("all");
    await filter.fill("no such thing");
    expect(await page.locator("#validation .tools span").textContent()).toBe("no row matches");
    await page.context().close();
  });

  it("opens by its address, at a row, which stands in it open and in focus", async () => {
    const visit = await newVisit(browser);
    const { page } = visit;
    const id = rows.at(-1)?.id ?? "";
    await page.goto(`${appUrl()}#validation/${id}`);
    const row = page.locator(`[id="validation-${id}"]`);
    await expect.poll(() => row.locator("details").getAttribute("open")).toBe("");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(`validation-${id}`);
    const box = await row.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(800);
    // Beneath it the default run is made all the same.
    await settled(page);
    expect(await data(page, "confirmed")).toBe(await data(page, "baked"));
    await page.keyboard.press("Escape");
    expect(await page.locator("#validation").isVisible()).toBe(false);
    await expect.poll(() => new URL(page.url()).hash).toBe("");
    expectQuiet(visit);
    await page.context().close();
  });

  it("opens though the address names no row there is, or is cut short", async () => {
    const { page } = await newVisit(browser);
    for (const hash of ["validation/nothing.at-all", "validation/%E0%A4%A"]) {
      await page.goto("about:blank");
      await page.goto(`${appUrl()}#${hash}`);
      await page.locator("#validation tbody tr").first().waitFor();
    }
    await page.context().close();
  });

  it("shows a row again that the filter hides, when a link leads to it", async () => {
    const { page } = await openSmall(browser);
    await openPage(page);
    await page.getByLabel("Filter by words").fill("kth-sp2");
    // One of a short group, and one behind the button of a long one.
    for (const id of [rows.at(-1)?.id, longest?.rows.at(-1)?.id]) {
      await page.evaluate((hash) => (location.hash = hash), `validation/${id}`);
      await expect.poll(() => page.locator(`[id="validation-${id}"]`).isVisible()).toBe(true);
    }
    await page.context().close();
  });

  it("is led to from the help, and from group to group", async () => {
    const { page } = await openSmall(browser);
    await page.getByRole("button", { name: "Help and keys" }).click();
    await page.locator("#help").getByRole("link", { name: "validation" }).click();
    await page.locator("#validation tbody tr").first().waitFor();
    const last = report?.groups.at(-1);
    await page
      .locator("#validation nav")
      .getByRole("link", { name: last?.title ?? "" })
      .click();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe(`validation-${last?.id}`);
    await page.context().close();
  });

  it("leaves a scenario's link and run as they were, closed by Esc, by its button or by going back", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    const box = page.locator('[data-lever="slip"] input[type=number]');
    await box.fill("4");
    await box.press("Enter");
    await settled(page);
    await page.waitForFunction(() => location.hash.startsWith("#v1."));
    const [url, digest] = [page.url(), await data(page, "digest")];
    const ways = [
      () => page.keyboard.press("Escape"),
      () => page.locator("#validation").getByRole("button", { name: "Close" }).click(),
      () => page.goBack(),
    ];
    for (const close of ways) {
      await openPage(page);
      expect(new URL(page.url()).hash).toBe("#validation");
      // Keys of the page beneath do nothing meanwhile.
      await page.keyboard.press("z");
      await close();
      await expect.poll(() => page.locator("#validation").isVisible()).toBe(false);
      await expect.poll(() => page.url()).toBe(url);
      await settled(page);
      expect(await data(page, "digest")).toBe(digest);
    }
    expectQuiet(visit);
    await page.context().close();
  });

  it("says so where its data cannot be fetched, and tries again when it is opened again", async () => {
    const { page } = await openSmall(browser);
    await page.route("**/validation.json", (route) => route.fulfill({ status: 503 }));
    await page.getByRole("link", { name: "Validation" }).click();
    const headline = page.locator("#validation .headline");
    await expect.poll(() => headline.textContent()).toContain("could not be loaded: the server says 503");
    await page.keyboard.press("Escape");
    await page.unroute("**/validation.json");
    await openPage(page);
    expect(await shown(page)).toBe(briefly);
    await page.context().close();
  });

  it("shows rows that differ, and those never run, as such", async () => {
    const { page } = await openSmall(browser);
    const made = structuredClone(report!) as unknown as { groups: { rows: Record<string, unknown>[] }[] };
    Object.assign(made.groups[0]!.rows[0]!, { verdict: "differs", used: 3, outside: "A known reason." });
    Object.assign(made.groups[0]!.rows[1]!, { verdict: "not run", simulated: "" });
    await page.route("**/validation.json", (route) => route.fulfill({ json: made }));
    await openPage(page);
    const [first, second] = [0, 1].map((k) => page.locator("#validation tbody tr").nth(k));
    expect(await first!.locator(".verdict").textContent()).toContain("✗ differs");
    expect(await first!.locator(".gauge.over").getAttribute("aria-label")).toBe(
      "takes 300 % of the tolerance",
    );
    expect(await first!.getByText("A known reason.").isVisible()).toBe(true);
    expect(await second!.locator(".verdict").textContent()).toContain("never run");
    expect(await page.locator("#validation h3 small").first().textContent()).toContain(
      "1 differs, 1 never run",
    );
    await page.context().close();
  });

  it("plots predicted against measured: keys and pointer lead to a mark, and the mark to its row", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    await openPage(page);
    await page.getByRole("link", { name: "as a plot" }).click();
    const figure = page.locator("#validation .scatter");
    await expect.poll(() => figure.locator("h4").isVisible()).toBe(true);
    expect(await figure.locator("h4").textContent()).toMatch(/^Half of the 42 deployments lie within \d+ %/);
    const panels = figure.locator(".panel");
    const points = rows.flatMap(({ id, point }) => (point === undefined ? [] : [{ id, ...point }]));
    for (const [k, panel] of (["time", "rate"] as const).entries()) {
      const own = points.filter((point) => point.panel === panel);
      expect(own.length).toBeGreaterThan(12);
      expect(await panels.nth(k).locator(".frame :is(.open, .filled)").count()).toBe(own.length);
    }
    const [frame, readout] = [panels.first().locator(".frame"), panels.first().getByRole("status")];
    await frame.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    const least = points
      .filter(({ panel }) => panel === "time")
      .toSorted((a, b) => a.measured - b.measured)[0];
    const what = rows.find(({ id }) => id === least?.id)?.what ?? "no such row";
    expect(await readout.textContent()).toContain(what);
    // A mark under the pointer is told as well.
    await page.keyboard.press("End");
    const last = await readout.textContent();
    await frame.locator(".open").first().hover({ force: true });
    expect(await readout.textContent()).not.toBe(last);
    await frame.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).hash).toBe(`#validation/${least?.id}`);
    await expect
      .poll(() => page.locator(`[id="validation-${least?.id}"] details`).getAttribute("open"))
      .toBe("");
    expectQuiet(visit);
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1280]) {
      it(`fits ${width} px and axe finds nothing in it in ${colorScheme}`, async () => {
        const { page } = await openSmall(browser, { viewport: { width, height: 800 }, colorScheme });
        await openPage(page);
        await page.locator("#validation summary").nth(3).click();
        const frame = page.locator("#validation .frame").first();
        await frame.locator(".open").first().waitFor();
        await frame.focus();
        await page.keyboard.press("ArrowRight");
        const { violations } = await new AxeBuilder({ page })
          .withTags(rules)
          .include("#validation")
          .analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(" ")}`)).toEqual([]);
        const dialog = page.locator("#validation");
        expect(await dialog.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
        const small = await dialog
          .locator("button:visible, select:visible, input:visible, summary:visible")
          .evaluateAll((nodes) => nodes.filter((node) => node.getBoundingClientRect().height < 23.5).length);
        expect(small).toBe(0);
        await page.context().close();
      });
    }
  }
});
