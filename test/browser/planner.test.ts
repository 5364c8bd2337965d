// The four questions of docs/how-to/answer-a-planner.md, walked on the page by the labels that the page gives them.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readText } from "../house/files.ts";
import { describeInChromium, launchChromium } from "./chromium.ts";
import { expectQuiet, openConfirmed, openSmall, settled } from "./visit.ts";

const howTo = readText("docs/how-to/answer-a-planner.md");
/** Bold words of the how-to, in its order: what a reader is told to look for. */
const bold = [...howTo.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = ""]) => words.replaceAll(/\s+/g, " "));
/** A label the how-to gives; a test that follows another path than it does fails here. */
function told(words: string): string {
  if (!bold.includes(words)) throw new Error(`the how-to does not say ${words}`);
  return words;
}
const section = (page: Page, title: string): Locator =>
  page.getByRole("region", { name: told(title), exact: true });
const sentence = (place: Locator): Promise<string> => place.locator(".study-finding").innerText();
const rowsOf = async (table: Locator): Promise<string[][]> =>
  await table
    .locator("tbody tr")
    .evaluateAll((nodes) => nodes.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));

describeInChromium("a planner", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is answered four questions on the page, as the how-to says", { timeout: 400_000 }, async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    await page
      .getByLabel(told("Preset"), { exact: true })
      .selectOption({ label: told("Five gigawatts, 2026-2035") });
    await settled(page);

    // What must be ordered.
    const date = page.getByLabel(told("Date of the cursor"), { exact: true });
    await date.fill("2027-08-01");
    await page.getByRole("button", { name: told("For planners") }).click();
    const orders = section(page, "Orders: what must be placed soon, and what can wait");
    await orders.waitFor();
    await expect.poll(() => sentence(orders)).toMatch(/1 order must be placed within 90 days/);
    const soon = orders.getByRole("region", {
      name: new RegExp(`^${told("Within 90 days")}: 1 order, .* MW .*\\$`),
    });
    const [first] = await rowsOf(soon);
    expect(first?.join(" ")).toMatch(/19 Sep 2027 .*Trainium4.*For bldg-19-32 of New Carlisle/);
    expect(await orders.getByRole("region", { name: new RegExp(`^${told("Later")}:`) }).count()).toBe(1);
    await orders.getByLabel(told("Within"), { exact: true }).fill("10");
    await expect.poll(() => sentence(orders)).toContain("0 orders must be placed within 10 days");

    // When Trainium4 pays in the place of Trainium2.
    const replace = section(page, "Replace chips: when newer ones on the same megawatts pay");
    await replace.getByLabel(told("Old chips"), { exact: true }).selectOption({ label: "Trainium2" });
    await replace
      .getByLabel(told("New chips"), { exact: true })
      .selectOption({ label: "Trainium4 (preview)" });
    expect(await sentence(replace)).toMatch(
      /^Trainium2 to Trainium4 \(preview\) pays from 2027-07-01, .* times the work per MW/,
    );
    for (const table of [
      "By year of the decision",
      "What they do per megawatt",
      "One number changed",
      "Every pair of generations",
    ]) {
      const found = replace.getByRole("region", { name: new RegExp(`^${told(table)}`) });
      expect((await rowsOf(found)).length).toBeGreaterThan(3);
    }
    await replace.getByLabel(told("Work per MW, times")).fill("0.85");
    await expect
      .poll(() => sentence(replace))
      .toMatch(/never pays within the run: 0\.85 times .* from [\d.]+ times/);

    // Demand grows half as fast.
    const commitment = section(page, "Commitment: is it at risk?");
    const paid =
      /^Paid for all that is installed, as here, the \$100 B are spent on (.*)\. Paid for what is used, .*$/;
    const before = await sentence(commitment);
    expect(before).toMatch(paid);
    await commitment.getByRole("button", { name: told("Halve demand growth") }).click();
    await expect
      .poll(() => page.locator('[data-lever="growth"]').getByRole("spinbutton").inputValue())
      .toBe("2.5");
    expect(await page.locator('[data-lever="growth"]').innerText()).toContain(
      told("Demand growth in the first year"),
    );
    await settled(page);
    await expect.poll(() => sentence(commitment)).not.toBe(before);
    const after = await sentence(commitment);
    // What is installed does not depend on demand; what is used does.
    expect(paid.exec(after)?.[1]).toBe(paid.exec(before)?.[1]);
    const rows = new Map(
      (await rowsOf(commitment.locator("table"))).map(([what, ...cells]) => [what, cells]),
    );
    const spent = rows.get(told("spent by the end of the run"))?.map((cell) => Number.parseFloat(cell)) ?? [];
    expect(spent).toHaveLength(4);
    expect(spent[1]).toBe(spent[0]);
    expect(spent[3]).toBeLessThan(spent[2] ?? 0);
    expect(rows.has(told("falls short"))).toBe(true);
    expect([...rows.keys()].some((what) => what?.startsWith(told("break-even utilisation")))).toBe(true);
    await page.getByRole("button", { name: told("Undo") }).click();
    await settled(page);

    // A campus six months late.
    await page.getByLabel(told("Where")).selectOption({ label: told("Ridgeland, Mississippi") });
    const delay = page.locator("#site .delay");
    await page.getByRole("heading", { name: told("What a delay costs") }).waitFor();
    await delay.getByLabel(told("Later by")).fill("6");
    await delay.getByLabel(told("Later by")).press("Enter");
    await settled(page);
    const said = delay.locator("dl");
    await expect.poll(() => said.innerText(), { timeout: 90_000 }).not.toBe("");
    const lines = await said.innerText();
    for (const what of [
      "Capacity",
      "Missing capacity",
      "Capital",
      "Idle capital",
      "Unserved demand",
      "Deadlines missed",
      "Commitment",
    ])
      expect(lines).toContain(told(what));
    expect(lines).toMatch(/[\d.]+ GW-years fewer of installed chips/);
    expect(lines).toMatch(/At contract price it is worth \$[\d.]+ B/);
    // Undo takes the months back.
    await page.getByRole("button", { name: told("Undo") }).click();
    await expect.poll(() => delay.getByLabel(told("Later by")).inputValue()).toBe("0");
    expectQuiet(visit);
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const)
    for (const width of [360, 1280])
      it(`has nothing for axe to find and nothing that sticks out at ${width} px in ${colorScheme}`, async () => {
        const { page } = await openSmall(browser, { viewport: { width, height: 800 }, colorScheme });
        await page.getByRole("button", { name: "For planners" }).click();
        await page.locator("#replace table").first().waitFor();
        await page.locator("#scope").selectOption({ index: 1 });
        await page.locator("#delay-months").waitFor();
        const report = await new AxeBuilder({ page })
          .include("#planner")
          .include("#site")
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(report.violations.map(({ id, nodes }) => `${id}: ${nodes.length}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        await page.context().close();
      });
});
