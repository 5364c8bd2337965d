// One site looked at closely: its panel, the ways in and out, and what the charts and the sentence then say.
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInChromium, launchChromium } from "./chromium.ts";
import { expectQuiet, openConfirmed } from "./visit.ts";

describeInChromium("a site", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("opens from the picker with its phases, halls and pools, and closes again", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const panel = page.locator("#site");
    expect(await panel.isVisible()).toBe(false);
    await page.locator("#scope").selectOption("new-carlisle");
    await expect.poll(() => panel.locator("h2").textContent()).toBe("New Carlisle, Indiana");
    const rows = await panel
      .locator("tbody tr")
      .evaluateAll((nodes) => nodes.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
    expect(rows.length).toBeGreaterThan(3);
    for (const [, hall, planned = "", ready = "", late = "", mw = ""] of rows) {
      expect(hall).toMatch(/^(air|liquid)$/);
      expect(Date.parse(ready.replace(" †", ""))).toBeGreaterThanOrEqual(Date.parse(planned));
      expect(late).toMatch(/^(0|\+[\d.]+)$/);
      expect(mw).toMatch(/^[\d,]+$/);
    }
    const facts = panel.locator(".facts");
    expect(await facts.textContent()).toMatch(/Halls.*air.*liquid.*phases ready.*Utility.*Useful share/);
    const pools = panel.locator(".pools");
    expect(await pools.textContent()).toMatch(/Trainium2 trn2-ultraserver[\d.]+ k/);
    const then = await facts.textContent();
    // Before anything came: the facts are the cursor's.
    await page.locator("body").press("Home");
    await expect.poll(() => facts.textContent()).not.toBe(then);
    expect(await pools.textContent()).toMatch(/^None at this date: trn2-ultraserver/);
    await expect
      .poll(() => page.locator("#cursor").getAttribute("aria-valuetext"))
      .toMatch(/New Carlisle, Indiana draws/);
    await panel.getByRole("button", { name: "Back to all sites" }).click();
    expect(await panel.isVisible()).toBe(false);
    expect(await page.locator("#scope").inputValue()).toBe("all");
    expectQuiet(visit);
    await page.context().close();
  });

  it("opens from its row in the chart of what binds, while demand stays the fleet's and says so", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const demand = page.locator("#chart-demand figcaption");
    expect(await demand.textContent()).not.toContain("whole fleet");
    const plot = page.locator("#chart-binds .plot");
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the chart is not on screen");
    // Every row is 36 px high under 6 px of margin: this is the second.
    await page.mouse.click(box.x + box.width * 0.99 - 12, box.y + 6 + 54);
    await expect.poll(() => page.locator("#site h2").textContent()).toBe("Madison, Mississippi");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("site");
    await expect.poll(() => demand.textContent()).toContain("this is the whole fleet");
    expect(await page.locator('#chart-demand [data-series="demand"] b').textContent()).toMatch(/tokens\/s/);
    await page.locator("#scope").selectOption("all");
    // A drag across the rows zooms and opens nothing.
    await plot.scrollIntoViewIfNeeded();
    const again = await plot.boundingBox();
    if (again === null) throw new Error("the chart is not on screen");
    await page.mouse.move(again.x + 200, again.y + 20);
    await page.mouse.down();
    await page.mouse.move(again.x + 400, again.y + 20, { steps: 5 });
    await page.mouse.up();
    expect(await page.locator("#site").isVisible()).toBe(false);
    expectQuiet(visit);
    await page.context().close();
  });

  it("is in the sentence on the date, at the top of the panel that says why", async () => {
    const { page } = await openConfirmed(browser);
    const sentence = page.locator("#why .sentence");
    expect(await sentence.textContent()).toMatch(
      /^On \d+ \w+ 20\d\d the fleet draws [\d.,]+ of [\d.,]+ GW energised and \d+ % of [\d.]+ M chips do useful work, because .+ back \(\d+ % of its chip-hours that month .+\)/,
    );
    expect(
      await sentence.evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize)),
    ).toBeGreaterThanOrEqual(14);
    expect(await page.locator("#cursor").getAttribute("aria-valuetext")).toBe(await sentence.textContent());
    await page.context().close();
  });
});
