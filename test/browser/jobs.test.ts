// The time line of the jobs on the page: it draws, says why a job waited, goes by keys, and takes a log of 50,000 jobs.
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInChromium, launchChromium } from "./chromium.ts";
import { expectQuiet, inkOf, openConfirmed, openSmall } from "./visit.ts";

const plot = ".jobs-plot";

/** Goes to the time line and waits until it has drawn. */
async function toJobs(page: Page): Promise<void> {
  await page.locator("#chart-jobs").evaluate((node) => node.scrollIntoView({ block: "start" }));
  await drawn(page);
}

async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    (selector) => Number(document.querySelector<HTMLElement>(selector)?.dataset["fills"] ?? 0) > 0,
    plot,
  );
}

const dataOf = async (page: Page, key: string): Promise<number> =>
  Number(await page.locator(plot).evaluate((node: HTMLElement, name) => node.dataset[name], key));

const spanOf = async (page: Page): Promise<number> =>
  (await dataOf(page, "to")) - (await dataOf(page, "from"));

const card = (page: Page) => page.locator(".job-card");

/** A frame after the next one: what was asked for is on screen. */
const frame = async (page: Page): Promise<void> =>
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });

/** A log in which some 400 jobs are there at once. */
function log(jobs: number): Buffer {
  const rows = ["id,submit,start,end,procs"];
  for (let id = 1; id <= jobs; id++) {
    const submit = id * 20;
    const start = submit + ((id * 7919) % 3000);
    rows.push(`${id},${submit},${start},${start + 600 + ((id * 104_729) % 10_000)},${1 + (id % 64)}`);
  }
  return Buffer.from(rows.join("\n"));
}

async function bringIn(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.locator("#import-files").setInputFiles({ name, mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Back to the run" }).waitFor();
  await drawn(page);
  await frame(page);
}

describeInChromium("the time line of jobs", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  it("is fetched when a reader comes near, draws, and says what it finds", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    expect(await page.locator(plot).count()).toBe(0);
    await toJobs(page);
    expect(await inkOf(page, "jobs")).toBeGreaterThan(5000);
    expect(await page.locator("#chart-jobs h2").textContent()).toMatch(
      /^1,340 jobs waited .* on average; \d+ % of all waits and pauses/,
    );
    expect(await page.locator("#chart-jobs .legend button").count()).toBeGreaterThan(4);
    expectQuiet(visit);
    await page.context().close();
  });

  it("comes with the run that confirms the one baked into the page", async () => {
    const { page } = await openConfirmed(browser);
    await toJobs(page);
    expect(await page.locator("#chart-jobs h2").textContent()).toMatch(/^94 jobs waited/);
    await page.context().close();
  });

  it("says of the job under the pointer when it came, started and ended, and why it waited", async () => {
    const { page } = await openSmall(browser);
    await toJobs(page);
    await page.getByLabel("Find jobs by name").fill("Alpha");
    await page.getByLabel("Find jobs by name").press("Enter");
    await frame(page);
    expect(await card(page).textContent()).toMatch(
      /Alpha .*Trainium2.*chips.*Submitted .* started .* ended /,
    );
    expect(await card(page).textContent()).toMatch(
      /All its waits: .*(serving has the chips|other jobs hold the chips)/,
    );
    const box = (await page.locator(`${plot} .selected`).boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await frame(page);
    expect(await card(page).locator("b").textContent()).toBe("Alpha");
    // The cursor of the other charts goes along.
    const x = await page.locator("#chart-power .cursor").getAttribute("x1");
    await page.mouse.move(box.x + box.width / 2 + 150, box.y + box.height / 2);
    await frame(page);
    expect(await page.locator("#chart-power .cursor").getAttribute("x1")).not.toBe(x);
    await page.context().close();
  });

  it("zooms, pans, fits, goes from job to job and clears by keys", async () => {
    const { page } = await openSmall(browser);
    await toJobs(page);
    const whole = await spanOf(page);
    await page.locator(plot).focus();
    await page.keyboard.press("w");
    await frame(page);
    expect(await spanOf(page)).toBeCloseTo(whole / 1.5, -2);
    const from = await dataOf(page, "from");
    await page.keyboard.press("a");
    await frame(page);
    expect(await dataOf(page, "from")).toBeLessThan(from);
    await page.keyboard.press("f");
    await frame(page);
    expect(await spanOf(page)).toBe(whole);
    await page.keyboard.press("ArrowDown");
    await frame(page);
    const first = await card(page).locator("b").textContent();
    expect(first).not.toBe("");
    await page.keyboard.press("ArrowRight");
    await frame(page);
    expect(await card(page).locator("b").textContent()).not.toBe(first);
    expect(await page.locator("#chart-jobs > [role=status]").textContent()).toMatch(/Submitted /);
    await page.keyboard.press("f");
    await frame(page);
    expect(await spanOf(page)).toBeLessThan(whole);
    await page.keyboard.press("Escape");
    await frame(page);
    expect(await card(page).locator("b").textContent()).toBe("");
    await page.context().close();
  });

  it("zooms about the pointer by Ctrl and wheel, pans by dragging, and picks by a click", async () => {
    const { page } = await openSmall(browser);
    await toJobs(page);
    const box = (await page.locator(plot).boundingBox())!;
    const whole = await spanOf(page);
    await page.mouse.move(box.x + box.width / 4, box.y + 60);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    await frame(page);
    expect(await spanOf(page)).toBeLessThan(whole / 1.5);
    const from = await dataOf(page, "from");
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 4 - 80, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await frame(page);
    expect(await dataOf(page, "from")).toBeGreaterThan(from);
    await page.getByRole("button", { name: "One row a job" }).click();
    await frame(page);
    await page.mouse.click(box.x + box.width / 2, box.y + 200);
    await page.mouse.move(box.x - 5, box.y - 40);
    await page.locator(plot).focus();
    await page.keyboard.press("ArrowDown");
    await frame(page);
    expect(await page.locator(`${plot} .selected`).getAttribute("hidden")).toBeNull();
    await page.context().close();
  });

  it("has the same as a table and as a file", async () => {
    const { page } = await openSmall(browser);
    await toJobs(page);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Jobs as CSV" }).click();
    const stream = await (await download).createReadStream();
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    const lines = text.split("\r\n");
    expect(lines[0]).toBe("job,where,submit,start,end,most chips,from,until,state,reason,mean chips");
    expect(lines.length).toBeGreaterThan(1340);
    expect(lines.filter((line) => /,(waiting|paused),,/.test(line))).toEqual([]);
    await page.locator("#chart-jobs .toggle").click();
    await page.locator("#chart-jobs table").waitFor();
    expect(await page.locator("#chart-jobs caption").textContent()).toMatch(/Jobs in the window/);
    await page.context().close();
  });

  it("opens a log of jobs that is dropped on the page, and goes back to the run", async () => {
    const visit = await openSmall(browser);
    const { page } = visit;
    await bringIn(page, "kth.csv", Buffer.from("id,submit,start,end\n1,0,0,50\n2,10,50,90\n3,-4,1,2\n"));
    expect(await page.locator("#chart-jobs h2").textContent()).toBe("2 jobs waited 20 s to start on average");
    expect(await page.locator("#chart-jobs .notes-line").textContent()).toContain(
      "1 lines are left out: line 4",
    );
    await page.getByRole("button", { name: "Back to the run" }).click();
    await frame(page);
    expect(await page.locator("#chart-jobs h2").textContent()).toMatch(/^1,340 jobs/);
    await page.locator("#import-files").setInputFiles({
      name: "none.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("id,submit,start,end\n"),
    });
    await page.locator("#import-issues").waitFor();
    expect(await page.locator("#import-issues").textContent()).toContain(
      "none.csv has no job that can be shown",
    );
    expectQuiet(visit);
    await page.context().close();
  });

  it("draws 50,000 jobs with work bounded by pixels, as it pans and zooms", async () => {
    const { page } = await openSmall(browser);
    await bringIn(page, "many.csv", log(50_000));
    expect(await page.locator("#chart-jobs h2").textContent()).toMatch(/^50,000 jobs/);
    const canvas = (await page.locator(`${plot} canvas`).boundingBox())!;
    const pixels = canvas.width * canvas.height;
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    const scripted = async (): Promise<number> => {
      const { metrics } = await session.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
    };
    const cost: Record<string, string> = {};
    await page.locator(plot).focus();
    for (const [name, zooms] of [
      ["all", 0],
      ["a tenth", 6],
      ["a hundredth", 6],
    ] as const) {
      for (let i = 0; i < zooms; i++) await page.keyboard.press("w");
      await frame(page);
      expect(await dataOf(page, "fills")).toBeLessThanOrEqual(pixels);
      expect(await dataOf(page, "steps")).toBeLessThanOrEqual(4 * pixels);
      const before = await scripted();
      const frames = await page.evaluate(async (selector) => {
        const node = document.querySelector<HTMLElement>(selector);
        for (let i = 0; i < 60; i++) {
          const key = i % 2 === 0 ? "a" : "d";
          node?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        return 60;
      }, plot);
      cost[name] =
        `${((await scripted()) - before > 0 ? ((await scripted()) - before) / frames : 0).toFixed(1)} ms, ${await dataOf(page, "fills")} fills`;
    }
    console.log(`50,000 jobs: main thread a frame while panning, by part in sight: ${JSON.stringify(cost)}`);
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [360, 1280]) {
      it(`has nothing for axe to find and nothing that sticks out at ${width} px in ${colorScheme}`, async () => {
        const { page } = await openSmall(browser, { viewport: { width, height: 800 }, colorScheme });
        await toJobs(page);
        await page.locator(plot).focus();
        await page.keyboard.press("ArrowDown");
        await frame(page);
        const axe = async (): Promise<string[]> =>
          (
            await new AxeBuilder({ page })
              .include("#chart-jobs")
              .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
              .analyze()
          ).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("; ")}`);
        expect(await axe()).toEqual([]);
        await page.locator("#chart-jobs .toggle").click();
        await page.locator("#chart-jobs table").waitFor();
        expect(await axe(), "as a table").toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const small = await page
          .locator("#chart-jobs :is(button, input):visible")
          .evaluateAll(
            (nodes) =>
              nodes
                .map((node) => node.getBoundingClientRect())
                .filter((box) => box.height < 23.5 || box.width < 23.5).length,
          );
        expect(small).toBe(0);
        await page.context().close();
      });
    }
  }
});
