// Imports point down only: engine <- domain folders <- results <- study <- (cli, page).
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { filesUnder, importsOf, readText } from "./files.ts";

const domains = ["fleet", "power", "training", "sharing", "inference", "economics", "scheduling"];

/** What a folder of src/ may import besides itself. Domains meet in simulate.ts, never in each other. */
const allowed: Record<string, readonly string[]> = {
  engine: [],
  scenario: ["engine", "sharing", "scheduling"],
  model: ["engine", "scenario"],
  ledger: ["engine", "scenario", "model"],
  ...Object.fromEntries(domains.map((domain) => [domain, ["engine", "scenario", "model", "ledger"]])),
  // Sharing policies are pure functions of numbers: their names are part of what a scenario may say.
  sharing: [],
  // Queue disciplines know jobs and processors, not what these are made of: a log's replay uses them as a fleet does.
  scheduling: ["engine"],
  workload: ["engine", "scenario"],
  replay: ["engine", "scheduling", "workload"],
  gang: ["engine", "scenario"],
  // The closed forms it checks are inference's own.
  zoom: ["engine", "inference"],
  compile: ["engine", "scenario", "model", "ledger", ...domains],
  run: ["engine", "scenario", "model", "ledger", ...domains],
  results: ["engine", "scenario", "model", "ledger", "run", ...domains],
  simulate: ["engine", "scenario", "model", "ledger", "compile", "run", "results", "zoom", ...domains],
  study: [
    "engine",
    "scenario",
    "model",
    "ledger",
    "compile",
    "run",
    "results",
    "simulate",
    "index",
    "gang",
    ...domains,
  ],
  // The pool of threads needs Node, so it is no part of the public API.
  cli: ["index", "study"],
};
// What every folder may read: pure names and shapes that the whole house shares.
const shared = new Set(["src/ledger/states.ts", "src/ledger/event-log.ts", "src/results/types.ts"]);

const sources = filesUnder("src").filter((path) => path.endsWith(".ts"));
const pages = filesUnder("web").filter((path) => path.endsWith(".ts"));

/** Folder of a file in src/. Files in src/ itself join the domains as simulate.ts does; index.ts is the public API. */
function areaOf(path: string): string {
  const [, folder, file] = path.split("/");
  if (file !== undefined) return folder ?? "";
  return folder === "index.ts" ? "index" : "simulate";
}
const targetsOf = (path: string): string[] =>
  importsOf(readText(path))
    .filter((name) => name.startsWith("."))
    .map((name) => posix.join(posix.dirname(path), name));

describe("imports of src/", () => {
  it("point down only", () => {
    const wrong: string[] = [];
    for (const path of sources) {
      const area = areaOf(path);
      if (area === "index") continue;
      for (const target of targetsOf(path)) {
        if (!target.startsWith("src/") || areaOf(target) === area || shared.has(target)) continue;
        const may = allowed[area] ?? [];
        if (!may.includes(areaOf(target))) wrong.push(`${path} must not import ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("reach from the command line into a study's threads alone", () => {
    const wrong = sources
      .filter((path) => path.startsWith("src/cli/"))
      .flatMap((path) => targetsOf(path).map((target) => `${path} imports ${target}`))
      .filter((text) => text.includes("imports src/study/") && !text.includes("imports src/study/node/"));
    expect(wrong).toEqual([]);
  });

  it("leave src/ for models/ only", () => {
    const outside = sources.flatMap((path) =>
      targetsOf(path)
        .filter((target) => !/^(src|models)\//.test(target) && target !== "package.json")
        .map((target) => `${path} imports ${target}`),
    );
    expect(outside).toEqual([]);
  });

  it("name simjs in src/engine alone", () => {
    const users = filesUnder("src")
      .filter((path) => path.endsWith(".ts") && importsOf(readText(path)).includes("simjs"))
      .filter((path) => !path.startsWith("src/engine/"));
    expect(users).toEqual([]);
  });

  it("name Node built-ins in src/cli and src/study/node alone", () => {
    const users = sources.filter((path) =>
      importsOf(readText(path)).some((name) => name.startsWith("node:")),
    );
    expect(users.filter((path) => !/^src\/(cli|study\/node)\//.test(path))).toEqual([]);
  });

  it("carry the extension of the file they mean", () => {
    const bare = [...sources, ...pages].flatMap((path) =>
      importsOf(readText(path))
        .filter((name) => name.startsWith(".") && !/\.(ts|json|css|svg)(\?\w+)?$/.test(name))
        .map((name) => `${path} imports ${name}`),
    );
    expect(bare).toEqual([]);
  });
});

describe("imports of web/", () => {
  it("reach into src/ through its public API alone", () => {
    const wrong = pages.flatMap((path) =>
      targetsOf(path)
        .filter((target) => target.startsWith("src/") && target !== "src/index.ts")
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe("folders", () => {
  it("never import each other in a circle", () => {
    const edges = new Map<string, Set<string>>();
    for (const path of sources) {
      for (const target of targetsOf(path)) {
        if (shared.has(target) || !target.startsWith("src/") || areaOf(target) === areaOf(path)) continue;
        edges.set(areaOf(path), (edges.get(areaOf(path)) ?? new Set()).add(areaOf(target)));
      }
    }
    const circles: string[] = [];
    const visit = (area: string, trail: readonly string[]): void => {
      if (trail.includes(area)) return void circles.push([...trail, area].join(" -> "));
      for (const next of edges.get(area) ?? []) visit(next, [...trail, area]);
    };
    for (const area of edges.keys()) visit(area, []);
    expect(circles).toEqual([]);
  });
});
