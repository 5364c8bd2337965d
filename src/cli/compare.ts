/** `capsim compare`: two scenarios on common random numbers, and what each changed input contributed. */
import {
  attribute,
  changesBetween,
  compareOutcomes,
  incomparable,
  masksFor,
  MOST_AVERAGED,
  runStudy,
  scenarioFor,
  toCsv,
} from "../index.ts";
import type { Attribution, Change, Comparison, Outcome, Pair, Scenario, StudyJob } from "../index.ts";
import { poolSize, StudyPool } from "../study/node/pool.ts";
import { comparisonText } from "./compare-text.ts";
import { badInput, CommandFault, EXIT } from "./fail.ts";
import { interruptibly } from "./interruptible.ts";
import { loadInput } from "./load.ts";
import type { InputOptions } from "./load.ts";
import { progressOn } from "./progress.ts";
import { printable, terminalOf } from "./terminal.ts";
import { refusal, writeFiles } from "./write-files.ts";

export interface CompareOptions extends InputOptions {
  readonly setA?: readonly string[];
  readonly setB?: readonly string[];
  readonly leverA?: readonly string[];
  readonly leverB?: readonly string[];
  readonly pairs: number;
  readonly chanceOnly?: boolean;
  readonly attribution: boolean;
  readonly seed?: number;
  readonly jobs?: number;
  readonly json?: boolean;
  readonly out?: string;
}

export interface CompareReport {
  readonly a: Scenario;
  readonly b: Scenario;
  readonly changes: readonly Change[];
  readonly comparison: Comparison;
  readonly attribution: readonly Attribution[];
  /** Orders of changes were averaged, not one taken. */
  readonly averaged: boolean;
  readonly chanceOnly: boolean;
}

export async function compare(
  nameA: string,
  nameB: string | undefined,
  options: CompareOptions,
): Promise<void> {
  const refused = options.out === undefined ? undefined : refusal(options.out);
  if (refused !== undefined) throw badInput([{ path: `--out ${options.out}`, message: refused }]);
  const [a, b] = [side(nameA, options, "A"), side(nameB ?? nameA, options, "B")];
  const fault = incomparable(a, b);
  if (fault !== undefined) throw badInput([{ path: "compare", message: fault }]);
  const report = await interruptibly((signal) => runPairs(a, b, options, signal));
  if (options.out !== undefined) writeReport(options.out, report);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(plain(report), undefined, 2)}\n`
      : comparisonText(report, terminalOf(process.stdout, process.env)),
  );
  if (options.out !== undefined) process.stderr.write(`written to ${printable(options.out)}\n`);
}

function side(name: string, options: CompareOptions, which: "A" | "B"): Scenario {
  const [set, lever] = which === "A" ? [options.setA, options.leverA] : [options.setB, options.leverB];
  const { scenario } = loadInput(name, {
    ...options,
    set: [...(options.set ?? []), ...(set ?? [])],
    lever: [...(options.lever ?? []), ...(lever ?? [])],
  });
  return options.seed === undefined ? scenario : { ...scenario, seed: options.seed };
}

/** Jobs of the base draw for every set of changes, then of A and B for each further pair. */
async function runPairs(
  a: Scenario,
  b: Scenario,
  options: CompareOptions,
  signal: AbortSignal,
): Promise<CompareReport> {
  const changes = changesBetween(a, b);
  const masks = masksFor(changes.length);
  const whole = masks[masks.length - 1] ?? 0;
  const between = options.attribution ? masks.filter((mask) => mask !== 0 && mask !== whole) : [];
  const variants = [a, b, ...between.map((mask) => scenarioFor(a, changes, mask))];
  const chanceOnly = options.chanceOnly === true;
  const seed = a.seed;
  const base = { sample: 0, seed, replication: 0 };
  const draws = Array.from({ length: Math.max(0, options.pairs - (chanceOnly ? 1 : 0)) }, (_, k) =>
    chanceOnly ? { ...base, replication: k + 1 } : { ...base, sample: k + 1 },
  );
  const jobs: StudyJob[] = [
    ...variants.map((_, variant) => ({ variant, ...base })),
    ...draws.flatMap((draw) => [0, 1].map((variant) => ({ variant, ...draw }))),
  ];
  const pool = new StudyPool(variants);
  const progress = progressOn(process.stderr, `A and B, ${jobs.length} runs`);
  try {
    const settled = await runStudy(jobs, pool.run, {
      parallel: options.jobs ?? poolSize(),
      signal,
      onProgress: (done, total) => progress.show(done / total),
    });
    const outcomes = settled.map((each) => (each.ok ? each.output : undefined));
    const failed = settled.find((each) => !each.ok);
    const [first, second] = outcomes;
    if (first === undefined || second === undefined)
      throw new CommandFault(
        `a run failed: ${failed?.ok === false ? printable(failed.error) : "no outcome"}`,
        EXIT.internal,
      );
    const basePair: Pair = { a: first, b: second };
    const drawn = draws.flatMap((_, k): Pair[] => {
      const [x, y] = [outcomes[variants.length + 2 * k], outcomes[variants.length + 2 * k + 1]];
      return x === undefined || y === undefined ? [] : [{ a: x, b: y }];
    });
    const pairs = chanceOnly || drawn.length === 0 ? [basePair, ...drawn] : drawn;
    const byMask = new Map<number, Outcome>([
      [0, first],
      [whole, second],
      ...between.flatMap((mask, i): [number, Outcome][] => {
        const outcome = outcomes[2 + i];
        return outcome === undefined ? [] : [[mask, outcome]];
      }),
    ]);
    return {
      a,
      b,
      changes,
      comparison: compareOutcomes(basePair, pairs),
      attribution: options.attribution ? attribute(changes, byMask) : [],
      averaged: changes.length <= MOST_AVERAGED,
      chanceOnly,
    };
  } finally {
    progress.end();
    await pool.close();
  }
}

/** The report without its scenarios, which stand beside it. */
const plain = ({ a, b, ...rest }: CompareReport): object => ({
  format: "capsim-comparison/1",
  a: { id: a.id, title: a.title },
  b: { id: b.id, title: b.title },
  ...rest,
});

function writeReport(directory: string, report: CompareReport): void {
  const { headlines, campaigns } = report.comparison;
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  writeFiles(directory, [
    { name: "compare.json", text: json(plain(report)) },
    {
      name: "differences.csv",
      text: toCsv(
        ["headline", "unit", "a", "b", "mean", "low", "high", "correlation", "verdict"],
        headlines.map((h) => [
          h.id,
          h.unit,
          h.a,
          h.b,
          h.mean,
          h.low ?? "",
          h.high ?? "",
          h.correlation ?? "",
          h.verdict,
        ]),
      ),
    },
    {
      name: "campaigns.csv",
      text: toCsv(
        ["run", "pairs", "missedA", "missedB", "laterP10Days", "laterP50Days", "laterP90Days", "lateP50Days"],
        campaigns.map((c) => [
          c.id,
          c.pairs,
          c.missedA,
          c.missedB,
          c.laterDays.p10,
          c.laterDays.p50,
          c.laterDays.p90,
          c.lateDays?.p50 ?? "",
        ]),
      ),
    },
    { name: "a.json", text: json(report.a) },
    { name: "b.json", text: json(report.b) },
  ]);
}
