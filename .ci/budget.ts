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
  // Two workers, each with the budget of one: what reads scenarios and what runs them are loaded side by side.
  scenario: { title: "scenario worker JS", goalKb: 60, hardKb: 60 },
  run: { title: "run worker JS", goalKb: 60, hardKb: 60 },
  results: { title: "reading out a run, fetched while it runs", goalKb: 20, hardKb: 25 },
  // Reads and runs: it is fetched only when a reader asks for many runs, and the page is then long on screen.
  study: { title: "study worker JS, on demand", goalKb: 110, hardKb: 130 },
  // Fetched when a reader comes near the jobs.
  timeline: { title: "time line of jobs, on demand", goalKb: 15, hardKb: 20 },
  validation: { title: "validation page and its data, on demand", goalKb: 40, hardKb: 60 },
  catalogue: { title: "catalogue data", goalKb: 25, hardKb: 25 },
  baked: { title: "baked run", goalKb: 15, hardKb: 15 },
} as const satisfies Record<string, Budget>;

/** Which budget a built file belongs to, by its name; undefined for what is not loaded (source maps). */
function partOf(file: string): Part | undefined {
  if (/\.(map|txt)$/.test(file)) return undefined;
  if (/baked/i.test(file)) return "baked";
  if (/catalogue/i.test(file)) return "catalogue";
  if (/timeline/.test(file)) return "timeline";
  if (/validation/.test(file)) return "validation";
  if (/study-worker/.test(file)) return "study";
  if (/scenario-worker/.test(file)) return "scenario";
  if (/run-results/.test(file)) return "results";
  if (/run-worker/.test(file)) return "run";
  return "main";
}

if (!existsSync(folder)) throw new Error(`${folder} is missing; run npm run build first`);
const bytes: Record<Part, number> = {
  main: 0,
  scenario: 0,
  run: 0,
  results: 0,
  study: 0,
  timeline: 0,
  validation: 0,
  catalogue: 0,
  baked: 0,
};
for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
  if (!/\.\w+$/.test(file)) continue;
  const part = partOf(file);
  if (part === undefined) continue;
  const size = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length;
  bytes[part] += size;
  console.log(`${(size / 1000).toFixed(1).padStart(7)} kB gz  ${part.padEnd(9)}  ${file}`);
}

const tally = noTally();
for (const part of [
  "main",
  "scenario",
  "run",
  "results",
  "study",
  "validation",
  "timeline",
  "catalogue",
  "baked",
] as const) {
  const { title, goalKb, hardKb } = budgets[part];
  const kb = bytes[part] / 1000;
  if (kb > goalKb && kb <= hardKb) console.log(`warning: ${title} is above its goal of ${goalKb} kB gz`);
  count(tally, `${title} ${kb.toFixed(1)} kB gz <= ${hardKb} kB`, kb <= hardKb);
}
const sum = Object.values(bytes).reduce((total, size) => total + size, 0);
console.log(
  `all together ${(sum / 1000).toFixed(1)} kB gz, of which both workers ${((bytes.scenario + bytes.run) / 1000).toFixed(1)}`,
);
console.log(closingLine(tally));
process.exitCode = tally.failed > 0 ? 1 : 0;
