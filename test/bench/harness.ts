// Benchmarks: CPU time of alternating pairs, so that what slows the machine slows both sides. Each case runs in a
// process of its own, so that no case inherits another's garbage or type feedback.
import { spawnSync } from "node:child_process";

/** One timed run: what it did must agree between the sides before their times may be compared. */
export interface Work {
  readonly events: number;
  /** Clock at the end [s]. */
  readonly clock: number;
  /** Anything that both sides must agree on, such as the order of events; 0 when there is nothing more. */
  readonly checksum: number;
}

export interface BenchCase {
  readonly name: string;
  /** What is measured. Builds its model afresh; building counts. */
  readonly subject: () => Work;
  /** What it is compared with; without one the rate alone is printed. */
  readonly baseline?: () => Work;
  /** The least ratio of rates, subject over baseline, that passes. */
  readonly target?: number;
}

export interface BenchRow {
  readonly name: string;
  /** Events per CPU-second, median over the pairs. */
  readonly subjectRate: number;
  readonly baselineRate?: number;
  /** Median of the pairs' ratios. */
  readonly ratio?: number;
  readonly lowestRatio?: number;
  readonly target?: number;
}

const PAIRS = 7;

/** Runs one case in this process and returns its row. */
export function measure(bench: BenchCase): BenchRow {
  const subject: number[] = [];
  const baseline: number[] = [];
  const ratios: number[] = [];
  // One unmeasured pair compiles both sides.
  for (let pair = -1; pair < PAIRS; pair++) {
    // The side that goes first changes with the pair.
    const first = pair % 2 === 0 ? timed(bench.subject) : bench.baseline && timed(bench.baseline);
    const second = pair % 2 === 0 ? bench.baseline && timed(bench.baseline) : timed(bench.subject);
    const ours = pair % 2 === 0 ? first : second;
    const theirs = pair % 2 === 0 ? second : first;
    if (ours === undefined) throw new Error("unreachable: the subject always runs");
    if (theirs !== undefined) assertSame(bench.name, ours.work, theirs.work);
    if (pair < 0) continue;
    subject.push(ours.rate);
    if (theirs === undefined) continue;
    baseline.push(theirs.rate);
    ratios.push(ours.rate / theirs.rate);
  }
  return {
    name: bench.name,
    subjectRate: median(subject),
    ...(bench.baseline && {
      baselineRate: median(baseline),
      ratio: median(ratios),
      lowestRatio: Math.min(...ratios),
    }),
    ...(bench.target !== undefined && { target: bench.target }),
  };
}

/** Runs one case in a child process of `script` and returns its row. */
export function measureApart(script: string, name: string): BenchRow {
  const child = spawnSync(process.execPath, ["--expose-gc", script, "--case", name], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${name} failed (exit ${child.status})`);
  return JSON.parse(child.stdout) as BenchRow;
}

/** The table that people read. */
export function tableOf(rows: readonly BenchRow[]): string {
  const head = ["case", "capsim ev/s", "simjs ev/s", "ratio", "lowest", "target", ""];
  const body = rows.map((row) => [
    row.name,
    rate(row.subjectRate),
    row.baselineRate === undefined ? "" : rate(row.baselineRate),
    row.ratio === undefined ? "" : `${row.ratio.toFixed(1)}x`,
    row.lowestRatio === undefined ? "" : `${row.lowestRatio.toFixed(1)}x`,
    row.target === undefined ? "" : `${row.target}x`,
    row.target === undefined ? "" : holds(row) ? "ok" : "MISSED",
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)),
  );
  return [head, ...body]
    .map((cells) =>
      cells.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      ),
    )
    .map((cells) => cells.join("  ").trimEnd())
    .join("\n");
}

/** Whether a row meets its target. */
export function holds(row: BenchRow): boolean {
  return row.target === undefined || (row.ratio ?? 0) >= row.target;
}

function timed(run: () => Work): { readonly rate: number; readonly work: Work } {
  (globalThis as { gc?: () => void }).gc?.();
  const before = process.cpuUsage();
  const work = run();
  const used = process.cpuUsage(before);
  return { rate: work.events / ((used.user + used.system) / 1e6), work };
}

function assertSame(name: string, ours: Work, theirs: Work): void {
  const same =
    ours.events === theirs.events && ours.clock === theirs.clock && ours.checksum === theirs.checksum;
  if (!same) {
    throw new Error(`${name}: both sides must do the same work (found ${JSON.stringify([ours, theirs])})`);
  }
}

function rate(eventsPerSecond: number): string {
  return `${(eventsPerSecond / 1e6).toFixed(2)} M`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
