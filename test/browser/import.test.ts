// Files dropped on the page or picked: what becomes of the draft, and what is said of files that are no use.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInChromium, launchChromium } from "./chromium.ts";
import { data, expectQuiet, newVisit, openSmall, settled } from "./visit.ts";

interface Dropped {
  readonly name: string;
  readonly text: string;
}

/** Drags files over the page without letting go. */
async function drag(page: Page, files: readonly Dropped[]): Promise<void> {
  await page.evaluate((all) => {
    const transfer = new DataTransfer();
    for (const { name, text } of all) transfer.items.add(new File([text], name));
    Object.assign(window, { transfer });
    for (const kind of ["dragenter", "dragover"])
      document.body.dispatchEvent(
        new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }),
      );
  }, files);
}

async function drop(page: Page, ...files: readonly Dropped[]): Promise<void> {
  await drag(page, files);
  await page.evaluate(() => {
    const { transfer } = window as unknown as { transfer: DataTransfer };
    document.body.dispatchEvent(
      new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }),
    );
  });
}

const plan = {
  name: "plan.json",
  text: '{ "extends": "first-campus", "construction": { "extraMonths": 5 } }',
};

describeInChromium("importing files", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("shows where they fall while they are dragged, also over a dialog", async () => {
    const { page } = await openSmall(browser);
    const target = page.locator("#drop-target");
    expect(await target.isVisible()).toBe(false);
    await drag(page, [plan]);
    expect(await target.isVisible()).toBe(true);
    await page.evaluate(() => document.dispatchEvent(new DragEvent("dragleave", { relatedTarget: null })));
    expect(await target.isVisible()).toBe(false);
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    await drag(page, [plan]);
    const box = await target.boundingBox();
    expect(box?.width).toBeGreaterThan(1000);
    await page.context().close();
  });

  it("takes a scenario that extends a preset as a patch, and undo brings back what was before", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    const before = await data(page, "digest");
    await drop(page, plan);
    await expect.poll(() => page.locator(".count").textContent()).toBe("1 change");
    await settled(page);
    expect(await data(page, "digest")).not.toBe(before);
    expect(await page.locator("#drop-target").isVisible()).toBe(false);
    expect(await page.getByLabel("Name of this draft").inputValue()).toBe("plan");
    expect(await page.locator('[data-lever="slip"] input[type=number]').inputValue()).toBe("5");
    await expect.poll(() => page.locator(".notice").textContent()).toMatch(/^Imported plan\.json\. Undo/);
    await page.getByRole("button", { name: "Undo" }).click();
    await settled(page);
    expect(await data(page, "digest")).toBe(before);
    expectQuiet(visit);
    await page.context().close();
  });

  it("takes a whole scenario as the reader's own, with a baseline of its own, and a link brings it back", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    await page.getByRole("button", { name: "Whole scenario" }).click();
    await expect.poll(async () => (await page.locator("#json").inputValue()).length).toBeGreaterThan(500);
    const whole = (await page.locator("#json").inputValue()).replace(/"title": "[^"]*"/, '"title": "Mine"');
    await page.getByRole("button", { name: "Close" }).click();
    await page
      .locator("#import-files")
      .setInputFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(whole) });
    const preset = page.getByLabel("Preset", { exact: true });
    await expect.poll(() => preset.locator("option:checked").textContent()).toBe("Mine (yours)");
    await settled(page);
    const plain = await data(page, "digest");
    expect(await page.locator(".count").textContent()).toBe("no changes");
    const range = page.locator('[data-lever="slip"] input[type=number]');
    await range.fill("7");
    await range.press("Enter");
    await settled(page);
    expect(await data(page, "digest")).not.toBe(plain);
    expect(await page.locator("#chart-power .baseline-key").isVisible()).toBe(true);
    await page.waitForFunction(() => location.hash.startsWith("#v1."));
    const [url, digest] = [page.url(), await data(page, "digest")];
    const other = await newVisit(browser);
    await other.page.goto(url);
    await settled(other.page);
    expect(await data(other.page, "digest")).toBe(digest);
    await other.page.context().close();
    await page.getByRole("button", { name: "Reset", exact: true }).click();
    await settled(page);
    expect(await data(page, "digest")).toBe(plain);
    await preset.selectOption("first-campus");
    await settled(page);
    expect(await preset.locator("option").allTextContents()).not.toContain("Mine (yours)");
    expectQuiet(visit);
    await page.context().close();
  });

  it("takes several tables at once, and asks which site a table of phases is for", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    const hash = await page.evaluate(() => location.hash);
    await drop(
      page,
      { name: "halls.csv", text: "date,itMw,hall\n2026-01-01,12,air\n2026-03-01,19,liquid\n" },
      {
        name: "seen.csv",
        text: "series,date,value,unit\npower.building.campus,2026-04-01,18,MW IT\n",
      },
    );
    await expect.poll(() => page.locator(".count").textContent()).toMatch(/^\d+ change/);
    await settled(page);
    expect(await page.locator("#backtest").textContent()).toContain("18");
    expect(await page.evaluate(() => location.hash)).not.toBe(hash);
    await page.getByLabel("Preset", { exact: true }).selectOption("rainier");
    await settled(page);
    await drop(page, { name: "halls.csv", text: "date,itMw,hall\n2025-07-01,300,air\n" });
    const dialog = page.locator("#which-site");
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain("Which site are the phases in halls.csv for?");
    await dialog.locator("select").selectOption("ridgeland");
    await dialog.getByRole("button", { name: "Import" }).click();
    await expect.poll(() => page.locator(".count").textContent()).toMatch(/^\d+ change/);
    await settled(page);
    await page.locator("#scope").selectOption("ridgeland");
    await expect.poll(() => page.locator("#site tbody tr").count()).toBe(1);
    await drop(page, { name: "halls.csv", text: "date,itMw,hall\n2025-07-01,310,air\n" });
    await dialog.waitFor();
    const count = await page.locator(".count").textContent();
    await dialog.getByRole("button", { name: "Leave it" }).click();
    expect(await page.locator(".count").textContent()).toBe(count);
    expectQuiet(visit);
    await page.context().close();
  });

  it("says file and line of every fault, keeps the last good run, and imports nothing", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    const [digest, count] = [await data(page, "digest"), await page.locator(".count").textContent()];
    const panel = page.locator("#import-issues");
    await drop(page, {
      name: "plan.json",
      text: '{\n  "extends": "first-campus",\n  "seeed": 3,\n  "end": "2020-01-01"\n}',
    });
    await panel.waitFor();
    const said = (await panel.textContent()) ?? "";
    expect(said).toMatch(/plan\.json:3 seeed.*/);
    expect(said).toMatch(/plan\.json:4 end/);
    expect(said).toContain("nothing was imported");
    expect(await data(page, "digest")).toBe(digest);
    expect(await page.locator(".count").textContent()).toBe(count);
    await panel.getByRole("button", { name: "Dismiss" }).click();
    expect(await panel.isVisible()).toBe(false);
    await drop(page, {
      name: "mine.csv",
      text: "date,site,system,chips\n2026-02-30,campus,trn2-ultraserver,64\n",
    });
    await expect.poll(() => panel.textContent()).toMatch(/mine\.csv:2 date must be a day that exists/);
    // A good file takes the faults away.
    await drop(page, plan);
    await expect.poll(() => page.locator(".count").textContent()).toBe("1 change");
    expect(await panel.isVisible()).toBe(false);
    expectQuiet(visit);
    await page.context().close();
  });

  it("says so when what was brought in is too large for a link, and keeps no link that does not work", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    let seed = 1;
    const noise = (): number => (seed = (seed * 48_271) % 2_147_483_647);
    const rows = Array.from({ length: 6000 }, (_, hour) => {
      const at = new Date(Date.UTC(2026, 0, 1, hour)).toISOString().slice(0, 13);
      return `${at}:00Z,home,office,${noise() % 1_000_000}`;
    });
    await drop(page, {
      name: "demand.csv",
      text: `start,region,class,tokensPerSecond\n${rows.join("\n")}\n`,
    });
    await expect
      .poll(() => page.locator(".notice").textContent(), { timeout: 30_000 })
      .toMatch(/Imported demand\.csv\. It is too large for a link \(\d+ of 30000 characters\)/);
    await settled(page);
    expect(await page.evaluate(() => location.hash)).toBe("");
    await page.getByRole("button", { name: "Share link" }).click();
    await expect.poll(() => page.locator(".notice").textContent()).toMatch(/too large for a link/);
    // Levers still answer at once with a table this long beside them.
    const box = page.locator('[data-lever="demand"] input[type=number]');
    await box.fill("2");
    await box.press("Enter");
    await settled(page);
    expectQuiet(visit);
    await page.context().close();
  });
});
