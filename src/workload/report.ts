/** What a reader of a log kept, dropped and changed: every line is accounted for, with the reason. */

export interface LogCount {
  readonly reason: string;
  readonly count: number;
  /** Numbers of the first lines concerned, from 1, with what was found there where that says more. */
  readonly lines: readonly string[];
}

export interface LogReport {
  /** Lines that should hold a job. */
  readonly read: number;
  readonly kept: number;
  readonly dropped: readonly LogCount[];
  /** Kept, but not as written. */
  readonly changed: readonly LogCount[];
}

const FIRST_LINES = 5;

export class LogCounter {
  private readonly counts = new Map<string, { count: number; readonly lines: string[] }>();

  add(reason: string, line: number, found = ""): void {
    const counted = this.counts.get(reason) ?? { count: 0, lines: [] };
    this.counts.set(reason, counted);
    counted.count++;
    if (counted.lines.length < FIRST_LINES)
      counted.lines.push(found === "" ? `${line}` : `${line}: ${found}`);
  }

  list(): readonly LogCount[] {
    return [...this.counts].map(([reason, { count, lines }]) => ({ reason, count, lines }));
  }
}

/** A count as a sentence: "3 lines dropped: ... (lines 4, 9, 12)". */
export function countText({ reason, count, lines }: LogCount, done: "dropped" | "changed"): string {
  const which = `line${lines.length === 1 ? "" : "s"} ${lines.join(", ")}${count > lines.length ? ", ..." : ""}`;
  return `${count} line${count === 1 ? "" : "s"} ${done}: ${reason} (${which})`;
}
