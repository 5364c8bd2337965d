// capsim news: the list, the list of a scenario, and a run with and without one announcement.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { capsim, scratch } from "./capsim.ts";

const words = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("capsim news", () => {
  test.each([80, 50])("lists all there is within %i columns", async (columns) => {
    const { code, stdout } = await capsim(["news"], { COLUMNS: String(columns) });
    expect(code).toBe(0);
    expect(words(stdout)).toContain(
      "2026-06-17 reported Indiana approves NIPSCO's contract with Amazon, raised to 2.8 GW (iurc-approval)",
    );
    expect(words(stdout)).toContain("what if assumed Trainium4 slips two quarters (trainium4-slips)");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test("says what a scenario holds, and puts what has no effect after it", async () => {
    const { code, stdout } = await capsim(["news", "five-gigawatts", "--set", "news.iurc-approval=false"]);
    expect(code).toBe(0);
    const [here = "", rest = ""] = words(stdout).split("Without effect here");
    expect(here).toContain("on published Anthropic and Amazon: up to 5 GW");
    expect(here).toContain("off reported Indiana approves");
    expect(here).toContain("off assumed Trainium4 slips two quarters");
    expect(rest).toContain("published Anthropic and Google: up to 1 million TPUs");
  });

  test("runs a scenario both ways and says what changes in one sentence", async () => {
    const { code, stdout } = await capsim(["news", "first-campus", "--try", "campus-slips"]);
    expect(code).toBe(0);
    expect(words(stdout)).toMatch(
      /^The liquid hall six months later: .*\d.* instead of .*\d.*; .*by more than 1 %\. A what-if: nobody has said it\. news\.campus-slips off -> on, seed 1/,
    );
    // The same as the user's own two runs.
    const json = await capsim(["news", "first-campus", "--try", "campus-slips", "--json"]);
    const told: { headlines: Record<"before" | "after", readonly { id: string; value: number }[]> } =
      JSON.parse(json.stdout);
    const run = await capsim(["run", "first-campus", "--json", "--set", "news.campus-slips=true"]);
    const summary: { headlines: readonly { id: string; value: number }[] } = JSON.parse(run.stdout);
    expect(told.headlines.after).toEqual(summary.headlines);
    expect(told.headlines.after).not.toEqual(told.headlines.before);
  });

  test("tries an announcement of the user's own", async () => {
    const file = join(scratch(), "mine.json");
    const half = { deliveries: { trainium2: { chips: 4000 } } };
    writeFileSync(
      file,
      JSON.stringify({
        extends: "first-campus",
        id: "mine",
        title: "Mine",
        announcements: { half: { title: "Half of the chips", patches: { any: { with: half } } } },
      }),
    );
    const { code, stdout } = await capsim(["news", file, "--try", "half"]);
    expect(code).toBe(0);
    expect(words(stdout)).toMatch(/^Half of the chips: .* instead of .*by more than 1 %\./);
  });

  test("runs nothing for what changes nothing, and says why", async () => {
    const { code, stdout } = await capsim(["news", "llama3-54-days", "--try", "google-tpus-1m"]);
    expect(code).toBe(0);
    expect(words(stdout)).toContain(
      "Anthropic and Google: up to 1 million TPUs: changes nothing in this plan: capacity at another provider.",
    );
  });

  test("refuses what it does not know", async () => {
    expect(await capsim(["news", "first-campus", "--try", "campus-slip"])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining('did you mean "campus-slips"?'),
    });
    expect(await capsim(["news", "--try", "campus-slips"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("needs a scenario"),
    });
    expect(await capsim(["run", "first-campus", "--set", "news.campus=true"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("news.campus must be an announcement"),
    });
  });
});
