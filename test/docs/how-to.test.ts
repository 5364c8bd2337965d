// The pages a newcomer follows, followed: marked blocks run top to bottom in a directory of their own.
import { describe, expect, it } from "vitest";
import { Gang } from "../../src/index.ts";
import { filesUnder, readText } from "../house/files.ts";
import { blocksOf } from "./blocks.ts";
import { copyPlace, emptyPlace } from "./place.ts";

const pages = ["README.md", ...filesUnder("docs").filter((path) => path.endsWith(".md"))];
/** These change sources, so they are followed in a copy. */
const changing = new Set(["docs/how-to/add-a-policy.md", "docs/how-to/add-a-discipline.md"]);
const followed = pages.filter((page) => blocksOf(page).length > 0);

describe("pages that show how", () => {
  it("have blocks that are followed", () => {
    for (const page of [
      "README.md",
      "run-a-scenario",
      "write-a-scenario",
      "describe-demand",
      "use-from-a-script",
      "fork-a-run",
      "release-a-model",
      "study-uncertainty",
      "compare-two-plans",
      "ask-how-sure-the-money-is",
      "compare-sharing-policies",
      "switch-announcements",
      "choose-where-to-serve",
      "measure-a-gang",
      "add-a-policy",
      "add-a-discipline",
      "replay-a-log",
      "zoom-into-an-hour",
      "answer-a-planner",
    ])
      expect(
        followed.some((path) => path.includes(page)),
        page,
      ).toBe(true);
  });

  it.each(followed)("%s", { timeout: 180_000 }, (page) => {
    const place = changing.has(page) ? copyPlace() : emptyPlace();
    for (const block of blocksOf(page)) place.follow(block);
  });
});

describe("docs/how-to/add-a-chip.md", () => {
  it(
    "is true: one file makes a chip, one more a system that a scenario can use",
    { timeout: 120_000 },
    () => {
      const place = copyPlace();
      const derived = (from: string, to: string, change: (text: string) => string): void =>
        place.write(to, change(place.read(from)));
      derived("models/chips/trainium2.json", "models/chips/newchip.json", (text) =>
        text
          .replace('"id": "trainium2"', '"id": "newchip"')
          .replace('"name": "Trainium2"', '"name": "New chip"'),
      );
      derived("models/systems/trn2-ultraserver.json", "models/systems/newchip-ultraserver.json", (text) =>
        text
          .replace('"id": "trn2-ultraserver"', '"id": "newchip-ultraserver"')
          .replace('"chip": "trainium2"', '"chip": "newchip"'),
      );
      const catalogue = place.node("--eval", "await import('./.ci/catalogue.ts')");
      expect(catalogue).toMatchObject({ code: 0 });
      expect(place.node("src/cli/main.ts", "catalog", "chips.newchip.allInWatts").output).toContain("840");
      const setting = "deliveries.trainium2.system=newchip-ultraserver";
      const run = place.node("src/cli/main.ts", "run", "first-campus", "--json", "--set", setting);
      expect(run).toMatchObject({ code: 0 });
      expect(run.output).toContain("campus/newchip-ultraserver");
    },
  );
});

describe("docs/how-to/measure-a-gang.md", () => {
  it("explains every field of a gang's file", () => {
    const text = readText("docs/how-to/measure-a-gang.md");
    const fields = Object.entries(Gang.shape).flatMap(([part, schema]) =>
      "shape" in schema ? Object.keys(schema.shape).map((field) => `${part}.${field}`) : [],
    );
    expect(fields.length).toBeGreaterThan(40);
    expect(fields.filter((field) => !text.includes(`\`${field}\``))).toEqual([]);
  });
});

describe("links of the pages", () => {
  const slug = (heading: string): string =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .trim()
      .replaceAll(/\s+/g, "-");
  const headings = (page: string): readonly string[] =>
    [...readText(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => slug(heading));

  it.each(pages)("%s leads to files and headings that exist", (page) => {
    const all = new Set(filesUnder());
    const broken: string[] = [];
    for (const [, target = ""] of readText(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : new URL(path, `file:///${page}`).pathname.slice(1);
      if (!all.has(file)) broken.push(target);
      else if (anchor !== undefined && !headings(file).includes(anchor)) broken.push(target);
    }
    expect(broken).toEqual([]);
  });
});
