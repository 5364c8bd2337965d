// `npm run mutate`: removes the ledger's transitions one at a time and asks the check battery to notice.
// Prints each with the first violation it causes, then `killed / total`; exits with 1 if any survives.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const FOLDERS = ["src/ledger", "src/fleet", "src/training", "src/run", "src/inference", "src/economics"];
/** What moves chips between states, books what they did, or records what a result is read from. */
const CALL = new RegExp(
  `(?<![\\w.])(?:[A-Za-z_]\\w*\\.)*(?:${[
    "ledger\\.(?:enter|leave|set|setServing|deliver|book)",
    "recorder\\.(?:set|add|deposit)",
    // What goes out of service and comes back.
    "out\\.(?:after|retire|hostBreaks|hostMends)",
    "hosts\\.(?:takeOut|bringBack|breakHost|mendHost)",
    // What jobs hold, and what halls do while they are out of use.
    "holdings\\.(?:join|drop|release|enterState|accrueJoining|stepIn|stepOut|enterAside|dropAside|accrueAside)",
    "ports\\.(?:close|reopen|gangLosesUs|smallJobFails|provisionedChanged)",
    "(?:this|supply)\\.(?:close|reopen|recordProvisioned|record)",
    "this\\.(?:count|creditMoved|enterService)|accrue|accrueJoining|accrueAside",
    "book|bookClock|bookPiece|bookWrite|settle",
  ].join("|")})\\(`,
  "g",
);
/** The same of money: what moves cents between parties, accounts, cohorts and years of a term. */
const MONEY_CALL =
  /(?<![\w.])(?:add|buy|(?:outlays|this\.all|this\.flows)\.push|(?:[A-Za-z_]\w*\.)+(?:move|open|capitalise|depreciate|pay|receive|post|postAll|add))\(/g;
const MONEY = "src/economics/";
/** What may stand before a statement on its line. */
const STATEMENT = /^\s*(?:\}?\s*else\s+)?(?:(?:if|for)\s*\(.*\)\s*)?$/;
const LANES = 2;
const TIMEOUT_MS = 120_000;
const FOUND = 3;

interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly statement: string;
  readonly source: string;
}

/** Index just past the bracket that closes the one before `from`; strings are stepped over. */
function closing(source: string, from: number): number {
  let depth = 1;
  let quote = "";
  for (let i = from; i < source.length; i++) {
    const c = source.charAt(i);
    if (quote !== "") {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'" || c === "`") quote = c;
    else if (c === "(") depth++;
    else if (c === ")" && --depth === 0) return i + 1;
  }
  throw new Error("brackets do not close");
}

function mutantsOf(file: string): Mutant[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(file.startsWith(MONEY) ? MONEY_CALL : CALL)].flatMap((match): Mutant[] => {
    const before = source.slice(source.lastIndexOf("\n", match.index) + 1, match.index);
    const end = closing(source, match.index + match[0].length);
    if (!STATEMENT.test(before) || source.charAt(end) !== ";") return [];
    const statement = source.slice(match.index, end).replaceAll(/\s+/g, " ");
    const line = source.slice(0, match.index).split("\n").length;
    return [{ file, line, statement, source: `${source.slice(0, match.index)}void 0${source.slice(end)}` }];
  });
}

interface Verdict {
  readonly kind: "killed" | "survived" | "did not load";
  readonly why: string;
}

/** A copy of what the battery needs, in which one file at a time is a mutant. */
function makeLane(): string {
  const lane = mkdtempSync(join(tmpdir(), "capsim-mutate-"));
  for (const part of ["src", "models", "test/run", "package.json"])
    cpSync(part, join(lane, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(lane, "node_modules"), "dir");
  return lane;
}

function runBattery(lane: string, battery: string): Promise<Verdict> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [`test/run/${battery}.ts`], {
      cwd: lane,
      timeout: TIMEOUT_MS,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.on("close", (code, signal) => {
      if (code === 0) done({ kind: "survived", why: "" });
      else if (code === FOUND) done({ kind: "killed", why: out.trim() });
      else if (signal !== null) done({ kind: "killed", why: `no end within ${TIMEOUT_MS / 1000} s` });
      else done({ kind: "did not load", why: err.trim().split("\n").slice(0, 5).join(" ") });
    });
  });
}

const batteryOf = (file: string): string => (file.startsWith(MONEY) ? "money-battery" : "battery");

async function tryMutant(lane: string, mutant: Mutant): Promise<Verdict> {
  const path = join(lane, mutant.file);
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutant.source);
  const verdict = await runBattery(lane, batteryOf(mutant.file));
  writeFileSync(path, original);
  return verdict;
}

const only = process.argv[2] ?? "";
const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`),
);
const mutants = files.flatMap(mutantsOf).filter(({ file, line }) => `${file}:${line}`.includes(only));
const lanes = Array.from({ length: LANES }, makeLane);
try {
  for (const battery of new Set(mutants.map(({ file }) => batteryOf(file)))) {
    const unharmed = await runBattery(lanes[0] ?? "", battery);
    if (unharmed.kind !== "survived")
      throw new Error(`the ${battery} fails without a mutant: ${unharmed.why}`);
  }
  const left = mutants.values();
  let killed = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      for (const mutant of left) {
        const { kind, why } = await tryMutant(lane, mutant);
        if (kind === "killed") killed++;
        console.log(
          `${kind.padEnd(8)} ${mutant.file}:${mutant.line} ${mutant.statement}${why === "" ? "" : `\n         ${why.slice(0, 160)}`}`,
        );
      }
    }),
  );
  console.log(`${killed} killed / ${mutants.length} total`);
  process.exitCode = killed === mutants.length && killed > 0 ? 0 : 1;
} finally {
  for (const lane of lanes) rmSync(lane, { recursive: true, force: true });
}
