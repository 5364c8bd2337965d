// Benchmarks: CPU time of seven alternating pairs, so that what slows the machine slows both sides. Each side of each
// pair runs in a process of its own, so that neither inherits the other's garbage or type feedback.
import { spawnSync } from "node:child_process";

/** One timed run: what it did must agree between the sides before their times may be compared. */
export interface Work {
  readonly events: number;
  /** Clock at the end [s]. */
  readonly clock: number;
  /** Anything that both sides must agree on, such as the order of events; 0 when there is nothing more. */
  readonly checksum: number;
}

/** Builds a model and runs it for a number of events; building counts. */
export type Side = (events: number) => Work;

export interface BenchCase {
  readonly name: string;
  readonly events: number;
  /** What is measured. */
  readonly subject: Side;
  /** What it is compared with. */
  readonly baseline: Side;
  /** The least ratio of rates, subject over baseline, that passes. */
  readonly target: number;
}

export interface BenchRow {
  readonly name: string;
  /** Events per CPU-second, median over the pairs. */
  readonly subjectRate: number;
  readonly baselineRate: number;
  /** Median of the pairs' ratios. */
  readonly ratio: number;
  readonly lowestRatio: number;
  readonly target: number;
}

const PAIRS = 7;

export interface Timing {
  /** Events per CPU-second. */
  readonly rate: number;
  readonly work: Work;
}

/** Times one side in this process: a first run a tenth as long has it compiled, the second counts. */
export function timeHere(side: Side, events: number): Timing {
  side(Math.ceil(events / 10));
  (globalThis as { gc?: () => void }).gc?.();
  const before = process.cpuUsage();
  const work = side(events);
  const { user, system } = process.cpuUsage(before);
  return { rate: work.events / ((user + system) / 1e6), work };
}

/** Runs a case as alternating processes of `script`, called with `--case NAME --side subject|baseline`. */
export function compare(script: string, bench: BenchCase): BenchRow {
  const pairs = Array.from({ length: PAIRS }, (_, pair) => {
    // The side that goes first changes with the pair.
    const early = pair % 2 === 0 ? timeApart(script, bench, "subject") : undefined;
    const theirs = timeApart(script, bench, "baseline");
    const ours = early ?? timeApart(script, bench, "subject");
    assertSame(bench.name, ours.work, theirs.work);
    return { ours: ours.rate, theirs: theirs.rate, ratio: ours.rate / theirs.rate };
  });
  return {
    name: bench.name,
    subjectRate: median(pairs.map((pair) => pair.ours)),
    baselineRate: median(pairs.map((pair) => pair.theirs)),
    ratio: median(pairs.map((pair) => pair.ratio)),
    lowestRatio: Math.min(...pairs.map((pair) => pair.ratio)),
    target: bench.target,
  };
}

function timeApart(script: string, bench: BenchCase, side: "subject" | "baseline"): Timing {
  const args = ["--expose-gc", script, "--case", bench.name, "--side", side];
  const child = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (child.status !== 0) throw new Error(`${bench.name}, ${side} failed (exit ${child.status})`);
  return JSON.parse(child.stdout) as Timing;
}

/** The table that people read. */
export function tableOf(rows: readonly BenchRow[]): string {
  const head = ["case", "capsim ev/s", "simjs ev/s", "ratio", "lowest", "target", ""];
  const body = rows.map((row) => [
    row.name,
    rate(row.subjectRate),
    rate(row.baselineRate),
    `${row.ratio.toFixed(1)}x`,
    `${row.lowestRatio.toFixed(1)}x`,
    `${row.target}x`,
    holds(row) ? "ok" : "MISSED",
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
  return row.ratio >= row.target;
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
