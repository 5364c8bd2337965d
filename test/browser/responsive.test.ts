// The page under load: what it does on its own thread while the workers compute.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appUrl, describeInChromium, launchChromium } from "./chromium.ts";
import { data, expectQuiet, levers, newVisit, openConfirmed, openSmall, settled } from "./visit.ts";

declare global {
  interface Window {
    longTasks: number[];
    cleared: number;
  }
}

describeInChromium("the page under load", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("keeps its own thread free while a lever is dragged and runs are in flight (best of three)", async () => {
    const visit = await openConfirmed(browser);
    const { page } = visit;
    const [first = ""] = await levers(page);
    const range = page.locator(`[data-lever="${first}"] input[type=range]`);
    let longest = Infinity;
    // Other work on the machine makes tasks long that are short: the best of three counts.
    for (let k = 0; k < 3 && longest >= 100; k++) {
      await page.evaluate(() => {
        window.longTasks = [];
        new PerformanceObserver((list) =>
          window.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
        ).observe({ type: "longtask" });
      });
      expect(await noticesLongTask(page)).toBe(true);
      const box = await range.boundingBox();
      if (box === null) throw new Error("the lever is not on screen");
      const y = box.y + box.height / 2;
      const [left, right] = [box.x + box.width * 0.3, box.x + box.width * (0.6 + 0.1 * k)];
      await page.mouse.move(left, y);
      await page.mouse.down();
      for (let step = 0; step <= 30; step++) {
        await page.mouse.move(left + ((right - left) * step) / 30, y);
        await page.waitForTimeout(16);
      }
      expect(await data(page, "status")).toBe("running");
      // The hand rests: a run is in flight now, not only a scenario being read.
      await page.waitForFunction(() => {
        const bar = document.querySelector<HTMLProgressElement>("progress");
        return bar !== null && bar.value > 0;
      });
      await page.mouse.move(right - 8, y, { steps: 4 });
      await page.mouse.up();
      await settled(page);
      longest = Math.max(0, ...(await page.evaluate(() => window.longTasks)));
    }
    // The goal is 100 ms on two free cores; a shared machine is forgiven more, a redraw that got stuck is not.
    expect(longest).toBeLessThan(300);
    expectQuiet(visit);
    await page.context().close();
  });

  it("says what is wrong with the input whatever the run worker does", async () => {
    const { page } = await newVisit(browser);
    // It never answers, as in a run that takes for ever: reading does not wait for it.
    await page.route(/run-worker-/, () => undefined);
    await page.goto(appUrl());
    await page.getByRole("button", { name: "JSON", exact: true }).click();
    await page.locator("#json").fill('{ "seed": 5 }');
    await page.locator("#apply-json").click();
    await page.waitForFunction(() => document.documentElement.dataset["status"] === "running");
    await page.locator("#json").fill('{ "startt": "2024-01-01", "seed": -1 }');
    await page.locator("#apply-json").click();
    await page.waitForFunction(() => document.documentElement.dataset["status"] === "refused");
    expect(await page.locator("#editor .problems").textContent()).toMatch(/startt/);
    expect(await data(page, "digest")).toBe(await data(page, "baked"));
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.context().close();
  });

  it("moves the cursor without drawing a mark again, and the readouts follow", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    await countClears(page);
    const readouts = page.locator("#chart-power figcaption");
    const date = page.locator("input[type=date]");
    const [before, day] = [await readouts.textContent(), await date.inputValue()];
    const box = await page.locator("#chart-power .plot").boundingBox();
    if (box === null) throw new Error("the power chart is not on screen");
    for (let step = 0; step < 20; step++)
      await page.mouse.move(box.x + box.width * (0.2 + 0.03 * step), box.y + box.height / 2);
    await page.locator("body").press("]");
    await page.locator("body").press("Home");
    expect(await date.inputValue()).not.toBe(day);
    await expect.poll(() => readouts.textContent()).not.toBe(before);
    expect(await page.evaluate(() => window.cleared)).toBe(0);
    // The count counts: a window moved draws all five anew.
    await page.locator("body").press("w");
    await expect.poll(() => page.evaluate(() => window.cleared)).toBeGreaterThanOrEqual(5);
    expectQuiet(visit);
    await page.context().close();
  });

  it("shows the chart that was picked first on a phone", async () => {
    const { page } = await newVisit(browser, { viewport: { width: 360, height: 760 } });
    await page.goto(appUrl());
    for (const chart of ["campaigns", "binds", "power"]) {
      await page.locator("#which-chart").selectOption(chart);
      const picked = await page.locator(`#chart-${chart}`).boundingBox();
      const why = await page.locator("#why").boundingBox();
      expect(picked?.y, chart).toBeLessThan(why?.y ?? 0);
    }
    await page.context().close();
  });
});

/** From now on every canvas that is wiped is counted. */
async function countClears(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.cleared = 0;
    const { prototype } = CanvasRenderingContext2D;
    const clear = prototype.clearRect;
    prototype.clearRect = function (...box) {
      window.cleared++;
      clear.apply(this, box);
    };
  });
}

/** Whether the observer sees a task that is long on purpose: otherwise none seen would mean nothing. Forgets it again. */
async function noticesLongTask(page: Page): Promise<boolean> {
  await page.evaluate(() => {
    setTimeout(() => {
      const begun = performance.now();
      while (performance.now() - begun < 150);
    }, 0);
  });
  const seen = await page.waitForFunction(() => window.longTasks.some((duration) => duration >= 140));
  await page.evaluate(() => void window.longTasks.splice(0));
  return (await seen.jsonValue()) === true;
}
