// Levers that are one of a few things, on a scenario that brings two of them along.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDraft } from "../../web/state/draft.ts";
import { encodeShare } from "../../web/state/share.ts";
import { appUrl, describeInChromium, launchChromium } from "./chromium.ts";
import { data, expectQuiet, newVisit, settled } from "./visit.ts";
import type { Visit } from "./visit.ts";

const lever = { group: "action", unit: "", help: "Who gives way to whom." };
const patch = {
  levers: {
    policy: {
      ...lever,
      label: "Sharing",
      path: "sharing.policy",
      choices: [
        { value: "inference-first", name: "serving" },
        { value: "partition", name: "fixed parts" },
      ],
    },
    bins: {
      ...lever,
      label: "Length of a bin",
      path: "binHours",
      choices: [
        { value: 24, name: "a day, as everywhere else" },
        { value: 168, name: "a week, which is coarser" },
      ],
    },
  },
};

async function open(browser: Browser): Promise<Visit> {
  const visit = await newVisit(browser);
  const hash = await encodeShare({ draft: { ...freshDraft("first-campus"), patch }, view: {} });
  await visit.page.goto(`${appUrl()}#${hash}`);
  await settled(visit.page);
  return visit;
}

const chosen = (page: Page): Promise<string | null> =>
  page.locator('[data-lever="policy"] label:has(:checked)').textContent();

describeInChromium("a lever of a few choices", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is a row of buttons that sets a word, and goes back", async () => {
    const visit = await open(browser);
    const { page } = visit;
    const row = page.locator('[data-lever="policy"]');
    const before = await data(page, "digest");
    expect(await chosen(page)).toBe("serving");
    expect(await row.getByRole("radiogroup", { name: "Sharing" }).count()).toBe(1);
    await row.getByRole("radio", { name: "fixed parts" }).check();
    await settled(page);
    expect(await data(page, "digest")).not.toBe(before);
    expect(await row.evaluate((node) => node.classList.contains("moved"))).toBe(true);
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    expect(await page.locator("#json").inputValue()).toMatch(/"policy": "partition"/);
    await page.getByRole("button", { name: "Close" }).click();
    await row.getByRole("button", { name: /back to the preset/ }).click();
    await settled(page);
    expect(await chosen(page)).toBe("serving");
    expect(await data(page, "digest")).toBe(before);
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await chosen(page)).toBe("fixed parts");
    expectQuiet(visit);
    await page.context().close();
  });

  it("can be set by arrows, each a target of 24 px", async () => {
    const { page } = await open(browser);
    const row = page.locator('[data-lever="policy"]');
    await row.getByRole("radio", { name: "serving" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await chosen(page)).toBe("fixed parts");
    for (const radio of await row.getByRole("radio").all()) {
      const box = await radio.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
    }
    await page.context().close();
  });

  it("is a list where its names are long, and sets a number as a number", async () => {
    const visit = await open(browser);
    const { page } = visit;
    const list = page.locator('[data-lever="bins"] select');
    expect(await list.locator("option:checked").textContent()).toBe("a day, as everywhere else");
    await list.selectOption({ label: "a week, which is coarser" });
    await settled(page);
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    expect(await page.locator("#json").inputValue()).toMatch(/"binHours": 168/);
    expectQuiet(visit);
    await page.context().close();
  });
});
