// Helpers to drive the built page: open it, wait for a run, read what it shows.
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { expect } from "vitest";
import { freshDraft } from "../../web/state/draft.ts";
import { encodeShare } from "../../web/state/share.ts";
import { appUrl } from "./chromium.ts";

export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console so far, and uncaught errors. */
  readonly complaints: readonly string[];
}

/** A page of its own, with everything it complains about collected. Nothing is loaded yet. */
export async function newVisit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // inkOf reads pixels back, which the page itself never does.
    if (message.text().includes("willReadFrequently")) return;
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

/** Opens the page, with a hash if given, and waits for the worker to confirm the stored run. */
export async function openConfirmed(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const visit = await newVisit(browser, options);
  await visit.page.goto(appUrl());
  await confirmed(visit.page);
  return visit;
}

/** Opens the small preset by a link: what does not depend on the preset is tested on the one that runs in a blink. */
export async function openSmall(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const visit = await newVisit(browser, options);
  const hash = await encodeShare({ draft: freshDraft("first-campus"), view: {} });
  await visit.page.goto(`${appUrl()}#${hash}`);
  await settled(visit.page);
  return visit;
}

export async function confirmed(page: Page): Promise<void> {
  await page.waitForFunction(() => document.documentElement.dataset["confirmed"] !== undefined, undefined, {
    timeout: 90_000,
  });
}

/** Waits until the run on screen is the one the draft asks for and no other is going on. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.documentElement.dataset["status"] === "idle" &&
      document.documentElement.dataset["stale"] === "false",
    undefined,
    { timeout: 90_000 },
  );
}

export const data = async (page: Page, key: string): Promise<string | undefined> =>
  await page.evaluate((name) => document.documentElement.dataset[name], key);

/** Puts a value into a lever's number box, as a person does. */
export async function setLever(page: Page, lever: string, value: number): Promise<void> {
  const box = page.locator(`[data-lever="${lever}"] input[type=number]`);
  await box.fill(String(value));
  await box.press("Enter");
}

export async function leverText(page: Page, lever: string): Promise<string> {
  return await page.locator(`[data-lever="${lever}"] input[type=number]`).inputValue();
}

/** Ids of the levers on the page, in order. */
export async function levers(page: Page): Promise<string[]> {
  return await page
    .locator("[data-lever]")
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("data-lever") ?? ""));
}

/** Pixels of a chart's canvas that were drawn on. */
export async function inkOf(page: Page, chart: string): Promise<number> {
  return await page.locator(`#chart-${chart} canvas`).evaluate((canvas: HTMLCanvasElement) => {
    const ctx = canvas.getContext("2d");
    if (ctx === null || canvas.width === 0) return 0;
    const { data: pixels } = ctx.getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] ?? 0) > 0) drawn++;
    return drawn;
  });
}

export function expectQuiet({ complaints }: Visit): void {
  expect(complaints).toEqual([]);
}
