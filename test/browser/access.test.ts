// Access: axe finds nothing in any theme or width, everything fits at 320 px, and nothing needs a mouse.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInChromium, launchChromium } from "./chromium.ts";
import { openConfirmed, openSmall } from "./visit.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function violations(page: Page): Promise<string[]> {
  const report = await new AxeBuilder({ page }).withTags(rules).analyze();
  return report.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
  );
}

describeInChromium("access", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1280]) {
      it(`axe finds nothing at ${width} px in ${colorScheme}`, async () => {
        const { page } = await openConfirmed(browser, { viewport: { width, height: 800 }, colorScheme });
        expect(await violations(page)).toEqual([]);
        if (width < 760) await page.getByRole("button", { name: "Levers" }).click();
        await page.locator(".lever .info").first().click();
        expect(await violations(page), "with the levers open").toEqual([]);
        if (width < 760) await page.getByRole("button", { name: "Levers" }).click();
        await page.locator("#scope").selectOption("madison");
        await page.locator("#site").waitFor();
        expect(await violations(page), "with a site").toEqual([]);
        await page
          .locator("#import-files")
          .setInputFiles({ name: "notes.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n") });
        await page.locator("#import-issues").waitFor();
        expect(await violations(page), "with a file that is no use").toEqual([]);
        await page.locator("#import-issues").getByRole("button", { name: "Dismiss" }).click();
        await page.locator("#chart-power .toggle").click();
        expect(await violations(page), "with a table").toEqual([]);
        await page.getByRole("button", { name: "Help and keys" }).click();
        expect(await violations(page), "with the help").toEqual([]);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "JSON", exact: true }).click();
        await page.waitForTimeout(200);
        expect(await violations(page), "with the editor").toEqual([]);
        await page.context().close();
      });
    }
  }

  it("fits at 320 px without scrolling sideways", async () => {
    const { page } = await openSmall(browser, { viewport: { width: 320, height: 700 } });
    for (const chart of ["power", "fleet", "utilisation", "demand", "spend", "campaigns", "binds"]) {
      await page.locator("#which-chart").selectOption(chart);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), chart).toBeLessThanOrEqual(320);
    }
    await page.context().close();
  });

  it("fits at 320 px where latency is shown", async () => {
    const { page } = await openConfirmed(browser, { viewport: { width: 320, height: 700 } });
    await page.locator("#which-chart").selectOption("latency");
    await page.locator("#chart-latency select").first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await page.locator("#which-chart option").allTextContents()).not.toContain("Autoscaler");
    await page.context().close();
  });

  it("opens help and goes to charts by keys, and never inside a field", async () => {
    const { page } = await openSmall(browser);
    await page.locator("body").press("?");
    expect(await page.locator("#help").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await page.locator("#help").isVisible()).toBe(false);
    await page.locator("body").press("3");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("chart-utilisation");
    await page.keyboard.press("t");
    await page.locator("#chart-utilisation table").waitFor();
    expect(await page.locator("#chart-power table").count()).toBe(0);
    const name = page.getByLabel("Name of this draft");
    await name.fill("");
    await name.pressSequentially("fit1?");
    expect(await name.inputValue()).toBe("fit1?");
    expect(await page.locator("#help").isVisible()).toBe(false);
    await page.context().close();
  });

  it("has a target of 24 px or more for every control", async () => {
    const { page } = await openSmall(browser, { viewport: { width: 360, height: 800 } });
    const small = await page.locator("button:visible, select:visible, input:visible").evaluateAll((nodes) =>
      nodes
        .map((node) => ({
          name: node.textContent || node.id || node.className,
          box: node.getBoundingClientRect(),
        }))
        .filter(({ box }) => box.width > 0 && (box.height < 23.5 || box.width < 23.5))
        .map(({ name, box }) => `${name} ${box.width} x ${box.height}`),
    );
    expect(small).toEqual([]);
    await page.context().close();
  });
});
