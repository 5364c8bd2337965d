// Files brought into the page: what becomes of them, and what is said of those that cannot be taken.
import { describe, expect, it } from "vitest";
import { loadScenarioOrThrow } from "../../src/index.ts";
import { importFiles } from "../../web/worker/import-files.ts";
import type { Imported, RunRequest } from "../../web/worker/protocol.ts";
import { run } from "../../web/worker/whole.ts";

const rainier: RunRequest = { preset: "rainier", patch: {} };
const campus: RunRequest = { preset: "first-campus", patch: {} };
const file = (name: string, text: string): File => new File([text], name);
const json = (name: string, value: unknown): File => file(name, JSON.stringify(value, undefined, 2));

async function bringIn(
  request: RunRequest,
  files: readonly File[],
  sites: Readonly<Record<string, string>> = {},
): Promise<Imported> {
  return await importFiles({ files, request, sites });
}

/** `path message` of each fault. */
async function faults(request: RunRequest, ...files: readonly File[]): Promise<readonly string[]> {
  const imported = await bringIn(request, files);
  if (imported.kind !== "issues") throw new Error(`expected faults, got ${imported.kind}`);
  return imported.issues.map(({ path, message }) => `${path} ${message}`);
}

async function requestOf(request: RunRequest, ...files: readonly File[]): Promise<RunRequest> {
  const imported = await bringIn(request, files);
  if (imported.kind !== "draft") throw new Error(`expected a draft, got ${JSON.stringify(imported)}`);
  return imported.request;
}

describe("a log of jobs", () => {
  const log = file("kth.csv", "# KTH\nsubmit,id,start,end,procs\n0,1,5,9,4\n");
  it("is no part of a draft: the page shows it as it is", async () => {
    expect(await bringIn(campus, [log])).toEqual({ kind: "log", file: "kth.csv" });
  });
  it("comes alone", async () => {
    expect(await faults(campus, json("plan.json", { extends: "rainier" }), log)).toEqual([
      "kth.csv is a log of jobs and must come alone (found plan.json too)",
    ]);
  });
});

describe("a scenario", () => {
  it("that extends a preset is that preset with a patch", async () => {
    const plan = json("plan.json", { $schema: "x", extends: "rainier", construction: { extraMonths: 9 } });
    expect(await requestOf({ ...campus, seed: 4 }, plan)).toEqual({
      preset: "rainier",
      patch: { construction: { extraMonths: 9 } },
    });
  });
  it("that extends none is the reader's own, whole, and runs as it stands", async () => {
    const own = { ...loadScenarioOrThrow("first-campus"), title: "Mine" };
    const request = await requestOf(rainier, json("mine.json", own));
    expect(request).toMatchObject({ preset: "own", own: { title: "Mine" }, patch: {} });
    const outcome = await run(request);
    expect(outcome.kind === "done" && outcome.view.title).toBe("Mine");
  });
  it("with faults is refused with the file and the line of each", async () => {
    const text =
      '{\n  "extends": "rainier",\n  "seeed": 3,\n  "construction": {\n    "extraMonths": -4\n  }\n}';
    expect(await faults(campus, file("plan.json", text))).toEqual([
      expect.stringMatching(/^plan\.json:5 construction\.extraMonths .*-4/),
      expect.stringMatching(/^plan\.json:3 seeed /),
    ]);
  });
  it("that is a part of one is told how to be a change to a preset", async () => {
    const [first = ""] = await faults(campus, json("part.json", { seed: 3 }));
    expect(first).toMatch(/^part\.json extends no preset, .*begin with \{ "extends": "first-campus"/);
  });
  it("that is not JSON is refused with the line", async () => {
    expect(await faults(campus, file("plan.json", '{\n  "seed": 1,\n  }\n'))).toEqual([
      expect.stringMatching(/^plan\.json:3 must be JSON/),
    ]);
    expect(await faults(campus, file("plan.json", "[1, 2]"))).toEqual([
      "plan.json must be a JSON object in braces",
    ]);
  });
  it("that extends something else is refused with what there is", async () => {
    expect(await faults(campus, json("plan.json", { extends: "elsewhere.json" }))).toEqual([
      expect.stringMatching(/^plan\.json:2 extends must be the id of a preset: first-campus, .*elsewhere/),
    ]);
  });
});

describe("tables", () => {
  const phases = "date,itMw,hall\n2025-07-01,300,air\n2026-01-01,700,liquid\n";
  it("of phases go to the site their file is called after, and replace all phases there", async () => {
    for (const name of ["new-carlisle.csv", "Phases-New-Carlisle.csv", "new-carlisle_phases.csv"]) {
      const { patch } = await requestOf(rainier, file(name, phases));
      expect(Object.keys(patch)).toEqual(["sites"]);
      const outcome = await run({ ...rainier, patch });
      const site =
        outcome.kind === "done" ? outcome.view.sites.find(({ id }) => id === "new-carlisle") : undefined;
      expect(site?.phases.map(({ hall, itMw }) => [hall, itMw])).toEqual([
        ["air", 300],
        ["liquid", 700],
      ]);
    }
  });
  it("of phases go to the only site there is", async () => {
    const later = phases.replace("2025-07-01", "2026-01-01").replace("2026-01-01,700", "2026-06-01,700");
    expect(await requestOf(campus, file("halls.csv", later))).toMatchObject({
      patch: { sites: { campus: {} } },
    });
    expect(await faults(campus, file("halls.csv", phases))).toEqual([
      expect.stringMatching(/^halls\.csv:2 date must be on or after the start/),
    ]);
  });
  it("of phases that name no site make the page ask, and follow the answer", async () => {
    const halls = file("halls.csv", phases);
    expect(await bringIn(rainier, [halls])).toMatchObject({
      kind: "which-site",
      file: "halls.csv",
      sites: [{ id: "new-carlisle", name: "New Carlisle, Indiana" }, { id: "madison" }, { id: "ridgeland" }],
    });
    expect(await bringIn(rainier, [halls], { "halls.csv": "madison" })).toMatchObject({
      kind: "draft",
      request: { patch: { sites: { madison: {} } } },
    });
  });
  it("go over the draft and leave its other changes and its seed", async () => {
    const draft = { ...rainier, patch: { construction: { extraMonths: 3 } }, seed: 7 };
    const request = await requestOf(draft, file("madison.csv", phases));
    expect(request.seed).toBe(7);
    expect(request.patch["construction"]).toEqual({ extraMonths: 3 });
  });
  it("come together with the scenario they belong to", async () => {
    const actuals = "series,date,value,unit\npower.building.madison,2026-01-01,300,MW IT\n";
    const request = await requestOf(
      campus,
      file("seen.csv", actuals),
      json("plan.json", { extends: "rainier", seed: 3 }),
    );
    expect(request.preset).toBe("rainier");
    expect(request.patch).toMatchObject({
      seed: 3,
      actuals: [{ series: "power.building.madison", value: 300 }],
    });
  });
  it("with faults are refused with file and line, all at once, and nothing is taken", async () => {
    const deliveries =
      "date,site,system,chips\n2026-01-01,nowhere,trn2-ultraserver,64\n2026-13-01,madison,trn2-ultraserver,64\n";
    const said = await faults(
      rainier,
      file("my batches.csv", deliveries),
      file("seen.csv", "series,date,value,unit\npower.drawn.all,2026-01-01,many,MW\n"),
    );
    expect(said).toEqual([
      expect.stringMatching(/^seen\.csv:2 value must be a number/),
      expect.stringMatching(/^my batches\.csv:3 date must be a day/),
    ]);
  });
  it("of deliveries leave out the levers that moved what they replace", async () => {
    const deliveries = "date,site,system,chips\n2025-09-01,new-carlisle,trn2-ultraserver,64000\n";
    const imported = await bringIn(rainier, [file("mine.csv", deliveries)]);
    expect(imported).toMatchObject({ kind: "draft", dropped: ["fill"] });
    const outcome = await run(imported.kind === "draft" ? imported.request : rainier);
    if (outcome.kind !== "done") throw new Error("the draft must run");
    expect(outcome.view.levers.map(({ id }) => id)).not.toContain("fill");
    expect(outcome.view.headlines.find(({ id }) => id === "chips")?.value).toBeGreaterThan(60_000);
  });
  it("of phases with faults name the reader's file, not the loader's name for it", async () => {
    expect(await faults(rainier, file("madison.csv", "date,itMw\n2026-01-01,lots\n"))).toEqual([
      expect.stringMatching(/^madison\.csv:2 itMw must be a number/),
    ]);
  });
});

describe("files that are neither", () => {
  it("are refused with the headers that are known", async () => {
    expect(await faults(campus, file("notes.csv", "a,b\n1,2\n"), file("empty.csv", " "))).toEqual([
      expect.stringMatching(/^notes\.csv must be a scenario as JSON, or .*phases: date,itMw/),
      "empty.csv must not be empty",
    ]);
  });
  it("or twice the same are refused by name", async () => {
    const one = json("a.json", { extends: "rainier" });
    expect(await faults(campus, one, json("b.json", {}))).toEqual([
      "b.json must be the only scenario (found a.json too)",
    ]);
  });
  it("or too many or too large are not even read", async () => {
    const many = Array.from({ length: 21 }, (_, k) => file(`${k}.csv`, "x"));
    expect(await faults(campus, ...many)).toEqual([" must be at most 20 files at once (found 21)"]);
    const large = file("big.json", "x".repeat(20_000_001));
    expect(await faults(campus, large)).toEqual([expect.stringMatching(/^big\.json must be at most 20 MB/)]);
  });
});
