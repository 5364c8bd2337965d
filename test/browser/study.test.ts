// Many runs on the page: bands, how sure, and two plans side by side, on the preset that runs in a blink.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInChromium, launchChromium } from "./chromium.ts";
import { expectQuiet, openSmall, setLever, settled } from "./visit.ts";

const said = (page: Page): Promise<string> => page.locator(".study-said").innerText();

async function drawFour(page: Page): Promise<void> {
  await page.getByLabel("Draws of inputs").selectOption("4");
  await page.getByRole("button", { name: "Draw inputs" }).click();
}

async function drawn(page: Page): Promise<void> {
  await page.locator(".study-said", { hasText: /^4 draws of inputs\./ }).waitFor({ timeout: 110_000 });
}

describeInChromium("many runs", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("draw bands, then set a changed plan beside the preset with a verdict a headline", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    await drawFour(page);
    await drawn(page);
    expect(await page.locator("#chart-power .remarks").innerText()).toMatch(/p10 to p90 of 4 of 4 draws/);
    expect(await page.locator(".kpis .spread").count()).toBeGreaterThan(5);
    expect(await page.locator(".study caption").allInnerTexts()).toEqual([
      expect.stringMatching(/^How sure: 4 draws/),
      "What is so by which date",
    ]);

    await setLever(page, "slip", 9);
    await settled(page);
    expect(await page.locator(".study caption").count(), "what was drawn was of another plan").toBe(0);
    await drawFour(page);
    await drawn(page);
    const rows = await page.locator(".study table").first().locator("tbody tr").allInnerTexts();
    expect(rows.find((row) => row.includes("Chip-hours waiting for a hall"))).toMatch(/higher/);
    expect(rows.find((row) => row.includes("Chips in service at the end"))).toMatch(/the same/);

    await page.getByRole("button", { name: "Difference" }).click();
    await page.locator("#chart-power .legend", { hasText: "less in B" }).waitFor();
    const axe = await new AxeBuilder({ page }).include("#study").analyze();
    expect(axe.violations.map(({ id }) => id)).toEqual([]);

    await page.getByRole("button", { name: "Swap A and B" }).click();
    await settled(page);
    expect(await page.locator('[data-lever="slip"] input[type=number]').inputValue()).toBe("0");
    expectQuiet(visit);
    await page.context().close();
  });

  it("end when they are cancelled, and when the plan changes", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    await page.getByLabel("Draws of inputs").selectOption("200");
    await page.getByRole("button", { name: "Draw inputs" }).click();
    await page.locator("#chart-power .remarks", { hasText: "of 200 draws" }).waitFor({ timeout: 110_000 });
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    expect(await said(page)).toMatch(/draws of inputs, cancelled/);
    await page.getByRole("button", { name: "Draw inputs" }).click();
    await setLever(page, "slip", 3);
    await settled(page);
    expect(await page.getByRole("button", { name: "Cancel", exact: true }).isVisible()).toBe(false);
    expectQuiet(visit);
    await page.context().close();
  });
});
