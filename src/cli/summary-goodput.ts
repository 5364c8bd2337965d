/** The summary's goodput: three factors, what each lost, interruptions by cause. */
import type { Result } from "../index.ts";
import { bar, cut, figure, left, paint, percent, printable, right } from "./terminal.ts";
import type { Terminal } from "./terminal.ts";

const MOST = 6;

const exact = (share: number): string => `${(share * 100).toFixed(1)} %`;

export function goodputFinding({ goodput }: Result): string {
  const { scheduling, runtime, program, goodput: product } = goodput;
  return `${exact(scheduling)} of the chip-hours not serving had a job with all it needs, ${exact(runtime)} of those became preserved work, at ${exact(program)} of peak: ${exact(product)} in all.`;
}

/** Largest losses first, as a share of what training could have had. */
export function goodputLines(terminal: Terminal, { goodput }: Result): readonly string[] {
  const { lost, capacityChipHours: capacity, allocatedChipHours, interruptions } = goodput;
  if (allocatedChipHours === 0) return [];
  const width = Math.max(16, Math.min(36, terminal.columns - 24));
  const cells = Math.max(0, Math.min(20, terminal.columns - width - 26));
  const shown = lost
    .filter(({ chipHours }) => chipHours > 0)
    .toSorted((a, b) => b.chipHours - a.chipHours)
    .slice(0, MOST);
  const rows = shown.map(({ label, chipHours }) => {
    const part = chipHours / capacity;
    return `  ${left(label, width)} ${right(percent(part), 8)} ${right(figure(chipHours), 9)} ${paint(terminal, "red", bar(part, cells))}`;
  });
  const head = paint(terminal, "dim", `  ${left("lost", width)} ${right("share", 8)} ${right("chip-h", 9)}`);
  return [...(rows.length > 0 ? [head, ...rows] : []), ...causeLines(terminal, interruptions, width)];
}

function causeLines(
  terminal: Terminal,
  interruptions: Result["goodput"]["interruptions"],
  width: number,
): readonly string[] {
  if (interruptions.length === 0) return [];
  const head = paint(terminal, "dim", `  ${left("interruptions by cause", width)} ${right("count", 8)}`);
  const rows = interruptions
    .toSorted((a, b) => b.count - a.count)
    .map(({ name, planned, count }) => {
      const label = cut(`${printable(name)}${planned ? " (planned)" : ""}`, width);
      return `  ${left(label, width)} ${right(String(count), 8)}`;
    });
  return [head, ...rows];
}
