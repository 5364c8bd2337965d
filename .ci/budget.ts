// Sizes of the built page after gzip, against what a page may cost. Run after `npm run build`.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { closingLine, count, noTally } from "./checks.ts";

type Budget = { readonly title: string; readonly goalKb: number; readonly hardKb: number };
type Part = keyof typeof budgets;

const folder = "dist-web";
const budgets = {
  main: { title: "HTML + CSS + main JS", goalKb: 60, hardKb: 80 },
  // Loaded at once, side by side: what reads and checks scenarios, what makes Models of them, what runs these.
  scenario: { title: "scenario worker JS", goalKb: 52, hardKb: 60 },
  compile: { title: "compiler, fetched at once", goalKb: 30, hardKb: 40 },
  run: { title: "run worker JS", goalKb: 52, hardKb: 60 },
  results: { title: "reading out a run, fetched while it runs", goalKb: 20, hardKb: 25 },
  // For Models that speak of money: most do, but the page shows all else without it.
  money: { title: "money of a run, fetched while it runs", goalKb: 16, hardKb: 18 },
  // For Models that ask for them: queue disciplines, refresh, wear and maintenance, latency.
  mechanisms: { title: "mechanisms of few models, on demand", goalKb: 16, hardKb: 20 },
  // Fetched only when a reader asks for many runs; the page is then long on screen.
  study: { title: "study worker JS, on demand", goalKb: 52, hardKb: 60 },
  studyRun: { title: "what runs a study's draws, on demand", goalKb: 115, hardKb: 125 },
  import: { title: "files brought in, on demand", goalKb: 5, hardKb: 8 },
  // Fetched when a reader comes near the jobs.
  timeline: { title: "time line of jobs, on demand", goalKb: 15, hardKb: 20 },
  planner: { title: "a planner's questions, on demand", goalKb: 14, hardKb: 16 },
  // Fetched when a reader comes near them.
  panels: { title: "panels of money and announcements, on demand", goalKb: 9, hardKb: 12 },
  // In the worker that reads scenarios: other prices on a run that is there.
  settle: { title: "other prices, fetched after a run with money", goalKb: 15, hardKb: 18 },
  // Fetched where one is switched or they are listed; in the study's worker too.
  news: { title: "announcements, on demand", goalKb: 14, hardKb: 18 },
  ranges: { title: "ranges of money, on demand", goalKb: 24, hardKb: 28 },
  validation: { title: "validation page and its data, on demand", goalKb: 50, hardKb: 60 },
  catalogue: { title: "catalogue data", goalKb: 20, hardKb: 25 },
  baked: { title: "baked run", goalKb: 15, hardKb: 15 },
} as const satisfies Record<string, Budget>;
/** Each of them: fetched when it is chosen, and all of them while the first run goes on. */
const ofPreset: Budget = { title: "preset", goalKb: 8, hardKb: 12 };

const patterns: readonly (readonly [RegExp, Part])[] = [
  [/baked/i, "baked"],
  [/catalogue/i, "catalogue"],
  [/timeline/, "timeline"],
  [/planner/, "planner"],
  [/-panel-/, "panels"],
  [/news-/, "news"],
  [/validation/, "validation"],
  [/study-worker/, "study"],
  [/scenario-worker/, "scenario"],
  [/run-worker/, "run"],
  [/import-files/, "import"],
  [/compiler/, "compile"],
  [/run-results|from-result/, "results"],
  [/run-money|settle-money|commitments-/, "money"],
  [/settle-|money-/, "settle"],
  [/stream-queue|refresh|seldom|latency-hours/, "mechanisms"],
];

if (!existsSync(folder)) throw new Error(`${folder} is missing; run npm run build first`);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.\w+$/.test(file) && !/\.(map|txt)$/.test(file))
  .sort();
const bytesOf = new Map(files.map((file) => [file, readFileSync(join(folder, file))]));

/** Chunks that a file names, and those that these name. */
function reachedFrom(start: RegExp): ReadonlySet<string> {
  const reached = new Set(files.filter((file) => start.test(file)));
  for (const file of reached) {
    const text = bytesOf.get(file)?.toString("utf8") ?? "";
    for (const [, name] of text.matchAll(/["'`]\.\/([\w.-]+\.js)["'`]/g))
      for (const other of files) if (other.endsWith(name ?? "")) reached.add(other);
  }
  return reached;
}
// A worker is built by itself: its chunks have the names of those of others, and other contents.
const ofRun = reachedFrom(/run-worker/);
const ofScenario = reachedFrom(/scenario-worker/);
const ofStudy = reachedFrom(/study-worker/);

/** Which budget a built file belongs to. */
function partOf(file: string): Part {
  const part = patterns.find(([pattern]) => pattern.test(file))?.[1];
  const isStudy = ofStudy.has(file) && !ofRun.has(file) && !ofScenario.has(file);
  if (isStudy && part !== "study" && part !== "news")
    return part === "money" || part === "settle" ? "ranges" : "studyRun";
  // What several chunks of a worker share has a name of the bundler's choice.
  return part ?? (ofRun.has(file) ? "run" : ofScenario.has(file) ? "scenario" : "main");
}

const presetName = /preset-(.+)-[\w-]{8}\.js$/;
const bytes = new Map<string, number>();
for (const file of files) {
  const preset = presetName.exec(file)?.[1];
  const part = preset === undefined ? partOf(file) : `preset ${preset}`;
  const size = gzipSync(bytesOf.get(file) ?? "", { level: 9 }).length;
  bytes.set(part, (bytes.get(part) ?? 0) + size);
  console.log(
    `${(size / 1000).toFixed(1).padStart(7)} kB gz  ${part.replace(/ .*/, "").padEnd(10)}  ${file}`,
  );
}

const kbOf = (...parts: readonly string[]): number =>
  [...bytes].reduce((sum, [part, size]) => sum + (parts.includes(part) ? size / 1000 : 0), 0);
const tally = noTally();
const presets = [...bytes.keys()].filter((part) => part.startsWith("preset ")).sort();
const lines: readonly (readonly [string, Budget])[] = [
  ...Object.entries(budgets),
  ...presets.map((part) => [part, { ...ofPreset, title: part }] as const),
];
for (const [part, { title, goalKb, hardKb }] of lines) {
  const kb = kbOf(part);
  if (kb > goalKb && kb <= hardKb) console.log(`warning: ${title} is above its goal of ${goalKb} kB gz`);
  count(tally, `${title} ${kb.toFixed(1)} kB gz <= ${hardKb} kB`, kb > 0 && kb <= hardKb);
}
const say = (what: string, kb: number): void => console.log(`${what} ${kb.toFixed(1)} kB gz`);
say("in sums: reading and compiling", kbOf("scenario", "compile"));
say(
  "  first run beside the page (workers, compiler, results)",
  kbOf("scenario", "compile", "run", "results"),
);
say("  catalogue and all presets", kbOf("catalogue", ...presets));
say("  a study (its worker and all that runs draws)", kbOf("study", "studyRun"));
console.log(closingLine(tally));
process.exitCode = tally.failed > 0 ? 1 : 0;
